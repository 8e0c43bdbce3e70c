"""Rows of any number on disk, day by day, in a file that has no name and is gone with the program."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO

import numpy as np
import polars as pl
from numpy.typing import NDArray

AT_ONCE = 400_000  # rows held before they are written
DAY_US = 86_400_000_000


class ByDay:
    """Rows that are put away in any order, and given out by the day that their ``earliest`` is on.

    Attributes:
        days: how many rows each day has, by its number since 1970.
        words: how many rows say each ``phenomenon``.
        sources: how many rows each ``source`` has.
    """

    def __init__(self, folder: Path) -> None:
        """Make the file.

        Args:
            folder: where it takes room; it must be there.
        """
        self.days: Counter[int] = Counter()
        self.words: Counter[str] = Counter()
        self.sources: Counter[str] = Counter()
        self._file: IO[bytes] = TemporaryFile(dir=folder)  # noqa: SIM115 -- closed when this is left
        self._lies: dict[int, list[tuple[int, int]]] = {}
        self._held: list[pl.DataFrame] = []
        self._ids: list[NDArray[np.uint64]] = []
        self._dropped = pl.Series([], dtype=pl.Int64)

    def __enter__(self) -> ByDay:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, rows: pl.DataFrame) -> None:
        """Put rows away.

        Args:
            rows: with ``observation_id``, ``line``, ``earliest``, ``phenomenon`` and ``source``, and all that is
                to be given out.
        """
        self._held.append(rows)
        if sum(each.height for each in self._held) >= AT_ONCE:
            self._write()

    def same_ids(self) -> pl.DataFrame:
        """Return all rows whose id another row has too, by line; ids of equal hash count as equal."""
        self._write()
        ids = np.sort(np.concatenate(self._ids)) if self._ids else np.zeros(0, dtype=np.uint64)
        twice = pl.Series(np.unique(ids[1:][ids[1:] == ids[:-1]]), dtype=pl.UInt64)
        self._ids = []
        if twice.is_empty():
            return pl.DataFrame(schema={"observation_id": pl.String, "line": pl.Int64})
        found = [
            rows.filter(rows["observation_id"].hash().is_in(twice.implode())) for rows in map(self.read, self._lies)
        ]
        return pl.concat(found).sort("line")

    def drop(self, rows: pl.DataFrame) -> None:
        """Take rows out again, which their ``line`` tells."""
        self._count(rows, -1)
        self._dropped = pl.concat([self._dropped, rows["line"]])

    def read(self, day: int) -> pl.DataFrame:
        """Return the rows of a day."""
        parts = []
        for place, size in self._lies[day]:
            self._file.seek(place)
            parts.append(pl.read_ipc(io.BytesIO(self._file.read(size))))
        rows = pl.concat(parts)
        return rows.filter(~pl.col("line").is_in(self._dropped.implode())) if len(self._dropped) else rows

    def _write(self) -> None:
        if not self._held:
            return
        rows = pl.concat(self._held)
        self._held = []
        self._ids.append(rows["observation_id"].hash().to_numpy())
        self._count(rows, 1)
        dated = rows.with_columns(day=pl.col("earliest").dt.epoch("us") // DAY_US)
        for (day,), part in dated.partition_by("day", as_dict=True, include_key=False).items():
            buffer = io.BytesIO()
            part.write_ipc(buffer, compression="lz4")
            place = self._file.seek(0, io.SEEK_END)
            self._lies.setdefault(int(day), []).append((place, self._file.write(buffer.getbuffer())))

    def _count(self, rows: pl.DataFrame, sign: int) -> None:
        day = (pl.col("earliest").dt.epoch("us") // DAY_US).alias("day")
        for counter, column in (
            (self.days, day),
            (self.words, pl.col("phenomenon")),
            (self.sources, pl.col("source")),
        ):
            for name, many in rows.group_by(column).len().iter_rows():
                counter[name] += sign * many
        self.words.pop(None, None)  # type: ignore[call-overload] # of rows that say no word
        for counter in (self.days, self.words, self.sources):
            for name in [name for name, many in counter.items() if not many]:
                del counter[name]
