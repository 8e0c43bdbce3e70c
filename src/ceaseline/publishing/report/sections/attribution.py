"""Section 5: whose incidents are, as far as people determined and released it, and on what such answers rest."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ceaseline.publishing.access import unequal_access
from ceaseline.publishing.incidents import what_in_words
from ceaseline.publishing.released import released_told
from ceaseline.publishing.report.areas import sides_watched
from ceaseline.publishing.report.counting import acts, ids, recorded
from ceaseline.publishing.report.fields import columns, count, lacking, share, words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell, Column, Section, Sentence, Table
from ceaseline.publishing.report.wording import UNDETERMINED
from ceaseline.publishing.words import number
from ceaseline.terms import alternating, named

_BASIS = (
    ("basis", "#x_basis", ""),
    ("incidents", "#affected+recorded", "incidents"),
    ("standing", "#affected+standing", "incidents"),
)
_SIDES = (
    ("side", "#group+name", ""),
    ("watched", "#x_coverage", "share of hours"),
    ("watched_well", "#x_coverage+sure", "share of hours"),
)
_RELEASED = (
    ("released", "#affected+released", "incidents"),
    ("expected_wrong", "#indicator+expected_wrong", "incidents"),
)


def section(frame: Frame) -> Section:
    """Return table T4 with what is released, what is undetermined, and how each side was watched."""
    say = frame.say
    own = _whose(frame, acts(recorded(frame)))
    told = [Sentence(say("attribution.lead" if frame.material.releases_sides else "attribution.none_released"))]
    if own.height:
        open_ones = own.filter(pl.col("whose") == UNDETERMINED)
        told.append(
            Sentence(
                say(
                    "attribution.undetermined",
                    count=own.height,
                    number=number(own.height),
                    undetermined=number(open_ones.height),
                ),
                ids(open_ones if open_ones.height else own),
            )
        )
    so_far = released_told(frame.material)
    told += [Sentence(say("attribution.so_far", told=so_far), _released(frame))] if so_far else []
    unequal = unequal_access(frame.material)
    keys = tuple(f"{clause.id}:any" for clause in frame.material.terms.clauses)
    told += [Sentence(unequal, keys)] if unequal else []
    tables = (_by_kind(frame, own), _by_basis(frame, own), _by_side(frame, keys))
    return Section(
        5, "attribution", say("contents.attribution"), tuple(told), tuple(table for table in tables if table.rows)
    )


def _whose(frame: Frame, incidents: pl.DataFrame) -> pl.DataFrame:
    """Return incidents with whose each is, as far as that is released."""
    told = frame.material.findings.select("incident_id", "attributed_to").unique("incident_id", maintain_order=True)
    return incidents.join(told, on="incident_id", how="left").with_columns(
        whose=pl.col("attributed_to").fill_null(UNDETERMINED)
    )


def _released(frame: Frame) -> tuple[str, ...]:
    """Return the rulings by which sides are released."""
    own = frame.material.decisions.filter(
        pl.col("standing") == "stands", pl.col("outcome").is_in(list(frame.material.terms.parties))
    )
    return tuple(own["decision_id"])


def _by_kind(frame: Frame, own: pl.DataFrame) -> Table:
    """Return a row for each kind, with a column for each side in the order of the terms."""
    say, parties = frame.say, list(frame.material.terms.parties) if frame.material.releases_sides else []
    sides = [
        Column(f"released_{code}", named(frame.material.terms, code), "#affected+released") for code in parties
    ]
    others = [Column("other", say("attribution.other"), "#affected+other", "incidents")] if parties else []
    heads = (
        Column("phenomenon", say("attribution.phenomenon"), "#event+type"),
        Column("incidents", say("attribution.incidents"), "#affected+recorded", "incidents"),
        *sides,
        *others,
        Column(UNDETERMINED, say("attribution.of_nobody"), "#affected+undetermined", "incidents"),
    )
    rows = []
    for (phenomenon,), those in own.sort("phenomenon", nulls_last=True).group_by("phenomenon", maintain_order=True):
        every = ids(those)
        groups = {name: those.filter(pl.col("whose") == name) for name in (*parties, UNDETERMINED)}
        known = sum(group.height for group in groups.values())
        rows.append(
            (
                words(what_in_words(None if phenomenon is None else str(phenomenon)), every),
                count(those.height, every),
                *(count(groups[code].height, ids(groups[code]) or every) for code in parties),
                *([count(those.height - known, every)] if parties else []),
                count(groups[UNDETERMINED].height, ids(groups[UNDETERMINED]) or every),
            )
        )
    note = say("attribution.note") if parties else ""
    return Table("T4", say("attribution.table"), note, heads, tuple(rows))


def _by_basis(frame: Frame, own: pl.DataFrame) -> Table:
    """Return how many incidents have anything of each kind that can tell whose they are."""
    told = frame.material.evidence.filter(pl.col("term") != "pattern").join(
        own.select("incident_id"), on="incident_id", how="semi"
    )
    rows = []
    for (term,), those in told.sort("term").group_by("term", maintain_order=True):
        every = ids(those)
        rows.append(
            (
                words(frame.say(f"attribution.by_{term}"), every),
                count(those["incident_id"].n_unique(), every),
                count(those.filter("standing")["incident_id"].n_unique(), every),
            )
        )
    say = frame.say
    heads = columns(frame, "attribution", _BASIS)
    return Table("T4-basis", say("attribution.basis_table"), say("attribution.basis_note"), heads, tuple(rows))


def _by_side(frame: Frame, keys: tuple[str, ...]) -> Table:
    """Return how each side was watched, so that a side watched better is not read as a worse one."""
    say, terms = frame.say, frame.material.terms
    seen = sides_watched(frame, (frame.begin, frame.end))
    turn = frame.days[0].date.toordinal() if frame.days else 0
    rows = tuple(
        (
            words(named(terms, code), keys),
            share(frame, seen[code].watched if code in seen else None, keys),
            share(frame, seen[code].sure if code in seen else None, keys),
            *_releases(frame, code, keys),
        )
        for code in alternating(list(terms.parties), turn)
    )
    spec = (*_SIDES, *_RELEASED) if frame.material.releases_sides else _SIDES
    heads = columns(frame, "attribution", spec)
    return Table("T4-sides", say("attribution.sides_table"), say("attribution.sides_note"), heads, rows)


def _releases(frame: Frame, code: str, keys: tuple[str, ...]) -> Iterator[Cell]:
    """Yield how many incidents are released as a side's so far, and how many of them wrongly, as expected."""
    own = frame.material.releases.filter(pl.col("party") == code)
    if not frame.material.releases_sides:
        return
    if own.is_empty():
        yield from [lacking(frame, "not_known", keys)] * 2
        return
    many, wrong = own.select("released", "expected_wrong").row(0)
    by = _released(frame) or keys
    yield count(many, by)
    yield Cell(round(wrong, 2), f"{wrong:.1f}", by)
