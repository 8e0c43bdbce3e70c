"""From records to happenings: incidents, which records tell of which, and which incident answers which."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs
import dataframely as dy
import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ceaseline.fusion.answers import answers
from ceaseline.fusion.evidence import (
    LONGEST_S,
    ROUND,
    WIDEST_KM,
    Evidence,
    Floats,
    Ints,
    Vocabulary,
    evidence,
    vocabulary,
)
from ceaseline.fusion.habits import Habits, unlearned
from ceaseline.fusion.ruling import Ruling, obeyed, surely
from ceaseline.fusion.summing import incidents
from ceaseline.fusion.witnesses import witnesses
from ceaseline.tables import Incidents, Members, Observations, Responses, Sources

NOTHING = "no_event"
DAY_S = 86_400.0
EDGE_S = 1.5 * DAY_S  # records so far beyond the days at work are looked at with them
AT_ONCE = 100_000  # records of the days put together at once, where more than one day is
DAYS_LEVELS = 5  # 16 days at most are put together at once
LEARNED_FROM = 40_000  # records that habits are learned from
RUN_DAYS = 4
TOO_FEW = 50  # records from which nothing is learned

Tell = Callable[[str], None]


@attrs.frozen
class Fused:
    """What records tell of, taken together."""

    incidents: dy.DataFrame[Incidents]
    members: dy.DataFrame[Members]
    responses: dy.DataFrame[Responses]


def fuse(
    observations: dy.DataFrame[Observations],
    sources: dy.DataFrame[Sources],
    *,
    rulings: Sequence[Ruling] = (),
    tell: Tell = lambda _: None,
) -> Fused:
    """Return the incidents that records tell of; every record belongs to exactly one.

    Two records are put together where it is likelier that they tell of one happening than of two: by their places
    and moments within the errors that they state and that their sources turn out to make, by how many others there
    are about, and by their words, weapons, numbers and directions. See :func:`~ceaseline.fusion.joining.join`.

    A record stays alone that has no place, is less exact than 25 km or twelve hours, or says that nothing happened.
    Whom a source blames is not looked at.

    Args:
        observations: in any order.
        sources: their groups; a source that is not there is a group of its own.
        rulings: what analysts said of records that belong together or do not.
        tell: told how the work goes on, and what was set aside.

    Returns:
        Incidents and members, by time and then by id of the first record. ``probability`` of a member is the chance
        that it belongs there, against standing alone and all other happenings near it; 1 where a person said so.
    """
    rows = _ordered(observations, sources)
    first = witnesses(rows)
    asked = np.flatnonzero((first == np.arange(len(first))) & rows["joins"].to_numpy())
    words = vocabulary(rows)
    told = evidence(rows[asked], words)
    habits = _learned(told, words, tell)
    label, chance, wide = np.arange(rows.height), np.ones(rows.height), np.zeros(rows.height)
    if len(asked):
        together, sure = _joined(told, habits, tell)
        label[asked], chance[asked] = asked[together], sure
        wide[asked] = told.km * habits.factor[told.source]
    label, chance, wide = label[first], chance[first], wide[first]
    label = obeyed(rows, label, rulings)
    rows = rows.with_columns(
        incident=pl.Series(label, dtype=pl.Int64),
        probability=pl.Series(surely(rows, chance, rulings)),
        witness=pl.Series(first, dtype=pl.Int64),
        group=rows["group"][first],
        likely_m=pl.Series(wide * ROUND * 1000),
    )
    told_of, members = incidents(rows, words, habits)
    return Fused(told_of, members, answers(told_of))


def _ordered(observations: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """Return the records in an order that their content gives, with what is asked of each."""
    groups = dict(sources.select("source", "group").iter_rows())
    claiming = sources.filter(pl.col("role") == "party")["source"].to_list()
    forms = sources.filter(pl.col("role").is_in(["instrument", "monitor"]))["source"].to_list()
    long = (pl.col("latest") - pl.col("earliest")).dt.total_microseconds() / 1e6 / 12**0.5
    exact = (pl.col("radius_m") / 1000 / ROUND <= WIDEST_KM) & (long <= LONGEST_S)
    return (
        observations.with_columns(
            group=pl.col("source").replace(groups),
            claimed=pl.col("source").is_in(claiming),
            accredited=pl.col("source").is_in(forms),
            joins=(
                exact
                & (pl.col("time_sigma_s").fill_null(0.0) <= LONGEST_S)
                & (pl.col("phenomenon") != NOTHING).fill_null(value=True)
            ).fill_null(value=False),
        )
        .sort("earliest", "latest", "source", "phenomenon", "lon", "lat", "observation_id")
        .with_row_index("place_in_order")
    )


def _learned(told: Evidence, words: Vocabulary, tell: Tell) -> Habits:
    """Return the habits of the sources, learned from all records or from those of some days, evenly chosen."""
    n = len(told.at)
    if n < TOO_FEW:
        return unlearned(words)
    from ceaseline.fusion.joining import join  # noqa: PLC0415  loads a compiler, which nothing else needs
    from ceaseline.fusion.learning import learn, relearn  # noqa: PLC0415

    runs = np.floor(told.at / (RUN_DAYS * DAY_S)).astype(
        np.int64
    )  # days in a row: what tells of one thing lies together
    present = np.unique(runs)
    step = min(max(1, round(n / LEARNED_FROM)), len(present))
    part = _part(told, np.isin(runs, present[::step]))
    seconds = _span(told.at) * len(present[::step]) / len(present)
    tell(f"learning from {len(part.at):,} records what {len(words.sources):,} sources are like")
    habits = learn(part, words, seconds)
    made = join(part, habits, seconds)
    return relearn(part, words, habits, made.label, made.chance)


def _part(told: Evidence, which: Any) -> Evidence:
    columns: list[Any] = [column[which] for column in told]
    return Evidence(*columns)


def _span(at: Floats) -> float:
    return max(float(at.max() - at.min()), 3600.0)


def _joined(told: Evidence, habits: Habits, tell: Tell) -> tuple[Ints, Floats]:
    """Return the happening of each record and how surely it is of it; some days are put together at a time.

    Each record is put to the most exact record of its happening as that looks from its own days and a day and a
    half about them; so it does not matter where a file begins or ends beyond that.
    """
    from ceaseline.fusion.joining import join  # noqa: PLC0415  loads a compiler, which nothing else needs

    n = len(told.at)
    order = np.argsort(told.at, kind="stable")
    at = told.at[order]
    anchor, chance = np.arange(n), np.ones(n)
    for begin, end in _blocks(at):
        low, high = np.searchsorted(at, [begin - EDGE_S, end + EDGE_S])
        here = np.sort(order[low:high])
        part = _part(told, here)
        tell(f"putting together {len(here):,} records")
        made = join(part, habits, _span(part.at))
        exact = np.lexsort(
            (np.arange(len(here)), part.km * habits.factor[part.source], part.s * habits.slow[part.source])
        )
        best = np.full(len(here), -1, dtype=np.int64)
        best[made.label[exact[::-1]]] = exact[::-1]
        own = (part.at >= begin) & (part.at < end)
        anchor[here[own]] = here[best[made.label[own]]]
        chance[here[own]] = made.chance[own]
    _, parts = connected_components(coo_array((np.ones(n), (np.arange(n), anchor)), shape=(n, n)), directed=False)
    first = np.full(n, n, dtype=np.int64)
    np.minimum.at(first, parts, np.arange(n))
    return first[parts], chance


def _blocks(at: Floats) -> Iterator[tuple[float, float]]:
    """Yield from when to when records are put together at once: days, and more where there are few records.

    Args:
        at: moments, ascending.
    """
    if not len(at):
        return
    length = 2 ** (DAYS_LEVELS - 1)
    first, last = int(at[0] // (DAY_S * length)), int(at[-1] // (DAY_S * length))
    for number in range(first, last + 1):
        yield from _halved(at, number * length, length)


def _halved(at: Floats, begin: int, length: int) -> Iterator[tuple[float, float]]:
    low, high = np.searchsorted(at, [begin * DAY_S, (begin + length) * DAY_S])
    if low == high:
        return
    if length == 1 or high - low <= AT_ONCE:
        yield begin * DAY_S, (begin + length) * DAY_S
        return
    yield from _halved(at, begin, length // 2)
    yield from _halved(at, begin + length // 2, length // 2)
