"""What a report may say of what it has: verbs, numbers, sides and zeros, each no stronger than what it rests on."""

from __future__ import annotations

from collections.abc import Iterable

import attrs
import polars as pl

from ceaseline.errors import InputError, UnknownName
from ceaseline.publishing.coverage import Coverage
from ceaseline.publishing.report.messages import Messages
from ceaseline.publishing.words import number
from ceaseline.tables.guarantees import LEVELS
from ceaseline.tables.verdict_parts import ALIKE
from ceaseline.terms import Terms, named, per_cent

LEAST_BASE = 20  # of fewer, no percentage is given: one more would move it by more than five points
RECORDED = "recorded"  # of counts, at any level but the lowest: what is counted was recorded, it did not occur
UNDETERMINED = "undetermined"


def verb(levels: Iterable[str], wanted: str | None = None) -> str:
    """Return the verb for what is told together: the one of its weakest part, or a weaker one that is wanted.

    Args:
        levels: of what the sentence rests on, in the words of the findings; at least one.
        wanted: a verb of the ladder, or ``recorded``, which anything but an allegation allows.

    Raises:
        InputError: *wanted* says more than the levels carry, or there is nothing it could rest on.
        UnknownName: a level, or *wanted*, is no word of the ladder.

    Examples:
        >>> verb(["observed", "corroborated"]), verb(["verified"], "reported"), verb(["detected"], "recorded")
        ('observed', 'reported', 'recorded')
        >>> verb(["observed"], "verified")
        Traceback (most recent call last):
        ceaseline.errors.InputError: 'verified' says more than the evidence does. Mend: write 'observed' or weaker
    """
    ranks = [_rank(level) for level in levels]
    if not ranks:
        raise InputError("A verb rests on nothing. Mend: give the level of what the sentence tells")
    weakest = LEVELS[min(ranks)]
    if wanted is None:
        return weakest
    least = 1 if wanted == RECORDED else _rank(wanted)
    if least > min(ranks):
        raise InputError(f"{wanted!r} says more than the evidence does. Mend: write {weakest!r} or weaker")
    return wanted


def _rank(level: str) -> int:
    if level not in LEVELS:
        raise UnknownName("level", level, LEVELS)
    return LEVELS.index(level)


@attrs.frozen
class Counted:
    """A number of ours, with how well was watched for what it counts.

    Attributes:
        count: what was recorded; None where it is not known, never 0 for that.
        coverage: of the time and place it is of.
        hours: how long that time was.
    """

    count: int | None
    coverage: Coverage
    hours: float

    def alike(self, other: Counted) -> bool:
        """Tell whether two numbers may be compared: of times as long, both known, and watched alike.

        Examples:
            >>> one, two = Counted(4, Coverage(0.5, 0.3), 24), Counted(9, Coverage(0.55, 0.3), 24)
            >>> one.alike(two), one.alike(Counted(9, Coverage(0.8, 0.3), 24)), one.alike(Counted(9, Coverage(), 24))
            (True, False, False)
        """
        pairs = [(getattr(self.coverage, name), getattr(other.coverage, name)) for name in ("watched", "sure")]
        if None in (self.count, other.count) or not (self.coverage.watched and other.coverage.watched):
            return False
        shares = all(
            left is not None and right is not None and round(abs(left - right), 9) <= ALIKE for left, right in pairs
        )
        return shares and self.hours == other.hours


def counted(say: Messages, told: Counted) -> str:
    """Say a number with how well was watched; where there is none, or a zero that nobody watched, why not.

    Examples:
        >>> from ceaseline.publishing.report.messages import messages
        >>> say = messages()
        >>> counted(say, Counted(0, Coverage(0.61, 0.6), 24))
        'none recorded where watched (61 % of the hours, 60 % well enough to see the smallest act)'
        >>> counted(say, Counted(0, Coverage(0.0, 0.0), 24)), counted(say, Counted(None, Coverage(), 24))
        ('n/a (nobody watched)', 'n/a (what share of the hours was watched is not known)')
        >>> counted(say, Counted(3, Coverage(0.0, 0.0), 24))
        '3 recorded (nobody on record watched)'
    """
    share, coverage = watched(say, told.coverage), told.coverage
    if told.count is None or (told.count == 0 and not coverage.watched):
        return say("wording.no_count", watched=share)
    if not told.count:
        return say("wording.none", watched=share)
    share = say("wording.nobody_on_record") if coverage.watched == 0 else share
    return say("wording.recorded", number=number(told.count), watched=share)


def watched(say: Messages, coverage: Coverage) -> str:
    """Say how well was watched, as a part of a sentence."""
    if coverage.watched is None:
        return say("wording.watched_unknown")
    if not coverage.watched:
        return say("wording.nobody")
    if coverage.sure is None:
        return say("wording.watched_time", watched=per_cent(coverage.watched))
    return say("wording.watched", watched=per_cent(coverage.watched), sure=per_cent(coverage.sure))


def compared(say: Messages, now: Counted, before: Counted, when: str) -> str:
    """Say what a number was at another time, and how far it moved only where that means something.

    Args:
        say: words of the language.
        now: the number.
        before: the other one.
        when: the other time in words, such as ``the day before``.

    Examples:
        >>> from ceaseline.publishing.report.messages import messages
        >>> say, alike = messages(), Coverage(0.6, 0.5)
        >>> compared(say, Counted(27, alike, 24), Counted(34, alike, 24), "the day before")
        'the day before: 34, watched alike (20 % fewer)'
        >>> compared(say, Counted(27, alike, 24), Counted(19, alike, 24), "the day before")
        'the day before: 19, watched alike'
        >>> compared(say, Counted(27, alike, 24), Counted(34, Coverage(0.2, 0.1), 24), "the day before")
        'the day before: 34, not comparable (20 % of the hours, 10 % well enough to see the smallest act)'
        >>> compared(say, Counted(27, alike, 24), Counted(None, Coverage(0.0, 0.0), 24), "day 1")
        'day 1: n/a, not comparable (nobody watched)'
    """
    known = before.count is not None and (before.count or before.coverage.watched)
    was = number(before.count) if known and before.count is not None else say("wording.not_available")
    if now.count is None or before.count is None or not now.alike(before):
        return say("wording.not_comparable", when=when, was=was, watched=watched(say, before.coverage))
    if before.count < LEAST_BASE or now.count == before.count:
        return say("wording.comparable", when=when, was=was)
    moved = per_cent(abs(now.count - before.count) / before.count)
    way = "wording.fewer" if now.count < before.count else "wording.more"
    return say(way, when=when, was=was, moved=moved)


def part_of(say: Messages, part: int, whole: int) -> str:
    """Say a part of a number, with a percentage only of a base of 20 or more.

    Examples:
        >>> from ceaseline.publishing.report.messages import messages
        >>> part_of(messages(), 7, 28), part_of(messages(), 7, 19)
        ('7 of 28 (25 %)', '7 of 19')
    """
    if whole < LEAST_BASE:
        return say("wording.part", part=number(part), whole=number(whole))
    return say("wording.part_share", part=number(part), whole=number(whole), share=per_cent(part / whole))


def held_by(placements: pl.DataFrame) -> dict[str, str]:
    """Return by incident the party that holds the ground there: only where every author who placed it says so.

    Args:
        placements: rows of the table of placements.
    """
    told = placements.group_by("incident_id").agg(
        who=pl.col("held_by").first(),
        one=(pl.col("held_by").n_unique() == 1) & pl.col("held_by").is_not_null().all(),
    )
    return dict(told.filter("one").select("incident_id", "who").iter_rows())


def side(say: Messages, terms: Terms, attributed_to: str, held: str | None) -> str:
    """Say whose an act was only where that is released; else where it was recorded, which attributes nothing.

    Args:
        say: words of the language.
        terms: with the names of the parties.
        attributed_to: of the findings: a party's code or another answer that is released, or ``undetermined``.
        held: who holds the ground, of :func:`held_by`; None where authors differ or nobody says.
    """
    if attributed_to in terms.parties:
        return say("wording.by", party=named(terms, attributed_to))
    if attributed_to != UNDETERMINED:
        return say(f"wording.{attributed_to}")
    if held is None:
        return say("wording.whose_undetermined")
    return say("wording.in_area_held_by", party=named(terms, held))


def exercise(say: Messages, phenomenon: str, count: int) -> str:
    """Say incidents that were assessed as exercises, which stand on lines of their own.

    Examples:
        >>> from ceaseline.publishing.report.messages import messages
        >>> exercise(messages(), "exercise_outside", 2)
        '2 incidents assessed as a live-fire training exercise, outside the zones'
    """
    return say(f"wording.{phenomenon}", count=count)
