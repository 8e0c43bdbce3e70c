"""Exercises and announcements in counts, and what came of calls: by side, never where."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import polars as pl

from ceaseline.publishing.incidents import what_in_words
from ceaseline.publishing.material import Material
from ceaseline.tables.calls import OUTCOMES
from ceaseline.terms import named

_EXERCISES = {
    "exercise_inside": "assessed as a live-fire exercise inside a zone",
    "exercise_outside": "assessed as a live-fire exercise outside the zones",
    "exercise": "assessed as a live-fire exercise, without saying where",
    "controlled_explosion": "assessed as a controlled explosion",
}
_BANNED = "NO_EXERCISE_IN_ZONE"


@attrs.frozen
class Announced:
    """What one side announced of one act.

    Attributes:
        act: in words.
        side: the party, by name and code.
        in_time, late, withdrawn: how many announcements; a withdrawn one is in neither of the others.
    """

    act: str
    side: str
    in_time: int
    late: int
    withdrawn: int


@attrs.frozen
class Assessed:
    """Incidents that a monitor or an instrument assessed as an exercise, or as a controlled explosion.

    Attributes:
        what: in words.
        count: how many incidents.
        days: on how many days the first of them may have been.
    """

    what: str
    count: int
    days: int


@attrs.frozen
class Called:
    """What came of the calls of one side.

    Attributes:
        side: the party that called.
        counts: how many came to each of the outcomes, in their order.
    """

    side: str
    counts: tuple[int, ...]


@attrs.frozen
class Notified:
    """The section on exercises, announcements and calls.

    Attributes:
        assessed: exercises on record, each kind on its own line.
        findings: sentences on what they were held against.
        announced: by act and side.
        outcomes: what can come of a call, in words.
        called: by side.
        notes: sentences on what was left out.
    """

    assessed: tuple[Assessed, ...]
    findings: tuple[str, ...]
    announced: tuple[Announced, ...]
    outcomes: tuple[str, ...]
    called: tuple[Called, ...]
    notes: tuple[str, ...]


def notified(material: Material) -> Notified | None:
    """Return the section; None where no exercise, announcement or call is on record."""
    assessed = tuple(_assessed(material))
    if not (assessed or material.notifications.height or material.calls.height):
        return None
    own = material.sources.filter(pl.col("role") == "party")["source"].to_list()
    others = ~pl.col("source").is_in(own)
    calls = material.calls.filter(others)
    left = material.notifications.height + material.calls.height
    left -= material.notifications.filter(others).height + calls.height
    return Notified(
        assessed=assessed,
        findings=tuple(_held(material)),
        announced=tuple(_announced(material, material.notifications.filter(others))),
        outcomes=tuple(what_in_words(outcome) for outcome in OUTCOMES),
        called=tuple(_called(material, calls)) if calls.height else (),
        notes=(_left_out(left),) if left else (),
    )


def _left_out(count: int) -> str:
    return f"Left out, as only a party's own register has them: {count:,} {'entry' if count == 1 else 'entries'}."


def _assessed(material: Material) -> Iterator[Assessed]:
    watchers = material.sources.filter(pl.col("role").is_in(["monitor", "instrument"])).select("source")
    told = material.observations.join(watchers, on="source", how="semi").select("observation_id", "phenomenon")
    found = (
        material.members.join(told, on="observation_id")
        .join(material.incidents.select("incident_id", "earliest"), on="incident_id")
        .unique(["incident_id", "phenomenon"])
    )
    for word, what in _EXERCISES.items():
        rows = found.filter(pl.col("phenomenon") == word)
        if rows.height:
            yield Assessed(what, rows.height, rows["earliest"].dt.date().n_unique())


def _held(material: Material) -> Iterator[str]:
    """Say for each ban on exercises what was found, once where all clocks give the same."""
    for clause in material.terms.clauses:
        rows = material.findings.filter(pl.col("clause_id") == clause.id, pl.col("level") != "alleged")
        if clause.code != _BANNED or rows.is_empty():
            continue
        by_clock: dict[tuple[tuple[str, int], ...], list[str]] = {}
        for clock in material.terms.parties:
            found = rows.filter(pl.col("clock") == clock)["outcome"].value_counts().sort("outcome").rows()
            by_clock.setdefault(tuple(found), []).append(clock)
        for each, clocks in by_clock.items():
            counts = ", ".join(f"{what_in_words(outcome)} {count:,}" for outcome, count in each) or "nothing"
            whose = " and ".join(named(material.terms, clock) for clock in clocks)
            by = f", by the clock of {whose}" if len(by_clock) > 1 else ""
            yield f"Held against {clause.id}{by}: {counts}."


def _announced(material: Material, rows: pl.DataFrame) -> Iterator[Announced]:
    hours: dict[str, float] = {}
    for each in (each for clause in material.terms.clauses for each in clause.exceptions):
        hours[each.act] = max(hours.get(each.act, 0.0), each.hours_before or 0.0)
    asked = pl.col("act").replace_strict(hours, default=0.0, return_dtype=pl.Float64)
    ahead = (pl.col("from") - pl.col("notified")).dt.total_microseconds() / 3.6e9
    told = rows.with_columns(is_withdrawn=pl.col("withdrawn").is_not_null(), is_late=ahead < asked)
    for act in told["act"].unique().sort():
        for party in material.terms.parties:
            own = told.filter(pl.col("act") == act, pl.col("party") == party)
            standing = own.filter(~pl.col("is_withdrawn"))
            late = int(standing["is_late"].sum())
            yield Announced(
                what_in_words(act), named(material.terms, party), standing.height - late, late,
                own.height - standing.height,
            )  # fmt: skip


def _called(material: Material, calls: pl.DataFrame) -> Iterator[Called]:
    counts = {
        (caller, outcome): count for caller, outcome, count in calls.group_by("caller", "outcome").len().rows()
    }
    for party in material.terms.parties:
        yield Called(named(material.terms, party), tuple(counts.get((party, outcome), 0) for outcome in OUTCOMES))
