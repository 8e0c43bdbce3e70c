"""Section 3: what was recorded, by area with how well it was watched, by coarse cell, and by kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from ceaseline.publishing.incidents import what_in_words
from ceaseline.publishing.report.areas import NOBODY_KNOWS, Area, Watched, areas, clauses_of, lying_in, watched
from ceaseline.publishing.report.coarseness import cells, where
from ceaseline.publishing.report.counting import EXERCISES, acts, exercises, ids, recorded
from ceaseline.publishing.report.fields import columns, count, lacking, of_place, share, words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell, Column, Section, Sentence, Table
from ceaseline.publishing.report.pictures import by_day
from ceaseline.publishing.report.wording import Counted, compared, exercise
from ceaseline.publishing.words import number
from ceaseline.terms.spelling import plain

_AREA = (
    ("area", "#loc+name", ""),
    ("km", "#indicator+length", "km"),
    ("watched_day", "#x_coverage+day", "share of hours"),
    ("watched_night", "#x_coverage+night", "share of hours"),
    ("recorded", "#affected+recorded", "incidents"),
    ("exercises", "#affected+exercises", "incidents"),
    ("before", "#affected+before", "incidents"),
)
_KIND = (
    ("phenomenon", "#event+type", ""),
    ("weapon", "#event+weapon", ""),
    ("incidents", "#affected+recorded", "incidents"),
    ("quantity", "#indicator+quantity", ""),
    ("unit", "#indicator+unit", ""),
    ("records", "#indicator+records", "records"),
    ("means", "#x_means", ""),
    ("levels", "#status+verification", ""),
)
_CELL = (
    ("cell", "#loc+name", ""),
    ("place", "#loc+description", ""),
    ("recorded", "#affected+recorded", "incidents"),
)
_EDGES = ("west", "south", "east", "north")


def section(frame: Frame) -> Section:
    """Return tables T2 by area, by coarse cell and by kind; exercises stand on lines of their own."""
    say = frame.say
    own = recorded(frame)
    told = [
        Sentence(
            exercise(say, phenomenon, rows.height),
            ids(rows),
        )
        for phenomenon in EXERCISES
        if (rows := own.filter(pl.col("phenomenon") == phenomenon)).height
    ]
    tables = [_by_area(frame, own), *_by_cell(frame), _by_kind(frame, own)]
    drawn = by_day.picture(frame)
    return Section(
        3,
        "incidents",
        say("contents.incidents"),
        (Sentence(say("incidents.lead" if own.height else "incidents.nothing")), *told),
        tuple(table for table in tables if table.rows),
        () if drawn is None else (drawn,),
    )


def _by_area(frame: Frame, own: pl.DataFrame) -> Table:
    time = (frame.begin, frame.end)
    now, parts = watched(frame, time), watched(frame, time, by="part")
    former, then = watched(frame, frame.before), recorded(frame, frame.before)
    rows = []
    for area in areas(frame):
        key = area.name
        seen = now.get((key, ""), NOBODY_KNOWS)
        inside, before = lying_in(frame, area, own), lying_in(frame, area, then)
        if area.kind == "unplaced" and inside.is_empty() and before.is_empty():
            continue
        rows.append(
            (
                words(key, _clauses(frame, area)),
                lacking(frame, "no_line", _clauses(frame, area))
                if area.km is None
                else Cell(round(area.km), number(round(area.km)), _clauses(frame, area)),
                share(frame, parts.get((key, "day"), NOBODY_KNOWS).coverage.watched, _clauses(frame, area)),
                share(frame, parts.get((key, "night"), NOBODY_KNOWS).coverage.watched, _clauses(frame, area)),
                _recorded(frame, area, acts(inside), seen),
                _recorded(frame, area, exercises(inside), seen),
                _before(frame, area, (acts(inside), seen), (acts(before), former.get((key, ""), NOBODY_KNOWS))),
            )
        )
    say = frame.say
    return Table(
        "T2",
        say("incidents.by_area"),
        say("incidents.by_area_note"),
        columns(frame, "incidents", _AREA),
        tuple(rows),
    )


def _clauses(frame: Frame, area: Area) -> tuple[str, ...]:
    """Return the answers that lead to what is told of an area."""
    every = dict.fromkeys(frame.material.verdict_parts["clause_id"])
    return tuple(f"{name}:any" for name in (clauses_of(frame, area) or every))


def _recorded(frame: Frame, area: Area, incidents: pl.DataFrame, seen: Watched) -> Cell:
    """Return a number of one area: none where nobody watched, and no small one of a small place."""
    if not incidents.height:
        if seen.coverage.watched:
            return count(0, _clauses(frame, area))
        return lacking(frame, "not_watched" if seen.coverage.watched == 0 else "not_known", _clauses(frame, area))
    if area.kind == "zone":
        return of_place(frame, incidents.height, ids(incidents) if frame.restricted else _clauses(frame, area))
    return count(incidents.height, ids(incidents))


def _before(
    frame: Frame, area: Area, now: tuple[pl.DataFrame, Watched], then: tuple[pl.DataFrame, Watched]
) -> Cell:
    """Return the number of the time before, and whether the two may be compared."""
    one, other = (_counted(*each) for each in (now, then))
    keys = _clauses(frame, area)
    if other.count is None:
        return lacking(frame, "not_compared", keys)
    if area.kind == "zone" and not frame.restricted and other.count < frame.material.chart.smallest_count:
        return lacking(frame, "small", keys)
    told = compared(frame.say, one, other, frame.say("incidents.before_short"))
    return Cell(other.count, told, keys if area.kind == "zone" else (*ids(then[0]), *keys))


def _counted(incidents: pl.DataFrame, seen: Watched) -> Counted:
    known = incidents.height or (0 if seen.coverage.watched else None)
    return Counted(known, seen.coverage, round(seen.hours, 6))


def _by_cell(frame: Frame) -> Iterator[Table]:
    """Yield the counts of coarse cells, as the map has them; they lead to answers, never to single incidents."""
    say = frame.say
    keys = tuple(f"{name}:any" for name in dict.fromkeys(frame.material.verdict_parts["clause_id"]))
    rows = []
    for each in sorted(cells(frame).cells, key=lambda told: (-told.shade, told.cell)):
        exact = each.shown.replace(",", "")
        told = int(exact) if exact.isdigit() else None
        rows.append(
            (
                words(each.name, keys),
                words(where(frame, each), keys),
                Cell(told, each.shown, keys, "" if told is not None else "small"),
                *(_edge(getattr(each.box, name)) for name in _EDGES),
            )
        )
    heads = (
        *columns(frame, "incidents", _CELL),
        *(Column(name, name, "", "degrees", shown=False) for name in _EDGES),
    )
    yield Table("T2-cells", say("incidents.by_cell"), say("incidents.by_cell_note"), heads, tuple(rows))


def _edge(degrees: float) -> Cell:
    return Cell(round(degrees, 4), f"{degrees:.4f}")


def _by_kind(frame: Frame, own: pl.DataFrame) -> Table:
    material, say = frame.material, frame.say
    levels = material.findings.select("incident_id", "level").unique("incident_id", maintain_order=True)
    means = (
        material.members.join(own.select("incident_id"), on="incident_id", how="semi")
        .join(material.observations.select("observation_id", "means"), on="observation_id")
        .group_by("incident_id")
        .agg(pl.col("means").drop_nulls().unique())
    )
    grouped = (
        own.join(levels, on="incident_id", how="left")
        .join(means, on="incident_id", how="left")
        .with_columns(apart=pl.col("phenomenon").is_in(EXERCISES).fill_null(value=False))
        .group_by("apart", "phenomenon", "weapon", "unit")
        .agg(
            pl.col("incident_id").sort(),
            pl.col("quantity_low", "quantity_high", "observations").sum(),
            pl.col("level").drop_nulls().unique().sort(),
            pl.col("means").explode().drop_nulls().unique().sort(),
            without=pl.col("quantity_low").is_null().sum(),
            least=(pl.col("quantity_low").is_not_null() & pl.col("quantity_high").is_null()).sum(),
        )
        .sort("apart", "phenomenon", "weapon", "unit", nulls_last=True)
    )
    rows = []
    for row in grouped.iter_rows(named=True):
        every = ids(pl.DataFrame({"incident_id": row["incident_id"]}))
        stated = row["without"] < len(row["incident_id"])
        rows.append(
            (
                words(what_in_words(row["phenomenon"]), every),
                words(plain(row["weapon"]) if row["weapon"] else say("fields.not_stated"), every),
                count(len(row["incident_id"]), every),
                _quantity(frame, row, every) if stated else lacking(frame, "not_stated", every),
                words(row["unit"] or say("fields.not_stated"), every),
                count(row["observations"], every),
                words(", ".join(plain(each) for each in row["means"]) or say("fields.not_stated"), every),
                words(", ".join(row["level"]) or say("incidents.no_clause"), every),
            )
        )
    heads = columns(frame, "incidents", _KIND)
    return Table("T2-kinds", say("incidents.by_kind"), say("incidents.by_kind_note"), heads, tuple(rows))


def _quantity(frame: Frame, row: Mapping[str, Any], every: Sequence[str]) -> Cell:
    """Return the sum of quantities of one unit; where one of them has no upper end, neither has the sum."""
    low, high = row["quantity_low"], row["quantity_high"]
    told = number(low) if low == high else f"{number(low)}-{number(high)}"
    if row["least"]:
        told = frame.say("observations.at_least", number=number(low))
    text = frame.say("incidents.at_least", number=told, count=row["without"]) if row["without"] else told
    return Cell(low, text, tuple(every))
