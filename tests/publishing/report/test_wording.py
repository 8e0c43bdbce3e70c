"""What a report may say: no verb, number, side or zero is stronger than what it rests on."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from builders import terms
from ceaseline.errors import InputError, UnknownName
from ceaseline.publishing.coverage import Coverage
from ceaseline.publishing.report.messages import messages
from ceaseline.publishing.report.wording import (
    RECORDED,
    Counted,
    compared,
    counted,
    held_by,
    part_of,
    side,
    verb,
)
from ceaseline.tables.guarantees import LEVELS

SAY = messages()
WELL = Coverage(0.6, 0.5)


@pytest.mark.parametrize("level", LEVELS)
def test_no_verb_above_the_level_is_given_and_every_one_up_to_it_is(level: str) -> None:
    at = LEVELS.index(level)
    assert list(LEVELS[: at + 1]) == [verb([level], wanted) for wanted in LEVELS[: at + 1]]
    for stronger in LEVELS[at + 1 :]:
        with pytest.raises(InputError, match=f"write '{level}' or weaker"):
            verb([level], stronger)


def test_what_is_told_together_has_the_verb_of_its_weakest_part() -> None:
    assert "reported" == verb(["verified", "reported", "corroborated"])


def test_an_allegation_is_not_recorded() -> None:
    with pytest.raises(InputError, match="recorded"):
        verb(["alleged", "verified"], RECORDED)


def test_a_verb_rests_on_something_and_on_words_of_the_ladder() -> None:
    with pytest.raises(InputError, match="rests on nothing"):
        verb([])
    with pytest.raises(UnknownName, match="confirmed"):
        verb(["observed"], "confirmed")


def test_a_zero_stands_only_where_somebody_watched() -> None:
    assert counted(SAY, Counted(0, WELL, 24)).startswith("none recorded where watched (60 %")
    assert ["n/a (nobody watched)"] * 2 == [counted(SAY, Counted(count, Coverage(0.0), 24)) for count in (0, None)]
    assert counted(SAY, Counted(0, Coverage(), 24)).startswith("n/a")


@pytest.mark.parametrize(
    ("now", "before", "says"),
    [
        ((30, WELL, 24), (20, WELL, 24), "d: 20, watched alike (50 % more)"),
        ((10, WELL, 24), (20, WELL, 24), "d: 20, watched alike (50 % fewer)"),
        ((30, WELL, 24), (19, WELL, 24), "d: 19, watched alike"),
        ((20, WELL, 24), (20, WELL, 24), "d: 20, watched alike"),
        ((30, WELL, 24), (20, WELL, 48), "d: 20, not comparable (60 %"),  # another length of time
        ((30, WELL, 24), (20, Coverage(0.6, 0.3), 24), "d: 20, not comparable (60 %"),  # watched less well
        ((30, WELL, 24), (20, Coverage(0.6), 24), "d: 20, not comparable (somebody watched"),
        ((30, WELL, 24), (None, WELL, 24), "d: n/a, not comparable"),
        ((30, WELL, 24), (0, Coverage(0.0, 0.0), 24), "d: n/a, not comparable (nobody watched)"),
        ((None, WELL, 24), (20, WELL, 24), "d: 20, not comparable"),
    ],
)
def test_a_number_moves_by_per_cent_only_from_twenty_up_and_where_it_was_watched_alike(
    now: Any, before: Any, says: str
) -> None:
    told = compared(SAY, Counted(*now), Counted(*before), "d")
    assert told.startswith(says)
    assert ("(50 %" in says) == ("fewer" in told or "more)" in told)


def test_a_part_has_a_percentage_from_twenty_up() -> None:
    assert ["5 of 20 (25 %)", "5 of 19"] == [part_of(SAY, 5, whole) for whole in (20, 19)]


def test_a_side_is_named_only_where_that_is_released_and_else_only_who_holds_the_ground() -> None:
    told = [
        side(SAY, terms(), to, held) for to, held in [("A", "B"), ("undetermined", "B"), ("undetermined", None)]
    ]
    assert ["by North (A)", "in area held by South (B)", "whose is undetermined"] == told
    assert "not hostile" == side(SAY, terms(), "not_hostile", "B")


def test_ground_is_held_by_somebody_only_where_all_authors_say_so() -> None:
    rows = [("i1", "A"), ("i1", "A"), ("i2", "A"), ("i2", "B"), ("i3", "A"), ("i3", None), ("i4", None)]
    assert {"i1": "A"} == held_by(pl.DataFrame(rows, ["incident_id", "held_by"], orient="row"))
