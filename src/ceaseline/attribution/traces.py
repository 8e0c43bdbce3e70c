"""What speaks for a hypothesis beside claims and bearings: the place, the weapon, a notice, the age of a medium."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray

from ceaseline.attribution.beliefs import ACCREDITED, Floats, Ints, capped
from ceaseline.attribution.hypotheses import Hypotheses
from ceaseline.attribution.voices import Voices

_POSITION = 0.3  # log-odds: where something fell is weak, whatever the distance, and never decides
_SETTLES_KM = 1.0  # by which distance most of that is reached
_WEAPON, _WEAPON_TOLD = 3.0, 1.5  # identified by an accredited source; by others
_NOTIFIED = 2.5
_OLDER = 3.0
_ANNOUNCED = "it was announced beforehand for this time and place"
_FOR = {"notified": "not_hostile", "media": "no_event"}
_TELLS_OF_WEAPONS = ("osint", "press")


@attrs.frozen(eq=False)
class Trace:
    """Something that is as it is, and is not learned.

    Attributes:
        term: word of the evidence table.
        group: who it is from.
        incident: numbers, shape (K,).
        values: log-likelihoods, hypotheses first; (H, K).
        standing: it is physical, or accredited.
        basis: a sentence.
    """

    term: str
    group: str
    incident: Ints
    values: Floats
    standing: bool
    basis: str


def position(directions: pl.DataFrame, names: Hypotheses, number: pl.DataFrame) -> list[Trace]:
    """Return the trace of whose ground it fell on, the mean over authors: a little against whoever holds it.

    Within the errors of place and line it says nothing.
    """
    if directions["holds"].null_count() == len(directions):
        return []
    sides = {party: place for place, party in enumerate(names.parties)}
    rows = (
        directions.join(number, on="incident_id")
        .with_columns(side=pl.col("party").replace_strict(sides, default=None, return_dtype=pl.Int64))
        .filter(pl.col("side").is_not_null())
        .sort("incident", "author", "between", "toward_deg")
    )
    lines = rows.group_by("incident").agg(many=pl.struct("author", "between").n_unique())
    told = rows.filter(pl.col("holds").is_not_null()).join(lines, on="incident", how="left", maintain_order="left")
    incident, at = np.unique(told["incident"].to_numpy(), return_inverse=True)
    sign = np.where(told["holds"].to_numpy(), -0.5, 0.5)
    each = sign * _POSITION * (1 - np.exp(-told["distance_km"].to_numpy() / _SETTLES_KM)) / told["many"].to_numpy()
    values = np.zeros((len(names.names), len(incident)))
    np.add.at(values, (told["side"].to_numpy(), at), each)
    told_so = "lies beyond the errors on ground that authors of lines say one side held; that decides nothing"
    return [Trace("position", "lines", incident, capped(values, names.sides, _POSITION), False, told_so)]


def weapons(rows: pl.DataFrame, held_by: Mapping[str, str], voices: Voices, names: Hypotheses) -> list[Trace]:
    """Return the traces of weapons that only one side has, by who identified them.

    Args:
        rows: records with ``incident``.
        held_by: the one party that has a weapon, by weapon.
        voices: who speaks; what the public or a party says of a weapon parts no sides.
        names: the hypotheses.
    """
    role = dict(zip(voices.source, voices.role, strict=True))
    sided = dict(zip(voices.source, (voices.own >= 0).tolist(), strict=True))
    known = {weapon: names.parties.index(party) for weapon, party in held_by.items() if party in names.parties}
    told = rows.filter(pl.col("weapon").is_in(list(known))).select("incident", "source", "weapon")
    best: dict[int, dict[int, float]] = {}
    for incident, source, weapon in told.unique().sort("incident", "source", "weapon").iter_rows():
        if sided[source]:
            continue
        worth = _WEAPON if role[source] in ACCREDITED else _WEAPON_TOLD if role[source] in _TELLS_OF_WEAPONS else 0
        one = best.setdefault(incident, {})
        one[known[weapon]] = max(one.get(known[weapon], 0), worth)
    clear = {incident: next(iter(one.items())) for incident, one in best.items() if len(one) == 1}
    traces = []
    for worth, basis in (
        (_WEAPON, "an accredited source identified a weapon that one side alone has, by the terms of the case"),
        (_WEAPON_TOLD, "a weapon that one side alone has was named, by a source that is not accredited"),
    ):
        of = {incident: side for incident, (side, found) in clear.items() if found == worth}
        values = np.zeros((len(names.names), len(of)))
        values[list(of.values()), np.arange(len(of))] = worth
        if of:
            incident = np.array(list(of), dtype=np.int64)
            traces.append(Trace("weapon", f"weapon, {worth:g}", incident, values, worth == _WEAPON, basis))
    return traces


def notified(
    incidents: pl.DataFrame,
    notifications: pl.DataFrame,
    announced: pl.DataFrame,
    names: Hypotheses,
    number: pl.DataFrame,
) -> list[Trace]:
    """Return the trace of exercises, demining and such that were announced beforehand for that time and place.

    One announced after it began, taken back, or for no place that is known excuses nothing. The less surely the
    incident lies where it was announced, the less it says.

    Args:
        incidents: with ``incident_id``, ``earliest`` and ``latest``.
        notifications: what was announced.
        announced: ``incident_id``, ``notification_id`` and the ``chance`` that the one lies where the other is for.
        names: the hypotheses.
        number: ``incident_id`` and ``incident``.
    """
    held = notifications.filter((pl.col("notified") < pl.col("from")) & pl.col("withdrawn").is_null())
    met = (
        announced.filter(pl.col("chance") > 0)
        .join(held.select("notification_id", "from", "until"), on="notification_id")
        .join(incidents.select("incident_id", "earliest", "latest"), on="incident_id")
        .filter(pl.col("earliest") < pl.col("until"), pl.col("latest") >= pl.col("from"))
    )
    found = met.group_by("incident_id").agg(pl.col("chance").max()).join(number, on="incident_id").sort("incident")
    traces = _for_one(found["incident"].to_numpy(), names, "notified", _NOTIFIED, _ANNOUNCED)
    for trace in traces:
        chance = found["chance"].to_numpy()
        trace.values[names.index(_FOR["notified"])] = np.log1p(chance * np.expm1(_NOTIFIED))
    return traces


def within(incidents: pl.DataFrame, notifications: pl.DataFrame) -> pl.DataFrame:
    """Return which incidents lie in the circles of which notices, with a ``chance`` of one; no zone is known."""
    there = notifications.filter(pl.col("lon").is_not_null()).select(
        "notification_id", "from", "until", there=pl.struct("lon", "lat", "radius_m")
    )
    pairs = (
        incidents.filter(pl.col("lon").is_not_null())
        .join_where(there, pl.col("earliest") < pl.col("until"), pl.col("latest") >= pl.col("from"))
        .unnest("there", separator="_")
    )
    apart = pl.Series(_metres(pairs, "lon", "lat", "there_lon", "there_lat"), dtype=pl.Float64)
    inside = pairs.filter(apart <= pairs["there_radius_m"])
    return inside.select("incident_id", "notification_id", chance=pl.lit(1.0))


def older_media(rows: pl.DataFrame, older: Collection[str], names: Hypotheses) -> list[Trace]:
    """Return the trace of media made before the event they are shown for; who posted them is not blamed for it."""
    found = rows.filter(pl.col("observation_id").is_in(list(older)))["incident"].unique().sort().to_numpy()
    basis = "a medium shown for it is older than the event"
    return _for_one(found, names, "media", _OLDER, basis)


def _for_one(found: NDArray[np.int64], names: Hypotheses, term: str, worth: float, basis: str) -> list[Trace]:
    values = np.zeros((len(names.names), len(found)))
    values[names.index(_FOR[term])] = worth
    return [Trace(term, term, found.astype(np.int64), values, True, basis)] if len(found) else []


def _metres(rows: pl.DataFrame, lon: str, lat: str, other_lon: str, other_lat: str) -> Floats:
    """Return distances on a sphere; for whether a place is inside a circle told in metres, that is exact enough."""
    a, b, c, d = (np.radians(rows[name].to_numpy()) for name in (lon, lat, other_lon, other_lat))
    square = np.sin((d - b) / 2) ** 2 + np.cos(b) * np.cos(d) * np.sin((c - a) / 2) ** 2
    metres: Floats = 2 * 6_371_009 * np.arcsin(np.sqrt(square))
    return metres
