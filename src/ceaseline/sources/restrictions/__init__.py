"""What kept assets from watching: denials, jamming, weather, and by whom where that is established."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import attrs
import dataframely as dy
import polars as pl

from ceaseline.captures import Arrival, Capture
from ceaseline.sources.cells import Check, truths
from ceaseline.sources.files import arrivals
from ceaseline.sources.observing import Understood, optional, refuse_unknown_parties
from ceaseline.sources.protocol import Reading, SourceForm
from ceaseline.sources.registers import closed, given_twice, moments, names, read_register, text
from ceaseline.tables import Restrictions
from ceaseline.tables.restrictions import RESTRICTED
from ceaseline.terms import Terms
from ceaseline.terms.words import PartyCode, Zone


class RestrictionsForm(SourceForm):
    """An entry of ``sources.yaml`` of the kind ``restrictions``."""

    parties: dict[str, PartyCode] = {}
    zone: Zone | None = None


@attrs.frozen(init=False)
class RestrictionsSource:
    """A table of restrictions; ``restriction_id``, ``from``, ``until`` and ``type`` are needed.

    Attributes:
        form: its entry of ``sources.yaml``.
        parties: party code of each name that may stand under ``imposed_by``.
    """

    Form: ClassVar[type[RestrictionsForm]] = RestrictionsForm
    schema: ClassVar[type[dy.Schema]] = Restrictions
    replaces: ClassVar[bool] = True  # a register is a document; a corrected one replaces it

    form: RestrictionsForm
    parties: Mapping[str, str]

    def __init__(self, form: RestrictionsForm, terms: Terms) -> None:
        refuse_unknown_parties(form.parties, terms)
        self.__attrs_init__(form, {code: code for code in terms.parties} | form.parties)

    def fetch(self, folder: Path) -> Iterator[Arrival]:
        """Yield the files that the entry names."""
        return arrivals(folder, self.form.file)

    def read(self, capture: Capture) -> Reading:
        """Return a row for each restriction."""
        return read_register(
            capture,
            self.form,
            schema=Restrictions,
            needed=("restriction_id", "from", "until", "type"),
            understand=self._understand,
            rival=given_twice("restriction_id"),
            zone=self.form.zone,
        )

    def _understand(self, frame: pl.DataFrame) -> Understood:
        name, kind = frame["restriction_id"], closed(frame, "type", RESTRICTED)
        start, until = moments(frame, self.form.zone)
        imposed_by = names(frame, "imposed_by", self.parties)
        said = optional(frame, "established")
        established = truths(said, "established")
        nothing = (optional(frame, "asset") == "") & (optional(frame, "sector") == "")
        of_nobody = established.values.fill_null(value=False) & (optional(frame, "imposed_by") == "")
        checks = [
            Check("restriction_id", name, "empty", "give each restriction an id that never changes", name == ""),
            Check(
                "restriction_id",
                name,
                "id-parted",
                "semicolons part ids from each other; take them out of this one",
                name.str.contains(";", literal=True),
            ),
            *start.checks,
            *until.checks,
            Check("asset", optional(frame, "asset"), "empty", "name the asset, or the sector", nothing),
            *kind.checks,
            *imposed_by.checks,
            *established.checks,
            Check("established", said, "nobody-established", "name the party, or write 0", of_nobody),
        ]
        rows = pl.DataFrame(
            {
                "restriction_id": name,
                "from": start.values,
                "until": until.values,
                "asset": text(frame, "asset"),
                "sector": text(frame, "sector"),
                "type": kind.values,
                "imposed_by": imposed_by.values,
                "established": established.values,
            }
        )
        return Understood(rows, checks)
