"""Cells of registers: closed words, parties, free text, and stretches of time."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from ceaseline.sources.cells import Check, Parsed, same, times
from ceaseline.sources.observing import optional


def text(frame: pl.DataFrame, field: str) -> pl.Series:
    """Return a column of free text, null where a cell is empty or the file has no such column."""
    return optional(frame, field).replace("", None)


def closed(frame: pl.DataFrame, field: str, words: Collection[str]) -> Parsed:
    """Read a column of closed words; capitals, blanks and hyphens make no difference.

    Args:
        frame: a batch.
        field: the column.
        words: those there are.
    """
    cells = frame[field]
    spelt = cells.str.to_lowercase().str.replace_all(r"[ -]+", "_")
    known = spelt.is_in(list(words))
    check = Check(field, cells, "unknown-word", f"use one of: {', '.join(words)}", ~known)
    return Parsed(pl.select(pl.when(known).then(spelt)).to_series(), (check,))


def names(frame: pl.DataFrame, field: str, parties: Mapping[str, str]) -> Parsed:
    """Read a column of parties as their codes; an empty cell is null.

    Args:
        frame: a batch.
        field: the column; the file need not have it.
        parties: code of each name that may stand there.
    """
    cells = optional(frame, field)
    mend = "use a code of the terms, or name it under parties: in sources.yaml"
    check = Check(field, cells, "unknown-party", mend, (cells != "") & ~cells.is_in(list(parties)))
    return Parsed(cells.replace_strict(parties, default=None, return_dtype=pl.String), (check,))


def moments(frame: pl.DataFrame, zone: str | None) -> tuple[Parsed, Parsed]:
    """Read the columns ``from`` and ``until``, both of which are needed, as stretches that run forward.

    Args:
        frame: a batch.
        zone: clock of times without an offset.
    """
    start, until = (times(frame[field], field, zones=same(zone or "", frame[field])) for field in ("from", "until"))
    backward = (until.values <= start.values).fill_null(value=False)
    mend = "it ends before it starts; swap the ends, or correct one"
    return start, Parsed(
        until.values, (*until.checks, Check("until", frame["until"], "time-backward", mend, backward))
    )
