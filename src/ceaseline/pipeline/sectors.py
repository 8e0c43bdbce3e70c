"""Where coverage is told: stretches of lines, places of clauses, and what has no place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import count

import attrs
import dataframely as dy
import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ceaseline.coverage import Spots
from ceaseline.line.measure import area_km2, sector, sectors
from ceaseline.line.walking import Walk
from ceaseline.pipeline.locating import Places
from ceaseline.places.spread import spread
from ceaseline.sensors import SENSORS
from ceaseline.tables import Assets, Clauses, ClauseSectors, Lines, Sectors, Sources, from_rows
from ceaseline.terms.codes import CODES

UNPLACED = "without a place"  # the sector of what nobody can place
EVERYWHERE = "everywhere"
SEES_EVERYWHERE = frozenset({"satellite_thermal"})  # kinds of asset that need no place
_STEP_KM = 1.0  # between the spots along a line
_ASIDE_KM = (
    -3.0,
    0.0,
    3.0,
)  # of the spots across it: what most of the fire crosses, a band of 3 km each side; assumed

Floats = NDArray[np.float64]


@attrs.frozen(eq=False)
class Layout:
    """Where coverage is told.

    Attributes:
        sectors: all of them.
        spots: places that stand for those that have one.
        clauses: which sectors each clause is about, for each side it binds.
        standing: sectors of assets whose place or reach is not known.
        zones: the places of clauses, by sector, WGS 84 degrees.
    """

    sectors: dy.DataFrame[Sectors]
    spots: Spots
    clauses: dy.DataFrame[ClauseSectors]
    standing: Mapping[str, str]
    zones: Mapping[str, BaseGeometry]


@attrs.frozen(eq=False)
class _Sector:
    """A sector with its spots, and which clauses its place is that of."""

    row: Mapping[str, object]
    lon: Floats
    lat: Floats
    of: frozenset[tuple[str, str]] = frozenset()
    shape: BaseGeometry | None = None

    @property
    def name(self) -> str:
        return str(self.row["sector"])


def laid_out(
    clauses: dy.DataFrame[Clauses],
    lines: dy.DataFrame[Lines],
    assets: dy.DataFrame[Assets],
    sources: dy.DataFrame[Sources],
    *,
    drawn: Mapping[str, BaseGeometry],
    places: Places,
    sector_km: float,
) -> Layout:
    """Return the sectors of a case.

    Lines are cut where the placements of incidents cut them: along each author's first line that is no sketch.
    Authors that speak for a party are left out, unless there are no others. Where nobody drew a line, those of the
    terms do.

    Args:
        clauses: the terms laid flat.
        lines: of all authors.
        assets: what there is to watch with.
        sources: who speaks for a party.
        drawn: lines of the terms, by name.
        places: where each clause holds for each side.
        sector_km: length of a sector along a line.
    """
    along = list(_stretches(_walked(lines, sources) or _of_terms(drawn), sector_km))
    bound = clauses.filter("binding").unique(["clause_id", "obligor"], keep="first", maintain_order=True)
    zones = list(_zones(bound, places, {UNPLACED, EVERYWHERE, *(stretch.name for stretch in along)}))
    placed = [*along, *zones]
    about = from_rows(ClauseSectors, list(_about(bound, [stretch.name for stretch in along], zones)))
    standing = dict.fromkeys(_standing(assets, anywhere=bool(placed)), UNPLACED)
    needed = bool(standing) or UNPLACED in about["sector"]
    unplaced = [_Sector({"sector": UNPLACED, "kind": "unplaced"}, np.zeros(0), np.zeros(0))] if needed else []
    every = [*placed, *unplaced]
    return Layout(
        from_rows(Sectors, [each.row for each in every]),
        _spots(every),
        about,
        standing,
        {zone.name: zone.shape for zone in zones if zone.shape is not None},
    )


def _walked(
    lines: dy.DataFrame[Lines], sources: dy.DataFrame[Sources]
) -> list[tuple[str, str | None, BaseGeometry]]:
    """Return the first line of each author and pair of sides, by author."""
    first = (
        lines.filter(~pl.col("schematic"))
        .with_columns(between=pl.concat_list("left", "right").list.sort().list.join("/"))
        .sort("author", "between", "day")
        .unique(["author", "between"], keep="first", maintain_order=True)
    )
    own = pl.col("source").is_in(sources.filter(pl.col("role") == "party")["source"].implode())
    others = first.filter(~own)
    chosen = first if others.is_empty() else others
    return [
        (author, between, shapely.from_wkb(raw))
        for author, between, raw in chosen.select("author", "between", "geometry").iter_rows()
    ]


def _of_terms(drawn: Mapping[str, BaseGeometry]) -> list[tuple[str, str | None, BaseGeometry]]:
    return [(name, None, drawn[name]) for name in sorted(drawn)]


def _stretches(walked: list[tuple[str, str | None, BaseGeometry]], sector_km: float) -> Iterator[_Sector]:
    """Yield the sectors of each line; their names tell authors and pairs of sides apart where there are several."""
    authors, pairs = ({each[position] for each in walked} for position in (0, 1))
    for author, between, line in walked:
        with suppress(ValueError):  # a line without length has no stretches
            walk = Walk.of(line)
            many = int(sectors(walk.length_km, sector_km))
            for number in range(many):
                start, end = number * sector_km, (number + 1) * sector_km if number + 1 < many else walk.length_km
                name = sector(start + sector_km / 2, sector_km)
                name += f" {between}" if len(pairs) > 1 else ""
                name += f" by {author}" if len(authors) > 1 else ""
                lon, lat = _beside(walk, start, end)
                row = {"author": author, "between": between, "from_km": start, "until_km": end}
                yield _Sector({"sector": name, "kind": "line", **row}, lon, lat)


def _beside(walk: Walk, start: float, end: float) -> tuple[Floats, Floats]:
    steps = max(round((end - start) / _STEP_KM), 1)
    km = start + (np.arange(steps) + 0.5) * (end - start) / steps
    return walk.places(np.repeat(km, len(_ASIDE_KM)), np.tile(_ASIDE_KM, steps))


def _zones(bound: pl.DataFrame, places: Places, taken: set[str]) -> Iterator[_Sector]:
    """Yield a sector for each place that clauses have, each place once, however many clauses share it."""
    shapes: dict[bytes, BaseGeometry] = {}
    scopes: dict[bytes, str] = {}
    of: dict[bytes, set[tuple[str, str]]] = {}
    for (clause_id, scope), rows in bound.group_by(["clause_id", "scope"], maintain_order=True):
        sides: dict[bytes, list[str]] = {}
        for obligor in rows["obligor"]:
            reaches = places.get((str(clause_id), obligor))
            if reaches:
                widest = max(reaches.values(), key=area_km2)
                shapes[widest.wkb] = widest
                sides.setdefault(widest.wkb, []).append(obligor)
        for key, obligors in sides.items():
            scopes.setdefault(key, f"{scope} for {', '.join(sorted(obligors))}" if len(sides) > 1 else str(scope))
            of.setdefault(key, set()).update((str(clause_id), obligor) for obligor in obligors)
    for key, scope in scopes.items():
        name = _free(scope, taken)
        taken.add(name)
        yield _Sector({"sector": name, "kind": "zone"}, *spread(shapes[key]), frozenset(of[key]), shapes[key])


def _free(name: str, taken: Iterable[str]) -> str:
    names = (name if number == 1 else f"{name} {number}" for number in count(1))
    return next(each for each in names if each not in taken)


def _about(bound: pl.DataFrame, along: list[str], zones: list[_Sector]) -> Iterator[dict[str, object]]:
    """Yield where acts against each clause would be seen; only time is known of those that have no place."""
    for clause_id, obligor, scope, code in bound.select("clause_id", "obligor", "scope", "code").iter_rows():
        names, whole = [zone.name for zone in zones if (clause_id, obligor) in zone.of], True
        if not names and scope == EVERYWHERE and along:
            names, whole = along, code in CODES and not CODES[code].ranges_wide
        for name in names or [UNPLACED]:
            yield {"clause_id": clause_id, "obligor": obligor, "sector": name, "whole": whole}


def _standing(assets: dy.DataFrame[Assets], *, anywhere: bool) -> pl.Series:
    """Return the assets of which nobody can tell what places they see."""
    lost = pl.col("lon").is_null() & ~pl.col("kind").is_in(list(SEES_EVERYWHERE))
    return assets.filter(~pl.lit(anywhere) | lost | ~pl.col("kind").is_in(list(SENSORS)))["asset"]


def _spots(sectors: list[_Sector]) -> Spots:
    each = [len(one.lon) for one in sectors]
    return Spots(
        np.repeat(np.arange(len(sectors), dtype=np.int64), each),
        np.concatenate([np.zeros(0), *(one.lon for one in sectors)]),
        np.concatenate([np.zeros(0), *(one.lat for one in sectors)]),
        tuple(one.name for one in sectors),
    )
