"""The evidence of a case: bytes by their hash, and the log of what came when, for whom.

The order of keeping is: bytes on disk under their hash, then the entry about them committed. So an entry never
points at bytes that are not there; bytes without an entry were never acknowledged.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn

import attrs

from ceaseline.captures import Arrival, Capture
from ceaseline.errors import EvidenceError, FileRefused
from ceaseline.ledger import Entry, commitments, merkle
from ceaseline.store.blobs import Blobs, hashed, make_folder
from ceaseline.store.log import Log, opened
from ceaseline.store.places import refuse_network


def _fresh_salt() -> bytes:
    return secrets.token_bytes(commitments.SALT_BYTES)


@attrs.frozen
class Kept:
    """What became of one file.

    Attributes:
        capture: the file as it is kept; opening one that was erased is refused.
        how: ``new``; ``known``, kept before; ``restored``, kept before but its bytes were missing until now;
            ``erased``, once kept and erased since, so not kept again.
    """

    capture: Capture
    how: str

    @property
    def is_new(self) -> bool:
        """Whether it was not there before."""
        return self.how == "new"


@attrs.frozen
class Draft:
    """An entry to be written.

    Attributes:
        kind: as in :class:`~ceaseline.ledger.Entry`.
        key: likewise.
        body: likewise.
        restricted: fields of the body whose words are kept apart from the log, so that they can be erased.
    """

    kind: str
    key: str
    body: Mapping[str, Any]
    restricted: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen
class Evidence:
    """The ``evidence`` folder of a case; it is only ever added to, and what is erased stays named.

    Attributes:
        folder: where it lies; made when the first file is kept.
        salt: gives 32 random bytes at each call.
    """

    folder: Path
    salt: Callable[[], bytes] = _fresh_salt

    @property
    def blobs(self) -> Blobs:
        """The kept bytes."""
        return Blobs(self.folder / "blobs")

    @property
    def restricted(self) -> Blobs:
        """What opens the commitments of the log: salts and words, by their hash."""
        return Blobs(self.folder / "restricted")

    @property
    def log_file(self) -> Path:
        """The SQLite file of the log."""
        return self.folder / "log.sqlite"

    def keep(
        self, arrivals: Sequence[tuple[Arrival, str]], received: datetime, replacing: frozenset[str] = frozenset()
    ) -> list[Kept]:
        """Keep what came, and tell of each whether it is new; the same bytes for the same source are kept once.

        Args:
            arrivals: the files, each with the name of the source it came from.
            received: the moment of keeping, UTC.
            replacing: sources whose new file stands in place of their older ones of the same name; since a name
                says something there, the same bytes under another name are noted as another file.

        Raises:
            EvidenceError: bytes or entries could not be written, or the folder lies on a network file system;
                nothing of these is acknowledged then.
        """
        if not arrivals:
            return []
        with self.writing(arrival.name for arrival, _ in arrivals) as log:
            arrived = [self._arrived(log, arrival, source, received) for arrival, source in arrivals]
            found = self._by_name(arrived, replacing)
            drafts = [_of_capture(kept.capture, number) for kept, number in found if kept.how != "erased"]
            drafts += self._superseding(
                [(kept.capture, number) for kept, number in found if kept.is_new], replacing
            )
            entries = self._add(log, drafts, received)
            return [self._settled(kept, number, entries) for kept, number in found]

    def add(self, drafts: Sequence[Draft], received: datetime) -> list[tuple[Entry, bool]]:
        """Write entries about what is no file; return each as it stands in the log, and whether it is new.

        Args:
            drafts: what to write; one whose key is there already is not written again.
            received: the moment of writing, UTC.

        Raises:
            EvidenceError: they could not be written; nothing of these is acknowledged then.
        """
        with self.writing(draft.key for draft in drafts) as log:
            entries = self._add(log, drafts, received)
            return [entries[draft.key] for draft in drafts]

    def note_run(self, forms: Mapping[str, bytes], version: str, received: datetime) -> None:
        """Keep the forms that a run was made with, and with which version of the program; once for each set.

        Args:
            forms: the bytes of each form by its name.
            version: of the program.
            received: the moment of the run, UTC.

        Raises:
            EvidenceError: they could not be kept.
        """
        with self.writing(forms) as log:
            drafts = [self._of_form(name, content) for name, content in forms.items()]
            hashes = {str(draft.body["name"]): str(draft.body["sha256"]) for draft in drafts}
            told, _ = hashed(BytesIO(repr(sorted(hashes.items())).encode()))
            drafts.append(Draft("run", f"run/{version}/{told}", {"forms": hashes, "version": version}))
            self._add(log, drafts, received)

    def note_kept(self, kind: str, name: str, content: bytes, body: Mapping[str, Any], received: datetime) -> None:
        """Keep what a run gave, after what was kept of earlier ones; nothing takes its place.

        Args:
            kind: of the entry: ``said`` or ``named``.
            name: what it is, in words.
            content: what a run gave, spelled.
            body: what there is to say of it besides name, hash and length.
            received: the moment of the run, UTC.

        Raises:
            EvidenceError: it could not be kept, or another run gave it at the same moment.
        """
        with self.writing([name]) as log:
            digest, size = self.blobs.keep(Arrival(name, partial(BytesIO, content)))
            whole = {**body, "name": name, "sha256": digest, "bytes": size}
            draft = Draft(kind, f"{kind}/{sum(1 for _ in log.under(kind)):06}", whole)
            ((_, is_new),) = self._add(log, [draft], received).values()
        if not is_new:
            raise EvidenceError("another run answered at this moment. Mend: run again")

    def captures(self, until: datetime | None = None) -> tuple[Capture, ...]:
        """Return what was kept and not erased, in the order it came.

        Args:
            until: leave out what was received after this moment, UTC; None for everything.

        Raises:
            EvidenceError: the log cannot be read.
        """
        return self._captures(until)

    def _captures(self, until: datetime | None = None, of: frozenset[str] | None = None) -> tuple[Capture, ...]:
        """Return what was kept and not erased, of all sources or of some; each name takes a file to read."""
        entries = list(self.entries())
        gone = {entry.body["of"] for entry in entries if entry.kind == "erasure"}
        known = [entry for entry in entries if until is None or entry.received <= until]
        older: dict[tuple[str, str], tuple[str, ...]] = {}
        for entry in known:
            if entry.kind == "supersession":
                by = (entry.body["source"], entry.body["by"])
                older[by] = (*older.get(by, ()), *entry.body["of"])
        captures = [
            self._capture(entry)
            for entry in known
            if entry.kind == "capture"
            and entry.body["sha256"] not in gone
            and (of is None or entry.body["source"] in of)
        ]
        return tuple(
            attrs.evolve(capture, supersedes=older.get((capture.source, capture.capture_id), ()))
            for capture in captures
        )

    def entries(self) -> Iterator[Entry]:
        """Yield every entry of the log, in order; none where nothing was ever kept.

        Raises:
            EvidenceError: the log cannot be read.
        """
        if self.log_file.is_file():
            with opened(self.log_file) as log:
                for _, raw in log.entries():
                    yield Entry.parse(raw)

    def root_at(self, size: int) -> bytes:
        """Return the hash over the first entries of the log.

        Args:
            size: how many; no more than there are.

        Raises:
            EvidenceError: the log cannot be read.
        """
        if not size:
            return merkle.EMPTY_ROOT
        with opened(self.log_file) as log:
            return merkle.root(size, log.node)

    def words(self, entry: Entry, field: str) -> str | None:
        """Return the words of a restricted field of an entry; None where they were erased, or never given.

        Raises:
            EvidenceError: they are gone, and no entry says that they were erased.
        """
        held = commitments.commitment_in(entry.body.get(field))
        if held is None:
            return None
        if self.restricted.place(held).is_file():
            return commitments.words_of(self.restricted.read(held))
        if any(held in each.body["erased"] for each in self.entries() if each.kind == "erasure"):
            return None
        raise EvidenceError(f"{self.restricted.place(held)} is gone. Mend: take the file from a copy")

    @contextmanager
    def writing(self, what: Iterable[str]) -> Iterator[Log]:
        """Open the log to add to it, saying in words what could not be kept, and where nothing is ever kept.

        Args:
            what: names to give where it fails.

        Raises:
            EvidenceError: it could not be written, or the folder lies on a network file system.
        """
        names = ", ".join(what)
        try:
            refuse_network(self.folder)
            make_folder(self.folder)
            with opened(self.log_file) as log:
                yield log
        except OSError as error:
            msg = f"{names}: not kept ({error}). Mend: see that {self.folder} can be written and has room"
            raise EvidenceError(msg) from error

    def _arrived(self, log: Log, arrival: Arrival, source: str, received: datetime) -> Kept:
        """Keep the bytes of one file, unless they were erased."""
        how = "new"

        def erased(digest: str) -> bool:
            nonlocal how
            if log.find(f"erasure/{digest}") is not None:
                how = "erased"
            elif log.find(f"capture/{source}/{digest}") is not None:
                how = "known" if self.blobs.place(digest).is_file() else "restored"
            return how == "erased"

        digest, size = self.blobs.keep(arrival, unless=erased)
        opens = partial(_refuse_erased, arrival.name) if how == "erased" else self.blobs.opener(digest)
        return Kept(Capture(digest, source, arrival.name, received, size, opens), how)

    def _by_name(self, arrived: Sequence[Kept], replacing: frozenset[str]) -> list[tuple[Kept, int]]:
        """Return each file with the number of its name among those its bytes came under, from 1."""
        if not any(kept.capture.source in replacing for kept in arrived):
            return [(kept, 1) for kept in arrived]
        names: dict[tuple[str, str], list[str]] = {}
        for capture in self._captures(of=replacing):
            names.setdefault((capture.source, capture.capture_id), []).append(capture.name)
        found = []
        for kept in arrived:
            capture = kept.capture
            known = names.setdefault((capture.source, capture.capture_id), [])
            named = capture.source in replacing and kept.how != "erased"
            if named and capture.name not in known:
                known.append(capture.name)
                found.append((attrs.evolve(kept, how="new") if len(known) > 1 else kept, len(known)))
            else:
                found.append((kept, known.index(capture.name) + 1 if named else 1))
        return found

    def _superseding(self, new: Sequence[tuple[Capture, int]], replacing: frozenset[str]) -> list[Draft]:
        """Return what says that new files stand in place of older ones of their source and name."""
        if not any(capture.source in replacing for capture, _ in new):
            return []
        before, drafts = list(self._captures(of=replacing)), []
        for capture, number in new:
            named = (capture.source, capture.name)
            older = [each.capture_id for each in before if (each.source, each.name) == named]
            before.append(capture)
            if older and capture.source in replacing:
                body = {"source": capture.source, "by": capture.capture_id, "of": list(dict.fromkeys(older))}
                key = f"supersession/{capture.source}/{capture.capture_id}{_numbered(number)}"
                drafts.append(Draft("supersession", key, body))
        return drafts

    def _settled(self, kept: Kept, number: int, entries: Mapping[str, tuple[Entry, bool]]) -> Kept:
        """Return a file with the name and the time it was first kept with."""
        if kept.how == "erased":
            return kept
        entry, is_new = entries[_of_capture(kept.capture, number).key]
        if kept.is_new and is_new:
            return kept  # nothing is read back: what is acknowledged must not fail any more
        return Kept(self._capture(entry), "known" if kept.is_new else kept.how)

    def _add(self, log: Log, drafts: Sequence[Draft], received: datetime) -> dict[str, tuple[Entry, bool]]:
        """Keep restricted words first, then the entries in one transaction; return them by their keys."""
        entries: dict[str, Entry] = {}
        for draft in drafts:
            if draft.key not in entries:
                before = log.find(draft.key)
                entries[draft.key] = self._spelled(draft, received) if before is None else Entry.parse(before[1])
        added = log.append(list(entries.values()))
        standing = [log.find(key) for key in entries]
        return {
            key: (Entry.parse(found[1]), is_new)
            for key, found, (_, is_new) in zip(entries, standing, added, strict=True)
            if found is not None
        }

    def _spelled(self, draft: Draft, received: datetime) -> Entry:
        """Return the entry of a draft, its restricted words kept apart."""
        body = dict(draft.body)
        for field, words in draft.restricted.items():
            opening = commitments.opening(words, self.salt())
            self.restricted.keep(Arrival(field, partial(BytesIO, opening)))
            body[field] = commitments.committed(opening)
        return Entry(draft.kind, draft.key, received, body)

    def _of_form(self, name: str, content: bytes) -> Draft:
        digest, size = self.blobs.keep(Arrival(name, partial(BytesIO, content)))
        return Draft("form", f"form/{name}/{digest}", {"name": name, "sha256": digest, "bytes": size})

    def _capture(self, entry: Entry) -> Capture:
        return Capture(
            capture_id=entry.body["sha256"],
            source=entry.body["source"],
            name=self.words(entry, "name") or "",
            received=entry.received,
            bytes=entry.body["bytes"],
            open=self.blobs.opener(entry.body["sha256"]),
        )


def _of_capture(capture: Capture, number: int = 1) -> Draft:
    body = {"source": capture.source, "sha256": capture.capture_id, "bytes": capture.bytes}
    key = f"capture/{capture.source}/{capture.capture_id}{_numbered(number)}"
    return Draft("capture", key, body, {"name": capture.name})


def _numbered(number: int) -> str:
    """Return the end of a key: the same bytes under another name are another entry, and no name stands in a key."""
    return "" if number == 1 else f"/{number}"


def _refuse_erased(name: str) -> NoReturn:
    raise FileRefused(f"{name} was erased and is not kept again. Mend: take it out of inbox/")
