"""From a capture of any kind of observations to rows of the public table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

import attrs
import polars as pl

from ceaseline.captures import Capture
from ceaseline.sources.cells import LINE, Check, aside, faults, frame_of, set_aside
from ceaseline.sources.delimited import Batch
from ceaseline.sources.observing.form import ObservingForm
from ceaseline.sources.protocol import Misnamed, Reading
from ceaseline.sources.tabular import Table
from ceaseline.tables import Observations
from ceaseline.terms import Terms

ID = "\0id"  # what the file itself calls the row; no header can hold a zero byte
_EMPTY = Observations.create_empty()
_OURS = ("observation_id", "capture_id", "licence", "may_republish")
_GIVEN = [name for name in _EMPTY.columns if name not in _OURS]
_NOTHING = pl.DataFrame(schema={ID: pl.String(), **{name: _EMPTY.schema[name] for name in _GIVEN}})


@attrs.frozen(eq=False)
class Understood:
    """A batch, understood.

    Attributes:
        rows: a row for each of the batch, with ``ID`` and those columns of the observations that this kind gives.
            Where it gives a ``source``, the id stays as it is; else that of the capture is put before it.
        checks: the rules, each with as many cells; a row that breaks one is set aside.
    """

    rows: pl.DataFrame
    checks: Sequence[Check]


@attrs.frozen(eq=False)
class Part:
    """Some rows of a file, held to the rules that each row can break alone.

    Attributes:
        rows: the good ones.
        set_aside: the others, each with the rule it broke, as :func:`~ceaseline.sources.cells.aside` gives them.
        seen: how many there were.
    """

    rows: pl.DataFrame
    set_aside: pl.DataFrame
    seen: int


Understand = Callable[[pl.DataFrame], Understood]
Open = Callable[[BinaryIO], Table]


def read_observations(
    capture: Capture,
    form: ObservingForm,
    *,
    opens: Open,
    understand: Understand,
    only: Collection[str] | None = None,
    notes: Callable[[pl.DataFrame], Iterable[str]] = lambda _: (),
) -> Reading:
    """Return the observations of a capture, and every other row with the rule it broke.

    A row whose id was given before with the same content is skipped; where the content differs, nobody can say
    which is right, and both are set aside.

    Args:
        capture: the file.
        form: the entry of its source.
        opens: opens the bytes as a table.
        understand: reads a batch; the frame has the columns of the file as text, and ``LINE``.
        only: the columns it reads; None for all.
        notes: says of the good rows what a careful reader should know.

    Raises:
        FileRefused: no table of this kind.
    """
    kept, asides, seen = [_NOTHING], [], 0
    with capture.open() as stream:
        table = opens(stream)
        for part in parts_of(table, understand, only):
            kept.append(part.rows)
            asides.append(part.set_aside)
            seen += part.seen
    rows, twice, repeats = without_contradictions(pl.concat(kept))
    if len(twice):
        asides += again(capture, opens, understand, twice)
    return Reading(
        rows=finished(rows, capture, form),
        set_aside=set_aside(asides, source=capture.source, capture_id=capture.capture_id, file=capture.name),
        seen=seen,
        skipped=repeats,
        header=table.header,
        notes=(*table.notes(), *notes(rows)),
    )


def parts_of(table: Table, understand: Understand, only: Collection[str] | None = None) -> Iterator[Part]:
    """Yield the observations of a table some at a time, with ``ID``, for :func:`finished`."""
    for batch in table.batches():
        frame = frame_of(batch, table.header, only)
        found = understand(frame)
        broken = faults(frame[LINE], found.checks)
        rows = _laid_out(frame, found.rows)
        good = rows.join(broken, on="line", how="anti", maintain_order="left") if broken.height else rows
        yield Part(good, aside(batch, broken), len(batch.lines) + len(batch.bad))


def optional(frame: pl.DataFrame, field: str) -> pl.Series:
    """Return a column of a batch, empty cells where the file does not have it."""
    if field in frame.columns:
        return frame[field]
    return pl.Series(field, [""], dtype=pl.String).new_from_index(0, frame.height)


def refuse_unknown_parties(parties: Mapping[str, str], terms: Terms) -> None:
    """Refuse an entry that gives a name to a party the terms do not have.

    Raises:
        Misnamed: it does.
    """
    for name, party in parties.items():
        if party not in terms.parties:
            raise Misnamed(("parties", name), "party of the terms", party, terms.parties)


def _laid_out(frame: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with every column that a kind may give, null where it gives none."""
    lines = rows.with_columns(frame[LINE].alias("line"))
    missing = [pl.lit(None, dtype=_EMPTY.schema[name]).alias(name) for name in _GIVEN if name not in lines.columns]
    return lines.with_columns(missing).select(ID, *(pl.col(name).cast(_EMPTY.schema[name]) for name in _GIVEN))


def finished(rows: pl.DataFrame, capture: Capture, form: ObservingForm) -> pl.DataFrame:
    """Return rows in the columns of the table, each with its id."""
    own = pl.format("{}-{}", pl.lit(capture.source), ID)
    return (
        rows.with_columns(
            pl.when(pl.col("source").is_null()).then(own).otherwise(ID).alias("observation_id"),
            pl.col("source").fill_null(pl.lit(capture.source)),
        )
        .select(
            "observation_id",
            pl.lit(capture.capture_id).alias("capture_id"),
            *_GIVEN,
            pl.lit(form.licence, dtype=pl.String).alias("licence"),
            pl.lit(form.may_republish).alias("may_republish"),
        )
        .select(_EMPTY.columns)
    )


def without_contradictions(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series, int]:
    """Part off the lines whose id is given twice with other content; drop those that merely repeat.

    Args:
        rows: with ``ID``, ``line`` and what they say.

    Returns:
        The rows that are left, the lines of those that contradict each other, and how many repeat another.
    """
    if rows[ID].hash().n_unique() == rows.height:  # which takes a hundredth of the memory of looking at the ids
        return rows, pl.Series([], dtype=pl.Int64), 0
    suspects = rows.filter(pl.col(ID).is_duplicated())
    content = [name for name in rows.columns if name != "line"]
    once = suspects.unique(content, keep="first", maintain_order=True)
    differing = once.filter(pl.col(ID).is_duplicated())[ID].unique()
    contradicting = suspects.filter(pl.col(ID).is_in(differing.implode()))["line"]
    known = pl.concat([once["line"], contradicting])
    repeating = suspects.filter(~pl.col("line").is_in(known.implode()))["line"]
    dropped = pl.concat([contradicting, repeating])
    return rows.filter(~pl.col("line").is_in(dropped.implode())), contradicting, len(repeating)


def again(capture: Capture, opens: Open, understand: Understand, lines: Collection[int]) -> Iterator[pl.DataFrame]:
    """Yield the rows whose id is given twice as they stand in the file, for which it is read once more."""
    wanted = set(lines)
    mend = "this id is given twice with different content; keep the right one, or give the other an id of its own"
    with capture.open() as stream:
        table = opens(stream)
        for batch in table.batches():
            if wanted.isdisjoint(batch.lines):
                continue
            frame = frame_of(Batch(batch.lines, batch.rows, []), table.header)
            named = understand(frame).rows[ID].str.replace(r"\x00.*$", "")  # what a kind keeps behind it for itself
            check = Check("(id)", named, "id-twice", mend, frame[LINE].is_in(wanted))
            yield aside(Batch(batch.lines, batch.rows, []), faults(frame[LINE], [check]))
