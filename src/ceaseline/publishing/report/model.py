"""What a report is made of, before it has a form: sections of sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TypeAlias

import attrs

Value: TypeAlias = str | int | float | date | datetime | None


@attrs.frozen
class Sentence:
    """One sentence, in words that the level of what it rests on allows.

    Attributes:
        text: plain text, never markup; whoever writes a form escapes it.
        ids: of incidents, verdicts, claims, decisions or kept files it rests on; empty where it states a rule.

    Examples:
        >>> Sentence("27 incidents were recorded.", ("I-1",)).ids
        ('I-1',)
    """

    text: str
    ids: tuple[str, ...] = ()


@attrs.frozen
class Cell:
    """One field of a table.

    Attributes:
        value: for twins that programs read; None where it is not known, never 0 for that.
        text: for people.
        ids: what it rests on.
        why_not: why there is no value, as a code (``not_watched``, ``held_back``, ...); empty where there is one.
    """

    value: Value
    text: str
    ids: tuple[str, ...] = ()
    why_not: str = ""


@attrs.frozen
class Column:
    """One column of a table.

    Attributes:
        key: its name in CSV, JSON and GeoJSON; ASCII.
        title: its heading for people.
        hxl: its tag in the second line of CSV and XLSX, such as ``#affected``; empty where none fits.
        unit: of its values; empty where they are words.
        shown: whether people see it; the edges of cells are for programs alone.
    """

    key: str
    title: str
    hxl: str = ""
    unit: str = ""
    shown: bool = True


@attrs.frozen
class Table:
    """One of the tables T1 to T9, or one behind a picture.

    A table with the columns ``west``, ``south``, ``east`` and ``north`` (degrees, WGS 84) is of coarse cells:
    GeoJSON is made of it.

    Attributes:
        code: ``T1`` and so on; a picture's table has the name of the picture.
        title: what it shows, for what time.
        note: what a reader has to know to read it; empty where nothing.
        columns: in order.
        rows: each with a cell for each column.
    """

    code: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@attrs.frozen
class Picture:
    """One picture, with the table it is drawn from.

    Attributes:
        name: of its files and its table; ASCII.
        title: what it shows.
        text: the same for those who do not see it.
        svg: vector, without script.
        table: what it is drawn from.
    """

    name: str
    title: str
    text: str
    svg: bytes
    table: Table


@attrs.frozen
class Section:
    """One of the numbered sections; one that has nothing to say says why.

    Attributes:
        number: 1 to 17.
        key: its name in addresses and twins; ASCII.
        title: its heading.
        sentences: in order, above the tables.
        tables: in order.
        pictures: in order, above the tables.
    """

    number: int
    key: str
    title: str
    sentences: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()


@attrs.frozen
class Masthead:
    """Section 0: what the report is of, and how far it reaches.

    Attributes:
        number: of the report in its case, such as ``2031-05-03`` or ``2031-05-01/2031-05-07``, and its issue.
        case: title.
        begin, end: the time it is about, UTC, end not included.
        zones: clocks printed beside UTC.
        cut_off: newest evidence that went in, UTC; None where there is none.
        checkpoint: size and root of the evidence log at that time, in words.
        version: of the program.
        threshold: chance from which on a side may be released.
        languages: codes of those it is in.
        status: ``draft`` or ``released``.
        restricted: whether it holds what may not be published.
        simulated: whether its world is made up.
        corrections: to earlier reports, the newest first.
    """

    number: str
    case: str
    begin: datetime
    end: datetime
    zones: tuple[str, ...]
    cut_off: datetime | None
    checkpoint: str
    version: str
    threshold: float
    languages: tuple[str, ...]
    status: str
    restricted: bool
    simulated: bool
    corrections: tuple[Sentence, ...] = ()


@attrs.frozen
class Report:
    """A whole report; the same tables give the same report."""

    masthead: Masthead
    sections: tuple[Section, ...]

    def tables(self) -> Iterator[Table]:
        """Yield all tables in order, those behind pictures too."""
        for section in self.sections:
            yield from section.tables
            yield from (picture.table for picture in section.pictures)
