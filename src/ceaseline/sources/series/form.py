"""What an entry of ``sources.yaml`` of the kind ``series`` may say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from ceaseline.forms import FormPart
from ceaseline.sources.cells import known_zones
from ceaseline.sources.protocol import Evidence, SourceForm
from ceaseline.terms.words import PartyCode

ColumnName = Annotated[str, Field(min_length=1)]
Full = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class TimeForm(FormPart):
    """Which column holds the start of a bin, how long a bin is, and on which clock."""

    column: ColumnName
    bin: str = Field(pattern=r"^[1-9][0-9]{0,3}(m|h|d)$")
    zone: str | None = None

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str | None) -> str | None:
        if zone is not None and zone not in known_zones():
            raise ValueError(f"there is no time zone {zone!r}; use a name such as Europe/Berlin or UTC")
        return zone


class RegionsForm(FormPart):
    """Where the regions stand: in the names of columns, or in a column."""

    columns: Literal["all_others"] | Annotated[tuple[ColumnName, ...], Field(min_length=1)] | None = None
    column: ColumnName | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> RegionsForm:
        if (self.column is None) == (self.columns is None):
            raise ValueError("gives neither or both of columns and column; give one of them")
        return self


class ValueForm(FormPart):
    """Which column holds the value, in the long and the single form, and its unit."""

    unit: str = Field(min_length=1)
    column: ColumnName | None = None


class ColumnForm(FormPart):
    """A column by name."""

    column: ColumnName


class SignalForm(FormPart):
    """Which clause the series can speak of, and whose acts move it; any: all sides', without telling whose."""

    clause: str
    acts_of: PartyCode | Literal["any"]


class SeriesForm(SourceForm):
    """An entry of ``sources.yaml`` of the kind ``series``."""

    time: TimeForm
    value: ValueForm
    regions: RegionsForm | None = None
    full: Full | dict[str, Full] | None = None
    exposure: ColumnForm | None = None
    signals: SignalForm | None = None
    kind_of_evidence: Evidence = "proxy"

    @model_validator(mode="after")
    def _a_column_for_each(self) -> SeriesForm:
        if self.is_wide and self.value.column is not None:
            raise ValueError("gives value.column although each region has a column; take one of the two out")
        named = self.columns
        twice = next((name for name in named if named.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"uses the column {twice!r} for two things; name a column for each")
        return self

    @property
    def is_wide(self) -> bool:
        """Whether each region has a column of its own."""
        return self.regions is not None and self.regions.columns is not None

    @property
    def region_column(self) -> str | None:
        """The column the regions stand in, in the long form."""
        return self.regions.column if self.regions else None

    @property
    def value_columns(self) -> tuple[str, ...]:
        """The columns the values stand in; none where they are all those that are nothing else."""
        if self.regions is None or self.regions.columns is None:
            return (self.value.column or "value",)
        return () if self.regions.columns == "all_others" else self.regions.columns

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns the file must have."""
        others = (self.region_column, self.exposure and self.exposure.column)
        return (self.time.column, *self.value_columns, *(name for name in others if name))
