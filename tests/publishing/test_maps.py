"""The map: whose line it is, how far off, coarse counts, and nothing finer or sooner than it may be told."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import numpy as np
import pytest
import shapely
from matplotlib.image import imread

import ceaseline as cl
from builders import at
from ceaseline.errors import InputError
from ceaseline.publishing import Borders, Chart, Material, map_picture, render
from ceaseline.publishing.cells import grid_of
from ceaseline.publishing.frame import Frame, frame_around
from ceaseline.publishing.gazetteer import Place
from ceaseline.publishing.land import _land, land_in
from ceaseline.publishing.map_part import MapPart, map_part
from charts import FRONT, incident, incidents, line, lines
from easter import NOW, easter

BORDER = shapely.LineString([(29.5, 50.4), (31.5, 50.4)])
PLACES = (Place(30.5, 50.1, 1, ("Saltmarsh", "Солтмарш")), Place(30.2, 50.3, 3, ("Au",)))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Material:
    case = cl.open(easter(tmp_path_factory.mktemp("easter")))
    return attrs.evolve(case.material(case.run(now=NOW)), as_of=at("2031-05-20"), chart=Chart())


def part(material: Material, **changes: Any) -> MapPart:
    found = map_part(attrs.evolve(material, **changes))
    assert found is not None
    return found


def texts(material: Material, **changes: Any) -> list[str]:
    """All that a reader sees written on the map as a file of its own."""
    svg = map_picture(attrs.evolve(material, **changes), "svg").decode()
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def said(material: Material, **changes: Any) -> str:
    return " ".join(texts(material, **changes))


def crowd(*places: tuple[float, float], each: int = 6) -> Any:
    return incidents(*(incident(100 * n + k, *place) for n, place in enumerate(places) for k in range(each)))


# Lines


def test_a_line_is_drawn_with_its_author_its_day_and_its_error(bare: Material) -> None:
    told = said(bare, lines=lines(line()))
    assert "Line of 2031-05-10 between" in told
    assert "drawn by Institute; it may be off by 5 km (shaded)." in told
    assert "Schematic" not in told


def test_a_schematic_line_says_so_and_is_dashed(bare: Material) -> None:
    assert "Schematic: it shows the course alone" in said(bare, lines=lines(line(schematic=True)))
    plain = map_picture(attrs.evolve(bare, lines=lines(line(licence=None))), "svg").decode()
    broken = map_picture(attrs.evolve(bare, lines=lines(line(licence=None, schematic=True))), "svg").decode()
    assert "stroke-dasharray" not in plain
    assert "stroke-dasharray" in broken


def test_the_band_is_as_wide_as_the_error(bare: Material) -> None:
    front = shapely.LineString([(20.0, 50.0), (21.0, 50.0)])
    dot_km = frame_around([front]).width / (590 / 72 * 200)  # the map is 590 points wide, with 200 dots an inch

    def shaded(error: float) -> float:
        """How many square kilometres the band covers, worked out from the colours of the picture."""
        row = line(error_km=error, geometry=shapely.to_wkb(front))
        raw = map_picture(attrs.evolve(bare, lines=lines(row)), "png")
        picture = imread(io.BytesIO(raw))[100:-250, :, :3]
        band = np.isclose(picture, np.array([0.829, 0.825, 0.813]), atol=0.004).all(axis=2)
        return float(band.sum()) * dot_km**2

    assert shaded(0.0) < 1  # the soft edge of the line itself has a few such dots
    # by hand, for 71.7 km with round ends, less the line itself, 1.7 points or 0.34 km wide: 24 km²
    assert shaded(5.0) == pytest.approx(2 * 5 * 71.7 + 79 - 24, rel=0.02)
    assert shaded(10.0) == pytest.approx(2 * 10 * 71.7 + 314 - 24, rel=0.02)


def test_of_each_author_the_newest_line_is_drawn_and_the_older_ones_are_told(bare: Material) -> None:
    found = part(bare, lines=lines(line(), line(day=date(2031, 5, 9)), line(author="Group")))
    assert ["drawn by Group", "drawn by Institute"] == [
        re.findall("drawn by [A-Z][a-z]+", s)[0] for s in found.lines
    ]
    assert all("2031-05-10" in sentence for sentence in found.lines)
    assert "Of each author the newest line is drawn; older ones are not." in found.notes


def test_an_author_whose_area_ends_at_the_sea_has_no_line_to_draw(bare: Material) -> None:
    none = line(geometry=shapely.to_wkb(shapely.MultiLineString()), length_km=0.0)
    assert part(bare, lines=lines(none)).picture is None
    assert part(bare, lines=lines(none, line(author="Group"))).picture is not None


def test_a_line_that_may_not_be_handed_on_is_not_drawn_and_that_is_told(bare: Material) -> None:
    found = part(bare, lines=lines(line(may_republish=False)))
    assert found.picture is None
    assert "Not drawn, because may_republish is not said of them in sources.yaml: lines of fronts." in found.notes
    with pytest.raises(InputError, match="nothing to draw"):
        map_picture(attrs.evolve(bare, lines=lines(line(may_republish=False))), "svg")


def test_which_side_lies_left_changes_nothing_of_the_map(bare: Material) -> None:
    one = map_picture(attrs.evolve(bare, lines=lines(line())), "svg")
    other = map_picture(attrs.evolve(bare, lines=lines(line(left="B", right="A"))), "svg")
    assert one == other


# Incidents


def test_moving_incidents_within_their_cell_changes_no_byte(bare: Material) -> None:
    box = grid_of(253).box(grid_of(253).cell_of(30.4, 50.2))

    def inside(x: float, y: float) -> tuple[float, float]:
        return box.west + x * (box.east - box.west), box.south + y * (box.north - box.south)

    one, other = (
        attrs.evolve(bare, incidents=crowd(place, (31.0, 50.0)), chart=Chart(places=PLACES))
        for place in (inside(0.01, 0.02), inside(0.99, 0.97))
    )
    assert render(one, version="test") == render(other, version="test")
    for form in ("svg", "png"):
        assert map_picture(one, form) == map_picture(other, form)


def test_moving_incidents_into_the_next_cell_changes_the_map(bare: Material) -> None:
    one, other = (attrs.evolve(bare, incidents=crowd((lon, 50.2))) for lon in (30.4, 30.7))
    assert map_picture(one, "svg") != map_picture(other, "svg")


def test_small_counts_cannot_be_told_from_each_other_on_the_map(bare: Material) -> None:
    maps = []
    for count in (1, 4):
        page = render(attrs.evolve(bare, incidents=crowd((30.4, 50.2), each=count)), version="test").decode()
        maps.append(page.partition('<section id="map"')[2].partition("</section>")[0])
    assert "1-4" in maps[0]
    assert maps[0] == maps[1]


def test_the_counts_stand_in_the_picture_and_again_in_the_table(bare: Material) -> None:
    given = attrs.evolve(bare, incidents=crowd((30.4, 50.2), (31.0, 50.0), each=7))
    assert 2 == texts(given).count("7")
    page = render(given, version="test").decode()
    assert 2 == page.partition('class="cells"')[2].partition("</table>")[0].count('<td class="figure">7</td>')


def test_what_is_in_no_cell_is_counted_under_the_map(bare: Material) -> None:
    rows = (
        incident(1),
        incident(2, radius_m=20_000.0),
        incident(3, lon=None, lat=None),
        incident(4, latest=at("2031-05-19 12:00")),
        incident(5, latest=at("2031-05-19 12:00")),
    )
    notes = part(bare, incidents=incidents(*rows)).notes
    assert "In no cell: 1 incident (their place is not known well enough for a cell)." in notes
    assert "In no cell: 1 incident (no place is known)." in notes
    assert "In no cell: 2 incidents (not yet told, because 24 hours have not gone by since)." in notes


def test_the_map_says_that_places_attribute_nothing(bare: Material) -> None:
    assert "it attributes nothing to anybody" in said(bare, incidents=crowd((30.4, 50.2)))


# Names and borders


def test_names_stand_in_every_language_of_the_case(bare: Material) -> None:
    found = texts(bare, chart=Chart(places=PLACES))
    assert {"Saltmarsh", "Солтмарш", "Au"} <= set(found)


def test_a_name_that_cannot_be_set_is_told_and_not_drawn_as_boxes(bare: Material) -> None:
    chart = Chart(places=(Place(30.5, 50.1, 1, ("Saltmarsh", "鹽沼")), Place(30.9, 50.3, 1, ("قرية",))))
    told = said(bare, chart=chart)
    assert "Saltmarsh" in told
    assert "Left out, because their script cannot be set here: 2 names." in told
    assert "鹽" not in told


def test_names_are_no_formulas(bare: Material) -> None:
    assert "$x_1$ & <b>" in said(bare, chart=Chart(places=(Place(30.5, 50.1, 1, ("$x_1$ & <b>",)),))).replace(
        "&amp;", "&"
    ).replace("&lt;", "<").replace("&gt;", ">")


def test_names_without_room_are_counted(bare: Material) -> None:
    many = tuple(Place(30.5 + number / 1e4, 50.1, 1, (f"Au {number}",)) for number in range(30))
    told = said(bare, chart=Chart(places=many))
    assert re.search(r"Not named for want of room: \d+ settlements\.", told)


def test_no_border_is_drawn_unless_the_case_names_one_with_its_author(bare: Material) -> None:
    given = attrs.evolve(bare, lines=lines(line()))
    assert "No border is drawn" in said(given)
    borders = Borders(BORDER, "Institute of Maps", date(2031, 1, 1), "disputed in the north")
    told = said(given, chart=Chart(borders=borders))
    assert "Borders as drawn by Institute of Maps, as of 2031-01-01: disputed in the north" in told
    assert "No border is drawn" not in told


# The page


def test_a_case_with_nothing_to_map_has_no_card(bare: Material) -> None:
    assert map_part(bare) is None
    assert 'id="map"' not in render(bare, version="test").decode()


def test_the_card_can_be_read_aloud(bare: Material) -> None:
    page = render(attrs.evolve(bare, lines=lines(line()), incidents=crowd((30.4, 50.2))), version="test").decode()
    card = page.partition('<section id="map"')[2].partition("</section>")[0]
    assert 'role="img" aria-label="Map of about' in card
    assert "1 line, 1 cell with a count of incidents and 0 settlements named." in card
    assert card.count("<table") == card.count("<caption") == 1
    assert "drawn by Institute" in card


def test_the_same_material_gives_the_same_bytes(bare: Material) -> None:
    given = attrs.evolve(bare, lines=lines(line()), chart=Chart(places=PLACES))
    assert map_picture(given, "svg") == map_picture(given, "svg")
    assert map_picture(given, "png") == map_picture(given, "png")


def test_a_made_up_world_says_so_on_the_map_itself(bare: Material) -> None:
    given = attrs.evolve(bare, lines=lines(line()))
    assert "SIMULATED" not in said(given)
    assert "SIMULATED DATA" in said(given, simulated=True)


# Land


def test_all_land_is_valid_and_there_is_about_as_much_as_there_is() -> None:
    assert shapely.is_valid(_land()).all()
    frames: Callable[[float, float], Frame] = lambda lon, lat: frame_around([shapely.Point(lon, lat)])  # noqa: E731
    inland, sea = frames(20.0, 10.0), frames(-30.0, -30.0)
    assert sum(each.area for each in land_in(inland)) == pytest.approx(inland.box.area)
    assert [] == land_in(sea)


def test_land_cut_at_the_antimeridian_grows_together() -> None:
    frame = frame_around([shapely.Point(170, 66), shapely.Point(-170, 64)])
    assert frame.width < 1200
    seam = shapely.LineString(frame.plane.flat(np.array([[180.0, 66.5], [180.0, 67.0], [180.0, 67.5]])))
    assert any(part.contains(seam.buffer(5)) for part in land_in(frame))


def test_a_frame_holds_what_it_is_made_around_wherever_that_lies() -> None:
    for places in ([(179, -16), (-179, -18)], [(0, 89), (180, 89)], [(30, 50), (36, 47)]):
        frame = frame_around([shapely.Point(*place) for place in places])
        flat = frame.plane.flat(np.array(places, dtype=float))
        assert all(frame.box.contains(shapely.Point(at)) for at in flat)
        assert 1.0 <= frame.width / frame.height <= 1.71


def test_the_front_of_these_tests_is_drawn_to_scale(bare: Material) -> None:
    frame = frame_around([FRONT])
    east = frame.plane.flat(np.array([[30.0, 50.0], [30.4, 50.2]]))
    assert np.hypot(*(east[1] - east[0])) == pytest.approx(36.3, abs=0.2)  # by hand: 22.2 km north, 28.6 km east
