"""How long and how well each sector was watched, day by day, for acts of each kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import attrs
import dataframely as dy
import numpy as np
import polars as pl
from numpy.typing import NDArray

from ceaseline.coverage.fleet import Fleet, Outlook, Sight, outlook, solid
from ceaseline.coverage.moments import Pieces, Sky, States, Stretches, states
from ceaseline.coverage.rows import Answer, frame
from ceaseline.sensors import turns
from ceaseline.tables import Assets, Exposure, Watched, Weather
from ceaseline.times import Day

if TYPE_CHECKING:
    from ceaseline.coverage.kernel import Tally

_SURE = 0.5  # an hour that is sure is a watched one, whatever chance a case asks for


@attrs.frozen(eq=False)
class Spots:
    """Places that stand for sectors, n of them: a mean over those of one sector is a mean over the sector.

    Attributes:
        sector: shape (n,), row of the sector in ``names``.
        lon, lat: shape (n,), degrees, WGS 84.
        names: of all sectors, those without a spot too.
    """

    sector: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    names: tuple[str, ...]


def expose(
    assets: dy.DataFrame[Assets],
    watched: dy.DataFrame[Watched],
    weather: dy.DataFrame[Weather],
    spots: Spots,
    *,
    phenomena: Sequence[str],
    parties: Sequence[str],
    days: Sequence[Day],
    cuts: Sequence[datetime],
    standing: Mapping[str, str],
    chance: float = 0.9,
) -> dy.DataFrame[Exposure]:
    """Return what could be seen: a row for each sector, day, part of it, side of a cut, phenomenon and party.

    Each act is asked about by itself: the chance that it is seen is ``1 - (1 - p) (1 - q) ...`` over all that watch
    at its moment, each with its chance at its distance, by day or night, in fog or under cloud. An hour counts as
    watched for the share of the sector where that is one half or more. Of those that look from above the best one
    counts alone, as they look through one sky. Time is exact to the microsecond; sunrise and sunset are whole
    minutes, for the middle of the sector.

    A sector that nobody can watch has rows that say so; one without a spot has them where something stands in it. A
    part of a day that has no time in a piece has no row. The order of rows changes nothing, nor do party codes.

    What *standing* names is told there alone: an hour in which it watched is a watched one, never a sure one, and
    the chance is not known, unless all of the sector was sure without it. What has no place, or a kind of which
    nobody knows what it sees, and does not stand in a sector that there is, may see anywhere.

    Args:
        assets: what there is to watch with, parties' own left out.
        watched: when each really watched; what is not in ``assets`` is left out.
        weather: fog and cloud; of sectors that are not among the spots nothing is used.
        spots: where.
        phenomena: acts, in the words of the observations.
        parties: codes.
        days: which days, with their beginnings and ends, in their order.
        cuts: moments within days at which windows of clauses begin or end.
        standing: sectors of assets whose place or reach is not known, by asset.
        chance: of seeing an act, from which on an hour is a sure one; one half counts where less is asked.

    Returns:
        In the order of sectors, phenomena, parties and days as given.
    """
    fleet = Fleet.of(assets, standing)
    stretches = Stretches.of(fleet, watched)
    skies = Sky.of_all(weather)
    pieces = Pieces.of(days, cuts)
    where = {name: sector for name, sector in standing.items() if sector in spots.names}
    whose = {party: fleet.sees(party) for party in parties}
    middles = _middles(fleet, spots)
    rows: list[pl.DataFrame] = [Exposure.create_empty()]
    for number, sector in enumerate(spots.names) if len(pieces.start) else ():
        here = spots.sector == number
        stands = np.array([where.get(name, sector) == sector for name in fleet.names], dtype=np.bool_)
        unknown = stands & (fleet.sight == Sight.UNKNOWN)
        seen = outlook(fleet, unknown, spots.lon[here], spots.lat[here], phenomena)
        sun = turns(int(pieces.start[0]), int(pieces.until[-1]), *middles[number])
        held = states(fleet, stretches, seen.columns, pieces=pieces, sun=sun, sky=skies(sector))
        answers = [
            answer
            for answer in _answers(fleet, seen, held, whose, causes=len(stretches.causes), chance=chance)
            if answer.assets or here.any()
        ]
        if answers:
            rows.append(frame(sector, answers, held, pieces, days=days, causes=stretches.causes))
    return Exposure.validate(pl.concat(each.select(Exposure.column_names()) for each in rows))


def _answers(
    fleet: Fleet, seen: Outlook, held: States, whose: Mapping[str, NDArray[np.bool_]], *, causes: int, chance: float
) -> Iterator[Answer]:
    """Yield the answers for one sector; what is the same for several parties is worked out once."""
    for phenomenon, (able, chances) in seen.chances.items():
        known: dict[bytes, Tally | None] = {}
        for party, sees in whose.items():
            used = able & sees[seen.columns]
            if used.tobytes() not in known:
                tally = None
                if used.any():
                    from ceaseline.coverage import kernel  # noqa: PLC0415  loads a compiler

                    means = kernel.Means(fleet.sight[seen.columns[used]], np.ascontiguousarray(chances[:, used]))
                    tally = kernel.tally(held.only(used), means, causes, max(chance, _SURE))
                known[used.tobytes()] = tally
            yield Answer(phenomenon, party, int(used.sum()), known[used.tobytes()])


def _middles(fleet: Fleet, spots: Spots) -> list[tuple[float, float]]:
    """Return the middle of each sector, longitude and latitude; of one without a spot that of all there is."""
    there = solid(spots.lon, spots.lat)
    everything = np.concatenate([there, fleet.solid[~np.isnan(fleet.solid[:, 0])]])
    found = []
    for number in range(len(spots.names)):
        own = there[spots.sector == number]
        x, y, z = (own if len(own) else everything).sum(axis=0)
        found.append((float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y))))))
    return found
