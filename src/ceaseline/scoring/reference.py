"""A linker that may see the truth: each record goes to the true incident it most likely tells of.

What it cannot put together right, no linker that sees only the records can be expected to. It is a ceiling in
practice and no proof: it looks at each record alone, takes errors for normal, and takes an invented record that
fits a true incident for one of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from ceaseline.scoring.habits import called, habits, spoken
from ceaseline.scoring.linking import ALONE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_EARTH_KM = 6371.0088  # mean radius
_ROUND = 1.5095921  # sigmas of a round normal error that hold 68 %
_ERRORS = 3.5  # sigmas beyond which a true incident is no candidate; holds 99.8 % in the plane
_LEAST_KM, _LEAST_S = 0.01, 1.0  # nobody states a place or a moment more exactly
_MANY = 1_000  # records looked at together; no answer depends on it


def reference(observations: pl.DataFrame, incidents: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Return the true incident each record most likely tells of, by its place, its time and its words.

    The likelihood is that of a round normal error of place, of a normal error of time beyond the stated interval,
    and of the words. How wide errors are is what the record states, mended by what its source's errors are in this
    very world; how often acts are called so is counted in it too. Records without a place are compared with
    incidents without one. Alone are records with no candidate within 3.5 sigmas, and those of sources that mostly
    make up what they tell.

    Args:
        observations: the table.
        incidents: the true ones.
        members: which record tells of which, for knowing sources and not for putting any record to its own.

    Returns:
        ``observation_id`` and ``said``.
    """
    words = called(observations, incidents, members)
    true = incidents.sort("at", "incident_id")
    told = (
        observations.join(habits(observations, incidents, members), on="observation_id")
        .select(
            "observation_id",
            "makes_up",
            "lon",
            "lat",
            km=(pl.col("radius_m") / 1000 / _ROUND * pl.col("wider")).clip(_LEAST_KM),
            start=pl.col("earliest").dt.epoch("us") / 1e6,
            end=pl.col("latest").dt.epoch("us") / 1e6,
            sigma=pl.max_horizontal(pl.col("time_sigma_s").fill_null(0.0), "off_s").clip(_LEAST_S),
            word=spoken(),
        )
        .sort("start", "observation_id")
    )
    asked = told.filter(~pl.col("makes_up"))
    parts = [
        _assigned(asked.filter(placed), true.filter(placed), words, placed=bool(number))
        for number, placed in enumerate((pl.col("lon").is_null(), pl.col("lon").is_not_null()))
    ]
    made_up = told.filter("makes_up").select("observation_id", said=ALONE + pl.col("observation_id"))
    return pl.concat([*parts, made_up])


def _assigned(
    told: pl.DataFrame, true: pl.DataFrame, words: dict[str, dict[str, float]], *, placed: bool
) -> pl.DataFrame:
    best = np.full(told.height, -1, dtype=np.int64)
    if told.height and true.height:
        table, acts, calls = _table(words, true["act"], told["word"])
        start = true["at"].dt.epoch("us").to_numpy() / 1e6
        end = true["until"].dt.epoch("us").to_numpy() / 1e6
        for rows, record, candidate, square in _candidates(told, true, start, end, placed=placed):
            part = told[rows]
            sigma = part["sigma"].to_numpy()[record]
            gap = np.maximum(
                np.maximum(start[candidate] - part["end"].to_numpy()[record], 0.0),
                part["start"].to_numpy()[record] - end[candidate],
            )
            fits = gap <= _ERRORS * sigma
            likely = -square / 2 - (gap / sigma) ** 2 / 2 + table[acts[candidate], calls[rows][record]]
            best[rows] = _best(len(part), record[fits], candidate[fits], likely[fits])
    said = true["incident_id"].gather(pl.Series(best).replace(-1, None))
    alone = ALONE + told["observation_id"]
    return told.select("observation_id").with_columns(said=said.fill_null(alone))


def _candidates(
    told: pl.DataFrame, true: pl.DataFrame, start: Floats, end: Floats, *, placed: bool
) -> Iterator[tuple[slice, Ints, Ints, Floats]]:
    """Yield pairs of records and true incidents that may be one, some records at a time.

    Yields:
        Which records, the row of each pair among them, the row of its incident, and the square of the distance in
        sigmas of the record.
    """
    longest = float((end - start).max())
    where = _points(true) if placed else None
    for first in range(0, told.height, _MANY):
        rows = slice(first, min(first + _MANY, told.height))
        part = told[rows]
        slack = _ERRORS * part["sigma"].to_numpy()
        early, late = part["start"].to_numpy() - slack, part["end"].to_numpy() + slack
        low = int(np.searchsorted(start, early.min() - longest))
        high = int(np.searchsorted(start, late.max(), side="right"))
        if low == high:
            continue
        if where is None:
            record, candidate = (grid.ravel() for grid in np.indices((len(part), high - low)))
            yield rows, record, candidate + low, np.zeros(len(record))
            continue
        here, km = _points(part), part["km"].to_numpy()
        found = cKDTree(where[low:high]).query_ball_point(here, _ERRORS * km)
        record = np.repeat(np.arange(len(part)), [len(each) for each in found])
        candidate = np.concatenate([np.asarray(each, dtype=np.int64) for each in found]) + low
        apart = np.linalg.norm(here[record] - where[candidate], axis=1)
        yield rows, record, candidate, (apart / km[record]) ** 2


def _best(many: int, record: Ints, candidate: Ints, likely: Floats) -> Ints:
    """Return the likeliest candidate of each record, the earlier of equals, and -1 where there is none."""
    best = np.full(many, -1, dtype=np.int64)
    order = np.lexsort((candidate, -likely, record))
    _, at = np.unique(record[order], return_index=True)
    best[record[order][at]] = candidate[order][at]
    return best


def _table(words: dict[str, dict[str, float]], act: pl.Series, word: pl.Series) -> tuple[Floats, Ints, Ints]:
    """Return logarithms of chances by act and word, and the row of each act and the column of each word."""
    acts, calls = act.unique().sort(), word.unique().sort()
    least = np.log(1e-3)  # of a word never heard of such an act
    table = np.array([[words.get(each, {}).get(call, least) for call in calls] for each in acts])
    return table, _places(acts, act), _places(calls, word)


def _places(names: pl.Series, values: pl.Series) -> Ints:
    """Return where each value stands among the names."""
    known = {name: place for place, name in enumerate(names)}
    return values.replace_strict(known, return_dtype=pl.Int64).to_numpy()


def _points(frame: pl.DataFrame) -> Floats:
    """Return places as points in kilometres from the middle of the earth, shape (n, 3)."""
    east, north = np.radians(frame["lon"].to_numpy()), np.radians(frame["lat"].to_numpy())
    level = np.cos(north)
    return _EARTH_KM * np.column_stack([level * np.cos(east), level * np.sin(east), np.sin(north)])
