"""The evidence of a case: bytes by their hash, and the log of what came when, for whom.

The order of keeping is: bytes on disk under their hash, then the entry about them committed. So an entry never
points at bytes that are not there; bytes without an entry were never acknowledged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path

import attrs

from ceaseline.captures import Arrival, Capture
from ceaseline.errors import EvidenceError
from ceaseline.ledger import Entry
from ceaseline.store.blobs import Blobs, hashed
from ceaseline.store.log import opened
from ceaseline.store.places import refuse_network


@attrs.frozen
class Evidence:
    """The ``evidence`` folder of a case; it is only ever added to.

    Attributes:
        folder: where it lies; made when the first file is kept.
    """

    folder: Path

    @property
    def blobs(self) -> Blobs:
        """The kept bytes."""
        return Blobs(self.folder / "blobs")

    @property
    def log_file(self) -> Path:
        """The SQLite file of the log."""
        return self.folder / "log.sqlite"

    def keep(self, arrivals: Sequence[tuple[Arrival, str]], received: datetime) -> list[tuple[Capture, bool]]:
        """Keep what came, and tell of each whether it is new; the same bytes for the same source are kept once.

        Args:
            arrivals: the files, each with the name of the source it came from.
            received: the moment of keeping, UTC.

        Raises:
            EvidenceError: bytes or entries could not be written, or the folder lies on a network file system;
                nothing of these is acknowledged then.
        """
        if not arrivals:
            return []
        with self._in_words([arrival for arrival, _ in arrivals]):
            entries = [self._entry(arrival, source, received) for arrival, source in arrivals]
        with opened(self.log_file) as log:
            added = log.append(entries)
            found = [log.find(entry.key) for entry in entries]
        kept = [self._capture(Entry.parse(raw)) for _, raw in (each for each in found if each is not None)]
        return list(zip(kept, (is_new for _, is_new in added), strict=True))

    def note_run(self, forms: Mapping[str, bytes], version: str, received: datetime) -> None:
        """Keep the forms that a run was made with, and with which version of the program; once for each set.

        Args:
            forms: the bytes of each form by its name.
            version: of the program.
            received: the moment of the run, UTC.

        Raises:
            EvidenceError: they could not be kept.
        """
        arrivals = [Arrival(name, partial(BytesIO, content)) for name, content in forms.items()]
        with self._in_words(arrivals):
            entries = [self._form_entry(arrival, received) for arrival in arrivals]
        hashes = {str(entry.body["name"]): str(entry.body["sha256"]) for entry in entries}
        told, _ = hashed(BytesIO(repr(sorted(hashes.items())).encode()))
        entries.append(Entry("run", f"run/{version}/{told}", received, {"forms": hashes, "version": version}))
        with opened(self.log_file) as log:
            log.append(entries)

    def captures(self, until: datetime | None = None) -> tuple[Capture, ...]:
        """Return what was kept, in the order it came.

        Args:
            until: leave out what was received after this moment, UTC; None for everything.

        Raises:
            EvidenceError: the log cannot be read.
        """
        captures = (self._capture(entry) for entry in self.entries() if entry.kind == "capture")
        return tuple(capture for capture in captures if until is None or capture.received <= until)

    def entries(self) -> Iterator[Entry]:
        """Yield every entry of the log, in order; none where nothing was ever kept.

        Raises:
            EvidenceError: the log cannot be read.
        """
        if self.log_file.is_file():
            with opened(self.log_file) as log:
                for _, raw in log.entries():
                    yield Entry.parse(raw)

    @contextmanager
    def _in_words(self, arrivals: Sequence[Arrival]) -> Iterator[None]:
        """Say in words what could not be kept, and where nothing is ever kept."""
        refuse_network(self.folder)
        try:
            yield
        except OSError as error:
            names = ", ".join(arrival.name for arrival in arrivals)
            msg = f"{names}: not kept ({error}). Mend: see that {self.folder} can be written and has room"
            raise EvidenceError(msg) from error

    def _form_entry(self, arrival: Arrival, received: datetime) -> Entry:
        digest, size = self.blobs.keep(arrival)
        body = {"name": arrival.name, "sha256": digest, "bytes": size}
        return Entry("form", f"form/{arrival.name}/{digest}", received, body)

    def _entry(self, arrival: Arrival, source: str, received: datetime) -> Entry:
        digest, size = self.blobs.keep(arrival)
        body = {"source": source, "sha256": digest, "bytes": size, "name": arrival.name}
        return Entry("capture", f"capture/{source}/{digest}", received, body)

    def _capture(self, entry: Entry) -> Capture:
        return Capture(
            capture_id=entry.body["sha256"],
            source=entry.body["source"],
            name=entry.body["name"],
            received=entry.received,
            bytes=entry.body["bytes"],
            open=self.blobs.opener(entry.body["sha256"]),
        )
