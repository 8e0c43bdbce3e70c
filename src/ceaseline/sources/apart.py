"""Parquet files and spreadsheets, read in a process of their own: a broken one can end whatever reads it."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Literal

import polars as pl
from polars.exceptions import PolarsError

from ceaseline.errors import FileRefused

Format = Literal["Parquet file", "spreadsheet"]

_APART = Path(__file__).with_name("reading_apart.py")
_REFUSED = 3  # as there
_MOST_BYTES = 6_000_000_000  # of memory
_MOST_SECONDS = 600


def rows_of(raw: bytes, kind: Format, most_rows: int, sheet: str = "") -> tuple[tuple[str, ...], pl.DataFrame]:
    """Return the names of the columns and the cells as text.

    Of a Parquet file, columns of lists, structs and bytes are passed over. Of a spreadsheet, one sheet is read, its
    names in the first row with anything in it; the column ``row`` that the frame has beside them says
    where each stands.

    Args:
        raw: the file.
        kind: what it is.
        most_rows: a file of more is refused.
        sheet: which sheet of a spreadsheet; empty for the first.

    Raises:
        FileRefused: it cannot be read, or is too large.
    """
    words = [sys.executable, "-I", str(_APART), kind.split()[0], str(most_rows), str(_MOST_BYTES), sheet]
    try:
        # our own file, with numbers for arguments; the bytes go in by stdin
        done = subprocess.run(words, input=raw, capture_output=True, timeout=_MOST_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise FileRefused(f"The file is a {kind} that takes too long to read. Mend: cut it by day.") from None
    if done.returncode == _REFUSED:
        raise FileRefused(f"The file {done.stderr.decode(errors='replace')}.")
    try:
        if done.returncode != 0:
            raise FileRefused(f"The file is a {kind} that cannot be read. Mend: fetch or save it again.")
        frame = pl.read_ipc_stream(io.BytesIO(done.stdout))
    except PolarsError:
        raise FileRefused(f"The file is a {kind} that cannot be read. Mend: fetch or save it again.") from None
    return tuple(name.split(" ", 1)[1] for name in frame.columns if " " in name), frame
