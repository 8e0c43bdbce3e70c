"""Bytes as they came, kept by their hash, and the log that says when they came and for whom.

A file counts as kept when its bytes are on disk under their hash and the entry about it is
committed: in that order, so that an entry never points at bytes that are not there.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, BinaryIO

import attrs

from ceaseline.captures import Arrival, Capture
from ceaseline.errors import EvidenceError

_CHUNK = 1 << 20
_SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,  -- the same thing delivered again is not a second entry
  body TEXT NOT NULL
)
"""


@attrs.frozen
class Evidence:
    """The ``evidence`` folder of a case.

    Attributes:
        folder: where it lies; made when the first file is kept.
    """

    folder: Path

    def keep(self, arrival: Arrival, source: str, received: datetime) -> tuple[Capture, bool]:
        """Keep what came, and tell whether it is new; the same bytes for the same source are kept once.

        Args:
            arrival: the bytes.
            source: name of the source they came from.
            received: the moment of keeping, UTC.

        Raises:
            EvidenceError: the bytes or the entry could not be written; nothing is acknowledged then.
        """
        try:
            digest, size = self._keep_bytes(arrival)
            key = f"capture/{source}/{digest}"
            body = {"name": arrival.name, "received": received.astimezone(UTC).isoformat(), "bytes": size}
            with self._log() as log:
                done = log.execute(
                    "INSERT OR IGNORE INTO entries (kind, key, body) VALUES ('capture', ?, ?)",
                    (key, json.dumps(body, ensure_ascii=False, sort_keys=True)),
                )
        except (OSError, sqlite3.Error) as error:
            msg = (
                f"{arrival.name} was not kept: {error}. Mend: see that {self.folder} can be written, and try again"
            )
            raise EvidenceError(msg) from error
        kept = next(
            capture for capture in self.captures() if capture.capture_id == digest and capture.source == source
        )
        return kept, done.rowcount == 1

    def captures(self, until: datetime | None = None) -> tuple[Capture, ...]:
        """Return what was kept, in the order it came.

        Args:
            until: leave out what was received after this moment, UTC; None for everything.

        Raises:
            EvidenceError: the log cannot be read, or bytes it names are gone.
        """
        if not self._log_file.is_file():
            return ()
        try:
            with self._log() as log:
                rows = log.execute(
                    "SELECT key, body FROM entries WHERE kind = 'capture' ORDER BY position"
                ).fetchall()
        except sqlite3.Error as error:
            msg = f"{self._log_file} cannot be read: {error}. Mend: take it from a copy; nothing was changed"
            raise EvidenceError(msg) from error
        captures = (self._capture(key, json.loads(body)) for key, body in rows)
        return tuple(capture for capture in captures if until is None or capture.received <= until)

    def _capture(self, key: str, body: dict[str, str | int]) -> Capture:
        _, source, digest = key.split("/")
        path = self._blob(digest)
        if not path.is_file():
            msg = f"The bytes of {body['name']} ({digest[:12]}) are gone from {path.parent}. Mend: bring them back"
            raise EvidenceError(msg)
        return Capture(
            capture_id=digest,
            source=source,
            name=str(body["name"]),
            received=datetime.fromisoformat(str(body["received"])),
            bytes=int(body["bytes"]),
            open=partial(_open_checked, path, digest),
        )

    def _keep_bytes(self, arrival: Arrival) -> tuple[str, int]:
        """Copy the bytes to their place, hashing on the way; half a file never gets a name."""
        self.folder.mkdir(exist_ok=True)
        with arrival.open() as stream, NamedTemporaryFile(dir=self.folder, prefix="torn-", delete=False) as copy:
            digest, size = hashed(stream, copy)
            copy.flush()
            os.fsync(copy.fileno())
        place = self._blob(digest)
        if place.is_file():
            Path(copy.name).unlink()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            Path(copy.name).rename(place)
            place.chmod(0o444)
            _sync_folder(place.parent)
        return digest, size

    def _blob(self, digest: str) -> Path:
        return self.folder / "blobs" / digest[:2] / digest

    @property
    def _log_file(self) -> Path:
        return self.folder / "log.sqlite"

    @contextmanager
    def _log(self) -> Iterator[sqlite3.Connection]:
        log = sqlite3.connect(self._log_file, timeout=10)
        try:
            log.execute("PRAGMA journal_mode=WAL")
            log.execute("PRAGMA synchronous=FULL")
            log.execute(_SCHEMA)
            with log:
                yield log
        finally:
            log.close()


def hashed(stream: BinaryIO, copy: IO[bytes] | None = None) -> tuple[str, int]:
    """Return the SHA-256 of a stream in hexadecimal and its length, copying it on the way if asked."""
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if copy is not None:
            copy.write(chunk)
    return digest.hexdigest(), size


def _open_checked(path: Path, digest: str) -> BinaryIO:
    """Open kept bytes, having seen that they are still the ones that were kept."""
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != digest:
        msg = (
            f"{path} was changed: its bytes no longer have the hash they are kept under. Mend: take it from a copy"
        )
        raise EvidenceError(msg)
    return path.open("rb")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
