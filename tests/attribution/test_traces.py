"""Lines, weapons, notices and old media say what they can, and never more; where something fell decides nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
import shapely

from asked import asked, chance, claim
from builders import CAPTURE
from ceaseline.attribution import attribute, directions
from ceaseline.attribution.attributing import Attributed
from ceaseline.tables import Incidents, Lines, Members, Notifications, Observations, Sources
from trial_world import BOTH, NOON, filled

pytestmark = pytest.mark.usefixtures("outside_shut")


def lines(*, author: str = "x", schematic: bool = False, day: date = date(2031, 5, 1), **sides: str) -> Any:
    """Return a line that runs north along the thirtieth meridian: the west is on its left."""
    row = {
        "author": author,
        "day": day,
        "left": "A",
        "right": "B",
        **sides,
        "source": author,
        "capture_id": CAPTURE,
    }
    row |= {"geometry": shapely.to_wkb(shapely.LineString([(30, 49), (30, 51)])), "schematic": schematic}
    return filled(Lines, pl.DataFrame([{**row, "error_km": 0.5, "length_km": 222.0, "scale_km": 1.0}]))


def fallen(lon: float) -> Any:
    row = {"incident_id": "i", "lon": lon, "lat": 50.0, "radius_m": 300.0, "observations": 1, "groups": 1}
    return filled(Incidents, pl.DataFrame([row]))


def told(lon: float, **more: Any) -> Attributed:
    rows = pl.DataFrame([{"observation_id": "o", "source": "monitor", **more.pop("record", {})}])
    return attribute(
        fallen(lon),
        filled(Members, pl.DataFrame([{"observation_id": "o", "incident_id": "i", "probability": 1.0}])),
        filled(Observations, rows),
        filled(Sources, pl.DataFrame([{"source": "monitor", "role": "monitor", "group": "monitor"}])),
        parties=BOTH,
        **more,
    )


def test_on_the_line_each_side_has_half_of_all_directions_and_deeper_the_other_side_has_an_arc() -> None:
    here = directions(fallen(30.0), lines()).rows_by_key("party", named=True, unique=True)
    assert (here["A"]["toward_deg"], here["A"]["arc_deg"]) == pytest.approx((270, 90), abs=0.1)
    assert (here["B"]["toward_deg"], here["B"]["arc_deg"]) == pytest.approx((90, 90), abs=0.1)
    assert here["A"]["holds"] is None
    # 0.2 degrees of longitude at 50 north are 14.34 km, and acos(14.34 / 30) is 61.4 degrees
    deep = directions(fallen(30.2), lines()).rows_by_key("party", named=True, unique=True)
    assert (deep["A"]["toward_deg"], deep["A"]["arc_deg"]) == pytest.approx((270, 61.4), abs=0.2)
    assert (deep["B"]["toward_deg"], deep["B"]["arc_deg"]) == pytest.approx((90, 118.6), abs=0.2)
    assert (deep["A"]["holds"], deep["B"]["holds"]) == (False, True)


def test_directions_are_true_far_from_the_middle_of_a_line() -> None:
    row = {"incident_id": "i", "lon": 40.0, "lat": 55.0, "radius_m": 1.0, "observations": 1, "groups": 1}
    shape = shapely.to_wkb(shapely.LineString([(20, 40), (40, 54), (40, 56), (50, 56)]))
    line = lines().with_columns(geometry=pl.lit(shape))
    west = directions(filled(Incidents, pl.DataFrame([row])), line).filter(pl.col("party") == "A")
    assert west["toward_deg"].item() == pytest.approx(270, abs=0.5)


def test_schematic_lines_and_those_of_later_days_tell_no_direction() -> None:
    assert directions(fallen(30.0), lines(schematic=True)).is_empty()
    assert directions(fallen(30.0), lines(day=date(2031, 6, 1))).is_empty()


def test_where_something_fell_decides_nothing() -> None:
    for lon in (30.2, 33.0):
        got = told(lon, lines=lines())
        assert 0.5 < chance(got, "A") / (chance(got, "A") + chance(got, "B")) < 0.58


def test_two_authors_who_disagree_cancel_out() -> None:
    opposed = Lines.validate(pl.concat([lines(), lines(author="y", left="B", right="A")]))
    got = told(30.2, lines=opposed, record={"bearing_deg": 270.0, "bearing_sigma_deg": 5.0})
    assert chance(got, "A") == pytest.approx(chance(got, "B"), abs=1e-6)


def test_a_weapon_that_one_side_alone_has_speaks_for_it_and_one_that_nobody_listed_for_none() -> None:
    got = told(30.0, record={"weapon": "mortar"}, weapons_of={"mortar": "B"})
    other = told(30.0, record={"weapon": "rifle"}, weapons_of={"mortar": "B"})
    assert chance(got, "B") > 0.85
    assert chance(other, "A") == chance(other, "B")


def test_a_weapon_that_only_a_party_or_the_public_names_parts_no_sides() -> None:
    got = asked(
        claim("of-a", None, weapon="mortar"), claim("somebody", None, weapon="mortar"), weapons_of={"mortar": "B"}
    )
    assert chance(got, "A") == chance(got, "B")


def notice(**changes: Any) -> Any:
    row = {"notification_id": "n", "party": "A", "act": "exercise", "notified": NOON - timedelta(days=1)}
    row |= {"from": NOON - timedelta(hours=1), "until": NOON + timedelta(hours=1), "source": "desk"}
    row |= {"lon": 30.0, "lat": 50.0, "radius_m": 2000.0, "withdrawn": None, **changes}
    return filled(Notifications, pl.DataFrame([row]))


def test_an_exercise_announced_beforehand_for_there_and_then_may_be_what_it_was() -> None:
    assert chance(told(30.0, notifications=notice()), "not_hostile") > 0.5
    assert chance(told(30.0), "not_hostile") == pytest.approx(0.08)


@pytest.mark.parametrize(
    "changes",
    [
        {"notified": NOON},
        {"withdrawn": NOON - timedelta(hours=3)},
        {"lon": 31.0},
        {"lon": None, "lat": None, "radius_m": None},
        {"from": NOON + timedelta(minutes=1)},
    ],
)
def test_one_announced_late_or_taken_back_or_elsewhere_excuses_nothing(changes: dict[str, Any]) -> None:
    assert chance(told(30.0, notifications=notice(**changes)), "not_hostile") == pytest.approx(0.08)


def test_no_column_holds_a_place_that_fire_came_from() -> None:
    got = told(30.2, lines=lines(), record={"bearing_deg": 270.0, "bearing_sigma_deg": 5.0})
    for table in (got.attributions, got.evidence(), got.sources_learned(), directions(fallen(30.2), lines())):
        assert not {"lon", "lat", "range_km", "origin"} & set(table.columns)
