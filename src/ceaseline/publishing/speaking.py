"""What speaks for and against each answer to the question whose an incident is, group by group."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import exp, log
from typing import Any

import attrs
import polars as pl

from ceaseline.publishing.material import Material

UNDETERMINED = "undetermined"
LITTLE, CLEAR, STRONG = 0.1, 0.7, 1.6  # log-odds from which on something speaks a little, clearly, strongly
_USUAL, _LEFT_OUT = "pattern", "claims: left out: "
_ACCREDITED = ("instrument", "monitor")


@attrs.frozen
class Speaking:
    """What one independent group adds.

    Attributes:
        term: what kind of evidence it is.
        group: whose, such as ``camp of A``.
        basis: why, in a sentence with codes.
        log_odds: by answer, against the mean of the sides.
        speaks_for: the answer it speaks for; None where it parts none.
        by: log-odds by which that answer is ahead of the next: of the next side, or of the sides.
        capped: it would have said more, and is not let.
        standing: it is physical, or of an accredited source without an interest.
    """

    term: str
    group: str
    basis: str
    log_odds: Mapping[str, float]
    speaks_for: str | None
    by: float
    capped: bool
    standing: bool


@attrs.frozen
class Whose:
    """All that is known of whose an incident is.

    Attributes:
        parties: codes, in the order in which this incident tells them: turned round for every other one.
        chances: by answer, the sides first.
        proposal: what the rules of release make of them: a code, or ``undetermined``.
        reason: why, in a sentence.
        speaking: the groups, the strongest first.
        left_out: who is no witness, by the reason.
        missing: what nobody told, each in a few words.
        lacking: log-odds that each side lacks to the threshold; nothing or less where it is there.
        without: the strongest group, and the chances without it; None where no group speaks.
    """

    parties: tuple[str, ...]
    chances: Mapping[str, float]
    proposal: str
    reason: str
    speaking: tuple[Speaking, ...]
    left_out: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...]
    lacking: Mapping[str, float]
    without: tuple[Speaking, Mapping[str, float]] | None


def whose(material: Material, incident_id: str) -> Whose | None:
    """Return what speaks for whom; None where the incident was not attributed."""
    own = pl.col("incident_id") == incident_id
    chances = dict(material.attributions.filter(own).select("hypothesis", "probability").iter_rows())
    if not chances:
        return None
    parties = in_turn(tuple(material.terms.parties), incident_id)
    order = [*parties, *sorted(set(chances) - set(parties))]
    evidence = material.evidence.filter(own)
    groups = list(_groups(evidence, parties, order))
    proposal = material.proposals.filter(own).row(0, named=True)
    return Whose(
        parties,
        {name: chances[name] for name in order},
        proposal["proposal"],
        proposal["reason"],
        tuple(sorted(groups, key=lambda each: _place(each, parties))),
        _left_out(evidence),
        tuple(_missing(material, incident_id, parties, groups)),
        {name: _logit(material.threshold) - _logit(chances[name]) for name in parties},
        _without(groups, order),
    )


def in_turn(parties: tuple[str, ...], incident_id: str) -> tuple[str, ...]:
    """Return the parties in their order, or turned round; ids, which know no party, say which.

    Examples:
        >>> in_turn(("A", "B"), "incident-00"), in_turn(("A", "B"), "incident-01")
        (('A', 'B'), ('B', 'A'))
    """
    return parties if int(incident_id[-1], 16) % 2 == 0 else parties[::-1]


def with_names(text: str, names: Mapping[str, str]) -> str:
    """Return a sentence of the evidence with parties' names in place of their codes.

    Examples:
        >>> with_names("post blames A; camp of B", {"A": "North (A)", "B": "South (B)"})
        'post blames North (A); camp of South (B)'
    """
    codes = "|".join(re.escape(code) for code in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<=blames |amp of )({codes})(?!\w)", lambda found: names[found[0]], text)


def _groups(evidence: pl.DataFrame, parties: Sequence[str], order: Sequence[str]) -> Iterator[Speaking]:
    for rows in evidence.partition_by("group", maintain_order=True):
        first = rows.row(0, named=True)
        if first["group"].startswith(_LEFT_OUT):
            continue
        values = dict(rows.select("hypothesis", "log_odds").iter_rows())
        told = {name: values[name] for name in order}
        speaks_for, by = _ahead(told, parties)
        group = first["group"].removeprefix(f"{first['term']}: ")
        yield Speaking(
            first["term"], group, first["basis"], told, speaks_for, by, first["capped"], first["standing"]
        )


def _ahead(told: Mapping[str, float], parties: Sequence[str]) -> tuple[str | None, float]:
    """Return what a group speaks for and by how much: an answer that is no side's, or one side, or none."""
    others = {name: value for name, value in told.items() if name not in parties}
    sides = sorted(((told[name], name) for name in parties), reverse=True)
    best, ahead = sides[0][1], sides[0][0] - (sides[1][0] if len(sides) > 1 else 0.0)
    other = max(others, key=lambda name: others[name])
    if others[other] - sides[0][0] >= LITTLE:
        return other, others[other] - sides[0][0]
    return (best, ahead) if ahead >= LITTLE else (None, ahead)


def _place(each: Speaking, parties: Sequence[str]) -> tuple[Any, ...]:
    """Return where a group stands: those that speak first, the strongest first; and no name decides."""
    names = {code: str(place) for place, code in enumerate(parties)}
    said = with_names(f"{each.group} {each.basis}", names)
    return each.term == _USUAL, each.speaks_for is None, -round(each.by, 6), each.term, said


def _left_out(evidence: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    notes = evidence.filter(pl.col("group").str.starts_with(_LEFT_OUT)).unique("group").sort("group")
    for group, basis in notes.select("group", "basis").rows():
        source = group.removeprefix(_LEFT_OUT)
        why = basis.removeprefix(f"{source} ")
        found[why] = (*found.get(why, ()), source)
    return found


def _missing(
    material: Material, incident_id: str, parties: Sequence[str], groups: Sequence[Speaking]
) -> Iterator[str]:
    own = material.members.filter(pl.col("incident_id") == incident_id)
    records = own.join(material.observations, on="observation_id").join(material.sources, on="source")
    terms = {each.term for each in groups}
    if not any(each.standing and each.term == "claims" for each in groups):
        seen = records.filter(pl.col("role").is_in(_ACCREDITED)).height
        yield (
            "no monitor and no instrument of those that recorded it says whose it was"
            if seen
            else "no monitor and no instrument recorded it"
        )
    if "bearing" not in terms:
        yield (
            "no direction of fire was taken"
            if records["bearing_deg"].is_null().all()
            else "a direction was taken, and no line of that day that it could part the sides by is at hand"
        )
    if "weapon" not in terms:
        yield "no weapon was identified that one side alone has"
    if records["lon"].is_null().all():
        yield "no record says where"
    spoken = set(records["party"])
    silent = [f"the camp of {code}" for code in parties if code not in spoken]
    if silent:
        yield f"nothing of it was heard from {' or from '.join(silent)}"


def _without(groups: Sequence[Speaking], order: Sequence[str]) -> tuple[Speaking, dict[str, float]] | None:
    """Return the group that parts most, and the chances without it: they are what the others add up to."""
    known = [each for each in groups if each.term != _USUAL and each.speaks_for is not None]
    if not known:
        return None
    first = max(known, key=lambda each: each.by)
    sums = {name: sum(each.log_odds[name] for each in groups if each is not first) for name in order}
    most = max(sums.values())
    odds = {name: exp(value - most) for name, value in sums.items()}
    return first, {name: value / sum(odds.values()) for name, value in odds.items()}


def _logit(chance: float) -> float:
    held = min(max(chance, 1e-9), 1 - 1e-9)
    return log(held / (1 - held))
