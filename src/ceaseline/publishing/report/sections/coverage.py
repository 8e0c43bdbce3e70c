"""Section 6: how well such acts could be seen, by area and act, and what watched or was kept from it."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import polars as pl

from ceaseline.publishing.incidents import what_in_words
from ceaseline.publishing.material import Material
from ceaseline.publishing.report.areas import Watched, areas, clauses_of, watched
from ceaseline.publishing.report.fields import columns, lacking, share, words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell, Section, Sentence, Table
from ceaseline.publishing.watching import what_watched
from ceaseline.publishing.words import number
from ceaseline.tables import Restrictions
from ceaseline.tables import Watched as WatchedTable

_COLUMNS = (
    ("area", "#loc+name", ""),
    ("act", "#event+type", ""),
    ("hours", "#indicator+hours", "hours"),
    ("watched", "#x_coverage", "share of hours"),
    ("watched_well", "#x_coverage+sure", "share of hours"),
    ("chance", "#x_chance+seen", ""),
    ("blind", "#indicator+hours_blind", "hours"),
    ("lost", "#indicator+hours_lost", "hours"),
)
_KINDS = (
    ("kind", "#x_asset+kind", ""),
    ("operational", "#indicator+hours_watched", "asset-hours"),
    ("degraded", "#indicator+hours_degraded", "asset-hours"),
    ("losses", "#x_losses", ""),
    ("silent", "#indicator+silent", "assets"),
)


def section(frame: Frame) -> Section:
    """Return table T5 with what could be seen, and the hours of those who watched by kind of asset."""
    say = frame.say
    tables = [table for table in (_by_act(frame), _by_kind(frame)) if table.rows]
    told = [Sentence(say("coverage.lead")), Sentence(say("coverage.no_estimate"))]
    if frame.material.exposure.is_empty():
        told = [Sentence(say("coverage.unknown"))]
    told += _notes(frame)
    return Section(6, "coverage", say("contents.coverage"), tuple(told), tuple(tables))


def _by_act(frame: Frame) -> Table:
    seen = watched(frame, (frame.begin, frame.end), by="phenomenon")
    acts = sorted({act for _, act in seen})
    rows = []
    for area in areas(frame):
        keys = tuple(f"{name}:any" for name in clauses_of(frame, area)) or _every(frame)
        own = [(act, seen[area.name, act]) for act in acts if (area.name, act) in seen]
        rows += [_row(frame, area.name, act, each, keys) for act, each in own]
    say = frame.say
    heads = columns(frame, "coverage", _COLUMNS)
    return Table("T5", say("coverage.table"), say("coverage.note"), heads, tuple(rows))


def _every(frame: Frame) -> tuple[str, ...]:
    return tuple(f"{clause.id}:any" for clause in frame.material.terms.clauses)


def _row(frame: Frame, area: str, act: str, seen: Watched, keys: tuple[str, ...]) -> tuple[Cell, ...]:
    blind = seen.hours * (1 - (seen.coverage.watched or 0.0))
    return (
        words(area, keys),
        Cell(act, what_in_words(act), keys),
        _hours(seen.hours, keys),
        share(frame, seen.coverage.watched, keys),
        share(frame, seen.coverage.sure, keys),
        share(frame, seen.chance, keys),
        _hours(blind, keys),
        _hours(seen.lost, keys),
    )


def _hours(value: float, keys: tuple[str, ...]) -> Cell:
    return Cell(round(value, 1), number(round(value, 1)), keys)


def _by_kind(frame: Frame) -> Table:
    """Return the hours of each kind of asset within the time of the report."""
    told = what_watched(_within(frame))
    say = frame.say
    rows = []
    for each in told.kinds if told is not None else ():
        keys = _files(frame)
        losses = "; ".join(
            say("coverage.loss_by", hours=loss.hours, cause=loss.cause, by=loss.by)
            if loss.by
            else say("coverage.loss", hours=loss.hours, cause=loss.cause)
            for loss in each.losses
        )
        rows.append(
            (
                words(each.kind, keys),
                lacking(frame, "no_watch", keys) if each.watched is None else _hours(each.watched, keys),
                lacking(frame, "no_watch", keys) if each.degraded is None else _hours(each.degraded, keys),
                words(losses or say("coverage.no_loss"), keys),
                Cell(each.silent, number(each.silent), keys),
            )
        )
    heads = columns(frame, "coverage", _KINDS)
    return Table("T5-kinds", say("coverage.kinds_table"), say("coverage.kinds_note"), heads, tuple(rows))


def _within(frame: Frame) -> Material:
    """Return the case with watches and restrictions cut to the time of the report."""
    begin, end = (pl.lit(at, pl.Datetime("us", "UTC")) for at in (frame.begin, frame.end))
    cut = frame.material.watched.with_columns(
        pl.max_horizontal("from", begin).alias("from"), pl.min_horizontal("until", end).alias("until")
    ).filter(pl.col("from") < pl.col("until"))
    restrictions = frame.material.restrictions.filter(
        pl.col("from") < end, (pl.col("until") > begin).fill_null(value=True)
    )
    return attrs.evolve(
        frame.material, watched=WatchedTable.validate(cut), restrictions=Restrictions.validate(restrictions)
    )


def _files(frame: Frame) -> tuple[str, ...]:
    """Return the files that tell of assets; what watched stands in files of the same sources."""
    return tuple(frame.material.assets["capture_id"].unique().sort())


def _notes(frame: Frame) -> Iterator[Sentence]:
    told = what_watched(_within(frame))
    for note in told.notes if told is not None else ():
        yield Sentence(note, tuple(frame.material.restrictions["capture_id"].unique().sort()))
