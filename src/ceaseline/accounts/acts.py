"""What is done by saying something: asking, demanding, promising; and whether it is denied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

import attrs

from ceaseline.accounts.grammar import Cue
from ceaseline.accounts.language import Act, Language


@attrs.frozen
class Acts:
    """The word lists of a language, compiled.

    Attributes:
        lists: of each act that words tell.
        conditions: what makes a condition, whatever else is there.
        denying: what turns a sentence round, and what only looks so.
        yes_no: how a question begins that yes or no would answer.
        refusals: verbs that deny what follows them.
    """

    lists: tuple[tuple[Act, re.Pattern[str]], ...]
    conditions: re.Pattern[str]
    denying: tuple[re.Pattern[str], re.Pattern[str]]
    yes_no: re.Pattern[str]
    refusals: frozenset[str]

    @classmethod
    def of(cls, language: Language) -> Acts:
        """Return what tells acts apart; of two that fit, the first in this order holds."""
        lists: tuple[tuple[Act, Sequence[str]], ...] = (
            ("thanks", language.thanks),
            ("demand", language.demands),
            ("prediction", language.predictions),
            ("doubt", language.doubts),
            ("support", language.supports),
            ("threat", language.threats),
            ("promise", language.promises),
            ("announcement", language.announcements),
        )
        words = language.denials
        led = rf"(?:(?:{_either(words.leading)})\b[^,?]*,\s+)?(?:(?:{_either(words.before_questions)}) )?"
        begins = rf"{led}(?:{_either(words.yes_no)})\b(?!\s+(?:{_either(language.contents.asked)})\b)"
        return cls(
            tuple((act, _phrases(each)) for act, each in lists),
            _phrases(language.conditions),
            (_phrases(words.words), _phrases(words.none)),
            re.compile(rf"^[“\"'«‘\s]*{begins}", re.IGNORECASE),
            words.refusals,
        )

    def of_words(self, text: str, cue: Cue | None, *, negated: bool) -> Act:
        """Return what is done by the words of a statement and the verb that brings it.

        Args:
            text: the statement.
            cue: its verb, None where it has none.
            negated: whether the verb is denied: not to support is to deny.
        """
        if "?" in text:
            return "question"
        if cue is not None and cue.act != "statement":
            return "denial" if cue.act == "support" and negated else cue.act
        low = text.lower()
        if self.conditions.search(low):
            return "condition"
        return next((act for act, words in self.lists if words.search(low)), "statement")

    def polarity_of(self, text: str, cue: Cue | None, *, negated: bool) -> Literal["affirmed", "denied"]:
        """Return whether a statement says that something is so, or that it is not; two denials are none.

        Examples:
            >>> from ceaseline.accounts.language import ENGLISH
            >>> Acts.of(ENGLISH).polarity_of("We will not withdraw", None, negated=False)
            'denied'
        """
        turning, only_looks_so = self.denying
        count = len(turning.findall(only_looks_so.sub(" ", text.lower().replace("’", "'")))) + negated
        denies = cue is not None and cue.act == "denial" and "noun" in cue.takes
        count += denies or (cue is not None and cue.verb in self.refusals)
        return "denied" if count % 2 else "affirmed"

    def is_rhetorical(self, text: str, act: Act, *, has_clauses: bool) -> bool:
        """Tell whether a question carries a condition rather than asks: yes or no, and about what is to be agreed.

        Questions of a journalist are not asked by a party, so the caller leaves them out.
        """
        return act == "question" and has_clauses and bool(self.yes_no.match(text))


def _phrases(words: Sequence[str]) -> re.Pattern[str]:
    """Return what finds any of these phrases; ``...`` in one stands for up to four words."""
    spelt = [re.escape(word).replace(r"\ \.\.\.", r"(?:\s+\S+){0,4}").replace(r"\ ", r"\s+") for word in words]
    told = "|".join(each if "'" in each else rf"\b{each}" for each in spelt)
    return re.compile(rf"(?:{told or '(?!)'})\b")


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words)) or "(?!)"
