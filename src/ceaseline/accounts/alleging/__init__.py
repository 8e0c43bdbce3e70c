"""The words by which texts tell of acts, of their times and of what is to come, as data: one file a language."""

from __future__ import annotations

from importlib.resources import files
from typing import Literal

from pydantic import Field

from ceaseline.forms import FormPart, read_yaml

Announced = Literal["exercise", "demining", "movement", "delivery", "plan"]


class Deed(FormPart):
    """One kind of act.

    Attributes:
        does: forms of verbs whose doer stands before them, or behind ``by``.
        named: nouns for it; whose it is stands before them, or behind ``by``.
        weapon: what it was done with, where the words say it.
    """

    does: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    weapon: str | None = None


class Part(FormPart):
    """A part of a day.

    Attributes:
        words: how it is called.
        hours: from when until when, in hours since the midnight at which the day named beside it begins.
    """

    words: tuple[str, ...]
    hours: tuple[float, float] = Field(min_length=2, max_length=2)


class Alleging(FormPart):
    """All word lists of one language; see the file for what each is."""

    language: str
    deeds: dict[str, Deed]
    general: frozenset[str]
    own: tuple[str, ...]
    other: tuple[str, ...]
    upon: frozenset[str]
    by: tuple[str, ...]
    articles: tuple[str, ...]
    noun_by: tuple[str, ...]
    doing: tuple[str, ...]
    not_done: frozenset[str]
    not_doing: frozenset[str]
    being: frozenset[str]
    not_lately: tuple[str, ...]
    parts: tuple[Part, ...]
    afternoon: tuple[str, ...]
    morning: tuple[str, ...]
    at: tuple[str, ...]
    near: tuple[str, ...]
    to_come: tuple[str, ...]
    notices: dict[Announced, tuple[str, ...]]
    units: dict[str, str]
    times: dict[str, tuple[str, ...]]
    spans: tuple[str, ...]


def _read(name: str) -> Alleging:
    text = (files(__name__) / f"{name}.yaml").read_text("utf-8")
    return read_yaml(text, f"{name}.yaml").read_as(Alleging)


# Read once, when the program loads: the core opens no files later.
ALLEGING: dict[str, Alleging] = {name: _read(name) for name in ("en",)}
