"""Records of one file put together, without a case: the room of fusion run alone, on files of any size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs
import dataframely as dy
import polars as pl

from ceaseline.captures import Capture
from ceaseline.errors import FileRefused, InputError
from ceaseline.fusion import Records, answers, asides, asides_told, by_days, large, orderly
from ceaseline.pipeline.intake import Tell, watched
from ceaseline.sources.observations.many import Many, Text, put_aside
from ceaseline.sources.observations.typed import Typed, is_typed
from ceaseline.sources.observing.reading import ID, without_contradictions
from ceaseline.sources.source_tables import read_sources, sources_of
from ceaseline.store import ByDay, Growing, write_table
from ceaseline.tables import Incidents, Members, Observations, Responses, SetAside, Sources

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a file that is only read was received by nobody
_ANSWERS = 100_000  # incidents looked at together for answers
_LONG_AGO = timedelta(hours=1)  # what began before that is answered by none of them


@attrs.frozen
class FusedFile:
    """What became of a file of records.

    Attributes:
        set_aside: its rows that could not be taken.
        counts: of rows and of what was written; without incidents where no row could be used.
        files: what was written, by the name of the table.
        notes: what a careful reader should know.
    """

    set_aside: dy.DataFrame[SetAside]
    counts: Mapping[str, int]
    files: Mapping[str, Path]
    notes: tuple[str, ...]


def fuse_file(observations: Path, sources: Path | None, folder: Path, tell: Tell) -> FusedFile:
    """Put the records of a file together, and write what they tell of.

    Writes ``incidents``, ``members`` and ``responses``, and ``set_aside`` where rows were: each as Parquet, and as
    CSV where it is not too long for people. Where no row can be used, only ``set_aside`` is written.

    The records lie by day in a file without a name in the folder meanwhile, so that the busiest days bound the
    memory that is taken, and not the length of the file.

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
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ByDay(folder) as kept:
            return _fused(observations, known, kept, folder, tell)
    except FileRefused as error:
        raise FileRefused(f"{observations}: {error}") from None
    except OSError as error:
        raise InputError(f"{folder} cannot be written to: {error}. Mend: name another folder with -o") from None


def _named(path: Path) -> dy.DataFrame[Sources]:
    try:
        return read_sources(path)
    except FileRefused as error:
        raise InputError(f"{path}: {error}") from None


def _fused(
    observations: Path, known: dy.DataFrame[Sources] | None, kept: ByDay, folder: Path, tell: Tell
) -> FusedFile:
    file = _opened(observations, tell)
    aside, counts = _read(file, observations.name, kept)
    files: dict[str, Path] = {}
    if aside.height:
        files["set_aside"] = write_table(folder, "set_aside", aside)
    else:
        for old in folder.glob("set_aside.*"):
            old.unlink()  # of an earlier run, whose rows were mended
    if not kept.days:
        return FusedFile(aside, counts, files, tuple(file.notes))
    names = pl.Series(sorted(kept.sources), dtype=pl.String)
    apart: Counter[str] = Counter()
    written, made = _put_together(kept, sources_of(names) if known is None else known, apart, folder, tell)
    notes = (*file.notes, *_notes(kept.sources, known), *asides_told(apart, apart["large"]))
    return FusedFile(aside, counts | made, files | written, notes)


def _opened(path: Path, tell: Tell) -> Many:
    if is_typed(path):
        return Typed(path, lambda done, whole: tell(path.name, done, whole))
    capture = Capture(path.name, "many", path.name, _NEVER, path.stat().st_size, lambda: path.open("rb"))
    return Text(watched(capture, tell))


def _read(file: Many, name: str, kept: ByDay) -> tuple[dy.DataFrame[SetAside], dict[str, int]]:
    """Put the records of a file away by day; return the rows that were set aside, and counts.

    A row that repeats another to the letter is skipped; of two that differ under one id, both are set aside.
    """
    asides, seen, taken = [], 0, 0
    for part in file.parts():
        kept.add(part.rows)
        asides += [part.set_aside] if part.set_aside.height else []
        seen, taken = seen + part.seen, taken + part.rows.height
    same = kept.same_ids()
    once, twice, repeats = without_contradictions(same.rename({"observation_id": ID}))
    if same.height:
        kept.drop(same.filter(~pl.col("line").is_in(once["line"].implode())))
    if len(twice):
        asides.append(file.contradicting(twice.to_list()))
    aside = put_aside(asides, name)
    left = taken - len(twice) - repeats
    return aside, {"seen": seen, "set_aside": aside.height, "skipped": repeats, "observations": left}


def _put_together(
    kept: ByDay, sources: dy.DataFrame[Sources], apart: Counter[str], folder: Path, tell: Tell
) -> tuple[dict[str, Path], dict[str, int]]:
    """Write incidents, members and answers, and count them, and what was treated in a way of its own."""
    for day in kept.days:
        apart.update(asides(kept.read(day)))
    records = Records(kept.days, kept.words, lambda day: Observations.validate(kept.read(day)))
    incidents, members, responses = tables = [
        Growing(folder, name, empty)
        for name, empty in (
            ("incidents", Incidents.create_empty()),
            ("members", Members.create_empty()),
            ("responses", Responses.create_empty()),
        )
    ]
    alone, several, orders = 0, 0, [orderly(Incidents.create_empty())]
    with ExitStack() as stack:
        for table in tables:
            stack.callback(table.clear)
        for told, belonging in by_days(records, sources, tell=tell):
            incidents.add(told)
            members.add(belonging)
            orders.append(orderly(told))
            alone += int((told["observations"] == 1).sum())
            several += int((told["groups"] > 1).sum())
            apart["large"] += large(told)
        for found in _answers(pl.concat(orders)):
            responses.add(found)
        files = {table.name: table.finish() for table in tables}
    counts = {"incidents": incidents.height, "alone": alone, "of_several_groups": several}
    return files, counts | {"members": members.height, "responses": responses.height}


def _answers(orders: pl.DataFrame) -> Iterator[dy.DataFrame[Responses]]:
    """Yield which incident answers which, some incidents at a time."""
    middle = pl.col("earliest") + (pl.col("latest") - pl.col("earliest")) / 2
    told = orders.with_columns(middle=middle).sort("middle", "incident_id")
    for some in told.iter_slices(_ANSWERS):
        since = some["middle"][0] - _LONG_AGO
        about = told.filter(pl.col("middle").is_between(since, some["middle"][-1]))
        found = answers(Incidents.cast(about.select(Incidents.column_names())))
        yield Responses.cast(found.filter(pl.col("incident_id").is_in(some["incident_id"].implode())))


def _notes(named: Mapping[str, int], known: pl.DataFrame | None) -> Iterator[str]:
    if known is None:
        yield "no sources are given, so each counts as a group of its own, and as nobody's"
        return
    strange = sorted(named.keys() - set(known["source"]), key=lambda name: (-named[name], name))
    if strange:
        told = ", ".join(f"{name} ({named[name]:,})" for name in strange[:10])
        more = ", ..." if len(strange) > 10 else ""
        yield f"not in the table of sources, so each counts as a group of its own: {told}{more}"
