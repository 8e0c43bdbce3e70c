"""Make a declared table out of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import dataframely as dy
import polars as pl

S = TypeVar("S", bound=dy.Schema)


def from_rows(schema: type[S], rows: Sequence[Mapping[str, Any]]) -> dy.DataFrame[S]:
    """Return *rows* as a table that keeps the promises of *schema*; no rows give an empty table.

    Raises:
        dataframely.exc.ValidationError: a row breaks a rule; that is a fault of this program, not of a file.

    Examples:
        >>> from ceaseline.tables import Findings
        >>> from_rows(Findings, []).height
        0
    """
    return schema.validate(pl.DataFrame(list(rows), schema=schema.create_empty().schema))
