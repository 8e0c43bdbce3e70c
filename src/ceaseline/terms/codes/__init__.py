"""The library of codes: what each kind of promise means, what it needs to be testable, and what could see it."""

from __future__ import annotations

from importlib.resources import files
from typing import Literal

from pydantic import Field

from ceaseline.forms import FormPart, read_yaml
from ceaseline.terms.words import Role, SeenBy, Severity

Need = Literal["measure", "object", "place", "quantity", "recipient", "register", "baseline"]


class Code(FormPart):
    """One kind of promise.

    Attributes:
        act: what is done, or not done.
        object: what it is done with or to; null where no class is needed.
        needs: what a clause of this kind has to say before anybody can test it.
        severity: of one act against it, where the clause does not say.
        seen_by: what can see such acts at best.
        shown_by: words of sources for what is such an act.
        shown_inside: words for what is such an act where it struck the place that the clause names: what a ban on
            strikes protects is told apart by its place alone.
        hinted_by: words for what may be such an act, or something else.
        restricted_by: types of restriction that are such an act, whoever imposed them.
        not_by: words for what sounds like such an act and is none.
        free_outside: words for what breaks it inside its place only, so that a finding outside says it did not.
        smallest: words for the smallest acts against it; only where each of them would have been seen does it mean
            something that none was. None means that nobody can tell by looking.
        ranges_wide: whether such acts happen far from any line too, so that watching along one is not enough.
        takes: what it would take to see them, and roughly how much of it.
    """

    act: str
    object: str | None = None
    needs: tuple[Need, ...] = ()
    severity: Severity
    seen_by: dict[Role, SeenBy]
    shown_by: tuple[str, ...] = ()
    shown_inside: tuple[str, ...] = ()
    hinted_by: tuple[str, ...] = ()
    restricted_by: tuple[str, ...] = ()
    not_by: tuple[str, ...] = ()
    free_outside: tuple[str, ...] = ()
    smallest: tuple[str, ...] = ()
    ranges_wide: bool = False
    takes: str


class _Shelf(FormPart):
    codes: dict[str, Code] = Field(min_length=1)


class _Classes(FormPart):
    classes: dict[str, tuple[str, ...]]


class _Vague(FormPart):
    words: tuple[str, ...]


_FILES = ("fire", "weapons", "movement", "forces", "monitors", "people", "paper")


def _read(name: str) -> str:
    return (files(__name__) / f"{name}.yaml").read_text("utf-8")


# Read once, when the program loads: the core opens no files later.
CODES: dict[str, Code] = {
    code: entry
    for name in _FILES
    for code, entry in read_yaml(_read(name), f"{name}.yaml").read_as(_Shelf).codes.items()
}
CLASSES: dict[str, tuple[str, ...]] = read_yaml(_read("classes"), "classes.yaml").read_as(_Classes).classes
VAGUE: tuple[str, ...] = read_yaml(_read("vague"), "vague.yaml").read_as(_Vague).words


def class_word(text: str) -> str:
    """Spell a class of weapons in one way: capitals, blanks, hyphens and a plural make no other class.

    Examples:
        >>> class_word("Rocket-artillery"), class_word("heavy weapons")
        ('rocket_artillery', 'heavy_weapon')
    """
    return "_".join(text.lower().replace("-", " ").split()).removesuffix("s")
