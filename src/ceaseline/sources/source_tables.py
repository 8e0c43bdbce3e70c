"""The public table of sources from a file: who tells, in whose interest, and who copies whom."""

from __future__ import annotations

from pathlib import Path

import dataframely as dy
import polars as pl

from ceaseline.errors import FormError, Problem
from ceaseline.sources.cells import LINE, Check, faults, frame_of, truths
from ceaseline.sources.observing import optional
from ceaseline.sources.tabular import open_table
from ceaseline.tables import Sources
from ceaseline.tables.columns import GRADES

_ROLES = ("instrument", "monitor", "party", "press", "osint", "public")
_WRONG = {
    "empty": "is empty",
    "not-a-row": "is no row",
    "source-twice": "is given twice",
    "unknown-role": "is no role",
    "unknown-grade": "is no grade",
    "not-yes-or-no": "is neither yes nor no",
}


def read_sources(path: Path) -> dy.DataFrame[Sources]:
    """Return the sources of a file in the columns of the public table; ``source`` alone is needed.

    A source without a ``group`` is its own, one without a ``role`` is ``public``, one without a ``grade`` F6, and
    none may be republished unless ``may_republish`` says so.

    Args:
        path: CSV, a sheet or Parquet.

    Raises:
        FileRefused: no such table.
        FormError: rows that cannot be understood, all of them: what a source is decides how its records count.
    """
    with path.open("rb") as stream:
        table = open_table(stream, needed=("source",))
        batches = list(table.batches())
    rows = pl.concat([_EMPTY, *(_laid_out(frame_of(batch, table.header)) for batch in batches)])
    bad = [Problem("(line)", line.line, line.text[:60], "is no row", line.mend) for b in batches for line in b.bad]
    broken = faults(rows[LINE], _checks(rows))
    bad += [
        Problem(field, line, value or None, _WRONG[rule], mend)
        for line, field, value, rule, mend in broken.select("line", "field", "value", "rule", "mend").iter_rows()
    ]
    if bad:
        raise FormError(path.name, sorted(bad, key=lambda problem: problem.line or 0))
    return Sources.validate(
        rows.select(
            "source",
            pl.col("kind").replace("", "observations"),
            pl.col("role").replace("", "public"),
            pl.col("party").replace("", None),
            pl.when(pl.col("group") == "").then("source").otherwise("group").alias("group"),
            pl.col("grade").replace("", "F6"),
            pl.col("licence").replace("", None),
            truths(rows["may_republish"], "may_republish").values.alias("may_republish"),
        )
    )


def sources_of(names: pl.Series) -> dy.DataFrame[Sources]:
    """Return an entry for each name, as of a source of which nothing is known: its own group, nobody's interest.

    Args:
        names: in any order, and as often as one likes.
    """
    rows = pl.DataFrame({"source": names.unique().sort()})
    return Sources.validate(
        rows.with_columns(
            kind=pl.lit("observations"),
            role=pl.lit("public"),
            party=pl.lit(None, dtype=pl.String),
            group=pl.col("source"),
            grade=pl.lit("F6"),
            licence=pl.lit(None, dtype=pl.String),
            may_republish=pl.lit(value=False),
        )
    )


_EMPTY = pl.DataFrame(schema={LINE: pl.Int64, **dict.fromkeys(Sources.column_names(), pl.String)})


def _laid_out(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(LINE, *(optional(frame, name).alias(name) for name in Sources.column_names()))


def _checks(rows: pl.DataFrame) -> list[Check]:
    name, role, grade = rows["source"], rows["role"], rows["grade"]
    roles = f"use one of {', '.join(_ROLES)}"
    return [
        Check("source", name, "empty", "give each source its name", name == ""),
        Check("source", name, "source-twice", "keep one row for each source", name.is_duplicated() & (name != "")),
        Check("role", role, "unknown-role", roles, (role != "") & ~role.is_in(_ROLES)),
        Check(
            "grade", grade, "unknown-grade", "use A1 to F6, or leave it empty", (grade != "") & ~grade.is_in(GRADES)
        ),
        *truths(rows["may_republish"], "may_republish").checks,
    ]
