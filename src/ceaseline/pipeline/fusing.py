"""Records of one file put together, without a case: the room of fusion run alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import attrs
import dataframely as dy
import polars as pl

from ceaseline.captures import Capture
from ceaseline.errors import FileRefused, InputError
from ceaseline.fusion import Fused, fuse
from ceaseline.pipeline.intake import Tell, watched
from ceaseline.sources.observations.many import read_many
from ceaseline.sources.observations.typed import is_typed, read_typed
from ceaseline.sources.protocol import Reading
from ceaseline.sources.source_tables import read_sources, sources_of
from ceaseline.store import write_table
from ceaseline.tables import Observations, Sources

_ROWS = 200_000  # held to their table at a time
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a file that is only read was received by nobody


@attrs.frozen
class FusedFile:
    """What became of a file of records.

    Attributes:
        reading: its rows, and those set aside.
        fused: what they tell of; None where no row could be used.
        files: what was written, by the name of the table.
        notes: what a careful reader should know.
    """

    reading: Reading
    fused: Fused | None
    files: dict[str, Path]
    notes: tuple[str, ...]


def fuse_file(observations: Path, sources: Path | None, folder: Path, tell: Tell) -> FusedFile:
    """Put the records of a file together, and write what they tell of.

    Writes ``incidents``, ``members`` and ``responses``, and ``set_aside`` where rows were: each as Parquet, and as
    CSV where it is not too long for people. Where no row can be used, only ``set_aside`` is written.

    Args:
        observations: the public table, as Parquet or CSV, with ``observation_id``, ``source`` and ``earliest``.
        sources: the public table of sources; None where nothing is known of them, and each is a group of its own.
        folder: made where it is not there; files of these names in it are replaced, others stay.
        tell: told how far the work has come.

    Raises:
        FileRefused: the records are no table, or one without a column that is needed.
        InputError: a file is not there, the table of sources cannot be understood, or nothing can be written there.
    """
    for path in filter(None, (observations, sources)):
        if not path.is_file():
            raise InputError(f"{path} is no file. Mend: name the table, as Parquet or CSV")
    if folder.exists() and not folder.is_dir():
        raise InputError(f"-o {folder} is a file, not a folder; nothing was changed. Mend: name a folder")
    known = None if sources is None else _named(sources)
    reading = _read(observations, tell)
    tables: dict[str, pl.DataFrame] = {"set_aside": reading.set_aside} if reading.set_aside.height else {}
    fused = None
    notes = [*reading.notes]
    if reading.rows.height:
        rows = _held(reading.rows)
        notes += _notes(rows, known)
        tell("putting together", 0, 1)
        fused = fuse(rows, sources_of(rows["source"]) if known is None else known)
        tell("putting together", 1, 1)
        tables |= {"incidents": fused.incidents, "members": fused.members, "responses": fused.responses}
    try:
        files = {name: write_table(folder, name, table) for name, table in tables.items()}
        for old in () if reading.set_aside.height else folder.glob("set_aside.*"):
            old.unlink()  # of an earlier run, whose rows were mended
    except OSError as error:
        raise InputError(f"{folder} cannot be written to: {error}. Mend: name another folder with -o") from None
    return FusedFile(reading, fused, files, tuple(notes))


def _named(path: Path) -> dy.DataFrame[Sources]:
    try:
        return read_sources(path)
    except FileRefused as error:
        raise InputError(f"{path}: {error}") from None


def _read(path: Path, tell: Tell) -> Reading:
    capture = Capture(path.name, "many", path.name, _NEVER, path.stat().st_size, lambda: path.open("rb"))
    try:
        if is_typed(path):
            return read_typed(path, lambda done, whole: tell(path.name, done, whole))
        return read_many(watched(capture, tell))
    except FileRefused as error:
        raise FileRefused(f"{path}: {error}") from None


def _held(rows: pl.DataFrame) -> dy.DataFrame[Observations]:
    """Return rows held to their table some at a time, as all at once take as much memory again.

    That no id is there twice, which no part can show, is what reading them has seen to.
    """
    for part in rows.iter_slices(_ROWS):
        Observations.validate(part)
    return Observations.cast(rows)


def _notes(rows: pl.DataFrame, known: pl.DataFrame | None) -> Iterator[str]:
    if known is None:
        yield "no sources are given, so each counts as a group of its own, and as nobody's"
        return
    strange = rows.filter(~pl.col("source").is_in(known["source"].implode()))["source"].value_counts(sort=True)
    if strange.height:
        named = ", ".join(f"{name} ({count:,})" for name, count in strange.head(10).iter_rows())
        more = ", ..." if strange.height > 10 else ""
        yield f"not in the table of sources, so each counts as a group of its own: {named}{more}"
