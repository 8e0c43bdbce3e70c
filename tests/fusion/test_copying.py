"""Who copies whom: by text, by nearly the same text, by film; and what only looks like a copy."""

from __future__ import annotations

from datetime import timedelta
from time import process_time
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import at, observation, observations, source_rows
from ceaseline.fusion import Fused, fuse
from ceaseline.fusion.likeness import sketches

pytestmark = pytest.mark.usefixtures("outside_shut")

SOURCES = source_rows(
    posts={"role": "monitor"}, mast={"role": "instrument"}, paper={"role": "press"}, north={"role": "party"}
)
TEXT = "Heavy shelling hit the old bridge near the mill at dawn, and houses beside the river are on fire."
OTHER = "A drone struck a fuel store east of the town this morning, smoke was seen from the hills for hours."
KM_NORTH = 1 / 111.19493


def told(name: str, text: str | None = TEXT, *, minute: int = 0, km: float = 0.0, **changes: Any) -> dict[str, Any]:
    """Return a record of a source of its own, some minutes later and some kilometres further north."""
    start = at("2031-05-10 08:00") + timedelta(minutes=minute)
    times = {"earliest": start, "latest": start + timedelta(minutes=5)}
    place = {"lat": 12.5 + km * KM_NORTH}
    return observation(
        **{"observation_id": name, "source": f"account {name}", "text": text, **times, **place, **changes}
    )


def witnesses(*rows: dict[str, Any]) -> list[tuple[int, int]]:
    """Return of each incident how many records and how many independent groups it has, the largest first."""
    made = fuse(observations(*rows), SOURCES)
    return sorted(made.incidents.select("observations", "groups").rows(), reverse=True)


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        (TEXT, 1),
        (TEXT.upper().replace(",", " -"), 1),
        (TEXT.replace("old bridge", "iron bridge"), 1),
        (TEXT.replace("dawn", "0515"), 1),
        ("BREAKING!! " + TEXT + " Share this.", 1),
        (OTHER, 2),
        (None, 2),
        ("Shelling at the bridge.", 2),
    ],
    ids=["the same", "shouted", "a changed word", "a number", "framed", "another", "none", "short"],
)
def test_who_says_nearly_the_same_is_one_witness(again: str | None, expected: int) -> None:
    assert [(2, expected)] == witnesses(told("a"), told("b", again))


@pytest.mark.parametrize(
    ("text", "minute", "expected"),
    [("Strike near the mill.", 0, 1), ("A strike.", 0, 2), ("Strike near the mill.", 1, 2)],
    ids=["four words", "two words", "a minute later"],
)
def test_a_short_text_of_the_very_same_moment_and_place_is_a_copy(text: str, minute: int, expected: int) -> None:
    assert [(2, expected)] == witnesses(told("a", text), told("b", text, minute=minute))


@pytest.mark.parametrize(
    ("changes", "copies"), [({"minute": 59}, True), ({"minute": 125}, False), ({"km": 45.0}, False)]
)
def test_a_text_spreads_within_an_hour_and_thirty_kilometres(changes: dict[str, Any], copies: bool) -> None:
    """Two hours later, or 45 km off, the same words are another statement, and another incident here."""
    found = witnesses(told("a", radius_m=3000.0), told("b", radius_m=3000.0, **changes))
    assert ([(2, 1)] if copies else [(1, 1), (1, 1)]) == found


def test_a_chain_of_copies_is_one_witness_however_long_it_takes() -> None:
    assert [(5, 1)] == witnesses(*(told(f"a{n}", minute=50 * n) for n in range(5)))


@pytest.mark.parametrize("role", ["posts", "mast"])
def test_forms_that_monitors_and_instruments_fill_in_are_no_copies(role: str) -> None:
    form = "The station heard {} loud explosions to the north of its place and saw no smoke above the ridge line."
    rows = [told(f"p{n}", form.format(n), source=role, minute=n) for n in range(2)]
    other = told("m", form.format(7), source="mast" if role == "posts" else "posts")
    assert 2 == max(groups for _, groups in witnesses(*rows, other))
    assert [(1, 1), (1, 1)] == witnesses(*rows)


def test_a_paper_that_prints_a_monitors_words_is_no_second_witness() -> None:
    assert [(2, 1)] == witnesses(told("p", source="posts"), told("n", source="paper"))


def test_a_source_that_says_the_same_of_two_places_tells_of_two_happenings() -> None:
    """And a paper that prints both is the second witness of neither, and makes them no one incident."""
    own = [told("p1", source="posts"), told("p2", source="posts", km=12.0)]
    printed = [told("n1", source="paper", minute=1), told("n2", source="paper", minute=1, km=12.0)]
    assert [(2, 1), (2, 1)] == witnesses(*own, *printed)


def test_copies_of_copies_make_no_one_happening_of_two_that_a_source_tells_apart() -> None:
    """A post tells of two places in the same words; who copies the first changed a word, who the second none."""
    own = [told("p1", source="posts"), told("p2", source="posts", km=12.0)]
    changed = told("z", TEXT.replace("old bridge", "iron bridge"), minute=1, km=1.0)
    assert [(2, 1), (2, 1)] == witnesses(*own, changed, told("x", minute=2, km=11.0))


def test_what_an_account_says_again_of_the_very_same_place_is_one_record() -> None:
    assert [(3, 1)] == witnesses(*(told(f"a{n}", source="loud", minute=n) for n in range(3)))


FILM = "5f" * 32


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [(2, 1)]),
        ({"minute": 60 * 20}, [(2, 1)]),
        ({"minute": 60 * 30}, [(1, 1), (1, 1)]),
        ({"km": 45.0}, [(1, 1), (1, 1)]),
        ({"media": "60" * 32}, [(2, 2)]),
        ({"source": "account a", "km": 5.0}, [(1, 1), (1, 1)]),
    ],
    ids=["the same", "next day", "days later", "far off", "another film", "two happenings in one film"],
)
def test_records_that_rest_on_one_film_are_one_witness(
    changes: dict[str, Any], expected: list[tuple[int, int]]
) -> None:
    assert expected == witnesses(told("a", None, media=FILM), told("b", OTHER, **{"media": FILM, **changes}))


def test_a_thousand_accounts_with_words_and_numbers_of_their_own_are_one_witness() -> None:
    words = ["north", "south", "bridge", "river", "today", "again", "truly", "sadly", "friends", "please"]
    lie = "Heavy shelling right now near kilometre {} of the main road, they fired first, tell {} of it {}"
    rows = [
        told(f"o{n}", lie.format(n % 9, words[n % 10], words[n // 10 % 10]), minute=n % 50) for n in range(1000)
    ]
    assert [(1000, 1)] == witnesses(*rows)


def test_a_copy_of_what_a_party_says_is_the_partys_word_and_moves_nothing() -> None:
    """An account that copies a party is heard no more than the party."""
    seen = observation(observation_id="s", source="posts", text=None)
    claim = told("n", source="north", km=0.4, phenomenon="shelling")
    copied = told("c", km=0.4, phenomenon="shelling", minute=1)
    alone = fuse(observations(seen), SOURCES).incidents
    made = fuse(observations(seen, claim, copied), SOURCES).incidents
    changed = ["incident_id", "observations", "groups"]
    assert [(3, 2)] == made.select("observations", "groups").rows()
    assert alone.drop(changed).equals(made.drop(changed))


def test_a_copy_moves_no_place_and_no_time() -> None:
    """Ten copies half a kilometre off weigh nothing: who says it first is heard."""
    rows = [told("a"), *(told(f"b{n}", km=0.5, minute=n) for n in range(10))]
    made = fuse(observations(*rows), SOURCES).incidents
    first = fuse(observations(rows[0]), SOURCES).incidents
    told_of = ["lon", "lat", "radius_m", "earliest", "latest"]
    assert first.select(told_of).equals(made.select(told_of))
    assert [(11, 1)] == made.select("observations", "groups").rows()


LETTERS = st.text("abcdefgh ", min_size=30, max_size=120)


@given(LETTERS, LETTERS)
def test_likeness_is_the_share_of_shingles_in_common(one: str, other: str) -> None:
    """Against sets, within four errors of 64 hashes; of texts with few shingles the errors are wider."""
    sets = [{text[k : k + 5] for k in range(len(text) - 4)} for text in (one, other)]
    exact = len(sets[0] & sets[1]) / len(sets[0] | sets[1])
    found = float(sketches(pl.Series([one, other])).alike(np.array([0]), np.array([1]))[0])
    assert abs(found - exact) <= 4 * (0.25 / min(len(sets[0] | sets[1]), 40)) ** 0.5
    assert 1.0 == float(sketches(pl.Series([one, one])).alike(np.array([0]), np.array([1]))[0])


@given(st.permutations(range(8)))
def test_the_order_of_rows_changes_nothing(order: list[int]) -> None:
    rows = [told(f"a{n}", TEXT if n % 3 else OTHER, minute=20 * n, km=3.0 * (n % 2)) for n in range(8)]
    made, again = (fuse(observations(*each), SOURCES) for each in (rows, [rows[n] for n in order]))
    assert made.incidents.equals(again.incidents)
    assert made.members.equals(again.members)


def fused(rows: list[dict[str, Any]]) -> Fused:
    return fuse(observations(*rows), SOURCES)


def test_ten_times_as_many_copies_take_about_ten_times_as_long() -> None:
    """Time that grows with the square would be a hundred times as long."""
    times = []
    for many in (2_000, 20_000):
        rows = [told(f"a{n}", TEXT.replace("dawn", f"{n}"), minute=n % 1000) for n in range(many)]
        table = observations(*rows)
        began = process_time()
        made = fuse(table, SOURCES)
        times.append(process_time() - began)
        assert many == made.incidents["observations"].sum()
    assert times[1] < 40 * times[0]
