"""How long it takes until what happened stands in the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from ceaseline.scoring.figures import ANY, Figure, figure

_SHARES = (("median", 0.5), ("nine_in_ten", 0.9))


def score_timeliness(records: pl.DataFrame, incidents: pl.DataFrame, parties: Sequence[str]) -> Iterator[Figure]:
    """Yield the hours from a happening to the first record of it, for all that anybody told of.

    Nothing is said where all files came at one moment, as nobody waited for them then; nor where a record came in
    before what it tells of, as the files were not received on the clock of the world.

    Args:
        records: a row for each record with a truth: ``true`` and ``received``.
        incidents: the true ones.
        parties: codes.
    """
    first = (
        records.filter(pl.col("received").is_not_null())
        .group_by("true")
        .agg(pl.col("received").min())
        .join(incidents.select("incident_id", "at", "acts_of"), left_on="true", right_on="incident_id")
        .with_columns(hours=(pl.col("received") - pl.col("at")).dt.total_seconds() / 3600)
    )
    waited = records["received"].drop_nulls().n_unique() > 1 and not (first["hours"] < 0).any()
    known = first if waited else first.clear()
    for party in (ANY, *parties):
        hours = (known if party == ANY else known.filter(pl.col("acts_of") == party))["hours"]
        for name, part in _SHARES:
            value = hours.quantile(part, "nearest") if hours.len() else None
            yield figure(f"hours_to_first_record_{name}", value, hours.len(), unit="hours", party=party)
