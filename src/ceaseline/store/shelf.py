"""Derived tables on disk: Parquet for programs, CSV beside it for people."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

import attrs
import polars as pl

from ceaseline.errors import InputError
from ceaseline.tables.exporting import to_csv

_LARGEST_CSV = 100_000  # rows; a spreadsheet opens no more in comfort, and Parquet is there


@attrs.frozen
class Tables:
    """The ``tables`` folder of a case: all of it follows from evidence and forms, and may be deleted.

    Attributes:
        folder: where it lies.
    """

    folder: Path

    @property
    def memory(self) -> Path:
        """The folder of what earlier runs worked out."""
        return self.folder / ".memo"

    def write(
        self,
        tables: Mapping[str, pl.DataFrame],
        loose: Mapping[str, bytes],
        remembered: Mapping[str, bytes | None] | None = None,
    ) -> None:
        """Replace the whole folder.

        Args:
            tables: a Parquet file for each, and CSV where it is not too long for people.
            loose: other files, by path in the folder.
            remembered: what is to be remembered, new bytes or None for what lies there; the rest is forgotten. None
                to leave all of that as it is.
        """
        fresh = self.folder.with_name(self.folder.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for name, table in tables.items():
            buffer = BytesIO()
            table.write_parquet(buffer)
            (fresh / f"{name}.parquet").write_bytes(buffer.getvalue())
            if table.height <= _LARGEST_CSV:
                (fresh / f"{name}.csv").write_bytes(to_csv(table))
        for name, content in loose.items():
            (fresh / name).parent.mkdir(exist_ok=True)
            (fresh / name).write_bytes(content)
        self._remember(fresh / self.memory.name, remembered)
        shutil.rmtree(self.folder, ignore_errors=True)
        fresh.rename(self.folder)

    def _remember(self, fresh: Path, remembered: Mapping[str, bytes | None] | None) -> None:
        """Move what is remembered over; what cannot be moved is forgotten."""
        if remembered is None:
            if self.memory.is_dir():
                self.memory.rename(fresh)
            return
        for name, content in remembered.items():
            fresh.mkdir(exist_ok=True)
            if content is not None:
                (fresh / name).write_bytes(content)
            elif (self.memory / name).is_file():
                (self.memory / name).rename(fresh / name)

    def clear(self) -> None:
        """Delete the whole folder; a run makes it again."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def read(self, name: str) -> pl.DataFrame:
        """Return a table as it was last written.

        Raises:
            InputError: it is not there: nothing was run yet.
        """
        path = self.folder / f"{name}.parquet"
        if not path.is_file():
            raise InputError(f"{path} is not there. Mend: ceaseline run")
        return pl.read_parquet(path)


def write_table(folder: Path, name: str, table: pl.DataFrame) -> Path:
    """Write one table into a folder that is not ours: as Parquet, and as CSV where it is not too long for people.

    Returns:
        The Parquet file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.parquet"
    half = path.with_name(f".half-{path.name}")
    table.write_parquet(half)  # straight to the disk: a large table is not held twice
    half.replace(path)
    beside = path.with_suffix(".csv")
    if table.height <= _LARGEST_CSV:
        write_whole(beside, to_csv(table))
    else:
        beside.unlink(missing_ok=True)  # of an earlier, shorter table
    return path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never half of either."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".half-", delete=False) as half:
        half.write(content)
    Path(half.name).chmod(0o644)
    Path(half.name).replace(path)
