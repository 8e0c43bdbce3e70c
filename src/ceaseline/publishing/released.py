"""How many incidents are released as whose, and how many of these wrongly, as expected; for each side by itself."""

from __future__ import annotations

import polars as pl

from ceaseline.publishing.material import Material
from ceaseline.publishing.words import number
from ceaseline.terms import listed, named


def released_told(material: Material) -> str | None:
    """Return what stands beside any release, in a sentence; None where no side is released."""
    rows = material.releases.filter(pl.col("released").sum() > 0)
    if rows.is_empty():
        return None
    sides = [
        f"{number(many)} as acts of {named(material.terms, party)}, of which {wrong:.1f} wrongly"
        for party, many, wrong in rows.iter_rows()
    ]
    return (
        f"Whose incidents are is released, as two people of different affiliations determined and the evidence "
        f"carries, and as expected by the chances stated: {listed(sides)}. Numbers of sides that were not watched "
        f"alike are not comparable."
    )
