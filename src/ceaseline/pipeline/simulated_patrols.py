"""Patrols of a simulated world: their records, watches and restrictions as reports in the patrols' own form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import attrs
import dataframely as dy
import polars as pl

from ceaseline.simulation import Day, World
from ceaseline.simulation.sources import instrument
from ceaseline.sources.patrol import own_report
from ceaseline.tables import Observations

# what makes two records of one report the same
_SAID = [name for name in Observations.column_names() if name not in ("observation_id", "capture_id", "line")]
_SAID.append("asset")

Beside = tuple[tuple[type[dy.Schema], pl.DataFrame], ...]


@attrs.frozen(eq=False)
class Patrols:
    """The patrols of a world.

    Attributes:
        each: ``asset``, ``source``, and where it stands: ``observer_lon`` and ``observer_lat``.
    """

    each: pl.DataFrame

    @classmethod
    def of(cls, world: World) -> Patrols:
        """Return those of a world; there may be none."""
        posted = world.posted
        rows = posted.rows_of("patrol").tolist()
        names = {
            "asset": [posted.asset[row] for row in rows],
            "source": [instrument("patrol", int(posted.sector[row])) for row in rows],
        }
        places = {"observer_lon": posted.lon[rows], "observer_lat": posted.lat[rows]}
        return cls(pl.DataFrame(names | places, schema_overrides={"asset": pl.String, "source": pl.String}))

    def own(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of patrols alone."""
        return rows.filter(pl.col("asset").is_in(self.each["asset"].implode()))

    def without(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return all other rows."""
        theirs = pl.col("asset").is_in(self.each["asset"].implode())
        return rows.filter(~theirs.fill_null(value=False))

    def reported(self, day: Day) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return records under the ids that they have in their reports, and the watches they were observed in.

        A patrol sends in its watch at the end of the day; where it observed something, with the first it tells of,
        so that no patrol says that it observed nothing and knows better. What is told later comes in a report of
        its own, and what is told twice in one report is told once. What kept a patrol from watching is no
        observation in the form: it is a restriction alone.

        Returns:
            Records in the order in which they arrive; and watches with ``sent``, the end of the day of their mail.
        """
        watches = self._of_teams(day.watches)
        told = self.own(day.observations.sort("received", maintain_order=True)).filter(
            pl.col("means") != "reported"
        )
        began = _in_reports(told.with_columns(of="observation_id"), watches, "earliest")
        ends = pl.lit(ended(day.date))
        first = began.group_by("report").agg(sent=pl.col("received").min().dt.truncate("1d").dt.offset_by("1d"))
        sent = watches.with_columns(own_report().alias("report")).join(first, on="report", how="left")
        sent = sent.with_columns(pl.max_horizontal(pl.col("sent").fill_null(ends), ends))
        known = began.join(sent.select("report", "sent"), on="report", how="left", maintain_order="left")
        in_time = pl.when(pl.col("received") < pl.col("sent")).then("report")
        reports = known.with_columns(pl.coalesce(in_time, "of").alias("report")).drop("sent")
        once = reports.unique(["report", *_SAID], keep="first", maintain_order=True)
        return _numbered(once, "observation_id", "o"), sent.drop("report")

    def restrictions(self, day: Day) -> pl.DataFrame:
        """Return the restrictions of patrols on a day, with the watch in whose report each is."""
        found = _in_reports(self._of_teams(day.restrictions), self.own(day.watches), "from")
        return _numbered(
            found.with_columns(pl.coalesce("report", "restriction_id").alias("report")), "restriction_id", "r"
        )

    def mail(self, rows: pl.DataFrame, beside: Beside) -> Iterator[tuple[str, pl.DataFrame, Beside]]:
        """Yield the rows of each team, with where each patrol stood, and what of its own is beside them."""
        placed = rows.join(self.each.drop("source"), on="asset", how="left", maintain_order="left")
        for source in self.each["source"].unique(maintain_order=True):
            theirs = pl.col("source") == source
            yield source, placed.filter(theirs), tuple((table, each.filter(theirs)) for table, each in beside)

    def _of_teams(self, register: pl.DataFrame) -> pl.DataFrame:
        teams = self.each.select("asset", "source")
        return self.own(register).drop("source").join(teams, on="asset", maintain_order="left")


def ended(day: date) -> datetime:
    """Return the end of a day, UTC."""
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(days=1)


def _in_reports(rows: pl.DataFrame, watches: pl.DataFrame, moment: str) -> pl.DataFrame:
    """Return rows with ``report``: that of the watch of their asset in which they began, null where none is."""
    spans = watches.select("asset", own_report().alias("report"), begins="from", ends="until")
    at = rows.with_row_index("row").select("row", "asset", moment=moment)
    within = at.join(spans, on="asset").filter(pl.col("moment").is_between("begins", "ends", closed="left"))
    first = within.unique("row", keep="first", maintain_order=True).select("row", "report")
    return rows.with_row_index("row").join(first, on="row", how="left", maintain_order="left").drop("row")


def _numbered(rows: pl.DataFrame, name: str, letter: str) -> pl.DataFrame:
    """Return rows with ids as reading a report makes them: by source, report, and number in the report."""
    number = pl.int_range(1, pl.len() + 1).over("report")
    return rows.with_columns(pl.format("{}-{}/{}{}", "source", "report", pl.lit(letter), number).alias(name)).drop(
        "report"
    )
