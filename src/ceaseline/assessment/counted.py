"""Acts counted against a ceiling: so many an hour, a day, a week or in all, in the unit of the clause."""

from __future__ import annotations

import polars as pl

from ceaseline.assessment.weapons import CEILING, SEEN, joined, number, span

ACTS = ("act", "acts")
_PERIODS = {"hour": "1h", "day": "1d", "week": "1w"}


def too_often(held: pl.DataFrame) -> pl.DataFrame:
    """Return the rows without those acts that are no more than a ceiling allows.

    One incident of more than are allowed is too much of it, whoever did it, as an incident is of one side. Several
    that only together are more may be: they may be of several sides, and two of them one. What was counted in
    another unit is never converted, so it may be too much or not. An incident of which no number is stated is one
    act at least. What only parties tell is added up by itself. Hours, days and weeks (from Monday) are of UTC.

    Args:
        held: incidents held against clauses: ``code``, ``modality``, ``at_most``, ``allowed_unit``,
            ``allowed_per``, ``phenomenon``, ``quantity_low``, ``quantity_high``, ``unit``, ``earliest``,
            ``latest``, ``level``, ``none``, ``enough``, ``remarks``.

    Returns:
        The rows that are left, with ``enough``, and the reason at the end of ``remarks``.
    """
    limited = (
        ((pl.col("modality") == "ceiling") | pl.col("at_most").is_not_null())
        & (pl.col("code") != CEILING)
        & ~pl.col("phenomenon").is_in(SEEN)
        & ~pl.col("none")
    )
    allowed, counts_acts = pl.col("at_most"), pl.col("allowed_unit").is_in(ACTS).fill_null(value=False)
    stated = pl.col("unit").is_not_null()
    same = (
        pl.when(stated)
        .then((pl.col("unit") == pl.col("allowed_unit")) | (pl.col("unit").is_in(ACTS) & counts_acts))
        .otherwise(counts_acts)
    ).fill_null(value=False)
    least = pl.col("quantity_low").fill_null(1.0)
    most = pl.max_horizontal(least, pl.col("quantity_high").fill_null(least))
    held = held.with_columns(
        limited=limited, same=same, period=_period("earliest"), alleged=pl.col("level") == "alleged"
    )
    group = ["clause_id", "clock", "period", "alleged"]
    together = pl.when(pl.col("limited") & pl.col("same")).then(most).otherwise(0.0).sum().over(group)
    surely = (pl.col("same") & (least > allowed) & (_period("latest") == pl.col("period"))).fill_null(value=False)
    so_many, per = (
        number(allowed),
        pl.when(pl.col("allowed_per").is_null()).then(pl.lit("the window")).otherwise("allowed_per"),
    )
    remark = (
        pl.when(~pl.col("limited"))
        .then(None)
        .when(allowed.is_null())
        .then(pl.lit("how many are allowed is not said"))
        .when(~pl.col("same") & stated)
        .then(pl.format("counted in {}, and the clause in {}; neither is converted", "unit", "allowed_unit"))
        .when(~pl.col("same"))
        .then(pl.format("how many {} it was is not stated", "allowed_unit"))
        .when(most > allowed)
        .then(pl.format("{} {} where {} are allowed in {}", span(least, most), "allowed_unit", so_many, per))
        .otherwise(
            pl.format(
                "{} {} in all in {} where {} are allowed, and they may be of several sides, or one told twice",
                number(together), "allowed_unit", per, so_many,
            )
        )
    )  # fmt: skip
    beyond = allowed.is_null() | ~pl.col("same") | (together > allowed)
    return (
        held.with_columns(
            enough=pl.col("enough") & (~limited | surely),
            remarks=joined([pl.col("remarks"), remark]),
            kept=~limited | beyond,
        )
        .filter("kept")
        .drop("limited", "same", "period", "alleged", "kept")
    )


def _period(moment: str) -> pl.Expr:
    """Return the start of the hour, day or week of a moment; one and the same where the window is the period."""
    starts = [
        pl.when(pl.col("allowed_per") == per).then(pl.col(moment).dt.truncate(every))
        for per, every in _PERIODS.items()
    ]
    return pl.coalesce(starts).fill_null(pl.lit(0).cast(pl.Datetime("us", "UTC")))
