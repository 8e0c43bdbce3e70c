"""Verbs of saying in a sentence, each with whoever says it."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ceaseline.accounts.grammar import Cue
from ceaseline.accounts.subject_after import subject_after
from ceaseline.accounts.subject_before import subject_before
from ceaseline.accounts.tokens import Span
from ceaseline.accounts.words import Words

DASHES = frozenset({"—", "–", "--", "-"})
LEADS = DASHES | {",", ":"}  # marks between content and speaker


@attrs.define
class Verb:
    """A verb on its way to an attribution.

    Attributes:
        at: its first word.
        cue: what is known of it.
        source: who says it, None where that is not told here.
        left: where the clause of the verb begins.
        right: where what follows verb, or speaker behind it, begins.
        inverted: whether the speaker stands behind it.
        shared: whether it has the speaker of the verb before.
        passive: whether it is said by somebody of something before it.
    """

    at: int
    cue: Cue
    source: Span | None = None
    left: int = 0
    right: int = 0
    inverted: bool = False
    shared: bool = False
    passive: bool = False

    @property
    def span(self) -> Span:
        """Its words."""
        return Span(self.at, self.at + self.cue.words)


def verbs(words: Words, lo: int, hi: int) -> list[Verb]:
    """Return the verbs of saying outside quotations, in their order.

    Args:
        words: of the paragraph.
        lo: where the sentence begins.
        hi: where it ends.
    """
    return list(_verbs(words, lo, hi))


def _verbs(words: Words, lo: int, hi: int) -> Iterator[Verb]:
    at = lo
    while at < hi:
        cue = None if words.quoted[at] else words.grammar.cue_at(words.low, at, hi)
        if cue is None or not _is_verb(words, at, cue, lo, hi):
            at += 1
            continue
        yield _with_subject(words, Verb(at, cue), lo, hi)
        at += cue.words


def _is_verb(words: Words, at: int, cue: Cue, lo: int, hi: int) -> bool:
    low, language = words.low, words.grammar.language
    gerund = words.grammar.is_gerund(low[at])
    if at == lo:
        return gerund and low[at] not in language.nouns
    previous = low[at - 1]
    closed = previous in language.determiners and previous not in language.verbs.open_determiners
    ruled_out = (
        (words.tokens[at].text[0].isupper() and not gerund)
        or closed
        or previous in language.infinitives
        or (previous in language.prepositions and not gerund)
    )
    return not ruled_out and (low[at] not in language.nouns or _is_no_noun(words, at, cue, hi))


def _is_no_noun(words: Words, at: int, cue: Cue, hi: int) -> bool:
    """Tell whether a form that can be a noun is a verb here, by its neighbours."""
    low, language, last = words.low, words.grammar.language, at + cue.words - 1
    previous = low[at - 1]
    if previous in language.auxiliaries or previous in language.pronouns or words.is_adverb(at - 1):
        return True
    follows = language.complementizers if "clause" in cue.takes else frozenset()
    follows |= language.infinitives if "to" in cue.takes else frozenset()
    if last + 1 < hi and low[last + 1] in follows and not words.grammar.is_possessive(previous):
        return True
    name = words.tokens[at - 1].text[0].isupper()
    plural = words.grammar.is_plural(previous) and not words.grammar.is_plural(low[at])
    past = words.grammar.is_past(low[at])
    return previous not in language.possessives and (name or plural or previous == "," or past)


def _with_subject(words: Words, one: Verb, lo: int, hi: int) -> Verb:
    low, language = words.low, words.grammar.language
    start = one.at
    while start > lo and (low[start - 1] in words.grammar.language.auxiliaries or words.is_adverb(start - 1)):
        start -= 1
    one.left, one.right = start, one.span.end
    auxiliaries_there = set(low[start : one.at])
    gerund = words.grammar.is_gerund(low[one.at]) and not auxiliaries_there & language.verbs.passive
    if auxiliaries_there & language.verbs.passive_always or (
        auxiliaries_there & language.verbs.passive and words.grammar.is_participle(low[one.at])
    ):
        _take_agent(words, one, hi)
    elif _has_no_own_subject(words, one, start, lo, hi, gerund=gerund):
        one.shared = True
        one.left = max(start - 1, lo)
    elif not gerund and (source := _behind(words, one, start, lo, hi)):
        one.source, one.inverted, one.right = source, True, source.end
    elif source := subject_before(words, start, lo):
        one.source, one.left = source, source.start
    return one


def _take_agent(words: Words, one: Verb, hi: int) -> None:
    one.passive = True
    end = one.right
    if (
        end < hi
        and words.low[end] in words.grammar.language.verbs.agents
        and (agent := subject_after(words, end + 1, hi))
    ):
        one.source, one.right = agent, agent.end


def _has_no_own_subject(words: Words, one: Verb, start: int, lo: int, hi: int, *, gerund: bool) -> bool:
    """Tell whether a verb goes on with the subject of the verb before: "said ..., praised ... and asked"."""
    previous = words.low[start - 1] if start > lo else ""
    if previous in words.grammar.language.verbs.joints:
        return True
    if gerund:
        own = previous not in {"", ","} and previous not in words.grammar.language.verbs.before_gerunds
        return not own or subject_before(words, start, lo) is None
    comma = previous == "," or (words.closes(start - 1) and words.low[start - 2] == ",")
    listed = comma and start == one.at and words.grammar.is_past(words.low[one.at]) and start > lo + 1
    return listed and not _may_invert(words, one, start, lo, hi) and subject_before(words, start, lo) is None


def _behind(words: Words, one: Verb, start: int, lo: int, hi: int) -> Span | None:
    """Return the speaker who stands behind a verb; None where one with apposition opens the sentence before it."""
    if not _may_invert(words, one, start, lo, hi):
        return None
    source = subject_after(words, one.right, hi)
    if source is None or words.closes(start - 1):
        return source
    before = subject_before(words, start, lo)
    ends = source.end >= words.end_of(hi) or not words.low[source.end][0].isalnum()
    ends = ends and words.tokens[source.start].text[0].isupper()
    return None if before is not None and before.start == lo and not ends else source


def _may_invert(words: Words, one: Verb, start: int, lo: int, hi: int) -> bool:
    """Tell whether speaker may follow: the verb can stand so, and right behind a comma or a quotation."""
    if one.cue.verb not in words.grammar.language.inverting or start != one.at:
        return False
    if start == lo:
        return False
    behind = words.low[start - 1] in LEADS or words.closes(start - 1)
    return behind and one.at + one.cue.words < hi


def is_negated(words: Words, one: Verb) -> bool:
    """Tell whether a verb itself is denied: by a word right before it, helping words passed over."""
    low, language = words.low, words.grammar.language
    at = one.at
    while at > 0 and (low[at - 1] in language.auxiliaries | language.negations or words.is_adverb(at - 1)):
        at -= 1
    return not language.verbs.denials.isdisjoint(low[at : one.at])


def is_modal(words: Words, one: Verb) -> bool:
    """Tell whether it is only to come, or could be: nobody has said it yet."""
    return bool(words.grammar.language.verbs.modals & set(words.low[max(one.at - 3, 0) : one.at]))
