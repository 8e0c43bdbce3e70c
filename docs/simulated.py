"""Print simulated marginals beside the figures of real ceasefires, for docs/explanation/simulation.md.

Run by hand after a change to a world, and put the table into the page::

    python docs/simulated.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from ceaseline.sensors import is_night
from ceaseline.simulation import Day, World, days, scenario, world

_SEED = 1
_SEEDS = 20  # worlds whose counts are averaged, where one says too little
_FIRE = ("small_arms", "mortar", "artillery", "rocket_artillery", "tank", "drone", "assault")
_SECTORS = 2  # in a region: 200 km, as long as the regions that were counted


def table() -> str:
    """Return the whole table as Markdown."""
    head = ["| | recorded, or claimed | simulated | world |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *(f"| {' | '.join(row)} |" for row in _rows())])


def _rows() -> Iterator[tuple[str, ...]]:
    made = world(scenario("founding-case"), _SEED)
    all_days = list(days(made))
    truth, told = _whole(all_days, "incidents"), _whole(all_days, "observations")
    fire = truth.filter(pl.col("act").is_in(_FIRE))
    yield from _sizes(made, all_days, fire, told)
    yield from _bursts(fire)
    yield from _courses()
    yield from _kinds(fire)
    yield from _exercises()
    one_eyed = list(days(world(scenario("one-eyed"), _SEED)))
    yield from _restrictions("one-eyed", "97 % (first quarter of 2020)", one_eyed)
    yield from _restrictions("founding-case", "equal there", all_days)
    yield from _tellers(all_days, told)


def _sizes(
    made: World, all_days: Sequence[Day], fire: pl.DataFrame, told: pl.DataFrame
) -> Iterator[tuple[str, ...]]:
    acts = fire["count"].sum() / len(all_days)
    yield "acts of fire a day on 2,000 km", "2,000 to 5,000 if fire is halved", f"{acts:,.0f}", made.scenario.name
    yield "records a day", "10,000 as a load to bear", f"{told.height / len(all_days):,.0f}", made.scenario.name
    hours = told.group_by(pl.col("earliest").dt.truncate("1h")).len()["len"]
    yield "records of the busiest hour", "1,000 as a load to bear", f"{hours.max():,}", made.scenario.name
    top = np.sort(fire.group_by("sector").len()["len"].to_numpy())[::-1]
    yield "fire in the top 4 of 20 sectors", "76 % (2020)", _percent(top[:4].sum() / top.sum()), made.scenario.name


def _bursts(fire: pl.DataFrame) -> Iterator[tuple[str, ...]]:
    region = pl.col("sector").cast(pl.Int64) // _SECTORS
    counted = fire.group_by(region.alias("region"), pl.col("at").dt.date().alias("day")).agg(pl.col("count").sum())
    wide = counted.pivot(on="day", index="region", values="count").drop("region").fill_null(0).to_numpy()
    mean, variance = wide.mean(axis=1), wide.var(axis=1, ddof=1)
    k = mean**2 / (variance - mean)
    zero = (wide == 0).mean(axis=1)
    name = "founding-case"
    yield (
        "k of daily counts by region",
        "0.20 to 0.89 (six slices, 2020 to 2022)",
        f"{k.min():.2f} to {k.max():.2f}, median {np.median(k):.2f}",
        name,
    )
    ratio = variance / mean
    yield "variance over mean of them", "14 to 391", f"{ratio.min():,.0f} to {ratio.max():,.0f}", name
    yield "days without any", "0 to 21 %", f"{_percent(zero.min())} to {_percent(zero.max())}", name
    yield "acts in the largest happening", "240 in 35 minutes", f"{fire['count'].max()}", name


def _courses() -> Iterator[tuple[str, ...]]:
    """Yield the drop at the start and the growth after it, from the counts of twenty worlds each."""
    quiet = scenario("quiet", days_before=14)
    counts = np.array([world(quiet, seed).counts.sum(axis=(1, 2)) for seed in range(_SEEDS)])
    drop = counts[:, :14].mean() / counts[:, 14:23].mean()
    yield "fire before over the first nine days", "19 (July 2020); 3 and more assumed", f"{drop:.0f}", "quiet"
    for name, recorded in (("founding-case", "1.35 to 2.4 (2017 to 2020)"), ("collapse", "2.4, the largest")):
        counts = np.array([world(scenario(name), seed).counts.sum(axis=(1, 2)) for seed in range(_SEEDS)])
        weeks = counts[:, :21].reshape(_SEEDS, 3, 7).sum(axis=(0, 2))
        yield "growth in a week, over three weeks", recorded, f"{np.sqrt(weeks[2] / weeks[0]):.2f}", name


def _kinds(fire: pl.DataFrame) -> Iterator[tuple[str, ...]]:
    by_foot = fire.filter(pl.col("act").is_in(["small_arms", "assault"]), pl.col("answers").is_null())
    night = float(
        is_night(by_foot["at"].to_physical().to_numpy(), *by_foot.select("lon", "lat").to_numpy().T).mean()
    )
    name = "founding-case"
    yield "small arms by night", "55 to 70 % (assumed, not recorded)", _percent(night), name
    drones = {code: _share(fire.filter(pl.col("acts_of") == code), "drone") for code in ("A", "B")}
    yield "drones in the fire of one side", "32 % (claimed)", _percent(drones["A"]), name
    yield "drones in that of the other", "68 to 71 % (claimed)", _percent(drones["B"]), name
    yield "assaults in all fire", "0.1 to 3 % (claimed)", f"{100 * _share(fire, 'assault'):.1f} %", name


def _exercises() -> Iterator[tuple[str, ...]]:
    """Yield how much of the explosions of a region and day was training."""
    truth = _whole(list(days(world(scenario("exercises"), _SEED))), "incidents")
    heard = truth.filter(pl.col("phenomenon").is_in(["shelling", "strike", "explosion"]))
    region = pl.col("sector").cast(pl.Int64) // 10  # of 210 km
    shares = heard.group_by(region.alias("region"), pl.col("at").dt.date().alias("day")).agg(
        pl.col("count").filter(pl.col("act") == "exercise").sum() / pl.col("count").sum()
    )["count"]
    over = f"over half on {_percent((shares > 0.5).mean())} of days"
    yield (
        "training in the explosions of a region and day",
        "0 to 100 %; 90 % on one day of February 2022",
        f"{_percent(shares.min())} to {_percent(shares.max())}, {over}",
        "exercises",
    )


def _restrictions(name: str, recorded: str, all_days: Sequence[Day]) -> Iterator[tuple[str, ...]]:
    by = _whole(all_days, "restrictions").filter(~pl.col("type").is_in(["jamming", "gps_interference"]))
    known = by["imposed_by"].drop_nulls()
    yield "restrictions on one side", recorded, _percent(float((known == "B").sum()) / known.len()), name
    rate = by.height / len(all_days) / scenario(name).length_km * 100
    usual = "0.9 (first quarter of 2020)" if name == "founding-case" else "twenty times that, to show in the record"
    yield "restrictions a day on 100 km", usual, f"{rate:.1f}", name


def _tellers(all_days: Sequence[Day], told: pl.DataFrame) -> Iterator[tuple[str, ...]]:
    members, truth = _whole(all_days, "members"), _whole(all_days, "incidents")
    fire = truth.filter(pl.col("act").is_in(_FIRE))["incident_id"]
    real = members.drop_nulls().join(
        told.select("observation_id", "asset", "source", "accused"), on="observation_id"
    )
    of_fire = real.filter(pl.col("incident_id").is_in(fire.to_list()))
    name = "founding-case"
    per = of_fire.height / of_fire["incident_id"].n_unique()
    yield "records of one happening that was told", "not published", f"{per:.1f}", name
    for whom, own in (("instruments or monitors", pl.col("asset").is_not_null()), ("anybody", pl.lit(value=True))):
        seen = of_fire.filter(own)["incident_id"].n_unique() / fire.len()
        yield f"fire recorded by {whom}", "nobody knows", _percent(seen), name
    nothing = members["incident_id"].null_count() / members.height
    yield "records of nothing that happened", "nobody knows", _percent(nothing), name
    camp = told.filter(pl.col("source").str.starts_with("left-press"))["accused"].drop_nulls()
    yield (
        "a camp's press names the other side",
        "90 to 97 % (assumed)",
        _percent(float((camp == "B").sum()) / camp.len()),
        name,
    )


def _whole(all_days: Sequence[Day], name: str) -> pl.DataFrame:
    return pl.concat([getattr(day, name) for day in all_days])


def _share(fire: pl.DataFrame, act: str) -> float:
    return fire.filter(pl.col("act") == act).height / fire.height


def _percent(share: object) -> str:
    return f"{100 * float(str(share)):.0f} %"


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
