"""Tables as CSV for people who open them in a spreadsheet: nothing in a cell is ever executed."""

from __future__ import annotations

import re

import polars as pl
import polars.selectors as cs

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = r"^[=+\-@\t\r]"


def to_csv(table: pl.DataFrame, *, plain: bool = False) -> bytes:
    r"""Return *table* as UTF-8 CSV; text that a spreadsheet would run is marked with an apostrophe.

    Times are written as ISO 8601 in UTC, bytes such as geometries in hexadecimal. Our own readers take the mark off
    again.

    Args:
        table: n rows.
        plain: write numbers with digits alone; our own readers know no exponents.

    Examples:
        >>> to_csv(pl.DataFrame({"text": ["=1+1", "fire"], "count": [-1, 2]})).decode()
        "text,count\n'=1+1,-1\nfire,2\n"
    """
    spelt = table.with_columns(cs.binary().bin.encode("hex"))
    marked = spelt.with_columns(_marked(cs.string())).rename(harmless)
    exponents = False if plain else None  # None: where that is shorter
    return marked.write_csv(datetime_format="%Y-%m-%dT%H:%M:%S%.fZ", float_scientific=exponents).encode()


def _marked(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text).name.keep()


def harmless(cell: str) -> str:
    """Return one cell, marked where a spreadsheet would run it.

    Examples:
        >>> harmless("=1+1"), harmless("fire")
        ("'=1+1", 'fire')
    """
    return f"'{cell}" if re.match(_FORMULA, cell) else cell
