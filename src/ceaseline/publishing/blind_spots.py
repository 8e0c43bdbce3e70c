"""What could not be seen: as much a result as what could."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ceaseline.publishing.material import Material
from ceaseline.terms import listed, named


def blind_spots(material: Material) -> list[str]:
    """Return sentences on what nobody could see, decide or read, the widest gaps first."""
    return [*_unseen(material), *_saturated(material), *_unread(material), *_undetermined(material)]


def _unseen(material: Material) -> Iterator[str]:
    held = set(material.register_checks["clause_id"])
    for clause in material.terms.clauses:
        own = material.verdicts.filter(pl.col("clause_id") == clause.id, pl.col("obligor") != "any")
        blind = set(own.filter(pl.col("verdict") == "not_verifiable")["obligor"])
        if blind:
            whose = listed([named(material.terms, party) for party in clause.obligors if party in blind])
            yield f"{clause.id}: nothing deployed could see acts of {whose}. No count is given, not even zero."
        part = set(own.filter(pl.col("verdict") == "cannot_tell")["obligor"])
        if part and clause.id not in held:
            whose = listed([named(material.terms, party) for party in clause.obligors if party in part])
            yield (
                f"{clause.id}: acts of {whose} could be spoken of, but nobody watched with a known chance "
                "of seeing one, so there is no count."
            )


def _saturated(material: Material) -> Iterator[str]:
    for source, left_out in material.signals.select("source", "left_out").unique(maintain_order=True).rows():
        if left_out:
            regions = listed(left_out.split("; "))
            yield f"{source}: {regions} left out, because a series that is always full says nothing."


def _unread(material: Material) -> Iterator[str]:
    by_file = material.set_aside.group_by("file", maintain_order=True).agg(pl.len(), pl.col("rule").unique().sort())
    for file, count, rules in by_file.rows():
        rows = "row was" if count == 1 else "rows were"
        yield f"{file}: {count} {rows} set aside ({', '.join(rules)}); they wait in tables/set_aside to be mended."
    astray = sum(material.unknown_sectors.values())
    if astray:
        rows = (
            "1 row of weather or restrictions names a sector"
            if astray == 1
            else (f"{astray:,} rows of weather or restrictions name sectors")
        )
        yield f"{rows} that the case does not have. What they say is used nowhere."
    with_files = set(material.captures["source"])
    for source in dict.fromkeys(name.partition(":")[0] for name in material.sources["source"]):
        if source not in with_files:
            yield f"{source}: no file has come. That is silence of the source, not quiet."


def _undetermined(material: Material) -> Iterator[str]:
    mechanism = material.terms.mechanism
    if mechanism.body is None:
        yield "It is not said who determines what was a violation and whose; this program only proposes."
    if mechanism.right_of_reply_hours is None:
        yield "It is not said whether a side that is accused has a right of reply."
