"""Reports on disk, and those that were released as entries of the log."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import attrs

from ceaseline.captures import Arrival
from ceaseline.errors import EvidenceError, UnknownName
from ceaseline.ledger import Entry
from ceaseline.store.evidence import Draft, Evidence
from ceaseline.store.shelf import write_whole

MODEL = "model.json"
_ISSUE = re.compile(r"^(?P<base>[0-9]{4}-.+)-(?P<issue>[0-9]+)$")


@attrs.frozen
class Reports:
    """The ``reports`` folder of a case: a folder for each issue of each report.

    Attributes:
        folder: where it lies.
        evidence: of the case, which keeps what was released.
    """

    folder: Path
    evidence: Evidence

    def issues(self, base: str) -> list[str]:
        """Return the numbers of the issues of a report, the first one first: drafts, and those that were released.

        Args:
            base: the time it is about, as it stands before the number of the issue.
        """
        found = [(int(match["issue"]), name) for name in self.numbers() if (match := _ISSUE.match(name))]
        return [name for _, name in sorted(found) if name.rpartition("-")[0] == base]

    def numbers(self) -> list[str]:
        """Return the numbers of all issues there are, drafts among them."""
        return sorted({*self._on_disk(), *self.released()})

    def model(self, number: str) -> bytes:
        """Return what an issue says: of a released one the bytes that were kept, else those of its folder.

        Raises:
            UnknownName: there is no such issue.
            EvidenceError: what was released is gone, or was changed.
        """
        entry = self.released().get(number)
        if entry is not None:
            return self.evidence.blobs.read(str(entry.body["sha256"]))
        path = self.folder / number / MODEL
        if number not in self._on_disk():
            raise UnknownName("report", number, self.numbers())
        return path.read_bytes()

    def names(self, number: str) -> list[str]:
        """Return the names of the files of an issue but for what it says, in their order."""
        folder = self.folder / number
        found = sorted(path for path in folder.rglob("*") if path.is_file())
        return [str(path.relative_to(folder)) for path in found if path.name != MODEL]

    def write(self, number: str, files: Mapping[str, bytes]) -> list[Path]:
        """Write files of an issue; return where they lie."""
        for name, content in files.items():
            write_whole(self.folder / number / name, content)
        return [self.folder / number / name for name in files]

    def released(self) -> dict[str, Entry]:
        """Return of each issue that was released the entry that keeps what it says.

        Raises:
            EvidenceError: the log cannot be read.
        """
        return {
            str(entry.body["number"]): entry
            for entry in self.evidence.entries()
            if entry.kind == "publication" and entry.body["what"] == "report" and entry.body["name"] == MODEL
        }

    def release(self, number: str, files: Mapping[str, bytes], as_of: datetime | None, now: datetime) -> None:
        """Keep the bytes of a released report as evidence, and write them into its folder.

        Args:
            number: of the issue.
            files: its files by name, what it says among them.
            as_of: newest evidence that went in, UTC.
            now: the moment, UTC.

        Raises:
            EvidenceError: they could not be kept, or this number was released with other words.
        """
        drafts = []
        of = sha256(files[MODEL]).hexdigest()
        for name, content in files.items():
            digest, size = self.evidence.blobs.keep(Arrival(name, partial(BytesIO, content)))
            body = {"what": "report", "number": number, "of": of, "name": name, "sha256": digest, "bytes": size}
            body["as_of"] = None if as_of is None else as_of.isoformat()
            drafts.append(Draft("publication", f"publication/report/{number}/{name}", body))
        for entry, _ in self.evidence.add(drafts, now):
            if entry.body["of"] != of:
                raise EvidenceError(f"{number} was released with other words ({entry.id}). Mend: ceaseline report")
        self.write(number, files)

    def note_restricted(self, number: str, digest: str, by: str, now: datetime) -> None:
        """Note in the log that a restricted report was made, and by whom; the name is kept apart from the log.

        Raises:
            EvidenceError: it could not be noted.
        """
        key = f"publication/restricted-report/{number}/{digest[:16]}/{now.isoformat()}"
        body = {"what": "restricted report", "number": number, "of": digest}
        self.evidence.add([Draft("publication", key, body, {"to": by})], now)

    def _on_disk(self) -> list[str]:
        return sorted(path.parent.name for path in self.folder.glob(f"*/{MODEL}"))
