"""Whose an incident may be, in sentences: chances, what speaks for what, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import exp, floor

from ceaseline.publishing.material import Material
from ceaseline.publishing.speaking import CLEAR, STRONG, UNDETERMINED, Speaking, Whose, whose, with_names
from ceaseline.terms import listed, named

OTHERS = {
    "both": "an exchange of both that cannot be taken apart",
    "third": "somebody who is no party",
    "not_hostile": "no hostile act, such as an exercise, demining or an accident",
    "no_event": "nothing that happened",
    UNDETERMINED: UNDETERMINED,
}
_TERMS = {
    "pattern": "what is usual",
    "claims": "claims",
    "bearing": "a direction of fire",
    "position": "where it fell",
    "weapon": "a weapon",
    "notified": "an announcement",
    "media": "a picture or film",
    "public": "the public",
}
_SHORT = {
    "both": "an exchange",
    "third": "no party",
    "not_hostile": "no hostile act",
    "no_event": "nothing happened",
}
_TOLD_APART = (
    "claims",
    "bearing",
    "pattern",
)  # kinds of which there are several groups, or several kinds of incident
_NO_SIDE = -0.5  # log-odds below which an answer that is no side's is spoken against
_SLIGHT = 0.05  # log-odds of an answer that is no side's, below which it is not printed
_MOVING = (
    "a monitor's or an instrument's own record of whose it was, a direction of fire with that day's line, or a "
    "weapon that one side alone has"
)
_NEVER_MOVED = (
    "Claims of sides and of the press add to such evidence and never stand in its place, and what the public says "
    "carries nothing over the threshold"
)


def whose_told(material: Material, incident_id: str) -> Iterator[tuple[str, str]]:
    """Say whose an incident may be; nothing of it accuses anybody, and with parties exchanged it is exchanged."""
    found = whose(material, incident_id)
    if found is None:
        yield "whose it was", "not asked: the incident was not attributed"
        return
    names = {code: named(material.terms, code) for code in found.parties}
    answers = "; ".join(f"{answer_named(name, names)}: {per_cent(p)}" for name, p in found.chances.items())
    answers += "; undetermined: no chance of its own, but what the rules of release make of the others"
    yield "how likely each answer is, by a model", answers
    yield "what the rules of release make of it", _proposal(material, found, names)
    for each in found.speaking:
        yield _label(each, names), _said(each, names)
    for why, sources in found.left_out.items():
        who = listed(list(sources))
        yield "left out", f"{who}: each {why}" if len(sources) > 1 else f"{who} {why}"
    yield (
        "what is missing",
        "; ".join(with_names(each, names) for each in found.missing) or "nothing that we look for",
    )
    yield "what would change it", " ".join(_changing(material, found, names))


def answer_named(name: str, names: Mapping[str, str]) -> str:
    """Return an answer as people read it.

    Examples:
        >>> answer_named("A", {"A": "North (A)"}), answer_named("no_event", {})
        ('North (A)', 'nothing that happened')
    """
    return names[name] if name in names else OTHERS[name]


def _proposal(material: Material, found: Whose, names: Mapping[str, str]) -> str:
    released = "" if material.releases_sides else " This case releases no side, whatever is proposed here."
    if found.proposal == UNDETERMINED:
        return f"undetermined, which is an answer among the others. {found.reason}{released}"
    return (
        f"the program proposes {answer_named(found.proposal, names)}, for people to look at; it is no finding. "
        f"{found.reason}{released}"
    )


def _label(each: Speaking, names: Mapping[str, str]) -> str:
    if each.speaks_for is None:
        others = [value for name, value in each.log_odds.items() if name not in names]
        act = others and max(others) <= _NO_SIDE
        return "speaks for an act of a side, and of none more than another" if act else "parts no sides"
    much = "strongly" if each.by >= STRONG else "clearly" if each.by >= CLEAR else "a little"
    return f"speaks {much} for {answer_named(each.speaks_for, names)}"


def _said(each: Speaking, names: Mapping[str, str]) -> str:
    basis = with_names(each.basis, names)
    odds = ", ".join(
        f"{names.get(name) or _SHORT[name]} {round(value, 2) + 0.0:+.2f}"
        for name, value in each.log_odds.items()
        if name in names or abs(value) >= _SLIGHT
    )
    kind = "physical or accredited" if each.standing else "neither physical nor accredited"
    kind = "" if each.term == "pattern" else f"; {kind}"
    held = "; held at what one such group may say at most" if each.capped else ""
    return f"{_group(each, names)}: {basis}. Log-odds against the mean of the sides: {odds}{kind}{held}."


def _group(each: Speaking, names: Mapping[str, str]) -> str:
    which = f" ({with_names(each.group, names)})" if each.term in _TOLD_APART else ""
    return f"{_TERMS[each.term]}{which}"


def _changing(material: Material, found: Whose, names: Mapping[str, str]) -> Iterator[str]:
    lacks = [
        f"{names[code]} lacks {gap:.1f} in log-odds (odds {_times(gap)} as high)"
        if gap > 0
        else f"{names[code]} is over it by {-gap:.1f} in log-odds"
        for code, gap in found.lacking.items()
    ]
    yield f"To the threshold of {material.threshold * 100:g} %, {listed(lacks)}."
    if found.proposal == UNDETERMINED:
        yield f"What could bring it there: {_MOVING}. {_NEVER_MOVED}."
    else:
        yield f"What could bring it below: the same for another side ({_MOVING}), or a record that is withdrawn."
    if found.without is not None:
        group, chances = found.without
        sides = listed([f"{names[code]} {per_cent(chances[code])}" for code in found.parties])
        yield f"Without {_group(group, names)} the chances would be: {sides}."


def per_cent(chance: float) -> str:
    """Return a chance in words, never rounded up: where it is high a tenth counts, and it is never all or nothing.

    Examples:
        >>> per_cent(0.9497), per_cent(0.62), per_cent(0.001), per_cent(0.9999)
        ('94.9 %', '62 %', 'under 1 %', '99.9 %')
    """
    if chance < 0.01:
        return "under 1 %"
    if chance < 0.9:
        return f"{chance * 100:.0f} %"
    return f"{floor(chance * 1000) / 10:.1f} %"


def _times(gap: float) -> str:
    """Return by which factor odds have to grow.

    Examples:
        >>> _times(0.5), _times(4.0)
        ('1.6 times', '55 times')
    """
    factor = exp(gap)
    return f"{factor:.1f} times" if factor < 10 else f"{factor:,.0f} times"
