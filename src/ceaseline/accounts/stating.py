"""From a text to its statements: who said what, in which form, and what the outlet says itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import dataframely as dy

from ceaseline.accounts.days import days, document_day
from ceaseline.accounts.pieces import Piece, pieces
from ceaseline.accounts.rules import Rules
from ceaseline.accounts.speakers import Speaker, party_of
from ceaseline.tables import Statements, from_rows

_VERBATIM, _PART = 0.8, 0.15  # shares of words in quotation marks


def statements(
    document: str, text: str, rules: Rules, *, published: date | None = None
) -> dy.DataFrame[Statements]:
    """Return the statements of one account, in the order of the text.

    Each sentence of what somebody said is a row; so is each in which nobody speaks, in the outlet's own voice.

    Args:
        document: the file's name as given.
        text: the whole of it.
        rules: language, clauses and parties.
        published: the day it came out; None where its own first lines say it, or nobody does.

    Examples:
        >>> from ceaseline.accounts.rules import rules_for
        >>> told = statements("a", "Minister Ash said who gives the orders was unclear.", rules_for())
        >>> told.select("speaker", "cue", "clauses").row(0)
        ('Ash', 'said', 'ISSUE_ORDER')
    """
    written = published or document_day(text, rules.language)
    rows = [
        {
            "statement_id": f"{document}#{number}",
            "document": document,
            "published": written,
            **_who(piece, rules),
            **_what(piece, _words(piece, text), rules, written),
        }
        for number, piece in enumerate(pieces(text, rules), start=1)
    ]
    return from_rows(Statements, rows)


def _who(piece: Piece, rules: Rules) -> Mapping[str, Any]:
    return {
        "start": piece.start,
        "end": piece.end,
        "speaker": _name(piece.speaker),
        "party": None if piece.speaker is None else party_of(piece.speaker, rules.parties),
        "relayed_by": _name(piece.relayed_by),
        "form": _form(piece),
        "voice": piece.voice,
        "cue": piece.verb,
        "rule": piece.rule,
        "layout": piece.layout,
        "named": piece.named,
        "about": _name(piece.about),
        "charge": None if piece.cue is None else piece.cue.charge,
    }


def _words(piece: Piece, text: str) -> str:
    """Return the words of a statement, line ends as blanks, without the speaker who may stand within it."""
    first, second = piece.broken_at or (piece.end, piece.end)
    return " ".join(f"{text[piece.start : first]} {text[second : piece.end]}".split())


def _what(piece: Piece, words: str, rules: Rules, written: date | None) -> Mapping[str, Any]:
    clauses = rules.links.find(words)
    numbers = rules.numbers.find(words)
    named = days(words, rules.language, written=written)
    act = rules.acts.of_words(words, piece.cue, negated=piece.negated)
    first = numbers[0] if numbers else None
    return {
        "act": act,
        "polarity": rules.acts.polarity_of(words, piece.cue, negated=piece.negated),
        "clauses": " ".join(clauses),
        "quantity_low": None if first is None else first.low,
        "quantity_high": None if first is None else first.high,
        "unit": None if first is None else first.unit,
        "rhetorical": piece.voice == "party" and rules.acts.is_rhetorical(words, act, has_clauses=bool(clauses)),
        "quantities": "; ".join(f"{each.low:.12g}..{each.high:.12g} {each.unit}" for each in numbers),
        "first_day": min(named, default=None),
        "last_day": max(named, default=None),
        "copied_from": None,
        "text": words,
    }


def _name(speaker: Speaker | None) -> str | None:
    return None if speaker is None else speaker.name


def _form(piece: Piece) -> str:
    if piece.quoted > _VERBATIM:
        return "verbatim"
    if piece.quoted > _PART:
        return "part"
    return "unmarked" if piece.voice == "outlet" or piece.verb is None else "paraphrase"
