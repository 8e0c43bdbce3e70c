"""How two tellings of one thing are worded: what is added, by which verb, and what is kept at a distance."""

from __future__ import annotations

from typing import Any

import pytest

from told import read, side_by_side

pytestmark = pytest.mark.usefixtures("outside_shut")

LINE = "Talks end\n\nMinister Ana Ash {}.\n"


def pair(left: str, right: str) -> dict[str, Any]:
    compared = side_by_side(LINE.format(left), LINE.format(right))
    (found,) = [row for row in compared.pairs.to_dicts() if row["left"] == "a#2"]
    return found


def test_a_word_set_before_a_shared_one_is_added_and_so_is_an_adverb() -> None:
    found = pair(
        "said that they openly continue the forced mobilisation", "said that they continue the mobilisation"
    )
    assert ("openly; forced", "") == (found["left_added"], found["right_added"])


def test_numbers_that_differ_are_no_added_words() -> None:
    found = pair("said that the truce lasts for thirty days", "said that the truce lasts for sixty days")
    assert ("", "") == (found["left_added"], found["right_added"])


def test_so_called_and_a_word_in_marks_are_kept_at_a_distance() -> None:
    found = pair(
        "said that so-called observers crossed the “line” at noon", "said that observers crossed the line at noon"
    )
    assert ("“line”; so-called", "") == (found["left_marked"], found["right_marked"])


def test_names_are_no_words_of_a_telling() -> None:
    left, right = "said that Ash openly broke the truce", "said that they broke the truce"
    assert "openly" == pair(left, right)["left_alone"]


def test_falsely_before_a_verb_rejects_what_was_said() -> None:
    charges = [read(LINE.format(f"{verb} that they stop"))[-1]["charge"] for verb in ("falsely claimed", "claimed")]
    assert ["rejecting", "doubting"] == charges


def test_what_is_said_to_be_without_evidence_is_the_outlet_s() -> None:
    rows = read(LINE.format("said that they fired first, without providing evidence for it"))
    assert ["party", "outlet"] == [row["voice"] for row in rows[1:]]
    assert "rebuttal" == rows[-1]["rule"]


def test_a_copy_of_a_conflict_repeats_it_and_copied_documents_are_one_source() -> None:
    left = LINE.format("said that the line is 2,000 km long and that nobody in the hall knows where it runs")
    right = LINE.format("said that the line is hundreds of kilometres long and that nobody knows it")
    compared = side_by_side(left, right, left)
    repeats = {
        (row["left"], row["right"]): row["repeats"] for row in compared.pairs.to_dicts() if row["left"][0] != "a"
    }
    assert {("b#2", "c#2"): True} == {key: value for key, value in repeats.items() if key[0] == "b#2"}
    assert (("a", "c"), ("b",)) == compared.sources
