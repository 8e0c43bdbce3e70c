"""What could be seen along the lines and in the places of the clauses, day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


@attrs.frozen(eq=False)
class Cover:
    """What could be seen, worked out by itself.

    Attributes:
        coverage: what could be seen.
        clauses: the terms laid flat.
        days: reporting days from the first of a clause that binds, watched or not.
        unknown: sectors that files name and the case does not have, with how many rows name each.
        as_of: the moment it was worked out for, UTC; None where there is no evidence.
    """

    coverage: Coverage
    clauses: dy.DataFrame[Clauses]
    days: tuple[Day, ...]
    unknown: Mapping[str, int]
    as_of: datetime | None


def layout_of(
    forms: CaseForms,
    clauses: dy.DataFrame[Clauses],
    *,
    assets: dy.DataFrame[Assets],
    lines: dy.DataFrame[Lines],
    sources: dy.DataFrame[Sources],
) -> Layout:
    """Return the sectors of a case; assets that only a party lists are left out."""
    return laid_out(
        clauses,
        lines,
        Assets.validate(assets.filter(~_told_by_a_party(sources))),
        sources,
        drawn=forms.drawn,
        places=forms.places,
        sector_km=forms.settings.line.sector_km,
    )


def coverage(
    forms: CaseForms,
    clauses: dy.DataFrame[Clauses],
    layout: Layout,
    *,
    assets: dy.DataFrame[Assets],
    watched: dy.DataFrame[Watched],
    weather: dy.DataFrame[Weather],
    sources: dy.DataFrame[Sources],
    as_of: datetime | None,
) -> Coverage:
    """Return what could be seen from the first day of a clause that binds to the newest evidence.

    Assets that only a party lists, and weather that only a party tells, are left out: its word verifies nothing.
    """
    others = ~_told_by_a_party(sources)
    asked = _asked(forms, clauses, watched, as_of)
    exposure = expose(
        Assets.validate(assets.filter(others)),
        watched,
        Weather.validate(weather.filter(others)),
        layout.spots,
        phenomena=sorted(set(_smallest(clauses))),
        parties=tuple(forms.terms.parties),
        days=asked,
        cuts=sorted({*clauses["from"].drop_nulls(), *clauses["until"].drop_nulls(), *([as_of] if as_of else [])}),
        standing=layout.standing,
        chance=forms.settings.verdicts.chance_seen,
    )
    return Coverage(layout, asked, exposure)


def _told_by_a_party(sources: dy.DataFrame[Sources]) -> pl.Expr:
    return pl.col("source").is_in(sources.filter(pl.col("role") == "party")["source"].implode())


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
