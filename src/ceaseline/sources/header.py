"""The first line of a delimited file: what is no table is refused here, with what to do about it."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from difflib import get_close_matches
from typing import BinaryIO

from ceaseline.errors import FileRefused
from ceaseline.sources.delimited import CELL, MAX_LINE, Delimited
from ceaseline.sources.encodings import can_spell, mend_for

MAX_COLUMNS = 2_000
DELIMITERS = ",;\t|"

_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<[!?a-z]", re.IGNORECASE)
_NOT_TABLES = (
    (b"PK\x03\x04", "is a spreadsheet or a zip file", "open it and save the sheet as CSV (UTF-8)"),
    (b"\xd0\xcf\x11\xe0", "is an old spreadsheet", "open it and save the sheet as CSV (UTF-8)"),
    (b"PAR1", "is a Parquet file", "save it as CSV (UTF-8)"),
    (b"\xff\xfe", "is UTF-16 text", "save it as CSV (UTF-8)"),
    (b"\xfe\xff", "is UTF-16 text", "save it as CSV (UTF-8)"),
    (b"%PDF", "is a PDF", "ask for the table behind it"),
    (b"\x1f\x8b", "is compressed with gzip", "unpack it first"),
)


def open_delimited(stream: BinaryIO, *, needed: Collection[str], encoding: str = "utf-8") -> Delimited:
    r"""Return the file with its header read.

    Args:
        stream: the bytes, at their beginning.
        needed: columns that must be there.
        encoding: how the bytes spell letters; a byte-order mark is passed over.

    Raises:
        FileRefused: no table, no such encoding, or a header without the needed columns.

    Examples:
        >>> import io
        >>> file = open_delimited(io.BytesIO("day;count\n2031-05-01;3\n".encode()), needed=["day", "count"])
        >>> file.delimiter, next(file.batches()).cells
        (';', [['2031-05-01', '3']])
    """
    if not can_spell(encoding):
        raise FileRefused(f"There is no encoding {encoding!r}. Mend: use utf-8 or windows-1251.")
    number, raw = _first_line(stream)
    _refuse_what_is_no_table(raw)
    try:
        text = raw.decode(encoding).removeprefix("\ufeff").rstrip("\r\n")
    except UnicodeDecodeError:
        mend = mend_for(raw, encoding)
        raise FileRefused(f"Line {number}, the header, is not {encoding}. Mend: {mend}.") from None
    _refuse_torn_header(text, number)
    delimiter = max(DELIMITERS, key=lambda mark: len(set(_names(text, mark)) & set(needed)))
    header = _names(text, delimiter)
    _refuse_header(header, needed, number)
    return Delimited(header, delimiter, stream, encoding, number)


def _first_line(stream: BinaryIO) -> tuple[int, bytes]:
    number = 0
    while raw := stream.readline(MAX_LINE + 1):
        number += 1
        if raw.removeprefix(b"\xef\xbb\xbf").strip():
            return number, raw
    raise FileRefused("The file is empty. Mend: fetch it again.")


def _refuse_what_is_no_table(raw: bytes) -> None:
    if _MARKUP.match(raw):
        raise FileRefused(
            "The file is a web page, not a table; perhaps an error or log-in page. "
            "Mend: open the address in a browser, and download the table itself."
        )
    for mark, what, mend in _NOT_TABLES:
        if raw.startswith(mark):
            raise FileRefused(f"The file {what}. Mend: {mend}.")
    if len(raw) > MAX_LINE:
        raise FileRefused(
            f"The first line is longer than {MAX_LINE:,} bytes, so this is no table. Mend: save it as CSV (UTF-8)."
        )


def _refuse_torn_header(text: str, line: int) -> None:
    for mark, what, mend in (
        (CELL, "holds zero bytes, as UTF-16 text and torn files do", "save it as CSV (UTF-8), or fetch it again"),
        ("\r", "ends in a carriage return alone, as do all lines of some old files", "save it as CSV (UTF-8)"),
    ):
        if mark in text:
            raise FileRefused(f"Line {line}, the header, {what}. Mend: {mend}.")


def _refuse_header(header: tuple[str, ...], needed: Collection[str], line: int) -> None:
    if len(header) > MAX_COLUMNS:
        raise FileRefused(
            f"Line {line}: {len(header):,} columns are more than {MAX_COLUMNS:,}. Mend: keep those you need."
        )
    missing = [name for name in needed if name not in header]
    if missing:
        near = get_close_matches(missing[0].casefold(), [name.casefold() for name in header], n=1)
        meant = [name for name in header if name.casefold() in near]
        hint = f" (perhaps {meant[0]!r} is what was {missing[0]!r})" if meant else ""
        listed = ", ".join(repr(name[:60]) for name in header[:20])
        raise FileRefused(
            f"Line {line}: there is no column {missing[0]!r}{hint}; the columns are {listed}. "
            "Mend: name the right column in sources.yaml, or correct the header."
        )
    doubled = [name for name in header if name and header.count(name) > 1]
    if doubled:
        raise FileRefused(f"Line {line}: column {doubled[0][:60]!r} is there twice. Mend: rename one of them.")


def _names(text: str, delimiter: str) -> tuple[str, ...]:
    """Return the cells of a header, without surrounding blanks and the mark our exports put before formulas."""
    try:
        row = next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return (text,)
    names = [name.strip() for name in row]
    return tuple(name[1:] if re.match(r"'[=+\-@]", name) else name for name in names)
