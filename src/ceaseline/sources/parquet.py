"""Parquet files, read in a process of their own: a broken one can end whatever reads it."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from ceaseline.errors import FileRefused

_APART = Path(__file__).with_name("parquet_apart.py")
_REFUSED = 3  # as there
_MOST_BYTES = 6_000_000_000  # of memory
_MOST_SECONDS = 600


def rows_of(raw: bytes, most_rows: int) -> tuple[tuple[str, ...], pl.DataFrame]:
    """Return the names of the columns and the cells as text; columns of lists, structs and bytes are passed over.

    Args:
        raw: the file.
        most_rows: a file of more is refused before it is unpacked.

    Raises:
        FileRefused: it cannot be read, or is too large.
    """
    words = [sys.executable, "-I", str(_APART), str(most_rows), str(_MOST_BYTES)]
    try:
        # our own file, with numbers for arguments; the bytes go in by stdin
        done = subprocess.run(words, input=raw, capture_output=True, timeout=_MOST_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise FileRefused("The file is a Parquet file that takes too long to read. Mend: cut it by day.") from None
    if done.returncode == _REFUSED:
        told = done.stderr.decode(errors="replace")
        raise FileRefused(f"The file {told}. Mend: cut it by day.")
    try:
        if done.returncode != 0:
            raise FileRefused("The file is a Parquet file that cannot be read. Mend: fetch it again.")
        frame = pl.read_ipc_stream(io.BytesIO(done.stdout))
    except PolarsError:
        raise FileRefused("The file is a Parquet file that cannot be read. Mend: fetch it again.") from None
    return tuple(name.split(" ", 1)[1] for name in frame.columns), frame
