"""Allegations as records of their own kind: each of whoever alleges, and never in a count of ours."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import dataframely as dy
import polars as pl

from ceaseline.accounts.settlements import Candidate, weighed
from ceaseline.tables import Allegations, Observations, PlaceCandidates, Sources, from_rows

_LONGEST = timedelta(days=3)  # of a time that is said so loosely nothing can be matched with anything
MANY = 20.0  # acts from which on a number is a total of a time and no single act: that is a claim
_OTHERS = "others"  # who alleges something, and is of no party
MEANS = "statement"

Places = Mapping[str, Sequence[Candidate]]
"""The candidates of each allegation that names a place, by its id."""


def voices(
    allegations: dy.DataFrame[Allegations], sources: dy.DataFrame[Sources], parties: Collection[str]
) -> dy.DataFrame[Sources]:
    """Return a source for each alleger in each outlet: a party's word, whoever prints it.

    All that one party alleges is one group, however many outlets have it. What somebody else alleges is of the
    outlet's group. All have the role of a party, so what nobody else recorded stays ``alleged``.

    Args:
        allegations: of all accounts.
        sources: of the case.
        parties: codes of the terms.
    """
    outlets = {row["source"]: row for row in sources.iter_rows(named=True)}
    pairs = allegations.select("source", "alleger").unique(maintain_order=True).rows()
    rows = {
        _voice(source, alleger, parties): outlets[source]
        | {
            "source": _voice(source, alleger, parties),
            "role": "party",
            "party": alleger if alleger in parties else None,
            "group": f"said by {alleger}" if alleger in parties else outlets[source]["group"],
        }
        for source, alleger in pairs
    }
    return from_rows(Sources, list(rows.values()))


def _voice(source: str, alleger: str | None, parties: Collection[str]) -> str:
    return f"{source}:{alleger if alleger in parties else _OTHERS}"


def told_once(
    allegations: dy.DataFrame[Allegations], places: Places, sources: dy.DataFrame[Sources], parties: Collection[str]
) -> dy.DataFrame[Allegations]:
    """Return the allegations, each with the record it becomes: none for a denial, a total, or what has no hours.

    What one party says of one act, at hours that can be the same and a place of the same name, is one record,
    however many outlets print it, and however often.

    Args:
        allegations: of all accounts.
        places: what places they can mean.
        sources: of the case.
        parties: codes of the terms.
    """
    groups = dict(sources.select("source", "group").iter_rows())
    first: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    ids: list[str | None] = []
    for row in allegations.iter_rows(named=True):
        if not _is_one_act(row):
            ids.append(None)
            continue
        meant = places.get(row["allegation_id"], ())
        who = row["alleger"] if row["alleger"] in parties else groups[row["source"]]
        place = meant[0].name.casefold() if meant else ""
        before = first.setdefault((who, row["accused"], row["phenomenon"], place), [])
        same = next((each for each in before if _can_be_one(each, row)), None)
        if same is None:
            before.append(row)
        ids.append((same or row)["allegation_id"])
    return Allegations.validate(allegations.with_columns(observation_id=pl.Series(ids, dtype=pl.String)))


def _is_one_act(row: Mapping[str, Any]) -> bool:
    """Tell whether it says that something was done, at some hours, and not how often in a time."""
    dated = row["earliest"] is not None and row["latest"] - row["earliest"] <= _LONGEST
    return dated and not row["denial"] and (row["quantity_low"] or 0.0) < MANY


def _can_be_one(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(one["earliest"] <= other["latest"] and other["earliest"] <= one["latest"])


def recorded(
    allegations: dy.DataFrame[Allegations],
    places: Places,
    sources: dy.DataFrame[Sources],
    names: Mapping[str, str],
) -> dy.DataFrame[Observations]:
    """Return the records that allegations become.

    A text is the outlet's where its licence lets it be shown, else what it amounts to.

    Args:
        allegations: as :func:`told_once` returns them.
        places: what places they can mean.
        sources: of the case.
        names: of the parties, by code.
    """
    outlets = {row["source"]: row for row in sources.iter_rows(named=True)}
    told = allegations.filter(pl.col("observation_id") == pl.col("allegation_id"))
    return from_rows(
        Observations,
        [
            _record(row, outlets[row["source"]], places.get(row["allegation_id"], ()), names)
            for row in told.iter_rows(named=True)
        ],
    )


def _record(
    row: Mapping[str, Any], outlet: Mapping[str, Any], places: Sequence[Candidate], names: Mapping[str, str]
) -> dict[str, Any]:
    lon, lat, radius = weighed(places) or (None, None, None)
    same = ("capture_id", "line", "phenomenon", "weapon", "earliest", "latest", "accused", "unit")
    return {name: row[name] for name in (*same, "quantity_low", "quantity_high")} | {
        "observation_id": row["allegation_id"],
        "source": _voice(row["source"], row["alleger"], names),
        "means": MEANS,
        "lon": lon,
        "lat": lat,
        "radius_m": radius,
        "text": row["text"] if outlet["may_republish"] else _in_our_words(row, places, names),
        "licence": outlet["licence"],
        "may_republish": outlet["may_republish"],
    }


def _in_our_words(row: Mapping[str, Any], places: Sequence[Candidate], names: Mapping[str, str]) -> str:
    who, whom = (names.get(row[side] or "", "somebody") for side in ("alleger", "accused"))
    where = f", {places[0].name}" if places else ""
    return f"{who} says of {whom}: {row['phenomenon'].replace('_', ' ')}{where}"


def candidate_rows(places: Places) -> dy.DataFrame[PlaceCandidates]:
    """Return the candidates as a table."""
    return from_rows(PlaceCandidates, list(_rows(places)))


def _rows(places: Places) -> Iterator[dict[str, Any]]:
    for allegation_id, found in places.items():
        for number, each in enumerate(found, 1):
            yield {
                "allegation_id": allegation_id,
                "candidate": number,
                "name": each.name,
                "lon": each.lon,
                "lat": each.lat,
                "radius_m": each.radius_m,
                "line_km": each.line_km,
                "probability": each.probability,
            }
