"""Section 4: everything that was recorded, in an annex; what has a place is told there without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import polars as pl

from ceaseline.publishing.incidents import what_in_words
from ceaseline.publishing.report.coarseness import moment, place
from ceaseline.publishing.report.counting import ids, recorded
from ceaseline.publishing.report.fields import columns, count, lacking, words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell, Section, Sentence, Table
from ceaseline.publishing.words import number
from ceaseline.terms.spelling import plain

MOST_ROWS = 300  # incidents told one by one; of more, those alike are told together
_COLUMNS = (
    ("number", "#meta+number", ""),
    ("when", "#date+recorded", ""),
    ("phenomenon", "#event+type", ""),
    ("weapon", "#event+weapon", ""),
    ("quantity", "#indicator+quantity", ""),
    ("unit", "#indicator+unit", ""),
    ("means", "#x_means", ""),
    ("records", "#indicator+records", "records"),
    ("groups", "#indicator+groups", "groups"),
    ("level", "#status+verification", ""),
    ("grade", "#x_grade", ""),
    ("incident", "#meta+id", ""),
)
_RESTRICTED = (("place", "#loc+name", ""), ("sources", "#meta+source", ""))
_TOGETHER = (
    ("when", "#date+recorded", ""),
    ("phenomenon", "#event+type", ""),
    ("weapon", "#event+weapon", ""),
    ("level", "#status+verification", ""),
    ("incidents", "#affected+recorded", "incidents"),
    ("records", "#indicator+records", "records"),
    ("means", "#x_means", ""),
)


def section(frame: Frame) -> Section:
    """Return table T3: a row for each incident, in an order that says nothing of time or place within a day."""
    say, own = frame.say, _described(frame, recorded(frame))
    title = say("contents.observations")
    if own.is_empty():
        return Section(4, "observations", title)
    lead = Sentence(say("observations.lead_restricted" if frame.restricted else "observations.lead"))
    if own.height > MOST_ROWS:
        told = Sentence(say("observations.together", number=number(own.height), most=number(MOST_ROWS)), ids(own))
        return Section(4, "observations", title, (lead, told), (_together(frame, own),))
    return Section(4, "observations", title, (lead,), (_singly(frame, own),))


def _described(frame: Frame, incidents: pl.DataFrame) -> pl.DataFrame:
    """Return incidents with their level, and with means, sources and the best grade of their records."""
    material = frame.material
    levels = material.findings.select("incident_id", "level").unique("incident_id", maintain_order=True)
    records = (
        material.members.join(incidents.select("incident_id"), on="incident_id", how="semi")
        .join(material.observations.select("observation_id", "means", "source"), on="observation_id")
        .join(material.sources.select("source", "grade"), on="source", how="left")
        .group_by("incident_id")
        .agg(pl.col("means").drop_nulls().unique().sort(), pl.col("source").unique().sort(), pl.col("grade").min())
    )
    return incidents.join(levels, on="incident_id", how="left").join(records, on="incident_id", how="left")


def _singly(frame: Frame, own: pl.DataFrame) -> Table:
    order = ["earliest", "incident_id"] if frame.restricted else ["day", "phenomenon", "incident_id"]
    rows = _by_day(frame, own).sort(order, nulls_last=True).iter_rows(named=True)
    spec = (*_COLUMNS, *_RESTRICTED) if frame.restricted else _COLUMNS
    told = tuple(_row(frame, turn, row) for turn, row in enumerate(rows, start=1))
    return Table("T3", frame.say("observations.table"), "", columns(frame, "observations", spec), told)


def _by_day(frame: Frame, own: pl.DataFrame) -> pl.DataFrame:
    """Return incidents with the reporting day on which each began."""
    day = pl.lit(None, pl.Date)
    for each in frame.days:
        inside = (pl.col("earliest") >= each.window.start) & (pl.col("earliest") < each.window.end)
        day = pl.when(inside).then(pl.lit(each.date)).otherwise(day)
    return own.with_columns(day=day)


def _row(frame: Frame, turn: int, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    say, key = frame.say, (row["incident_id"],)
    cells = (
        Cell(turn, number(turn), key),
        moment(frame, row),
        words(what_in_words(row["phenomenon"]), key),
        words(plain(row["weapon"] or say("fields.not_stated")), key),
        _quantity(frame, row),
        words(row["unit"] or say("fields.not_stated"), key),
        words(", ".join(plain(each) for each in row["means"]) or say("fields.not_stated"), key),
        count(row["observations"], key),
        count(row["groups"], key),
        words(row["level"] or say("observations.no_clause"), key),
        words(row["grade"], key) if row["grade"] else lacking(frame, "not_known", key),
        words(row["incident_id"], key),
    )
    if not frame.restricted:
        return cells
    return (*cells, attrs.evolve(place(frame, row), ids=key), words(", ".join(row["source"]), key))


def _quantity(frame: Frame, row: Mapping[str, Any]) -> Cell:
    low, high, key = row["quantity_low"], row["quantity_high"], (row["incident_id"],)
    if low is None:
        return lacking(frame, "not_stated", key)
    if high is None:
        return Cell(low, frame.say("observations.at_least", number=number(low)), key)
    return Cell(low, number(low) if low == high else f"{number(low)}-{number(high)}", key)


def _together(frame: Frame, own: pl.DataFrame) -> Table:
    """Return a row for each day, kind, weapon and level."""
    grouped = (
        _by_day(frame, own)
        .group_by("day", "phenomenon", "weapon", "level")
        .agg(
            pl.col("incident_id"),
            pl.col("observations").sum(),
            pl.col("means").explode().drop_nulls().unique().sort(),
        )
        .sort("day", "phenomenon", "weapon", "level", nulls_last=True)
    )
    return Table(
        "T3",
        frame.say("observations.table"),
        "",
        columns(frame, "observations", _TOGETHER),
        tuple(_alike(frame, grouped)),
    )


def _alike(frame: Frame, grouped: pl.DataFrame) -> Iterator[tuple[Cell, ...]]:
    say = frame.say
    for row in grouped.iter_rows(named=True):
        every = ids(pl.DataFrame({"incident_id": row["incident_id"]}))
        yield (
            Cell(row["day"], f"{row['day']:%Y-%m-%d}", every),
            words(what_in_words(row["phenomenon"]), every),
            words(plain(row["weapon"] or say("fields.not_stated")), every),
            words(row["level"] or say("observations.no_clause"), every),
            count(len(row["incident_id"]), every),
            count(row["observations"], every),
            words(", ".join(plain(each) for each in row["means"]) or say("fields.not_stated"), every),
        )
