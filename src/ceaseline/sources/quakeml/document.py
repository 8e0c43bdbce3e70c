"""QuakeML 1.2 as rows of text cells, one for each pick; places of events and of stations never get into them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError, iterparse

import attrs

from ceaseline.errors import FileRefused
from ceaseline.sources.delimited import CELL, Batch

MAX_BYTES = 100_000_000  # some 150,000 picks; the file is read whole
MAX_DEPTH = 30  # elements inside each other; the deepest that the format has lies at 9
MAX_EVENTS = 200_000
_ROWS = 50_000  # in a batch

_ROOT = "{http://quakeml.org/xmlns/quakeml/1.2}quakeml"
_BED = "{http://quakeml.org/xmlns/bed/1.2}"
_EVENT = [_ROOT, f"{_BED}eventParameters", f"{_BED}event"]
_PAGE = re.compile(r"\ufeff?\s*(<!doctype\s+html|<html)", re.IGNORECASE)
_KEPT = {f"{_BED}type", f"{_BED}typeCertainty"}  # until their event is over, wherever in it they stand
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml\s[^>]*\?>")
# what some programs write for small numbers, such as 5e-05; never so long that writing it out takes long
_SCIENTIFIC = re.compile(r"([-+]?)([0-9]{1,20})(?:\.([0-9]{0,20}))?[eE]([-+]?[0-9]{1,2})")

HEADER = (
    "publicID",
    "time",
    "time uncertainty",
    "channel",
    "phase",
    "backazimuth",
    "backazimuth uncertainty",
    "mode",
    "status",
    "type",
    "typeCertainty",
    "origins",
)


@attrs.frozen
class Picks:
    """The picks of a file.

    Attributes:
        header: names of the cells of a pick.
        empty: events that hold no pick.
    """

    header: tuple[str, ...]
    empty: int
    _rows: list[str]

    def batches(self) -> Iterator[Batch]:
        """Yield the picks, numbered from 1."""
        for first in range(0, len(self._rows), _ROWS):
            rows = self._rows[first : first + _ROWS]
            yield Batch(list(range(first + 1, first + 1 + len(rows))), rows, [])

    def notes(self) -> Iterator[str]:
        """Say how they are numbered, and which events give none."""
        yield "read as QuakeML; picks are numbered from 1"
        if self.empty:
            yield f"{self.empty:,} events hold no pick, and give no observation; origins are not used"


def open_quakeml(stream: BinaryIO, *, encoding: str = "utf-8") -> Picks:
    """Return the picks of a QuakeML file.

    Args:
        stream: the bytes.
        encoding: how they spell letters, whatever the file says of itself.

    Raises:
        FileRefused: no QuakeML 1.2, one that brings entities of its own, or one beyond the limits.
    """
    rows: list[str] = []
    pending: list[list[str]] = []
    path: list[str] = []
    events = empty = 0
    try:
        for what, element in iterparse(BytesIO(_text(stream, encoding)), ("start", "end")):  # noqa: S314  see _text
            if what == "start":
                path.append(element.tag)
                _refuse_path(path)
                continue
            above = path[:-1]
            if above == _EVENT and element.tag == f"{_BED}pick":
                pending.append(_pick(element))
            elif above == _EVENT[:2] and element.tag == f"{_BED}pick":
                rows.append(CELL.join((*_pick(element), "", "", "0")))  # of no event
            elif path == _EVENT:
                events += 1
                empty += not pending
                if events > MAX_EVENTS:
                    raise FileRefused(f"There are more than {MAX_EVENTS:,} events. Mend: cut the file by day.")
                rows += [CELL.join((*pick, *_event(element))) for pick in pending]
                pending = []
            path.pop()
            if above == _EVENT[: len(above)] and not (above == _EVENT and element.tag in _KEPT):
                element.clear()  # else the tree of the whole file would lie in memory
    except ParseError as error:
        raise FileRefused(f"The file is no whole XML ({error}). Mend: fetch it again.") from None
    return Picks(HEADER, empty, rows)


def _text(stream: BinaryIO, encoding: str) -> bytes:
    """Return the document as UTF-8 without its declaration, so that it is read by no other encoding."""
    raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise FileRefused(f"The file is larger than {MAX_BYTES:,} bytes. Mend: cut it by day.")
    if not raw.strip():
        raise FileRefused("The file is empty. Mend: fetch it again.")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        raise FileRefused(f"The file is no {encoding} text. Mend: save it as QuakeML 1.2 in UTF-8.") from None
    if _PAGE.match(text):
        raise FileRefused("The file is a web page; perhaps a log-in page. Mend: download the file itself.")
    for mark in ("<!DOCTYPE", "<!ENTITY"):
        if mark in text:
            raise FileRefused(f"The file holds {mark}, which QuakeML has no use for. Mend: save it without.")
    return _DECLARATION.sub("", text, count=1).removeprefix("\ufeff").lstrip().encode()


def _refuse_path(path: list[str]) -> None:
    if path[0] != _ROOT or (len(path) == 2 and path[1] != _EVENT[1]):
        raise FileRefused(f"{path[-1][:80]!r} stands where QuakeML 1.2 has none. Mend: save it as QuakeML 1.2.")
    if len(path) > MAX_DEPTH:
        raise FileRefused(f"Elements lie more than {MAX_DEPTH} deep. Mend: save it as QuakeML 1.2.")


def _pick(pick: Element) -> list[str]:
    waveform = pick.find(f"{_BED}waveformID")
    return [
        " ".join(pick.get("publicID", "").split()),
        re.sub(r"(\.[0-9]{6})[0-9]+", r"\1", _said(pick, "time", "value")),  # microseconds do
        _uncertainty(pick, "time"),
        "" if waveform is None else " ".join(waveform.get("channelCode", "").split()),
        _said(pick, "phaseHint"),
        plain(_said(pick, "backazimuth", "value")),
        _uncertainty(pick, "backazimuth"),
        _said(pick, "evaluationMode"),
        _said(pick, "evaluationStatus"),
    ]


def _event(event: Element) -> list[str]:
    origins = sum(child.tag == f"{_BED}origin" for child in event)  # emptied when they were over
    return [_said(event, "type"), _said(event, "typeCertainty"), str(origins)]


def _said(element: Element, *path: str) -> str:
    """Return the text of an element inside, on one line; empty where there is none."""
    return " ".join((element.findtext("/".join(f"{_BED}{name}" for name in path)) or "").split())


def _uncertainty(pick: Element, of: str) -> str:
    """Return the uncertainty of a value; where it differs below and above, both must be read, so the wider."""
    one, below, above = (plain(_said(pick, of, f"{side}ncertainty")) for side in ("u", "lowerU", "upperU"))
    return one or max(below, above, key=_size)


def _size(number: str) -> float:
    try:
        return float(number)
    except ValueError:
        return float("inf") if number else float("-inf")  # what is no number is to be seen, and set aside


def plain(number: str) -> str:
    """Return a number without an exponent; anything else as it is.

    Examples:
        >>> plain("5.2e-05"), plain("3.3E2"), plain("12"), plain("north")
        ('0.000052', '330', '12', 'north')
    """
    parts = _SCIENTIFIC.fullmatch(number)
    if parts is None:
        return number
    sign, whole, tenths, power = parts[1], parts[2], parts[3] or "", int(parts[4])
    point = len(whole) + power
    digits = "0" * -point + whole + tenths
    digits = digits.ljust(point, "0")
    point = max(point, 0)
    left, right = digits[:point].lstrip("0") or "0", digits[point:].rstrip("0")
    return f"{sign}{left}.{right}" if right else f"{sign}{left}"
