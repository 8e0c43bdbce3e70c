"""The areas that numbers are told of: a whole line and each zone; single sectors in a restricted report alone."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import polars as pl

from ceaseline.publishing.along_line import least_watched
from ceaseline.publishing.coverage import Coverage
from ceaseline.publishing.report.counting import Time
from ceaseline.publishing.report.frame import Frame
from ceaseline.terms import listed


@attrs.frozen
class Area:
    """One area.

    Attributes:
        name: as a table calls it.
        kind: line, zone or unplaced.
        author: who drew the line; None where it is none.
        sectors: those it is made of.
        km: length of the line; None where it is none.
    """

    name: str
    kind: str
    author: str | None
    sectors: tuple[str, ...]
    km: float | None


@attrs.frozen
class Watched:
    """How well an area was watched; of several kinds of act and sides, the one watched least counts.

    Attributes:
        coverage: shares of the hours.
        hours: how many there were.
        chance: that one act at any moment and place is seen; None where that is not known.
        lost: hours that would have been watched but for what stopped assets, as a mean over the area.
    """

    coverage: Coverage
    hours: float
    chance: float | None
    lost: float


NOBODY_KNOWS = Watched(Coverage(), 0.0, None, 0.0)


def areas(frame: Frame) -> list[Area]:
    """Return the areas of a report: lines by author, then zones, then what has no place."""
    sectors = frame.material.sectors
    if frame.restricted:
        return [_single(frame, row) for row in sectors.iter_rows(named=True)]
    found = []
    lines = sectors.filter(pl.col("kind") == "line")
    for (author, between), rows in lines.group_by(["author", "between"], maintain_order=True):
        km = float((rows["until_km"] - rows["from_km"]).sum())
        name = frame.say("areas.line", author=author or frame.say("areas.terms"), sides=between or "")
        found.append(Area(name, "line", author, tuple(rows["sector"]), km))
    others = sectors.filter(pl.col("kind") != "line")
    return found + [_single(frame, row) for row in others.iter_rows(named=True)]


def _single(frame: Frame, row: Mapping[str, object]) -> Area:
    length = row["until_km"] - row["from_km"] if row["kind"] == "line" else None  # type: ignore[operator]
    author = None if row["author"] is None else str(row["author"])
    area = Area(str(row["sector"]), str(row["kind"]), author, (str(row["sector"]),), length)
    about = listed(clauses_of(frame, area)) if area.kind == "zone" else ""
    return attrs.evolve(area, name=frame.say("areas.zone", zone=area.name, terms=about)) if about else area


def watched(frame: Frame, time: Time, *, by: str | None = None) -> dict[tuple[str, str], Watched]:
    """Return how well each area was watched in a time, by the name of the area and a word of *by*.

    Stretches count by their length, and each sector as its exposure says it.

    Args:
        frame: of the report.
        time: begin and end, UTC.
        by: ``part`` for day and night, or ``phenomenon``; None for all together, whose word is empty.
    """
    exposure = frame.material.exposure.filter(pl.col("from") >= time[0], pl.col("until") <= time[1])
    told = exposure.join(_lengths(frame), on="sector").with_columns(word=pl.lit("") if by is None else pl.col(by))
    least = least_watched(told, ["area", "word"], ["phenomenon", "acts_of"])
    return {
        (row["area"], row["word"]): Watched(
            Coverage(min(row["watched"], 1.0), min(row["sure"], 1.0)), row["hours"], row["chance"], row["lost"]
        )
        for row in least.iter_rows(named=True)
    }


def clauses_of(frame: Frame, area: Area) -> list[str]:
    """Return the clauses of which acts would be seen in an area, in the order of the terms."""
    sectors = frame.material.clause_sectors
    own = set(sectors.filter(pl.col("sector").is_in(list(area.sectors)))["clause_id"])
    return [clause.id for clause in frame.material.terms.clauses if clause.id in own]


def sides_watched(frame: Frame, time: Time) -> dict[str, Coverage]:
    """Return how well acts of each side were watched for along lines and in zones; the kind watched least counts.

    Args:
        frame: of the report.
        time: begin and end, UTC.
    """
    length = (pl.col("until_km") - pl.col("from_km")).fill_null(1.0).alias("length")
    told = frame.material.exposure.filter(pl.col("from") >= time[0], pl.col("until") <= time[1]).join(
        frame.material.sectors.select("sector", "kind", "author", length), on="sector"
    )
    least = least_watched(told, ["acts_of"], ["phenomenon", "kind", "author"])
    return {
        side: Coverage(min(seen, 1.0), min(sure, 1.0))
        for side, seen, sure in least.select("acts_of", "watched", "sure").iter_rows()
    }


def _lengths(frame: Frame) -> pl.DataFrame:
    """Return which sector lies in which area, and how much it counts there."""
    length = dict(
        frame.material.sectors.select(
            "sector", (pl.col("until_km") - pl.col("from_km")).fill_null(1.0).alias("length")
        ).iter_rows()
    )
    rows = [(area.name, sector, length[sector]) for area in areas(frame) for sector in area.sectors]
    return pl.DataFrame(rows, schema={"area": pl.String, "sector": pl.String, "length": pl.Float64}, orient="row")


def lying_in(frame: Frame, area: Area, incidents: pl.DataFrame) -> pl.DataFrame:
    """Return the incidents of an area: nearest to a line, or held against a clause of that zone and not outside.

    Args:
        frame: of the report.
        area: which one.
        incidents: among these.
    """
    material = frame.material
    if area.kind == "line":
        own = material.placements.filter(
            pl.col("sector").is_in(list(area.sectors)),
            pl.col("author").eq_missing(pl.lit(area.author, pl.String)),
        )
    elif area.kind == "zone":
        own = material.findings.filter(
            pl.col("clause_id").is_in(clauses_of(frame, area)),
            pl.col("outcome") != "out_of_scope",
            ~pl.col("place").is_in(["not_met"]).fill_null(value=False),
        )
    else:
        return incidents.filter(pl.col("lon").is_null())
    return incidents.join(own.select("incident_id").unique(), on="incident_id", how="semi")
