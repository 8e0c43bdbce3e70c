"""Rows set aside, written out so that a person can mend them and feed them again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

from ceaseline.pipeline.intake import Taken
from ceaseline.tables.exporting import harmless


def mendable(taken: Iterable[tuple[Taken, str]]) -> dict[str, bytes]:
    """Return for each file with rows set aside a file of just those rows, under its own header.

    The name carries the hash of the file they came from, so that no mended file takes the place of
    another, and the encoding is that of the source, so that it can be read the same way.

    Args:
        taken: what became of each file, with the encoding of its source.

    Returns:
        Bytes by path below the tables folder.
    """
    files = {}
    for each, encoding in taken:
        if each.reading is not None and each.reading.set_aside.height:
            name = Path(each.capture.name)
            path = f"set_aside/{name.stem}-{each.capture.capture_id[:8]}{name.suffix}"
            files[path] = _rows(each.reading.header, each.reading.set_aside["row"], encoding)
    return files


def _rows(header: tuple[str, ...], rows: Iterable[str], encoding: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([harmless(name) for name in header])
    for row in rows:
        writer.writerow([harmless(cell) for cell in json.loads(row)])
    return text.getvalue().encode(encoding, "backslashreplace")
