"""From a capture of any kind of register to rows of its table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

import attrs
import dataframely as dy
import polars as pl

from ceaseline.captures import Capture
from ceaseline.sources.cells import LINE, Check, aside, faults, frame_of, set_aside
from ceaseline.sources.observing import Understood
from ceaseline.sources.protocol import Reading, SourceForm
from ceaseline.sources.tabular import open_table

_OURS = ("source", "capture_id")


@attrs.frozen
class Rival:
    """A rule between rows: those that contradict each other are all set aside, as nobody can know the right one.

    Attributes:
        field: the column that is told.
        rule: short code.
        mend: what would be right.
        lines: returns the lines of good rows that contradict others.
    """

    field: str
    rule: str
    mend: str
    lines: Callable[[pl.DataFrame], pl.Series]


def given_twice(field: str) -> Rival:
    """Return the rule that an id is given once."""
    mend = f"this {field} is given twice with different content; keep the right row, or give the other its own"
    return Rival(field, "id-twice", mend, lambda rows: rows.filter(pl.col(field).is_duplicated())["line"])


def overlapping(rows: pl.DataFrame, name: str) -> pl.Series:
    """Return the lines of rows that share time with another of the same *name*; ends that touch share none."""
    ordered = rows.sort(name, "from")
    before = pl.col("until").cum_max().shift(1).over(name)
    after = pl.col("from").shift(-1).over(name)
    return ordered.filter((pl.col("from") < before) | (after < pl.col("until")))["line"]


def read_register(
    capture: Capture,
    form: SourceForm,
    *,
    schema: type[dy.Schema],
    needed: Collection[str],
    understand: Callable[[pl.DataFrame], Understood],
    rival: Rival,
    zone: str | None = None,
) -> Reading:
    """Return the rows of a register, and every other row with the rule it broke; a mere repeat is skipped.

    Args:
        capture: the file.
        form: the entry of its source.
        schema: the table.
        needed: columns the file must have.
        understand: reads a batch of cells, in the columns of the file as text.
        rival: what rows may not do to each other.
        zone: clock on which times without an offset are read, for the notes.

    Raises:
        FileRefused: no table of this kind.
    """
    columns = {name: kind for name, kind in schema.create_empty().schema.items() if name not in _OURS}
    kept, asides, seen = [pl.DataFrame(schema=columns)], [], 0
    with capture.open() as stream:
        file = open_table(stream, needed=needed, encoding=form.encoding)
        for batch in file.batches():
            frame = frame_of(batch, file.header)
            found = understand(frame)
            broken = faults(frame[LINE], found.checks)
            rows = found.rows.with_columns(frame[LINE].alias("line")).select(
                pl.col(name).cast(kind) for name, kind in columns.items()
            )
            kept.append(rows.join(broken, on="line", how="anti", maintain_order="left"))
            asides.append(aside(batch, broken))
            seen += len(batch.lines) + len(batch.bad)
    every = pl.concat(kept)
    once = every.unique([name for name in columns if name != "line"], keep="first", maintain_order=True)
    contradicting = set(rival.lines(once))
    if contradicting:
        asides += _again(capture, form, rival, contradicting)
    return Reading(
        rows=once.filter(~pl.col("line").is_in(list(contradicting))).with_columns(
            source=pl.lit(capture.source), capture_id=pl.lit(capture.capture_id)
        ),
        set_aside=set_aside(asides, source=capture.source, capture_id=capture.capture_id, file=capture.name),
        seen=seen,
        skipped=every.height - once.height,
        header=file.header,
        notes=(*file.notes(), *_clock(zone)),
    )


def _clock(zone: str | None) -> Iterator[str]:
    if zone and zone != "UTC":
        yield f"times without an offset were read on the clock of {zone}"


def _again(capture: Capture, form: SourceForm, rival: Rival, wanted: set[int]) -> Iterator[pl.DataFrame]:
    """Yield the rows that contradict others as they stand in the file, for which it is read once more."""
    with capture.open() as stream:
        file = open_table(stream, needed=[rival.field], encoding=form.encoding)
        for batch in file.batches():
            if wanted.isdisjoint(batch.lines):
                continue
            frame = frame_of(batch, file.header)
            broken = frame[LINE].is_in(list(wanted))
            check = Check(rival.field, frame[rival.field], rival.rule, rival.mend, broken)
            yield aside(attrs.evolve(batch, bad=[]), faults(frame[LINE], [check]))
