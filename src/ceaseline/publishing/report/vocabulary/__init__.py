"""Words that a report does not use, by language: one file of rules each, as data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import attrs

from ceaseline.errors import UnknownName


@attrs.frozen
class WordRule:
    """Words for one reason.

    Attributes:
        name: of the rule.
        why: what is wrong with them.
        write: what to write in their place.
        words: each with what to write for it alone, or empty for that of the rule; a star stands for any ending.
        pattern: finds any of them as whole words, in any case of letters.
        allowed: finds phrases in which they may stand; None where there are none.
    """

    name: str
    why: str
    write: str
    words: Mapping[str, str]
    pattern: re.Pattern[str]
    allowed: re.Pattern[str] | None = None

    def instead(self, found: str) -> str:
        """Return what to write in place of a word that was found.

        Examples:
            >>> rule = vocabulary().words[0]
            >>> rule.name, rule.instead("Occurred")
            ('occurred', 'recorded')
        """
        return next(
            (write for word, write in self.words.items() if write and any_of([word]).fullmatch(found)), self.write
        )


@attrs.frozen
class Vocabulary:
    """The rules of one language.

    Attributes:
        language: its code.
        words: rules of single words.
        rules: the others, by name: what they look at, why, and what to write.
    """

    language: str
    words: tuple[WordRule, ...]
    rules: Mapping[str, Mapping[str, Any]]


def vocabulary(language: str = "en") -> Vocabulary:
    """Return the rules of a language.

    Raises:
        UnknownName: there are none.
    """
    folder = files("ceaseline.publishing.report") / "vocabulary"
    known = sorted(each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml"))
    if language not in known:
        raise UnknownName("language", language, known)
    form = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
    words = tuple(_rule(name, part) for name, part in form.pop("words").items())
    return Vocabulary(language, words, form)


def _rule(name: str, part: Mapping[str, Any]) -> WordRule:
    instead = part.get("instead", {})
    words = {word: str(instead.get(word, "")) for word in part["words"]}
    allowed = any_of(part["except"]) if "except" in part else None
    return WordRule(name, part["why"], part["write"], words, any_of(part["words"]), allowed)


def any_of(words: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern for any of some words or phrases, whole, in any case of letters; a star is any ending.

    Examples:
        >>> bool(any_of(["took place"]).search("It TOOK  place.")), bool(any_of(["fire"]).search("firewood"))
        (True, False)
        >>> bool(any_of(["fire*"]).search("firewood"))
        True
    """
    return _compiled(tuple(words))


@lru_cache(maxsize=512)
def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = [
        r"\s+".join(map(re.escape, word.removesuffix("*").split())) + (r"\w*" if word.endswith("*") else "")
        for word in words
    ]
    ordered = sorted(parts, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(ordered)})(?![\w-])", re.IGNORECASE)
