"""What is done by saying something: asking, demanding, promising; and whether it is denied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import attrs

from ceaseline.accounts.grammar import Cue
from ceaseline.accounts.language import Act, Language

_NOT = re.compile(r"\b(?:not|never|no|nobody|nothing|none|neither|nor|cannot|without|unlikely)\b|n['’]t\b")
_NOT_DENYING = re.compile(
    r"\bnot only\b|\bno doubt\b|\bwhether or not\b|\bno later than\b|\bno less\b|\bno fewer\b|\bno more than\b"
)
_YES_NO = re.compile(
    r"^[“\"'«‘\s]*(?:but |and |so |then )?"
    r"(?:will|would|is|are|was|were|do|does|did|can|could|shall|should|has|have|must)\b",
    re.IGNORECASE,
)
_CONDITIONS = re.compile(r"\b(?:only if|unless|as long as|provided|on condition|only when|subject to)\b")


@attrs.frozen
class Acts:
    """The word lists of a language, compiled."""

    lists: tuple[tuple[Act, re.Pattern[str]], ...]

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
        return cls(tuple((act, _phrases(words)) for act, words in lists))

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
        if _CONDITIONS.search(low):
            return "condition"
        return next((act for act, words in self.lists if words.search(low)), "statement")


def _phrases(words: Sequence[str]) -> re.Pattern[str]:
    """Return what finds any of these phrases; ``...`` in one stands for up to four words."""
    spelt = [re.escape(word).replace(r"\ \.\.\.", r"(?:\s+\S+){0,4}").replace(r"\ ", r"\s+") for word in words]
    return re.compile(r"\b(?:" + "|".join(spelt) + r")\b")


def polarity_of(text: str, cue: Cue | None, *, negated: bool) -> Literal["affirmed", "denied"]:
    """Return whether a statement says that something is so, or that it is not; two denials are none.

    Examples:
        >>> polarity_of("We will not withdraw", None, negated=False)
        'denied'
    """
    low = _NOT_DENYING.sub(" ", text.lower())
    count = len(_NOT.findall(low)) + negated
    if (cue is not None and cue.act == "denial" and "noun" in cue.takes) or (
        cue is not None and cue.verb in {"refuse", "decline"}
    ):
        count += 1
    return "denied" if count % 2 else "affirmed"


def is_rhetorical(text: str, act: Act, *, has_clauses: bool) -> bool:
    """Tell whether a question carries a condition rather than asks: yes or no, and about what is to be agreed.

    Questions of a journalist are not asked by a party, so the caller leaves them out.
    """
    return act == "question" and has_clauses and bool(_YES_NO.match(text))
