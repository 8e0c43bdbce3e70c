"""What patrols and posts send in with the form that comes with the program: ODK, Kobo, or a plain table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import ClassVar

import attrs
import dataframely as dy
import polars as pl
from pydantic import Field

from ceaseline.captures import Arrival, Capture
from ceaseline.errors import InputError
from ceaseline.sources.files import arrivals
from ceaseline.sources.observing import ObservingForm, refuse_unknown_parties
from ceaseline.sources.patrol.flat import written
from ceaseline.sources.patrol.form import papers
from ceaseline.sources.patrol.gathering import gathered
from ceaseline.sources.patrol.reading import read_patrols
from ceaseline.sources.patrol.understanding import Reader
from ceaseline.sources.patrol.writing import own_report, template
from ceaseline.sources.protocol import Reading
from ceaseline.tables import Observations, Restrictions, Watches
from ceaseline.terms import Terms
from ceaseline.terms.words import Zone

__all__ = ["PatrolForm", "PatrolSource", "own_report", "papers"]


class PatrolForm(ObservingForm):
    """An entry of ``sources.yaml`` of the kind ``patrol``.

    Attributes:
        zone: clock of times without an offset, as in the template.
        radius_m: error of a place found for an event that states none.
        reach_m: how far away what states no range may have been.
    """

    zone: Zone | None = None
    radius_m: float = Field(default=500.0, gt=0)
    reach_m: float = Field(default=10_000.0, gt=0)


@attrs.frozen(init=False)
class PatrolSource:
    """A file of watches, observations and restrictions, as ODK Central or Kobo exports it, or typed in by hand.

    A watch that observed nothing is a watch, and no observation of nothing. Where fire came from is never worked
    out: what was heard from afar has the place of whoever heard it, with a radius that reaches as far.

    Attributes:
        form: its entry of ``sources.yaml``.
        reader: what its cells are read with.
    """

    Form: ClassVar[type[PatrolForm]] = PatrolForm
    schema: ClassVar[type[dy.Schema]] = Observations
    replaces: ClassVar[bool] = True  # an export holds all that was sent in so far, without what was rejected since

    form: PatrolForm
    reader: Reader

    def __init__(self, form: PatrolForm, terms: Terms) -> None:
        refuse_unknown_parties(form.parties, terms)
        parties = {code: code for code in terms.parties} | form.parties
        self.__attrs_init__(form, Reader(parties, form.zone or "", form.area, form.radius_m, form.reach_m))

    def fetch(self, folder: Path) -> Iterator[Arrival]:
        """Yield the files that the entry names."""
        return arrivals(folder, self.form.file)

    def without_names(self, arrival: Arrival) -> Arrival:
        """Return the answers to the questions of the form alone, as one table: CSV in UTF-8, whatever came.

        Who sent it in, from which telephone, and every column that is no question of the form are not in it.
        The same file gives the same bytes; what was kept once is kept as it is.

        Raises:
            FileRefused: no export of the form.
        """
        with arrival.open() as stream:
            kept = written(gathered(stream, self.form.encoding))
        return Arrival(arrival.name, partial(BytesIO, kept))

    def read(self, capture: Capture) -> Reading:
        """Return the observations, and beside them the watches and the restrictions."""
        return read_patrols(capture, self.form, self.reader)

    def write(self, rows: pl.DataFrame, beside: Sequence[tuple[type[dy.Schema], pl.DataFrame]] = ()) -> bytes:
        """Return the template as CSV, as those who observed it would have filled it in.

        Args:
            rows: observations as ``read`` gives them, with ``asset``; see :func:`.writing.template`.
            beside: watches and restrictions, as in :class:`~ceaseline.sources.protocol.Reading`.

        Raises:
            InputError: it is not said whose the observations are.
        """
        if "asset" not in rows.columns:
            raise InputError("The form says whose each observation is. Mend: give the rows a column asset")
        watches, restrictions = (
            pl.concat([table.create_empty(), *(each for schema, each in beside if schema is table)], how="diagonal")
            for table in (Watches, Restrictions)
        )
        return template(rows, watches, restrictions)
