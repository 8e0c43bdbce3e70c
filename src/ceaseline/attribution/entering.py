"""What comes in: whom it speaks of first, what people found, and what cannot be used as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import dataframely as dy
import polars as pl

from ceaseline.attribution.crossing import directions as across
from ceaseline.attribution.hypotheses import Hypotheses
from ceaseline.attribution.voices import Voices
from ceaseline.errors import InputError
from ceaseline.tables import Directions, Incidents, Lines


def ways(incidents: dy.DataFrame[Incidents], lines: pl.DataFrame | None) -> pl.DataFrame:
    """Return directions to the sides, made from lines where they are not given."""
    if lines is None:
        return Directions.create_empty()
    return lines if "toward_deg" in lines.columns else across(incidents, Lines.validate(lines))


def mentions(
    rows: pl.DataFrame,
    sources: pl.DataFrame,
    ways: pl.DataFrame,
    held_by: Mapping[str, str],
    reviewed: pl.DataFrame | None,
) -> Iterator[pl.DataFrame]:
    """Yield where each party is spoken of first, by keys in which no party's name is."""
    yield rows.select(party="accused", key="observation_id")
    yield sources.select("party", key="source")
    yield ways.select("party", key=pl.format("{} {} {}", "incident_id", "author", "toward_deg"))
    yield pl.DataFrame(
        {"party": list(held_by.values()), "key": list(held_by)}, schema={"party": pl.String, "key": pl.String}
    )
    if reviewed is not None:
        yield reviewed.select(party="hypothesis", key="incident_id")


def found(reviewed: pl.DataFrame | None, names: Hypotheses, number: pl.DataFrame) -> dict[int, int]:
    """Return what people found, by numbers.

    Raises:
        InputError: an incident or hypothesis that is not there, or two findings on one incident.
    """
    if reviewed is None:
        return {}
    places = dict(number.select("incident_id", "incident").iter_rows())
    found: dict[int, int] = {}
    for incident_id, hypothesis in reviewed.select("incident_id", "hypothesis").sort("incident_id").iter_rows():
        if incident_id not in places:
            raise InputError(
                f"reviewed: incident_id: (found: {incident_id}) is no incident. Mend: take the row out"
            )
        if hypothesis not in names.names:
            known = ", ".join(sorted(names.names))
            raise InputError(f"reviewed: hypothesis: (found: {hypothesis}). Mend: one of {known}")
        if found.setdefault(places[incident_id], names.index(hypothesis)) != names.index(hypothesis):
            raise InputError(
                f"reviewed: incident_id: (found: {incident_id}) is found to be two things. Mend: keep one"
            )
    return found


def warnings(
    rows: pl.DataFrame,
    sources: pl.DataFrame,
    names: Hypotheses,
    told_by: Voices,
    pairs: Sequence[tuple[str, str, str]],
) -> Iterator[str]:
    """Yield what could not be used as it stands, in sentences."""
    known = set(sources["source"])
    for source in told_by.source:
        if source not in known:
            yield f"{source} is in no table of sources: it counts as the public, whose voice is one."
    named = rows["accused"].drop_nulls().unique().sort()
    for accused in named.filter(~named.is_in(list(names.parties))):
        yield f"{accused} is blamed and is no party of the terms: that counts for third."
    bare = rows.filter(pl.col("bearing_deg").is_not_null() & pl.col("bearing_sigma_deg").is_null()).height
    if bare:
        yield f"{bare} bearings have no error, and part no sides: state bearing_sigma_deg."
    for one, other, why in pairs:
        yield f"{one} and {other} {why}: they are counted as one witness."
    sides = [own >= 0 for own, heard in zip(told_by.own.tolist(), told_by.heard.tolist(), strict=True) if heard]
    if sides and all(sides):
        yield "Every source but the public has the interest of a side: no side is proposed from them."
