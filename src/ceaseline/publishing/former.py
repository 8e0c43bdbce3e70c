"""Where an incident went that was named once and is not there any more, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from ceaseline.publishing.material import Material
from ceaseline.terms import listed

_MOST_EXPLAINED = 5  # present incidents that a former one leads to; the table has all of them
_HOW = {
    "renamed": "Its records are those of {now}, which gained or lost some since.",
    "merged": "Its records were put together with those of another: they are in {now}.",
    "split": "Its records were found to tell of several happenings: they are in {now}.",
    "moved": "Its records were put together anew, with those of others: they are in {now}.",
    "gone": "None of its records is there any more: their files were left out, erased or replaced.",
}


def former_told(material: Material, incident_id: str) -> Iterator[tuple[str, str]]:
    """Say where the records of a former incident are, and until when it was called so."""
    rows = _rows(material, incident_id)
    there = rows.filter(pl.col("now").is_not_null())
    how = rows["how"][0] if there.is_empty() else there["how"][0]
    told = _HOW[how].format(now=listed([f"{now} ({share:.0%})" for now, share in _shares(there)]))
    gone = float(rows.filter(pl.col("now").is_null())["share"].sum())
    lost = f" {gone:.0%} of its records are gone." if gone and there.height else ""
    yield (
        "a former incident",
        f"{incident_id} was last named on {rows['named'][0]:%Y-%m-%d %H:%M} UTC. {told}{lost}",
    )
    if there.height > _MOST_EXPLAINED:
        yield "more of them", f"{there.height - _MOST_EXPLAINED:,} are not explained here: see tables/lineage"


def now_called(material: Material, incident_id: str) -> list[str]:
    """Return the present incidents to be explained in place of a former one, the largest share first."""
    return _rows(material, incident_id)["now"].drop_nulls().head(_MOST_EXPLAINED).to_list()


def once_called(material: Material, incident_id: str) -> Iterator[tuple[str, str]]:
    """Say by which names records of a present incident went before."""
    rows = material.lineage.filter(pl.col("now") == incident_id).sort("named", "was", descending=[True, False])
    if rows.height:
        named = [f"{was} (until {on:%Y-%m-%d %H:%M} UTC)" for was, on in rows.select("was", "named").head(3).rows()]
        more = f", and {rows.height - 3:,} more" if rows.height > 3 else ""
        yield "former names of its records", f"{', '.join(named)}{more}"


def lineage_data(material: Material, incident_id: str) -> list[dict[str, Any]]:
    """Return the rows of the table on a former incident, for programs."""
    return _rows(material, incident_id).to_dicts()


def _rows(material: Material, incident_id: str) -> pl.DataFrame:
    return material.lineage.filter(pl.col("was") == incident_id)


def _shares(rows: pl.DataFrame) -> list[tuple[str, float]]:
    return [(now, share) for now, share in rows.select("now", "share").head(20).rows()]
