"""What every entry of ``sources.yaml`` for drawings may say."""

from __future__ import annotations

from pydantic import Field

from ceaseline.sources.observing.form import Area
from ceaseline.sources.protocol import SourceForm
from ceaseline.terms.words import PartyCode, Role


class DrawnForm(SourceForm):
    """What the kinds of drawings share.

    Attributes:
        author: who drew it; several authors may draw the same ground.
        error_km: how far the drawing may be off, where it does not say so itself.
        parties: party code of each name that stands in the file.
        area: where the case lies.
    """

    role: Role = "osint"
    author: str = Field(min_length=1, max_length=200)
    error_km: float = Field(default=1.0, ge=0)
    parties: dict[str, PartyCode] = {}
    area: Area | None = None
