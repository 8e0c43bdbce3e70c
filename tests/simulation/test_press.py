"""Invented press conferences: truth exact to the letter, and what comparing them has to reach."""

from __future__ import annotations

import polars as pl
import pytest

from ceaseline.pipeline.comparing_accounts import scored_conferences
from ceaseline.simulation.press import HOUSES, WORDS, Conference, PressScores, conference, held_against

pytestmark = pytest.mark.usefixtures("outside_shut")

SEEDS = range(9000, 9030)  # no threshold was chosen on these


@pytest.mark.parametrize("words", WORDS)
def test_statements_pairs_and_planted_conflicts_are_found(words: str) -> None:
    reached = scored_conferences(SEEDS, words=words)
    assert reached.found / reached.told >= 0.95
    assert reached.spoken / reached.found >= 0.95
    assert reached.aligned_f1 >= 0.80
    assert reached.conflict_precision >= 0.85
    assert reached.conflict_recall >= 0.85


def test_the_same_seed_gives_the_same_letters_and_another_seed_others() -> None:
    assert conference(3) == conference(3)
    assert conference(3).texts != conference(4).texts


@pytest.mark.parametrize("house", HOUSES)
def test_every_statement_lies_where_the_truth_says(house: str) -> None:
    other = "running" if house != "running" else "bullets"
    for seed in range(10):
        truth = conference(seed, (house, other))
        for told in truth.told:
            text = truth.texts[told.document]
            assert text[told.start : told.end].strip() == text[told.start : told.end] != ""
            assert text[told.start - 1] in "“ \n"


def test_a_planted_conflict_is_carried_by_both_houses() -> None:
    for seed in range(20):
        truth = conference(seed)
        held = [{told.matter for told in truth.told if told.document == name} for name in truth.texts]
        assert set(truth.planted) <= held[0] & held[1]


def test_only_a_planted_change_of_speaker_gives_a_matter_to_somebody_else() -> None:
    for seed in range(20):
        truth = conference(seed)
        first, second = (
            {told.matter: told.speaker for told in truth.told if told.document == name} for name in truth.texts
        )
        differ = {matter for matter in first.keys() & second.keys() if first[matter] != second[matter]}
        assert {matter for matter, kind in truth.planted.items() if kind == "conflict_speaker"} == differ


def held(truth: Conference, pairs: list[tuple[str, str, str]]) -> PressScores:
    rows = [
        {"statement_id": f"{told.document}#{told.matter}", "voice": "party", "document": told.document,
         "speaker": told.speaker, "start": told.start, "end": told.end}
        for told in truth.told
    ]  # fmt: skip
    table = pl.DataFrame(pairs, schema=["left", "right", "relation"], orient="row")
    return held_against(truth, pl.DataFrame(rows), table)


def test_the_truth_itself_has_full_marks_and_no_pairs_have_none() -> None:
    truth = conference(1, ("quoting", "bullets"))
    both = {told.matter for told in truth.told if told.document == "quoting"} & {
        told.matter for told in truth.told if told.document == "bullets"
    }
    right = [(f"quoting#{name}", f"bullets#{name}", truth.planted.get(name, "same")) for name in sorted(both)]
    best, none = held(truth, right), held(truth, right[:0])
    assert (1.0, 1.0, 1.0) == (best.aligned_f1, best.conflict_precision, best.conflict_recall)
    assert (0.0, 0.0) == (none.aligned_f1, none.conflict_recall)
