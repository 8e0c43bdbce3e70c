"""One file with the records of many sources, each named in its row: what one room alone is run on."""

from __future__ import annotations

from functools import partial

import polars as pl

from ceaseline.captures import Capture
from ceaseline.sources.cells import Check
from ceaseline.sources.observations.understanding import ObservationsForm, understood
from ceaseline.sources.observing import Understood, optional, read_observations
from ceaseline.sources.protocol import Reading
from ceaseline.sources.tabular import open_table

NEEDED = ("observation_id", "source", "earliest")
NO_SOURCE = "name whose record it is, as in the table of sources"
_FORM = ObservationsForm(name="many", kind="observations", file="many", role="public")


def read_many(capture: Capture) -> Reading:
    """Return the observations of a file whose columns are those of the public table, ``source`` among them.

    All is read as text, and held to the rules of a file of the kind ``observations``. But ids stay as they are, and
    ``accused`` may name anybody, as there are no terms to hold it against.

    Args:
        capture: CSV, a sheet, Parquet or GeoJSON.

    Raises:
        FileRefused: no table, or one without id, source and time.
    """
    return read_observations(
        capture, _FORM, opens=partial(open_table, needed=NEEDED), understand=_understood, notes=lambda _: ()
    )


def _understood(frame: pl.DataFrame) -> Understood:
    found = understood(frame.drop("accused", strict=False), _FORM, {})
    source, accused = frame["source"], optional(frame, "accused").replace("", None)
    return Understood(
        found.rows.with_columns(source.alias("source"), accused.alias("accused")),
        [*found.checks, Check("source", source, "empty", NO_SOURCE, source == "")],
    )
