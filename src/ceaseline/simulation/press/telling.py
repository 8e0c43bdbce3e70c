"""How a house tells a press conference: in prose, bullets under names, quotations, a wire report, a record."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ceaseline.simulation.press.matters import Matters

Spans = list[tuple[int, int]]
_DATE = "12 May 2031"


@attrs.frozen
class Person:
    """Somebody who speaks there."""

    first: str
    last: str
    title: str
    land: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"

    @property
    def pronoun(self) -> str:
        """He or she, by the letters of the first name: nobody is anybody."""
        return "She" if self.first[-1] in "aeiy" else "He"


@attrs.frozen
class Item:
    """One thing to be told.

    Attributes:
        matter: what it is about.
        speaker: whom this house gives it to.
        direct: the words as quoted, without a full stop.
        indirect: the words behind a verb.
        act: says, asks, demands or thanks.
        rebuttal: what an outlet may add against it; empty where nothing.
    """

    matter: str
    speaker: Person
    direct: str
    indirect: str
    act: str
    rebuttal: str = ""


@attrs.define
class _Page:
    """A text as it grows, with the place of what was said last."""

    text: str = ""
    spans: dict[str, tuple[int, int]] = attrs.field(factory=dict)

    def add(self, before: str, item: Item, content: str, after: str) -> None:
        start = len(self.text) + len(before)
        self.text += f"{before}{content}{after}"
        self.spans[item.matter] = (start, start + len(content))


def running(
    rng: np.random.Generator, items: Sequence[Item], people: tuple[Person, Person], vocabulary: Matters
) -> tuple[str, Spans]:
    """Return prose with verbs of saying, some of them loaded, and where each item stands in it."""
    page = _Page(_head(rng, people, vocabulary))
    met: set[str] = set()
    for number, item in enumerate(items):
        if number % 3 == 0:
            page.text += f"\n\n{_narration(rng, vocabulary)} " if number and rng.random() < 0.6 else "\n\n"
        else:
            page.text += " "
        who = _called(rng, item.speaker, met)
        if item.act != "thanks" and not item.rebuttal and rng.random() < 0.35:
            mark = "" if item.direct.endswith("?") else ","
            page.add("“", item, f"{item.direct}{mark}", f"” {who} {'asked' if item.act == 'asks' else 'said'}.")
            continue
        verb = "thanked" if item.act == "thanks" else _verb(rng, item.act, vocabulary)
        page.add(f"{who} {verb} ", item, item.indirect, f", {item.rebuttal}." if item.rebuttal else ".")
    return f"{page.text}\n", [page.spans[item.matter] for item in items]


def bullets(
    rng: np.random.Generator, items: Sequence[Item], people: tuple[Person, Person], vocabulary: Matters
) -> tuple[str, Spans]:
    """Return bullets without marks under the names of the speakers."""
    page = _Page(_head(rng, people, vocabulary))
    for person in people:
        mine = [item for item in items if item.speaker is person]
        if mine:
            page.text += f"\n\n{person.name}, {person.title} of {person.land}:\n"
        for item in mine:
            page.add("- ", item, item.direct, "\n" if item.direct.endswith("?") else ".\n")
    return page.text, [page.spans[item.matter] for item in items]


def quoting(
    rng: np.random.Generator, items: Sequence[Item], people: tuple[Person, Person], vocabulary: Matters
) -> tuple[str, Spans]:
    """Return a paragraph for each thing said: a quotation with its speaker before or behind."""
    page = _Page(_head(rng, people, vocabulary))
    met: set[str] = set()
    for item in items:
        who = _called(rng, item.speaker, met)
        asked = item.direct.endswith("?")
        if rng.random() < 0.4:
            page.add(f"\n\n{who} said: “", item, item.direct, "”" if asked else ".”")
        elif rng.random() < 0.5:
            page.add(
                "\n\n“", item, f"{item.direct}{'' if asked else ','}", f"” {'asked' if asked else 'said'} {who}."
            )
        else:
            page.add(
                "\n\n“", item, f"{item.direct}{'' if asked else ','}", f"” {who} {'asked' if asked else 'said'}."
            )
        if rng.random() < 0.2:
            page.text += f" {_narration(rng, vocabulary)}"
    return f"{page.text}\n", [page.spans[item.matter] for item in items]


def wire(
    rng: np.random.Generator, items: Sequence[Item], people: tuple[Person, Person], vocabulary: Matters
) -> tuple[str, Spans]:
    """Return sentences in which one speaker has several verbs, and is a pronoun in the next."""
    page = _Page(_head(rng, people, vocabulary))
    met: set[str] = set()
    last: Person | None = None
    run = 0
    for number, item in enumerate(items):
        verb = "thanked" if item.act == "thanks" else _verb(rng, item.act, vocabulary)
        after = f", {item.rebuttal}" if item.rebuttal else ""
        goes_on = item.speaker is last and run == 1 and not page.text.endswith("?") and rng.random() < 0.6
        if goes_on:
            page.text = page.text.removesuffix(".")
            page.add(f" and {verb} ", item, item.indirect, f"{after}.")
            run = 2
        elif item.speaker is last and rng.random() < 0.5:
            page.add(f" {item.speaker.pronoun} {verb} ", item, item.indirect, f"{after}.")
            run = 0 if after else 1
        else:
            gap = "\n\n" if number % 2 == 0 else " "
            page.add(f"{gap}{_called(rng, item.speaker, met)} {verb} ", item, item.indirect, f"{after}.")
            run = 0 if after else 1
        last = item.speaker
    return f"{page.text}\n", [page.spans[item.matter] for item in items]


def record(
    rng: np.random.Generator, items: Sequence[Item], people: tuple[Person, Person], vocabulary: Matters
) -> tuple[str, Spans]:
    """Return headings of speakers in turn, with what they said in marks or without, as it was said."""
    page = _Page(_head(rng, people, vocabulary))
    last: Person | None = None
    for item in items:
        if item.speaker is not last:
            who = item.speaker.name if rng.random() < 0.5 else f"{item.speaker.title} {item.speaker.name}"
            page.text += f"\n\n{who}:\n"
        end = "" if item.direct.endswith("?") else "."
        marked = rng.random() < 0.4
        page.add("• “" if marked else "• ", item, item.direct, f"{end}”\n" if marked else f"{end}\n")
        last = item.speaker
    return page.text, [page.spans[item.matter] for item in items]


def ticker(
    rng: np.random.Generator, items: Sequence[Item], people: tuple[Person, Person], vocabulary: Matters
) -> tuple[str, Spans]:
    """Return short paragraphs, each with its time: a name and a colon, "according to", or a verb of saying."""
    page = _Page(_head(rng, people, vocabulary))
    met: set[str] = set()
    minute = 0
    for item in items:
        minute += int(rng.integers(1, 9))
        who, at = _called(rng, item.speaker, met), f"\n\n14:{minute % 60:02} "
        chance = rng.random()
        if chance < 0.35 or (item.act == "thanks" and chance < 0.6):
            page.add(f"{at}{who}: “", item, item.direct, "”" if item.direct.endswith("?") else ".”")
        elif item.act == "says" and chance < 0.6:
            page.add(f"{at}According to {who}, ", item, item.indirect.removeprefix("that "), ".")
        else:
            verb = "thanked" if item.act == "thanks" else _verb(rng, item.act, vocabulary)
            page.add(f"{at}{who} {verb} ", item, item.indirect, ".")
        if rng.random() < 0.15:
            page.text += f" {_narration(rng, vocabulary)}"
    return f"{page.text}\n", [page.spans[item.matter] for item in items]


def digest(
    rng: np.random.Generator, items: Sequence[Item], people: tuple[Person, Person], vocabulary: Matters
) -> tuple[str, Spans]:
    """Return a list of what was said, each point with its speaker before it, in it or behind a dash."""
    page = _Page(f"{_head(rng, people, vocabulary)}\n\nWhat was said, point by point:\n")
    met: set[str] = set()
    for item in items:
        who, asked, chance = _called(rng, item.speaker, met), item.direct.endswith("?"), rng.random()
        if chance < 0.35:
            page.add("\n- “", item, item.direct, f"{'' if asked else '.'}” — {who}")
        elif chance < 0.6 and item.act != "thanks":
            verb = _verb(rng, item.act, vocabulary)
            page.add(f"\n- {who} {verb} ", item, item.indirect, ".")
        else:
            page.add(f"\n- {who}: “", item, item.direct, "”" if asked else ".”")
    return f"{page.text}\n", [page.spans[item.matter] for item in items]


def feature(
    rng: np.random.Generator, items: Sequence[Item], people: tuple[Person, Person], vocabulary: Matters
) -> tuple[str, Spans]:
    """Return prose in which speakers stand within or behind what they said, and are pronouns afterwards."""
    page = _Page(_head(rng, people, vocabulary))
    met: set[str] = set()
    last: Person | None = None
    for number, item in enumerate(items):
        gap, chance = "\n\n" if number % 2 == 0 else " ", rng.random()
        who = (
            item.speaker.pronoun.lower() if item.speaker is last and gap == " " else _called(rng, item.speaker, met)
        )
        verb, words = ("asked" if item.direct.endswith("?") else "said"), item.direct.split(" ")
        if item.act != "thanks" and chance < 0.4 and len(words) > 6:
            half = len(words) // 2
            first, second = " ".join(words[:half]), " ".join(words[half:])
            end = "" if item.direct.endswith("?") else "."
            page.add(f"{gap}“", item, f"{first},” {who} {verb}, “{second}", f"{end}”")
        elif item.act == "says" and chance < 0.7:
            told = item.indirect.removeprefix("that ")
            page.add(gap, item, f"{told[0].upper()}{told[1:]}", f", {who} {verb}.")
        else:
            loud = "thanked" if item.act == "thanks" else _verb(rng, item.act, vocabulary)
            page.add(f"{gap}{who[0].upper()}{who[1:]} {loud} ", item, item.indirect, ".")
        last = item.speaker
    return f"{page.text}\n", [page.spans[item.matter] for item in items]


def _head(rng: np.random.Generator, people: tuple[Person, Person], vocabulary: Matters) -> str:
    line = vocabulary.headlines[int(rng.integers(len(vocabulary.headlines)))].replace("{name}", people[0].last)
    return f"{line}\n\n{_DATE}"


def _narration(rng: np.random.Generator, vocabulary: Matters) -> str:
    return vocabulary.narration[int(rng.integers(len(vocabulary.narration)))]


def _called(rng: np.random.Generator, person: Person, met: set[str]) -> str:
    """Return how somebody is called: in full the first time, then by the last name, sometimes with the title."""
    if person.name not in met:
        met.add(person.name)
        return f"{person.title} {person.name} of {person.land}"
    return f"{person.title} {person.last}" if rng.random() < 0.3 else person.last


def _verb(rng: np.random.Generator, act: str, vocabulary: Matters) -> str:
    kinds = {"asks": "asks", "demands": "demands"}
    kind = kinds.get(act) or ("loaded" if rng.random() < 0.3 else "plain")
    verbs = vocabulary.cues[kind]
    return verbs[int(rng.integers(len(verbs)))]


# In the order of their making: the dice draw from it.
HOUSES = {
    "running": running,
    "bullets": bullets,
    "quoting": quoting,
    "wire": wire,
    "record": record,
    "ticker": ticker,
    "digest": digest,
    "feature": feature,
}
REBUTTING = frozenset({"running", "wire"})  # houses that contradict their sources
