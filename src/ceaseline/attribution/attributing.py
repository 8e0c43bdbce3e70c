"""Whose incidents are likely to be: the evidence of each independent group, added up, for every side alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import attrs
import dataframely as dy
import numpy as np
import polars as pl
from numpy.typing import NDArray

from ceaseline.attribution.appearing import appearing
from ceaseline.attribution.bearings import bearings
from ceaseline.attribution.beliefs import Beliefs, Floats
from ceaseline.attribution.calibrating import temperature
from ceaseline.attribution.claiming import Claims, belonging, claims, records, tellings
from ceaseline.attribution.copying import copying
from ceaseline.attribution.entering import found, mentions, warnings, ways
from ceaseline.attribution.hypotheses import Hypotheses, hypotheses
from ceaseline.attribution.kinds import kinds
from ceaseline.attribution.learning import Learned, Material, chances, learn
from ceaseline.attribution.public import public
from ceaseline.attribution.reasons import Weighed, evidence, habits
from ceaseline.attribution.traces import Trace, notified, older_media, position, weapons, within
from ceaseline.attribution.voices import Voices, voices
from ceaseline.tables import (
    Attributions,
    Directions,
    Evidence,
    Incidents,
    Lines,
    Members,
    Notifications,
    Observations,
    SourceHabits,
    Sources,
)

_ALIKE, _NEW = "share their mistakes", "were first heard of in one hour, with others of whom that is so"
_ROWS = 100_000  # incidents held to their table at a time


@attrs.frozen(eq=False)
class Attributed:
    """Chances for each incident, and what they rest on.

    Attributes:
        attributions: the table.
        warnings: what in the input could not be used as it stands, in words.
    """

    attributions: dy.DataFrame[Attributions]
    warnings: tuple[str, ...]
    _weighed: Weighed

    def evidence(self, incident_ids: Iterable[str] | None = None) -> dy.DataFrame[Evidence]:
        """Return what speaks for and against, by group; of all incidents where none is named."""
        return evidence(self._weighed, incident_ids)

    def mixes(self) -> pl.DataFrame:
        """Return ``incident_id`` and ``mix``: what each was, and what kinds of evidence there are of it."""
        kinds = self._weighed.material.kinds
        of_kind = pl.Series("mix", kinds.names, dtype=pl.String).gather(kinds.of)
        return pl.DataFrame({"incident_id": self._weighed.incident_ids, "mix": of_kind})

    def sources_learned(self) -> dy.DataFrame[SourceHabits]:
        """Return how each source speaks, as far as its history tells."""
        return habits(self._weighed)


def attribute(
    incidents: dy.DataFrame[Incidents],
    members: dy.DataFrame[Members],
    observations: dy.DataFrame[Observations],
    sources: dy.DataFrame[Sources],
    *,
    parties: Sequence[str],
    lines: dy.DataFrame[Lines] | dy.DataFrame[Directions] | None = None,
    weapons_of: Mapping[str, str] | None = None,
    notifications: dy.DataFrame[Notifications] | None = None,
    announced: pl.DataFrame | None = None,
    older: Collection[str] = (),
    reviewed: pl.DataFrame | None = None,
    beliefs: Beliefs | None = None,
) -> Attributed:
    """Return with what chance each incident is which side's, or nobody's.

    The chances are of a model and not of people: ``undetermined`` is what a policy makes of them, see
    :func:`~ceaseline.attribution.releasing.outcome_of`. Where fire came from is looked at only as a direction, to
    tell sides apart; no place of origin is computed.

    Args:
        incidents: in any order.
        members: which records tell of which incident, and how surely: that weighs what they say.
        observations: the records.
        sources: roles, interests, groups; a source that is not there counts as the public.
        parties: codes of the sides, in any order: it changes nothing.
        lines: authors' lines, or directions made from them; without them bearings and places part no sides.
        weapons_of: the one party that has a weapon, by weapon.
        notifications: what was announced beforehand.
        announced: ``incident_id``, ``notification_id`` and the ``chance`` that the one lies where the other is for;
            without it, circles are looked at and zones are not.
        older: ids of records whose medium is older than what it is shown for.
        reviewed: ``incident_id`` and ``hypothesis`` as people found; they hold what is learned.
        beliefs: to begin from.

    Raises:
        InputError: no parties, or a review that names an unknown incident or hypothesis.
    """
    beliefs = beliefs or Beliefs()
    rows = records(incidents, members, observations)
    toward = ways(incidents, lines)
    held_by = weapons_of or {}
    names = hypotheses(parties, *mentions(rows, sources, toward, held_by, reviewed))
    number = incidents.select("incident_id", "phenomenon").sort("incident_id").with_row_index("incident")
    number = number.with_columns(pl.col("incident").cast(pl.Int64))
    fixed = [
        *position(toward, names, number),
        *older_media(rows, older, names),
        *_notices(incidents, notifications, announced, names, number),
    ]
    told_by = voices(sources, rows["source"].unique(), names)
    case = _Case(
        rows,
        sources,
        toward,
        number,
        names,
        tuple(fixed),
        held_by,
        frozenset(older),
        found(reviewed, names, number),
        beliefs,
    )
    new, alike = appearing(rows, told_by), _copying(case, told_by)
    pairs = [(*pair, _NEW) for pair in new] + [(*pair, _ALIKE) for pair in alike]
    return _finished(case, _work(case, new + alike), pairs)


def _notices(
    incidents: pl.DataFrame,
    notifications: pl.DataFrame | None,
    announced: pl.DataFrame | None,
    names: Hypotheses,
    number: pl.DataFrame,
) -> list[Trace]:
    if notifications is None:
        return []
    there = within(incidents, notifications) if announced is None else announced
    return notified(incidents, notifications, there, names, number)


@attrs.frozen(eq=False)
class _Case:
    """The input, read."""

    rows: pl.DataFrame
    sources: pl.DataFrame
    ways: pl.DataFrame
    number: pl.DataFrame
    names: Hypotheses
    fixed: tuple[Trace, ...]
    held_by: Mapping[str, str]
    older: frozenset[str]
    found: Mapping[int, int]
    beliefs: Beliefs


@attrs.frozen(eq=False)
class _Work:
    """What was learned with sources in certain groups."""

    voices: Voices
    claims: Claims
    traces: tuple[Trace, ...]
    material: Material
    learned: Learned
    total: Floats


def _copying(case: _Case, told_by: Voices) -> list[tuple[str, str]]:
    """Return which sources copy, by what the accredited, the camps and the directions say was so."""
    without = told_by.heard & (told_by.accredited | (told_by.own >= 0))
    if (without == told_by.heard).all():
        return []
    work = _work(case, heard=without)
    rows = work.claims.rows.filter(_of(told_by.heard, work.claims.rows))
    believed = told_by.templates(case.names, case.beliefs)
    return copying(rows, told_by, believed, chances(work.total), case.beliefs.strength)


def _of(which: NDArray[np.bool_], rows: pl.DataFrame) -> pl.Series:
    """Return which rows are of these voices."""
    return pl.Series(which[rows["voice"].to_numpy()], dtype=pl.Boolean)


def _work(case: _Case, pairs: Sequence[tuple[str, str]] = (), heard: NDArray[np.bool_] | None = None) -> _Work:
    """Learn; from all that is ever learned from, or only from who is *heard*."""
    names, number, rows = case.names, case.number, case.rows
    told_by = voices(case.sources, rows["source"].unique(), names, pairs)
    said = claims(rows, told_by, names, case.older)
    listened = said.rows.filter(_of(told_by.heard if heard is None else heard, said.rows))
    traces = (*case.fixed, *weapons(rows, case.held_by, told_by, names))
    fixed = np.zeros((len(names.names), len(number)))
    for trace in traces:
        fixed[:, trace.incident] += trace.values
    sighted = bearings(rows, case.ways, told_by, names, number.select("incident_id", "incident"))
    sorts = kinds(number["phenomenon"], rows, said.copies, listened, sighted.incident, voices=told_by, names=names)
    told = tellings(belonging(listened, sorts.groups, told_by), told_by, names)
    material = Material(names, len(number), sorts, told, sighted, fixed, case.found)
    learned = learn(material, told_by, case.beliefs)
    total = learned.total(material, told_by.most(case.beliefs))
    return _Work(told_by, said, traces, material, learned, total)


def _finished(case: _Case, work: _Work, pairs: Sequence[tuple[str, str, str]]) -> Attributed:
    names, told_by, many = case.names, work.voices, len(case.number)
    loud = work.claims.rows.filter(~_of(told_by.heard, work.claims.rows))
    of_public = public(loud, told_by, names, case.beliefs, many)
    temper = temperature(work.total, case.found)
    q = chances(work.total / temper + of_public[0])
    weighed = Weighed(
        case.number["incident_id"],
        work.material,
        work.learned,
        told_by,
        told_by.most(case.beliefs),
        work.traces,
        of_public,
        temper,
        work.claims.notes,
    )
    return Attributed(
        _table(case.number["incident_id"], names, q),
        tuple(warnings(case.rows, case.sources, names, told_by, pairs)),
        weighed,
    )


def _table(incident_ids: pl.Series, names: Hypotheses, q: Floats) -> dy.DataFrame[Attributions]:
    """Return the chances as the table, held to its promises some at a time: all at once take twice the memory."""
    order = np.argsort(names.names)
    hypothesis = pl.Series(np.array(names.names)[order], dtype=pl.String)
    parts = [Attributions.create_empty()]
    for start in range(0, len(incident_ids), _ROWS):
        ids = incident_ids.slice(start, _ROWS)
        part = pl.DataFrame(
            {
                "incident_id": ids.gather(np.repeat(np.arange(len(ids)), len(order))),
                "hypothesis": hypothesis.gather(np.tile(np.arange(len(order)), len(ids))),
                "probability": q[order, start : start + _ROWS].T.ravel(),
            }
        )
        parts.append(Attributions.validate(part))
    return Attributions.cast(pl.concat(parts))
