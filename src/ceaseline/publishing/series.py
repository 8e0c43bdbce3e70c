"""What series support: a picture, the figures behind it, and the regions left out by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import polars as pl
from markupsafe import Markup

from ceaseline.publishing.material import Material
from ceaseline.publishing.words import any_side, number
from ceaseline.terms import named
from ceaseline.times import Window


@attrs.frozen
class SeriesPart:
    """One series and one clause.

    Attributes:
        source: name of the source.
        clause_id: the clause.
        acts_of: whose acts it can speak of, by name.
        silent_on: the other sides, on whose acts it is silent.
        unit: what a value counts.
        summary: the picture in words, for those who cannot see it.
        picture: SVG.
        rows: the figures, all regions together first.
        left_out: regions that carry no signal.
    """

    source: str
    clause_id: str
    acts_of: str
    silent_on: tuple[str, ...]
    unit: str
    summary: str
    picture: Markup
    rows: tuple[Mapping[str, Any], ...]
    left_out: tuple[str, ...]


def series_parts(material: Material, excluded: Sequence[Window]) -> list[SeriesPart]:
    """Return a part for each series and clause that gave a signal; clocks that agree share one."""
    parts = []
    key = ["source", "clause_id", "from", "until"]
    for (_source, _clause, start, until), rows in material.signals.group_by(key, maintain_order=True):
        clocks = rows["clock"].unique(maintain_order=True).to_list()
        first = rows.row(0, named=True)
        parts.append(
            _part(material, rows.filter(pl.col("clock") == clocks[0]), first, Window(start, until), excluded)
        )
    return parts


def _part(
    material: Material, rows: pl.DataFrame, first: Mapping[str, Any], window: Window, excluded: Sequence[Window]
) -> SeriesPart:
    # Matplotlib takes most of a second to load, and only a page with a picture needs it.
    from ceaseline.publishing.plots import series_plot  # noqa: PLC0415

    left_out = tuple(region for region in first["left_out"].split("; ") if region)
    bins = material.series.filter(pl.col("source") == first["source"])
    together = rows.row(0, named=True)
    ratio = "" if together["ratio"] is None else f" ({number(together['ratio'])} times as much)"
    summary = (
        f"{number(together['value'])} {together['unit']} in the shaded window, where the median of "
        f"{together['windows'] - 1} like it was {number(together['expected'])}{ratio}; "
        f"rank {together['rank']} of {together['windows']} from the lowest."
    )
    others = [party for party in material.terms.parties if first["acts_of"] not in (party, "any")]
    return SeriesPart(
        source=first["source"],
        clause_id=first["clause_id"],
        acts_of=any_side(material.terms, first["acts_of"]),
        silent_on=tuple(named(material.terms, party) for party in others),
        unit=first["unit"],
        summary=summary,
        picture=Markup(  # noqa: S704  Matplotlib escapes what it writes
            series_plot(bins, left_out=left_out, window=window, excluded=excluded, unit=first["unit"])
        ),
        rows=tuple(rows.iter_rows(named=True)),
        left_out=left_out,
    )
