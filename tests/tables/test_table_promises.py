"""What each table promises is kept by the table itself, whoever makes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import dataframely as dy
import polars as pl
import pytest

from builders import CAPTURE, at, claim, clause, flat, series, series_row
from ceaseline.tables import (
    Assets,
    Captures,
    Claims,
    ClaimWindows,
    Clauses,
    Decisions,
    Findings,
    Observations,
    RegisterChecks,
    Restrictions,
    Series,
    SetAside,
    Sightings,
    Signals,
    Sources,
    Verdicts,
    Watched,
    Watches,
    WeaponChecks,
    from_rows,
)

pytestmark = pytest.mark.usefixtures("outside_shut")

Row = dict[str, Any]


def a_bin(**changes: Any) -> Row:
    return {**series_row(start=at("2031-05-10"), value=3.0), **changes}


def a_claim(**changes: Any) -> Row:
    return {"claim_id": "c1", "line": 2, **claim(), **changes}


def a_clause(**changes: Any) -> Row:
    return {**flat(clause()).row(0, named=True), **changes}


def a_signal(**changes: Any) -> Row:
    usual: Row = {"source": "sirens", "region": None, "clause_id": "no-fire", "acts_of": "A", "clock": "A"}
    usual |= {"from": at("2031-05-10"), "until": at("2031-05-11"), "value": 3.0, "unit": "minutes"}
    usual |= {"expected": 6.0, "ratio": 0.5, "ratio_low": None, "ratio_high": None, "rank": 1, "windows": 2}
    return {**usual, "left_out": "", "supports": "neither", **changes}


def a_verdict(**changes: Any) -> Row:
    usual: Row = {"clause_id": "no-fire", "obligor": "A", "scope": "everywhere", "clock": "A"}
    usual |= {"from": at("2031-05-10"), "until": at("2031-05-11"), "verdict": "cannot_tell", "recorded": None}
    usual |= {"watched_share": None, "signal": "none", "reason": "Nobody watched.", "as_of": None}
    usual |= {"proposed": "cannot_tell", "decision_id": None}
    return {**usual, **changes}


def a_finding(**changes: Any) -> Row:
    usual: Row = {"incident_id": "i1", "clause_id": "no-fire", "clock": "A", "outcome": "violation"}
    usual |= {"probability": 0.5, "level": "alleged", "attributed_to": "undetermined", "basis": "said so"}
    return {**usual, **changes}


def a_source(**changes: Any) -> Row:
    usual: Row = {"source": "sirens", "kind": "series", "role": "instrument", "party": None, "group": "sirens"}
    return {**usual, "grade": "F6", "licence": None, "may_republish": False, **changes}


def a_capture(**changes: Any) -> Row:
    usual = {"capture_id": CAPTURE, "source": "sirens", "name": "a.csv", "received": at("2031-05-12"), "bytes": 1}
    return {**usual, "standing": "counted", **changes}


def a_decision(**changes: Any) -> Row:
    usual: Row = {"decision_id": "d-0123456789", "about": "no-fire:A", "outcome": "cannot_tell", "reason": "Fog."}
    usual |= {
        "reviewer": "R. One",
        "affiliation": None,
        "decided": at("2031-05-12"),
        "as_of": None,
        "supersedes": None,
    }
    return {**usual, "standing": "stands", **changes}


def a_pair(**changes: Any) -> Row:
    usual = {"left": "c1", "right": "c2", "left_hours": 24.0, "right_hours": 24.0, "shared_hours": 24.0}
    return {**usual, "same_window": True, **changes}


def a_row_set_aside(**changes: Any) -> Row:
    usual: Row = {"source": "sirens", "capture_id": CAPTURE, "file": "a.csv", "line": 2, "field": "value"}
    return {**usual, "value": "x", "rule": "number", "mend": "write digits", "row": "[]", **changes}


def an_observation(**changes: Any) -> Row:
    usual: Row = dict.fromkeys(Observations.create_empty().columns)
    usual |= {
        "observation_id": "posts-1",
        "capture_id": CAPTURE,
        "line": 2,
        "source": "posts",
        "may_republish": False,
    }
    usual |= {"earliest": at("2031-05-10"), "latest": at("2031-05-10"), "lon": 34.5, "lat": 12.5, "radius_m": 500.0}
    return {**usual, **changes}


def an_asset(**changes: Any) -> Row:
    usual: Row = {"asset": "post-1", "kind": "post", "owner": None, "acts_of": "any", "lon": 34.5, "lat": 12.5}
    return {**usual, "source": "register", "capture_id": CAPTURE, "line": 2, **changes}


def a_watch(**changes: Any) -> Row:
    usual: Row = {"source": "register", "asset": "post-1", "from": at("2031-05-10"), "until": at("2031-05-11")}
    return {**usual, "status": "operational", "reason": None, "capture_id": CAPTURE, "line": 2, **changes}


def a_restriction(**changes: Any) -> Row:
    usual: Row = {"restriction_id": "r1", "from": at("2031-05-10"), "until": at("2031-05-11"), "asset": "post-1"}
    usual |= {"sector": None, "type": "denial", "imposed_by": "A", "established": True, "source": "register"}
    return {**usual, "capture_id": CAPTURE, "line": 2, **changes}


def a_stretch(**changes: Any) -> Row:
    usual: Row = {"asset": "post-1", "from": at("2031-05-10"), "until": at("2031-05-11"), "status": "denied"}
    return {**usual, "reason": "denial", "restrictions": "r1", "imposed_by": "A", **changes}


def a_sighting(**changes: Any) -> Row:
    usual: Row = {"incident_id": "incident-1", "weapon": "tank", "first_or_again": "again"}
    usual |= {"since": at("2031-05-01"), "last_seen_before": at("2031-05-03"), "gone_by": None}
    return {**usual, **changes}


def a_weapon_check(**changes: Any) -> Row:
    usual: Row = {"clause_id": "stored", "obligor": "A", "clock": "A", "day": date(2031, 5, 10), "weapon": "tank"}
    usual |= {"site": "S-11", "result": "seen", "seen_low": 3, "seen_high": 3, "missing": None, "allowed": None}
    return {**usual, "declared": None, "level": "observed", "basis": "3 seen.", **changes}


def a_check(**changes: Any) -> Row:
    usual: Row = dict.fromkeys(RegisterChecks.create_empty().columns)
    usual |= {
        "clause_id": "aid",
        "obligor": "A",
        "clock": "A",
        "number": 1,
        "register": "counts",
        "result": "short",
    }
    usual |= {"from": at("2031-05-10"), "until": at("2031-05-11"), "due": 600.0, "done": 580.0, "unit": "trucks"}
    usual |= {
        "hours_counted": 24.0,
        "level": "observed",
        "source": "mission",
        "role": "monitor",
        "basis": "counted",
    }
    return {**usual, **changes}


GOOD: dict[type[dy.Schema], Callable[..., Row]] = {
    Assets: an_asset,
    Captures: a_capture,
    ClaimWindows: a_pair,
    Claims: a_claim,
    Clauses: a_clause,
    Decisions: a_decision,
    Findings: a_finding,
    Observations: an_observation,
    RegisterChecks: a_check,
    Restrictions: a_restriction,
    Series: a_bin,
    SetAside: a_row_set_aside,
    Sightings: a_sighting,
    Signals: a_signal,
    Sources: a_source,
    Verdicts: a_verdict,
    Watched: a_stretch,
    Watches: a_watch,
}
TABLES = pytest.mark.parametrize("table", GOOD, ids=lambda table: table.__name__)


def keeps(table: type[dy.Schema], *rows: Row) -> bool:
    """Tell whether *rows* keep the promises of *table*."""
    schema = table.create_empty().schema
    return table.is_valid(pl.DataFrame(list(rows), schema=schema, strict=True))


@TABLES
def test_a_good_row_is_taken(table: type[dy.Schema]) -> None:
    assert 1 == from_rows(table, [GOOD[table]()]).height


@TABLES
def test_no_rows_are_an_empty_table_with_all_its_columns(table: type[dy.Schema]) -> None:
    assert table.create_empty().equals(from_rows(table, []))


@TABLES
def test_columns_that_are_not_declared_are_dropped(table: type[dy.Schema]) -> None:
    assert "origin_lon" not in from_rows(table, [{**GOOD[table](), "origin_lon": 30.0}]).columns


@TABLES
def test_every_column_that_may_not_be_null_says_so(table: type[dy.Schema]) -> None:
    for name, column in table.columns().items():
        row = {**GOOD[table](), name: None}
        if not column.nullable:
            assert not keeps(table, row), name


@TABLES
def test_a_key_is_given_once(table: type[dy.Schema]) -> None:
    if table.primary_key():
        assert not keeps(table, GOOD[table](), GOOD[table]())


def test_a_row_that_breaks_a_promise_is_a_fault_of_the_program() -> None:
    with pytest.raises(dy.exc.ValidationError, match="time_runs_forward"):
        from_rows(Series, [a_bin(until=at("2031-05-09"))])


@pytest.mark.parametrize(
    "broken",
    [
        {"value": None},  # not known, though somebody watched
        {"hours_watched": 0.0},  # a value that nobody watched for
        {"value": 0.0, "hours_watched": 0.0},  # zero, and nobody watched
        {"until": at("2031-05-10")},
        {"value": -1.0},
        {"value": float("nan")},
        {"value": float("inf")},
        {"full": -1.0},
        {"line": 0},
    ],
)
def test_a_bin_has_a_value_exactly_where_somebody_watched(broken: Row) -> None:
    assert not keeps(Series, a_bin(**broken))


def test_a_bin_nobody_watched_has_no_value_and_no_hours() -> None:
    assert keeps(Series, a_bin(value=None, hours_watched=0.0))


def test_zero_is_a_value_where_somebody_watched() -> None:
    assert keeps(Series, a_bin(value=0.0))


def test_one_bin_of_each_region_begins_at_a_time() -> None:
    assert keeps(Series, a_bin(region="x"), a_bin(region="y"))
    assert not keeps(Series, a_bin(region="x"), a_bin(region="x", value=4.0))


@pytest.mark.parametrize(
    "broken",
    [
        {"from": None},
        {"until": None},
        {"until": at("2031-05-10")},
        {"count": -1},
        {"residual_is": "about"},
        {"line": 0},
    ],
)
def test_a_claim_has_two_ends_of_its_window_or_none(broken: Row) -> None:
    assert not keeps(Claims, a_claim(**broken))


def test_a_claim_may_leave_its_window_and_the_accused_open() -> None:
    assert keeps(Claims, a_claim(**{"from": None, "until": None, "zone": None, "accused": None, "stated": None}))


@pytest.mark.parametrize("broken", [{"from": None}, {"until": at("2031-05-10")}])
def test_what_binds_says_from_when_and_ends_later_if_it_says_so(broken: Row) -> None:
    assert not keeps(Clauses, a_clause(**broken))
    assert keeps(Clauses, a_clause(**broken, binding=False, speech_status="demanded"))
    assert keeps(Clauses, a_clause(until=None))


@pytest.mark.parametrize("broken", [{"modality": "wish"}, {"speech_status": "agreed, waived"}, {"within_km": -1.0}])
def test_a_clause_has_closed_words(broken: Row) -> None:
    assert not keeps(Clauses, a_clause(**broken))


@pytest.mark.parametrize(
    "broken", [{"rank": 3}, {"rank": 0}, {"windows": 1}, {"supports": "broken"}, {"ratio": -0.5}, {"value": -1.0}]
)
def test_a_signal_has_a_place_among_its_windows(broken: Row) -> None:
    assert not keeps(Signals, a_signal(**broken))


def test_all_regions_together_are_one_row_for_each_series_clause_and_clock() -> None:
    assert not keeps(Signals, a_signal(), a_signal(value=4.0))
    assert keeps(Signals, a_signal(), a_signal(region="x"), a_signal(clock="B"), a_signal(source="radar"))


@pytest.mark.parametrize("share", [None, 0.0])
def test_a_count_of_zero_needs_somebody_who_watched(share: float | None) -> None:
    assert not keeps(Verdicts, a_verdict(recorded=0, watched_share=share))
    assert keeps(Verdicts, a_verdict(recorded=0, watched_share=0.5))
    assert keeps(Verdicts, a_verdict(recorded=None, watched_share=share))


@pytest.mark.parametrize(
    "broken", [{"verdict": "broken"}, {"signal": "yes"}, {"recorded": -1}, {"watched_share": 1.5}]
)
def test_a_verdict_is_one_of_the_five(broken: Row) -> None:
    assert not keeps(Verdicts, a_verdict(**broken))


@pytest.mark.parametrize("broken", [{"probability": 1.5}, {"probability": -0.1}, {"outcome": "x"}, {"level": "x"}])
def test_a_finding_has_a_probability_and_closed_words(broken: Row) -> None:
    assert not keeps(Findings, a_finding(**broken))


@pytest.mark.parametrize(
    "broken", [{"first_or_again": "gone"}, {"first_or_again": "first"}, {"last_seen_before": None}]
)
def test_a_sighting_has_a_time_before_where_it_is_not_the_first(broken: Row) -> None:
    assert not keeps(Sightings, a_sighting(**broken))
    assert keeps(Sightings, a_sighting(first_or_again="first", last_seen_before=None))


@pytest.mark.parametrize(
    "broken", [{"result": "not_verifiable"}, {"seen_high": 2}, {"result": "withdrawn"}, {"seen_low": -1}]
)
def test_a_weapon_check_counts_only_what_could_be_seen(broken: Row) -> None:
    assert not keeps(WeaponChecks, a_weapon_check(**broken))
    assert keeps(WeaponChecks, a_weapon_check(result="not_verifiable", seen_high=None))


@pytest.mark.parametrize("broken", [{"grade": "G1"}, {"grade": "A7"}, {"grade": "A"}, {"role": "spy"}])
def test_a_source_has_a_role_and_a_grade(broken: Row) -> None:
    assert not keeps(Sources, a_source(**broken))


@pytest.mark.parametrize("broken", ["abc", "0" * 63, "0" * 65, "G" * 64, "A" * 64])
def test_a_capture_is_known_by_its_whole_hash(broken: str) -> None:
    assert not keeps(Captures, a_capture(capture_id=broken))


def test_times_are_utc_microseconds_in_every_table() -> None:
    for table in GOOD:
        for name, kind in table.create_empty().schema.items():
            if kind.is_temporal():
                assert pl.Datetime("us", "UTC") == kind, (table, name)


def test_only_observations_and_assets_have_a_place_and_nothing_has_an_origin_of_fire() -> None:
    for table in GOOD:
        columns = set(table.create_empty().columns)
        assert (table in (Observations, Assets)) == bool({"lon", "lat", "bearing_deg"} & columns), table
        assert not [name for name in columns if "origin" in name or "launch" in name], table


def test_the_builders_of_tests_make_valid_tables() -> None:
    assert 6 == series({"x": [1, None, 3], "y": [0, 2, 5]}, full=5, watched=[24, 24, 12]).height


@pytest.mark.parametrize(
    "broken",
    [
        {"latest": at("2031-05-09")},
        {"lon": None},
        {"radius_m": None},
        {"lat": 91.0},
        {"bearing_deg": -1.0},
        {"quantity_low": 3.0, "quantity_high": 2.0},
        {"may_republish": None},
    ],
)
def test_an_observation_is_whole_and_runs_forward(broken: Row) -> None:
    assert not keeps(Observations, an_observation(**broken))


def test_an_observation_may_have_no_place() -> None:
    assert keeps(Observations, an_observation(lon=None, lat=None, radius_m=None))


@pytest.mark.parametrize("broken", [{"lon": None}, {"lat": None}, {"lat": 91.0}, {"kind": "Ridge Post"}])
def test_an_asset_has_a_whole_place_or_none_and_a_kind_that_tells_no_name(broken: Row) -> None:
    assert not keeps(Assets, an_asset(**broken))
    assert keeps(Assets, an_asset(lon=None, lat=None, acts_of=None))


@pytest.mark.parametrize("broken", [{"until": at("2031-05-10")}, {"status": "broken"}, {"status": "jammed"}])
def test_a_watch_runs_forward_and_says_why_it_was_not_operational(broken: Row) -> None:
    assert not keeps(Watches, a_watch(**broken))
    assert keeps(Watches, a_watch(status="jammed", reason="no picture"))


@pytest.mark.parametrize(
    "broken",
    [{"until": at("2031-05-10")}, {"type": "fog"}, {"imposed_by": None}, {"asset": None}],
)
def test_a_restriction_is_established_only_of_somebody_and_restricts_something(broken: Row) -> None:
    assert not keeps(Restrictions, a_restriction(**broken))
    assert keeps(Restrictions, a_restriction(established=False, imposed_by=None, asset=None, sector="3"))


def test_what_was_watched_overlaps_nothing_of_the_same_asset_in_any_order() -> None:
    later = a_stretch(**{"from": at("2031-05-11"), "until": at("2031-05-12")})
    within = a_stretch(**{"from": at("2031-05-10T12:00"), "until": at("2031-05-10T13:00")})
    assert keeps(Watched, later, a_stretch())
    assert keeps(Watched, within | {"asset": "post-2"}, a_stretch())
    assert not keeps(Watched, within, a_stretch())


@pytest.mark.parametrize("broken", [{"restrictions": None}, {"reason": None}, {"until": at("2031-05-09")}])
def test_what_was_not_watched_says_why_and_names_parties_only_beside_restrictions(broken: Row) -> None:
    assert not keeps(Watched, a_stretch(**broken))


@pytest.mark.parametrize(
    "broken",
    [
        {"hours_counted": 23.9},
        {"hours_counted": None},
        {"role": "party"},
        {"level": "alleged"},
        {"result": "open", "hours_counted": 0.0, "done": 0.0},
        {"result": "quiet"},
    ],
)
def test_a_check_is_short_only_where_all_was_counted_and_alleged_only_where_a_side_keeps_it(broken: Row) -> None:
    assert not keeps(RegisterChecks, a_check(**broken))
    assert keeps(RegisterChecks, a_check(result="open", hours_counted=0.0, done=None))
    assert keeps(RegisterChecks, a_check(role="party", level="alleged"))
