"""Delimited text as people really send it, streamed: every good record, and every bad line by number.

Limits come before parsing. A quote that never closes costs its own line, not the rest of the
file; bytes that are not in the stated encoding cost their line; nothing is guessed that the
header does not prove.
"""

from __future__ import annotations

import codecs
import csv
from collections import deque
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from itertools import islice
from typing import BinaryIO

import attrs

from ceaseline.errors import FileRefused

MAX_LINE = 1_000_000  # bytes; a longer line is no row of a table
MAX_COLUMNS = 2_000
MAX_QUOTED_LINES = 100  # a cell of more lines is a quote that was never closed
BATCH = 20_000
DELIMITERS = ",;\t|"

_NOT_TABLES = (
    (b"PK\x03\x04", "is a spreadsheet or a zip file", "open it and save the sheet as CSV (UTF-8)"),
    (b"PAR1", "is a Parquet file", "save it as CSV (UTF-8)"),
    (b"\xff\xfe", "is UTF-16 text", "save it as CSV (UTF-8)"),
    (b"\xfe\xff", "is UTF-16 text", "save it as CSV (UTF-8)"),
    (b"%PDF", "is a PDF", "ask for the table behind it"),
    (b"\x1f\x8b", "is compressed with gzip", "unpack it first"),
)


@attrs.frozen
class BadLine:
    """A line that is no row.

    Attributes:
        line: number from 1.
        rule: short code of what it broke.
        mend: what to do.
        text: the line, with bytes that could not be read written out.
    """

    line: int
    rule: str
    mend: str
    text: str


@attrs.frozen
class Batch:
    """A stretch of the file.

    Attributes:
        lines: line each row begins on, from 1.
        rows: cells of each row, as many as the header has.
        bad: lines that are no rows.
    """

    lines: list[int]
    rows: list[list[str]]
    bad: list[BadLine]


@attrs.define
class Delimited:
    """A delimited file, its header read, its rows still to come.

    Attributes:
        header: names of the columns, with surrounding blanks taken off.
        delimiter: the one under which the header holds every needed column.
        cut_off: known once all rows have come: whether the last line does not end in a newline.
    """

    header: tuple[str, ...]
    delimiter: str
    _stream: BinaryIO
    _encoding: str
    _line: int
    cut_off: bool = False

    def batches(self, size: int = BATCH) -> Iterator[Batch]:
        """Yield the rows, *size* at a time; blank lines are passed over."""
        bad: list[BadLine] = []
        taken: list[tuple[int, str]] = []
        rows = self._rows(self._records(bad), taken, bad)
        while batch := list(islice(rows, size)):
            yield Batch([line for line, _ in batch], [row for _, row in batch], bad.copy())
            bad.clear()
        if bad:
            yield Batch([], [], bad)

    def _rows(
        self, records: Iterator[tuple[int, str]], taken: list[tuple[int, str]], bad: list[BadLine]
    ) -> Iterator[tuple[int, list[str]]]:
        def feed() -> Iterator[str]:
            for record in records:
                taken[:] = [record]
                yield record[1]

        reader = csv.reader(feed(), delimiter=self.delimiter)
        width = len(self.header)
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                bad.append(BadLine(taken[0][0], "not-a-row", f"correct the line ({error})", taken[0][1]))
                continue
            line, text = taken[0]
            if (len(row) != width and any(row[width:])) or len(row) < width:
                if any(cell.strip() for cell in row):
                    bad.append(self._of_wrong_width(line, text, len(row)))
                continue
            yield line, [plain(cell) for cell in row[:width]]

    def _of_wrong_width(self, line: int, text: str, cells: int) -> BadLine:
        rule = "row-short" if cells < len(self.header) else "row-long"
        counts = f"the header has {len(self.header)} cells, this row {cells}"
        mend = f"{counts}; put cells that hold {self.delimiter!r} in quotes"
        if rule == "row-short" and self.cut_off:
            mend = f"{counts}, and the file ends in it; fetch it again"
        return BadLine(line, rule, mend, text)

    def _records(self, bad: list[BadLine]) -> Iterator[tuple[int, str]]:
        """Yield each record with the line it begins on; a quoted cell may run over several lines."""
        lines = self._lines(bad)
        waiting: deque[tuple[int, str]] = deque()
        while (at := waiting.popleft() if waiting else next(lines, None)) is not None:
            number, text = at
            if text.count('"') % 2 == 0 or not ends_inside_quotes(text, self.delimiter):
                yield number, text
                continue
            gathered = [text]
            taken: list[tuple[int, str]] = []
            while len(gathered) <= MAX_QUOTED_LINES:
                more = waiting.popleft() if waiting else next(lines, None)
                if more is None:
                    break
                taken.append(more)
                gathered.append(more[1])
                if not ends_inside_quotes("\n".join(gathered), self.delimiter):
                    break
            if taken and not ends_inside_quotes("\n".join(gathered), self.delimiter):
                yield number, "\n".join(gathered)
                continue
            mend = "a quote opens here and never closes; close it, or double it if it belongs to the text"
            bad.append(BadLine(number, "quote-open", mend, text))
            waiting.extendleft(reversed(taken))

    def _lines(self, bad: list[BadLine]) -> Iterator[tuple[int, str]]:
        while raw := self._stream.readline(MAX_LINE + 1):
            self._line += 1
            self.cut_off = not raw.endswith(b"\n")
            if len(raw) > MAX_LINE:
                self._pass_over_rest()
                text = raw[:200].decode(self._encoding, "backslashreplace")
                bad.append(BadLine(self._line, "line-too-long", f"a row has at most {MAX_LINE:,} bytes", text))
                continue
            try:
                text = raw.decode(self._encoding).rstrip("\r\n")
            except UnicodeDecodeError:
                text = raw.decode(self._encoding, "backslashreplace").rstrip("\r\n")
                bad.append(BadLine(self._line, "encoding", _encoding_mend(raw, self._encoding), text))
                continue
            if "\0" in text:
                mend = "the line holds zero bytes, as torn files do; fetch the file again"
                bad.append(BadLine(self._line, "zero-bytes", mend, text.replace("\0", "\\0")))
                continue
            if text:
                yield self._line, text

    def _pass_over_rest(self) -> None:
        while (raw := self._stream.readline(MAX_LINE)) and not raw.endswith(b"\n"):
            pass


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
        >>> file.delimiter, next(file.batches()).rows
        (';', [['2031-05-01', '3']])
    """
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise FileRefused(f"There is no encoding {encoding!r}. Mend: use utf-8 or windows-1251.") from None
    number, raw = _first_line(stream)
    _refuse_what_is_no_table(raw)
    try:
        text = raw.decode(encoding).removeprefix("\ufeff").rstrip("\r\n")
    except UnicodeDecodeError:
        mend = _encoding_mend(raw, encoding)
        raise FileRefused(f"Line {number}, the header, is not {encoding}. Mend: {mend}.") from None
    delimiter = max(DELIMITERS, key=lambda mark: len(set(_cells(text, mark)) & set(needed)))
    header = _cells(text, delimiter)
    _refuse_header(header, needed, number)
    return Delimited(header, delimiter, stream, encoding, number)


def plain(cell: str) -> str:
    """Return a cell without surrounding blanks, and without the mark our own exports put before formulas."""
    cell = cell.strip()
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@" else cell


def ends_inside_quotes(text: str, delimiter: str) -> bool:
    """Tell whether a record breaks off inside a quoted cell; a quote inside a plain cell opens nothing.

    Examples:
        >>> ends_inside_quotes('a,"b', ","), ends_inside_quotes('a 5" gun,b', ",")
        (True, False)
    """
    at, end = 0, len(text)
    while at < end:
        if text[at] == '"':
            at += 1
            while True:
                at = text.find('"', at)
                if at < 0:
                    return True
                if text[at + 1 : at + 2] != '"':
                    break
                at += 2
        at = text.find(delimiter, at)
        if at < 0:
            return False
        at += 1
    return False


def _first_line(stream: BinaryIO) -> tuple[int, bytes]:
    number = 0
    while raw := stream.readline(MAX_LINE + 1):
        number += 1
        if raw.strip():
            return number, raw
    raise FileRefused("The file is empty. Mend: fetch it again.")


def _refuse_what_is_no_table(raw: bytes) -> None:
    start = raw.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<?xml", b"<body")):
        raise FileRefused(
            "The file is a web page, not a table; perhaps an error or log-in page. "
            "Mend: open the address in a browser, and download the table itself."
        )
    for mark, what, mend in _NOT_TABLES:
        if raw.startswith(mark):
            raise FileRefused(f"The file {what}. Mend: {mend}.")
    if len(raw) > MAX_LINE:
        raise FileRefused(f"The first line is longer than {MAX_LINE:,} bytes, so this is no table.")


def _refuse_header(header: tuple[str, ...], needed: Collection[str], line: int) -> None:
    if len(header) > MAX_COLUMNS:
        raise FileRefused(f"Line {line}: {len(header):,} columns are more than {MAX_COLUMNS:,}.")
    missing = [name for name in needed if name not in header]
    if missing:
        near = get_close_matches(missing[0], header, n=1)
        meant = f" (perhaps {near[0]!r} is what was {missing[0]!r})" if near else ""
        listed = ", ".join(repr(name) for name in header[:20])
        raise FileRefused(
            f"Line {line}: there is no column {missing[0]!r}{meant}; the columns are {listed}. "
            "Mend: name the right column in sources.yaml, or correct the header."
        )
    doubled = [name for name in header if name and header.count(name) > 1]
    if doubled:
        raise FileRefused(f"Line {line}: column {doubled[0]!r} is there twice. Mend: rename one of them.")


def _cells(text: str, delimiter: str) -> tuple[str, ...]:
    try:
        row = next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return ()
    return tuple(plain(cell) for cell in row)


def _encoding_mend(raw: bytes, encoding: str) -> str:
    try:
        seen = raw.decode("cp1251")
    except UnicodeDecodeError:
        return f"the bytes are not {encoding}; save the file as UTF-8"
    letters = [letter for letter in seen if ord(letter) > 127]
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in letters)
    if cyrillic > len(letters) * 0.8:
        return "this reads as Cyrillic in windows-1251; if that is right, add encoding: windows-1251 to the source"
    return f"the bytes are not {encoding}; add encoding: to the source, or save the file as UTF-8"
