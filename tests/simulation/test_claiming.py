"""Claims of parties: exaggerated, sometimes badly added up, and changed by those who relay them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import polars as pl
import pytest

from ceaseline.simulation import World
from ceaseline.simulation.claiming import TOTAL

Maker = Callable[..., World]
Whole = Callable[[World, str], pl.DataFrame]

pytestmark = pytest.mark.usefixtures("outside_shut")

FIRE = ["small_arms", "mortar", "artillery", "rocket_artillery", "tank", "drone", "assault"]


def stated(claims: pl.DataFrame, source: str, words: str) -> pl.DataFrame:
    return claims.filter(pl.col("source") == source, pl.col("stated") == words)


def test_each_party_claims_of_the_other_and_never_of_itself(make: Maker, whole: Whole) -> None:
    claims = whole(make(), "claims")
    own = claims.filter(pl.col("source").str.ends_with("-claims"))
    assert {("left-claims", "A", "B"), ("right-claims", "B", "A")} == set(
        own.select("source", "claimant", "accused").iter_rows()
    )


@pytest.mark.parametrize(("chance", "residuals"), [(0.0, False), (1.0, True)])
def test_parts_make_the_total_except_where_they_are_added_up_wrongly(
    make: Maker, whole: Whole, chance: float, residuals: bool
) -> None:
    claims = whole(make(left={"sums_wrong": chance}, right={"sums_wrong": chance}), "claims")
    own = claims.filter(pl.col("source").str.ends_with("-claims"))
    is_total = pl.col("item") == TOTAL
    sums = own.group_by("source", "from", "until", "stated").agg(
        pl.col("count").filter(is_total).sum() - pl.col("count").filter(~is_total).sum()
    )
    assert 12 == sums.height  # two parties, three days, of the day and so far
    assert residuals == all(count > 0 for count in sums["count"])
    assert residuals or {0} == set(sums["count"])


def test_what_is_claimed_so_far_is_the_sum_of_the_days(make: Maker, whole: Whole) -> None:
    claims = whole(make(left={"sums_wrong": 0}), "claims")
    daily = stated(claims, "left-claims", "today").group_by("item").agg(pl.col("count").sum()).sort("item")
    last = stated(claims, "left-claims", "since the ceasefire began")
    last = last.filter(pl.col("until") == pl.col("until").max()).select("item", "count").sort("item")
    assert daily.equals(last)
    assert {timedelta(days=3)} == set(
        stated(claims, "left-claims", "since the ceasefire began")
        .select(pl.col("until") - pl.col("from"))
        .to_series()
    ) - {timedelta(days=1), timedelta(days=2)}


def test_a_party_claims_as_many_times_what_there_was_as_it_exaggerates(make: Maker, whole: Whole) -> None:
    made = make(length_km=1000, days=7, fire={"rate": 100, "drop": 1}, left={"exaggerates": 3})
    truth = whole(made, "incidents").filter(pl.col("act").is_in(FIRE), pl.col("acts_of") == "B")
    claimed = stated(whole(made, "claims"), "left-claims", "today").filter(pl.col("item") != TOTAL)
    assert 3 == pytest.approx(float(claimed["count"].sum()) / float(truth["count"].sum()), rel=0.25)


def test_relays_change_a_number_a_side_or_a_window_now_and_then_and_mostly_nothing(
    make: Maker, whole: Whole
) -> None:
    claims = whole(make(days=20), "claims")
    given = ["item", "from", "until", "claimant", "accused", "count"]
    own = claims.filter(pl.col("source").str.ends_with("-claims")).select(given).unique()
    relayed = claims.filter(pl.col("source").str.starts_with("relay"))
    same = relayed.join(own, on=given, how="semi").height
    assert 0.8 < same / relayed.height < 0.95
    changed = relayed.join(own, on=given, how="anti")
    window = changed.join(own, on=["item", "from", "claimant", "accused", "count"]).height
    side = changed.join(own, on=["item", "from", "until", "count"]).height
    number = changed.join(own, on=["item", "from", "until", "claimant", "accused"]).height
    assert min(window, side, number) > 5
