"""Records of any number put together some days at a time, in memory that the busiest days bound."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import dataframely as dy
import numpy as np
import polars as pl

from ceaseline.fusion.acquaintance import Acquaintance, Recall, acquainted, anew, content, local, means_of, span
from ceaseline.fusion.blocks import EDGE_S, Days, blocks, learned_from
from ceaseline.fusion.evidence import LONGEST_S, MOST_WORDS, ROUND, WIDEST_KM, Floats, evidence
from ceaseline.fusion.gathering import Gathering
from ceaseline.fusion.ruling import Ruling, obeyed, surely
from ceaseline.fusion.summing import incidents
from ceaseline.fusion.witnesses import witnesses
from ceaseline.tables import Incidents, Members

NOTHING = "no_event"
ORDER = ("earliest", "latest", "source", "phenomenon", "lon", "lat", "observation_id")
_START = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
AHEAD = 2  # blocks of days that are worked at at once: what two processors can do, and twice the memory of one
_WHOLE_DAYS = 2  # that hold what lies an edge beyond a day

Tell = Callable[[str, int, int], None]
"""Told the name of a piece of work, how much of it is done, and how much there is."""


@attrs.frozen
class Records:
    """Records of any number, given out by days.

    Attributes:
        days: how many begin on each.
        words: how many say each phenomenon.
        read: returns those that begin on a day, in any order.
    """

    days: Days
    words: dict[str, int]
    read: Callable[[int], pl.DataFrame]

    @property
    def truths(self) -> list[str]:
        """The words for what truly was that are told apart: the most frequent."""
        often = sorted(self.words, key=lambda word: (-self.words[word], word))
        return sorted(often[:MOST_WORDS])


def days_and_words(rows: pl.DataFrame) -> tuple[dict[int, int], dict[str, int]]:
    """Return how many records begin on each day, and how many say each phenomenon."""
    day = (pl.col("earliest").dt.epoch("us") // 86_400_000_000).alias("day")
    days = dict(rows.group_by(day).len().iter_rows())
    words = dict(rows.filter(pl.col("phenomenon").is_not_null()).group_by("phenomenon").len().iter_rows())
    return days, words


def in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Return records in an order that their content gives."""
    return rows.sort(ORDER)


def by_days(
    records: Records, sources: pl.DataFrame, *, rulings: Sequence[Ruling] = (), recall: Recall = anew, tell: Tell
) -> Iterator[tuple[dy.DataFrame[Incidents], dy.DataFrame[Members]]]:
    """Yield what records tell of, in parts; taken together, incidents and members stand in order.

    Each record is put to the most exact record of its happening as that looks from its own days and a day and a
    half about them; so it does not matter where a file begins or ends beyond that. What sources are like is learned
    from some days first.

    Args:
        records: all.
        sources: their groups; a source that is not there is a group of its own.
        rulings: what people said of records; where there are any, all records are held until the end.
        recall: may know what was worked out before.
        tell: told how many records are put together.
    """
    whole = sum(records.days.values())
    if not whole:
        return
    days = _Days(records, sources)
    known = _learned(records, days, recall, tell)
    gathering, parts = Gathering(), _InOrder()
    done = 0
    for (_, end), window, start, own, links in _ahead(days, known, records, recall):
        place = start + np.arange(window.height)
        gathering.add(
            window.filter(pl.Series(own)).with_columns(
                place=pl.Series(place[own]),
                anchor=pl.Series(start + links[:, 0].astype(np.int64)),
                first=pl.Series(start + links[:, 1].astype(np.int64)),
                probability=pl.Series(links[:, 2]),
                likely_m=pl.Series(links[:, 3] * ROUND * 1000),
            )
        )
        done += int(own.sum())
        tell("putting together", done, whole)
        late = window.filter(pl.col("earliest") < _moment(end, -EDGE_S)).height
        last = done == whole
        rows, least = gathering.whole(whole if last else -1 if rulings else start + late)
        yield from parts.add(*_summed(rows, known, records.truths, rulings), least)


def _ahead(
    days: _Days, known: Acquaintance, records: Records, recall: Recall
) -> Iterator[tuple[tuple[int, int], pl.DataFrame, int, Any, Floats]]:
    """Yield days in order, with their records, the place of the first, which are their own, and the links of these.

    The next days are put together while those before are gathered. No days hang on others, so the number of
    processors changes nothing but the time it takes.
    """
    with ThreadPoolExecutor(AHEAD) as pool:
        waiting: deque[tuple[tuple[int, int], pl.DataFrame, int, Any, Future[Floats]]] = deque()
        for begin, end in blocks(records.days):
            window, start = days.about(begin, end)
            own = window.select(own=_begins_in(begin, end))["own"].to_numpy()
            links = pool.submit(_links, window, own, known, records.truths, recall)
            waiting.append(((begin, end), window, start, own, links))
            if len(waiting) == AHEAD:
                yield _known(waiting.popleft())
        yield from map(_known, waiting)


def _known(
    work: tuple[tuple[int, int], pl.DataFrame, int, Any, Future[Floats]],
) -> tuple[tuple[int, int], pl.DataFrame, int, Any, Floats]:
    at, window, start, own, links = work
    return at, window, start, own, links.result()


class _Days:
    """Records of days in a row, kept while they are looked at."""

    def __init__(self, records: Records, sources: pl.DataFrame) -> None:
        self._records, self._sources = records, sources
        self._kept: dict[int, pl.DataFrame] = {}
        self._before: dict[int, int] = {}
        many = 0
        for day in sorted(records.days):
            self._before[day] = many
            many += records.days[day]

    def of(self, wanted: Sequence[int]) -> pl.DataFrame:
        """Return the records of some days in order; other days are no longer kept."""
        self._kept = {day: rows for day, rows in self._kept.items() if day in set(wanted)}
        for day in wanted:
            if day not in self._kept:
                self._kept[day] = _asked(in_order(self._records.read(day)), self._sources)
        return pl.concat([self._kept[day] for day in wanted])

    def about(self, begin: int, end: int) -> tuple[pl.DataFrame, int]:
        """Return the records of days and of the edges about them, and the place of the first among all."""
        wanted = [day for day in range(begin - _WHOLE_DAYS, end + _WHOLE_DAYS) if day in self._before]
        rows = self.of(wanted)
        edge = pl.col("earliest").is_between(_moment(begin, -EDGE_S), _moment(end, EDGE_S), closed="left")
        before = rows.filter(pl.col("earliest") < _moment(begin, -EDGE_S)).height
        return rows.filter(edge), self._before[wanted[0]] + before


class _InOrder:
    """Incidents and members that wait until all before them are there."""

    def __init__(self) -> None:
        self._incidents: list[pl.DataFrame] = []
        self._members: list[pl.DataFrame] = []

    def add(
        self, told: pl.DataFrame, members: pl.DataFrame, least: int
    ) -> Iterator[tuple[dy.DataFrame[Incidents], dy.DataFrame[Members]]]:
        """Take some up, and yield those that stand before a place that is still waited for."""
        parts = []
        for waiting, rows in ((self._incidents, told), (self._members, members)):
            rows_ = pl.concat([*waiting, rows]).sort("place")
            waiting[:] = [rows_.filter(pl.col("place") >= least)]
            parts.append(rows_.filter(pl.col("place") < least).drop("place"))
        if parts[0].height or parts[1].height:
            yield Incidents.cast(parts[0]), Members.cast(parts[1])


def _asked(rows: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """Return records with what is asked of each: whose it is, and whether it can join others."""
    groups = dict(sources.select("source", "group").iter_rows())
    claiming = sources.filter(pl.col("role") == "party")["source"].to_list()
    forms = sources.filter(pl.col("role").is_in(["instrument", "monitor"]))["source"].to_list()
    long = (pl.col("latest") - pl.col("earliest")).dt.total_microseconds() / 1e6 / 12**0.5
    exact = (pl.col("radius_m") / 1000 / ROUND <= WIDEST_KM) & (long <= LONGEST_S)
    return rows.with_columns(
        group=pl.col("source").replace(groups),
        claimed=pl.col("source").is_in(claiming),
        accredited=pl.col("source").is_in(forms),
        joins=(
            exact
            & (pl.col("time_sigma_s").fill_null(0.0) <= LONGEST_S)
            & (pl.col("phenomenon") != NOTHING).fill_null(value=True)
        ).fill_null(value=False),
    )


def _learned(records: Records, days: _Days, recall: Recall, tell: Tell) -> Acquaintance:
    """Return what sources are like, learned from all records or from those of some days."""
    chosen = learned_from(records.days)
    rows = days.of(chosen)
    first = witnesses(rows)
    rows = rows.filter(pl.Series(first == np.arange(rows.height)) & pl.col("joins"))
    tell("learning what sources are like", 0, rows.height)
    known = acquainted(rows, records.truths, len(chosen), recall)
    tell("learning what sources are like", rows.height, rows.height)
    return known


def _links(window: pl.DataFrame, own: Any, known: Acquaintance, truths: Sequence[str], recall: Recall) -> Floats:
    """Return for each own record of a window, shape (own, 4), all as places in the window.

    The most exact record of its happening, the first who said it, how surely it is of that happening, and how far
    off its place is likely to be in kilometres: 0 where nothing is known of it.
    """
    first = witnesses(window)
    asked = np.flatnonzero((first == np.arange(len(first))) & window["joins"].to_numpy())
    anchor, chance, wide = np.arange(len(first)), np.ones(len(first)), np.zeros(len(first))
    if len(asked):
        words = local(window[asked], truths)
        told = evidence(window[asked], words)
        habits = known.of(words, means_of(told, words))

        def joined() -> Floats:
            from ceaseline.fusion.joining import join  # noqa: PLC0415  loads a compiler, which nothing else needs

            made = join(told, habits, span(told))
            return np.column_stack([made.label, made.chance])

        label, sure = recall("together", content(told, habits), (len(asked), 2), joined).T
        km, s = told.km * habits.factor[told.source], told.s * habits.slow[told.source]
        exact = np.lexsort((np.arange(len(asked)), s, km))[::-1]
        best = np.full(len(asked), -1, dtype=np.int64)
        best[label.astype(np.int64)[exact]] = exact
        anchor[asked], chance[asked], wide[asked] = asked[best[label.astype(np.int64)]], sure, km
    links: Floats = np.column_stack([anchor[first], first, chance[first], wide[first]])[own]
    return links


def _summed(
    rows: pl.DataFrame, known: Acquaintance, truths: Sequence[str], rulings: Sequence[Ruling]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return incidents and members of whole happenings, each with its place in the order of all records."""
    if rows.is_empty():
        place = pl.lit(0, dtype=pl.Int64).alias("place")
        return Incidents.create_empty().with_columns(place), Members.create_empty().with_columns(place)
    words = local(rows, truths)
    places = rows["place"].to_numpy()
    label, first = (np.searchsorted(places, rows[name].to_numpy()) for name in ("label", "root"))
    label = obeyed(rows, label, rulings)
    rows = rows.with_row_index("place_in_order").with_columns(
        incident=pl.Series(label, dtype=pl.Int64),
        probability=pl.Series(surely(rows, rows["probability"].to_numpy(), rulings)),
        witness=pl.Series(first, dtype=pl.Int64),
        group=rows["group"][first],
    )
    told, members = incidents(rows, words, known.of(words, np.zeros(len(words.sources), dtype=np.int64)))
    begins = np.sort(np.unique(label, return_index=True)[1])  # incidents stand in the order of their first records
    return (
        told.with_columns(place=pl.Series(places[begins])),
        members.with_columns(place=rows["place"]),
    )


def _begins_in(begin: int, end: int) -> pl.Expr:
    return pl.col("earliest").is_between(_moment(begin), _moment(end), closed="left")


def _moment(day: int, seconds: float = 0.0) -> datetime:
    return _START + day * _DAY + timedelta(seconds=seconds)
