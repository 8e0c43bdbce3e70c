"""Records as arrays: each with its place, its moment, and how far off it says it may be."""

from __future__ import annotations

from typing import NamedTuple

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray

from ceaseline.fusion.agreeing import points

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROUND = 1.5095921  # sigmas of a round normal error that hold 68 %
USUAL_KM: dict[str, float] = {  # sigma of a place where no radius is stated, by means; orders of magnitude, assumed
    "camera": 0.5,
    "acoustic": 1.0,
    "uav": 0.1,
    "video": 0.5,
    "satellite": 1.0,
    "satellite_thermal": 0.5,
    "seen": 2.0,
    "heard": 3.0,
    "reported": 4.0,
    "declared": 6.0,
}
USUAL_S: dict[str, float] = {  # the same for a moment of which no error is stated, seconds
    "camera": 5.0,
    "acoustic": 5.0,
    "uav": 10.0,
    "video": 300.0,
    "satellite": 600.0,
    "satellite_thermal": 600.0,
    "seen": 120.0,
    "heard": 120.0,
    "reported": 1800.0,
    "declared": 1800.0,
}
OTHER_KM, OTHER_S = 2.0, 300.0  # of means that are in neither list
LEAST_KM, LEAST_S = 0.005, 1.0  # nobody knows a place or a moment more exactly
STANDING = ("weapon_presence", "weapon_absence")  # words for weapons; those of two classes are never one
# Words for what somebody assessed as no act at all: a judgement, which no instrument confuses with another word.
ASSESSED = ("exercise", "exercise_inside", "exercise_outside", "controlled_explosion")
WIDEST_KM, LONGEST_S = 25.0, 43_200.0  # what is less exact is put together with nothing
_UNSAID = "\0"  # between a means and its word, and for no word
MOST_WORDS = 24  # true words that are told apart; rarer ones share the last


@attrs.frozen(eq=False)
class Vocabulary:
    """The words and names of a table, in their order, and what number each has.

    Attributes:
        sources: names.
        means: by source of the record; words a source uses belong to how it records.
        truths: words for what really was, the most frequent first in the alphabet's order.
        said: pairs of means and word, as one text each.
        weapons: classes.
        units: of quantities.
    """

    sources: list[str]
    means: list[str]
    truths: list[str]
    said: list[tuple[str, str | None]]
    weapons: list[str]
    units: list[str]


class Evidence(NamedTuple):
    """Records as columns of numbers, shape (n,) but for ``point``; what is not known is -1 or not a number.

    Attributes:
        point: kilometres from the middle of the earth, shape (n, 3).
        lon, lat: degrees.
        km: sigma of the place on each axis, as stated.
        at: seconds since 1970, the middle of the interval.
        s: sigma of the moment, as stated.
        source, means, said, weapon, unit: numbers in the vocabulary.
        kind: 0, or a number for each class of weapon that stands somewhere.
        amount: logarithm of the quantity.
        bearing, turn: degrees, and their sigma.
    """

    point: Floats
    lon: Floats
    lat: Floats
    km: Floats
    at: Floats
    s: Floats
    source: Ints
    means: Ints
    said: Ints
    weapon: Ints
    unit: Ints
    kind: Ints
    amount: Floats
    bearing: Floats
    turn: Floats


def vocabulary(rows: pl.DataFrame) -> Vocabulary:
    """Return the words and names of a table of observations."""
    counted = rows.filter(pl.col("phenomenon").is_not_null()).group_by("phenomenon").len()
    often = counted.sort("len", "phenomenon", descending=[True, False]).head(MOST_WORDS)["phenomenon"]
    said = rows.select(_means(), "phenomenon").unique().sort("means", "phenomenon", nulls_last=True)
    return Vocabulary(
        sources=rows["source"].unique().sort().to_list(),
        means=rows.select(_means())["means"].unique().sort().to_list(),
        truths=sorted(often.to_list()),
        said=list(said.iter_rows()),
        weapons=rows["weapon"].drop_nulls().unique().sort().to_list(),
        units=rows["unit"].drop_nulls().unique().sort().to_list(),
    )


def evidence(rows: pl.DataFrame, words: Vocabulary) -> Evidence:
    """Return a table of observations as arrays, in its own order."""
    lon, lat = (rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in ("lon", "lat"))
    start, end = (rows[name].dt.epoch("us").to_numpy() / 1e6 for name in ("earliest", "latest"))
    stated = rows["time_sigma_s"].fill_null(0.0).to_numpy()
    told = rows.select(
        *(pl.col(name) for name in ("source", "weapon", "unit", "phenomenon")),
        _means(),
        amount=(
            (
                pl.col("quantity_low").fill_null(pl.col("quantity_high"))
                + pl.coalesce("quantity_high", "quantity_low")
            )
            / 2
        ),
        standing=pl.when(pl.col("phenomenon").is_in(STANDING))
        .then(pl.concat_str("phenomenon", "weapon", separator=" ", ignore_nulls=True))
        .when(pl.col("phenomenon").is_in(ASSESSED))
        .then("phenomenon"),
    )
    means = told["means"]
    usual_km = means.replace_strict(USUAL_KM, default=OTHER_KM, return_dtype=pl.Float64).to_numpy()
    usual_s = means.replace_strict(USUAL_S, default=OTHER_S, return_dtype=pl.Float64).to_numpy()
    radius = rows["radius_m"].fill_null(0.0).to_numpy() / 1000 / ROUND
    spread = np.sqrt((end - start) ** 2 / 12 + stated**2)
    amount = told["amount"].fill_null(0.0).to_numpy()
    pairs = told.select(
        pl.concat_str("means", pl.col("phenomenon").fill_null(_UNSAID), separator=_UNSAID)
    ).to_series()
    standing = told["standing"]
    kinds = {name: number for number, name in enumerate(standing.drop_nulls().unique().sort(), 1)}
    with np.errstate(divide="ignore"):
        logs = np.where(amount > 0, np.log(amount), np.nan)
    return Evidence(
        point=points(lon, lat),
        lon=lon,
        lat=lat,
        km=np.maximum(np.where(radius > 0, radius, usual_km), LEAST_KM),
        at=(start + end) / 2,
        s=np.maximum(np.where(spread > 0, spread, usual_s), LEAST_S),
        source=_numbers(told["source"], words.sources),
        means=_numbers(means, words.means),
        said=_numbers(
            pairs, [f"{means}{_UNSAID}{_UNSAID if word is None else word}" for means, word in words.said]
        ),
        weapon=_numbers(told["weapon"], words.weapons),
        unit=np.where(np.isnan(logs), -1, _numbers(told["unit"], words.units)),
        kind=standing.replace_strict(kinds, default=0, return_dtype=pl.Int64).to_numpy(),
        amount=logs,
        bearing=rows["bearing_deg"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        turn=rows["bearing_sigma_deg"].cast(pl.Float64).fill_null(0.0).to_numpy(),
    )


def _means() -> pl.Expr:
    return pl.col("means").fill_null("?").alias("means")


def _numbers(values: pl.Series, names: list[str]) -> Ints:
    known = {name: number for number, name in enumerate(names)}
    return values.replace_strict(known, default=-1, return_dtype=pl.Int64).fill_null(-1).to_numpy()
