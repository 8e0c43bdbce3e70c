"""What could be seen, worked out by hand: one sector at the equator, where day and night are as long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import dataframely as dy
import numpy as np
import polars as pl
import pytest

from builders import CAPTURE, at
from ceaseline.coverage import Spots, expose
from ceaseline.tables import Assets, Exposure, Watched, Weather, from_rows
from ceaseline.times import days

pytestmark = pytest.mark.usefixtures("outside_shut")

Row = dict[str, Any]
DAY = at("2031-03-21")
KM = 1 / 110.574  # degrees of latitude at the equator, GRS 80 and WGS 84


def hour(number: float) -> datetime:
    return DAY + timedelta(hours=number)


def asset(name: str = "post", kind: str = "post", **changes: Any) -> Row:
    usual: Row = {"asset": name, "kind": kind, "owner": None, "acts_of": "any", "lon": 0.0, "lat": 0.0}
    return {**usual, "source": "book", "capture_id": CAPTURE, "line": 2, **changes}


def watch(start: float, until: float, name: str = "post", **changes: Any) -> Row:
    usual: Row = {"asset": name, "from": hour(start), "until": hour(until), "status": "operational"}
    return {**usual, "reason": None, "restrictions": None, "imposed_by": None, **changes}


def sky(start: float, until: float, **changes: Any) -> Row:
    usual: Row = {"source": "sky", "sector": "here", "from": hour(start), "until": hour(until), "fog": None}
    return {**usual, "cloud": None, "capture_id": CAPTURE, "line": 2, **changes}


def spots(*kms: float, names: Sequence[str] = ("here",)) -> Spots:
    """Places north of (0, 0), all in the first sector."""
    return Spots(np.zeros(len(kms), dtype=np.int64), np.zeros(len(kms)), np.array(kms) * KM, tuple(names))


def exposed(
    assets: Iterable[Row],
    watches: Iterable[Row] = (),
    weather: Iterable[Row] = (),
    where: Spots | None = None,
    **changes: Any,
) -> dy.DataFrame[Exposure]:
    asked: Row = {"phenomena": ["shot"], "parties": ["A", "B"], "days": days(hour(0), hour(24)), "cuts": []}
    asked |= {"standing": {}} | changes
    return expose(
        from_rows(Assets, list(assets)),
        from_rows(Watched, list(watches)),
        from_rows(Weather, list(weather)),
        spots(0.0) if where is None else where,
        **asked,
    )


def one(table: pl.DataFrame, **where: Any) -> Row:
    (row,) = table.filter(**{"acts_of": "A"} | where).to_dicts()
    return row


def total(table: pl.DataFrame, column: str, **where: Any) -> float:
    return float(table.filter(**{"acts_of": "A"} | where)[column].sum())


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    """Load what is compiled before the door is shut; it is kept in files."""
    exposed([asset()], [watch(0, 24)])


def test_a_watch_that_ends_at_ten_past_ten_ends_at_ten_past_ten() -> None:
    found = exposed([asset()], [watch(8, 22 + 1 / 6)])
    assert 14 + 1 / 6 == pytest.approx(total(found, "hours_watched"))
    assert 24 == pytest.approx(total(found, "hours"))


def test_at_the_range_of_a_post_an_act_is_seen_as_often_as_not() -> None:
    day = one(exposed([asset()], [watch(0, 24)], where=spots(2.5)), part="day")
    assert 0.5 == pytest.approx(day["chance_seen"], abs=1e-4)


def test_a_post_that_hears_half_of_a_sector_watches_half_of_it() -> None:
    # shots are heard at 2.5 km by day; at 1 km 1 / (1 + 0.4^4) = 0.975 of them, at 4 km 1 / (1 + 1.6^4) = 0.132
    day = one(exposed([asset()], [watch(0, 24)], where=spots(1, 4)), part="day")
    assert (0.5, 0.5) == pytest.approx((day["hours_watched"] / day["hours"], day["hours_sure"] / day["hours"]))
    assert (0.9750 + 0.1324) / 2 == pytest.approx(day["chance_seen"], abs=1e-4)
    assert 1 == day["assets"]


def test_two_that_each_hear_four_acts_in_ten_watch_together() -> None:
    # 4 of 10 at the distance where (d / 2.5)^4 = 1.5; together 1 - 0.6^2 = 0.64
    far = 2.5 * 1.5**0.25
    alone = one(exposed([asset()], [watch(0, 24)], where=spots(far)), part="day")
    both = one(
        exposed([asset(), asset("other")], [watch(0, 24), watch(0, 24, "other")], where=spots(far)), part="day"
    )
    assert (0.4, 0.0) == pytest.approx((alone["chance_seen"], alone["hours_watched"]), abs=1e-4)
    assert (0.64, both["hours"]) == pytest.approx((both["chance_seen"], both["hours_watched"]), abs=1e-4)


def test_blind_hours_are_in_the_chance() -> None:
    found = exposed([asset()], [watch(9, 12)])
    day = one(found, part="day")
    assert 3 / day["hours"] == pytest.approx(day["chance_seen"])
    night = one(found, part="night")
    assert (0, 0) == (night["chance_seen"], night["hours_watched"])


def test_where_nobody_stands_nothing_was_watched_and_that_is_told() -> None:
    rows = exposed([], []).to_dicts()
    assert 4 == len(rows)
    assert {(0, 0.0, 0.0, 0.0, 0.0, None)} == {
        (
            row["assets"],
            row["hours_watched"],
            row["hours_sure"],
            row["chance_seen"],
            row["hours_lost"],
            row["lost_to"],
        )
        for row in rows
    }


def test_who_is_on_record_and_never_watched_is_counted_and_saw_nothing() -> None:
    day = one(exposed([asset()]), part="day")
    assert (1, 0.0, 0.0, 0.0) == (day["assets"], day["hours_watched"], day["chance_seen"], day["hours_lost"])


def test_deployed_is_who_would_notice_one_act_in_ten_at_the_better_time_of_the_day() -> None:
    # by night a post hears shots at 5 km as often as not, and one in ten at 5 * 9^(1/4) = 8.66 km
    assert 1 == one(exposed([asset()], where=spots(8.6)), part="day")["assets"]
    assert 0 == one(exposed([asset()], [watch(0, 24)], where=spots(8.7)), part="day")["assets"]


def test_what_jammed_a_watch_is_told_with_its_hours_and_who_where_that_is_established() -> None:
    jammed = {"status": "jammed", "reason": "jamming", "restrictions": "r", "imposed_by": "B"}
    power = {"status": "non_operational", "reason": "power; ask J. Doe"}
    day = one(exposed([asset()], [watch(8, 11.5, **jammed), watch(11.5, 12.5, **power)]), part="day")
    assert "jamming, by B: 3.5 h; power: 1 h" == day["lost_to"]
    assert (4.5, 0.0, 0.0) == pytest.approx((day["hours_lost"], day["hours_watched"], day["chance_seen"]))


def test_what_another_saw_was_not_lost() -> None:
    denied = {"status": "denied", "reason": "denial", "restrictions": "r"}
    day = one(exposed([asset(), asset("other")], [watch(8, 12, **denied), watch(8, 11, "other")]), part="day")
    assert "denial: 1 h" == day["lost_to"]
    assert 1.0 == pytest.approx(day["hours_lost"])


def test_fog_leaves_a_camera_fifteen_parts_of_a_hundred_of_its_range() -> None:
    # tracers at 1.2 km by day; in fog at 0.18 km, where as often as not
    found = exposed([asset(kind="camera")], [watch(0, 24)], [sky(0, 24, fog=True)], where=spots(0.18))
    assert 0.5 == pytest.approx(one(found, part="day")["chance_seen"], abs=1e-3)
    # at half of that range 1 / (1 + 0.5^4) of them
    degraded = exposed(
        [asset(kind="camera")], [watch(0, 24, status="degraded", reason="dense fog")], where=spots(0.09)
    )
    assert 0.9412 == pytest.approx(one(degraded, part="day")["chance_seen"], abs=1e-3)


def test_what_is_degraded_for_another_reason_sees_half() -> None:
    found = exposed([asset()], [watch(0, 24, status="degraded", reason="night crew")])
    assert {0.5} == {*found["chance_seen"]}


def test_a_satellite_sees_what_began_to_burn_an_hour_before_it_passed() -> None:
    above = asset("eye", "satellite_thermal", lon=None, lat=None)
    passes = [watch(10, 10.25, "eye")]
    found = exposed([above], passes, [sky(0, 24, cloud=0.0)], phenomena=["fire", "shot"])
    assert 1.25 == pytest.approx(total(found, "hours_watched", phenomenon="fire"))
    assert 0 == total(found, "assets", phenomenon="shot")
    clouded = exposed([above], passes, [sky(0, 24, cloud=0.75)], phenomena=["fire"])
    day = one(clouded, part="day")
    assert 0.25 * 1.25 == pytest.approx(day["chance_seen"] * day["hours"])


def test_a_fire_is_seen_under_the_sky_of_the_pass_and_not_of_the_hour_before_it() -> None:
    above, looks = asset("eye", "satellite_thermal", lon=None, lat=None), [watch(10, 10.25, "eye")]
    for before, during, share in ((1.0, 0.0, 1.0), (0.0, 1.0, 0.0)):
        found = exposed([above], looks, [sky(0, 10, cloud=before), sky(10, 24, cloud=during)], phenomena=["fire"])
        day = one(found, part="day")
        assert 1.25 * share == pytest.approx(day["chance_seen"] * day["hours"])


def test_two_satellites_at_once_look_through_one_sky() -> None:
    eyes = [asset(name, "satellite_thermal", lon=None, lat=None) for name in ("eye", "other")]
    found = exposed(eyes, [watch(0, 24, "eye"), watch(0, 24, "other")], phenomena=["fire"])
    assert {0.5} == {*found["chance_seen"]}
    assert {2} == {*found["assets"]}


def test_where_nobody_tells_of_the_sky_half_of_it_is_covered() -> None:
    above = asset("eye", "satellite_thermal", lon=None, lat=None)
    day = one(exposed([above], [watch(10, 11, "eye")], phenomena=["fire"]), part="day")
    assert 0.5 * 2 == pytest.approx(day["chance_seen"] * day["hours"])


def test_a_patrol_without_a_place_watches_where_it_stands_and_its_chance_is_not_known() -> None:
    patrol = asset("P", "patrol", lon=None, lat=None)
    names = spots(0.0, names=("here", "without a place"))
    found = exposed([patrol], [watch(9, 12, "P")], where=names, standing={"P": "without a place"})
    row = one(found, part="day", sector="without a place")
    assert (1, 0.0, None) == (row["assets"], row["hours_sure"], row["chance_seen"])
    assert 3.0 == pytest.approx(row["hours_watched"])
    here = one(found, part="day", sector="here")
    assert (0, 0.0, 0.0) == (here["assets"], here["hours_watched"], here["chance_seen"])


def test_where_nothing_has_a_place_all_that_watches_is_told_there_and_no_chance_is_known() -> None:
    eyes = [asset(), asset("eye", "satellite_thermal", lon=None, lat=None), asset("idle", "post")]
    nowhere = spots(names=("without a place",))
    standing = dict.fromkeys(["post", "eye", "idle"], "without a place")
    watches = [watch(9, 12), watch(11, 13, "eye")]
    found = exposed(eyes, watches, where=nowhere, standing=standing, phenomena=["fire", "shot"])
    assert (4.0, 3.0) == pytest.approx(
        tuple(total(found, "hours_watched", phenomenon=act) for act in ("fire", "shot"))
    )
    day = one(found, part="day", phenomenon="fire")
    assert (3, 0.0, None) == (day["assets"], day["hours_sure"], day["chance_seen"])


def test_a_kind_of_which_nobody_knows_what_it_sees_may_see_anything() -> None:
    radio = asset("ears", "radio")
    day = one(exposed([radio], [watch(9, 12, "ears")], standing={"ears": "here"}), part="day")
    assert (1, 0.0, None) == (day["assets"], day["hours_sure"], day["chance_seen"])
    # where a post is sure of all of the sector, the other changes nothing
    both = exposed([radio, asset()], [watch(9, 12, "ears"), watch(0, 24)], standing={"ears": "here"})
    assert {1.0} == {*both["chance_seen"]}


def test_a_camera_without_a_place_may_see_what_cameras_see_and_nothing_else() -> None:
    camera = asset("cam", "camera", lon=None, lat=None)
    names = spots(0.0, names=("here", "without a place"))
    asked: Row = {"standing": {"cam": "without a place"}, "phenomena": ["shot", "movement"]}
    found = exposed([camera], [watch(9, 12, "cam")], where=names, **asked).filter(sector="without a place")
    assert {"shot"} == {*found["phenomenon"]}


def test_what_nobody_can_place_and_no_sector_is_named_for_may_see_anywhere() -> None:
    patrol = asset("P", "patrol", lon=None, lat=None)
    for standing in ({}, {"P": "in no sector there is"}):
        day = one(exposed([patrol], [watch(9, 12, "P")], standing=standing), part="day")
        assert (1, 0.0, None) == (day["assets"], day["hours_sure"], day["chance_seen"])


def test_who_sees_acts_of_one_side_is_no_asset_of_the_other() -> None:
    found = exposed([asset(acts_of="B"), asset("mute", acts_of=None)], [watch(0, 24), watch(0, 24, "mute")])
    assert (0, 0.0) == (one(found, part="day")["assets"], one(found, part="day")["chance_seen"])
    assert (1, 1.0) == (
        one(found, part="day", acts_of="B")["assets"],
        one(found, part="day", acts_of="B")["chance_seen"],
    )


def test_weather_of_other_sectors_changes_nothing_and_that_of_everywhere_does() -> None:
    camera, watches = asset(kind="camera"), [watch(0, 24)]
    clear = exposed([camera], watches, where=spots(1))
    assert clear.equals(exposed([camera], watches, [sky(0, 24, fog=True, sector="nowhere")], where=spots(1)))
    foggy = exposed([camera], watches, [sky(0, 24, fog=True, sector="everywhere")], where=spots(1))
    assert foggy.equals(exposed([camera], watches, [sky(0, 24, fog=True)], where=spots(1)))
    assert 0.0 == foggy.filter(foggy["chance_seen"] >= clear["chance_seen"]).height


def test_of_two_words_about_the_same_sky_the_one_that_leaves_less_counts() -> None:
    above = asset("eye", "satellite_thermal", lon=None, lat=None)
    two = [sky(0, 24, cloud=0.25), sky(0, 24, cloud=0.75, source="other"), sky(0, 24, cloud=0.5, source="third")]
    assert {0.25} == {*exposed([above], [watch(0, 24, "eye")], two, phenomena=["fire"])["chance_seen"]}


def test_a_case_that_asks_for_less_than_one_half_has_no_sure_hour_that_is_not_watched() -> None:
    found = exposed([asset()], [watch(0, 24)], where=spots(2.6), chance=0.2)
    assert 0.2 < one(found, part="day")["chance_seen"] < 0.5
    assert 0.0 == one(found, part="day")["hours_sure"]


def test_what_goes_on_for_longer_than_the_mission_is_cut_to_its_days() -> None:
    denied = {"status": "denied", "reason": "denial", "restrictions": "r", "imposed_by": "A"}
    found = exposed([asset()], [watch(-10_000, 500_000, **denied)])
    assert 24 == pytest.approx(total(found, "hours_lost"))
    assert {"denial, by A"} == {told.rpartition(": ")[0] for told in found["lost_to"]}


def test_the_words_of_a_log_are_not_told_where_they_are_not_of_the_closed_list() -> None:
    left = {"status": "withdrawn", "reason": "ask J. Doe in Swan Mere"}
    assert "withdrawn: 1 h" == one(exposed([asset()], [watch(10, 11, **left)]), part="day")["lost_to"]


def test_of_two_things_that_stopped_as_much_the_first_to_happen_stands_first_whoever_it_was() -> None:
    def told(first: str, second: str) -> str:
        jammed = {"status": "jammed", "reason": "jamming", "restrictions": "r"}
        watches = [watch(10, 11, **jammed, imposed_by=first), watch(11, 12, **jammed, imposed_by=second)]
        return str(one(exposed([asset()], watches), part="day")["lost_to"])

    assert "jamming, by A: 1 h; jamming, by B: 1 h" == told("A", "B")
    assert "jamming, by B: 1 h; jamming, by A: 1 h" == told("B", "A")


def test_a_cut_parts_a_day_and_the_hours_of_its_sides_add_up() -> None:
    found = exposed([asset()], [watch(12, 20)], cuts=[hour(18), hour(40)])
    after = found.filter(pl.col("from") == hour(18), acts_of="A")
    assert (6, 2) == pytest.approx((after["hours"].sum(), after["hours_watched"].sum()))
    assert 24 == pytest.approx(total(found, "hours"))


def test_no_table_gives_no_row_where_there_is_no_sector_and_no_day() -> None:
    assert 0 == exposed([], where=spots(names=())).height
    assert 0 == exposed([asset()], [watch(0, 24)], days=()).height
