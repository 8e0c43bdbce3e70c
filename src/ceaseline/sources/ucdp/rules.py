"""What rows of UCDP are held to: precisions, spans that run forward, numbers that rise."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ceaseline.sources.cells import Check, Parsed
from ceaseline.sources.observing import Places, places
from ceaseline.sources.observing.form import Area

# Metres. 1 is a named place, whose middle is given: events lie in and around it. 2 is within some 25 km of one.
# 3 is a district and 4 a province, given by a middle or a chief town; 5 is a line, such as a road or a river, or
# a stretch of land without edges. Of 6, a country, and 7, the sea or the air beyond any, the point is nobody's
# place, and none is kept.
RADIUS = {"1": 5_000.0, "2": 25_000.0, "3": 50_000.0, "4": 100_000.0, "5": 100_000.0, "6": None, "7": None}
_NOWHERE = [code for code, metres in RADIUS.items() if metres is None]
_PRECISIONS = ("1", "2", "3", "4", "5")  # of dates: from the day to more than a month; the span itself is given


def located(frame: pl.DataFrame, area: Area | None) -> Places:
    """Return the places of a batch, none where only a country is known."""
    cells = frame.select(
        pl.when(pl.col("where_prec").is_in(_NOWHERE)).then(pl.lit("")).otherwise(pl.col(field)).alias(field)
        for field in ("longitude", "latitude")
    )
    return places(
        cells["longitude"],
        cells["latitude"],
        fields=("longitude", "latitude"),
        area=area,
        required=False,
    )


def check_dates(frame: pl.DataFrame, first: Parsed, last: Parsed) -> Iterator[Check]:
    """Hold a span of days to its precision."""
    code, end = frame["date_prec"], frame["date_end"]
    mend = "date_prec says the day is not known, but one day is given; correct one of them"
    yield Check("date_prec", code, "not-a-precision", "it is 1 to 5", ~code.is_in(list(_PRECISIONS)))
    yield Check(
        "date_end", end, "time-backward", "date_end comes before date_start; swap them", _is_less(last, first)
    )
    same_day = (first.values == last.values).fill_null(value=False)
    yield Check("date_prec", code, "span-too-short", mend, same_day & code.is_in(list(_PRECISIONS[1:])))


def check_deaths(frame: pl.DataFrame, low: Parsed, best: Parsed, high: Parsed) -> Iterator[Check]:
    """Hold the numbers of deaths to their order."""
    mend = "low, best and high have to rise, so nobody can say which of them is right; correct the file"
    broken = _is_less(best, low) | _is_less(high, best) | _is_less(high, low)
    shown = frame.select(pl.format("{}, {}, {}", "low", "best", "high")).to_series()
    yield Check("low, best, high", shown, "range-backward", mend, broken)


def _is_less(one: Parsed, other: Parsed) -> pl.Series:
    return (one.values < other.values).fill_null(value=False)
