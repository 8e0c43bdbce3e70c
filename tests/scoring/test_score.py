"""What holds of the scores of any world and any run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from builders import at, recoded
from ceaseline.scoring import Said, Truth, mirrored, score
from ceaseline.tables.truth_members import TruthMembers
from toy_truth import finding, happening, innocent, rate, said, truth, value, verdict

pytestmark = pytest.mark.usefixtures("outside_shut")

SWAP = {"A": "B", "B": "A"}
HAPPENED: dict[str, dict[str, Any]] = {
    "a": happening("a"),
    "a2": happening("a2", at=at("2031-05-10 08:03"), until=at("2031-05-10 08:03")),
    "b": happening("b", acts_of="B", hypothesis="B"),
    "q": innocent("q"),
}
TOLD = st.dictionaries(
    st.sampled_from([f"r{number}" for number in range(8)]),
    st.tuples(st.sampled_from([*HAPPENED, None]), st.sampled_from(["i", "j", "k"])),
    min_size=1,
)
Told = Mapping[str, tuple[str | None, str]]


def world(told: Told, names: Mapping[str, str] | None = None) -> tuple[Said, Truth]:
    """Return a run and the truth, in which every incident said is held against the clause and given chances."""
    swapped = names or {}
    put = {record: to for record, (_, to) in told.items()}
    ids = sorted(set(put.values()))
    findings = [finding(each, attributed_to="A" if each == "i" else "undetermined") for each in ids]
    chances = {each: {"A": 0.7 if each == "i" else 0.5, "B": 0.3 if each == "i" else 0.5} for each in ids}
    recode = {name: swapped.get(name, name) for name in ("A", "B")}
    so = {
        "happenings": list(HAPPENED.values()),
        "rates": [rate("A", 2), rate("B", 0)],
        "findings": findings,
        "verdicts": [verdict(recorded=None), verdict(obligor="B", verdict="violation_established")],
        "attributions": {
            each: {recode[name]: chance for name, chance in own.items()} for each, own in chances.items()
        },
    }
    with_names = recoded({key: each for key, each in so.items() if key != "attributions"}, recode)
    run = said(
        put,
        probability=0.8,
        findings=with_names["findings"],
        verdicts=with_names["verdicts"],
        attributions=so["attributions"],  # type: ignore[arg-type]
    )
    members = {record: of for record, (of, _) in told.items()}
    return run, truth(with_names["happenings"], members, with_names["rates"])


def sorted_rows(scores: pl.DataFrame) -> pl.DataFrame:
    return scores.sort("room", "score", "party", "by")


@given(TOLD)
def test_a_linker_that_puts_together_what_belongs_together_scores_one(told: Told) -> None:
    right = {record: (of, of or f"none-{record}") for record, (of, _) in told.items()}
    scores = score(*world(right))
    assert (1.0, 1.0) == (value(scores, "bcubed_precision"), value(scores, "bcubed_recall"))
    assert value(scores, "pairwise_f1") in (1.0, None)
    assert (0, 0) == (value(scores, "splits"), value(scores, "merges"))


@given(TOLD)
def test_a_linker_that_leaves_all_alone_is_precise_and_finds_no_pair(told: Told) -> None:
    scores = score(*world({record: (of, f"only-{record}") for record, (of, _) in told.items()}))
    assert 1.0 == value(scores, "bcubed_precision")
    assert value(scores, "pairwise_precision") is None
    assert value(scores, "pairwise_recall") in (0.0, None)


@given(TOLD, st.permutations(["i", "j", "k"]))
def test_what_incidents_are_called_changes_no_score_of_putting_together(told: Told, names: list[str]) -> None:
    renamed = dict(zip(["i", "j", "k"], names, strict=True))
    one, other = (
        score(*world(each)).filter(room="fusion")
        for each in (told, {record: (of, renamed[to]) for record, (of, to) in told.items()})
    )
    assert_frame_equal(one, other)


@given(TOLD, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(told: Told, dice: Any) -> None:
    shuffled = list(told.items())
    dice.shuffle(shuffled)
    assert_frame_equal(sorted_rows(score(*world(told))), sorted_rows(score(*world(dict(shuffled)))))


@given(TOLD)
def test_a_world_with_the_sides_exchanged_has_the_same_scores_with_the_sides_exchanged(told: Told) -> None:
    scores, swapped = score(*world(told)), score(*world(told, SWAP))
    assert_frame_equal(sorted_rows(mirrored(scores, SWAP)), sorted_rows(swapped))


def test_the_two_sides_of_a_world_have_scores_of_their_own() -> None:
    """Without this the test above could hold of scores that never look at sides."""
    scores = score(*world({"r0": ("a", "i"), "r1": ("b", "j")}))
    assert value(scores, "brier", party="A") != value(scores, "brier", party="B")


def test_records_of_nothing_that_are_put_together_are_charged_apart_from_those_that_are_real() -> None:
    """Two that belong together with two of nothing: six pairs said, one true. Without the latter: one of one."""
    scores = score(*world({"r0": ("a", "i"), "r1": ("a", "i"), "r2": (None, "i"), "r3": (None, "i")}))
    assert pytest.approx(2 / 7) == value(scores, "pairwise_f1")
    assert 1.0 == value(scores, "pairwise_f1_without_invented")


def test_records_of_which_the_truth_says_nothing_are_counted_and_left_out() -> None:
    run, so = world({"r0": ("a", "i"), "r1": ("a", "i"), "r2": ("b", "j")})
    known = TruthMembers.validate(so.members.filter(pl.col("observation_id") != "r2"))
    scores = score(run, Truth(so.incidents, known, so.rates))
    assert 1 == value(scores, "records_without_truth")
    assert 1.0 == value(scores, "pairwise_f1")


def test_a_run_of_nothing_has_scores_without_values() -> None:
    scores = score(said({}), truth([], {}))
    assert scores.filter(pl.col("unit") != "count")["value"].is_null().all()
