"""How well acts against a clause would have been seen: by hand, along a line of 30 and of 10 km."""

from __future__ import annotations

from typing import Any

import dataframely as dy
import pytest

from builders import at, clause, flat, window
from ceaseline.assessment.covered import Covered, seen
from ceaseline.assessment.ground import Seen
from ceaseline.tables import Clauses
from exposed import LINE, about, covered, exposed, sector

pytestmark = pytest.mark.usefixtures("outside_shut")

DAY = window("2031-05-10", "2031-05-11")
TWO = window("2031-05-10", "2031-05-12")
CLAUSES = flat()


def found(known: Covered, obligor: str = "A", over: Any = DAY, clauses: dy.DataFrame[Clauses] = CLAUSES) -> Seen:
    answer = seen(known, clauses, "no-fire", obligor, over)
    assert answer is not None
    return answer


def test_stretches_of_a_line_count_by_their_length() -> None:
    """30 km watched all day and 10 km not at all: 3/4, and of the chance 3/4 of 0.95."""
    known = covered(exposed("2031-05-10", LINE[0]), exposed("2031-05-10", LINE[1], watched=0, chance=0))
    assert (0.75, 0.75, 0.7125) == tuple(getattr(found(known), name) for name in ("watched", "sure", "chance"))


def test_zones_count_alike() -> None:
    zones = [sector("town", "zone"), sector("valley", "zone")]
    known = covered(exposed("2031-05-10", "town"), sectors=zones, clauses=about("town", "valley"))
    assert (0.5, "zone") == (found(known).watched, found(known).kind)


def test_of_the_smallest_acts_the_one_counts_that_is_seen_worst() -> None:
    """Strikes all day, shots for half of it and a quarter surely."""
    shots = exposed("2031-05-10", watched=0.5, sure=0.25, chance=0.4, phenomena=["shot"])
    known = covered(exposed("2031-05-10"), shots)
    assert (0.5, 0.25, 0.4) == (found(known).watched, found(known).sure, found(known).chance)


def test_for_any_the_side_counts_of_which_least_was_watched() -> None:
    known = covered(exposed("2031-05-10"), exposed("2031-05-10", watched=0.05, acts_of="B"))
    assert (1.0, 0.05, 0.05) == tuple(found(known, side).watched for side in ("A", "B", "any"))


def test_for_any_a_side_that_is_not_bound_counts_not() -> None:
    known = covered(exposed("2031-05-10"), exposed("2031-05-10", watched=0.05, acts_of="B"))
    one_sided = flat(clause(speech_status={"A": "accepted", "B": "demanded"}))
    assert 1.0 == found(known, "any", clauses=one_sided).watched


def test_of_two_authors_the_one_counts_of_whose_line_less_was_watched() -> None:
    other = sector("other", author="S. Drawer", km=(0, 100))
    known = covered(
        exposed("2031-05-10"),
        exposed("2031-05-10", "other", watched=0.5),
        sectors=[sector(name) for name in LINE] + [other],
        clauses=about(*LINE, "other"),
    )
    assert (0.5, 1) == (found(known).watched, found(known).sectors)


def test_hours_of_which_nothing_is_known_were_not_watched() -> None:
    known = covered(exposed("2031-05-11"))
    assert (0.5, 0.0, 0.475) == (
        found(known, over=TWO).watched,
        found(known, over=TWO).least,
        found(known, over=TWO).chance,
    )
    assert (0.0, 0, False) == (found(known).watched, found(known).deployed, found(known).placed)


def test_a_sector_without_a_row_was_not_watched() -> None:
    assert 0.75 == found(covered(exposed("2031-05-10", LINE[0]))).watched


def test_the_day_of_which_least_was_watched_is_told() -> None:
    known = covered(exposed("2031-05-10"), exposed("2031-05-11", sure=0.25))
    assert (0.625, 0.25) == (found(known, over=TWO).sure, found(known, over=TWO).least)


def test_a_day_that_the_window_cuts_counts_up_to_the_cut() -> None:
    noon = at("2031-05-10 12:00")
    known = covered(
        exposed("2031-05-10", cut=(DAY.start, noon)),
        exposed("2031-05-10", cut=(noon, DAY.end), watched=0.0, chance=0.0),
    )
    morning = window("2031-05-10", "2031-05-10 12:00")
    assert (1.0, 1.0) == (found(known, over=morning).watched, found(known, over=morning).least)
    assert (0.5, 0.5) == (found(known).watched, found(known).least)


def test_a_row_that_goes_beyond_the_window_says_nothing_of_it() -> None:
    assert 0.0 == found(covered(exposed("2031-05-10")), over=window("2031-05-10", "2031-05-10 12:00")).watched


def test_a_chance_that_is_not_known_somewhere_is_not_known() -> None:
    known = covered(exposed("2031-05-10"), exposed("2031-05-10", LINE[1], chance=None, sure=0))
    assert None is found(known).chance


def test_where_no_asset_is_the_chance_is_known_to_be_none() -> None:
    known = covered(exposed("2031-05-10"), exposed("2031-05-10", LINE[1], watched=0, chance=None, assets=0))
    assert 0.7125 == found(known).chance


def test_an_asset_without_a_place_is_deployed_and_watches_no_sector() -> None:
    nowhere = exposed("2031-05-10", "nowhere", chance=None, sure=0)
    line = [sector(name) for name in LINE]
    known = covered(nowhere, sectors=[*line, sector("nowhere", "unplaced")])
    assert (0.0, 2, False) == (found(known).watched, found(known).deployed, found(known).placed)


def test_where_all_is_without_a_place_the_hours_are_told_and_no_chance() -> None:
    nowhere = exposed("2031-05-10", "nowhere", chance=None, sure=0)
    known = covered(nowhere, sectors=[sector("nowhere", "unplaced")], clauses=about("nowhere", whole=False))
    answer = found(known)
    assert (1.0, None, False, False, "unplaced") == (
        answer.watched,
        answer.chance,
        answer.placed,
        answer.whole,
        answer.kind,
    )


@pytest.mark.parametrize("code", ["NO_FIXED_WING_ROTARY", "NO_STIRRING"])
def test_of_acts_that_nobody_can_tell_by_looking_nothing_is_known(code: str) -> None:
    assert seen(covered(exposed("2031-05-10")), flat(clause(code=code)), "no-fire", "A", DAY) is None


def test_of_a_clause_whose_place_has_no_sector_nothing_is_known() -> None:
    known = covered(exposed("2031-05-10"), clauses=about(*LINE, obligors="A"))
    assert [False, True, True] == [seen(known, CLAUSES, "no-fire", side, DAY) is None for side in ("A", "B", "any")]


def test_sectors_that_nobody_described_are_no_ground() -> None:
    assert seen(covered(exposed("2031-05-10"), sectors=[]), CLAUSES, "no-fire", "A", DAY) is None


def test_what_is_seen_of_a_side_does_not_hang_on_its_code() -> None:
    one = covered(exposed("2031-05-10"), exposed("2031-05-10", watched=0.3, acts_of="B"))
    other = covered(exposed("2031-05-10"), exposed("2031-05-10", watched=0.3, acts_of="A"))
    assert (found(one, "A"), found(one, "B"), found(one, "any")) == (
        found(other, "B"),
        found(other, "A"),
        found(other, "any"),
    )
