"""Where sides stand: as accounts have it, by clause, side and day."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from builders import clause, terms
from ceaseline.accounts import positions, rules_for, statements
from ceaseline.tables import Statements

TEXT = """\
Talks end

7 May 2031

President Ana Ash of {a} asked who would give the orders. “Will they continue mobilisation?” she said.

Minister Ivo Oak of {b} demanded that no weapons are delivered, and thanked the mediator for the orders.
"""
TERMS = terms(
    clause(id="orders", code="ISSUE_ORDER", patterns=["orders"]),
    clause(id="calls", code="NO_MOBILISATION", patterns=["mobilisation"], obligors=["B"]),
    clause(id="weapons", code="NO_WEAPONS_DELIVERY", patterns=["weapons"], obligors=["A"]),
)


def of_a_case(text: str) -> dy.DataFrame[Statements]:
    found = statements("a.txt", text, rules_for(TERMS))
    named = {"source": pl.lit("post"), "outlet": pl.lit("The Post"), "capture_id": pl.lit("0" * 64)}
    return Statements.validate(found.with_columns(**named, line=pl.lit(1, pl.Int64)))


def stances(table: pl.DataFrame) -> list[tuple[str, str, str]]:
    return table.select("party", "clause_id", "act").rows()


def test_what_a_side_says_of_a_clause_is_its_position_and_thanks_are_none() -> None:
    found = positions(of_a_case(TEXT.format(a="North", b="South")))
    assert [("A", "orders", "question"), ("A", "calls", "question"), ("B", "weapons", "demand")] == stances(found)
    assert {"2031-05-07"} == {str(day) for day in found["day"]}


def test_exchanging_the_sides_in_an_account_exchanges_who_stands_where_and_nothing_else() -> None:
    one = positions(of_a_case(TEXT.format(a="North", b="South")))
    other = positions(of_a_case(TEXT.format(a="South", b="North")))
    swapped = one.with_columns(pl.col("party").replace({"A": "B", "B": "A"}))
    assert swapped.rows() == other.rows()


def test_the_outlets_own_words_are_kept_only_where_its_licence_allows() -> None:
    found = of_a_case(TEXT.format(a="North", b="South"))
    assert [None] * 3 == positions(found)["words"].to_list()
    assert "“Will they continue mobilisation?”" == positions(found, {"post"})["words"][1]


def test_what_an_outlet_says_itself_is_no_position_of_a_side() -> None:
    assert 0 == positions(of_a_case("Talks end\n\nThe orders of North are not given yet.\n")).height
