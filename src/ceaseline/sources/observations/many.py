"""One file with the records of many sources, each named in its row: what one room alone is run on."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from typing import Protocol

import attrs
import dataframely as dy
import polars as pl

from ceaseline.captures import Capture
from ceaseline.sources.cells import Check, set_aside
from ceaseline.sources.observations.understanding import ObservationsForm, understood
from ceaseline.sources.observing import Understood, optional
from ceaseline.sources.observing.reading import Part, again, finished, parts_of
from ceaseline.sources.tabular import open_table
from ceaseline.tables import SetAside

NEEDED = ("observation_id", "source", "earliest")
NO_SOURCE = "name whose record it is, as in the table of sources"
_FORM = ObservationsForm(name="many", kind="observations", file="many", role="public")
_OPENS = partial(open_table, needed=NEEDED)


class Many(Protocol):
    """A file of any size, read some rows at a time; what its ids are is left to whoever has them all."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader should know, once all was read."""

    def parts(self) -> Iterator[Part]:
        """Yield its observations, in the columns of the table.

        Raises:
            FileRefused: no table, or one without id, source and time.
        """

    def contradicting(self, lines: Collection[int]) -> pl.DataFrame:
        """Return rows whose id is given twice with other content as they stand in the file, to be set aside."""


@attrs.define
class Text:
    """A file that is read as text, and held to the rules of a file of the kind ``observations``.

    But ids stay as they are, and ``accused`` may name anybody, as there are no terms to hold it against.

    Attributes:
        capture: CSV, a sheet, Parquet or GeoJSON.
    """

    capture: Capture
    notes: tuple[str, ...] = ()
    _without: int = 0

    def parts(self) -> Iterator[Part]:
        """Yield its observations."""
        with self.capture.open() as stream:
            table = _OPENS(stream)
            for part in parts_of(table, self._understood):
                yield attrs.evolve(part, rows=finished(part.rows, self.capture, _FORM))
            self.notes = (*table.notes(), *without_radius(self._without))

    def contradicting(self, lines: Collection[int]) -> pl.DataFrame:
        """Return rows as they stand in the file, for which it is read once more."""
        return pl.concat(again(self.capture, _OPENS, _understood, lines))

    def _understood(self, frame: pl.DataFrame) -> Understood:
        placed = (optional(frame, "lon") != "") & (optional(frame, "lat") != "")
        self._without += int((placed & (optional(frame, "radius_m") == "")).sum())
        return _understood(frame)


def without_radius(many: int) -> Iterator[str]:
    """Yield what a reader should know of places that state no error, where there are any."""
    if many:
        places = "1 place states" if many == 1 else f"{many:,} places state"
        yield (
            f"{places} no radius_m, so {_FORM.radius_m:,.0f} m is taken. Mend: radius_m, which holds the place "
            "with a chance of 68 %"
        )


def put_aside(parts: list[pl.DataFrame], name: str) -> dy.DataFrame[SetAside]:
    """Return all rows of a file that were set aside, in the order of its lines."""
    return set_aside(parts, source="many", capture_id=name, file=name)


def _understood(frame: pl.DataFrame) -> Understood:
    found = understood(frame.drop("accused", strict=False), _FORM, {})
    source, accused = frame["source"], optional(frame, "accused").replace("", None)
    return Understood(
        found.rows.with_columns(source.alias("source"), accused.alias("accused")),
        [*found.checks, Check("source", source, "empty", NO_SOURCE, source == "")],
    )
