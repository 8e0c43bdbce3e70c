"""What each sentence and number rests on, numbered: a list at the end of a report to which each of them leads."""

from __future__ import annotations

from collections.abc import Iterator

from ceaseline.publishing.report.model import Cell, Report, Sentence, Table

Ids = tuple[str, ...]


def numbered(report: Report) -> dict[Ids, int]:
    """Return what anything rests on, each set of ids once, numbered from 1 in the order of the report.

    Examples:
        >>> list(_in_order([("I-1",), (), ("I-2",), ("I-1",)]))
        [('I-1',), ('I-2',)]
    """
    return {ids: number for number, ids in enumerate(_in_order(_everything(report)), start=1)}


def row_ids(row: tuple[Cell, ...]) -> Ids | None:
    """Return what a whole row rests on; None where its cells rest on different things.

    Examples:
        >>> row_ids((Cell("North", "North"), Cell(3, "3", ("I-1",)), Cell("seen", "seen", ("I-1",))))
        ('I-1',)
    """
    sets = {cell.ids for cell in row if cell.ids}
    return None if len(sets) > 1 else next(iter(sets), ())


def _in_order(sets: list[Ids] | Iterator[Ids]) -> Iterator[Ids]:
    yield from dict.fromkeys(ids for ids in sets if ids)


def _everything(report: Report) -> Iterator[Ids]:
    yield from (sentence.ids for sentence in report.masthead.corrections)
    for section in report.sections:
        yield from _of_sentences(section.sentences)
        for picture in section.pictures:
            yield from _of_table(picture.table)
        for table in section.tables:
            yield from _of_table(table)


def _of_sentences(sentences: tuple[Sentence, ...]) -> Iterator[Ids]:
    yield from (sentence.ids for sentence in sentences)


def _of_table(table: Table) -> Iterator[Ids]:
    for row in table.rows:
        yield from (cell.ids for cell in row)
