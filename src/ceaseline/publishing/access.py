"""Whether those who watch were let near the sides alike: blindness to names is not fairness where they were not."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from ceaseline.publishing.material import Material
from ceaseline.tables.verdict_parts import ALIKE
from ceaseline.terms import listed, named, per_cent

_WATCHING = ("operational", "degraded")


def unequal_access(material: Material) -> str:
    """Return a warning where the sides took unlike shares of the hours of those who watch; else nothing.

    Counted are restrictions that a side is established to have imposed, of the hours on record of the kinds of
    asset that any side stopped: a satellite that nobody can send back says nothing of access.
    """
    hours = material.watched.join(material.assets.select("asset", "kind"), on="asset").with_columns(
        long=pl.col("until") - pl.col("from"), by=pl.col("imposed_by").str.split("; ")
    )
    stopped = hours.filter(~pl.col("status").is_in(_WATCHING), pl.col("by").is_not_null())
    kinds = stopped["kind"].unique().sort()
    total = sum(hours.filter(pl.col("kind").is_in(kinds.implode()))["long"], timedelta())
    if not total:
        return ""
    lost = dict(stopped.explode("by").group_by("by").agg(pl.col("long").sum()).iter_rows())
    shares = {party: lost.get(party, timedelta()) / total for party in material.terms.parties}
    if len(shares) < 2 or max(shares.values()) - min(shares.values()) <= ALIKE:
        return ""
    told = [
        f"{per_cent(share) if share else 'none'} by {named(material.terms, party)}"
        for party, share in shares.items()
    ]
    words = listed([kind.replace("_", " ").replace("uav", "UAV") for kind in kinds])
    return (
        f"Access was not alike: of the hours on record ({words}), restrictions took, as established, {listed(told)}"
        ". What was seen of the sides is not comparable, and does not say who did more."
    )
