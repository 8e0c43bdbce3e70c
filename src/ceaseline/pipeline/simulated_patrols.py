"""Patrols of a simulated world: their records, watches and restrictions as reports in the patrols' own form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import attrs
import dataframely as dy
import polars as pl

from ceaseline.simulation import Day, World
from ceaseline.simulation.sources import instrument
from ceaseline.sources.patrol import own_report
from ceaseline.tables import Restrictions, Watches

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

    def reported(self, rows: pl.DataFrame, watches: pl.DataFrame, end: datetime) -> pl.DataFrame:
        """Return records of patrols under the ids that they have in their reports.

        What arrives on its day is in the report of the watch it was observed in; all else comes in a report of its
        own. What kept a patrol from watching is no observation in the form: it is a restriction alone.

        Args:
            rows: records of a day, in the order in which they arrive.
            watches: of the day.
            end: of the day.
        """
        told = self.own(rows).filter(pl.col("means") != "reported")
        in_time = pl.when(pl.col("received") < end).then("report")
        report = pl.coalesce(in_time, "observation_id").alias("report")
        return _numbered(_in_reports(told, watches, "earliest").with_columns(report), "observation_id", "o")

    def mail(self, rows: pl.DataFrame, day: Day | None) -> Iterator[tuple[str, pl.DataFrame, Beside]]:
        """Yield the rows of each team, with where each patrol stood, and the watches and restrictions beside them.

        Args:
            rows: records of patrols under the ids of their reports.
            day: whose watches and restrictions come with them; None for what comes after the last day.
        """
        placed = rows.join(self.each.drop("source"), on="asset", how="left", maintain_order="left")
        beside: Beside = ()
        if day is not None:
            teams = self.each.select("asset", "source")
            watches, stopped = (
                self.own(register).drop("source").join(teams, on="asset", maintain_order="left")
                for register in (day.watches, day.restrictions)
            )
            reports = _in_reports(stopped, watches, "from").with_columns(
                pl.coalesce("report", "restriction_id").alias("report")
            )
            beside = ((Watches, watches), (Restrictions, _numbered(reports, "restriction_id", "r")))
        for source in self.each["source"].unique(maintain_order=True):
            theirs = pl.col("source") == source
            yield source, placed.filter(theirs), tuple((table, each.filter(theirs)) for table, each in beside)


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
