"""Places in the terms: lines and zones somebody drew, and where a clause holds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from ceaseline.forms import FormPart
from ceaseline.terms.windows import WindowForm
from ceaseline.terms.words import PartyCode

Kilometres = Annotated[float, Field(gt=0)]


class LineForm(FormPart):
    """A line somebody drew: never *the* line."""

    file: str | None
    author: str | None = None
    as_of: str | None = None
    error_km: float | None = Field(default=None, ge=0)


class ZoneForm(FormPart):
    """A named area, or points such as settlements; some hold for a time only, and some are only claimed."""

    file: str | None
    kind: Literal[
        "buffer", "demilitarised", "security", "disengagement", "separation", "limitation", "no_fly", "storage",
        "holding", "training", "exercise", "pocket", "corridor", "protected", "border", "control", "settlements",
    ] | None = None  # fmt: skip
    author: str | None = None
    as_of: str | None = None
    claimed_by: PartyCode | None = None
    window: WindowForm | None = None


class Where(FormPart):
    """A zone with a buffer or none, or a band along a line with a reference line for each obligor.

    Examples:
        >>> form = {"line": "contact", "within_km": {"artillery": 25, "rocket_artillery": 35}}
        >>> Where.model_validate(form).reach("artillery")
        25.0
    """

    zone: str | None = None
    line: str | None = None
    within_km: Kilometres | dict[str, Kilometres] | None = None
    measured_from: dict[PartyCode, str] = {}

    @model_validator(mode="after")
    def _one_place(self) -> Where:
        if (self.zone is None) == (self.line is None):
            raise ValueError("names neither or both of zone and line; give one of them, or write everywhere")
        return self

    def reach(self, weapon: str | None = None) -> float | None:
        """Return how many kilometres it reaches for a class of weapons; None where nothing is said of it."""
        if isinstance(self.within_km, dict):
            return max(self.within_km.values()) if weapon is None else self.within_km.get(weapon)
        return self.within_km
