"""Files that lie in the case, as arrivals."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from ceaseline.captures import Arrival
from ceaseline.errors import InputError


def arrivals(folder: Path, pattern: str) -> Iterator[Arrival]:
    """Yield the files in *folder* whose path fits *pattern*, sorted by name.

    Args:
        folder: the case; nothing outside it is opened.
        pattern: relative path, where ``*`` stands for any name.

    Raises:
        InputError: the pattern leads out of the case, by itself or through a link, or is none.
    """
    inside = folder.resolve()
    try:
        found = sorted(path for path in folder.glob(pattern) if path.is_file())
    except (ValueError, IndexError, NotImplementedError):  # as glob() has it for no path, for . and for /path
        msg = (
            f"file: {pattern!r} is no path inside the case. Mend: write inbox/NAME.csv, or inbox/*.csv for several."
        )
        raise InputError(msg) from None
    for path in found:
        if not path.resolve().is_relative_to(inside):
            msg = f"file: {path.name} leads out of the case. Mend: put the file itself in inbox/, not a link to it."
            raise InputError(msg)
    yield from map(at, found)


def at(path: Path) -> Arrival:
    """Return the file at *path* as an arrival."""
    return Arrival(path.name, partial(_open, path))


def _open(path: Path) -> BinaryIO:
    return path.open("rb")
