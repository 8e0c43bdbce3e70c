"""Section 1: five sentences for those who read no further."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
import polars as pl

from ceaseline.publishing.bottom_line import supported
from ceaseline.publishing.report.coarseness import cells, where
from ceaseline.publishing.report.counting import (
    ANY,
    MOST_IDS,
    Answered,
    acts,
    alleged,
    answered,
    exercises,
    first_day,
    ids,
    recorded,
    state,
    when,
)
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Section, Sentence
from ceaseline.publishing.report.wording import Counted, compared, watched
from ceaseline.publishing.words import number
from ceaseline.tables import Signals
from ceaseline.terms import listed, named

_MOST_NAMED = 5  # places, clauses, or comparisons in one sentence


def section(frame: Frame) -> Section:
    """Return whether it holds, where not, what changed, what nobody could see, and what is only alleged."""
    told = _Bottom(frame, answered(frame))
    sentences = (
        *told.state(),
        *told.holding(),
        *told.where(),
        *told.supported(),
        *told.changed(),
        *told.unseen(),
        *told.alleged(),
    )
    return Section(1, "bottom", frame.say("contents.bottom"), sentences)


@attrs.frozen(eq=False)
class _Bottom:
    """What the sentences are made from."""

    frame: Frame
    answers: Sequence[Answered]

    @property
    def _any(self) -> list[Answered]:
        """One answer for each clause and no side in particular: that of the clock that says most."""
        found: dict[str, Answered] = {}
        for each in self.answers:
            if each.obligor == ANY and each.verdict != "not_in_force":
                known = found.setdefault(each.clause_id, each)
                if (each.recorded or 0) > (known.recorded or 0):
                    found[each.clause_id] = each
        return list(found.values())

    def state(self) -> Iterator[Sentence]:
        for why in state(self.frame):
            yield Sentence(self.frame.say(f"bottom.{why}"))

    def holding(self) -> Iterator[Sentence]:
        """Say what is answered for the clauses that are told by looking, and how much is recorded."""
        say, own = self.frame.say, self._any
        by_word = {
            word: tuple(each for each in own if each.verdict == word)
            for word in ("violation_established", "none_recorded_where_watched", "cannot_tell", "not_verifiable")
        }
        if own:
            parts = [
                say(f"bottom.{word}", count=len(those), clauses=_clauses(those))
                for word, those in by_word.items()
                if those
            ]
            if not by_word["violation_established"]:
                parts.insert(0, say("bottom.no_violation"))
            yield Sentence(
                say("bottom.holding", when=when(self.frame), answers="; ".join(parts)),
                tuple(each.id for each in own),
            )
        else:
            yield Sentence(say("bottom.no_answer", when=when(self.frame)))
        yield from self._counts()

    def _counts(self) -> Iterator[Sentence]:
        say, all_recorded = self.frame.say, recorded(self.frame)
        known, apart = acts(all_recorded), exercises(all_recorded)
        if known.height:
            seen = [each for each in self._any if each.coverage.watched is not None]
            spans = dict.fromkeys(watched(say, each.coverage) for each in seen)
            told = next(iter(spans)) if len(spans) == 1 else say("bottom.coverage_by_term")
            yield Sentence(
                say("bottom.recorded", count=known.height, number=number(known.height), watched=told), ids(known)
            )
        if apart.height:
            yield Sentence(say("bottom.exercises", count=apart.height, number=number(apart.height)), ids(apart))

    def where(self) -> Iterator[Sentence]:
        """Say where most was recorded, by coarse cell; small numbers are none."""
        counts, chart, say = cells(self.frame), self.frame.material.chart, self.frame.say
        told = [each for each in counts.cells if not each.shown.startswith("1-")]
        most = sorted(told, key=lambda each: (-int(each.shown.replace(",", "")), each.cell))[:_MOST_NAMED]
        keys = tuple(each.id for each in self._any)
        if most:
            places = [say("bottom.place", number=each.shown, place=where(self.frame, each)) for each in most]
            yield Sentence(say("bottom.most", places="; ".join(places)), keys)
        elif counts.cells:
            yield Sentence(say("bottom.scattered", count=len(counts.cells), least=chart.smallest_count), keys)
        held_back = counts.too_wide + counts.too_young + counts.placeless
        if held_back:
            yield Sentence(
                say(
                    "bottom.no_place",
                    count=held_back,
                    number=number(held_back),
                    young=number(counts.too_young),
                    wide=number(counts.too_wide),
                    placeless=number(counts.placeless),
                ),
                keys,
            )

    def supported(self) -> Iterator[Sentence]:
        """Say what series support of windows that share time with the report; a signal alone is no answer."""
        material = self.frame.material
        together = material.signals.filter(
            pl.col("region").is_null(), pl.col("from") < self.frame.end, pl.col("until") > self.frame.begin
        )
        once = together.unique(["source", "clause_id"], keep="first", maintain_order=True)
        for row in once.iter_rows(named=True):
            own = Signals.validate(pl.DataFrame([row], schema=together.schema))
            for told in supported(attrs.evolve(material, signals=own)):
                yield Sentence(self.frame.say("bottom.signal", told=told), (row["source"],))

    def changed(self) -> Iterator[Sentence]:
        """Hold the numbers of clauses against the time before and the first day, where coverage allows it."""
        frame, say = self.frame, self.frame.say
        counted = [each for each in self._any if each.recorded is not None]
        alone = []
        for which, window in (("before", frame.before), ("first", first_day(frame))):
            if window is None or window == (frame.begin, frame.end) or (which == "first" and len(frame.days) > 1):
                continue
            name = say(f"bottom.{which}_days" if len(frame.days) > 1 and which == "before" else f"bottom.{which}")
            former = {(each.id, each.clocks): each for each in answered(frame, window)}
            lines = [
                f"{each.clause_id}: {number(each.recorded or 0)}; "
                + compared(say, _held(each, which), former[each.id, each.clocks].counted, name)
                for each in counted
                if (each.id, each.clocks) in former
            ]
            if lines:
                yield Sentence(
                    say("bottom.changed", which=name, lines="; ".join(lines)),
                    tuple(each.id for each in counted),
                )
            else:
                alone.append(name)
        if alone:
            yield Sentence(say("bottom.not_compared", which=listed(alone)))

    def unseen(self) -> Iterator[Sentence]:
        """Say of which clauses nobody could see anything, and how little was watched of the others."""
        frame, say = self.frame, self.frame.say
        blind = [each for each in self._any if each.verdict == "not_verifiable"]
        if blind:
            yield Sentence(say("bottom.blind", clauses=_clauses(blind)), tuple(each.id for each in blind))
        seen = [each for each in self._any if each not in blind and each.coverage.watched is not None]
        if seen:
            least = min(seen, key=lambda each: (each.coverage.watched or 0.0, each.clause_id))
            whole = least.coverage.watched == 1 and least.coverage.sure == 1
            key = "bottom.watched_whole" if whole else "bottom.watched_least"
            yield Sentence(say(key, clause=least.clause_id, watched=watched(say, least.coverage)), (least.id,))
        unknown = [each for each in self._any if each not in blind and each.coverage.watched is None]
        if unknown:
            yield Sentence(
                say("bottom.watched_unknown", clauses=_clauses(unknown)), tuple(each.id for each in unknown)
            )
        lost = frame.material.restrictions.filter(
            pl.col("from") < frame.end, pl.col("until").is_null() | (pl.col("until") > frame.begin)
        )
        if lost.height:
            files = tuple(lost["capture_id"].unique().sort())
            yield Sentence(say("bottom.restricted", count=lost.height, number=number(lost.height)), files)

    def alleged(self) -> Iterator[Sentence]:
        """Say what only parties tell of; it is in no number of ours."""
        frame, say = self.frame, self.frame.say
        only = alleged(frame)
        if only.height:
            yield Sentence(say("bottom.alleged", count=only.height, number=number(only.height)), ids(only))
        claims = frame.material.claims.filter(
            (pl.col("from") < frame.end) & (pl.col("until") > frame.begin), pl.col("from").is_not_null()
        )
        if claims.height:
            who = [
                named(frame.material.terms, party)
                for party in frame.material.terms.parties
                if party in claims["claimant"]
            ]
            yield Sentence(
                say("bottom.claims", count=claims.height, number=number(claims.height), who=listed(who)),
                tuple(claims["claim_id"].sort().head(MOST_IDS)),
            )
        if not only.height and not claims.height:
            yield Sentence(say("bottom.nothing_alleged"))


def _held(answer: Answered, which: str) -> Counted:
    """Return a number to be held against another one; none where the day was not watched as the one before was."""
    own = answer.counted
    return attrs.evolve(own, count=None) if which == "before" and answer.comparable is False else own


def _clauses(answers: Sequence[Answered]) -> str:
    names = [each.clause_id for each in answers]
    return listed(names)
