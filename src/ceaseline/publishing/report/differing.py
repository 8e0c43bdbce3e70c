"""What differs between two reports: which sentences, and which fields of which tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import attrs

from ceaseline.publishing.report.model import Report, Section, Table


@attrs.frozen
class Difference:
    """One sentence or one field that is another one.

    Attributes:
        where: the section, or the code of the table.
        row: the words that name the row; empty for a sentence.
        field: the heading of the column; empty for a sentence, or a whole row.
        before: what stood there; empty where nothing did.
        after: what stands there now; likewise.
    """

    where: str
    row: str
    field: str
    before: str
    after: str


def differences(before: Report, after: Report) -> list[Difference]:
    """Return what differs between two reports, in the order of the later one.

    Corrections, titles and the masthead are left out: they differ from report to report.

    Args:
        before: the earlier one.
        after: the later one.
    """
    former = {section.key: section for section in before.sections}
    found: list[Difference] = []
    for section in after.sections:
        found += _of_section(former.get(section.key, Section(section.number, section.key, section.title)), section)
    return found


def _of_section(before: Section, after: Section) -> Iterator[Difference]:
    told, tells = (Counter(each.text for each in section.sentences) for section in (before, after))
    yield from (Difference(after.key, "", "", text, "") for text in (told - tells).elements())
    yield from (Difference(after.key, "", "", "", text) for text in (tells - told).elements())
    former = {table.code: table for table in _tables(before)}
    for table in _tables(after):
        yield from _of_table(former.pop(table.code, attrs.evolve(table, rows=())), table)
    for gone in former.values():
        yield from _of_table(gone, attrs.evolve(gone, rows=()))


def _tables(section: Section) -> list[Table]:
    return [*section.tables, *(picture.table for picture in section.pictures)]


def _of_table(before: Table, after: Table) -> Iterator[Difference]:
    former, now = _rows(before), _rows(after)
    for name, cells in now.items():
        if name not in former:
            yield Difference(after.code, name, "", "", "; ".join(filter(None, cells.values())))
            continue
        for field, text in cells.items():
            if former[name].get(field, "") != text:
                yield Difference(after.code, name, field, former[name].get(field, ""), text)
    for name, cells in former.items():
        if name not in now:
            yield Difference(before.code, name, "", "; ".join(filter(None, cells.values())), "")


def _rows(table: Table) -> dict[str, dict[str, str]]:
    """Return the rows by the words they begin with, each with its other fields; alike ones are numbered."""
    found: dict[str, dict[str, str]] = {}
    seen: Counter[str] = Counter()
    for row in table.rows:
        begins = 0
        while begins < len(row) and isinstance(row[begins].value, str) and begins < _NAMING:
            begins += 1
        begins = max(begins, 1)
        name = ", ".join(cell.text for cell in row[:begins])
        seen[name] += 1
        titles = [column.title for column in table.columns]
        cells = {
            title: cell.text
            for title, cell, column in zip(titles[begins:], row[begins:], table.columns[begins:], strict=True)
            if column.shown
        }
        found[name if seen[name] == 1 else f"{name} ({seen[name]})"] = cells
    return found


_NAMING = 2  # columns at most that name a row
