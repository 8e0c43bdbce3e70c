"""One shape for all exports: a table of text with a row for each watch, observation and restriction."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from ceaseline.sources.delimited import CELL, Batch
from ceaseline.sources.patrol.fields import (
    COARSELY,
    COLUMNS,
    EVENT,
    EXERCISES,
    LOCATED,
    OBSERVATION,
    PLACE,
    RESTRICTION,
    TEMPLATE_COLUMNS,
    WATCH,
)

Cells = Mapping[str, str]

# What those who review submissions said, by the words of each program; of a word that is not here nobody can
# tell whether it means rejected.
_REVIEWS = {
    **dict.fromkeys(("", "received", "null"), ""),
    **dict.fromkeys(("approved", "validation_status_approved"), "approved"),
    **dict.fromkeys(("rejected", "not approved", "validation_status_not_approved"), "rejected"),
    **dict.fromkeys(("hasissues", "has_issues", "on hold", "validation_status_on_hold"), "has_issues"),
    **dict.fromkeys(("edited", "deleted", "unknown"), None),
}
_TIME = re.compile(r"[0-9T:.+Z -]{0,40}")
_WHOLE = re.compile(r"[0-9]{0,9}")
_KEY = re.compile(r"(uuid:[0-9a-f-]{1,36})?")
_STOOD = re.compile(
    r"(row|line|submission|observation|restriction) [0-9]{1,9}"
    r"(, (observation|restriction) [0-9]{1,9}| of the table of (observation|restriction)s| without a submission)?"
)
_PART = re.compile(r"/[wor][0-9]{0,9}")
_RULE = re.compile(r"[a-z-]{0,20}")
_DEGREES = re.compile(r"[-+]?[0-9]{1,3}(\.[0-9]+)?")
_DECIMALS = 2  # of an observer's place: about a kilometre, as posts and patrols are somebody's to find
_SHOWN = 5  # characters of a place that is none, so that it can be told
_BREAKS = re.compile(r"[\0\r\n\t ]+")


@attrs.frozen
class Submission:
    """What one patrol sent in.

    Attributes:
        report: its id.
        cells: answers of the form, by the names of the columns.
        observations: those of each observation.
        restrictions: those of each restriction.
        where: where it stood in the file that came, by number.
        review: what the office said of it, in the word of its program.
        edits: how many times it was changed.
        submitted: when it was sent in, or changed last.
        replaces: id of the submission it stands in place of.
        flaw: why nothing of it can be read; empty where it can.
    """

    report: str
    cells: Cells
    observations: Sequence[Cells] = ()
    restrictions: Sequence[Cells] = ()
    where: str = ""
    review: str = ""
    edits: str = ""
    submitted: str = ""
    replaces: str = ""
    flaw: str = ""


def rows_of(submission: Submission) -> Iterator[Cells]:
    """Yield the rows of a submission: its watch, and each observation and restriction with whose it is."""
    kept = {
        "report": submission.report,
        "asset": submission.cells.get("asset", ""),
        "review": submission.review,
        "edits": submission.edits,
        "submitted": submission.submitted,
        "replaces": submission.replaces,
    }
    cells = {**_only(submission.cells, (*WATCH, *PLACE, "remarks", "observations", "restrictions")), **kept}
    yield {**cells, "record": f"{submission.report}/w", "where": submission.where, "flaw": submission.flaw}
    parts = (
        ("observation", "o", submission.observations, (*OBSERVATION, *EVENT), PLACE),
        ("restriction", "r", submission.restrictions, RESTRICTION, ()),
    )
    for what, letter, each, columns, shared in parts:
        for number, answers in enumerate(each, 1):
            where = f"{submission.where}, {what} {number}"
            record = f"{submission.report}/{letter}{number}"
            whose = {**_only(cells, shared), **kept, "record": record, "where": where}
            yield {**_only(answers, columns), **whose}


def canonical(rows: Iterable[Cells]) -> list[Cells]:
    """Return rows as they are kept: the columns of the form alone, places of observers made coarse."""
    return [_row(row) for row in rows]


def written(rows: Iterable[Cells]) -> bytes:
    """Return rows as the CSV that is kept; the same rows give the same bytes."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(COLUMNS)
    lines.writerows([row[name] for name in COLUMNS] for row in rows)
    return out.getvalue().encode()


def batch_of(rows: Sequence[Cells]) -> Batch:
    """Return rows with the line each has in the CSV that is kept."""
    return Batch(list(range(2, len(rows) + 2)), [CELL.join(row[name] for name in COLUMNS) for row in rows], [])


def no_row(where: str, flaw: str) -> Cells:
    """Return what stands for a line that is no row: nobody can tell which of its cells names whom."""
    return {"where": where, "flaw": flaw}


def with_records(rows: Iterable[Cells]) -> Iterator[Cells]:
    """Give rows of the template ids: by what they are and their number in their report; repeats share one.

    Rows that have an id keep it.
    """
    counted: dict[tuple[str, str], int] = {}
    known: dict[tuple[str, ...], str] = {}
    for row in rows:
        if row.get("record") or row.get("flaw"):
            yield row
            continue
        content = tuple(row.get(name, "") for name in TEMPLATE_COLUMNS)
        if content not in known:
            report, letter = row.get("report", ""), _letter(row)
            number = counted[report, letter] = counted.get((report, letter), 0) + 1
            known[content] = f"{report}/{letter}{'' if letter == 'w' else number}"
        yield {**row, "record": known[content]}


def _letter(row: Cells) -> str:
    if any(row.get(name) for name in OBSERVATION):
        return "o"
    return "r" if any(row.get(name) for name in RESTRICTION) else "w"


def _row(cells: Cells) -> Cells:
    row = {name: _BREAKS.sub(" ", cells.get(name, "") or "").strip() for name in COLUMNS}
    coarsely = row["phenomenon"] in COARSELY or row["description"] in EXERCISES
    if not coarsely and (row["phenomenon"], row["description"]) not in LOCATED:
        row.update(dict.fromkeys(EVENT, ""))
    for name in (*PLACE, *EVENT[:2]) if coarsely else PLACE:
        row[name] = _coarse(row[name])
    review = row["review"].casefold()
    word = _REVIEWS.get(review, "unknown")
    row["review"] = review if word is None else word
    for name, fits in (
        ("where", _STOOD),
        ("flaw", _RULE),
        ("edits", _WHOLE),
        ("submitted", _TIME),
        ("replaces", _KEY),
    ):
        if not fits.fullmatch(row[name]):
            row[name] = ""
    for name in ("observations", "restrictions"):
        if not _WHOLE.fullmatch(row[name]):
            row[name] = "unknown"
    if not _PART.fullmatch(row["record"].removeprefix(row["report"])):
        row["record"] = ""
    return row


def _coarse(cell: str) -> str:
    """Return degrees with two decimals; of what is no number, the beginning."""
    return f"{float(cell):.{_DECIMALS}f}" if _DEGREES.fullmatch(cell) else cell[:_SHOWN]


def _only(cells: Cells, names: Iterable[str]) -> Cells:
    return {name: cells[name] for name in names if name in cells}
