"""Which element of a clause is met, in the places where that is hard to say; the numbers are worked out by hand."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from builders import CAPTURE, CODES, Codes, at, clause, flat, only, recoded, source_rows, terms
from ceaseline.assessment import Grounds, attributed, check_exceptions, find, weigh
from ceaseline.tables import Calls, Findings, Notifications, Orders, Responses, Whereabouts, from_rows
from held import POSTS, held, shot

pytestmark = pytest.mark.usefixtures("outside_shut")

NORTH_OF_50 = shapely.box(29.0, 50.0, 31.0, 51.0)  # a degree of latitude is 111,229 m there
IN_VALLEY = clause(where={"zone": "valley"})
NAMES = ("act", "object", "place", "time", "obligor")


def near_the_edge(metres: float, **changes: Any) -> dict[str, Any]:
    """Return a shot so many metres north of the zone's southern edge."""
    return shot(**{"lon": 30.0, "lat": 50.0 + metres / 111_229, **changes})


def on(clock: str, rows: pl.DataFrame) -> list[dict[str, Any]]:
    return list(rows.filter(pl.col("clock") == clock).iter_rows(named=True))


def test_everything_is_met_but_whose_it_was() -> None:
    _, rows = held([near_the_edge(9_000)], IN_VALLEY, drawn=NORTH_OF_50)
    row = only(on("A", rows))
    assert ("met", "not_asked", "met", "met", "may_be") == tuple(row[name] for name in NAMES)
    assert ("violation", "undetermined") == (row["outcome"], row["attributed_to"])


def test_a_zone_that_the_circle_of_error_crosses_is_met_with_the_chance_of_lying_in_it() -> None:
    """68 % of a round normal error lie within 1.5096 sigma, so 1,000 m are a sigma of 662.4 m.

    500 m are 0.755 of it, and 77.5 % of a normal error lie above minus 0.755 of it.
    """
    _, rows = held([near_the_edge(500, radius_m=1_000.0)], IN_VALLEY, drawn=NORTH_OF_50)
    row = only(on("A", rows))
    assert ("indeterminate", "met", "may_be", "met") == tuple(
        row[name] for name in ("outcome", "act", "place", "time")
    )
    assert [0.775, 0.775, 0.775] == pytest.approx(
        [row["place_low"], row["place_high"], row["probability"]], abs=0.002
    )
    assert "in the place of the clause with a chance of 77 %" in row["basis"]


def test_the_chance_of_place_and_that_of_time_stand_apart_and_make_one_probability() -> None:
    """From 23:00 to 01:00, half of it within the day: 0.775 times 0.5."""
    late = near_the_edge(500, radius_m=1_000.0, earliest=at("2031-05-10 23:00"), latest=at("2031-05-11 01:00"))
    row = only(on("A", held([late], IN_VALLEY, drawn=NORTH_OF_50)[1]))
    assert ("may_be", "may_be", 0.5) == (row["place"], row["time"], row["time_share"])
    assert 0.387 == pytest.approx(row["probability"], abs=0.001)


def test_a_late_better_position_moves_an_incident_into_the_zone() -> None:
    """A camera knows it to 3 km on the edge. A patrol comes by: 400 m inside, to 100 m.

    Weighted 1 to 900 the place is 399.6 m inside, to 100 m: six sigmas of 66 m.
    """
    first = near_the_edge(0, source="camera", radius_m=3_000.0)
    later = near_the_edge(400, name="p2", source="patrol", radius_m=100.0)
    before = only(on("A", held([first], IN_VALLEY, drawn=NORTH_OF_50)[1]))
    after = only(on("A", held([first, later], IN_VALLEY, drawn=NORTH_OF_50)[1]))
    assert ("indeterminate", "may_be", "detected") == (before["outcome"], before["place"], before["level"])
    assert 0.5 == pytest.approx(before["place_low"], abs=0.001)
    assert ("violation", "met", "corroborated") == (after["outcome"], after["place"], after["level"])
    assert 1.0 == pytest.approx(after["place_low"], abs=1e-6)


def test_a_better_position_can_move_it_out_as_well() -> None:
    first = near_the_edge(0, source="camera", radius_m=3_000.0)
    later = near_the_edge(-400, name="p2", source="patrol", radius_m=100.0)
    assert [] == on("A", held([first, later], IN_VALLEY, drawn=NORTH_OF_50)[1])


def announced(incident_id: str, *, inside: bool) -> Grounds:
    """Return a register in which side A announced an exercise for the 10th, somewhere."""
    entry = {"notification_id": "n1", "party": "A", "act": "exercise", "notified": at("2031-05-08")}
    entry |= {"from": at("2031-05-10 06:00"), "until": at("2031-05-10 18:00")}
    entry |= {"source": "centre", "capture_id": CAPTURE, "line": 2}
    called = dict.fromkeys(("incident_id", "observation_id", "party", "phenomenon"), pl.String)
    pairs = {"incident_id": pl.String, "notification_id": pl.String, "chance": pl.Float64}
    return Grounds(
        notifications=from_rows(Notifications, [entry]),
        calls=from_rows(Calls, []),
        orders=from_rows(Orders, []),
        announced_at=pl.DataFrame([(incident_id, "n1", 1.0)] if inside else [], schema=pairs, orient="row"),
        called=pl.DataFrame(schema=called),
        kept={"notifications": at("2031-06-01")},
    )


@pytest.mark.parametrize(
    ("day", "on_a", "on_b"),
    [("10", ["excepted"], []), ("11", ["violation"], []), ("12", ["violation"], ["violation"])],
)
def test_an_exception_is_weighed_on_each_clock_that_the_incident_lies_in(
    day: str, on_a: list[str], on_b: list[str]
) -> None:
    """A's clock runs from the 10th and B's from the 12th; an exercise is announced for the 10th alone."""
    text = clause(
        window={"from": "2031-05-10", "until": "2031-05-14", "zone": "UTC"},
        windows_disputed={"B": {"from": "2031-05-12", "until": "2031-05-14", "zone": "UTC"}},
        exceptions=[{"act": "exercise", "hours_before": 24}],
    )
    moment = at(f"2031-05-{day} 08:00")
    incidents, rows = held([shot(earliest=moment, latest=moment)], text)
    grounds = announced(incidents["incident_id"][0], inside=day == "10")
    checks = check_exceptions(rows, incidents, from_rows(Responses, []), grounds, terms(text))
    weighed = weigh(rows, checks)
    assert (on_a, on_b) == tuple([row["outcome"] for row in on(clock, weighed)] for clock in "AB")
    assert {"met"} == set(weighed["act"])  # an exception changes what follows, and no element


ONE_SIDED = {"A": "in_force", "B": "demanded"}


def test_a_clause_that_one_side_alone_bound_itself_to_leaves_open_whether_it_was_the_others() -> None:
    row = only(on("A", held([shot()], clause(speech_status=ONE_SIDED))[1]))
    assert ("indeterminate", "met", "may_be") == (row["outcome"], row["act"], row["obligor"])
    assert "the clause does not bind all sides, and another may do this" in row["basis"]


@pytest.mark.parametrize(
    ("ruled", "expected"), [("A", ("violation", "met", "A")), ("B", ("out_of_scope", "not_met", "B"))]
)
def test_a_ruling_on_whose_it_was_settles_a_clause_of_one_side(ruled: str, expected: tuple[str, ...]) -> None:
    bound = clause(speech_status=ONE_SIDED)
    incidents, rows = held([shot()], bound)
    told = attributed(rows, flat(bound), {incidents["incident_id"][0]: ruled}, ["A", "B"])
    assert expected == tuple(only(on("A", told))[name] for name in ("outcome", "obligor", "attributed_to"))


@pytest.mark.parametrize("ground_of", ["A", "B"])
@pytest.mark.parametrize("ruled", ["A", "B"])
def test_fire_of_a_side_on_ground_that_it_holds_itself_is_a_violation_like_any(ground_of: str, ruled: str) -> None:
    """The zone is ground that one side holds. Nothing is said of whose fire it was, until people say so."""
    incidents, rows = held([near_the_edge(9_000, accused=ground_of)], IN_VALLEY, drawn=NORTH_OF_50)
    row = only(on("A", rows))
    assert ("violation", "undetermined", "may_be") == (row["outcome"], row["attributed_to"], row["obligor"])
    told = attributed(rows, flat(IN_VALLEY, zones={"valley": {"file": "v.geojson"}}),
                      {incidents["incident_id"][0]: ruled}, ["A", "B"])  # fmt: skip
    row = only(on("A", told))
    assert ("violation", ruled, "met") == (row["outcome"], row["attributed_to"], row["obligor"])


BEARINGS = st.none() | st.floats(0, 360)


@given(BEARINGS, st.sampled_from([None, "A", "B"]), st.sampled_from([None, "artillery", "rifle"]))
def test_no_bearing_accusation_or_weapon_says_whose_it_was(
    bearing: float | None, accused: str | None, weapon: str | None
) -> None:
    more: dict[str, Any] = {"bearing_deg": bearing, "bearing_sigma_deg": None if bearing is None else 5.0}
    _, rows = held([shot(accused=accused, weapon=weapon, **more)], clause())
    _, plain = held([shot(weapon=weapon)], clause())
    assert plain.equals(rows)
    assert {("may_be", "undetermined")} == set(rows.select("obligor", "attributed_to").iter_rows())


RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "source": st.sampled_from([*POSTS]),
            "phenomenon": st.sampled_from(["shot", "shelling", "explosion", "exercise", "weapon_presence"]),
            "weapon": st.sampled_from([None, "artillery", "mortar"]),
            "accused": st.sampled_from([None, "A", "B"]),
            "lat": st.sampled_from([49.9, 50.0, 50.003, 50.5]),
            "hour": st.integers(0, 30),
            "quantity": st.sampled_from([(None, None, None), (1.0, 1.0, "acts"), (9.0, 12.0, "rounds")]),
        }
    ),
    min_size=1,
    max_size=5,
)
STATUSES = st.fixed_dictionaries(dict.fromkeys("AB", st.sampled_from(["in_force", "agreed", "demanded"])))
LIMITS = st.sampled_from([{}, {"modality": "ceiling", "quantity": {"at_most": 2, "unit": "acts", "per": "day"}}])


def recorded(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = []
    for number, record in enumerate(records):
        low, high, unit = record["quantity"]
        moment = at(f"2031-05-{10 + record['hour'] // 24} {record['hour'] % 24:02}:00")
        kept = {name: record[name] for name in ("source", "phenomenon", "weapon", "accused", "lat")}
        kept |= {"earliest": moment, "latest": moment, "quantity_low": low, "quantity_high": high, "unit": unit}
        rows.append(shot(f"p{number}", lon=30.0, **kept))
    return rows


@given(RECORDS, STATUSES, LIMITS, st.sampled_from(CODES))
def test_other_codes_for_the_parties_change_the_codes_in_findings_and_nothing_else(
    records: list[dict[str, Any]], statuses: dict[str, str], limit: dict[str, Any], codes: Codes
) -> None:
    fire = clause(where={"zone": "valley"}, speech_status=statuses, **limit)
    guns = clause(
        id="guns", code="NO_FORCE_IN_ZONE", where={"zone": "valley"}, obligors=["A"], speech_status="agreed"
    )
    names = {"parties": {"A": {"name": "North"}, "B": {"name": "South"}}}
    sources = {name: dict(entry) for name, entry in POSTS.items()}

    def found(change: Codes) -> pl.DataFrame:
        rows = [recoded(row, change) for row in recorded(records)]
        about = [recoded(each, change) for each in (fire, guns)]
        return held(
            rows,
            *about,
            drawn=NORTH_OF_50,
            sources=source_rows(**recoded(sources, change)),
            **recoded(names, change),
        )[1]

    assert recoded(found({}).rows(), codes) == found(codes).rows()


def test_a_finding_of_others_may_say_nothing_of_elements_and_a_violation_lacks_none() -> None:
    row = {"incident_id": "i", "clause_id": "c", "clock": "A", "outcome": "violation", "probability": 1.0}
    row |= {"level": "observed", "attributed_to": "undetermined", "basis": "shot."}
    assert 1 == from_rows(Findings, [row]).height
    assert Findings.is_valid(pl.DataFrame([row | {"act": "met"}], schema=Findings.create_empty().schema))
    for name in NAMES[:-1]:
        for word in ("may_be", "not_met"):
            table = pl.DataFrame([row | {name: word}], schema=Findings.create_empty().schema)
            assert not Findings.is_valid(table)


def test_only_obligors_that_are_bound_say_where_a_clause_holds_for_it() -> None:
    """A clause with two lines: what lies within A's and beyond B's has both chances, and none is hidden."""
    incidents, _ = held([shot()], clause())
    chances = [
        {
            "incident_id": incidents["incident_id"][0],
            "clause_id": "no-fire",
            "obligor": side,
            "low": low,
            "high": high,
        }
        for side, low, high in (("A", 0.97, 0.99), ("B", 0.1, 0.2))
    ]
    told = pl.DataFrame(
        {"incident_id": incidents["incident_id"], "roles": "monitor", "told_by": "posts", "by": [["posts"]],
         "groups": 1, "level": "observed", "watched": True, "monitored": True,
         "older": False}
    )  # fmt: skip
    table = flat(IN_VALLEY, zones={"valley": {"file": "v.geojson"}})
    row = only(on("A", find(incidents, told, table, from_rows(Whereabouts, chances))))
    assert ("may_be", 0.1, 0.99, 0.1) == tuple(
        row[name] for name in ("place", "place_low", "place_high", "probability")
    )
