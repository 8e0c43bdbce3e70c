"""What could be seen along the lines and in the places of the clauses, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import attrs
import dataframely as dy
import polars as pl

from ceaseline.coverage import expose
from ceaseline.pipeline.outcome import CaseForms
from ceaseline.pipeline.sectors import Layout, laid_out
from ceaseline.tables import Assets, Clauses, Exposure, Lines, Sources, Watched, Weather
from ceaseline.terms.codes import CODES
from ceaseline.times import Day, days


@attrs.frozen(eq=False)
class Coverage:
    """What could be seen, and where and when that was asked.

    Attributes:
        layout: the sectors.
        days: the reporting days.
        exposure: what could be seen in them.
    """

    layout: Layout
    days: tuple[Day, ...]
    exposure: dy.DataFrame[Exposure]


def coverage(
    forms: CaseForms,
    clauses: dy.DataFrame[Clauses],
    *,
    assets: dy.DataFrame[Assets],
    watched: dy.DataFrame[Watched],
    weather: dy.DataFrame[Weather],
    lines: dy.DataFrame[Lines],
    sources: dy.DataFrame[Sources],
    as_of: datetime | None,
) -> Coverage:
    """Return what could be seen from the first day of a clause that binds to the newest evidence.

    What only a party lists is left out, as its word verifies nothing.
    """
    own = sources.filter(pl.col("role") == "party")["source"]
    able = Assets.validate(assets.filter(~pl.col("source").is_in(own.implode())))
    layout = laid_out(
        clauses, lines, able, drawn=forms.drawn, places=forms.places, sector_km=forms.settings.line.sector_km
    )
    asked = _asked(forms, clauses, watched, as_of)
    exposure = expose(
        able,
        watched,
        weather,
        layout.spots,
        phenomena=sorted(set(_smallest(clauses))),
        parties=tuple(forms.terms.parties),
        days=asked,
        cuts=sorted({*clauses["from"].drop_nulls(), *clauses["until"].drop_nulls(), *([as_of] if as_of else [])}),
        standing=layout.standing,
        chance=forms.settings.verdicts.chance_seen,
    )
    return Coverage(layout, asked, exposure)


def reporting_days(
    forms: CaseForms, clauses: dy.DataFrame[Clauses], as_of: datetime | None, *, since: datetime | None = None
) -> tuple[Day, ...]:
    """Return the reporting days from the first of a clause that binds, or *since* then, to the newest evidence."""
    bound = clauses.filter("binding")
    begun = bound["from"].min()
    if as_of is None or not isinstance(begun, datetime):
        return ()
    ends = bound["until"].max() if bound["until"].null_count() == 0 else None
    last = min(as_of, ends) if isinstance(ends, datetime) else as_of
    day = forms.settings.case.reporting_day
    return days(begun if since is None else max(begun, since), last, day.zone, day.starts)


def _asked(
    forms: CaseForms, clauses: dy.DataFrame[Clauses], watched: dy.DataFrame[Watched], as_of: datetime | None
) -> tuple[Day, ...]:
    """Return the days to ask about; before the first watch nobody watched, and none is worked out."""
    first = watched["from"].min()
    return reporting_days(forms, clauses, as_of, since=first) if isinstance(first, datetime) else ()


def _smallest(clauses: dy.DataFrame[Clauses]) -> Iterator[str]:
    for code in clauses.filter("binding")["code"].unique():
        if code in CODES:
            yield from CODES[code].smallest
