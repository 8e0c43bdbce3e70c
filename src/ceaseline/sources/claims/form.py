"""What an entry of ``sources.yaml`` of the kind ``claims`` may say."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from ceaseline.forms import FormPart
from ceaseline.sources.protocol import SourceForm
from ceaseline.terms.words import PartyCode

ColumnName = Annotated[str, Field(min_length=1)]


class ClaimColumns(FormPart):
    """Which column of the file holds what; those that are null need not be in the file."""

    claimant: ColumnName = "claimant"
    item: ColumnName = "item"
    count: ColumnName = "count"
    accused: ColumnName | None = None
    start: ColumnName | None = Field(default=None, alias="from")
    until: ColumnName | None = None
    zone: ColumnName | None = None
    stated: ColumnName | None = None
    at_least: ColumnName | None = None
    page: ColumnName | None = None

    @model_validator(mode="after")
    def _both_ends(self) -> ClaimColumns:
        if (self.start is None) != (self.until is None):
            raise ValueError("gives one end of the window; name both from and until, or neither")
        return self

    def named(self) -> tuple[str, ...]:
        """Return the columns the file must have."""
        return tuple(column for column in self.model_dump().values() if column is not None)


class ClaimsForm(SourceForm):
    """An entry of ``sources.yaml`` of the kind ``claims``."""

    columns: ClaimColumns = ClaimColumns()
    only: dict[ColumnName, str] = {}
    parties: dict[str, PartyCode] = {}
    totals: tuple[str, ...] = ()
