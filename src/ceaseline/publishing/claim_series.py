"""Totals that go on from one start, and claims that changed on their way: in words, beside the claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ceaseline.publishing.material import Material
from ceaseline.publishing.words import hours, number
from ceaseline.terms import named

_MUTATIONS = {
    "party_swapped": "The sides are exchanged",
    "unit_changed": "What was counted is not the same",
    "window_stretched": "The time is stretched",
    "window_moved": "The time is another",
    "number_changed": "The number is another",
    "bound_dropped": "A lower bound became a number",
}
_BOUNDS = {"at_least": "at least ", "at_most": "at most ", "exact": ""}


def series_sentences(material: Material) -> Iterator[str]:
    """Say of each series what each total adds to the one before."""
    rows = material.claim_series.to_dicts()
    for series in dict.fromkeys(row["series"] for row in rows):
        own = [row for row in rows if row["series"] == series]
        whom = "" if own[0]["accused"] is None else f" of {named(material.terms, own[0]['accused'])}"
        steps = "; ".join(_step(row) for row in own)
        yield f"{named(material.terms, own[0]['claimant'])}{whom}, {own[0]['item']}, counted on: {steps}."


def _step(row: Mapping[str, Any]) -> str:
    length = hours((row["until"] - row["since"]).total_seconds() / 3600)
    total = f"{'more than ' if row['at_least'] else ''}{row['count']:,} by {row['until']:%Y-%m-%d %H:%M} UTC"
    if row["added_is"] is None:
        return f"{total}, both lower bounds, so nothing follows of the {length} between"
    if row["added"] < 0:
        return f"{total}, which is fewer than before, by {-row['added']:,}"
    return f"{total}, {_BOUNDS[row['added_is']]}{row['added']:,} in {length} ({number(row['per_hour'])} an hour)"


def relay_sentences(material: Material) -> Iterator[str]:
    """Say of each pair of claims that look like one what changed between them."""
    said = {row["claim_id"]: row for row in material.claims.iter_rows(named=True)}
    for pair in material.claim_relays.iter_rows(named=True):
        pages = " and ".join(said[pair[side]]["page"] or said[pair[side]]["source"] for side in ("left", "right"))
        what = _MUTATIONS[pair["mutation"]]
        yield f"{what} between {pages}: {pair['why']}. Which of them has it right is not known."
