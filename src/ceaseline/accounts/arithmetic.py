"""Do the parts of a claimed total add up, and do two totals speak of the same time?

A claim that adds up is no truer for it; one that does not is not thereby false. Both facts
are worth knowing before anybody compares two numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import dataframely as dy
import polars as pl

from ceaseline.tables import Claims, ClaimWindows, from_rows
from ceaseline.times import Window

# Claims belong together when one claimant speaks of one accused and one window; where the window is not
# given as times, its wording stands in for it.
_TOGETHER = ["source", "claimant", "accused", "from", "until"]


def reckon(claims: pl.DataFrame, totals: Mapping[str, Sequence[str]]) -> dy.DataFrame[Claims]:
    """Return the claims with each total's parts and what is left over.

    Args:
        claims: n rows as a source read them; ``total_of`` and the residual are filled in here.
        totals: for each source, the items that are totals of the others in the same window.

    Returns:
        n rows in their order. On a total, ``total_of`` names its parts and ``residual`` is total less
        sum: ``exact``; ``at_most`` where a part is a lower bound; ``at_least`` where the total is one;
        null where both are, because nothing follows then.
    """
    keyed = claims.with_columns(
        is_total=pl.any_horizontal(
            pl.lit(value=False),
            *((pl.col("source") == source) & pl.col("item").is_in(list(items)) for source, items in totals.items()),
        ),
        wording=pl.when(pl.col("from").is_null()).then("stated"),
    )
    key = [*_TOGETHER, "wording"]
    parts = (
        keyed.filter(~pl.col("is_total"))
        .group_by(key, maintain_order=True)
        .agg(
            parts=pl.col("claim_id").str.join(" "),
            parts_sum=pl.col("count").sum(),
            parts_bound=pl.col("at_least").any(),
        )
    )
    joined = keyed.join(parts, on=key, how="left", nulls_equal=True, maintain_order="left")
    has_parts = pl.col("is_total") & pl.col("parts").is_not_null()
    bound = (
        pl.when(~has_parts | (pl.col("at_least") & pl.col("parts_bound")))
        .then(None)
        .when("at_least")
        .then(pl.lit("at_least"))
        .when("parts_bound")
        .then(pl.lit("at_most"))
        .otherwise(pl.lit("exact"))
    )
    told = joined.with_columns(total_of=pl.when(has_parts).then("parts"), residual_is=bound).with_columns(
        residual=pl.when(pl.col("residual_is").is_not_null()).then(pl.col("count") - pl.col("parts_sum"))
    )
    return Claims.validate(told)


def compare_windows(
    claims: dy.DataFrame[Claims], totals: Mapping[str, Sequence[str]]
) -> dy.DataFrame[ClaimWindows]:
    """Return each pair of totals by different claimants, with the hours they have in common.

    Args:
        claims: what :func:`reckon` returned.
        totals: for each source, the items that are totals.

    Returns:
        A row for each pair, in the order of the claims.
    """
    of_totals = [row for row in claims.iter_rows(named=True) if row["item"] in totals.get(row["source"], ())]
    pairs = [pair for pair in combinations(of_totals, 2) if pair[0]["claimant"] != pair[1]["claimant"]]
    return from_rows(ClaimWindows, [_compared(left, right) for left, right in pairs])


def _compared(left: Mapping[str, Any], right: Mapping[str, Any]) -> dict[str, Any]:
    mine, other = _window(left), _window(right)
    known = mine is not None and other is not None
    return {
        "left": left["claim_id"],
        "right": right["claim_id"],
        "left_hours": None if mine is None else mine.hours,
        "right_hours": None if other is None else other.hours,
        "shared_hours": mine.shared(other).total_seconds() / 3600 if mine and other else None,
        "same_window": mine == other if known else None,
    }


def _window(claim: Mapping[str, Any]) -> Window | None:
    return None if claim["from"] is None else Window(claim["from"], claim["until"])


def arithmetic_in_words(
    claims: dy.DataFrame[Claims], *, incomplete: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield for each total that has parts its claim id and one sentence on how they add up.

    Args:
        claims: what :func:`reckon` returned.
        incomplete: sources some of whose rows were set aside, so that parts may be missing.
    """
    counts = {row["claim_id"]: row for row in claims.iter_rows(named=True)}
    for row in counts.values():
        if row["total_of"] is not None:
            told = _sentence(row, [counts[part] for part in row["total_of"].split(" ")])
            gap = " Rows of this source were set aside, so parts may be missing."
            yield row["claim_id"], told + (gap if row["source"] in incomplete else "")


def _sentence(total: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> str:
    stated = f"{'more than ' if total['at_least'] else ''}{total['count']:,}"
    added = " + ".join(f"{'more than ' if part['at_least'] else ''}{part['count']:,}" for part in parts)
    residual, bound = total["residual"], total["residual_is"]
    if bound is None:
        return f"{added} against {stated}: total and parts are both lower bounds, so nothing follows."
    if bound == "exact" and residual == 0:
        return f"{added} = {stated}: the parts add up to the stated total."
    if residual < 0 and bound == "at_least":
        return f"{added} is no less than the stated {stated}, so nothing need be left over."
    if residual < 0:
        by = f"{-residual:,}{' or more' if bound == 'at_most' else ''}"
        return f"{added} is more than the stated {stated}, by {by}."
    left = {"exact": "leave", "at_most": "leave at most", "at_least": "leave at least"}[str(bound)]
    return f"{added} {left} {residual:,} of the stated {stated} unaccounted for."
