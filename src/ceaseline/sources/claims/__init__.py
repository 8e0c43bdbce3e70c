"""Numbers that somebody stated: what each side says it counted, item by item."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import attrs
import dataframely as dy
import polars as pl
from pydantic import Field

from ceaseline.errors import UnknownName
from ceaseline.forms import FormPart
from ceaseline.sources.cells import (
    Check,
    Parsed,
    aside_lines,
    frame_of,
    line_number,
    numbers,
    set_aside,
    sift,
    times_by_zone,
    truths,
)
from ceaseline.sources.delimited import Delimited, open_delimited
from ceaseline.sources.files import arrivals
from ceaseline.sources.protocol import Arrival, Capture, Reading, SourceForm
from ceaseline.tables import Claims
from ceaseline.terms import Terms
from ceaseline.terms.model import PartyCode


class ClaimColumns(FormPart):
    """Which column of the file holds what; those that may be null may be absent from the file."""

    claimant: str = "claimant"
    item: str = "item"
    count: str = "count"
    accused: str | None = None
    start: str | None = Field(default=None, alias="from")
    until: str | None = None
    zone: str | None = None
    stated: str | None = None
    at_least: str | None = None
    page: str | None = None

    def named(self) -> list[str]:
        """Return the columns the file must have."""
        return [column for column in self.model_dump().values() if column is not None]


class ClaimsForm(SourceForm):
    """An entry of ``sources.yaml`` of the kind ``claims``."""

    columns: ClaimColumns = ClaimColumns()
    only: dict[str, str] = {}
    parties: dict[str, PartyCode] = {}
    totals: tuple[str, ...] = ()


@attrs.frozen(init=False)
class ClaimsSource:
    """A table of claims.

    Attributes:
        form: its entry of ``sources.yaml``.
        parties: party code of each name that may stand in the file.
    """

    Form: ClassVar[type[ClaimsForm]] = ClaimsForm
    schema: ClassVar[type[dy.Schema]] = Claims

    form: ClaimsForm
    parties: Mapping[str, str]

    def __init__(self, form: ClaimsForm, terms: Terms) -> None:
        for party in form.parties.values():
            if party not in terms.parties:
                raise UnknownName("party of the terms", party, terms.parties)
        self.__attrs_init__(form, {code: code for code in terms.parties} | form.parties)

    def fetch(self, folder: Path) -> Iterator[Arrival]:
        """Yield the files that the entry names."""
        return arrivals(folder, self.form.file)

    def read(self, capture: Capture) -> Reading:
        """Return a row for each claim; a row that repeats another word for word is one claim."""
        kept, aside, seen, skipped = [], [], 0, 0
        with capture.open() as stream:
            file = open_delimited(stream, needed=self._needed(), encoding=self.form.encoding)
            for batch in file.batches():
                frame = frame_of(batch, file.header)
                wanted = frame.filter(pl.col(column) == value for column, value in self.form.only.items())
                good, bad = sift(wanted, self._checks(wanted))
                kept.append(self._rows(good))
                aside += [part for part in (aside_lines(batch.bad), bad) if part.height]
                seen += frame.height + len(batch.bad)
                skipped += frame.height - wanted.height
        rows = pl.concat(kept) if kept else pl.DataFrame(schema=_READ)
        named = _with_ids(rows.with_columns(source=pl.lit(capture.source), capture_id=pl.lit(capture.capture_id)))
        once = named.unique("claim_id", keep="first", maintain_order=True)
        return Reading(
            rows=once,
            set_aside=set_aside(aside, source=capture.source, capture_id=capture.capture_id, file=capture.name),
            seen=seen,
            skipped=skipped + named.height - once.height,
            header=file.header,
            notes=tuple(self._notes(file)),
        )

    def _needed(self) -> list[str]:
        return [*self.form.columns.named(), *self.form.only]

    def _notes(self, file: Delimited) -> Iterator[str]:
        if self.form.only:
            wanted = ", ".join(f"{column} is {value}" for column, value in self.form.only.items())
            yield f"only rows where {wanted}"
        if file.cut_off:
            yield "the last line has no end; if the file was cut off, fetch it again"

    def _window(self, frame: pl.DataFrame) -> dict[str, Parsed]:
        columns = self.form.columns
        return {
            name: times_by_zone(frame, column, columns.zone) if column else Parsed(pl.lit(None, _MOMENT), ())
            for name, column in (("from", columns.start), ("until", columns.until))
        }

    def _checks(self, frame: pl.DataFrame) -> list[Check]:
        columns = self.form.columns
        window = self._window(frame)
        start, until = window["from"].values, window["until"].values
        checks = [self._known_party(columns.claimant, required=True)]
        if columns.accused:
            checks.append(self._known_party(columns.accused, required=False))
        checks += [*window["from"].checks, *window["until"].checks]
        if columns.start and columns.until:
            half = start.is_null() != until.is_null()
            mend = "give both ends of the window, or leave both empty"
            checks.append(Check(columns.until, "window-half", mend, half))
            mend = "the window ends before it starts; swap the ends, or correct one"
            checks.append(Check(columns.until, "window-backward", mend, start >= until))
        checks.append(Check(columns.item, "empty", "say what was counted", pl.col(columns.item) == ""))
        checks += numbers(columns.count, whole=True, required=True).checks
        return checks + list(truths(columns.at_least).checks)

    def _known_party(self, column: str, *, required: bool) -> Check:
        unknown = ~pl.col(column).is_in(list(self.parties))
        broken = unknown if required else unknown & (pl.col(column) != "")
        mend = "say whose name this is: add it under parties: of this source in sources.yaml"
        return Check(column, "unknown-party", mend, broken)

    def _rows(self, good: pl.DataFrame) -> pl.DataFrame:
        columns = self.form.columns
        window = self._window(good)
        has_window = window["from"].values.is_not_null()
        return good.select(
            line_number(),
            self._party(columns.claimant).alias("claimant"),
            (self._party(columns.accused) if columns.accused else _nothing()).alias("accused"),
            window["from"].values.alias("from"),
            window["until"].values.alias("until"),
            pl.when(has_window).then(_text(columns.zone)).alias("zone"),
            _text(columns.stated).alias("stated"),
            pl.col(columns.item).alias("item"),
            numbers(columns.count, whole=True).values.alias("count"),
            truths(columns.at_least).values.alias("at_least"),
            _text(columns.page).alias("page"),
        ).cast(_READ)  # type: ignore[arg-type]

    def _party(self, column: str) -> pl.Expr:
        return pl.col(column).replace_strict(dict(self.parties), default=None, return_dtype=pl.String)


_MOMENT = pl.Datetime("us", "UTC")
_READ = {
    "line": pl.Int64(),
    "claimant": pl.String(),
    "accused": pl.String(),
    "from": _MOMENT,
    "until": _MOMENT,
    "zone": pl.String(),
    "stated": pl.String(),
    "item": pl.String(),
    "count": pl.Int64(),
    "at_least": pl.Boolean(),
    "page": pl.String(),
}


def _nothing() -> pl.Expr:
    return pl.lit(None, pl.String)


def _text(column: str | None) -> pl.Expr:
    return _nothing() if column is None else pl.when(pl.col(column) != "").then(pl.col(column))


def _with_ids(rows: pl.DataFrame) -> pl.DataFrame:
    """Name each claim by what it says, not by where it stands: the same claim in another file is the same id.

    Who claims of whom stays out of the hash, so that exchanging the parties' names changes no id;
    where two sides say the very same thing, the second to be given gets a number.
    """
    sides = ["claimant", "accused"]
    said = [name for name in rows.columns if name not in ("line", "capture_id", *sides)]
    hashes = [hashlib.sha256(repr(row).encode()).hexdigest()[:12] for row in rows.select(said).iter_rows()]
    named = rows.with_columns(pl.Series("said", hashes, dtype=pl.String))
    turns = named.unique(["said", *sides], keep="first", maintain_order=True).select(
        "said", *sides, turn=pl.int_range(1, pl.len() + 1).over("said")
    )
    joined = named.join(turns, on=["said", *sides], how="left", nulls_equal=True, maintain_order="left")
    number = pl.when(pl.col("turn") > 1).then("-" + pl.col("turn").cast(pl.String)).otherwise(pl.lit(""))
    return joined.with_columns(claim_id="claim-" + pl.col("said") + number).drop("said", "turn")
