"""Delimited text as people really send it, streamed: every good record, and every bad line by number.

Limits come before parsing. A quote that never closes costs its own line, not the rest of the
file; bytes that are not in the stated encoding cost their line; nothing is guessed that the
header does not prove.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from operator import methodcaller
from typing import BinaryIO

import attrs

from ceaseline.sources.encodings import mend_for

MAX_LINE = 131_072  # bytes; as many as Python's csv takes in one cell, and more than a row of a table has
MAX_QUOTED_LINES = 100  # a cell of more lines is a quote that was never closed
BATCH = 4_000_000  # bytes, not rows: memory must not depend on how long the rows are
CELL = "\0"  # parts the cells of a row that was understood; a line that holds it is no row

_BLANK = " \t\u00a0\u202f"
_SPOKEN = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


@attrs.frozen
class BadLine:
    """A line that is no row.

    Attributes:
        line: number from 1.
        rule: short code of what it broke.
        mend: what to do.
        text: the line, with bytes that could not be read written out.
        cells: its cells as far as they can be told.
    """

    line: int
    rule: str
    mend: str
    text: str
    cells: list[str]


@attrs.frozen
class Batch:
    """A stretch of the file.

    Attributes:
        lines: line each row begins on, from 1.
        rows: cells of each row, as many as the header has, parted by ``CELL``.
        bad: lines that are no rows.
    """

    lines: list[int] = attrs.field(factory=list)
    rows: list[str] = attrs.field(factory=list)
    bad: list[BadLine] = attrs.field(factory=list)

    @property
    def cells(self) -> list[list[str]]:
        """The cells of each row."""
        return [row.split(CELL) for row in self.rows]


# A line with its number, and why it can be no row, where that is known already.
_Line = tuple[int, str, BadLine | None]


@attrs.define
class Delimited:
    """A delimited file, its header read, its rows still to come.

    Attributes:
        header: names of the columns, with surrounding blanks taken off.
        delimiter: the one under which the header holds every needed column.
        cut_off: once all rows have come: the last line, where it does not end in a newline.
    """

    header: tuple[str, ...]
    delimiter: str
    _stream: BinaryIO
    _encoding: str
    _line: int
    cut_off: int | None = None
    _ahead: deque[_Line] = attrs.field(factory=deque, init=False)  # read already, to see where a quote closes
    _inside: int = attrs.field(default=0, init=False)  # how many of them are known to keep an open quote open
    _block: BinaryIO = attrs.field(factory=BytesIO, init=False)  # read from the stream, and not looked at yet

    def batches(self, size: int = BATCH) -> Iterator[Batch]:
        """Yield the rows, some *size* bytes at a time; blank lines are passed over."""
        while raw := self._stream.read(size):
            if not raw.endswith(b"\n"):
                raw += self._stream.readline(MAX_LINE + 1)
            batch = self._plain(raw)
            if batch is None:  # something in it wants a closer look
                self._block = BytesIO(raw)
                batch = self._looked_through()
            if batch.rows or batch.bad:
                yield batch

    def _plain(self, raw: bytes) -> Batch | None:
        """Return the rows of a block in which every line is one, as nearly all are; None where one is not."""
        if b'"' in raw or b"\0" in raw or raw.count(b"\r") != raw.count(b"\r\n"):
            return None
        try:
            text = raw.decode(self._encoding).replace("\r\n", "\n").removesuffix("\n")
        except UnicodeDecodeError:
            return None
        lines = text.split("\n")
        width, blank = len(self.header) - 1, _BLANK + self.delimiter
        if (
            set(map(methodcaller("count", self.delimiter), lines)) != {width}
            or max(map(len, lines)) > MAX_LINE // 4
        ):
            return None
        if not all(map(methodcaller("strip", blank), lines)):
            return None
        first = self._line + 1
        self._line += len(lines)
        self.cut_off = None if raw.endswith(b"\n") else self._line
        return Batch(list(range(first, self._line + 1)), text.replace(self.delimiter, CELL).split("\n"), [])

    def _looked_through(self) -> Batch:
        """Return the rows of a block, line by line; one whose quotes close later takes from the next."""
        batch = Batch()
        while (line := self._next()) is not None:
            row = self._row(*line)
            if isinstance(row, str):
                batch.lines.append(line[0])
                batch.rows.append(row)
            elif row is not None:
                batch.bad.append(row)
        return batch

    def notes(self) -> Iterator[str]:
        """Say what a careful reader should know of the file, once all rows have come."""
        if self.delimiter != ",":
            yield f"cells are parted by {_SPOKEN[self.delimiter]}"
        if self.cut_off is not None:
            yield "the last line has no end; if the file was cut off, fetch it again"

    def _row(self, number: int, text: str, flaw: BadLine | None) -> str | BadLine | None:
        if flaw is not None:
            return flaw
        if '"' in text or "\r" in text:
            return self._with_quotes(number, text)
        if text.count(self.delimiter) == len(self.header) - 1 and text.strip(_BLANK + self.delimiter):
            return text.replace(self.delimiter, CELL)  # what nearly every line is
        return self._fitted(number, text, text.split(self.delimiter))

    def _with_quotes(self, number: int, text: str) -> str | BadLine | None:
        further = self._lines_until_closed(text)
        if further == 0:
            return self._split(number, text)
        if further is not None:
            row = self._split(number, "\n".join([text, *(line for _, line, _ in islice(self._ahead, further))]))
            if not isinstance(row, BadLine):
                for _ in range(further):
                    self._next()
                return row
        mend = "a quote opens here and never closes; close it, or double it if it belongs to the text"
        return self._bad(number, "quote-open", mend, text)

    def _lines_until_closed(self, text: str) -> int | None:
        """Return how many lines more it takes until no quote is open, or None where that does not come."""
        if not ends_inside_quotes(text, self.delimiter):
            return 0
        while self._inside < MAX_QUOTED_LINES:
            if self._inside == len(self._ahead):
                line = self._further()
                if line is None:
                    return None
                self._ahead.append(line)
            _, more, flaw = self._ahead[self._inside]
            if flaw is not None:
                return None
            if not ends_inside_quotes('"' + more, self.delimiter):
                return self._inside + 1
            self._inside += 1
        return None

    def _split(self, number: int, text: str) -> str | BadLine | None:
        try:
            cells = next(csv.reader([text], delimiter=self.delimiter, strict=True))
        except csv.Error as error:
            mend = f"correct the line ({error}); double a quote that belongs to the text"
            return self._bad(number, "not-a-row", mend, text)
        return self._fitted(number, text, cells)

    def _fitted(self, number: int, text: str, cells: list[str]) -> str | BadLine | None:
        """Return the row, given or rid of empty cells at its end where no column has a name."""
        if not any(cell.strip() for cell in cells):
            return None
        width = len(self.header)
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if len(cells) < width and not any(self.header[len(cells) :]):
            cells += [""] * (width - len(cells))
        if len(cells) == width:
            return CELL.join(cells)
        rule = "row-short" if len(cells) < width else "row-long"
        counts = f"the header has {width} cells, this row {len(cells)}"
        mend = f"{counts}; put cells that hold {self.delimiter!r} in quotes"
        if rule == "row-short" and number == self.cut_off:
            mend = f"{counts}, and the file ends in it; fetch it again"
        return BadLine(number, rule, mend, text, cells)

    def _next(self) -> _Line | None:
        """Return the next line of the block, None where it is over."""
        if not self._ahead:
            return self._read(self._block.readline(MAX_LINE + 1))
        self._inside = max(0, self._inside - 1)
        return self._ahead.popleft()

    def _further(self) -> _Line | None:
        """Return the next line, from beyond the block where it is over."""
        return self._read(self._block.readline(MAX_LINE + 1) or self._stream.readline(MAX_LINE + 1))

    def _read(self, raw: bytes) -> _Line | None:
        if not raw:
            return None
        self._line += 1
        number, whole = self._line, raw
        while len(raw) > MAX_LINE and not raw.endswith(b"\n"):
            raw = self._block.readline(MAX_LINE + 1) or self._stream.readline(MAX_LINE + 1) or b"\n"
        self.cut_off = None if raw.endswith(b"\n") else number
        if len(whole) > MAX_LINE:
            text = whole[:200].decode(self._encoding, "backslashreplace")
            return self._flawed(number, "line-too-long", f"a row has at most {MAX_LINE:,} bytes", text)
        try:
            text = whole.decode(self._encoding).rstrip("\r\n")
        except UnicodeDecodeError:
            text = whole.decode(self._encoding, "backslashreplace").rstrip("\r\n")
            return self._flawed(number, "encoding", mend_for(whole, self._encoding), text)
        if CELL in text:
            mend = "the line holds zero bytes, as torn files do; fetch the file again"
            return self._flawed(number, "zero-bytes", mend, text)
        return number, text, None

    def _flawed(self, number: int, rule: str, mend: str, text: str) -> _Line:
        return number, text, self._bad(number, rule, mend, text.replace(CELL, "\\0"))

    def _bad(self, number: int, rule: str, mend: str, text: str) -> BadLine:
        return BadLine(number, rule, mend, text, text.split(self.delimiter))


def ends_inside_quotes(text: str, delimiter: str) -> bool:
    """Tell whether a record breaks off inside a quoted cell; a quote inside a plain cell opens nothing.

    Examples:
        >>> ends_inside_quotes('a,"b', ","), ends_inside_quotes('a 5" gun,b', ",")
        (True, False)
    """
    at = 0
    while True:
        if text[at : at + 1] == '"':
            at = _after_quotes(text, at + 1)
            if at < 0:
                return True
            if text[at : at + 1] not in ("", delimiter):
                return False  # no further line can make a row of this
        at = text.find(delimiter, at) + 1
        if at == 0:
            return False


def _after_quotes(text: str, at: int) -> int:
    """Return where the quoted cell that begins before *at* is over, or -1; a doubled quote belongs to it."""
    while (at := text.find('"', at)) >= 0:
        if text[at + 1 : at + 2] != '"':
            return at + 1
        at += 2
    return -1
