"""Numbers that somebody stated: what each side says it counted, item by item."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import attrs
import dataframely as dy
import polars as pl

from ceaseline.captures import Arrival, Capture
from ceaseline.sources.cells import (
    LINE,
    MOMENT,
    Check,
    Parsed,
    aside,
    faults,
    frame_of,
    numbers,
    set_aside,
    times,
    truths,
)
from ceaseline.sources.claims.form import ClaimColumns, ClaimsForm
from ceaseline.sources.delimited import Delimited
from ceaseline.sources.files import arrivals
from ceaseline.sources.header import open_delimited
from ceaseline.sources.protocol import Misnamed, Reading
from ceaseline.sources.writing import written
from ceaseline.tables import Claims
from ceaseline.terms import Terms

__all__ = ["ClaimColumns", "ClaimsForm", "ClaimsSource", "with_ids"]


@attrs.frozen(init=False)
class ClaimsSource:
    """A table of claims.

    Attributes:
        form: its entry of ``sources.yaml``.
        parties: party code of each name that may stand in the file.
    """

    Form: ClassVar[type[ClaimsForm]] = ClaimsForm
    schema: ClassVar[type[dy.Schema]] = Claims
    replaces: ClassVar[bool] = True  # a list of claims is a document; a corrected one replaces it

    form: ClaimsForm
    parties: Mapping[str, str]

    def __init__(self, form: ClaimsForm, terms: Terms) -> None:
        for name, party in form.parties.items():
            if party not in terms.parties:
                raise Misnamed(("parties", name), "party of the terms", party, terms.parties)
        self.__attrs_init__(form, {code: code for code in terms.parties} | form.parties)

    def fetch(self, folder: Path) -> Iterator[Arrival]:
        """Yield the files that the entry names."""
        return arrivals(folder, self.form.file)

    def read(self, capture: Capture) -> Reading:
        """Return a row for each claim; a row that repeats another word for word is one claim."""
        kept, asides, seen, skipped = [pl.DataFrame(schema=_READ)], [], 0, 0
        needed = (*self.form.columns.named(), *self.form.only)
        with capture.open() as stream:
            file = open_delimited(stream, needed=needed, encoding=self.form.encoding)
            for batch in file.batches():
                frame = frame_of(batch, file.header)
                wanted = self._wanted(frame)
                rows, broken = self._understand(wanted)
                kept.append(rows)
                asides.append(aside(batch, broken))
                seen += frame.height + len(batch.bad)
                skipped += frame.height - wanted.height
        rows = pl.concat(kept).with_columns(source=pl.lit(capture.source), capture_id=pl.lit(capture.capture_id))
        once = rows.unique([name for name in _READ if name != "line"], keep="first", maintain_order=True)
        return Reading(
            rows=with_ids(once),
            set_aside=set_aside(asides, source=capture.source, capture_id=capture.capture_id, file=capture.name),
            seen=seen,
            skipped=skipped + rows.height - once.height,
            header=file.header,
            notes=tuple(self._notes(file)),
        )

    def write(self, rows: pl.DataFrame) -> bytes:
        """Return the claims as CSV under the names of the entry, parties by their codes."""
        named = {ours: theirs for ours, theirs in self.form.columns.model_dump(by_alias=True).items() if theirs}
        only = [pl.lit(value).alias(column) for column, value in self.form.only.items()]
        told = rows.select(pl.col(ours).alias(theirs) for ours, theirs in named.items()).with_columns(only)
        return written(told, told.columns)

    def _wanted(self, frame: pl.DataFrame) -> pl.DataFrame:
        for column, value in self.form.only.items():
            frame = frame.filter(frame[column] == value)
        return frame

    def _notes(self, file: Delimited) -> Iterator[str]:
        if self.form.only:
            wanted = ", ".join(f"{column} is {value}" for column, value in self.form.only.items())
            yield f"only rows where {wanted}"
        yield from file.notes()

    def _understand(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the claims of a batch, and the faults of its other rows."""
        columns = self.form.columns
        start, until = self._times(frame, columns.start), self._times(frame, columns.until)
        count = numbers(frame[columns.count], columns.count, whole=True, required=True)
        at_least = truths(_text(frame, columns.at_least).fill_null(""), columns.at_least or "")
        checks = [
            *self._party_checks(frame),
            *start.checks,
            *until.checks,
            *self._window_checks(frame, start.values, until.values),
            Check(columns.item, frame[columns.item], "empty", "say what was counted", frame[columns.item] == ""),
            *count.checks,
            *at_least.checks,
        ]
        broken = faults(frame[LINE], checks)
        zone = pl.DataFrame({"zone": _text(frame, columns.zone), "from": start.values})
        rows = pl.DataFrame(
            {
                "line": frame[LINE],
                "claimant": self._parties(frame, columns.claimant),
                "accused": self._parties(frame, columns.accused),
                "from": start.values,
                "until": until.values,
                "zone": zone.select(pl.when(pl.col("from").is_not_null()).then("zone")).to_series(),
                "stated": _text(frame, columns.stated),
                "item": frame[columns.item],
                "count": count.values,
                "at_least": at_least.values,
                "page": _text(frame, columns.page),
            },
            schema=_READ,
        )
        return rows.join(broken, on="line", how="anti", maintain_order="left"), broken

    def _times(self, frame: pl.DataFrame, column: str | None) -> Parsed:
        zones = self.form.columns.zone
        if column is None:
            return Parsed(pl.Series([None], dtype=MOMENT).new_from_index(0, frame.height))
        return times(
            frame[column], column, zones=frame[zones] if zones else None, zone_field=zones or "", required=False
        )

    def _window_checks(self, frame: pl.DataFrame, start: pl.Series, until: pl.Series) -> list[Check]:
        column = self.form.columns.until
        if column is None:
            return []
        half, backward = start.is_null() != until.is_null(), start >= until
        return [
            Check(column, frame[column], "window-half", "give both ends of the window, or leave both empty", half),
            Check(
                column,
                frame[column],
                "window-backward",
                "the window ends before it starts; swap the ends, or correct one",
                backward,
            ),
        ]

    def _party_checks(self, frame: pl.DataFrame) -> list[Check]:
        columns = self.form.columns
        claimant = frame[columns.claimant]
        checks = [Check(columns.claimant, claimant, "empty", "say who states this", claimant == "")]
        for column in filter(None, (columns.claimant, columns.accused)):
            mend = "say whose name this is: add it under parties: of this source in sources.yaml"
            unknown = (frame[column] != "") & self._parties(frame, column).is_null()
            checks.append(Check(column, frame[column], "unknown-party", mend, unknown))
        return checks

    def _parties(self, frame: pl.DataFrame, column: str | None) -> pl.Series:
        return _text(frame, column).replace_strict(dict(self.parties), default=None, return_dtype=pl.String)


_READ: dict[str, pl.DataType] = {
    "line": pl.Int64(),
    "claimant": pl.String(),
    "accused": pl.String(),
    "from": MOMENT,
    "until": MOMENT,
    "zone": pl.String(),
    "stated": pl.String(),
    "item": pl.String(),
    "count": pl.Int64(),
    "at_least": pl.Boolean(),
    "page": pl.String(),
}


def _text(frame: pl.DataFrame, column: str | None) -> pl.Series:
    """Return a column's cells, null where they are empty or there is no such column."""
    if column is None:
        return pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    text = frame[column]
    return text.set(text == "", None)


def with_ids(claims: pl.DataFrame) -> pl.DataFrame:
    """Name each claim by what it says, not by where it stands: the same claim in another file is the same id.

    Who claims of whom stays out of the hash, so that exchanging the parties' names changes no id;
    where two sides say the very same thing, the second to be given gets a number.

    Args:
        claims: n claims, none word for word like another; ids they have already are given anew, so that
            claims of several files can be told apart once they lie together.
    """
    moments = pl.col("from", "until").dt.epoch("us")
    said = claims.select("source", moments, "zone", "stated", "item", "count", "at_least", "page")
    hashes = [hashlib.sha256(json.dumps(row).encode()).hexdigest()[:12] for row in said.iter_rows()]
    said_before = pl.int_range(pl.len()).over(pl.Series("said", hashes, dtype=pl.String))
    number = pl.when(said_before > 0).then(pl.format("-{}", said_before + 1)).otherwise(pl.lit(""))
    return claims.with_columns(claim_id=pl.format("claim-{}{}", pl.Series(hashes, dtype=pl.String), number))
