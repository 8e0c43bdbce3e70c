"""Section 10: what parties claim, beside what was recorded in the same time; never in any number of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from ceaseline.publishing.claims import window_sentences
from ceaseline.publishing.material import Material
from ceaseline.publishing.report.excerpt import excerpt
from ceaseline.publishing.report.fields import columns, lacking, words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell, Section, Sentence, Table
from ceaseline.publishing.report.pictures import claimed
from ceaseline.publishing.words import hours, number
from ceaseline.terms import alternating, named
from ceaseline.times import Window, spoken

_COLUMNS = (
    ("claimant", "#x_claimant", ""),
    ("about", "#x_accused", ""),
    ("window", "#date", ""),
    ("item", "#event+type", ""),
    ("claimed", "#affected+claimed", "as the claimant counts"),
    ("parts", "#affected+claimed+parts", "as the claimant counts"),
    ("residual", "#affected+claimed+residual", "as the claimant counts"),
    ("recorded", "#affected+recorded", "incidents of any side"),
    ("matched", "#affected+matched", "incidents"),
    ("unsupported", "#affected+unsupported", "incidents"),
    ("unwatched", "#affected+unwatched", "incidents"),
)
_PARTS = (
    ("claimant", "#x_claimant", ""),
    ("about", "#x_accused", ""),
    ("window", "#date", ""),
    ("item", "#event+type", ""),
    ("claimed", "#affected+claimed", "as the claimant counts"),
    ("part_of", "#meta+id+total", ""),
)
_MOST = 8  # pairs of windows that are told one by one
_MOST_IDS = 50  # beside one number
_UNSUPPORTED = "not supported where watched"


def section(frame: Frame) -> Section:
    """Return table T8 with its parts, the arithmetic, and which windows can be set against each other."""
    say, own = frame.say, _in_time(frame)
    if own.is_empty():
        every = tuple(frame.material.claims["claim_id"])
        key = "claims.none_now" if every else "claims.none"
        return Section(10, "claims", say("contents.claims"), (Sentence(say(key, number=len(every)), every),))
    parts = {part for named_parts in own["total_of"].drop_nulls() for part in named_parts.split(" ")}
    ordered = _ordered(frame, own)
    totals = [row for row in ordered if row["claim_id"] not in parts]
    told = [Sentence(say("claims.lead"), tuple(row["claim_id"] for row in totals))]
    told += [
        Sentence(
            say("claims.adds_up", who=_who(frame, row), how=frame.material.arithmetic[row["claim_id"]]), _ids(row)
        )
        for row in totals
        if row["claim_id"] in frame.material.arithmetic
    ]
    told += _windows(frame, own)
    beside = _Beside(frame)
    tables = [
        Table(
            "T8",
            say("claims.table"),
            say("claims.note"),
            columns(frame, "claims", _COLUMNS),
            tuple(beside.row(row) for row in totals),
        ),
        Table(
            "T8-parts",
            say("claims.parts_table"),
            say("claims.parts_note"),
            columns(frame, "claims", _PARTS),
            tuple(_part(frame, row, totals) for row in ordered if row["claim_id"] in parts),
        ),
    ]
    drawn = claimed.picture(frame, tables[0])
    return Section(
        10,
        "claims",
        say("contents.claims"),
        tuple(told),
        tuple(table for table in tables if table.rows),
        () if drawn is None else (drawn,),
    )


def _in_time(frame: Frame) -> pl.DataFrame:
    """Return the claims about the time of the report, and those that give no exact times."""
    overlaps = (pl.col("from") < frame.end) & (pl.col("until") > frame.begin)
    return frame.material.claims.filter(pl.col("from").is_null() | overlaps)


def _ordered(frame: Frame, own: pl.DataFrame) -> list[dict[str, Any]]:
    """Return claims by claimant: another party first each day, then who is none, each in the order of the file."""
    order = alternating(list(frame.material.terms.parties), frame.days[0].date.toordinal())
    place = {code: at for at, code in enumerate(order)}
    return sorted(own.to_dicts(), key=lambda row: place.get(row["claimant"], len(order)))


def _who(frame: Frame, row: Mapping[str, Any]) -> str:
    return named(frame.material.terms, row["claimant"])


def _ids(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (row["claim_id"], *(row["total_of"] or "").split())


def _windows(frame: Frame, own: pl.DataFrame) -> Iterator[Sentence]:
    """Say which totals of two sides speak of the same time, as far as both stand in this report."""
    known = own["claim_id"].implode()
    pairs = frame.material.claim_windows.filter(pl.col("left").is_in(known), pl.col("right").is_in(known))
    shown: Material = excerpt(frame.material, claim_windows=pairs.head(_MOST))
    for row, sentence in zip(pairs.head(_MOST).iter_rows(named=True), window_sentences(shown), strict=True):
        yield Sentence(sentence, (row["left"], row["right"]))
    if pairs.height > _MOST:
        rest = pairs.slice(_MOST)
        every = tuple(dict.fromkeys([*rest["left"], *rest["right"]]))
        yield Sentence(frame.say("claims.more_pairs", number=number(rest.height)), every)


def _window(frame: Frame, row: Mapping[str, Any]) -> Cell:
    if row["from"] is None:
        text = frame.say("claims.no_times", stated=row["stated"] or frame.say("fields.not_stated"))
        return Cell(None, text, (row["claim_id"],), "not_stated")
    window = Window(row["from"], row["until"])
    text = f"{spoken(window, row['zone'] or 'UTC')}, {hours(window.hours)}"
    return Cell(f"{window.start:%Y-%m-%dT%H:%MZ}/{window.end:%Y-%m-%dT%H:%MZ}", text, (row["claim_id"],))


def _claimed(frame: Frame, row: Mapping[str, Any]) -> Cell:
    text = number(row["count"])
    return Cell(row["count"], frame.say("claims.at_least", number=text) if row["at_least"] else text, _ids(row)[:1])


def _part(frame: Frame, row: Mapping[str, Any], totals: list[dict[str, Any]]) -> tuple[Cell, ...]:
    ids = (row["claim_id"],)
    of = [total["claim_id"] for total in totals if row["claim_id"] in (total["total_of"] or "").split(" ")]
    return (
        words(_who(frame, row), ids),
        _about(frame, row),
        _window(frame, row),
        words(row["item"], ids),
        _claimed(frame, row),
        words(", ".join(of), of) if of else lacking(frame, "not_known", ids),
    )


def _about(frame: Frame, row: Mapping[str, Any]) -> Cell:
    ids = (row["claim_id"],)
    if row["accused"] is None:
        return lacking(frame, "not_stated", ids)
    return words(named(frame.material.terms, row["accused"]), ids)


class _Beside:
    """What was recorded in the time of a claim, and what became of what the claimant's camp tells one by one."""

    def __init__(self, frame: Frame) -> None:
        material = frame.material
        self.frame = frame
        windows = _in_time(frame).drop_nulls("from")
        # each claim looks through these anew
        self.asked = pl.col("earliest").is_between(windows["from"].min(), windows["until"].max())
        self.recorded = frame.recorded.filter(self.asked).select("incident_id", "earliest")
        self.told: dict[str, pl.DataFrame] = {}
        self.only = frame.alleged.implode()
        lacking_ids = material.findings.filter(pl.col("basis").str.contains(_UNSUPPORTED, literal=True))
        self.unsupported = lacking_ids["incident_id"].implode()

    def row(self, claim: Mapping[str, Any]) -> tuple[Cell, ...]:
        """Return a row of the table."""
        frame, ids = self.frame, _ids(claim)
        residual = claim["residual"]
        return (
            words(_who(frame, claim), ids[:1]),
            _about(frame, claim),
            _window(frame, claim),
            words(claim["item"], ids[:1]),
            _claimed(frame, claim),
            lacking(frame, "no_parts", ids[:1])
            if residual is None
            else Cell(claim["count"] - residual, number(claim["count"] - residual), ids),
            lacking(frame, "no_parts", ids[:1]) if residual is None else Cell(residual, f"{residual:,}", ids),
            *self._ours(claim),
        )

    def _ours(self, claim: Mapping[str, Any]) -> Iterator[Cell]:
        frame, ids = self.frame, _ids(claim)[:1]
        if claim["from"] is None:
            yield from [lacking(frame, "no_window", ids)] * 4
            return
        began = pl.col("earliest").is_between(claim["from"], claim["until"], closed="left")
        ours = self.recorded.filter(began)
        yield _number(ours, ids) if ours.height else lacking(frame, "none_recorded", ids)
        told = self._told_by(claim["claimant"]).filter(began)
        if told.is_empty():
            yield from [lacking(frame, "none_one_by_one", ids)] * 3
            return
        for how in ("matched", "unsupported", "unwatched"):
            yield _number(told.filter(how=how), ids)

    def _told_by(self, claimant: str) -> pl.DataFrame:
        """Return the incidents that the camp of a claimant tells of one by one, with what became of each."""
        if claimant not in self.told:
            material = self.frame.material
            camp = material.sources.filter(pl.col("party") == claimant, pl.col("role") == "party")
            records = material.observations.join(camp, on="source", how="semi").select("observation_id")
            told = material.members.join(records, on="observation_id", how="semi")
            lacks = pl.when(pl.col("incident_id").is_in(self.unsupported)).then(pl.lit("unsupported"))
            alone = pl.col("incident_id").is_in(self.only)
            self.told[claimant] = (
                material.incidents.filter(self.asked)
                .join(told, on="incident_id", how="semi")
                .select("incident_id", "earliest")
                .with_columns(
                    how=pl.when(~alone).then(pl.lit("matched")).otherwise(lacks.otherwise(pl.lit("unwatched")))
                )
            )
        return self.told[claimant]


def _number(own: pl.DataFrame, ids: tuple[str, ...]) -> Cell:
    return Cell(own.height, number(own.height), tuple(own["incident_id"].sort().head(_MOST_IDS)) or ids)
