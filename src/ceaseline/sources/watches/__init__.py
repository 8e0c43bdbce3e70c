"""When assets watched, and how well: a row for each stretch of time with one status."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import attrs
import dataframely as dy
import polars as pl

from ceaseline.captures import Arrival, Capture
from ceaseline.sources.cells import Check
from ceaseline.sources.files import arrivals
from ceaseline.sources.observing import Understood, optional
from ceaseline.sources.protocol import Reading, SourceForm
from ceaseline.sources.registers import Rival, closed, moments, read_register, text
from ceaseline.tables import Watches
from ceaseline.tables.watches import STATUSES
from ceaseline.terms import Terms
from ceaseline.terms.words import Zone


class WatchesForm(SourceForm):
    """An entry of ``sources.yaml`` of the kind ``watches``."""

    zone: Zone | None = None


@attrs.frozen(init=False)
class WatchesSource:
    """A table of watches; ``asset``, ``from``, ``until`` and ``status`` are needed.

    Attributes:
        form: its entry of ``sources.yaml``.
    """

    Form: ClassVar[type[WatchesForm]] = WatchesForm
    schema: ClassVar[type[dy.Schema]] = Watches
    replaces: ClassVar[bool] = True  # a log of watches is a document; a corrected one replaces it

    form: WatchesForm

    def __init__(self, form: WatchesForm, terms: Terms) -> None:  # noqa: ARG002  no party stands in it
        self.__attrs_init__(form)

    def fetch(self, folder: Path) -> Iterator[Arrival]:
        """Yield the files that the entry names."""
        return arrivals(folder, self.form.file)

    def read(self, capture: Capture) -> Reading:
        """Return a row for each watch; of watches of one asset that share time, none is taken."""
        return read_register(
            capture,
            self.form,
            schema=Watches,
            needed=("asset", "from", "until", "status"),
            understand=self._understand,
            rival=_OVERLAP,
            zone=self.form.zone,
        )

    def _understand(self, frame: pl.DataFrame) -> Understood:
        asset, status = frame["asset"], closed(frame, "status", STATUSES)
        start, until = moments(frame, self.form.zone)
        reason = optional(frame, "reason")
        silent = (reason == "") & (status.values != "operational").fill_null(value=False)
        checks = [
            Check("asset", asset, "empty", "name the asset, as in the list of assets", asset == ""),
            *start.checks,
            *until.checks,
            *status.checks,
            Check("reason", reason, "reason-missing", "say why it was not operational", silent),
        ]
        rows = pl.DataFrame(
            {
                "asset": asset,
                "from": start.values,
                "until": until.values,
                "status": status.values,
                "reason": text(frame, "reason"),
            }
        )
        return Understood(rows, checks)


def _overlapping(rows: pl.DataFrame) -> pl.Series:
    """Return the lines of watches that share time with another of the same asset; ends that touch share none."""
    ordered = rows.sort("asset", "from")
    before = pl.col("until").cum_max().shift(1).over("asset")
    after = pl.col("from").shift(-1).over("asset")
    return ordered.filter((pl.col("from") < before) | (after < pl.col("until")))["line"]


_OVERLAP = Rival(
    "from",
    "watches-overlap",
    "this watch shares time with another of the same asset; end one where the other begins, or take one out",
    _overlapping,
)
