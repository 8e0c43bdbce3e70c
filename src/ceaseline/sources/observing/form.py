"""What every entry of ``sources.yaml`` for observations may say."""

from __future__ import annotations

from pydantic import Field, model_validator

from ceaseline.forms import FormPart
from ceaseline.sources.protocol import SourceForm
from ceaseline.terms.words import PartyCode


class Area(FormPart):
    """A box in degrees; what lies outside it is set aside, and said to be swapped where that would mend it."""

    west: float = Field(ge=-180, le=180)
    south: float = Field(ge=-90, le=90)
    east: float = Field(ge=-180, le=180)
    north: float = Field(ge=-90, le=90)

    @model_validator(mode="after")
    def _forward(self) -> Area:
        if self.south >= self.north:
            raise ValueError("is upside down; south is below north")
        return self


class ObservingForm(SourceForm):
    """What the kinds of observations share.

    Attributes:
        parties: party code of each name that stands in the file.
        area: where the case lies; east may be below west across the line of the date.
    """

    parties: dict[str, PartyCode] = {}
    area: Area | None = None
