"""From the rows of an export to its tables: which versions stand, which rows repeat, and what each says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import polars as pl

from ceaseline.captures import Capture
from ceaseline.sources.cells import LINE, Check, aside, faults, frame_of, set_aside
from ceaseline.sources.patrol.fields import COLUMNS, EVENT, OBSERVATION, RESTRICTION, WATCH
from ceaseline.sources.patrol.flat import batch_of
from ceaseline.sources.patrol.gathering import gathered
from ceaseline.sources.patrol.understanding import Reader, of_all
from ceaseline.sources.protocol import Reading, SourceForm
from ceaseline.tables import Observations, Restrictions, Watches

_KNOWN = frozenset(
    (
        *("explosion", "impact", "outgoing", "controlled_explosion", "exercise_inside", "exercise_outside"),
        *("burst", "shot", "projectile", "muzzle_flash", "flare"),
        *("uav_sighting", "weapon_presence", "movement"),
    )
)
_LEFT_OUT = {"rejected": "rejected by the office, left out", "deleted": "deleted by the office, left out"}
_TWICE = "this id is given twice with different content; keep the right one, or give the other an id of its own"
_CLASH = "another watch of this asset begins at the same moment and says otherwise; correct one"


def read_patrols(capture: Capture, form: SourceForm, reader: Reader) -> Reading:
    """Return what patrols sent in: rows that observations are made of, and beside them watches and restrictions.

    Raises:
        FileRefused: no export of the form.
    """
    with capture.open() as stream:
        batch = batch_of(gathered(stream, form.encoding))
    every = _sorted_out(frame_of(batch, COLUMNS))
    frame = _counted(every.filter(pl.col("standing") == ""))
    general = [*of_all(frame), Check("record", frame["record"], "id-twice", _TWICE, _twice(frame))]
    found = {
        Observations: reader.observations(frame.filter("is_observation")),
        Watches: reader.watches(frame.filter("is_watch")),
        Restrictions: reader.restrictions(frame.filter("is_restriction")),
    }
    broken = _first(
        [faults(frame[LINE], general), *(faults(each.rows["line"], each.checks) for each in found.values())]
    )
    kept = {table: _without(each.rows, broken) for table, each in found.items()}
    clashing = _clashing(kept[Watches], frame)
    broken = _first([broken, clashing])
    kept = {table: _without(rows, clashing) for table, rows in kept.items()}
    kept[Watches] = kept[Watches].unique(pl.exclude("line"), keep="first", maintain_order=True)
    told = {line for rows in kept.values() for line in rows["line"]}
    whose = [pl.lit(capture.source).alias("source"), pl.lit(capture.capture_id).alias("capture_id")]
    own = pl.format("{}-{}", pl.lit(capture.source), "id")
    rows = kept[Observations].select(
        own.alias("observation_id"),
        *whose,
        pl.exclude("id"),
        licence=pl.lit(form.licence, pl.String),
        may_republish=pl.lit(form.may_republish),
    )
    return Reading(
        rows=pl.concat([Observations.create_empty(), rows], how="diagonal"),
        set_aside=set_aside(
            [aside(batch, broken)], source=capture.source, capture_id=capture.capture_id, file=capture.name
        ),
        seen=len(batch.rows),
        skipped=len(batch.rows) - len(told) - broken.height,
        header=COLUMNS,
        notes=tuple(_notes(every, rows, reader)),
        beside=(
            (Watches, kept[Watches].select(*whose, pl.all())),
            (Restrictions, kept[Restrictions].select(own.alias("restriction_id"), *whose, pl.exclude("id"))),
        ),
    )


def _sorted_out(frame: pl.DataFrame) -> pl.DataFrame:
    """Say of each row what it is, and in ``standing`` why it does not count: empty where it does."""
    version = pl.col("edits").str.zfill(9) + pl.col("submitted")
    gone = frame["replaces"].unique().to_list()
    content = [name for name in COLUMNS if name != "where"]
    once = frame.unique(content, keep="first")[LINE].implode()
    return frame.with_columns(
        is_observation=pl.any_horizontal(pl.col(name) != "" for name in (*OBSERVATION, *EVENT)),
        is_restriction=pl.any_horizontal(pl.col(name) != "" for name in RESTRICTION),
        version=version,
        newest=version.max().over("report"),
    ).with_columns(
        is_watch=pl.any_horizontal(pl.col(name) != "" for name in WATCH)
        | ~(pl.col("is_observation") | pl.col("is_restriction")),
        standing=pl.when(pl.col("review").is_in(_LEFT_OUT))
        .then("review")
        .when((pl.col("report") != "") & (pl.col("version") != pl.col("newest")))
        .then(pl.lit("superseded"))
        .when((pl.col("report") != "") & pl.col("report").is_in(gone))
        .then(pl.lit("superseded"))
        .when((pl.col("record") != "") & ~pl.col(LINE).is_in(once))
        .then(pl.lit("repeated"))
        .otherwise(pl.lit("")),
    )


def _counted(frame: pl.DataFrame) -> pl.DataFrame:
    """Add how many observations and restrictions the report of each row has in this file."""
    return frame.with_columns(
        found_observations=pl.col("is_observation").cast(pl.Int64).sum().over("report"),
        found_restrictions=pl.col("is_restriction").cast(pl.Int64).sum().over("report"),
    )


def _twice(frame: pl.DataFrame) -> pl.Series:
    return frame.select((pl.col("record") != "") & pl.col("record").is_duplicated()).to_series()


def _first(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Return the first rule that each line breaks."""
    return pl.concat(parts).unique("line", keep="first", maintain_order=True)


def _without(rows: pl.DataFrame, broken: pl.DataFrame) -> pl.DataFrame:
    return rows.join(broken, on="line", how="anti", maintain_order="left")


def _clashing(watches: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the lines of watches that begin with another of their asset and say otherwise."""
    differing = watches.unique(["asset", "from", "until", "status"]).filter(pl.len().over("asset", "from") > 1)
    several = watches.join(differing, on=["asset", "from"], how="semi")["line"]
    broken = frame[LINE].is_in(several.implode())
    return faults(frame[LINE], [Check("watched_from", frame["watched_from"], "watches-clash", _CLASH, broken)])


def _notes(every: pl.DataFrame, rows: pl.DataFrame, reader: Reader) -> Iterator[str]:
    told = {
        **_LEFT_OUT,
        "superseded": "of submissions that were changed later, left out: the newest stands",
        "repeated": "that repeat another, left out",
        "has_issues": "of submissions that the office has issues with, kept",
        "about": "with a number said to be about so many, taken as a quarter less to a quarter more",
    }
    counts = Counter(every["standing"])
    counts["has_issues"] = every.filter(review="has_issues", standing="").height
    counts["about"] = rows.filter(pl.col("quantity_high") > pl.col("quantity_low")).height
    yield from (f"rows {what}: {counts[word]:,}" for word, what in told.items() if counts[word])
    strange = rows["phenomenon"].drop_nulls().value_counts().sort("count", "phenomenon", descending=[True, False])
    unknown = [f"{word} ({count:,})" for word, count in strange.rows() if word not in _KNOWN]
    if unknown:
        yield f"words not known here, kept as they are: {', '.join(unknown[:10])}"
    if reader.zone and reader.zone != "UTC":
        yield f"times without an offset were read on the clock of {reader.zone}"
