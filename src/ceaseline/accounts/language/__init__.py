"""How a language says who said what, as data: one file a language, read once when the program loads."""

from __future__ import annotations

from functools import cached_property
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


class Writing(FormPart):
    """How it is written: words cut short, what is hung on to words, endings of ordinal numbers.

    Attributes:
        short: words that end in a full stop which ends no sentence.
        tails: what is a word of its own though it hangs on to another.
        ordinals: endings of numbers.
        starters: words with which a sentence begins anew behind initials.
    """

    short: tuple[str, ...]
    tails: tuple[str, ...]
    ordinals: tuple[str, ...]
    starters: frozenset[str]


class Endings(FormPart):
    """Forms of words by their endings, and the forms that are not made so."""

    gerund: tuple[str, ...]
    past: tuple[str, ...]
    participle: tuple[str, ...]
    irregular: frozenset[str]
    adverb: tuple[str, ...]
    plural: tuple[str, ...]
    inflections: tuple[str, ...]
    opposite: tuple[str, ...]


class VerbWords(FormPart):
    """Words around a verb of saying; see the file."""

    passive: frozenset[str]
    passive_always: frozenset[str]
    agents: frozenset[str]
    joints: frozenset[str]
    open_determiners: frozenset[str]
    before_gerunds: frozenset[str]
    denials: frozenset[str]
    modals: frozenset[str]


class SubjectWords(FormPart):
    """Words in and around who speaks; see the file."""

    relatives: frozenset[str]
    relative_starts: frozenset[str]
    apposing: frozenset[str]
    not_apposing: frozenset[str]
    name_joints: frozenset[str]
    name_links: frozenset[str]
    skipped: frozenset[str]
    linking: frozenset[str]
    demonstratives: frozenset[str]
    breaks: frozenset[str]
    setting: frozenset[str]


class ContentWords(FormPart):
    """Words where what was said begins and ends; see the file."""

    later: frozenset[str]
    times: frozenset[str]
    own: frozenset[str]
    clauses: frozenset[str]
    asked: frozenset[str]
    relative: frozenset[str]
    periods: frozenset[str]
    parts_of_day: frozenset[str]
    dated: frozenset[str]
    at_occasions: frozenset[str]
    closing_nouns: frozenset[str]
    openers: frozenset[str]
    setting_starts: frozenset[str]
    joints: frozenset[str]
    changing: frozenset[str]
    contrasting: frozenset[str]
    going_on: frozenset[str]


class Scale(FormPart):
    """How many of another unit one of a unit is, at least and at most."""

    of: str
    least: float
    most: float


class Naming(FormPart):
    """Words in names of people and sides; see the file."""

    small: frozenset[str]
    address: frozenset[str]
    of_places: tuple[str, ...]
    definite: tuple[str, ...]
    known: frozenset[str]
    any_title: frozenset[str]


class Denials(FormPart):
    """Words that turn a sentence round, and how questions of yes or no begin; see the file."""

    words: tuple[str, ...]
    none: tuple[str, ...]
    refusals: frozenset[str]
    before_questions: frozenset[str]
    leading: frozenset[str]
    yes_no: frozenset[str]


class Language(FormPart):
    """All word lists of one language; see the file for what each is."""

    language: str
    name: str
    writing: Writing
    endings: Endings
    verbs: VerbWords
    subjects: SubjectWords
    contents: ContentWords
    naming: Naming
    denials: Denials
    complementizers: frozenset[str]
    infinitives: frozenset[str]
    possessives: frozenset[str]
    cues: tuple[Cues, ...]
    nouns: frozenset[str]
    inverting: frozenset[str]
    telling: frozenset[str]
    according: tuple[str, ...]
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    negations: frozenset[str]
    pronouns: dict[str, Literal["one", "many", "self", "thing", "relative"]]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    joiners: frozenset[str]
    weekdays: tuple[str, ...] = Field(min_length=7, max_length=7)
    relative_days: dict[str, int]
    coming: tuple[str, ...]
    nights: tuple[str, ...]
    months: tuple[str, ...] = Field(min_length=12, max_length=12)
    short_months: dict[str, int]
    occasions: frozenset[str]
    addressees: frozenset[str]
    titles: frozenset[str]
    announcing: tuple[str, ...]
    heading_ends: tuple[str, ...]
    datelines: tuple[str, ...]
    plain_verbs: frozenset[str]
    boilerplate: tuple[str, ...]
    distancing: tuple[str, ...]
    rejecting: frozenset[str]
    rebuttal_starts: tuple[str, ...]
    demands: tuple[str, ...]
    supports: tuple[str, ...]
    conditions: tuple[str, ...]
    thanks: tuple[str, ...]
    promises: tuple[str, ...]
    predictions: tuple[str, ...]
    doubts: tuple[str, ...]
    threats: tuple[str, ...]
    announcements: tuple[str, ...]
    sequences: dict[Literal["before", "during", "after"], tuple[str, ...]]
    units: dict[str, tuple[str, ...]]
    scales: dict[str, Scale]
    number_words: dict[str, int]
    multiples: dict[str, int]
    vague_numbers: dict[str, tuple[int, int]]
    currencies: dict[str, str]
    ranges: tuple[str, ...]
    partitives: tuple[str, ...]
    shares: tuple[str, ...]
    about: tuple[str, ...]
    at_least: tuple[str, ...]
    at_most: tuple[str, ...]
    function_words: frozenset[str]

    @cached_property
    def days(self) -> frozenset[str]:
        """Words for a day: the names of the week, and today."""
        return frozenset({*self.weekdays, *self.relative_days})


def read_language(text: str, file: str) -> Language:
    """Return a language from the text of its file.

    Raises:
        FormError: a key is missing or wrong; says which, in which line.
    """
    return read_yaml(text, file).read_as(Language)


def _shipped() -> dict[str, Language]:
    texts = {
        each.name: each.read_text("utf-8") for each in files(__name__).iterdir() if each.name.endswith(".yaml")
    }
    return {name.removesuffix(".yaml"): read_language(text, name) for name, text in sorted(texts.items())}


# Read once, when the program loads: the core opens no files later. Another language is another file here.
LANGUAGES: dict[str, Language] = _shipped()
ENGLISH = LANGUAGES["en"]
