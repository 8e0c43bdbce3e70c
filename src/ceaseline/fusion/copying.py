"""Which records say what another one said first: the same text, nearly the same text, or the same film."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ceaseline.fusion.agreeing import points
from ceaseline.fusion.likeness import sketches

LEAST_WORDS = 10  # a sentence of so many words is not written twice by chance; most forms to fill in are shorter
ALIKE = 0.55  # of shingles: one word in ten, two in fifteen are others
SOON_S = 3600.0  # a text spreads from one hour to the next
DAYS_S = 86_400.0  # and a film from one day to the next
FAR_KM = 30.0  # the same words of places so far apart are a form of words
_BACK = 4  # records before that one is held against, of those that are like it

Ints = NDArray[np.int64]
Marks = NDArray[np.bool_]


@attrs.frozen(eq=False)
class _Told:
    """Records that can be copies, in order of time.

    Attributes:
        row: of the record in its table.
        at: seconds since 1970.
        where: kilometres from the middle of the earth; not a number where no place is known.
        source: a number for its source.
        accredited: whether its source is an instrument or a monitor, who fill in forms.
    """

    row: Ints
    at: NDArray[np.float64]
    where: NDArray[np.float64]
    source: NDArray[np.uint64]
    accredited: Marks

    def apart(self, one: Ints, other: Ints) -> NDArray[np.float64]:
        """Return how many kilometres lie between pairs; none where a place is not known."""
        return np.asarray(np.nan_to_num(np.linalg.norm(self.where[one] - self.where[other], axis=1)))


def copies(rows: pl.DataFrame) -> tuple[Ints, Ints]:
    """Return pairs of rows of which one copies the other, or both a third.

    A text is taken without its numbers, signs and capitals, has ten words or more, and was told within an hour and
    30 km of the one before it; a film within a day. What instruments and monitors write alike are forms to be
    filled in, and no copies of one another. A source that says the same of several places, or says it again
    with other numbers, tells of several happenings: its own records are copies only where text and place are the
    very same.

    Args:
        rows: observations in order of time, with ``accredited``.
    """
    none = np.zeros(0, dtype=np.int64)
    found = [(none, none)]
    worded = _worded(rows)
    if worded.height > 1:
        found.append(_of_texts(worded))
    shown = rows.with_row_index("row").filter(pl.col("media").is_not_null())
    if shown.height > 1:
        told = _told(shown)
        film = shown["media"].hash().to_numpy()
        found.append(
            _accepted(
                told, np.arange(len(told.row)), [_before(told, np.arange(len(film)), film, DAYS_S)], forms=True
            )
        )
    return np.concatenate([one for one, _ in found]), np.concatenate([other for _, other in found])


def _worded(rows: pl.DataFrame) -> pl.DataFrame:
    text = pl.col("text").str.to_lowercase()
    return (
        rows.with_row_index("row")
        .filter(pl.col("text").str.len_chars() > 2 * LEAST_WORDS)
        .with_columns(
            text=text.str.replace_all(r"\s+", " ").str.strip_chars(),
            words=text.str.replace_all(r"[^\p{L}\p{M}]+", " ").str.strip_chars(),
        )
        .filter(pl.col("words").str.count_matches(" ", literal=True) >= LEAST_WORDS - 1)
    )


def _told(rows: pl.DataFrame) -> _Told:
    lon, lat = (rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in ("lon", "lat"))
    return _Told(
        row=rows["row"].to_numpy().astype(np.int64),
        at=rows["earliest"].dt.epoch("us").to_numpy() / 1e6,
        where=points(lon, lat),
        source=rows["source"].hash().to_numpy(),
        accredited=rows["accredited"].to_numpy(),
    )


def _of_texts(worded: pl.DataFrame) -> tuple[Ints, Ints]:
    told, every = _told(worded), np.arange(worded.height)
    same = worded.select(pl.struct("text", "lon", "lat").hash())["text"].to_numpy()
    one, other = _before(told, every, same, SOON_S, own=True, back=1)
    sure = ~(told.accredited[one] & told.accredited[other])
    parts = _parts(len(told.row), one[sure], other[sure])
    first = worded.with_row_index("at").select(pl.col("at").min().over("words"))["at"].to_numpy()
    wordings, number = np.unique(first, return_inverse=True)
    found = [_before(told, every, key, SOON_S) for key in (worded["text"].hash().to_numpy(), number)]
    sketched = sketches(worded["words"][wordings])
    for texts, band in sketched.bands():
        place = np.full(len(wordings), -1)
        place[texts] = np.arange(len(texts))
        those = np.flatnonzero(place[number] >= 0)
        left, right = _before(told, those, band[place[number[those]]], SOON_S, unlike=number)
        like = sketched.alike(number[left], number[right]) >= ALIKE
        found.append((left[like], right[like]))
    pairs = _accepted(told, parts, found, forms=False)
    return np.concatenate([told.row[one[sure]], pairs[0]]), np.concatenate([told.row[other[sure]], pairs[1]])


def _before(
    told: _Told,
    those: Ints,
    key: NDArray[np.generic],
    within: float,
    *,
    own: bool = False,
    back: int = _BACK,
    unlike: Ints | None = None,
) -> tuple[Ints, Ints]:
    """Return for some records the nearest in place of the last before them that have the same key.

    Args:
        told: records in order of time.
        those: which are looked at, ascending.
        key: of each of these; what has to be the same.
        within: seconds.
        own: whether those of the same source count too.
        back: how many before it are looked at.
        unlike: of every record; what has to be another.
    """
    if len(those) < 2:
        return those[:0], those[:0]
    order = np.argsort(key, kind="stable")
    like = key[order[1:]] == key[order[:-1]]
    order = order[np.concatenate([[False], like]) | np.concatenate([like, [False]])]
    keys, order = key[order], those[order]
    best, apart = np.full(len(order), -1, dtype=np.int64), np.full(len(order), np.inf)
    for lag in range(1, min(back, len(order) - 1) + 1):
        at = np.flatnonzero(keys[lag:] == keys[:-lag]) + lag
        one, other = order[at - lag], order[at]
        fits = told.at[other] - told.at[one] <= within
        if not own:
            fits &= told.source[one] != told.source[other]
        if unlike is not None:
            fits &= unlike[one] != unlike[other]
        at, one, other = at[fits], one[fits], other[fits]
        far = told.apart(one, other)
        nearer = (far <= FAR_KM) & (far < apart[at])
        best[at[nearer]], apart[at[nearer]] = one[nearer], far[nearer]
    has = np.flatnonzero(best >= 0)
    return best[has], order[has]


def _parts(n: int, one: Ints, other: Ints) -> Ints:
    _, parts = connected_components(coo_array((np.ones(len(one)), (one, other)), shape=(n, n)), directed=False)
    return np.asarray(parts, dtype=np.int64)


def _accepted(told: _Told, parts: Ints, found: Sequence[tuple[Ints, Ints]], *, forms: bool) -> tuple[Ints, Ints]:
    """Return pairs by which no source gets two of its own statements into one, as rows.

    Args:
        told: records in order of time.
        parts: of those that are copies already, the same number.
        found: pairs, the surest first.
        forms: whether instruments and monitors count as copying one another.
    """
    one, other = (np.concatenate([pair[side] for pair in found]) for side in (0, 1))
    fits = parts[one] != parts[other]
    if not forms:
        fits &= ~(told.accredited[one] & told.accredited[other])
    one, other = one[fits], other[fits]
    kept = list(_kept(parts[one].tolist(), parts[other].tolist(), _sources(told, parts, one, other)))
    return told.row[one[kept]], told.row[other[kept]]


def _sources(told: _Told, parts: Ints, one: Ints, other: Ints) -> dict[int, set[int]]:
    """Return which sources are in each part that a pair leads to."""
    asked = np.isin(parts, np.concatenate([parts[one], parts[other]]))
    speak: dict[int, set[int]] = {}
    for part, source in zip(parts[asked].tolist(), told.source[asked].tolist(), strict=True):
        speak.setdefault(part, set()).add(source)
    return speak


def _kept(one: Sequence[int], other: Sequence[int], speak: dict[int, set[int]]) -> Iterator[int]:
    """Yield the numbers of pairs of parts that are joined, in turn: those that have no source in common."""
    into = {part: part for part in speak}

    def root(part: int) -> int:
        while into[part] != part:
            into[part] = into[into[part]]
            part = into[part]
        return part

    for number, (left, right) in enumerate(zip(one, other, strict=True)):
        small, large = sorted((root(left), root(right)), key=lambda part: len(speak[part]))
        if small != large and speak[small].isdisjoint(speak[large]):
            into[small] = large
            speak[large] |= speak.pop(small)
            yield number
