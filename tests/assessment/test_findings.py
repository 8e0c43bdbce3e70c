"""Incidents held against clauses: act, place and time; whose it was is never said."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from builders import at, clause, flat, observation, observations, only, source_rows
from ceaseline.assessment import find, tallies, tellers, watching
from ceaseline.assessment.recorded import Tally
from ceaseline.fusion import fuse
from ceaseline.tables import Whereabouts, from_rows

pytestmark = pytest.mark.usefixtures("outside_shut")

SOURCES = source_rows(
    posts={},
    camera={"role": "instrument"},
    press={"role": "press"},
    north={"role": "party", "party": "A"},
    south={"role": "party", "party": "B"},
)
ZONE = clause(where={"zone": "valley"})
ZONES = {"zones": {"valley": {"file": "valley.geojson"}}}


def shot(**changes: Any) -> dict[str, Any]:
    return observation(**{"phenomenon": "shot", **changes})


def found(
    *rows: dict[str, Any],
    against: dict[str, Any] | None = None,
    inside: tuple[float, float] | dict[str, tuple[float, float]] | None = None,
) -> list[dict[str, Any]]:
    """Return the findings on the clock of A; *inside* is the chance of each place, for both sides or each."""
    seen = observations(*rows)
    fused = fuse(seen, SOURCES)
    told = tellers(fused.incidents, fused.members, seen, SOURCES)
    clauses = flat(clause() if against is None else against, **ZONES)
    sides = dict.fromkeys("AB", inside) if isinstance(inside, tuple) else inside or {}
    chances = [
        {"incident_id": incident, "clause_id": "no-fire", "obligor": side, "low": chance[0], "high": chance[1]}
        for incident in fused.incidents["incident_id"]
        for side, chance in sides.items()
    ]
    told_of = find(fused.incidents, told, clauses, from_rows(Whereabouts, chances))
    return list(told_of.filter(pl.col("clock") == "A").iter_rows(named=True))


def outcome(*rows: dict[str, Any], **held: Any) -> str | None:
    """Return the outcome of the one finding, or None where there is none."""
    told = found(*rows, **held)
    return only(told)["outcome"] if told else None


def test_an_act_that_a_monitor_recorded_in_place_and_window_is_a_violation_of_nobody_yet() -> None:
    row = only(found(shot(), against=ZONE, inside=(0.97, 0.97)))
    assert ("violation", 0.97, "observed", "undetermined") == (
        row["outcome"],
        row["probability"],
        row["level"],
        row["attributed_to"],
    )
    assert (
        "shot, such an act; in the place of the clause with a chance of 97 %; within the window; whose it was is "
        "not established; recorded by 1 independent group (monitor)."
    ) == row["basis"]


def test_there_is_a_row_for_each_clock() -> None:
    seen = observations(shot())
    fused = fuse(seen, SOURCES)
    told = tellers(fused.incidents, fused.members, seen, SOURCES)
    rows = find(fused.incidents, told, flat(), from_rows(Whereabouts, []))
    assert ["A", "B"] == rows["clock"].to_list()


@pytest.mark.parametrize("word", ["explosion", "fire", "crater"])
def test_what_only_may_be_the_act_is_never_a_violation(word: str) -> None:
    row = only(found(observation(phenomenon=word)))
    assert "indeterminate" == row["outcome"]
    assert f"{word}, which may be such an act or none" in row["basis"]


@pytest.mark.parametrize("word", ["movement", "no_event", "a new word", None])
def test_what_is_no_such_act_and_what_nobody_names_gives_no_finding(word: str | None) -> None:
    assert outcome(observation(phenomenon=word)) is None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("posts", ("violation", "observed")),
        ("camera", ("violation", "detected")),
        ("press", ("indeterminate", "reported")),
        ("north", ("indeterminate", "alleged")),
        ("south", ("indeterminate", "alleged")),
    ],
)
def test_who_recorded_it_gives_the_level(source: str, expected: tuple[str, str]) -> None:
    row = only(found(shot(source=source)))
    assert expected == (row["outcome"], row["level"])


@pytest.mark.parametrize(
    ("second", "level"),
    [("press", "corroborated"), ("south", "observed")],
    ids=["both nobody's", "one a party's"],
)
def test_two_independent_groups_corroborate_where_neither_is_a_party(second: str, level: str) -> None:
    rows = found(shot(), shot(observation_id="p2", source=second))
    assert level == only(rows)["level"]


@pytest.mark.parametrize(("second", "level"), [("press", "reported"), ("south", "alleged")])
def test_the_press_may_only_repeat_a_party(second: str, level: str) -> None:
    rows = found(shot(source="north"), shot(observation_id="p2", source=second))
    assert level == only(rows)["level"]


def test_what_a_party_says_it_was_makes_no_more_of_a_record_that_does_not_say() -> None:
    row = only(found(observation(phenomenon=None), shot(observation_id="n1", source="north")))
    assert ("indeterminate", "alleged") == (row["outcome"], row["level"])


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ((0.94, 0.94), "indeterminate"),
        ((0.06, 0.06), "indeterminate"),
        ((0.05, 0.05), None),
        ((0.0, 1.0), "indeterminate"),
        ({"A": (1.0, 1.0), "B": (0.0, 0.0)}, "indeterminate"),
        (None, None),
    ],
    ids=["perhaps out", "perhaps in", "elsewhere", "by weapon", "by side", "not drawn"],
)
def test_a_place_in_doubt_is_indeterminate_and_elsewhere_gives_no_row(inside: Any, expected: str | None) -> None:
    assert expected == outcome(shot(), against=ZONE, inside=inside)


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        ("2031-05-10 00:00", "2031-05-10 00:00", "violation"),
        ("2031-05-11 00:00", "2031-05-11 00:00", None),
        ("2031-05-10 23:00", "2031-05-11 01:00", "indeterminate"),
        ("2031-05-10 23:56", "2031-05-11 00:56", "indeterminate"),
        ("2031-05-10 23:57", "2031-05-11 00:57", None),
        ("2031-05-10 00:00", "2031-05-11 00:00", "violation"),
        ("2031-05-09 23:57", "2031-05-10 00:57", "violation"),
    ],
    ids=["its start", "its end", "half", "over a twentieth", "a twentieth", "all of it", "nearly all"],
)
def test_a_time_is_held_against_the_window_by_the_share_within(
    earliest: str, latest: str, expected: str | None
) -> None:
    """Three of sixty minutes are a twentieth, and four are more."""
    assert expected == outcome(shot(earliest=at(earliest), latest=at(latest)))


def test_a_clause_without_an_end_holds_on() -> None:
    later = {"earliest": at("2040-01-01"), "latest": at("2040-01-01")}
    open_end = {"from": "2031-05-10", "until": None, "zone": "UTC"}
    assert "violation" == outcome(shot(**later), against=clause(window=open_end))


@pytest.mark.parametrize(
    "changes", [{"speech_status": "demanded"}, {"modality": "permission"}, {"code": "NO_MOBILISATION"}]
)
def test_a_clause_that_forbids_nobody_such_an_act_has_no_findings(changes: dict[str, Any]) -> None:
    assert outcome(shot(), against=clause(**changes)) is None


def test_a_side_that_is_not_bound_has_no_say_in_where_the_clause_holds() -> None:
    bound = clause(where={"zone": "valley"}, speech_status={"A": "agreed", "B": "demanded"})
    row = only(found(shot(), against=bound, inside={"A": (1.0, 1.0), "B": (0.0, 0.0)}))
    assert ("met", 1.0, 1.0) == (row["place"], row["place_low"], row["place_high"])


def test_only_what_others_than_parties_tell_is_counted() -> None:
    later = {"earliest": at("2031-05-10 10:00"), "latest": at("2031-05-10 10:01")}
    rows = [
        shot(),
        shot(observation_id="p2", **later, source="press"),
        shot(observation_id="p3", source="north", lat=1.0),
    ]
    seen = observations(*rows)
    fused = fuse(seen, SOURCES)
    told = tellers(fused.incidents, fused.members, seen, SOURCES)
    findings = find(fused.incidents, told, flat(), from_rows(Whereabouts, []))
    assert 6 == findings.height
    tally = Tally(recorded=2, monitored=1, established={"undetermined": 1})
    assert {("no-fire", "A"): tally, ("no-fire", "B"): tally} == tallies(findings, told)


@pytest.mark.parametrize(("source", "expected"), [("posts", {"no-fire"}), ("north", set())])
def test_a_source_watches_where_it_recorded_such_a_thing_once_and_is_no_party(
    source: str, expected: set[str]
) -> None:
    seen = observations(shot(source=source, earliest=at("2020-01-01"), latest=at("2020-01-01")))
    assert expected == watching(seen, SOURCES, flat(), from_rows(Whereabouts, []))
