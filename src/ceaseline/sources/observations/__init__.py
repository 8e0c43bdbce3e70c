"""The public table of observations itself, as CSV, Parquet or GeoJSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

import attrs
import dataframely as dy
import polars as pl

from ceaseline.captures import Arrival, Capture
from ceaseline.sources.files import arrivals
from ceaseline.sources.observations.understanding import ObservationsForm, understood
from ceaseline.sources.observing import read_observations, refuse_unknown_parties
from ceaseline.sources.protocol import Reading
from ceaseline.sources.tabular import open_table
from ceaseline.sources.writing import written
from ceaseline.tables import Observations
from ceaseline.terms import Terms

_COLUMNS = [
    name
    for name in Observations.column_names()
    if name not in ("capture_id", "line", "source", "licence", "may_republish")
]
_KNOWN_PHENOMENA = frozenset(
    (
        *("explosion", "impact", "outgoing", "shot", "burst", "projectile", "muzzle_flash", "flare", "fire"),
        *("firefight", "shelling", "strike", "crater", "strike_damage", "casualty"),
        *("movement", "overflight", "uav_sighting", "no_event", "air_raid"),
        *("exercise", "exercise_inside", "exercise_outside", "controlled_explosion"),
        *("state_based_violence", "non_state_violence", "one_sided_violence"),
    )
)


@attrs.frozen(init=False)
class ObservationsSource:
    """A file whose columns are those of the public table; only ``observation_id`` and ``earliest`` are needed.

    Attributes:
        form: its entry of ``sources.yaml``.
        parties: party code of each name that may stand under ``accused``.
    """

    Form: ClassVar[type[ObservationsForm]] = ObservationsForm
    schema: ClassVar[type[dy.Schema]] = Observations
    replaces: ClassVar[bool] = False

    form: ObservationsForm
    parties: dict[str, str]

    def __init__(self, form: ObservationsForm, terms: Terms) -> None:
        refuse_unknown_parties(form.parties, terms)
        self.__attrs_init__(form, {code: code for code in terms.parties} | form.parties)

    def fetch(self, folder: Path) -> Iterator[Arrival]:
        """Yield the files that the entry names."""
        return arrivals(folder, self.form.file)

    def read(self, capture: Capture) -> Reading:
        """Return a row for each row or feature of the file."""
        opens = partial(open_table, needed=("observation_id", "earliest"), encoding=self.form.encoding)
        understand = partial(understood, form=self.form, parties=self.parties)
        return read_observations(capture, self.form, opens=opens, understand=understand, notes=self._notes)

    def write(self, rows: pl.DataFrame) -> bytes:
        """Return the rows as CSV in the columns of the public table, parties by their codes."""
        own = pl.col("observation_id").str.strip_prefix(f"{self.form.name}-")  # reading puts the name before it
        return written(rows.with_columns(own), _COLUMNS)

    def _notes(self, rows: pl.DataFrame) -> Iterable[str]:
        counts = rows["phenomenon"].drop_nulls().value_counts(sort=True)
        strange = [(word, count) for word, count in counts.rows() if word not in _KNOWN_PHENOMENA]
        if strange:
            named = ", ".join(f"{word} ({count:,})" for word, count in strange[:10])
            yield f"words not known here, kept as they are: {named}"
        if self.form.zone and self.form.zone != "UTC":
            yield f"times without an offset were read on the clock of {self.form.zone}"
