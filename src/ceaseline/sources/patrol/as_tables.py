"""Submissions as tables: of ODK Central and of Kobo, with those of the repeats beside; and the template."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import attrs

from ceaseline.errors import FileRefused
from ceaseline.sources.patrol.flat import Cells, Submission, canonical, no_row, rows_of, with_records
from ceaseline.sources.patrol.names import REPEATS, field
from ceaseline.sources.tabular import Table, open_table

_TEMPLATE = ("report", "asset")
_KINDS = {  # columns that tell what a table is of, tried in this order
    "central repeat": ("PARENT_KEY",),
    "central": ("KEY", "SubmissionDate"),
    "kobo repeat": ("_parent_index",),
    "kobo": ("_uuid", "_index"),
    "template": _TEMPLATE,
}
_READ_WHOLE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1")


@attrs.frozen
class Opened:
    """One table with all its cells.

    Attributes:
        kind: one of those above.
        header: names of its columns.
        rows: the line and the cells of each row.
        bad: lines that are no rows, and the rule each broke.
    """

    kind: str
    header: tuple[str, ...]
    rows: list[tuple[int, dict[str, str]]]
    bad: list[tuple[int, str]]


def opened(raw: bytes, encoding: str) -> Opened:
    """Return a table, by what its columns are.

    Raises:
        FileRefused: no table, or none of these.
    """
    if raw.startswith(_READ_WHOLE):  # in a process of its own, so once
        table = open_table(io.BytesIO(raw), needed=())
        of = [kind for kind, needed in _KINDS.items() if set(needed) <= set(table.header)]
        return _opened(of[0], table) if of else _opened("template", open_table(io.BytesIO(raw), needed=_TEMPLATE))
    for kind, needed in _KINDS.items():
        try:
            return _opened(kind, open_table(io.BytesIO(raw), needed=needed, encoding=encoding))
        except FileRefused:
            if kind == "template":
                raise
    raise AssertionError("the last kind returns or raises")


def sheets(raw: bytes) -> list[Opened]:
    """Return the table on the first sheet of a spreadsheet; of one that Kobo wrote, also those of its repeats.

    Raises:
        FileRefused: none of the tables that are read here.
    """
    form = opened(raw, "utf-8")
    return [form, *_repeats(raw)] if form.kind == "kobo" else [form]


def _repeats(raw: bytes) -> Iterator[Opened]:
    """Yield the sheets of repeats that there are; that one is missing is found out by what the form counted."""
    for name in REPEATS:
        try:
            yield _opened("kobo repeat", open_table(io.BytesIO(raw), needed=_KINDS["kobo repeat"], sheet=name))
        except FileRefused:
            continue


def rows(tables: Sequence[Opened]) -> Iterator[Cells]:
    """Yield the rows of every submission, and what stands for lines that are no rows.

    Raises:
        FileRefused: not one table of the form itself.
    """
    main = [table for table in tables if not table.kind.endswith("repeat")]
    if len(main) != 1:
        raise FileRefused(
            f"There are {len(main)} tables of the form itself, and one is needed. Mend: give the ZIP that ODK "
            "Central exports, or one with the table of the form and those of its repeats."
        )
    (form,) = main
    for table in tables:
        named = "" if table is form else f" of the table of {_repeat_of(table)}s"
        yield from (no_row(f"line {line}{named}", rule) for line, rule in table.bad)
    if form.kind == "template":
        held = canonical(_answers(row) for _, row in form.rows)  # first, so that ids stay the same
        placed = zip(held, form.rows, strict=True)
        yield from with_records({**row, "where": row["where"] or f"row {line}"} for row, (line, _) in placed)
        return
    key = "KEY" if form.kind == "central" else "_index"
    parts = {name: _by_parent(tables, name) for name in REPEATS}
    for number, (_, row) in enumerate(form.rows, 1):
        of = {name: each.get(row[key], []) for name, each in parts.items()}
        meta = _central(row) if form.kind == "central" else _kobo(row)
        yield from rows_of(
            Submission(
                cells=_answers(row),
                observations=of["observation"],
                restrictions=of["restriction"],
                where=f"submission {number}",
                **meta,
            )
        )
    given = {row[key] for _, row in form.rows}
    for name, each in parts.items():
        left = sum(len(rows) for parent, rows in each.items() if parent not in given)
        for number in range(1, left + 1):
            yield no_row(f"{name} {number} without a submission", "no-parent")


def _opened(kind: str, table: Table) -> Opened:
    rows: list[tuple[int, dict[str, str]]] = []
    bad: list[tuple[int, str]] = []
    for batch in table.batches():
        rows += [
            (line, dict(zip(table.header, cells, strict=True)))
            for line, cells in zip(batch.lines, batch.cells, strict=True)
        ]
        bad += [(line.line, line.rule) for line in batch.bad]
    return Opened(kind, table.header, rows, bad)


def _answers(row: Mapping[str, str]) -> dict[str, str]:
    return {name: cell.strip() for key, cell in row.items() if (name := field(key))}


def _repeat_of(table: Opened) -> str:
    """Return which repeat a table is of; its own columns tell, as its name may be anything.

    Raises:
        FileRefused: of neither.
    """
    names = {field(key) for key in table.header}
    for name, sign in (("observation", "phenomenon"), ("restriction", "restriction_type")):
        if sign in names:
            return name
    raise FileRefused(
        "A table of a repeat has neither phenomenon nor restriction_type. Mend: export with XML names."
    )


def _by_parent(tables: Sequence[Opened], name: str) -> dict[str, list[Cells]]:
    found: dict[str, list[Cells]] = defaultdict(list)
    for table in tables:
        if table.kind.endswith("repeat") and _repeat_of(table) == name:
            key = "PARENT_KEY" if table.kind == "central repeat" else "_parent_index"
            for _, row in table.rows:
                found[row[key]].append(_answers(row))
    return found


def _central(row: Mapping[str, str]) -> dict[str, str]:
    return {
        "report": row["KEY"],
        "review": row.get("ReviewState", ""),
        "edits": row.get("Edits", ""),
        "submitted": row["SubmissionDate"],
        "flaw": "not-decrypted" if row.get("Status") else "",
    }


def _kobo(row: Mapping[str, str]) -> dict[str, str]:
    named = {key.rsplit("/", 1)[-1]: cell for key, cell in row.items()}
    return {
        "report": named.get("instanceID", "") or f"uuid:{row['_uuid']}",
        "review": row.get("_validation_status", ""),
        "submitted": row.get("_submission_time", ""),
        "replaces": named.get("deprecatedID", ""),
    }
