"""The two forms in which placemarks come, opened as one table in which no unit is named."""

from __future__ import annotations

import io
import json
from typing import Any, BinaryIO

import polars as pl

from ceaseline.errors import FileRefused
from ceaseline.sources.geoconfirmed.leaving_out import UnitsLeftOut
from ceaseline.sources.tabular import MAX_BYTES, MAX_ROWS, Table, Whole, open_table

_NEEDED = ("Date", "Latitude", "Longitude", "Id")
_KEYS = {
    "Date": "date",
    "Name": "name",
    "Origin": "origin",
    "Description": "description",
    "Source": "originalSource",
    "Geolocation": "geolocation",
    "Id": "id",
}
_HEADER = (*_KEYS, "Latitude", "Longitude", "Units")
_DEEPEST = 5  # lists in lists
_BATCH = 50_000  # rows
_START = 64  # bytes that tell what a file is
_MEND = "give the list of placemarks as GeoConfirmed sent it, or the CSV"


def opened(stream: BinaryIO, encoding: str) -> Table:
    """Return the table in a file, by what its first bytes are.

    Raises:
        FileRefused: no placemarks.
    """
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(io.BytesIO(stream.read()))
    start = buffered.peek(_START)[:_START].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in (b"[", b"{"):
        return UnitsLeftOut(_placemarks(buffered))
    return UnitsLeftOut(open_table(buffered, needed=_NEEDED, encoding=encoding))


def _placemarks(stream: BinaryIO) -> Whole:
    raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise FileRefused(f"The file is larger than {MAX_BYTES:,} bytes. Mend: fetch it in pages.")
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise FileRefused(f"The file begins as JSON and is none. Mend: fetch it again; {_MEND}.") from None
    items = _items(data)
    if len(items) > MAX_ROWS:
        raise FileRefused(
            f"The file has {len(items):,} placemarks, more than {MAX_ROWS:,}. Mend: fetch it in pages."
        )
    if items and not any(isinstance(item, dict) and {"id", "date"} <= item.keys() for item in items):
        raise FileRefused(f"No item of the JSON has an id and a date. Mend: {_MEND}.")
    rows = [_row(item) for item in items]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(_HEADER, pl.String), orient="row")
    return Whole(_HEADER, "JSON placemarks", list(frame.iter_slices(_BATCH)))


def _items(data: Any) -> list[Any]:
    """Return the list of placemarks: the whole file, or the one list of an object around it."""
    if isinstance(data, list):
        return data
    lists = [value for value in data.values() if isinstance(value, list)]
    if len(lists) == 1 and data.get("type") != "FeatureCollection":
        return lists[0]
    raise FileRefused(f"The JSON is no list of placemarks. Mend: {_MEND}.")


def _row(item: Any) -> list[str]:
    item = item if isinstance(item, dict) else {}
    place = item.get("coordinates")
    if isinstance(place, list) and len(place) == 2:  # latitude first, in this form
        lat, lon = place
    else:
        lat, lon = item.get("lat"), item.get("lng")
    units = "; ".join(_words(value) for key, value in item.items() if "unit" in key.casefold())
    return [*(_words(item.get(key)) for key in _KEYS.values()), _words(lat), _words(lon), units]


def _words(value: Any, depth: int = 0) -> str:
    """Return a value as text, and what lies in it one after the other; what lies too deep is left out."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        inside = [_words(part, depth + 1) for part in value] if depth < _DEEPEST else []
        return ", ".join(filter(None, inside))
    # JSON may hold halves of letters, which no table can
    return str(value).encode("utf-8", "replace").decode("utf-8")
