"""How a language says who said what, as data: one file a language, read once when the program loads."""

from __future__ import annotations

from importlib.resources import files
from typing import Literal

from pydantic import Field

from ceaseline.forms import FormPart, read_yaml

Act = Literal[
    "statement", "support", "condition", "demand", "question", "promise", "threat",
    "denial", "allegation", "prediction", "thanks", "doubt", "announcement",
]  # fmt: skip
Takes = Literal["clause", "quote", "to", "noun"]


class Cues(FormPart):
    """Verbs of one act and one charge.

    Attributes:
        act: what is done by saying it, where the words themselves do not tell otherwise.
        takes: what can follow.
        charge: ``plain``, or what the outlet adds by choosing this verb.
        verbs: the forms of each, the first being its name.
    """

    act: Act
    takes: tuple[Takes, ...]
    charge: str
    verbs: tuple[str, ...]


class Language(FormPart):
    """All word lists of one language; see the file for what each is."""

    language: str
    cues: tuple[Cues, ...]
    nouns: frozenset[str]
    inverting: frozenset[str]
    telling: frozenset[str]
    according: tuple[str, ...]
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    negations: frozenset[str]
    pronouns: dict[str, Literal["one", "many", "self", "relative"]]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    joiners: frozenset[str]
    days: frozenset[str]
    months: tuple[str, ...] = Field(min_length=12, max_length=12)
    occasions: frozenset[str]
    addressees: frozenset[str]
    titles: frozenset[str]
    announcing: tuple[str, ...]
    boilerplate: tuple[str, ...]
    rebuttal_starts: tuple[str, ...]
    demands: tuple[str, ...]
    supports: tuple[str, ...]
    thanks: tuple[str, ...]
    promises: tuple[str, ...]
    predictions: tuple[str, ...]
    doubts: tuple[str, ...]
    threats: tuple[str, ...]
    announcements: tuple[str, ...]
    sequences: dict[Literal["before", "during", "after"], tuple[str, ...]]
    units: dict[str, tuple[str, ...]]
    number_words: dict[str, int]
    multiples: dict[str, int]
    vague_numbers: dict[str, tuple[int, int]]
    about: tuple[str, ...]
    at_least: tuple[str, ...]
    at_most: tuple[str, ...]
    function_words: frozenset[str]


def _read(name: str) -> Language:
    text = (files(__name__) / f"{name}.yaml").read_text("utf-8")
    return read_yaml(text, f"{name}.yaml").read_as(Language)


# Read once, when the program loads: the core opens no files later.
LANGUAGES: dict[str, Language] = {name: _read(name) for name in ("en",)}
ENGLISH = LANGUAGES["en"]
