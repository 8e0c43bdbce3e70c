from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from builders import at
from ceaseline.errors import FormError
from ceaseline.places.drawing import MAX_BYTES
from ceaseline.places.zones import Zone, parse_line, parse_zone

SQUARE = [[30, 50], [31, 50], [31, 51], [30, 51], [30, 50]]
HOLE = [[30.4, 50.4], [30.6, 50.4], [30.6, 50.6], [30.4, 50.6], [30.4, 50.4]]


def drawn(kind: str, coordinates: Any) -> bytes:
    return json.dumps({"type": kind, "coordinates": coordinates}).encode()


def zone(raw: bytes) -> Zone:
    return parse_zone(raw, "zone.geojson", "north")


def refusal(raw: bytes) -> str:
    with pytest.raises(FormError) as error:
        zone(raw)
    return str(error.value)


def test_a_zone_keeps_its_holes() -> None:
    assert 0.96 == pytest.approx(zone(drawn("Polygon", [SQUARE, HOLE])).shape.area)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda geometry: {"type": "Feature", "geometry": geometry, "properties": {}},
        lambda geometry: {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": geometry}] * 2},
    ],
    ids=["feature", "collection with the same twice"],
)
def test_features_are_taken_together(wrap: Any) -> None:
    geometry = {"type": "Polygon", "coordinates": [SQUARE]}
    assert 1 == pytest.approx(zone(json.dumps(wrap(geometry)).encode()).shape.area)


def test_settlements_may_be_points_and_heights_are_dropped() -> None:
    assert 2 == len(shapely.get_parts(zone(drawn("MultiPoint", [[30, 50, 120], [31, 50, 90]])).shape))


def test_a_zone_holds_from_its_start_up_to_but_not_including_its_end() -> None:
    found = Zone("north", shapely.Point(30, 50), at("2031-05-10"), at("2031-05-11"))
    assert [False, True, True, False] == [
        found.holds(at(text)) for text in ("2031-05-09 23:59", "2031-05-10", "2031-05-10 23:59", "2031-05-11")
    ]
    assert Zone("north", shapely.Point(30, 50)).holds(at("2031-05-09"))
    assert Zone("north", shapely.Point(30, 50), at("2031-05-10")).holds(at("2099-01-01"))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"<html>not found</html>", "zone.geojson:1: the file: is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"type": "FeatureCollection", "features": []}', "has 0 features"),
        (b'{"type": "FeatureCollection"}', "has 0 features"),
        (drawn("LineString", SQUARE), "is no geometry that is wanted here"),
        (drawn("Polygon", SQUARE), "has coordinates that are none of a Polygon"),
        (drawn("Polygon", [[[30, 50], [31, "50"], [31, 51], [30, 50]]]), "not on the earth"),
        (drawn("Polygon", [[[50, 300], [31, 50], [31, 51], [50, 300]]]), "longitude first"),
        (drawn("Polygon", [[[30, 50], [31, 50]]]), "too few places"),
        (drawn("Polygon", [[[30, 50], [31, 51], [31, 50], [30, 51], [30, 50]]]), "Self-intersection[30.5 50.5]"),
        (b'{"type": "Point", "coordinates": [1e999, 2]}', "not on the earth"),
        (b'{"type": ["Point"], "coordinates": [1, 2]}', "is no geometry"),
        (b'{"type": "Polygon", "coordinates": ' + b"[" * 500 + b"]" * 500 + b"}", "has coordinates that are none"),
        (b" " * (MAX_BYTES + 1), "is larger than"),
    ],
)
def test_what_is_no_zone_is_refused_with_the_place_and_the_mend(raw: bytes, words: str) -> None:
    found = refusal(raw)
    assert words in found
    assert "Mend: " in found


def test_every_wrong_feature_is_named() -> None:
    crossing = [[[30, 50], [31, 51], [31, 50], [30, 51], [30, 50]]]
    shapes = [[SQUARE], crossing, [[[30, 50], [31, 50]]]]
    features = [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": each}} for each in shapes]
    found = refusal(json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert ["features[1]", "features[2]"] == [line.split(": ")[1] for line in found.splitlines()]


def test_a_line_is_no_zone_and_a_zone_no_line() -> None:
    assert 4 == pytest.approx(parse_line(drawn("LineString", SQUARE), "line.geojson").length)
    with pytest.raises(FormError, match="draw LineString, MultiLineString"):
        parse_line(drawn("Polygon", [SQUARE]), "line.geojson")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=20,
)


@given(st.binary() | st.builds(drawn, st.sampled_from(["Polygon", "Point"]), JSON))
def test_whatever_comes_is_a_zone_or_is_refused(raw: bytes) -> None:
    try:
        found = zone(raw)
    except FormError as error:
        told = str(error)
    else:
        told = "Mend: none" if found.shape.is_valid else ""
    assert "Mend: " in told
