"""Areas that one author says a party holds, a drawing for each day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import attrs
import dataframely as dy
import polars as pl
import shapely
from pydantic import Field, model_validator
from shapely.geometry.base import BaseGeometry

from ceaseline.captures import Arrival, Capture
from ceaseline.errors import FileRefused, InputError
from ceaseline.line.measure import area_km2
from ceaseline.places.drawing import AREAS, Feature
from ceaseline.sources.drawn import DrawnForm, Said, collection, opened, reading
from ceaseline.sources.drawn.features import day_of, misplaced
from ceaseline.sources.files import arrivals
from ceaseline.sources.protocol import Misnamed, Reading
from ceaseline.tables import Areas
from ceaseline.tables.areas import UNCLEAR
from ceaseline.terms import Terms
from ceaseline.terms.words import PartyCode

_PARTING = "///"  # parts the names of a class in several languages
_DATES = ("day", "date", "datetime")  # members of a whole file that say when


class AreasForm(DrawnForm):
    """An entry of ``sources.yaml`` of the kind ``areas``.

    Attributes:
        holder: party that holds every area of the file.
        classes: party of each class of areas, or ``unclear``; areas of other classes are passed over.
        class_field: property that names the class.
        facing: party that holds the ground beside it, by this author; without it no line follows.
        day_field: property with the day; without it the file, or else its name, tells.
        days_earlier: how many days before that the drawing shows.
    """

    holder: PartyCode | None = None
    classes: dict[str, str] = {}
    class_field: str = "name"
    facing: PartyCode | None = None
    day_field: str | None = None
    days_earlier: int = Field(default=0, ge=0, le=31)

    @model_validator(mode="after")
    def _one_way_to_tell(self) -> AreasForm:
        if (self.holder is None) == (not self.classes):
            raise ValueError("names neither or both of holder and classes; give one of them")
        return self


@attrs.frozen(init=False)
class AreasSource:
    """Drawings of who holds what, according to one author.

    Attributes:
        form: its entry of ``sources.yaml``.
    """

    Form: ClassVar[type[AreasForm]] = AreasForm
    schema: ClassVar[type[dy.Schema]] = Areas
    replaces: ClassVar[bool] = True

    form: AreasForm

    def __init__(self, form: AreasForm, terms: Terms) -> None:
        named: dict[tuple[str, ...], str | None] = {("holder",): form.holder, ("facing",): form.facing}
        named |= {("classes", name): party for name, party in form.classes.items() if party != UNCLEAR}
        for at, party in named.items():
            if party is not None and party not in terms.parties:
                raise Misnamed(at, "party of the terms", party, terms.parties)
        self.__attrs_init__(form)

    def fetch(self, folder: Path) -> Iterator[Arrival]:
        """Yield the files that the entry names."""
        return arrivals(folder, self.form.file)

    def read(self, capture: Capture) -> Reading:
        """Return a row for each day and party of the file; what is no area is passed over.

        Raises:
            FileRefused: no GeoJSON, no areas, or no day.
        """
        found = opened(capture, AREAS)
        if not any(feature.kind in AREAS for feature in found.features):
            raise FileRefused(f"{capture.name}: draws no areas. Mend: export polygons, or use the kind lines")
        day = next((day_of(found.about[name]) for name in _DATES if name in found.about), None)
        return reading(
            capture,
            found.features,
            partial(self._say, day=day or day_of(capture.name)),
            schema=Areas,
            always={
                "source": capture.source,
                "author": self.form.author,
                "error_km": self.form.error_km,
                "licence": self.form.licence,
                "may_republish": self.form.may_republish,
            },
            notes=partial(self._notes, found.features),
            merge=_merged,
        )

    def write(self, rows: pl.DataFrame) -> bytes:
        """Return the areas as GeoJSON, each of its class and with its day as the entry has them.

        Raises:
            InputError: areas of several days, and the entry names no property for the day.
        """
        day = self.form.day_field or "day"
        days = [(shown + timedelta(days=self.form.days_earlier)).isoformat() for shown in rows["day"]]
        if self.form.day_field is None and len(set(days)) > 1:
            msg = f"{self.form.name}: a file without day_field: shows one day, and these areas are of several"
            raise InputError(f"{msg}. Mend: write a file for each, or name day_field:")
        classes = {party: name for name, party in self.form.classes.items()}
        told = [
            {day: shown, self.form.class_field: classes.get(party, party)}
            for shown, party in zip(days, rows["party"], strict=True)
        ]
        shapes = shapely.from_wkb(rows["geometry"].to_list())
        return collection(zip(told, shapes, strict=True), **({"day": days[0]} if days else {}))

    def _say(self, feature: Feature, *, day: date | None) -> Said:
        party = self._party(feature)
        if party is None or (feature.kind and feature.kind not in AREAS):
            return Said()  # no area, or of a class that is not asked for
        if feature.shape is None:
            what, mend = feature.wrong or ("is empty", "draw it again")
            return Said(wrong=("geometry", what, "not-an-area", mend))
        if self.form.day_field is not None:
            day = day_of(feature.properties.get(self.form.day_field, ""))
        if day is None:
            field = self.form.day_field or "(file name)"
            shown = str(feature.properties.get(field, ""))
            mend = "write the day as 2031-05-01, in the file's name or in day_field:, from 1900 to 2199"
            return Said(wrong=(field, shown, "no-day", mend))
        if wrong := misplaced(feature.shape, self.form.area):
            return Said(wrong=wrong)
        shape = _repaired(feature.shape)
        if shape.is_empty:
            return Said(wrong=("geometry", "holds nothing", "not-an-area", "draw it again"))
        return Said({"day": day - timedelta(days=self.form.days_earlier), "party": party, "shape": shape})

    def _party(self, feature: Feature) -> str | None:
        if self.form.holder is not None:
            return self.form.holder
        return next((self.form.classes[name] for name in self._names(feature) if name in self.form.classes), None)

    def _names(self, feature: Feature) -> list[str]:
        """Return what the class of a feature is called, in each language that is given."""
        said = str(feature.properties.get(self.form.class_field, ""))
        return [" ".join(part.split()) for part in said.split(_PARTING)]

    def _notes(self, features: Sequence[Feature], rows: pl.DataFrame) -> list[str]:
        told = ["a drawing is what its author thinks; when ground changed hands it does not say"]
        drawn = [feature for feature in features if feature.kind in AREAS]
        if len(drawn) < len(features):
            told.append(f"features that are no areas, passed over: {len(features) - len(drawn):,}")
        other = Counter(self._names(feature)[-1] for feature in drawn if self._party(feature) is None)
        if other:
            named = ", ".join(f"{name or '(none)'} ({count:,})" for name, count in sorted(other.items())[:10])
            told.append(f"areas of classes that the entry does not name, passed over: {named}")
        repaired = sum(feature.shape is not None and not feature.shape.is_valid for feature in drawn)
        if repaired:
            told.append(f"areas that crossed themselves, repaired: {repaired:,}")
        wanted = len(drawn) - sum(other.values())
        if rows.height < wanted:
            told.append(
                f"areas of one day and party are joined: {wanted:,} make {rows.height:,}, less those set aside"
            )
        if self.form.facing is None:
            told.append("the entry does not say whose the ground beside it is (facing:), so no line follows")
        return told


def _repaired(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape that is valid, areas alone: what crosses itself is taken for what it encloses."""
    if shape.is_valid:
        return shape
    mended = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    return shapely.union_all([part for part in shapely.get_parts(mended) if part.geom_type.endswith("Polygon")])


def _merged(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one row for each day and party, with its areas joined."""
    found: dict[tuple[date, str], list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["day"], row["party"]), []).append(row)
    merged = []
    for same in found.values():
        shape = same[0]["shape"] if len(same) == 1 else shapely.union_all([row["shape"] for row in same])
        merged.append(same[0] | {"geometry": shapely.to_wkb(shape), "area_km2": area_km2(shape)})
    return merged
