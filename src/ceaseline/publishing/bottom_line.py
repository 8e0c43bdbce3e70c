"""The answer in a few sentences, for those who read no further."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import polars as pl

from ceaseline.publishing.alleged import alleged_only
from ceaseline.publishing.coverage import coverages
from ceaseline.publishing.material import Material
from ceaseline.publishing.released import released_told
from ceaseline.publishing.words import VERDICTS, any_side, number
from ceaseline.terms import listed, named, per_cent


def bottom_line(material: Material) -> list[str]:
    """Return what was established, what series support, what is only claimed, and what nobody could see."""
    return [
        *_established(material),
        *_recorded(material),
        *supported(material),
        *_claimed(material),
        *_unseen(material),
    ]


def _sides(material: Material) -> pl.DataFrame:
    """Return one verdict for each clause and side; where clocks differ, each verdict that was given."""
    own = material.verdicts.filter(pl.col("obligor") != "any")
    return own.unique(["clause_id", "obligor", "verdict"], keep="first", maintain_order=True)


def _established(material: Material) -> Iterator[str]:
    counts = Counter(_sides(material)["verdict"])
    given = [f"{counts[word]} {label}" for word, (_, label, _) in VERDICTS.items() if counts[word]]
    if not counts["violation_established"]:
        given.insert(0, "no violation established")
    yield f"For each clause and each side it binds: {listed(given)}."


def _recorded(material: Material) -> Iterator[str]:
    alleged = alleged_only(material).len()
    count = material.incidents.height - alleged
    if count:
        are = "1 incident is" if count == 1 else f"{number(count)} incidents are"
        released = int(material.releases["released"].sum())
        whose = f"whose is released of {number(released)} of them" if released else "whose is not established"
        yield f"{are} recorded, {whose}; {_watched(material)}."
    if (told := released_told(material)) is not None:
        yield told
    if alleged:
        more = f"{'Beside that, ' if count else ''}{number(alleged)} {'is' if alleged == 1 else 'are'}"
        yield f"{more} only alleged by parties, and in no number here."


def _watched(material: Material) -> str:
    """Return what share of the hours was watched, over the clauses that are told by looking."""
    shares = sorted(
        coverage.watched
        for (_, side, _), coverage in coverages(material).items()
        if side == "any" and coverage.watched is not None and coverage.sure is not None
    )
    if not shares:
        return "how well anybody watched is not known"
    least, most = per_cent(shares[0]), per_cent(shares[-1])
    span = least if least == most else f"from {least} to {most}, by clause"
    return f"share of the hours watched: {span}"


def supported(material: Material) -> Iterator[str]:
    """Yield what each series supports, in a sentence for each of its clauses."""
    together = material.signals.filter(pl.col("region").is_null())
    for row in together.unique(["source", "clause_id"], keep="first", maintain_order=True).iter_rows(named=True):
        whose = any_side(material.terms, row["acts_of"])
        parties = material.terms.parties
        others = [named(material.terms, party) for party in parties if row["acts_of"] not in (party, "any")]
        silent = f", and is silent on {listed(others)}" if others else ""
        yield (
            f"{row['source']} {_VERBS[row['supports']]} that such acts of {whose} fell far below the usual "
            f"({row['clause_id']}: {number(row['value'])} {row['unit']}, "
            f"expected {number(row['expected'])}){silent}."
        )


_VERBS = {"holding": "supports", "not_holding": "does not support", "neither": "neither supports nor gainsays"}


def _claimed(material: Material) -> Iterator[str]:
    claimants = material.claims["claimant"].unique(maintain_order=True).to_list()
    if claimants:
        whose = listed([named(material.terms, party) for party in claimants])
        yield f"{material.claims.height} numbers claimed by {whose} are shown, and counted nowhere."


def _unseen(material: Material) -> Iterator[str]:
    if "not_verifiable" in _sides(material)["verdict"]:
        yield "Where the answer is not verifiable, nothing now deployed could see, so nothing is said either way."
