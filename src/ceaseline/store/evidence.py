"""The evidence of a case: bytes by their hash, and the log of what came when, for whom.

The order of keeping is: bytes on disk under their hash, then the entry about them committed. So an entry never
points at bytes that are not there; bytes without an entry were never acknowledged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import attrs

from ceaseline.captures import Arrival, Capture
from ceaseline.errors import EvidenceError
from ceaseline.ledger import Entry
from ceaseline.store.blobs import Blobs
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
        refuse_network(self.folder)
        try:
            entries = [self._entry(arrival, source, received) for arrival, source in arrivals]
        except OSError as error:
            names = ", ".join(arrival.name for arrival, _ in arrivals)
            msg = f"{names}: not kept ({error}). Mend: see that {self.folder} can be written and has room"
            raise EvidenceError(msg) from error
        with opened(self.log_file) as log:
            added = log.append(entries)
            found = [log.find(entry.key) for entry in entries]
        kept = [self._capture(Entry.parse(raw)) for _, raw in (each for each in found if each is not None)]
        return list(zip(kept, (is_new for _, is_new in added), strict=True))

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
