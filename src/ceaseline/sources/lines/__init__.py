"""Lines somebody drew between what two parties hold, in the public form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from pathlib import Path
from typing import ClassVar

import attrs
import dataframely as dy
import polars as pl
import shapely
from pydantic import Field

from ceaseline.captures import Arrival, Capture
from ceaseline.errors import FileRefused
from ceaseline.line.measure import length_km
from ceaseline.places.drawing import LINES, Feature
from ceaseline.sources.drawn import DrawnForm, Said, collection, opened, reading
from ceaseline.sources.drawn.features import day_of, misplaced
from ceaseline.sources.files import arrivals
from ceaseline.sources.observing import refuse_unknown_parties
from ceaseline.sources.protocol import Reading
from ceaseline.tables import Lines
from ceaseline.terms import Terms


class LinesForm(DrawnForm):
    """An entry of ``sources.yaml`` of the kind ``lines``.

    Attributes:
        scale_km: bends smaller than this are not measured in lengths.
    """

    scale_km: float = Field(default=1.0, ge=0)


@attrs.frozen(init=False)
class LinesSource:
    """Lines as GeoJSON, each with ``day``, ``left``, ``right``; perhaps ``author``, ``error_km``, ``schematic``.

    Attributes:
        form: its entry of ``sources.yaml``.
        parties: party of each name that may stand under ``left`` and ``right``.
    """

    Form: ClassVar[type[LinesForm]] = LinesForm
    schema: ClassVar[type[dy.Schema]] = Lines
    replaces: ClassVar[bool] = True

    form: LinesForm
    parties: dict[str, str]

    def __init__(self, form: LinesForm, terms: Terms) -> None:
        refuse_unknown_parties(form.parties, terms)
        self.__attrs_init__(form, {code: code for code in terms.parties} | form.parties)

    @classmethod
    def between(cls, form: LinesForm, parties: dict[str, str]) -> LinesSource:
        """Return the source of lines between sides named without terms."""
        made = cls.__new__(cls)
        made.__attrs_init__(form, parties)
        return made

    def fetch(self, folder: Path) -> Iterator[Arrival]:
        """Yield the files that the entry names."""
        return arrivals(folder, self.form.file)

    def read(self, capture: Capture) -> Reading:
        """Return a row for each line with a day and two sides.

        Raises:
            FileRefused: no GeoJSON, or no lines in it.
        """
        features = opened(capture, LINES).features
        if not any(feature.kind in LINES for feature in features):
            raise FileRefused(f"{capture.name}: draws no lines. Mend: export lines, or use the kind areas")
        taken: set[tuple[object, ...]] = set()
        return reading(
            capture,
            features,
            lambda feature: self._once(self._say(feature), taken),
            schema=Lines,
            always={
                "source": capture.source,
                "scale_km": self.form.scale_km,
                "licence": self.form.licence,
                "may_republish": self.form.may_republish,
            },
            notes=_notes,
        )

    def write(self, rows: pl.DataFrame) -> bytes:
        """Return the lines as GeoJSON, parties by their codes."""
        told = rows.select(pl.col("day").cast(pl.String), "author", "left", "right", "error_km", "schematic")
        return collection(
            zip(told.iter_rows(named=True), shapely.from_wkb(rows["geometry"].to_list()), strict=True)
        )

    def _say(self, feature: Feature) -> Said:
        said = feature.properties
        if feature.shape is None:
            what, mend = feature.wrong or ("is empty", "draw it again")
            return Said(wrong=("geometry", what, "not-a-line", mend))
        day = day_of(said.get("day", ""))
        if day is None:
            return Said(wrong=("day", str(said.get("day", "")), "no-day", "give the day as 2031-05-01"))
        sides = [self.parties.get(str(said.get(side, ""))) for side in ("left", "right")]
        if None in sides or sides[0] == sides[1]:
            shown = f"{said.get('left', '')}, {said.get('right', '')}"
            mend = "name two parties of the terms, as they lie when walking along the line"
            return Said(wrong=("left, right", shown, "no-two-sides", mend))
        error = said.get("error_km", self.form.error_km)
        if isinstance(error, bool) or not isinstance(error, int | float) or not (isfinite(error) and error >= 0):
            return Said(wrong=("error_km", str(error), "not-a-number", "give kilometres, zero or above"))
        if wrong := misplaced(feature.shape, self.form.area):
            return Said(wrong=wrong)
        return Said(
            {
                "day": day,
                "author": str(said.get("author") or self.form.author),
                "left": sides[0],
                "right": sides[1],
                "error_km": float(error),
                "schematic": said.get("schematic") is True,
                "geometry": shapely.to_wkb(feature.shape),
                "length_km": length_km(feature.shape, self.form.scale_km),
            }
        )

    def _once(self, said: Said, taken: set[tuple[object, ...]]) -> Said:
        """Set a line aside whose author drew one between the same sides on the same day before."""
        if said.row is None:
            return said
        key = tuple(said.row[name] for name in ("author", "day", "left", "right"))
        if key in taken:
            mend = "this author has a line between these sides on this day already; join them as a MultiLineString"
            return Said(wrong=("author, day", f"{key[0]}, {key[1]}", "line-twice", mend))
        taken.add(key)
        return said


def _notes(rows: pl.DataFrame) -> Sequence[str]:
    told = ["a line is its author's; it holds until that author's next"]
    if rows["schematic"].any():
        told.append(f"schematic lines, good for a picture and not for distances: {rows['schematic'].sum():,}")
    return told
