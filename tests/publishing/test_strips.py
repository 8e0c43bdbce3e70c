"""The strip chart: what nobody would have seen is hatched, and what is not known is marked."""

from __future__ import annotations

import re
from typing import Any

import polars as pl
import pytest

from builders import at
from ceaseline.errors import UnknownName
from ceaseline.publishing.strip_chart import SHADES, strip_chart
from ceaseline.publishing.strips import RESTRICTED, strip_rows, strips
from ceaseline.tables import Exposure, Sectors, from_rows
from exposed import LINE, exposed, sector

pytestmark = pytest.mark.usefixtures("outside_shut")

DAY = "2031-05-10"
SECTORS = [sector(name) for name in LINE]


def rows(*exposure: list[dict[str, Any]], sectors: Any = SECTORS, acts: Any = ()) -> pl.DataFrame:
    every = [row for each in exposure for row in each]
    return strip_rows(from_rows(Sectors, list(sectors)), from_rows(Exposure, every), acts)


def drawn(table: pl.DataFrame, **changes: Any) -> str:
    return strip_chart(strips(table), "svg", **{"title": "What could be seen", **changes}).decode()


def shot(day: str = DAY, *names: str, **changes: Any) -> list[dict[str, Any]]:
    return exposed(day, *names, phenomena=["shot"], **changes)


def hatched(svg: str) -> set[str]:
    """Return how the patches of the chart are filled: by hatches, that is by patterns of their own."""
    return set(re.findall(r"fill: url\(#(\w+)\)", svg))


def test_a_cell_is_blind_watched_or_not_known_and_sides_that_are_alike_are_told_once() -> None:
    known = rows(shot(DAY, LINE[0]), shot(DAY, LINE[1], chance=None))
    assert {"any"} == set(known["acts_of"])
    assert {("A/B 1", "watched"), ("A/B 2", "not_known")} == set(known.select("sector", "seen").iter_rows())
    assert {"blind"} == set(rows(shot(chance=0.009, watched=0))["seen"])
    assert {"watched"} == set(rows(shot(chance=0.01, watched=0))["seen"])


def test_pieces_of_one_day_count_by_their_hours() -> None:
    """Six hours with a chance of 0.9, then eighteen with 0.1: (6 x 0.9 + 18 x 0.1) / 24 = 0.3."""

    morning = shot(DAY, LINE[0], chance=0.9, cut=(at(DAY), at(f"{DAY} 06:00")))
    rest = shot(DAY, LINE[0], chance=0.1, cut=(at(f"{DAY} 06:00"), at("2031-05-11")))
    assert [pytest.approx(0.3)] * 2 == rows(morning, rest)["chance_seen"].to_list()


def test_sides_that_differ_are_told_apart() -> None:
    known = rows(shot(acts_of="A"), shot(acts_of="B", chance=0.2, watched=0))
    assert [("shot", "A"), ("shot", "B")] == [(strip.phenomenon, strip.acts_of) for strip in strips(known)]


def test_each_author_pair_and_act_has_a_strip_and_places_one_of_their_own() -> None:
    other = sector("other", author="S. Other", km=(0.0, 30.0))
    pair = sector("pair", km=(0.0, 30.0)) | {"between": "A/C"}
    places = [sector("town", "zone"), sector("without a place", "unplaced")]
    sectors = [*SECTORS, other, pair, *places]
    known = rows(exposed(DAY, *(each["sector"] for each in sectors)), sectors=sectors)
    found = [(strip.phenomenon, strip.author, strip.between, strip.names) for strip in strips(known)]
    assert [
        (act, author, between, names)
        for act in ("shot", "strike")
        for author, between, names in (
            ("R. Drawer", "A/B", ()),
            ("S. Other", "A/B", ()),
            ("R. Drawer", "A/C", ()),
            (None, None, ("town", "without a place")),
        )
    ] == found


def test_only_the_acts_that_are_asked_for_are_drawn_and_an_unknown_one_lists_those_there_are() -> None:
    assert {"strike"} == set(rows(exposed(DAY), acts=["strike"])["phenomenon"])
    with pytest.raises(UnknownName, match="shot, strike"):
        rows(exposed(DAY), acts=["thunder"])


def test_where_nobody_would_have_seen_it_the_chart_is_hatched() -> None:
    legend = 2  # the patterns for blind and for not known, of the legend
    assert legend == len(hatched(drawn(rows(shot(chance=0.95)))))
    blind = drawn(rows(shot(DAY, LINE[0], chance=0.0, watched=0), shot(DAY, LINE[1])))
    assert len(re.findall(r"fill: url", blind)) > len(re.findall(r"fill: url", drawn(rows(shot()))))


@pytest.mark.parametrize(("chance", "shade"), [(0.01, 0), (0.0999, 0), (0.1, 1), (0.5, 2), (0.9, 3), (1.0, 3)])
def test_shades_grow_darker_with_the_chance(chance: float, shade: int) -> None:
    svg = drawn(rows(shot(chance=chance)))
    colour = SHADES[shade][1].lower()
    assert svg.lower().count(f"fill: {colour}") > 1  # once in the legend
    assert sorted((each for _, each in SHADES), reverse=True) == [each for _, each in SHADES]


def test_the_picture_says_that_it_is_restricted_and_all_its_text_stays_text() -> None:
    svg = drawn(rows(shot()), notes=["SIMULATED DATA: a world that is made up."])
    told = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))
    for text in (RESTRICTED, "What could be seen", "SIMULATED DATA", "10 May", "kilometres along the line", "shot"):
        assert text in told
    assert f"<dc:description>{RESTRICTED}</dc:description>" in svg


def test_day_lies_above_night_and_neighbours_that_look_alike_are_one() -> None:
    by_day = [row for row in shot(chance=0.95) if row["part"] == "day"]
    by_night = [
        row | {"chance_seen": 0.3, "hours_watched": 0.0, "hours_sure": 0.0}
        for row in shot()
        if row["part"] == "night"
    ]
    svg = drawn(rows(by_day, by_night)).lower()
    assert 2 == svg.count(f"fill: {SHADES[3][1].lower()}")  # one patch for both sectors, one in the legend
    heights = [
        float(re.findall(r"m [-\d.]+ ([-\d.]+)", path)[0])
        for shade in (SHADES[3][1], SHADES[1][1])
        for path in [re.findall(rf'd="([^"]*)"[^>]*fill: {shade.lower()}', svg)[0]]
    ]
    assert heights[0] < heights[1]  # of pictures, up is less


def test_the_same_coverage_gives_the_same_bytes() -> None:
    table = rows(exposed(DAY), exposed("2031-05-11", chance=None))
    assert drawn(table) == drawn(table)
    assert strip_chart(strips(table), "png", title="a")[:4] == b"\x89PNG"


def test_without_exposure_there_is_nothing_to_draw() -> None:
    assert [] == strips(rows())


def test_many_days_and_sectors_are_drawn_in_a_few_seconds_and_named_sparsely() -> None:
    sectors = [sector(f"km {at}", km=(25.0 * at, 25.0 * at + 25)) for at in range(80)]
    days = [f"2031-05-{day:02}" for day in range(1, 31)]
    known = rows(
        *(
            shot(day, *(each["sector"] for each in sectors), chance=(number % 11) / 10, watched=0)
            for number, day in enumerate(days)
        ),
        sectors=sectors,
    )
    svg = drawn(known)
    assert len(svg) < 1_000_000
    assert ">1 May<" in svg
    assert ">2 May<" not in svg
