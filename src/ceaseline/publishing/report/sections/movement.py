"""Section 9: what kept those who watch from watching, in whose area, and by whom where that is established."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ceaseline.publishing.access import unequal_access
from ceaseline.publishing.report.fields import columns, count, lacking, words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.interference import Lost, kept_from_seeing, lost
from ceaseline.publishing.report.model import Cell, Section, Sentence, Table
from ceaseline.publishing.words import number
from ceaseline.terms import CODES, listed, named
from ceaseline.terms.spelling import plain

_COLUMNS = (
    ("cause", "#event+type", ""),
    ("held_by", "#loc+held_by", ""),
    ("imposed_by", "#x_imposed_by", ""),
    ("restrictions", "#affected+restrictions", "restrictions"),
    ("hours", "#indicator+hours_lost", "asset-hours"),
    ("acts_of", "#x_acts_of", ""),
    ("terms", "#x_terms", ""),
)


def section(frame: Frame) -> Section:
    """Return table T7 with what follows from it; where nothing is on record, whether anybody would have told."""
    say, rows = frame.say, lost(frame)
    told = [Sentence(say("movement.lead"), _files(frame))] if rows else [_nothing(frame)]
    told += kept_from_seeing(frame)
    unequal = unequal_access(frame.material)
    told += [Sentence(say("movement.so_far", told=unequal), _files(frame))] if unequal else []
    table = Table(
        "T7",
        say("movement.table"),
        say("movement.note"),
        columns(frame, "movement", _COLUMNS),
        tuple(_row(frame, row) for row in rows),
    )
    return Section(9, "movement", say("contents.movement"), tuple(told), (table,) if rows else ())


def _files(frame: Frame) -> tuple[str, ...]:
    tables = (frame.material.restrictions, frame.material.assets)
    return tuple(sorted({name for table in tables for name in table["capture_id"]}))


def _nothing(frame: Frame) -> Sentence:
    """Say that nothing is on record: a register without such an entry is not the same as no register."""
    own = frame.material.watched.filter(pl.col("from") < frame.end, pl.col("until") > frame.begin)
    if own.is_empty():
        return Sentence(frame.say("movement.nobody"), _files(frame))
    return Sentence(frame.say("movement.none", assets=own["asset"].n_unique()), _files(frame))


def _row(frame: Frame, row: Lost) -> tuple[Cell, ...]:
    terms, say, files = frame.material.terms, frame.say, row.files
    imposed = listed([named(terms, code) for code in row.imposed_by])
    unknown = "not_established" if row.can_be_imposed else "nobody_can"
    return (
        Cell(row.cause, _cause(row.cause), files),
        words(named(terms, row.held_by), files) if row.held_by else lacking(frame, "not_known", files),
        words(imposed, files) if imposed else Cell(None, say(f"movement.{unknown}"), files, unknown),
        lacking(frame, "no_restriction", files) if row.restrictions is None else count(row.restrictions, files),
        lacking(frame, "not_to_watch", files)
        if row.hours is None
        else Cell(round(row.hours, 2), number(round(row.hours, 2)), files),
        words(listed([named(terms, code) for code in row.acts_of]), files),
        words(", ".join(_affected(frame, row.cause)) or say("movement.no_term"), files),
    )


def _cause(cause: str) -> str:
    return listed([plain(each) for each in cause.split("; ")]).replace("gps", "GPS").replace("non ", "not ")


def _affected(frame: Frame, cause: str) -> Iterator[str]:
    """Yield the clauses that such a restriction breaks by itself, or acts against which it hid."""
    types = set(cause.split("; "))
    days = [day.date for day in frame.days]
    told = "|".join(sorted(plain(each) for each in types))
    less = frame.material.exposure.filter(
        pl.col("day").is_in(days), pl.col("lost_to").fill_null("").str.contains(told)
    )
    unseen = set(less["phenomenon"])
    for clause in frame.material.terms.clauses:
        code = CODES.get(clause.code)
        if code is not None and (types & set(code.restricted_by) or unseen & set(code.smallest)):
            yield clause.id
