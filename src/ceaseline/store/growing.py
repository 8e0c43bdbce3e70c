"""A table that is written part by part, and stands under its name once it is whole."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from ceaseline.store.shelf import write_table

_ROWS = 250_000  # held before they are written


class Growing:
    """A table of any length.

    Attributes:
        folder: where it will stand.
        name: of the table.
        height: rows so far.
    """

    def __init__(self, folder: Path, name: str, empty: pl.DataFrame) -> None:
        """Begin a table that has no rows yet."""
        self.folder, self.name, self.height = folder, name, 0
        self._held: list[pl.DataFrame] = [empty]
        self._parts: list[Path] = []

    def add(self, rows: pl.DataFrame) -> None:
        """Put rows under those that are there."""
        self.height += rows.height
        self._held.append(rows)
        if sum(each.height for each in self._held) >= _ROWS:
            part = self.folder / f".half-{self.name}-{len(self._parts)}.parquet"
            self._parts.append(part)
            pl.concat(self._held).write_parquet(part)
            self._held = [rows.clear()]

    def finish(self) -> Path:
        """Give it its name; beside it stands CSV where it is not too long for people."""
        rest = pl.concat(self._held)
        if not self._parts:
            return write_table(self.folder, self.name, rest)
        last = self.folder / f".half-{self.name}-{len(self._parts)}.parquet"
        self._parts.append(last)
        rest.write_parquet(last)
        path = self.folder / f"{self.name}.parquet"
        half = path.with_name(f".half-{path.name}")
        pl.scan_parquet(self._parts).sink_parquet(half)
        half.replace(path)
        path.with_suffix(".csv").unlink(missing_ok=True)  # of an earlier, shorter table
        self.clear()
        return path

    def clear(self) -> None:
        """Delete parts that are in no table."""
        for part in self._parts:
            part.unlink(missing_ok=True)
        self._parts = []
