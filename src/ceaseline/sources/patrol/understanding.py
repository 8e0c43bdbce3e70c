"""From rows of text to watches, observations and restrictions, each with the rules its cells were held to."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import attrs
import polars as pl

from ceaseline.sources.cells import LINE, Check, numbers, same, times, truths
from ceaseline.sources.observing import Understood, degrees, places
from ceaseline.sources.observing.form import Area
from ceaseline.sources.patrol.fields import COARSELY, EXERCISES
from ceaseline.tables.restrictions import RESTRICTED

OBSERVED = ("nothing", "something", "not_watched")
DESCRIPTIONS = ("undetermined", "outgoing", "incoming", "controlled", "exercise_inside", "exercise_outside")
COUNTED = ("exact", "at_least", "about")
MEANS = ("heard", "seen", "recorded")
NOT_WATCHED = "the patrol could not watch"

_FIRE = ("explosion", "burst", "shot", "projectile", "muzzle_flash", "flare")
_EXPLOSIONS = {"outgoing": "outgoing", "incoming": "impact", "controlled": "controlled_explosion"}
# what was seen or heard in the direction it came from; the direction of an impact says nothing of that
FROM_THERE = ("outgoing", "shot", "burst", "projectile", "muzzle_flash")
FALLEN = ("impact", "controlled_explosion")
STANDING = (*COARSELY, *EXERCISES)
ABOUT = 0.25  # of a number that is said to be about so many, either way
_COMPASS_DEG = 22.5  # half of an eighth of the wind rose, where no error of a direction is given
_TYPED_S = 60.0  # a moment typed by hand is right to the minute
_CODE = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$"
_SHA256 = r"^[0-9a-fA-F]{64}$"
ROUND_M = 800.0  # what a place can be off for its two decimals


@attrs.frozen
class Reader:
    """What cells are read with.

    Attributes:
        parties: code of each name that may stand for a party.
        zone: clock of times without an offset; empty where there is none.
        area: where the case lies; None where the entry does not say.
        radius_m: error of a place found for an event that states none.
        reach_m: how far away what states no range may have been.
    """

    parties: Mapping[str, str]
    zone: str
    area: Area | None
    radius_m: float
    reach_m: float

    def watches(self, frame: pl.DataFrame) -> Understood:
        """Read rows as watches; the frame says in ``seen`` how many observations their report has."""
        start, end = self._times(frame, "watched_from"), self._times(frame, "watched_until")
        observed = frame["observed"]
        told = frame.select(
            missing=(pl.col("observed") == "something") & (pl.col("found_observations") == 0)
            | _differs("observations"),
            restricting=_differs("restrictions"),
            yet=(pl.col("observed") == "nothing") & (pl.col("found_observations") > 0),
        )
        whole = "give the export with its repeats: the ZIP of Central, JSON with $expand=*, or all tables of Kobo"
        checks = [
            *start[1],
            *end[1],
            _backward("watched_until", frame["watched_until"], start[0], end[0]),
            _word(frame, "observed", OBSERVED, needed=True),
            Check("observations", frame["observations"], "observations-missing", whole, told["missing"]),
            Check("restrictions", frame["restrictions"], "restrictions-missing", whole, told["restricting"]),
            Check(
                "observed",
                observed,
                "nothing-yet-observed",
                "this report says nothing, and has observations; correct one of the two",
                told["yet"],
            ),
        ]
        lost = observed == "not_watched"
        rows = pl.DataFrame(
            {"line": frame[LINE], "asset": frame["asset"], "from": start[0], "until": end[0], "lost": lost}
        ).select(
            pl.exclude("lost"),
            status=pl.when("lost").then(pl.lit("non_operational")).otherwise(pl.lit("operational")),
            reason=pl.when("lost").then(pl.lit(NOT_WATCHED)),
        )
        return Understood(rows, checks)

    def observations(self, frame: pl.DataFrame) -> Understood:
        """Read rows as observations, with ``id``."""
        at, until = self._times(frame, "at"), self._times(frame, "at_until", needed=False)
        latest = until[0].fill_null(at[0])
        count = numbers(frame["count"], "count", whole=True)
        wide, far, off, metres = (
            numbers(frame[name], name)
            for name in ("direction_error_deg", "range_km", "range_error_km", "event_error_m")
        )
        direction = degrees(frame["direction_deg"], "direction_deg", 360.0)
        observer, event = self._places(frame, "observer"), self._places(frame, "event")
        checks = [
            _empty("phenomenon", frame["phenomenon"], "say what it was"),
            *at[1],
            *until[1],
            _backward("at_until", frame["at_until"], at[0], until[0], touching=True),
            _word(frame, "description", DESCRIPTIONS),
            *count.checks,
            Check(
                "count",
                frame["count"],
                "count-zero",
                "that nothing was observed is said by observed: nothing; take the row out",
                (count.values == 0).fill_null(value=False),
            ),
            _word(frame, "count_is", COUNTED, where=frame["count"] != ""),
            _word(frame, "means", MEANS, needed=True),
            Check(
                "direction_deg",
                frame["direction_deg"],
                "not-a-direction",
                "write degrees from north, from 0 to 360, such as 215",
                (frame["direction_deg"] != "") & ~direction.values.is_between(0, 360).fill_null(value=False),
            ),
            *wide.checks,
            Check(
                "direction_error_deg",
                frame["direction_error_deg"],
                "too-wide",
                "an error of 180 degrees says nothing already; correct it, or leave the direction out",
                (wide.values > 180).fill_null(value=False),
            ),
            *(check for parsed in (far, off, metres) for check in parsed.checks),
            *observer[2],
            *event[2],
            Check(
                "media_sha256",
                frame["media_sha256"],
                "not-a-hash",
                "write the SHA-256 of the file: 64 digits and letters a to f",
                (frame["media_sha256"] != "") & ~frame["media_sha256"].str.contains(_SHA256),
            ),
        ]
        values = frame.select("phenomenon", "description", "count_is", "means", "weapon", "record").with_columns(
            at[0].alias("earliest"),
            latest.alias("latest"),
            count.values.alias("count"),
            direction.values.alias("direction"),
            wide.values.alias("wide"),
            far.values.alias("far"),
            off.values.alias("off"),
            metres.values.alias("metres"),
            observer[0].alias("olon"),
            observer[1].alias("olat"),
            event[0].alias("elon"),
            event[1].alias("elat"),
            text=_told(frame),
            line=frame[LINE],
        )
        return Understood(self._laid_out(values), checks)

    def restrictions(self, frame: pl.DataFrame) -> Understood:
        """Read rows as restrictions, with ``id``."""
        start, end = self._times(frame, "restricted_from"), self._times(frame, "restricted_until", needed=False)
        by = frame["imposed_by"]
        whose = by.replace_strict(self.parties, default=None, return_dtype=pl.String)
        established = truths(frame["established"], "established")
        checks = [
            _word(frame, "restriction_type", tuple(RESTRICTED), needed=True),
            *start[1],
            *end[1],
            _backward("restricted_until", frame["restricted_until"], start[0], end[0]),
            Check(
                "imposed_by",
                by,
                "unknown-party",
                "use a code of the terms, or name it under parties: in sources.yaml",
                (by != "") & whose.is_null(),
            ),
            *established.checks,
            Check(
                "established",
                frame["established"],
                "nobody-established",
                "name the party, or write no",
                established.values.fill_null(value=False) & (by == ""),
            ),
        ]
        rows = pl.DataFrame(
            {
                "line": frame[LINE],
                "id": frame["record"],
                "from": start[0],
                "until": end[0],
                "asset": frame["asset"],
                "type": frame["restriction_type"],
                "imposed_by": whose,
                "established": established.values,
            }
        )
        return Understood(rows, checks)

    def _laid_out(self, values: pl.DataFrame) -> pl.DataFrame:
        what = pl.col("what")
        located = what.is_in((*FALLEN, *STANDING)) & pl.col("elon").is_not_null() & pl.col("elat").is_not_null()
        rounded = pl.when(what.is_in(STANDING)).then(ROUND_M).otherwise(0.0)
        found = pl.col("metres").fill_null(self.radius_m) + rounded
        seen = pl.col("olon").is_not_null() & pl.col("olat").is_not_null()
        reach = ((pl.col("far") + pl.col("off").fill_null(0.0)) * 1_000).fill_null(self.reach_m) + ROUND_M
        bearing = what.is_in(FROM_THERE) & pl.col("direction").is_not_null()
        share = pl.when(pl.col("count_is") == "about").then(ABOUT).otherwise(0.0)
        return values.with_columns(what=_phenomenon()).select(
            "line",
            "earliest",
            "latest",
            "text",
            pl.col("record").alias("id"),
            pl.col("means"),
            pl.col("weapon").replace({"": None, "not_known": None}),
            what.alias("phenomenon"),
            time_sigma_s=pl.when(pl.col("earliest") == pl.col("latest")).then(_TYPED_S),
            lon=pl.when(located).then("elon").when(seen).then("olon"),
            lat=pl.when(located).then("elat").when(seen).then("olat"),
            radius_m=pl.when(located).then(found).when(seen).then(reach),
            bearing_deg=pl.when(bearing).then("direction"),
            bearing_sigma_deg=pl.when(bearing).then(pl.col("wide").fill_null(_COMPASS_DEG)),
            quantity_low=(pl.col("count") * (1 - share)).floor().clip(lower_bound=1),
            quantity_high=pl.when(pl.col("count_is") != "at_least").then((pl.col("count") * (1 + share)).ceil()),
            unit=pl.when(pl.col("count").is_not_null()).then(
                pl.when(pl.col("phenomenon") == "weapon_presence").then(pl.lit("pieces")).otherwise(pl.lit("acts"))
            ),
        )

    def _times(
        self, frame: pl.DataFrame, field: str, *, needed: bool = True
    ) -> tuple[pl.Series, tuple[Check, ...]]:
        parsed = times(frame[field], field, zones=same(self.zone, frame[field]), required=needed)
        return parsed.values, parsed.checks

    def _places(self, frame: pl.DataFrame, whose: str) -> tuple[pl.Series, pl.Series, tuple[Check, ...]]:
        fields = (f"{whose}_lon", f"{whose}_lat")
        found = places(frame[fields[0]], frame[fields[1]], fields=fields, area=self.area, required=False)
        return found.lon, found.lat, found.checks


def of_all(frame: pl.DataFrame) -> list[Check]:
    """Return the rules for rows of every sort."""
    report, asset, where = frame["report"], frame["asset"], frame["where"]
    readable = frame["flaw"] == ""
    no_code = readable & (asset != "") & ~asset.str.contains(_CODE)
    locked = frame["flaw"] == "not-decrypted"
    no_row = (
        "this line of the file that came is no row, and is not kept, as nobody can tell which of its cells name "
        "people; mend it there, and import the file again"
    )
    review = "what the office said is no word known here, and may mean rejected; export in English, or as JSON"
    parted = "semicolons part ids from each other; take them out of this one"
    code = "write its code, such as P-07: letters, digits and hyphens; never a name"
    return [
        Check("(where)", where, "not-decrypted", "decrypt the export: give Central its passphrase", locked),
        Check("(where)", where, "not-a-row", no_row, ~readable & ~locked),
        _empty("report", report, "give the watch an id of its own, the same in all of its rows", readable),
        Check("report", report, "id-parted", parted, report.str.contains(";", literal=True)),
        Check("review", frame["review"], "unknown-review", review, frame["review"] == "unknown"),
        _empty("asset", asset, "give the code of the post or patrol", readable),
        Check("asset", asset, "not-a-code", code, no_code),
    ]


def _phenomenon() -> pl.Expr:
    """Return what it was, as the description makes it more exact."""
    said, description = pl.col("phenomenon"), pl.col("description")
    exercised = said.is_in(_FIRE) & description.is_in(EXERCISES)
    exploded = (said == "explosion") & description.is_in(list(_EXPLOSIONS))
    return (
        pl.when(exercised).then(description).when(exploded).then(description.replace(_EXPLOSIONS)).otherwise(said)
    )


def _told(frame: pl.DataFrame) -> pl.Series:
    """Return what people wrote, with the hash of what they recorded."""
    media = pl.col("media_sha256").str.to_lowercase()
    parts = (
        pl.when(pl.col("observation_remarks") != "").then("observation_remarks"),
        pl.when(media != "").then(pl.format("media sha256 {}", media)),
    )
    return frame.select(
        pl.concat_str([part.alias(f"{at}") for at, part in enumerate(parts)], separator="; ", ignore_nulls=True)
    ).to_series().replace("", None)  # fmt: skip


def _differs(what: str) -> pl.Expr:
    declared = pl.col(what).cast(pl.Int64, strict=False)
    return ((pl.col(what) != "") & (declared != pl.col(f"found_{what}"))).fill_null(value=True)


def _empty(field: str, cells: pl.Series, mend: str, where: pl.Series | None = None) -> Check:
    broken = cells == ""
    return Check(field, cells, "empty", mend, broken if where is None else broken & where)


def _word(
    frame: pl.DataFrame,
    field: str,
    words: Collection[str],
    *,
    needed: bool = False,
    where: pl.Series | None = None,
) -> Check:
    cells = frame[field]
    wrong = ~cells.is_in(list(words))
    asked = wrong if needed else wrong & (cells != "") if where is None else wrong & where
    return Check(field, cells, "unknown-word", f"use one of: {', '.join(words)}", asked)


def _backward(field: str, cells: pl.Series, start: pl.Series, end: pl.Series, *, touching: bool = False) -> Check:
    broken = ((end < start) if touching else (end <= start)).fill_null(value=False)
    return Check(field, cells, "time-backward", "it ends before it starts; swap the ends, or correct one", broken)
