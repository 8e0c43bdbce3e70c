"""A small watched case of three days, of which every number of its reports can be worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from builders import at, clause
from ceaseline.case import Case
from ceaseline.publishing.report.model import Cell, Report, Section, Table
from facts import case_of, exchanged

NOW = at("2031-06-20")
DAYS = {"from": "2031-05-10", "until": "2031-05-13", "zone": "UTC"}
QUIET = clause(
    id="no-shelling",
    code="NO_HEAVY_WEAPON_USE",
    text="Guns are silent.",
    where={"zone": "ridge"},
    window=DAYS,
    verifiable_by={"monitor": "partly"},
)
DEMANDED = clause(
    id="no-training", code="NO_TRAINING", text="B trains nobody.", speech_status="demanded", obligors=["B"]
)
SOURCES = """  - {name: statement, kind: observations, file: inbox/statement.csv, role: party, party: A}
  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
  - {name: list, kind: assets, file: inbox/assets.csv, role: monitor}
  - {name: log, kind: watches, file: inbox/watches.csv, role: monitor}
"""
HEADER = "observation_id,earliest,latest,means,phenomenon,lon,lat,radius_m\n"
# two on 11 May, seen by the post; an exercise on that day; of 12 May only a party tells, and nobody watched then
SEEN = """y1,2031-05-11T06:00:00Z,2031-05-11T06:00:30Z,seen,shelling,34.5,12.5,300
y2,2031-05-11T18:00:00Z,2031-05-11T18:00:30Z,seen,shelling,34.5,12.5,300
y3,2031-05-11T12:00:00Z,2031-05-11T13:00:00Z,seen,exercise_outside,34.9,12.9,300
"""
SAID = "x,2031-05-12T06:00:00Z,2031-05-12T07:00:00Z,told,shelling,34.5,12.5,300\n"
ASSETS = "asset,kind,owner,acts_of,lon,lat\nridge-post,post,,any,34.5,12.5\n"
WATCHED = "asset,from,until,status,reason\nridge-post,2031-05-10T00:00Z,2031-05-12T00:00Z,operational,\n"
FIRST, SECOND, THIRD = date(2031, 5, 10), date(2031, 5, 11), date(2031, 5, 12)


def told_days(folder: Path, *, mirror: bool = False, settings: str = "", seen: str = SEEN) -> Case:
    """Return the case, worked out; with *mirror* the sides exchanged in every input."""
    inbox = {
        "statement.csv": HEADER + SAID,
        "posts.csv": HEADER + seen,
        "assets.csv": ASSETS,
        "watches.csv": WATCHED,
    }
    demanded = {**DEMANDED, "obligors": ["A"], "text": "A trains nobody."} if mirror else DEMANDED
    case = case_of(
        folder, QUIET, demanded, sources=exchanged(SOURCES) if mirror else SOURCES, inbox=inbox, settings=settings
    )
    case.run(now=NOW)
    return case


def section(report: Report, key: str) -> Section:
    return next(each for each in report.sections if each.key == key)


def table(report: Report, code: str) -> Table:
    return next(each for each in report.tables() if each.code == code)


def row(table: Table, *begins: str) -> dict[str, Cell]:
    """Return the one row that begins with these words, by the keys of its columns."""
    (found,) = [each for each in table.rows if tuple(cell.text for cell in each[: len(begins)]) == begins]
    return {column.key: cell for column, cell in zip(table.columns, found, strict=True)}


def sentences(report: Report, key: str) -> list[str]:
    return [each.text for each in section(report, key).sentences]
