"""The card of a made-up ceasefire: marked as such, with what really happened beside the answers, never in them."""

from __future__ import annotations

import re

import attrs
import polars as pl
import pytest

import ceaseline as cl
from ceaseline.publishing import MadeUp, Material, render
from ceaseline.publishing.made_up import made_up_rows
from ceaseline.tables import Verdicts
from easter import NOW, easter

RIBBON = "SIMULATED DATA: a made-up world"


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    case = cl.open(easter(tmp_path_factory.mktemp("easter")))
    return case.material(case.run(now=NOW))


@pytest.fixture(scope="module")
def card(material: Material) -> MadeUp:
    recorded = pl.when(pl.col("obligor") == "any", pl.col("clause_id") == "no-air-attack").then(
        pl.lit(7, dtype=pl.Int64)
    )
    verdicts = Verdicts.validate(material.verdicts.with_columns(recorded=recorded))
    counted = attrs.evolve(material, verdicts=verdicts)
    return MadeUp(counted, day=12, days=30, length_km=2000.0, happened={"no-air-attack": 1234})


def test_each_clause_has_its_answer_beside_what_really_happened(card: MadeUp) -> None:
    rows = [(row.word, row.recorded, row.happened) for row in made_up_rows(card)]
    assert [("cannot_tell", "7", "1,234"), ("not_verifiable", "no count", "0")] == rows


def test_the_card_says_that_its_world_is_made_up_and_who_knows_its_truth(material: Material, card: MadeUp) -> None:
    page = render(material, questions=material, made_up=card, version="test").decode()
    own = page[page.index('id="simulated"') : page.index("</section>", page.index('id="simulated"'))]
    assert RIBBON in own
    assert "day 12 of 30, 2,000 km" in own
    assert "known to the scorer, never to the program" in own
    assert 1 == page.count(RIBBON)  # the case of the page itself is real
    links = set(re.findall(r'href="#([a-z-]+)"', own))
    assert links <= set(re.findall(r'id="([a-z-]+)"', page))
    assert {"words"} == links


def test_a_page_without_a_made_up_case_has_no_such_card(material: Material) -> None:
    page = render(material, questions=material, version="test").decode()
    assert 'id="simulated"' not in page
    assert RIBBON not in page
