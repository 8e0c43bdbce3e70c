"""Times in the terms: on whose clock, from when, and until when if anybody said."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field, ValidationInfo, field_validator, model_validator

from ceaseline.forms import FormPart
from ceaseline.terms.words import PartyCode, Zone
from ceaseline.times import Window, moment


class WindowForm(FormPart):
    """From when until when, on which clock; an end that is null was never stated.

    Examples:
        >>> form = {"from": "2031-05-01 18:00", "until": "2031-05-03 00:00", "zone": "Europe/Berlin"}
        >>> WindowForm.model_validate(form).window.hours
        30.0
        >>> WindowForm.model_validate({**form, "until": None}).window is None
        True
    """

    zone: Zone | None = None  # first, because the times cannot be understood without it
    start: str = Field(alias="from")
    until: str | None

    @field_validator("start", "until")
    @classmethod
    def _one_moment(cls, text: str | None, info: ValidationInfo) -> str | None:
        if text is not None and "zone" in info.data:  # else the zone's own error says enough
            moment(text, info.data["zone"])
        return text

    @model_validator(mode="after")
    def _forward(self) -> WindowForm:
        if self.end is not None and self.end <= self.begin:
            msg = f"ends ({self.until}) before it starts ({self.start}); swap them, or correct one"
            raise ValueError(msg)
        return self

    @property
    def begin(self) -> datetime:
        """When it starts, UTC."""
        return moment(self.start, self.zone)

    @property
    def end(self) -> datetime | None:
        """When it ends, UTC; None where nobody said."""
        return None if self.until is None else moment(self.until, self.zone)

    @property
    def window(self) -> Window | None:
        """The window in UTC; None where its end is open."""
        return None if self.end is None else Window(self.begin, self.end)


class Announcement(FormPart):
    """When, on which clock and by whom it was announced."""

    zone: Zone | None = None  # first, as in a window
    at: str
    by: PartyCode | None = None

    @field_validator("at")
    @classmethod
    def _one_moment(cls, text: str, info: ValidationInfo) -> str:
        if "zone" in info.data:
            moment(text, info.data["zone"])
        return text
