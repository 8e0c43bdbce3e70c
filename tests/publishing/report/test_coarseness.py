"""Places and times as a report may tell them."""

from __future__ import annotations

from datetime import date

import attrs
import shapely

from builders import at
from ceaseline.publishing.cells import grid_of
from ceaseline.publishing.districts import District
from ceaseline.publishing.report.coarseness import cells, day_of, moment, place, where
from ceaseline.publishing.report.frame import Frame
from charts import incident, incidents
from framed import frame

LATER = at("2031-05-20")


def test_a_place_is_told_as_its_cell_and_never_finer() -> None:
    told = place(frame(as_of=LATER), incident(1, 30.4111, 50.2222))
    assert grid_of(253).cell_of(30.4111, 50.2222).name == told.value
    assert "30.4" not in told.text
    assert ("i1",) == told.ids


def test_two_places_of_one_cell_are_told_alike() -> None:
    one, other = (place(frame(as_of=LATER), incident(1, lon, 50.22)) for lon in (30.41, 30.42))
    assert one == other


def test_what_is_not_told_says_why() -> None:
    soon = frame(as_of=at("2031-05-11 11:59"))
    why = [
        place(frame(as_of=LATER), incident(1, None, None)).why_not,
        place(soon, incident(1)).why_not,  # it was at noon of the day before: a minute short of 24 hours
        place(frame(as_of=LATER), incident(1, radius_m=8_000.0)).why_not,  # half the side is 7.95 km
        place(frame(as_of=None), incident(1)).why_not,
    ]
    assert ["no_place", "too_young", "too_wide", "too_young"] == why


def test_only_a_restricted_report_tells_a_kilometre_and_a_minute() -> None:
    told = incident(1, 30.4111, 50.2222)
    assert "50.22, 30.41" == place(frame(restricted=True), told).value
    assert "2031-05-10 12:00 UTC" == moment(frame(restricted=True), told).text
    assert date(2031, 5, 10) == moment(frame(), told).value


def test_a_day_is_that_of_the_clock_of_the_case() -> None:
    # on the clock of Kyiv, three hours before UTC, a day that begins at 06:00 begins at 03:00 UTC
    own = attrs.evolve(
        frame(), begin=at("2031-05-10 03:00"), end=at("2031-05-12 03:00"), zone="Europe/Kyiv", starts="06:00"
    )
    found = [day_of(own, at(text)) for text in ("2031-05-10 02:59", "2031-05-11 02:59", "2031-05-11 03:00")]
    assert [None, date(2031, 5, 10), date(2031, 5, 11)] == found


def test_cells_hold_what_began_in_the_time_of_the_report_and_no_small_number() -> None:
    rows = [incident(number) for number in range(1, 8)]
    rows += [incident(8, 31.4), incident(9, earliest=at("2031-05-09 23:59"), latest=at("2031-05-10 00:10"))]
    found = cells(frame(as_of=LATER, incidents=incidents(*rows)))
    assert ["7", "1-4"] == [each.shown for each in found.cells]


BIG = District.drawn("Saltmarsh", shapely.box(30, 50, 31, 51))  # about 7,900 km²
SMALL = District.drawn("Au", shapely.box(30.3, 50.15, 30.45, 50.25))  # about 120 km²


def charted(*districts: District) -> Frame:
    rows = [incident(number) for number in range(1, 8)] + [incident(8, 30.9, 50.9), incident(9, 32.4)]
    own = frame(as_of=LATER, incidents=incidents(*rows))
    chart = attrs.evolve(own.material.chart, districts=districts)
    return attrs.evolve(own, material=attrs.evolve(own.material, chart=chart))


def test_a_district_larger_than_a_cell_takes_the_place_of_its_cells() -> None:
    own = charted(BIG)
    found = cells(own).cells
    assert [("Saltmarsh", "8")] == [(each.name, each.shown) for each in found if each.district is not None]
    assert ["1-4"] == [each.shown for each in found if each.district is None]  # the one outside
    told = place(own, incident(1, 30.4111, 50.2222))
    assert ("Saltmarsh", "in the district Saltmarsh, 7,892 km²") == (told.value, told.text)
    assert told.text == where(own, found[-1])


def test_a_district_smaller_than_a_cell_is_not_told() -> None:
    own = charted(SMALL)
    assert cells(charted()) == cells(own)
    assert place(charted(), incident(1)) == place(own, incident(1))


def test_two_places_of_one_district_are_told_alike() -> None:
    own = charted(BIG)
    assert place(own, incident(1, 30.1, 50.1)) == place(own, incident(1, 30.9, 50.9))
