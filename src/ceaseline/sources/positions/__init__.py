"""A list of positions, written by people: where each side stands on each clause, by whose account."""

from __future__ import annotations

from typing import ClassVar

import attrs
import dataframely as dy
import polars as pl

from ceaseline.sources.observing import refuse_unknown_parties
from ceaseline.sources.registers import Column, RegisterSource, Rule
from ceaseline.sources.registers.columns import Context, clause, day, key, party, text, truth, word
from ceaseline.sources.registers.source import RegisterForm
from ceaseline.tables import Positions
from ceaseline.tables.positions import FORMS, POLARITIES, POSITIONS
from ceaseline.terms import Terms


@attrs.frozen(init=False, slots=False)
class PositionsSource(RegisterSource):
    """A table of positions; ``position_id``, ``party``, ``act`` and ``outlet`` are needed.

    Third states take positions too, so their codes may stand under ``party``.
    """

    schema: ClassVar[type[dy.Schema]] = Positions
    columns: ClassVar[tuple[Column, ...]] = (
        key("position_id", "id that never changes"),
        party("party", "who takes it: a side, or a third state of the terms", needed=True),
        clause("clause_id", "clause it is about; empty for the terms as a whole"),
        day("day", "when it was said"),
        word("act", "what was done by saying it", POSITIONS),
        word("polarity", "whether it says yes or no", POLARITIES, needed=False, empty="affirmed"),
        word("form", "how the outlet has it", FORMS, needed=False, empty="paraphrase"),
        truth("rhetorical", "whether it is a question that nobody is expected to answer"),
        text("outlet", "who has it, as people call them", needed=True),
        day("published", "when they published it"),
        text("page", "where"),
        text("words", "what it amounts to, in your own words and never in theirs"),
        text("statement_id", "the statement it was read from, where there is one"),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "published", "told-before", "it was published before it was said", pl.col("published") < pl.col("day")
        ),
    )

    def __init__(self, form: RegisterForm, terms: Terms) -> None:
        refuse_unknown_parties(form.parties, terms)
        codes = {code: code for code in (*terms.parties, *terms.third_states)} | form.parties
        ids = tuple(clause.id for clause in terms.clauses)
        self.__attrs_init__(form, Context(codes, ids, form.zone or ""))
