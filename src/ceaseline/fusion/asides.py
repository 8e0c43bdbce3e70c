"""Which records and incidents fusion treats in a way of their own, counted and told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from ceaseline.fusion.evidence import LONGEST_S, ROUND, WIDEST_KM

LARGE = 64  # records of a happening above which it is not looked at again, record by record
_WIDEST_M = WIDEST_KM * ROUND * 1000
_LONGEST = LONGEST_S * 12**0.5

_TOLD = {
    "no_place": (
        "{count} without a place, so {each} stays alone and is never one with another. Mend: lon, lat and "
        f"radius_m, however wide, up to {_WIDEST_M / 1000:.0f} km"
    ),
    "wide_place": (
        f"{{count}} with a place less exact than {_WIDEST_M / 1000:.0f} km (radius_m), so {{each}} stays alone. "
        "Mend: a smaller radius_m where more is known"
    ),
    "long_time": (
        f"{{count}} with a time less exact than {LONGEST_S / 3600:.0f} hours (an interval of {_LONGEST / 3600:.0f} "
        "hours, or time_sigma_s), so {each} stays alone. Mend: earliest and latest as exact as they are known"
    ),
    "nothing_happened": "{count} saying that nothing happened (no_event), so {each} stays alone",
    "no_radius": (
        "{count} with a radius of nothing, where the usual error of {its} means is reckoned with. Mend: radius_m, "
        "which holds the place with a chance of 68 %"
    ),
    "no_length": (
        "{count} of one moment without an error of the clock, where the usual error of {its} means is reckoned "
        "with. Mend: time_sigma_s, or earliest and latest"
    ),
}
_LARGE = (
    f"{{count}} of more than {LARGE} records of several groups, which {{was}} not looked at again one by one: "
    "several happenings may be one there. Mend: ceaseline explain, and decide --split"
)


def asides(records: pl.DataFrame) -> dict[str, int]:
    """Return how many records are treated in which way of their own; each is counted under the first that holds.

    Args:
        records: observations, or some of them: counts of parts add up.
    """
    long = (pl.col("latest") - pl.col("earliest")).dt.total_microseconds() / 1e6
    clock = pl.col("time_sigma_s").fill_null(0.0)
    which = (
        pl.when(pl.col("lon").is_null())
        .then(pl.lit("no_place"))
        .when(pl.col("radius_m") > _WIDEST_M)
        .then(pl.lit("wide_place"))
        .when((long > _LONGEST) | (clock > LONGEST_S))
        .then(pl.lit("long_time"))
        .when((pl.col("phenomenon") == "no_event").fill_null(value=False))
        .then(pl.lit("nothing_happened"))
        .when(pl.col("radius_m") == 0)
        .then(pl.lit("no_radius"))
        .when((long == 0) & (clock == 0))
        .then(pl.lit("no_length"))
    )
    counted = records.select(which=which).drop_nulls().group_by("which").len()
    return dict(counted.iter_rows())


def large(incidents: pl.DataFrame) -> int:
    """Return how many incidents, or some of them, are too large to have been looked at again."""
    return incidents.filter(pl.col("observations") > LARGE, pl.col("groups") > 1).height


def shown_again(records: pl.DataFrame, members: pl.DataFrame) -> int:
    """Return how many pictures or films several sources show of more than one incident.

    Args:
        records: observations.
        members: the incident of each.
    """
    shown = records.filter(pl.col("media").is_not_null()).join(members, on="observation_id")
    each = shown.group_by("media").agg(pl.col("incident_id").n_unique(), pl.col("source").n_unique())
    return each.filter(pl.col("incident_id") > 1, pl.col("source") > 1).height


def asides_told(counts: Mapping[str, int], large_ones: int = 0, films: int = 0) -> Iterator[str]:
    """Yield a sentence without its full stop for each way of treatment, with its mend.

    Args:
        counts: of records, by the names that :func:`asides` gives.
        large_ones: of incidents.
        films: shown of more than one incident.

    Examples:
        >>> list(asides_told({"nothing_happened": 1}))
        ['1 record saying that nothing happened (no_event), so it stays alone']
    """
    for name, told in _TOLD.items():
        if many := counts.get(name, 0):
            one = many == 1
            count = "1 record" if one else f"{many:,} records"
            yield told.format(count=count, each="it" if one else "each", its="its" if one else "their")
    if large_ones:
        one = large_ones == 1
        yield _LARGE.format(
            count="1 incident" if one else f"{large_ones:,} incidents", was="was" if one else "were"
        )
    if films:
        what = "1 picture or film is" if films == 1 else f"{films:,} pictures or films are"
        yield (
            f"{what} shown by several sources of more than one incident, too far apart to be copies. "
            "Mend: look at them; what was shown before proves nothing of a later time or another place"
        )
