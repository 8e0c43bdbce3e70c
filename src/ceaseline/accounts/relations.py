"""How two statements stand to each other: typed checks, in a fixed order, on what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import attrs

from ceaseline.accounts.language import Language
from ceaseline.accounts.speakers import same_name

Relation = Literal[
    "same", "partial", "related", "framing", "conflict_quantity", "conflict_speaker", "conflict_polarity",
    "conflict_modality", "conflict_sequence", "conflict_fact", "conflict_inside",
]  # fmt: skip
Row = Mapping[str, Any]
_ALIKE = 0.6  # share of the shorter one's words from which two tell of one thing, whatever it was before

# Acts by what they ask of the other side: a question leaves open, a demand or a condition asks for something.
_WEIGHT = {"question": "asks", "doubt": "asks", "demand": "wants", "condition": "wants"}


@attrs.frozen
class Likely:
    """How alike two statements have to be for each check.

    Attributes:
        paired: score from which two speak of one thing.
        close: from which what differs is a conflict and not another subject.
        near: from which another speaker's words are taken for the same words.
        sure: from which numbers are held against each other whatever the words.
        words: so many words in common, and
        share: such a share of the shorter one's, are as good as ``close``.
    """

    paired: float = 0.30
    close: float = 0.42
    near: float = 0.5
    sure: float = 0.8
    words: int = 2
    share: float = 0.5


@attrs.frozen
class Judged:
    """A relation and why.

    Attributes:
        relation: how two statements stand to each other.
        why: in words.
        measures: whether numbers that differ are of a length or a time, which do not say what they are of.
    """

    relation: Relation
    why: str
    measures: bool = False


def judge(left: Row, right: Row, score: float, likely: Likely, language: Language) -> Judged | None:
    """Return how two statements of different documents stand to each other; None where they have nothing in common.

    Args:
        left: a row of ``statements``, with what :class:`Stems` makes of its text.
        right: one of another document.
        score: how likely it is that both speak of one thing, 0 to 1.
        likely: the thresholds.
        language: of both.
    """
    if score < likely.paired and not _thank_alike(left, right):
        return None
    if "outlet" in {left["voice"], right["voice"]}:
        return _with_an_outlet(left, right, score, likely, language)
    speakers = _speakers(left, right)
    if speakers == "differ":
        if score >= likely.near or _thank_alike(left, right):
            who = f"{left['speaker']} in one, {right['speaker']} in the other"
            clash = _numbers(left, right, language) or _sequence(left, right)
            if clash is not None:
                return Judged(clash.relation, f"{clash.why}; {who}")
            if left["polarity"] == right["polarity"]:
                return Judged("conflict_speaker", who)
        return Judged("related", "another speaker") if _shared(left, right) else None
    return next(_conflicts(left, right, score, likely, language), None) or _agreement(left, right, score, likely)


def _thank_alike(left: Row, right: Row) -> bool:
    return left["act"] == right["act"] == "thanks" and bool(left["stems"] & right["stems"])


def _with_an_outlet(left: Row, right: Row, score: float, likely: Likely, language: Language) -> Judged | None:
    titles = [row["layout"] in {"headline", "subheadline"} for row in (left, right)]
    if all(titles):
        if (
            left["act"] != right["act"]
            or left["charge"] != right["charge"]
            or left["polarity"] != right["polarity"]
        ):
            return Judged("framing", f"{_as(left)} in one title, {_as(right)} in the other")
        return Judged("same", "titles that say the same") if score >= likely.close else None
    if any(titles):
        title, said = (left, right) if titles[0] else (right, left)
        another = title["about"] and said["speaker"] and not same_name(title["about"], said["speaker"])
        framed = score >= likely.close and not another
        return Judged("framing", "a title in one, a statement in the other") if framed else None
    if left["voice"] == right["voice"]:
        clash = _numbers(left, right, language) or _dates(left, right, language)
        if clash is not None and score >= likely.close:
            return clash
        return Judged("same", "both outlets in their own voice") if score >= likely.close else None
    return (
        Judged("framing", "one outlet says itself what the other gives to a speaker")
        if score >= likely.near
        else None
    )


def _speakers(left: Row, right: Row) -> Literal["same", "differ", "open"]:
    if left["speaker"] is None or right["speaker"] is None:
        return "open"
    if same_name(left["speaker"], right["speaker"]):
        return "same"
    # a side that speaks, and somebody who is told to speak for it
    beside = any(one["speaker"] in (other["named"] or "") for one, other in ((left, right), (right, left)))
    return "open" if beside else "differ"


def _conflicts(left: Row, right: Row, score: float, likely: Likely, language: Language) -> Iterator[Judged]:
    shared, both = _shared(left, right), left["stems"] & right["stems"]
    least = min(len(left["stems"]), len(right["stems"]))
    close = score >= likely.close or (len(both) >= likely.words and len(both) >= likely.share * least)
    numbers = _numbers(left, right, language)
    told = close or len(both) >= likely.share * least
    if numbers is not None and (score >= likely.sure or (told and both) or (shared and numbers.measures)):
        yield numbers
    weights = {_WEIGHT.get(row["act"], "says") for row in (left, right)}
    insisted = weights == {"asks", "says"} and "insisting" in {left["charge"], right["charge"]}
    if (weights == {"asks", "wants"} or insisted) and (close or shared):
        yield Judged("conflict_modality", f"{_as(left)} in one, {_as(right)} in the other")
    if close and (both or shared):
        sequence, dates = _sequence(left, right), _dates(left, right, language)
        yield from (each for each in (sequence, dates) if each is not None)
    stated = weights == {"says"} and "question" not in {left["act"], right["act"]}
    if close and stated and _opposed(left, right, language):
        yield Judged("conflict_polarity", f"{left['polarity']} in one, {right['polarity']} in the other")


def _opposed(left: Row, right: Row, language: Language) -> bool:
    """Tell whether one says that something is so and the other that it is not; "unpunished" is "not punished".

    Where each has words of its own, it is the same in other words as often as the contrary: then it counts only
    where the very word that is denied in one stands in the other.
    """
    mine, other = (set(re.findall(r"\w+", row["text"].lower())) for row in (left, right))
    turned = sum(
        f"{prefix}{word}" in there
        for prefix in language.endings.opposite
        for here, there in ((mine, other), (other, mine))
        for word in here
    )
    if not (left["polarity"] != right["polarity"]) ^ bool(turned % 2):
        return False
    own = [row["telling"] for row in (left, right)]
    if not (own[0] - own[1] and own[1] - own[0]):
        return True
    return any(here["turned"] & there["telling"] for here, there in ((left, right), (right, left)))


def _numbers(left: Row, right: Row, language: Language) -> Judged | None:
    """Return a conflict where no number of one unit in one statement could be one of the other's."""
    mine, other = _read(left["quantities"], language), _read(right["quantities"], language)
    for unit, here in mine.items():
        there = other.get(unit, ())
        if there and not any(one.low <= two.high and two.low <= one.high for one in here for two in there):
            why = f"{here[0].told} in one, {there[0].told} in the other"
            return Judged(
                "conflict_quantity", why, measures=unit in {scale.of for scale in language.scales.values()}
            )
    return None


@attrs.frozen
class _Interval:
    """A number in the smallest unit of its kind, and as it was said."""

    low: float
    high: float
    told: str


def _read(text: str, language: Language) -> dict[str, list[_Interval]]:
    found: dict[str, list[_Interval]] = {}
    for part in text.split("; ") if text else ():
        numbers, _, unit = part.partition(" ")
        low, high = (float(end) for end in numbers.split(".."))
        scale = language.scales.get(unit)
        kind, least, most = (unit, 1.0, 1.0) if scale is None else (scale.of, scale.least, scale.most)
        found.setdefault(kind, []).append(_Interval(low * least, high * most, f"{_range(low, high)} {unit}"))
    return found


def _range(low: float, high: float) -> str:
    return f"{low:,.10g}" if low == high else f"{low:,.10g} to {high:,.10g}"


def _sequence(left: Row, right: Row) -> Judged | None:
    """Return a conflict where one thing was before, during or after another in one account alone."""
    mine, other = left["order"], right["order"]
    if not mine or not other or mine.keys() & other.keys():
        return None
    rest = [row["stems"] - frozenset().union(*row["order"].values()) for row in (left, right)]
    alike = len(rest[0] & rest[1]) >= _ALIKE * min(map(len, rest)) > 0
    if not alike and not any(here & there for here in mine.values() for there in other.values()):
        return None
    told = [" and ".join(sorted(each)) for each in (mine, other)]
    return Judged("conflict_sequence", f"{told[0]} in one, {told[1]} in the other")


def _dates(left: Row, right: Row, language: Language) -> Judged | None:
    if left["first_day"] is None or right["first_day"] is None:
        return None
    apart = max((left["first_day"] - right["last_day"]).days, (right["first_day"] - left["last_day"]).days)
    by_night = any(
        word in row["text"].lower() for row in (left, right) for word in language.nights
    )  # which belongs to two days
    if apart > by_night:
        return Judged("conflict_fact", f"{left['first_day']} in one, {right['first_day']} in the other")
    return None


def _shared(left: Row, right: Row) -> set[str]:
    return set(left["clauses"].split()) & set(right["clauses"].split())


def _agreement(left: Row, right: Row, score: float, likely: Likely) -> Judged | None:
    mine, other = set(left["clauses"].split()), set(right["clauses"].split())
    if score < likely.close:
        return Judged("related", "one subject") if mine & other else None
    if mine != other or (left["act"] == "question") != (right["act"] == "question"):
        return Judged("partial", "one has more than the other")
    return Judged("same", "no check tells them apart")


def _as(row: Row) -> str:
    wanted = row["act"] in {"question", "demand", "condition", "thanks"}
    return str(row["act"]) if wanted or row["polarity"] == "affirmed" else f"{row['act']}, denied"
