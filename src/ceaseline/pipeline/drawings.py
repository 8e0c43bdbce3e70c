"""What a case has drawn: the zones and lines of its terms, the land, and what its map shows beside them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path

import attrs
from shapely.geometry.base import BaseGeometry

from ceaseline.errors import FormError, InputError, Problem, UnknownName
from ceaseline.line import Ground
from ceaseline.pipeline.charting import chart_of
from ceaseline.pipeline.lines import ground
from ceaseline.places.zones import Zone, parse_line, parse_zone
from ceaseline.publishing import Chart
from ceaseline.settings import Settings
from ceaseline.terms import Terms
from ceaseline.terms.space import LineForm, ZoneForm


@attrs.frozen(slots=False)
class Drawings:
    """The files of a case that draw something, each read once and when it is asked for.

    Attributes:
        folder: the case.
        terms: which name zones and lines.
        settings: which name the land, and what the map shows.
    """

    folder: Path
    terms: Terms
    settings: Settings

    @cached_property
    def zones(self) -> dict[str, Zone]:
        """The zones whose file is there, by name, in WGS 84 degrees.

        Raises:
            FormError: a file that is there draws none.
        """
        found = {}
        for name, file in self.files(self.terms.zones):
            window = self.terms.zones[name].window
            times = (None, None) if window is None else (window.begin, window.end)
            found[name] = parse_zone((self.folder / file).read_bytes(), file, name, *times)
        return found

    @cached_property
    def lines(self) -> dict[str, BaseGeometry]:
        """The lines whose file is there, by name, in WGS 84 degrees.

        Raises:
            FormError: a file that is there draws none.
        """
        return {
            name: parse_line((self.folder / file).read_bytes(), file) for name, file in self.files(self.terms.lines)
        }

    @cached_property
    def ground(self) -> Ground | None:
        """The land whose outline is coast and border, as ``[line]`` names it; None where it names none.

        Raises:
            FormError: a file is not there, or draws none.
        """
        files = {name: self._bytes(name) for name in self.settings.line.land}
        return ground(files, self.settings.line.strip_km)

    @cached_property
    def chart(self) -> Chart:
        """What ``[map]`` and ``[release]`` say of the map.

        Raises:
            FormError: a file that is there cannot be used, or one for borders is not there.
        """
        return chart_of(self.settings, self._read)

    def place_of(self, clause_id: str, obligor: str, weapon: str | None = None) -> BaseGeometry | None:
        """Return where a clause holds for one side, measured from that side's own line.

        Args:
            clause_id: of the terms.
            obligor: the side.
            weapon: class of weapons, where the clause reaches to another distance for each; None for the widest.

        Returns:
            Polygons in WGS 84 degrees; None where it holds everywhere, where nobody has drawn the place, or where
            the clause says nothing of that class.

        Raises:
            UnknownName: there is no such clause.
        """
        clause = self.terms.clause(clause_id)
        if clause is None:
            raise UnknownName("clause", clause_id, [each.id for each in self.terms.clauses])
        where = clause.where
        if isinstance(where, str):
            return None
        reach = where.reach(weapon)
        if where.zone is not None:
            zone = self.zones.get(where.zone)
            bare = zone is None or where.within_km is None
            return None if zone is None else zone.shape if bare else _around(zone.shape, reach)
        line = self.lines.get(where.measured_from.get(obligor, where.line or ""))
        return None if line is None else _around(line, reach)

    def places(self) -> dict[tuple[str, str], dict[str, BaseGeometry]]:
        """Return where each clause holds for each side, in all its reaches, each by its class of weapons.

        One that holds for all classes alike has no class; its key is empty.

        Left out are places that nobody has drawn or that cannot be laid flat, and zones that hold for a time only.
        """
        found = {}
        for clause in self.terms.clauses:
            where = clause.where
            if isinstance(where, str) or (
                where.zone is not None and self.terms.zones[where.zone].window is not None
            ):
                continue
            weapons = list(where.within_km) if isinstance(where.within_km, dict) else [""]
            for obligor in clause.obligors:
                with suppress(ValueError):  # near a pole, or across the line of the date
                    shapes = {weapon: self.place_of(clause.id, obligor, weapon or None) for weapon in weapons}
                    drawn = {name: shape for name, shape in shapes.items() if shape is not None and shape.area > 0}
                    if drawn and len(drawn) == len(shapes):
                        found[clause.id, obligor] = drawn
        return found

    def files(self, forms: Mapping[str, LineForm | ZoneForm]) -> list[tuple[str, str]]:
        """Return the lines or zones whose file is there, with that file."""
        named = [(name, form.file) for name, form in forms.items() if form.file is not None]
        return [(name, file) for name, file in named if (self.folder / file).is_file()]

    def _bytes(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            problem = Problem(
                "the file", None, None, "is not there", "put it into inbox/, or take it out of [line]"
            )
            raise FormError(name, [problem]) from None

    def _read(self, name: str) -> bytes | None:
        """Return the bytes of a file of the case; None where it is not there."""
        path = self.folder / name
        if not path.is_file():
            return None
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise InputError(f"{name} leads out of the case. Mend: put the file itself in inbox/, not a link to it")
        return path.read_bytes()


def _around(shape: BaseGeometry, reach: float | None) -> BaseGeometry | None:
    from ceaseline.places.buffers import buffered  # noqa: PLC0415  PROJ is loaded where it is needed

    return None if reach is None else buffered(shape, reach)
