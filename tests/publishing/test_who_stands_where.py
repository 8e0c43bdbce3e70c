"""Who stands where, on the page: by clause and side, with outlet, day and what it amounts to."""

from __future__ import annotations

import shutil

import attrs
import polars as pl
import pytest

import ceaseline as cl
from ceaseline.publishing import Material, render
from ceaseline.publishing.positions import position_matrix
from ceaseline.tables import Positions
from easter import NOW


def row(**changes: object) -> dict[str, object]:
    usual = {
        "position_id": "p1",
        "source": "positions",
        "capture_id": "0" * 64,
        "line": 2,
        "party": "A",
        "clause_id": "no-mobilisation",
        "act": "question",
        "polarity": "affirmed",
        "form": "paraphrase",
        "rhetorical": False,
        "outlet": "Post",
    }
    return usual | changes


@pytest.fixture(scope="module")
def march(tmp_path_factory: pytest.TempPathFactory) -> Material:
    case = cl.open(shutil.copytree(cl.example("questions-march-2025"), tmp_path_factory.mktemp("march") / "case"))
    return case.material(case.run(now=NOW))


def with_rows(material: Material, *rows: dict[str, object]) -> Material:
    frame = pl.DataFrame(rows, schema_overrides={"day": pl.Date})
    table = pl.concat([Positions.create_empty(), frame], how="diagonal_relaxed")
    return attrs.evolve(material, positions=Positions.validate(table))


def test_of_a_question_in_one_outlet_and_a_demand_in_another_it_is_said_that_they_differ(march: Material) -> None:
    known = with_rows(march, row(), row(position_id="p2", act="demand", outlet="Wire"))
    shown = position_matrix(known)
    assert shown is not None
    first, second = shown.rows[0].stances[0]
    assert ["asks about it", "demands it"] == [first.what, second.what]
    assert ["", "The accounts differ."] == [first.note, second.note]


def test_an_outlet_that_leaves_a_position_out_is_named_and_does_not_deny_it(march: Material) -> None:
    known = with_rows(march, row(), row(position_id="p2", clause_id="no-training", outlet="Wire"))
    shown = position_matrix(known)
    assert shown is not None
    assert "Not in Wire, which does not deny it." == shown.rows[0].stances[0][0].note


def test_a_demand_that_would_bind_one_side_names_the_side_of_which_nobody_proposes_it(march: Material) -> None:
    shown = position_matrix(march)
    assert shown is not None
    told = {each.id: each.one_sided for each in shown.rows}
    assert (
        "One-sided: it would bind Ukraine (B) alone. The same of Russia (A) is not proposed."
        == told["no-mobilisation"]
    )
    assert "" == told["control-and-verification"]


def test_a_case_without_positions_shows_no_matrix(march: Material) -> None:
    assert position_matrix(attrs.evolve(march, positions=Positions.create_empty())) is None


def test_march_2025_cites_both_accounts_by_outlet_day_and_paraphrase(march: Material) -> None:
    of_the_press = march.positions.filter(pl.col("page").is_not_null())
    assert {"Kyiv Post", "Pravda.Ru"} == set(of_the_press["outlet"])
    assert 0 == of_the_press.select("published", "words", "day").null_count().sum_horizontal().item()
    by_outlet = dict(of_the_press.group_by("outlet").agg("clause_id").iter_rows())
    assert "no-training" in set(by_outlet["Pravda.Ru"]) - set(by_outlet["Kyiv Post"])
    assert "no-regrouping" in set(by_outlet["Kyiv Post"]) - set(by_outlet["Pravda.Ru"])


def test_the_page_of_march_2025_says_by_whose_account_who_stands_where(march: Material) -> None:
    page = render(march, version="test").decode()
    part = page[page.index('id="positions"') : page.index('id="claims"')]
    assert "wants it guaranteed that no soldiers are trained" in part
    assert "Kyiv Post, 13 Mar 2025" in part


def test_the_card_of_the_demo_says_who_stands_where_with_both_accounts(march: Material) -> None:
    page = render(march, questions=march, version="test").decode()
    card = page[page.index('id="questions"') : page.index('id="truce"')]
    assert "Who stands where" in card
    assert "Kyiv Post, 13 Mar 2025" in card
    assert "Pravda.Ru, 13 Mar 2025" in card


def test_of_many_outlets_six_are_cited_and_the_others_are_counted(march: Material) -> None:
    known = with_rows(march, *(row(position_id=f"p{number}", outlet=f"Wire {number}") for number in range(9)))
    shown = position_matrix(known)
    assert shown is not None
    (stance,) = shown.rows[0].stances[0]
    assert (6, 3) == (len(stance.by), stance.others)
    assert "and 3 more" in render(known, version="test").decode()


def test_a_no_that_is_that_of_the_clause_is_not_told_as_a_stand_against_it(march: Material) -> None:
    against = row(position_id="p2", act="support", polarity="denied", outlet="Wire")
    shown = position_matrix(with_rows(march, row(act="demand", polarity="denied"), against))
    assert shown is not None
    assert ["demands it", "is not for it"] == [stance.what for stance in shown.rows[0].stances[0]]
