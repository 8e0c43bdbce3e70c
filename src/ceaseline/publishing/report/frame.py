"""What a report is about: its time, its case, how coarse it has to be."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property

import attrs
import polars as pl

from ceaseline.publishing.alleged import alleged_only
from ceaseline.publishing.material import Material
from ceaseline.publishing.report.messages import Messages
from ceaseline.times import Day, days


@attrs.frozen(slots=False, eq=False)
class Frame:
    """Everything a section is made from.

    Attributes:
        material: the case, worked out.
        begin, end: the time it is about, UTC, end not included; whole days of the case's clock.
        restricted: whether places finer than the published ones, and single assets, may stand in it.
        say: words in the language of the report.
        zone, starts: on whose clock, and at which time of it, a reporting day begins.

    Examples:
        A section is a function ``section(frame: Frame) -> Section`` in a file of its own in ``sections/``.
    """

    material: Material
    begin: datetime
    end: datetime
    restricted: bool
    say: Messages
    zone: str = "UTC"
    starts: str = "00:00"

    @cached_property
    def alleged(self) -> pl.Series:
        """The ids of incidents of which no source but a party's says what they were; of all times."""
        return alleged_only(self.material)

    @cached_property
    def recorded(self) -> pl.DataFrame:
        """The incidents that may enter a number of ours; of all times."""
        return self.material.incidents.filter(~pl.col("incident_id").is_in(self.alleged.implode()))

    @property
    def before(self) -> tuple[datetime, datetime]:
        """As many reporting days just before; where the clocks change, they are not as long."""
        many = len(self.days)
        earlier = days(self.begin - timedelta(days=many + 1), self.begin, self.zone, self.starts)
        return earlier[-many].window.start, self.begin

    @property
    def days(self) -> tuple[Day, ...]:
        """The reporting days it is about, in their order."""
        return days(self.begin, self.end, self.zone, self.starts)
