"""The elements of a clause, each met, perhaps met, not met or not asked; and the sentence that follows."""

from __future__ import annotations

import polars as pl

from ceaseline.tables.findings import ELEMENTS, NOTHING_LACKS

SURE = 0.95  # what is as likely as this is taken as so, and what is as unlikely as the rest as not so


def with_elements(held: pl.DataFrame) -> pl.DataFrame:
    """Return incidents held against clauses with what each element is.

    Whose it was is never met here: neither a place, nor a weapon, nor an accusation says so.

    Args:
        held: ``act`` and ``none`` (what the words of sources mean under the clause), ``watched``, ``against``
            (who says the contrary; null: nobody), ``enough`` (of it, under a ceiling), ``scope``, ``low`` and
            ``high`` (chances of the place), ``share`` (of its time), ``object``.

    Returns:
        The rows with ``act`` and ``place`` as words, ``time``, ``obligor``, ``place_low``, ``place_high`` and
        ``time_share``.
    """
    everywhere = pl.col("scope") == "everywhere"
    sure = pl.col("watched") & pl.col("against").is_null()
    return held.with_columns(
        act=pl.when(pl.col("none") & sure)
        .then(pl.lit("not_met"))
        .when(pl.col("act") & sure & pl.col("enough"))
        .then(pl.lit("met"))
        .otherwise(pl.lit("may_be")),
        place=pl.when(everywhere)
        .then(pl.lit("not_asked"))
        .when(pl.col("low") >= SURE)
        .then(pl.lit("met"))
        .when(pl.col("high") <= 1 - SURE)
        .then(pl.lit("not_met"))
        .otherwise(pl.lit("may_be")),
        time=pl.when(pl.col("share") >= SURE).then(pl.lit("met")).otherwise(pl.lit("may_be")),
        obligor=pl.lit("may_be"),
        place_low=pl.when(~everywhere).then("low"),
        place_high=pl.when(~everywhere).then("high"),
        time_share=pl.col("share"),
        said=pl.when("none").then(pl.lit("none")).when("act").then(pl.lit("act")).otherwise(pl.lit("hint")),
    )


def complete() -> pl.Expr:
    """Tell whether act, object, place and time are each met, or not asked for; whose it was is left aside."""
    return pl.all_horizontal(pl.col(name).is_in(NOTHING_LACKS) for name in ELEMENTS[:-1]).fill_null(value=False)


def sentence() -> pl.Expr:
    """Return a sentence with the elements: act, place, time, obligor, and who recorded it."""
    elements = [
        _act(),
        pl.when(pl.col("place") == "not_asked")
        .then(pl.lit("the clause holds everywhere"))
        .when(pl.col("low") == pl.col("high"))
        .then(pl.format("{} with a chance of {}", "spot", _percent("high")))
        .otherwise(
            pl.format("{} with a chance of {} to {}, by weapon and side", "spot", _percent("low"), _percent("high"))
        ),
        pl.when(pl.col("time_share") == 1)
        .then(pl.lit("within the window"))
        .otherwise(pl.format("with a share of {} within the window", _percent("time_share"))),
        pl.col("remarks"),
        pl.lit("whose it was is not established"),
        pl.format(
            "recorded by {} independent {} ({})",
            "groups",
            pl.when(pl.col("groups") == 1).then(pl.lit("group")).otherwise(pl.lit("groups")),
            "roles",
        ),
    ]
    return pl.concat_str(elements, separator="; ", ignore_nulls=True) + "."


def _act() -> pl.Expr:
    none, shown = pl.col("said") == "none", pl.col("said") == "act"
    what = pl.col("phenomenon").str.replace_all("_", " ", literal=True)
    said = (
        pl.when(none & pl.col("watched"))
        .then(pl.lit(", assessed as no such act"))
        .when(none)
        .then(pl.lit(", no such act"))
        .when(shown)
        .then(pl.lit(", such an act"))
        .when(pl.col("outcome") == "not_violation")
        .then(pl.lit(", which breaks the clause inside its place only"))
        .otherwise(pl.lit(", which may be such an act or none"))
    )
    unseen = (none | shown) & ~pl.col("watched")
    told = pl.when(unseen).then(pl.lit(" as told, seen by no monitor or instrument")).otherwise(pl.lit(""))
    return pl.concat_str([what, said, told])


def _percent(column: str) -> pl.Expr:
    """Return a chance in words: never all or nothing where it is neither."""
    rounded = (pl.col(column) * 100).round().cast(pl.Int64)
    return (
        pl.when((rounded == 100) & (pl.col(column) < 1))
        .then(pl.lit("over 99 %"))
        .when((rounded == 0) & (pl.col(column) > 0))
        .then(pl.lit("under 1 %"))
        .otherwise(pl.format("{} %", rounded))
    )
