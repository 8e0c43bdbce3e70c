"""Files in: kept by their hash first, read afterwards."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import BinaryIO

import attrs

from ceaseline.errors import EvidenceError, FileRefused
from ceaseline.sources import Arrival, Capture, Reading, Source
from ceaseline.store import Evidence

Tell = Callable[[str, int, int], None]
"""Told the name of a piece of work, how much of it is done, and how much there is."""


@attrs.frozen
class Taken:
    """What became of one file.

    Attributes:
        capture: the file as it was kept.
        how: ``new``, ``known``, ``restored`` or ``erased``, as :class:`~ceaseline.store.Kept` says.
        reading: what was read from it; None where the file was refused.
        refused: why, and the mend; None where it was read.
    """

    capture: Capture
    how: str
    reading: Reading | None
    refused: str | None


def take(
    arriving: Sequence[tuple[Source, Arrival]], evidence: Evidence, *, now: datetime, tell: Tell
) -> list[Taken]:
    """Keep files, then read what was kept; a file that is refused stays kept.

    Args:
        arriving: the files, each with the source whose it is.
        evidence: where they are kept.
        now: the moment of keeping, UTC.
        tell: told how far the reading has come, in bytes.

    Raises:
        EvidenceError: the files could not be kept; none of them is acknowledged then.
    """
    replacing = frozenset(source.form.name for source, _ in arriving if source.replaces)
    kept = evidence.keep([(arrival, source.form.name) for source, arrival in arriving], now, replacing)
    return [
        understand(source, each.capture, tell=tell, how=each.how)
        for (source, _), each in zip(arriving, kept, strict=True)
    ]


def understand(source: Source, capture: Capture, *, tell: Tell, how: str = "known") -> Taken:
    """Read a capture, telling how far it has come."""
    try:
        return Taken(capture, how, source.read(watched(capture, tell)), None)
    except FileRefused as error:
        return Taken(capture, how, None, str(error))


def watched(capture: Capture, tell: Tell) -> Capture:
    """Return a capture that tells how far its reading has come, in bytes."""
    return attrs.evolve(capture, open=partial(_opened, capture, tell))


def _opened(capture: Capture, tell: Tell) -> BinaryIO:
    return io.BufferedReader(_Told(capture, tell), buffer_size=1 << 20)


class _Told(io.RawIOBase):
    """A stream that tells how much of it has been read."""

    def __init__(self, capture: Capture, tell: Tell) -> None:
        self._stream, self._name, self._size = capture.open(), capture.name, capture.bytes
        self._tell_whom, self._done = tell, 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Tell whether what is underneath can be sought in, as readers of ZIP files need."""
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go elsewhere; what is told is how far into the file it stands."""
        self._done = self._stream.seek(offset, whence)
        return self._done

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read on, and tell."""
        try:
            chunk = self._stream.read(len(buffer))
        except OSError as error:
            msg = f"{self._name}: its bytes cannot be read ({error}). Mend: see that the disk is well, try again"
            raise EvidenceError(msg) from error
        buffer[: len(chunk)] = chunk
        self._done += len(chunk)
        self._tell_whom(self._name, self._done, self._size)
        return len(chunk)

    def close(self) -> None:
        """Close what is underneath too."""
        self._stream.close()
        super().close()
