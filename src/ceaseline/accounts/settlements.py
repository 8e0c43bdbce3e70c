"""Which places the words of a statement can mean: candidates with chances, and never a silent pick."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from math import asin, cos, exp, radians, sin, sqrt

import attrs

from ceaseline.accounts.alleging import Alleging

_LONGEST = 4  # words of a name
_RADIUS_M = (8_000.0, 5_000.0, 3_000.0)  # of settlements, by rank
_SMALL_M = 2_000.0
_NEAR_M = 5_000.0  # what "near" adds
_REACH_KM = 40.0  # how fast the chance falls with the distance to the line
_FAR = 0.02  # what is left of it far from any line
_HELD = 0.68  # share of the chance that a radius holds
_EARTH_KM = 6371.0


@attrs.frozen
class Settlement:
    """A settlement of the gazetteer.

    Attributes:
        lon, lat: WGS 84 degrees.
        rank: 1 for the biggest.
        names: in any language.
    """

    lon: float
    lat: float
    rank: int
    names: tuple[str, ...]


@attrs.frozen
class Candidate:
    """A place that is perhaps meant.

    Attributes:
        name: as the text has it.
        lon, lat: WGS 84 degrees.
        radius_m: holds the act with a chance of 68 %, if this place is meant.
        line_km: how far the nearest line is; None where none is drawn.
        probability: that it is meant.
    """

    name: str
    lon: float
    lat: float
    radius_m: float
    line_km: float | None
    probability: float


@attrs.frozen
class Known:
    """The settlements of a case, by name."""

    by_name: Mapping[str, Sequence[Settlement]]

    @classmethod
    def of(cls, settlements: Iterable[Settlement]) -> Known:
        """Return what finds settlements by their names; capitals make no difference."""
        found: dict[str, list[Settlement]] = defaultdict(list)
        for each in settlements:
            for name in each.names:
                found[name.casefold()].append(each)
        return cls(found)


def candidates(
    text: str, known: Known, words: Alleging, km_to_line: Callable[[float, float], float | None]
) -> list[Candidate]:
    """Return the places that a statement can mean, likeliest first; none where it names none that is known.

    Of several names the first behind a word such as "in" or "near" counts, else the first. Of several places of
    that name, bigger ones and those nearer to a line are likelier; both weights are judgements, fitted to nothing.

    Args:
        text: the statement.
        known: the settlements of the case.
        words: of its language.
        km_to_line: how far the nearest line is from a place; None where none is drawn.
    """
    named = list(_named(text, known))
    if not named:
        return []
    at, name = min(named, key=lambda each: (not _is_placed(text, each[0], words), each[0]))
    is_near = any(text[:at].lower().rstrip().endswith(phrase) for phrase in words.near)
    lines = [(each, km_to_line(each.lon, each.lat)) for each in known.by_name[name.casefold()]]
    weights = [_weight(each, line_km) for each, line_km in lines]
    found = [
        Candidate(name, each.lon, each.lat, _radius(each, is_near=is_near), line_km, weight / sum(weights))
        for (each, line_km), weight in zip(lines, weights, strict=True)
    ]
    return sorted(found, key=lambda each: (-each.probability, each.lon, each.lat))


def _named(text: str, known: Known) -> Iterator[tuple[int, str]]:
    """Yield where a text names a settlement, and how; of names that begin with one word the longest."""
    starts = list(re.finditer(r"\b[^\W\d_][\w'’-]*", text))
    passed = 0
    for number, first in enumerate(starts):
        if first.start() < passed or not first[0][0].isupper():
            continue
        for last in reversed(starts[number : number + _LONGEST]):
            name = re.sub(r"['’]s?$", "", text[first.start() : last.end()])
            if name.casefold() in known.by_name:
                passed = last.end()
                yield first.start(), name
                break


def _is_placed(text: str, at: int, words: Alleging) -> bool:
    before = text[:at].lower().rstrip()
    return any(re.search(rf"\b{re.escape(word)}$", before) for word in (*words.at, *words.near))


def _weight(settlement: Settlement, line_km: float | None) -> float:
    near = 1.0 if line_km is None else max(exp(-line_km / _REACH_KM), _FAR)
    return near / settlement.rank


def _radius(settlement: Settlement, *, is_near: bool) -> float:
    own = _RADIUS_M[settlement.rank - 1] if settlement.rank <= len(_RADIUS_M) else _SMALL_M
    return own + (_NEAR_M if is_near else 0.0)


def weighed(places: Sequence[Candidate]) -> tuple[float, float, float] | None:
    """Return one place that stands for all: longitude, latitude and the radius that holds 68 % of the chance.

    The centre is the candidate around which that radius is smallest; so two far places of equal chance give a
    radius that reaches from one to the other, and one that is nearly sure gives its own.

    Examples:
        >>> likely, other = (Candidate("Aulis", 30.0 + p, 50.0, 2000.0, None, p) for p in (0.9, 0.1))
        >>> weighed([likely, other])
        (30.9, 50.0, 2000.0)
    """
    if not places:
        return None
    radii = [(_holding(place, places), number) for number, place in enumerate(places)]
    radius, number = min(radii)
    return places[number].lon, places[number].lat, radius


def _holding(centre: Candidate, places: Sequence[Candidate]) -> float:
    """Return the radius around one candidate that holds 68 % of the chance, in metres."""
    reaches = sorted((_apart_m(centre, each) + each.radius_m, each.probability) for each in places)
    held = accumulate(probability for _, probability in reaches)
    return next(
        (reach for (reach, _), so_far in zip(reaches, held, strict=True) if so_far >= _HELD), reaches[-1][0]
    )


def _apart_m(one: Candidate, other: Candidate) -> float:
    """Return how far two places are apart on a sphere, in metres."""
    lat, other_lat = radians(one.lat), radians(other.lat)
    half = sin((other_lat - lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2000 * _EARTH_KM * asin(min(sqrt(half), 1.0))
