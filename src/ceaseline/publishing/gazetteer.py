"""Names of settlements, from a table that the case names: the program itself knows none."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Sequence
from math import isfinite

import attrs

from ceaseline.errors import FormError, Problem

MAX_BYTES = 20_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_NAME = 80  # characters
_NAME = "name:"


@attrs.frozen
class Place:
    """A settlement.

    Attributes:
        lon, lat: WGS 84 degrees.
        rank: 1 for the biggest.
        names: in the order of the languages; one that two languages share stands once.
    """

    lon: float
    lat: float
    rank: int
    names: tuple[str, ...]

    @property
    def said(self) -> str:
        """Its names for a sentence: the first, and the others behind it; one that runs from right to left is held.

        Examples:
            >>> Place(30.5, 50.45, 1, ("Αυλίδα", "Aulis", "Avlida")).said
            'Αυλίδα (Aulis, Avlida)'
        """
        first, *others = map(_held, self.names)
        return f"{first} ({', '.join(others)})" if others else first


def _held(name: str) -> str:
    """Return a name that turns nothing around it: isolated (Unicode TR 9) where it runs from right to left."""
    turns = any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in name)
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}" if turns else name


@attrs.frozen
class Gazetteer:
    """The settlements of a file.

    Attributes:
        places: the good rows, in the order of the file.
        set_aside: a sentence for each other row: file, line, field, value and mend.
        languages: of the names, in the order in which they stand.
    """

    places: tuple[Place, ...] = ()
    set_aside: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def parse_gazetteer(raw: bytes, file: str, languages: Sequence[str] = ()) -> Gazetteer:
    r"""Return the settlements of a CSV file with the columns ``lon``, ``lat``, ``rank`` and ``name:LANGUAGE``.

    Args:
        raw: UTF-8, a row in each line.
        file: its name, for errors.
        languages: which names are shown, and in which order; none: all, sorted by code.

    Raises:
        FormError: too large, not UTF-8, or a column is missing. A bad row is set aside and never fatal.

    Examples:
        >>> raw = "lon,lat,rank,name:el,name:en\n30.5,50.45,1,Αυλίδα,Aulis\n30.5,95,2,,Nowhere\n".encode()
        >>> found = parse_gazetteer(raw, "places.csv")
        >>> found.places[0].names
        ('Αυλίδα', 'Aulis')
        >>> found.set_aside
        ('places.csv:3: lat: is not on the earth (found: 95). Mend: write degrees, -90 to 90',)
    """
    header, *lines = _lines(raw, file)
    columns = _row(header) or []
    chosen = _languages(columns, languages, file)
    places, aside = [], []
    for number, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        found = _understood(line, columns, chosen, number)
        if isinstance(found, Problem):
            aside.append(found.sentence(file))
        else:
            places.append(found)
    return Gazetteer(tuple(places), tuple(aside), tuple(chosen))


def _lines(raw: bytes, file: str) -> list[str]:
    if len(raw) > MAX_BYTES:
        raise _refused(file, f"is larger than {MAX_BYTES:,} bytes", "take out the settlements that no map shows")
    try:
        lines = raw.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        raise _refused(file, "is not UTF-8 text", "save it as UTF-8") from None
    if len(lines) > MAX_ROWS:
        raise _refused(file, f"has more than {MAX_ROWS:,} rows", "take out the settlements that no map shows")
    return lines


def _languages(columns: Sequence[str], wanted: Sequence[str], file: str) -> list[str]:
    there = sorted(column.removeprefix(_NAME) for column in columns if column.startswith(_NAME))
    missing = [column for column in ("lon", "lat", "rank") if column not in columns]
    missing += [f"{_NAME}{language}" for language in wanted if language not in there]
    if missing or not there or len(columns) > MAX_COLUMNS or len(set(columns)) != len(columns):
        what = f"lacks the column {missing[0]}" if missing else "has no header that can be used"
        raise _refused(file, what, "begin with lon,lat,rank and a column name:LANGUAGE for each language")
    return list(wanted) or there


def _refused(file: str, what: str, mend: str) -> FormError:
    return FormError(file, [Problem("the file", None, None, what, mend)])


def _row(line: str) -> list[str] | None:
    try:
        return [cell.strip() for cell in next(csv.reader([line], strict=True), [])]
    except csv.Error:
        return None


def _understood(line: str, columns: Sequence[str], languages: Sequence[str], number: int) -> Place | Problem:
    cells = _row(line)
    if cells is None or len(cells) != len(columns):
        what = "has a quote that does not close" if cells is None else f"has {len(cells)} cells"
        mend = f"give it {len(columns)} cells, as the header has; a quote closes in its line"
        return Problem("the row", number, line[:60], what, mend)
    row = dict(zip(columns, cells, strict=True))
    for field, most in (("lon", 180), ("lat", 90)):
        value = _number(row[field])
        if value is None or abs(value) > most:
            what = "is no number" if value is None else "is not on the earth"
            return Problem(field, number, row[field][:60], what, f"write degrees, -{most} to {most}")
    if not (row["rank"].isascii() and row["rank"].isdigit() and 1 <= int(row["rank"][:6]) <= 99):
        return Problem("rank", number, row["rank"][:60], "is no rank", "write 1 for the biggest, up to 99")
    names = [unicodedata.normalize("NFC", row[f"{_NAME}{language}"]) for language in languages]
    for language, name in zip(languages, names, strict=True):
        if len(name) > MAX_NAME or not name.isprintable():
            mend = f"write a name of at most {MAX_NAME} letters"
            return Problem(f"{_NAME}{language}", number, name[:60], "is no name that can be drawn", mend)
    if not any(names):
        return Problem(f"{_NAME}{languages[0]}", number, None, "is empty", "give it a name in one of the languages")
    told = tuple(dict.fromkeys(name for name in names if name))
    return Place(float(row["lon"]), float(row["lat"]), int(row["rank"]), told)


def _number(text: str) -> float | None:
    try:
        value = float(text) if text.isascii() and "_" not in text else None
    except ValueError:
        return None
    return value if value is not None and isfinite(value) else None
