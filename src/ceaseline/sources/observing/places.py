"""Places in cells: longitude and latitude, and the ways in which they are usually wrong."""

from __future__ import annotations

import attrs
import polars as pl

from ceaseline.sources.cells import Check, Parsed
from ceaseline.sources.observing.form import Area

_DEGREES = r"^[-+]?[0-9]{1,3}(\.[0-9]+)?$"


@attrs.frozen(eq=False)
class Places:
    """Cells of places, understood.

    Attributes:
        lon: degrees east, null where there is no place or a wrong one.
        lat: degrees north, likewise.
        checks: the rules they were held to.
    """

    lon: pl.Series
    lat: pl.Series
    checks: tuple[Check, ...]


def places(
    lon: pl.Series, lat: pl.Series, *, fields: tuple[str, str], area: Area | None, required: bool = True
) -> Places:
    """Read two columns of cells as places.

    Args:
        lon: cells of longitudes.
        lat: cells of latitudes.
        fields: the columns they stand in, longitude first.
        area: where the case lies; None to hold nothing against a place on the earth.
        required: whether a row needs a place; else both cells may be empty.
    """
    east, north = degrees(lon, fields[0], 180.0), degrees(lat, fields[1], 90.0)
    both = pl.DataFrame({"lon": east.values, "lat": north.values, "x": lon, "y": lat})
    half = (pl.col("x") == "") != (pl.col("y") == "")
    nowhere = (pl.col("lon") == 0) & (pl.col("lat") == 0)
    told = both.select(
        half=half,
        none=(pl.col("x") == "") & (pl.col("y") == ""),
        nowhere=nowhere.fill_null(value=False),
        **_outside(area),
    )
    rules = [
        ("place-half", "half", "give both longitude and latitude, or neither"),
        *([("place-missing", "none", "give longitude and latitude")] if required else []),
        ("place-zero", "nowhere", "0, 0 lies in the sea off Africa and stands for not known; leave both empty"),
        ("place-swapped", "swapped", "longitude and latitude are the other way round; swap them"),
        ("place-mirrored", "turned", "it lies in the area with the other sign; mend the minus"),
        ("place-outside", "outside", "it lies outside area: in sources.yaml; correct it, or widen the area"),
    ]
    shown = both.select(pl.format("{}, {}", "x", "y")).to_series()
    field = f"{fields[0]}, {fields[1]}"
    checks = [Check(field, shown, rule, mend, told[column]) for rule, column, mend in rules]
    # a swapped pair that is no place on the earth is told as swapped, not as a number too large
    return Places(east.values, north.values, (*checks[:-1], *east.checks, *north.checks, checks[-1]))


def degrees(text: pl.Series, field: str, most: float) -> Parsed:
    """Read cells as degrees from ``-most`` to ``most``; empty ones are null.

    Args:
        text: the cells.
        field: the column they stand in.
        most: 180 for longitudes, 90 for latitudes.
    """
    cell = pl.col("text")
    read = pl.DataFrame({"text": text}).select(
        "text", value=pl.when(cell.str.contains(_DEGREES)).then(cell).cast(pl.Float64, strict=False)
    )
    values = read["value"]
    broken = values.is_null() & (text != "")
    beyond = (values.abs() > most).fill_null(value=False)
    checks = (
        Check(field, text, "not-degrees", "write degrees with a point, such as 37.9021", broken),
        Check(field, text, "not-on-earth", f"degrees run from -{most:g} to {most:g}; correct it", beyond),
    )
    return Parsed(read.select(pl.when(pl.col("value").abs() <= most).then("value")).to_series(), checks)


def _outside(area: Area | None) -> dict[str, pl.Expr]:
    """Return, for places outside an area, which slip would explain it; each place gets one word."""
    if area is None:
        no = pl.lit(value=False)
        return {"swapped": no, "turned": no, "outside": no}
    lon, lat = _number("x"), _number("y")
    inside = _within(area, lon, lat)
    known = lon.is_not_null() & lat.is_not_null() & ~((lon == 0) & (lat == 0))
    swapped = _within(area, lat, lon)
    turned = _within(area, -lon, lat) | _within(area, lon, -lat) | _within(area, -lon, -lat)
    return {
        "swapped": (known & ~inside & swapped).fill_null(value=False),
        "turned": (known & ~inside & ~swapped & turned).fill_null(value=False),
        "outside": (known & ~inside & ~swapped & ~turned).fill_null(value=False),
    }


def _number(column: str) -> pl.Expr:
    cell = pl.col(column)
    return pl.when(cell.str.contains(_DEGREES)).then(cell).cast(pl.Float64, strict=False)


def _within(area: Area, lon: pl.Expr, lat: pl.Expr) -> pl.Expr:
    across = area.west > area.east  # the line of the date lies inside
    east = (lon >= area.west) | (lon <= area.east) if across else lon.is_between(area.west, area.east)
    return east & lat.is_between(area.south, area.north)
