"""What stands in files of a report, taken apart for tests."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from html.parser import HTMLParser

import attrs


@attrs.define
class Element:
    """One element of a page: its name, its attributes, and the text that stands in it."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    level: int = 0


class _Reader(HTMLParser):
    EMPTY = frozenset({"meta", "wbr", "br", "link", "img", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attributes}, "", len(self.open))
        self.elements.append(element)
        if tag not in self.EMPTY:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attributes}))

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop().name, f"{tag} closes another element"

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def elements(page: bytes) -> list[Element]:
    """Return the elements of a page in order; one that is not closed in its place fails."""
    reader = _Reader()
    reader.feed(page.decode())
    assert not reader.open
    return reader.elements


def lines(file: bytes) -> list[list[str]]:
    """Return the lines of a CSV file."""
    return list(csv.reader(io.StringIO(file.decode())))


def sheets(book: bytes) -> dict[str, str]:
    """Return the parts of a workbook that are XML, by name."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return {name: parts.read(name).decode() for name in parts.namelist()}


def shared_strings(book: bytes) -> list[str]:
    """Return the texts of the cells of a workbook."""
    return re.findall(r"<t[^>]*>(.*?)</t>", sheets(book)["xl/sharedStrings.xml"], re.DOTALL)
