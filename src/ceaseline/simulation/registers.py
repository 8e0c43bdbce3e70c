"""Registers of a day as tables: assets, watches, restrictions, and papers that parties deposited."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import dataframely as dy
import numpy as np
import polars as pl

from ceaseline.simulation.acts import Acts
from ceaseline.simulation.arrays import DAY, HOUR, QUARTER, Ints
from ceaseline.simulation.dice import dice
from ceaseline.simulation.innocent import SITES
from ceaseline.simulation.records import named, numbered, repeated
from ceaseline.simulation.truth import moments
from ceaseline.simulation.watching import TYPES, Watching
from ceaseline.simulation.world import World
from ceaseline.tables import Assets, Notices, Restrictions, Watches
from ceaseline.tables.watches import STATUSES

_REASONS = {"degraded": "fog", "non_operational": "out of order"}


def capture_id(world: World, source: str, day: int | str) -> str:
    """Return an id that stands for the file in which a source's records of a day arrive."""
    name = f"{world.scenario.name}/{world.seed}/{source}/{day}"
    return hashlib.sha256(name.encode()).hexdigest()


def assets(world: World) -> dy.DataFrame[Assets]:
    """Return what there is to watch with, and where it stands."""
    posted, n = world.posted, len(world.posted.asset)
    return Assets.validate(
        pl.DataFrame(
            {
                "asset": posted.asset,
                "kind": posted.kind,
                "owner": repeated(None, n),
                "acts_of": repeated("any", n),
                "lon": pl.Series(posted.lon, nan_to_null=True),
                "lat": pl.Series(posted.lat, nan_to_null=True),
                "source": repeated("asset-register", n),
                "capture_id": repeated(capture_id(world, "asset-register", "all"), n),
                "line": np.arange(n) + 2,
            }
        )
    )


def watches(world: World, day: int, seen: Watching) -> dy.DataFrame[Watches]:
    """Return each asset's stretches of one status, as its own register has them: restrictions are not in it."""
    status = seen.status
    begins = np.ones_like(status, dtype=np.bool_)
    begins[:, 1:] = status[:, 1:] != status[:, :-1]
    asset, start = np.nonzero(begins)
    ends = np.append(np.where(asset[1:] == asset[:-1], start[1:], 96), 96)[: len(asset)]
    word = status[asset, start]
    kept = word >= 0
    asset, start, ends, word = asset[kept], start[kept], ends[kept], word[kept]
    statuses = named(STATUSES, word)
    midnight, n = world.midnight(day), len(asset)
    return Watches.validate(
        pl.DataFrame(
            {
                "source": repeated("watch-register", n),
                "asset": named(world.posted.asset, asset),
                "from": moments(midnight + start * QUARTER),
                "until": moments(midnight + ends * QUARTER),
                "status": statuses,
                "reason": statuses.replace_strict(_REASONS, default=None, return_dtype=pl.String),
                "capture_id": repeated(capture_id(world, "watch-register", day), n),
                "line": np.arange(n) + 2,
            }
        )
    )


def restrictions(world: World, day: int, seen: Watching) -> dy.DataFrame[Restrictions]:
    """Return what kept assets from watching, and who is said to have."""
    stopped, midnight, n = seen.stopped, world.midnight(day), len(seen.stopped.asset)
    said = np.where(stopped.established | (np.arange(n) % 3 > 0), stopped.by, -1)  # of the others, two in three
    return Restrictions.validate(
        pl.DataFrame(
            {
                "restriction_id": numbered("r", world.date(day), n),
                "from": moments(midnight + stopped.start * QUARTER),
                "until": moments(midnight + stopped.end * QUARTER),
                "asset": named(world.posted.asset, stopped.asset),
                "sector": repeated(None, n),
                "type": named(TYPES, stopped.type),
                "imposed_by": named(world.scenario.parties, said),
                "established": stopped.established,
                "source": repeated("restriction-register", n),
                "capture_id": repeated(capture_id(world, "restriction-register", day), n),
                "line": np.arange(n) + 2,
            }
        )
    )


def notices(world: World, day: int, done: Acts) -> dy.DataFrame[Notices]:
    """Return what parties gave notice of, or deposited, that concerns a day; when each arrived stands beside it.

    Half of the clearances of mines are announced, by the side on whose ground they are.
    """
    rng = dice(world.seed, "papers", SITES + 10 + day)
    named_ = done.is_of("exercise") & done.allowed
    named_ |= done.is_of("demining") & (rng.random(len(done)) < 0.5)
    orders = (done.is_of("order") & done.allowed) | (done.is_of("order_withdrawn") & (rng.random(len(done)) < 0.5))
    rows = np.flatnonzero(named_ | orders)
    n, order = len(rows), orders[rows]
    lon, lat = world.places(day, done.chainage[rows], done.offset[rows])
    side = np.where(done.side[rows] >= 0, done.side[rows], (np.nan_to_num(done.offset[rows]) < 0).astype(np.int64))
    start: Ints = done.at[rows] - np.where(order, 0, HOUR)
    until = pl.select(pl.when(pl.Series(order)).then(None).otherwise(moments(done.until[rows] + HOUR))).to_series()
    subjects = np.select(
        [done.is_of(name)[rows] for name in ("exercise", "demining", "order")], [0, 1, 2], default=3
    ).astype(np.int64)
    return Notices.validate(
        _papers(
            {
                "notice_id": numbered("n", world.date(day), n),
                "party": named(world.scenario.parties, side),
                "subject": named(("exercise", "demining", "order", "order_withdrawn"), subjects),
                "from": moments(start),
                "until": until,
                "lon": pl.Series(lon, nan_to_null=True),
                "lat": pl.Series(lat, nan_to_null=True),
                "radius_m": pl.Series(np.where(np.isfinite(lon), 3000.0, np.nan), nan_to_null=True),
                "received": moments(np.where(order, start, start - rng.integers(DAY, 3 * DAY, n))),
                "text": repeated(None, n),
            }
        )
    )


def _papers(columns: Mapping[str, pl.Series]) -> pl.DataFrame:
    """Return notices that are papers: nobody announced them."""
    return pl.concat([Notices.create_empty(), pl.DataFrame(columns)], how="diagonal")
