"""The answer for each clause, each party it binds and ``any``, on each party's clock.

What nobody watched gives no count and no absence. A signal stands beside a verdict and
never gives one; what the parties say of each other stands elsewhere and changes none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs
import dataframely as dy
import polars as pl

from ceaseline.assessment.absence import elapsed, lacks, watched_in_words
from ceaseline.assessment.covered import Covered, Sight
from ceaseline.assessment.ground import Seen
from ceaseline.assessment.recorded import NONE, Tally, in_words
from ceaseline.assessment.registers import Answer, answer
from ceaseline.assessment.rules import Records, Relevance
from ceaseline.assessment.speaking import ANY, Speaking, named
from ceaseline.assessment.watches import Watching, on_the_ground
from ceaseline.tables import Clauses, RegisterChecks, Series, Signals, Verdicts, from_rows
from ceaseline.terms import per_cent
from ceaseline.terms.codes import CODES

_ABSENT = "none_recorded_where_watched"
_NOTHING = Records()

_STATUS = {
    "question": "only asked of",
    "demanded": "only demanded of",
    "proposed": "only proposed for",
    "waived": "waived for",
}


def judge_clauses(
    clauses: dy.DataFrame[Clauses],
    *,
    signals: dy.DataFrame[Signals],
    series: dy.DataFrame[Series],
    relevances: Sequence[Relevance],
    names: Mapping[str, str],
    as_of: datetime | None,
    records: Records = _NOTHING,
    checks: dy.DataFrame[RegisterChecks] | None = None,
    watching: Watching | None = None,
    covered: Covered | None = None,
    hours_watched: float = 0.8,
) -> dy.DataFrame[Verdicts]:
    """Return the verdicts, in the order of the clauses.

    Args:
        clauses: the terms laid flat.
        signals: what series support.
        series: the bins behind the signals, to say what is missing where there is no signal.
        relevances: which series can speak of which clause, and of whose acts.
        names: what to call each party in a reason.
        as_of: when the newest evidence was received, UTC; null where there is none yet.
        records: what is recorded of such acts; it gives a number for ``any``, and for a side where people
            determined whose the acts are.
        checks: registers held against the clauses; they name whose an entry is, and so give numbers for sides.
        watching: the watches on record, which say when nobody watched and why.
        covered: what could be seen; without it nothing recorded is never called so of acts on the ground.
        hours_watched: share of a window that has to be counted before none recorded is called so.

    Returns:
        For each clause and clock a row for each obligor, and one for ``any``.
    """
    held: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in [] if checks is None else checks.iter_rows(named=True):
        held.setdefault((row["clause_id"], row["clock"]), []).append(row)
    sight = None if covered is None else Sight(covered, clauses)
    speaking = Speaking(signals, series, relevances, names)
    case = _Case(speaking, names, as_of, records, held, watching, hours_watched, sight)
    rows: list[dict[str, Any]] = []
    for (_,), clause in clauses.group_by(["clause_id"], maintain_order=True):
        for obligor in [*clause["obligor"].unique(maintain_order=True), ANY]:
            rows.extend(
                case.verdict(clause, obligor, clock) for clock in clause["clock"].unique(maintain_order=True)
            )
    return from_rows(Verdicts, rows)


@attrs.frozen
class _Case:
    """The evidence every verdict is made with."""

    speaking: Speaking
    names: Mapping[str, str]
    as_of: datetime | None
    records: Records
    held: Mapping[tuple[str, str], Sequence[dict[str, Any]]]
    watching: Watching | None
    hours_watched: float
    sight: Sight | None

    def verdict(self, clause: pl.DataFrame, obligor: str, clock: str) -> dict[str, Any]:
        """Return one row; *clause* holds all rows of one clause."""
        on_clock = clause.filter(pl.col("clock") == clock)
        rows = list(on_clock.iter_rows(named=True))
        own = rows if obligor == ANY else [row for row in rows if row["obligor"] == obligor]
        first = own[0]
        word, watched, signal, reason = self._answer(own, obligor, first)
        count, scope = None, first["scope"]
        if word in ("cannot_tell", "not_verifiable"):
            said = Answer(word, None, watched, reason)
            seen = self._seen(first, obligor)
            word, count, watched, reason = attrs.astuple(self._weighed(said, own, obligor, seen))
            if word == _ABSENT and scope == "everywhere" and seen is not None and seen.kind == "line":
                scope = "line"  # of what is far from it nothing is said
        return {
            "clause_id": first["clause_id"],
            "obligor": obligor,
            "scope": scope,
            "clock": clock,
            "from": first["from"],
            "until": first["until"],
            "verdict": word,
            "proposed": word,
            "recorded": count,
            "estimated_low": None,
            "estimated_high": None,
            "watched_share": watched,
            "signal": signal,
            "reason": reason,
            "as_of": self.as_of,
            "supersedes": None,
            "decision_id": None,
        }

    def _answer(
        self, own: Sequence[Mapping[str, Any]], obligor: str, first: Mapping[str, Any]
    ) -> tuple[str, float | None, str, str]:
        if not any(row["binding"] for row in own):
            return "not_in_force", None, "none", self._not_agreed(own)
        if self.as_of is not None and self.as_of < first["from"]:
            reason = "On this clock it had not begun when the newest evidence was received."
            return "not_in_force", None, "none", reason
        bound = [row["obligor"] for row in own if row["binding"]]
        return self.speaking.of(first, obligor, bound)

    def _weighed(self, said: Answer, own: Sequence[Mapping[str, Any]], obligor: str, seen: Seen | None) -> Answer:
        """Return what series say, with what incidents, registers and watches say beside it."""
        first, bound = own[0], [row["obligor"] for row in own if row["binding"]]
        watches = self._watches(first, obligor, bound, seen)
        tally = self.records.tallies.get((first["clause_id"], first["clock"]), NONE)
        lack = self._lack(first, tally, obligor, seen)
        told = self._recorded(first, tally, obligor, bound, watched=bool(watches), seen=seen, lack=lack)
        written = self._written(first, obligor, bound)
        series = None if said.verdict == "not_verifiable" else said.reason
        parts = [None if written is None else written.reason, told, series, *watches]
        reason = " ".join(part for part in parts if part)
        if not reason:
            return attrs.evolve(said, reason=said.reason + self._no_act(first))
        share = self._share(first, obligor, bound, seen) if watches else None
        if tally.of(obligor):
            count = tally.recorded if obligor == ANY else tally.of(obligor)
            return Answer("violation_established", count, share, reason)
        settled = written is not None and (
            written.verdict == "violation_established" or (written.verdict == _ABSENT and told is None)
        )
        if written is not None and settled:
            return attrs.evolve(written, reason=reason)
        if lack is None and written is None:
            return Answer(_ABSENT, 0, share, reason)
        return Answer("cannot_tell", tally.recorded or None if obligor == ANY else None, share, reason)

    def _seen(self, first: Mapping[str, Any], obligor: str) -> Seen | None:
        """Return how well acts on the ground would have been seen, in the window as far as it passed."""
        window = elapsed(first["from"], first["until"], self.as_of)
        if self.sight is None or window is None or not on_the_ground(first):
            return None
        return self.sight.of(first["clause_id"], obligor, window)

    def _lack(self, first: Mapping[str, Any], tally: Tally, obligor: str, seen: Seen | None) -> str | None:
        """Return what keeps nothing recorded from being called so; None where nothing does."""
        if seen is None or first["modality"] not in ("prohibition", "ceiling"):
            return "it is not told by looking"
        if tally.possible(obligor):
            return "something is recorded"
        return lacks(
            seen,
            hours=self.hours_watched,
            over=first["until"] is not None and self.as_of is not None and first["until"] <= self.as_of,
            doubts=self.records.doubts.get((first["clause_id"], first["clock"]), 0),
        )

    def _written(self, first: Mapping[str, Any], obligor: str, bound: Sequence[str]) -> Answer | None:
        return answer(
            self.held.get((first["clause_id"], first["clock"]), ()),
            obligor,
            bound,
            until=first["until"],
            hours_watched=self.hours_watched,
            named=self._named,
        )

    def _watches(
        self, first: Mapping[str, Any], obligor: str, bound: Sequence[str], seen: Seen | None
    ) -> list[str]:
        """Return what watches on record say, where the clause is of acts that somebody on the ground can see."""
        if self.watching is None or not on_the_ground(first) or (seen is not None and seen.blind):
            return []
        known = seen is not None and seen.placed
        blind = self.watching.told(_seen_by(obligor, bound), first["from"], first["until"], lost_alone=known)
        if seen is None or not known:
            return blind
        chance = self.sight.covered.chance if self.sight is not None else 1.0
        return [*blind, *watched_in_words(seen, chance=chance, named=self._named, lost=not blind)]

    def _share(
        self, first: Mapping[str, Any], obligor: str, bound: Sequence[str], seen: Seen | None
    ) -> float | None:
        """Return what share was watched: of the place and the time where that is known, else of the time."""
        if seen is not None and seen.placed:
            return seen.watched
        if self.watching is None:
            return None
        return self.watching.share(_seen_by(obligor, bound), first["from"], first["until"])

    def _no_act(self, first: Mapping[str, Any]) -> str:
        """Return a sentence where a watch that stopped might be taken for an act against the clause."""
        known = CODES.get(first["code"])
        if known is None or not known.restricted_by or self.watching is None or self.watching.watched.is_empty():
            return ""
        return " No register of restrictions is kept, and that an asset did not watch shows no such act."

    def _recorded(
        self,
        first: Mapping[str, Any],
        tally: Tally,
        obligor: str,
        bound: Sequence[str],
        *,
        watched: bool,
        seen: Seen | None,
        lack: str | None,
    ) -> str | None:
        """Return what is recorded for a clause on a clock, in words; none is zero only where it was watched."""
        if tally.recorded:
            said = in_words(tally, obligor, bound, self._named)
            return f"{said}{_weight(first, tally, obligor, seen)}"
        if lack is None:
            return (
                f"Nothing is recorded, and on each day {per_cent(self.hours_watched)} of the hours or more were "
                "watched with the chance that is asked."
            )
        if watched and seen is not None and seen.placed:
            running = first["until"] is None or self.as_of is None or self.as_of < first["until"]
            return f"{'So far nothing' if running else 'Nothing'} is recorded; nothing follows, as {lack}."
        if first["clause_id"] in self.records.watching:
            known = "" if watched else " who watched when is not known yet, so"
            return (
                "Nothing is recorded in its place and time, though a source of this case records such things;"
                f"{known} nothing follows from that."
            )
        return None

    def _not_agreed(self, own: Sequence[Mapping[str, Any]]) -> str:
        said = ", ".join(f"{_STATUS[row['speech_status']]} {self._named(row['obligor'])}" for row in own)
        return f"{said[:1].upper()}{said[1:]}: it binds nobody, so it has no violations."

    def _named(self, party: str) -> str:
        return named(party, self.names)


def _weight(first: Mapping[str, Any], tally: Tally, obligor: str, seen: Seen | None) -> str:
    """Return a sentence on how grave one such act is, and in how many sectors of a line those established lie."""
    if not tally.of(obligor):
        return ""
    grave = "" if first["severity"] is None else f" One such act counts as {first['severity']}"
    many = tally.sectors.get(obligor)
    if seen is None or seen.kind != "line" or not many:
        return grave and f"{grave}."
    lie = f"those established lie in {many:,} of {seen.sectors:,} sectors of the line"
    return f"{grave}; {lie}." if grave else f" {lie[:1].upper()}{lie[1:]}."


def _seen_by(obligor: str, bound: Sequence[str]) -> set[str]:
    """Return whose acts an asset has to see to see those of an obligor."""
    return {*bound, ANY} if obligor == ANY else {obligor, ANY}
