"""Files that lie in the case, as arrivals."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from ceaseline.errors import InputError
from ceaseline.sources.protocol import Arrival


def arrivals(folder: Path, pattern: str) -> Iterator[Arrival]:
    """Yield the files in *folder* whose path fits *pattern*, sorted by name.

    Args:
        folder: the case; nothing outside it is opened.
        pattern: relative path, where ``*`` stands for any name.

    Raises:
        InputError: the pattern leads out of the case.
    """
    parts = PurePosixPath(pattern)
    if parts.is_absolute() or ".." in parts.parts:
        raise InputError(f"file: {pattern!r} leads out of the case. Mend: put the file in inbox/.")
    inside = folder.resolve()
    for path in sorted(folder.glob(pattern)):
        if path.is_file() and path.resolve().is_relative_to(inside):
            yield Arrival(path.name, partial(_open, path))


def _open(path: Path) -> BinaryIO:
    return path.open("rb")
