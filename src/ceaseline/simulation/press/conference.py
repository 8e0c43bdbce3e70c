"""A press conference that never was: who said what, and how each house tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
import numpy as np

from ceaseline.simulation.dice import dice
from ceaseline.simulation.press.matters import VOCABULARIES, Matter, Matters
from ceaseline.simulation.press.telling import HOUSES, REBUTTING, Item, Person

_SAID = (11, 15)  # matters a conference has, at least and below
_DROPPED = 0.18  # share of them that a house leaves out
_PLANTED = (2, 5)  # conflicts, at least and below


@attrs.frozen
class Told:
    """One thing as one house has it.

    Attributes:
        document: the house.
        matter: what it is about.
        speaker: whom this house gives it to.
        start, end: characters of its text.
    """

    document: str
    matter: str
    speaker: str
    start: int
    end: int


@attrs.frozen
class Conference:
    """A conference with its truth.

    Attributes:
        texts: of each house, by its name.
        told: everything each house has.
        planted: each matter that a house tells otherwise, with the relation that makes.
        inside: houses and matters where the outlet contradicts whom it quotes.
    """

    texts: Mapping[str, str]
    told: tuple[Told, ...]
    planted: Mapping[str, str]
    inside: frozenset[tuple[str, str]]


def conference(seed: int, houses: tuple[str, str] | None = None, *, words: str = "matters") -> Conference:
    """Return a conference told by two houses; the same seed gives the same letters.

    Args:
        seed: any whole number from 0.
        houses: styles; by the dice where they are not given.
        words: vocabulary, such as ``matters`` or ``others``.

    Examples:
        >>> sorted(conference(1, ("running", "bullets")).texts)
        ['bullets', 'running']
    """
    rng, vocabulary = dice(seed, "press"), VOCABULARIES[words]
    left, right = houses or tuple(str(name) for name in rng.permutation(sorted(HOUSES))[:2])
    people = _people(rng, vocabulary)
    names = [str(name) for name in rng.permutation(sorted(vocabulary.matters))[: int(rng.integers(*_SAID))]]
    speakers = {name: people[int(rng.integers(2))] for name in names}
    planted = _planted(rng, {name: vocabulary.matters[name] for name in names})
    dropped = {
        house: {name for name in names if name not in planted and rng.random() < _DROPPED}
        for house in (left, right)
    }
    wordings = {name: int(rng.integers(2)) for name in names}
    texts: dict[str, str] = {}
    told: list[Told] = []
    inside: set[tuple[str, str]] = set()
    for number, house in enumerate((left, right)):
        kept = [name for name in names if name not in dropped[house]]
        turns = {name: wordings[name] + number for name in kept}  # the second house has another wording
        planned = planted if number else {}
        items = [
            _item(
                turns[name],
                name,
                vocabulary.matters[name],
                _teller(people, speakers[name], planned.get(name)),
                kind,
            )
            for name in kept
            for kind in [planned.get(name)]
        ]
        text, spans = HOUSES[house](rng, items, people, vocabulary)
        texts[house] = text
        for item, (start, end) in zip(items, spans, strict=True):
            told.append(Told(house, item.matter, item.speaker.name, start, end))
            if item.rebuttal and house in REBUTTING:
                inside.add((house, item.matter))
    return Conference(texts, tuple(told), planted, frozenset(inside))


def _teller(people: tuple[Person, Person], speaker: Person, kind: str | None) -> Person:
    """Return whom a house gives a matter to: the other of the two where that is planted."""
    return people[speaker is people[0]] if kind == "conflict_speaker" else speaker


def _people(rng: np.random.Generator, vocabulary: Matters) -> tuple[Person, Person]:
    first = [str(name) for name in rng.permutation(vocabulary.first_names)[:2]]
    last = [str(name) for name in rng.permutation(vocabulary.last_names)[:2]]
    lands = [str(name) for name in rng.permutation(vocabulary.lands)[:2]]
    titles = [str(name) for name in rng.permutation(vocabulary.titles)[:2]]
    one, other = (Person(*each) for each in zip(first, last, titles, lands, strict=True))
    return one, other


def _planted(rng: np.random.Generator, matters: Mapping[str, Matter]) -> dict[str, str]:
    """Return which matters the second house tells otherwise, and how."""
    able = [(name, kind) for name, matter in matters.items() for kind in _kinds(matter)]
    chosen: dict[str, str] = {}
    most = int(rng.integers(*_PLANTED))
    for number in rng.permutation(len(able)):
        name, kind = able[int(number)]
        if len(chosen) < most:
            chosen.setdefault(name, kind)
    return chosen


def _kinds(matter: Matter) -> list[str]:
    changed = [matter.change] if matter.change else []
    return [
        *changed,
        *(["conflict_modality"] if matter.demand else []),
        *(["conflict_speaker"] if matter.personal else []),
    ]


def _item(wording: int, name: str, matter: Matter, speaker: Person, kind: str | None) -> Item:
    wanted = matter.demand if kind == "conflict_modality" else None
    slot = "" if matter.slot is None else _one(wording, matter.slot[1 if kind == matter.change else 0])
    direct = _one(wording, wanted.direct if wanted else matter.direct).replace("{x}", slot)
    indirect = _one(wording, wanted.indirect if wanted else matter.indirect or matter.thanks).replace("{x}", slot)
    act = "demands" if wanted else "asks" if matter.asks else "thanks" if matter.thanks else "says"
    return Item(name, speaker, direct, indirect, act, _one(wording, matter.rebuttal) if matter.rebuttal else "")


def _one(wording: int, choices: Sequence[str]) -> str:
    return choices[wording % len(choices)]
