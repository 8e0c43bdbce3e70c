"""The list of what there is to watch with: posts, cameras, patrols, sensors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import attrs
import dataframely as dy
import polars as pl

from ceaseline.captures import Arrival, Capture
from ceaseline.sources.cells import Check
from ceaseline.sources.files import arrivals
from ceaseline.sources.observing import ObservingForm, Understood, optional, places, refuse_unknown_parties
from ceaseline.sources.protocol import Reading
from ceaseline.sources.registers import closed, given_twice, names, read_register
from ceaseline.tables import Assets
from ceaseline.tables.assets import KINDS
from ceaseline.terms import Terms


class AssetsForm(ObservingForm):
    """An entry of ``sources.yaml`` of the kind ``assets``."""


@attrs.frozen(init=False)
class AssetsSource:
    """A table of assets; ``asset`` and ``kind`` are needed.

    Attributes:
        form: its entry of ``sources.yaml``.
        parties: party code of each name that may stand in the file.
    """

    Form: ClassVar[type[AssetsForm]] = AssetsForm
    schema: ClassVar[type[dy.Schema]] = Assets
    replaces: ClassVar[bool] = True  # a list of assets is a document; a corrected one replaces it

    form: AssetsForm
    parties: Mapping[str, str]

    def __init__(self, form: AssetsForm, terms: Terms) -> None:
        refuse_unknown_parties(form.parties, terms)
        self.__attrs_init__(form, {code: code for code in terms.parties} | form.parties)

    def fetch(self, folder: Path) -> Iterator[Arrival]:
        """Yield the files that the entry names."""
        return arrivals(folder, self.form.file)

    def read(self, capture: Capture) -> Reading:
        """Return a row for each asset."""
        return read_register(
            capture,
            self.form,
            schema=Assets,
            needed=("asset", "kind"),
            understand=self._understand,
            rival=given_twice("asset"),
        )

    def _understand(self, frame: pl.DataFrame) -> Understood:
        asset, kind = frame["asset"], closed(frame, "kind", KINDS)
        owner = names(frame, "owner", self.parties)
        acts_of = names(frame, "acts_of", {**self.parties, "any": "any"})
        where = places(
            optional(frame, "lon"),
            optional(frame, "lat"),
            fields=("lon", "lat"),
            area=self.form.area,
            required=False,
        )
        empty = Check("asset", asset, "empty", "give each asset a name that never changes", asset == "")
        rows = pl.DataFrame(
            {
                "asset": asset,
                "kind": kind.values,
                "owner": owner.values,
                "acts_of": acts_of.values,
                "lon": where.lon,
                "lat": where.lat,
            }
        )
        return Understood(rows, [empty, *kind.checks, *owner.checks, *acts_of.checks, *where.checks])
