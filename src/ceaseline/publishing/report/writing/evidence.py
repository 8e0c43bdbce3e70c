"""What each sentence and number rests on, numbered: a list at the end of a report to which each of them leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceaseline.publishing.report.model import Cell, Report, Sentence, Table

Ids = tuple[str, ...]


def numbered(report: Report) -> dict[Ids, int]:
    """Return what anything rests on, each set of ids once, numbered from 1 in the order of the report.

    Examples:
        >>> list(_in_order([("I-1",), (), ("I-2",), ("I-1",)]))
        [('I-1',), ('I-2',)]
    """
    return {ids: number for number, ids in enumerate(_in_order(_everything(report)), start=1)}


def row_ids(row: tuple[Cell, ...]) -> Ids:
    """Return what a row rests on where a cell says nothing else: as its first cell, or as all that say anything.

    Examples:
        >>> row_ids((Cell("North", "North"), Cell(3, "3", ("I-1",)), Cell("seen", "seen", ("I-1",))))
        ('I-1',)
        >>> row_ids((Cell("North", "North", ("I-1",)), Cell(3, "3", ("I-2",))))
        ('I-1',)
    """
    sets = {cell.ids for cell in row if cell.ids}
    return next(iter(sets)) if len(sets) == 1 else row[0].ids


def marks(row: tuple[Cell, ...], shown: Sequence[int]) -> Iterator[tuple[Cell, Ids]]:
    """Yield the cells that are shown, each with the ids it is marked with: the first with those of the row.

    Args:
        row: of a table.
        shown: places in it.
    """
    whole = row_ids(row)
    for place, at in enumerate(shown):
        own = row[at].ids if row[at].ids != whole else ()
        yield row[at], whole if place == 0 and (whole or not own) else own


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
