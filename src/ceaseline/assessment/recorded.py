"""What is recorded of acts against a clause: how many incidents, which are established, and whose, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs
import dataframely as dy
import polars as pl

from ceaseline.tables import Findings

ESTABLISHES = ("observed", "corroborated", "verified", "determined")  # one instrument alone may be mistaken
UNDETERMINED = "undetermined"


@attrs.frozen
class Tally:
    """The incidents found for one clause on one clock, those that only a party tells of left out.

    Attributes:
        recorded: how many are such acts, or may be.
        monitored: how many of them a monitor recorded.
        established: how many are established to be such acts, by whose they are; ``undetermined`` is a side here.
        determined: how many of all of them are determined to be of each party.
        sectors: in how many stretches of a line those established lie, by side; and of ``any``.
    """

    recorded: int = 0
    monitored: int = 0
    established: Mapping[str, int] = attrs.field(factory=dict)
    determined: Mapping[str, int] = attrs.field(factory=dict)
    sectors: Mapping[str, int] = attrs.field(factory=dict)

    def of(self, obligor: str) -> int:
        """Return how many are established of one side; of ``any``, all of them."""
        return sum(self.established.values()) if obligor == "any" else self.established.get(obligor, 0)

    def possible(self, obligor: str) -> int:
        """Return how many may be of one side; of ``any``, all of them."""
        others = sum(count for side, count in self.determined.items() if side != obligor)
        return self.recorded if obligor == "any" else self.recorded - others


NONE = Tally()
_WORDS = ["clause_id", "clock", "attributed_to"]


def tallies(
    findings: dy.DataFrame[Findings], told: pl.DataFrame, lying_in: pl.DataFrame | None = None
) -> dict[tuple[str, str], Tally]:
    """Return what is recorded for each clause and clock where anything is.

    Args:
        findings: with whose each incident is, as far as people determined that.
        told: who recorded it, as :func:`~ceaseline.assessment.findings.tellers` gives it.
        lying_in: ``incident_id``, ``sector``, ``author``, ``nearest``: the sectors each may lie in.
    """
    counted = recorded(findings).select(pl.col("incident_id", *_WORDS).cast(pl.Categorical), "established")
    by_monitors = pl.col("incident_id").is_in(
        told.filter("monitored")["incident_id"].cast(pl.Categorical).implode()
    )
    found = counted.group_by(_WORDS, maintain_order=True).agg(
        pl.len(), pl.col("established").sum(), monitored=by_monitors.sum()
    )
    sectors = _sectors(counted, lying_in)
    return {
        (clause, clock): Tally(
            recorded=int(own["len"].sum()),
            monitored=int(own["monitored"].sum()),
            established=_by_side(own.filter(pl.col("established") > 0), "established"),
            determined=_by_side(own.filter(pl.col("attributed_to") != UNDETERMINED), "len"),
            sectors=sectors.get((clause, clock), {}),
        )
        for (clause, clock), own in found.group_by(["clause_id", "clock"], maintain_order=True)
    }


def recorded(findings: dy.DataFrame[Findings]) -> pl.DataFrame:
    """Return the findings of what is an act or may be one, not by a party's word alone, and which establish it."""
    sure = (pl.col("outcome") == "violation") & pl.col("level").is_in(ESTABLISHES)
    return findings.filter(
        pl.col("level") != "alleged", pl.col("outcome").is_in(["violation", "indeterminate"])
    ).with_columns(established=sure)


def _by_side(own: pl.DataFrame, column: str) -> dict[str, int]:
    return dict(own.select("attributed_to", column).iter_rows())


def _sectors(counted: pl.DataFrame, lying_in: pl.DataFrame | None) -> dict[tuple[str, str], dict[str, int]]:
    """Return in how many sectors what is established lies, by side; of several authors' the most."""
    if lying_in is None:
        return {}
    nearest = lying_in.filter("nearest").select(pl.col("incident_id", "sector").cast(pl.Categorical), "author")
    placed = (
        counted.filter("established")
        .join(nearest, on="incident_id")
        .select("clause_id", "clock", "author", "sector", side="attributed_to")
        .unique()
    )
    of_any = placed.with_columns(side=pl.lit("any").cast(pl.Categorical)).unique()
    many = pl.concat([placed, of_any]).group_by("clause_id", "clock", "author", "side").len()
    found: dict[tuple[str, str], dict[str, int]] = {}
    for clause, clock, _, side, sectors in many.iter_rows():
        own = found.setdefault((clause, clock), {})
        own[side] = max(sectors, own.get(side, 0))
    return found


def in_words(tally: Tally, obligor: str, bound: Sequence[str], named: Callable[[str], str]) -> str:
    """Return a sentence or two on what is recorded; the sides stand in the order of *bound*.

    Args:
        tally: with something recorded.
        obligor: whose acts are asked about, or ``any``.
        bound: the sides the clause binds, in the order of printing.
        named: what to call a side.

    Examples:
        >>> in_words(Tally(2, 1, {"undetermined": 1}), "any", ["A"], str)
        '2 incidents are recorded that are such acts in its place and time or may be, 1 of them by monitors; 1 is
        established to be one, whose it is not. What nobody watched is not known.'
    """
    own = tally.of(obligor)
    if obligor != "any" and own:
        are = "1 incident is" if own == 1 else f"{own:,} incidents are"
        return f"{are} established and determined to be its own. What nobody watched is not known."
    said = _recorded(tally)
    sides = [f"{tally.established[side]:,} of {named(side)}" for side in bound if tally.established.get(side)]
    open_ones = own - sum(tally.established.get(side, 0) for side in bound)
    if not own or obligor != "any":
        said += ". Whose is not established" if not sides else f". Determined are {' and '.join(sides)}"
    elif not sides:
        said += (
            "; 1 is established to be one, whose it is not"
            if own == 1
            else (f"; {own:,} are established to be such acts, whose they are not")
        )
    else:
        open_ones_said = [f"{open_ones:,} of a side that is not established"] if open_ones else []
        said += f"; {own:,} are established: {', '.join([*sides, *open_ones_said])}"
    return f"{said}. What nobody watched is not known."


def _recorded(tally: Tally) -> str:
    if tally.recorded == 1:
        seen = "recorded" if tally.monitored else "not recorded"
        return f"1 incident is recorded that is such an act in its place and time or may be, {seen} by monitors"
    seen = f"{tally.monitored:,} of them" if tally.monitored else "none of them"
    are = f"{tally.recorded:,} incidents are recorded that are such acts in its place and time or may be"
    return f"{are}, {seen} by monitors"
