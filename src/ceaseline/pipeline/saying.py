"""What the program says, kept and held against what it said before."""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

import attrs
import dataframely as dy
import polars as pl
from dataframely.exc import ValidationError

from ceaseline.assessment import Said, corrections, superseding
from ceaseline.errors import EvidenceError
from ceaseline.ledger import Entry
from ceaseline.pipeline.outcome import Outcome
from ceaseline.store import Evidence, State, earlier, known, said, say
from ceaseline.store import Said as Kept
from ceaseline.tables import Corrections, VerdictParts, Verdicts
from ceaseline.terms import listed

_TABLES: dict[str, type[dy.Schema]] = {
    "verdicts": Verdicts,
    "verdict_parts": VerdictParts,
    "corrections": Corrections,
}
# No reasons: they can quote evidence, and what was said outlives a file that is erased.
_WHY = {"reason", "as_of", "estimated_low", "estimated_high", "sure_share", "chance_seen", "comparable"}
_LEFT_OUT = {"verdicts": _WHY, "verdict_parts": _WHY, "corrections": set[str]()}
_MOST_BYTES = 1 << 28  # of answers, unpacked: some million rows
_NO_ANSWERS = (
    *(OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, RecursionError),
    *(pl.exceptions.PolarsError, ValidationError),
)  # what bytes that are none can raise on their way
_MOST_NAMED = 5  # sources in a sentence


@attrs.frozen(eq=False)
class Answers:
    """An outcome held against what was said before.

    Attributes:
        outcome: with ``supersedes`` and the corrections filled in.
        state: what it was made from.
        last: what was kept last of all runs; None where nothing was.
    """

    outcome: Outcome
    state: State
    last: Kept | None


def compared(
    outcome: Outcome, evidence: Evidence, forms: Mapping[str, bytes], version: str, until: datetime | None
) -> Answers:
    """Return an outcome with what it supersedes and corrects.

    Args:
        outcome: of a run.
        evidence: of the case, which has what was said before.
        forms: the bytes of each form by its name.
        version: of the program.
        until: the moment from which on evidence was left out, UTC; None for none.

    Raises:
        EvidenceError: what was said cannot be read.
    """
    there = known(evidence, until)
    hashes = {name: sha256(content).hexdigest() for name, content in forms.items()}
    state, told = State(len(there), hashes, version), said(evidence)
    last = told[-1] if told else None
    if outcome.as_of is None:
        return Answers(outcome, state, last)
    before = earlier(told, as_of=outcome.as_of, entries=state.entries)
    if not before:
        return Answers(outcome, state, last)
    # where these very answers were kept already, they carry on what they superseded and corrected
    kept, former, now = before[-1], _read(evidence, before[-1]), _of(outcome, outcome.as_of)
    since = there[kept.state.entries :]
    listing = corrections(now, former, came=_came(since, kept.state, state), only_forms=not since)
    verdicts = superseding(outcome.verdicts, former.verdicts, former.as_of)
    parts = superseding(outcome.verdict_parts, former.parts, former.as_of)
    superseded = attrs.evolve(
        outcome,
        verdicts=Verdicts.validate(verdicts),
        verdict_parts=VerdictParts.validate(parts),
        corrections=listing,
    )
    return Answers(superseded, state, last)


def keep(answers: Answers, evidence: Evidence, now: datetime) -> None:
    """Keep what was answered, where it is another answer than the last.

    Args:
        answers: held against what was said before.
        evidence: of the case.
        now: the moment of the run, UTC.

    Raises:
        EvidenceError: it could not be kept.
    """
    outcome = answers.outcome
    if outcome.as_of is None:
        return
    told = _of(outcome, outcome.as_of)
    if answers.last is None or not _same(told, _read(evidence, answers.last)):
        say(evidence, spelled(told), Kept(outcome.as_of, "", answers.state), now)


def spelled(told: Said) -> bytes:
    """Return answers as they are kept: JSON, column by column, packed; the same answers give the same bytes."""
    tables = {"verdicts": told.verdicts, "verdict_parts": told.parts, "corrections": told.corrections}
    plain = {name: table.select(_plain(table)).to_dict(as_series=False) for name, table in tables.items()}
    text = json.dumps({"as_of": told.as_of.isoformat(), **plain}, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), mtime=0)


def parsed(content: bytes) -> Said:
    """Return answers as they were kept.

    Raises:
        ValueError: these are none.
    """
    try:
        with gzip.open(BytesIO(content)) as stream:
            text = stream.read(_MOST_BYTES + 1)
        if len(text) > _MOST_BYTES:
            raise ValueError("too long")
        data = json.loads(text)
        tables = {name: _table(name, data[name]) for name in _TABLES}
        listing = Corrections.validate(tables["corrections"])
        as_of = datetime.fromisoformat(data["as_of"])
    except _NO_ANSWERS as error:
        raise ValueError(f"these are no answers: {error}") from error
    return Said(as_of, tables["verdicts"], tables["verdict_parts"], listing)


def _columns(name: str) -> dict[str, pl.DataType]:
    every = _TABLES[name].create_empty().schema
    return {column: kind for column, kind in every.items() if column not in _LEFT_OUT[name]}


def _plain(table: pl.DataFrame) -> list[pl.Expr]:
    """Return columns as JSON has them."""
    return [
        pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ")
        if isinstance(kind, pl.Datetime)
        else pl.col(name).dt.strftime("%Y-%m-%d")
        if kind == pl.Date
        else pl.col(name)
        for name, kind in table.schema.items()
    ]


def _table(name: str, columns: Mapping[str, list[Any]]) -> pl.DataFrame:
    """Return a table as it was kept; a column that it did not have yet then is null."""
    wanted = _columns(name)
    read = {column: pl.String if kind.is_temporal() else kind for column, kind in wanted.items()}
    given = {column: columns[column] for column in wanted if column in columns}
    height = max((len(cells) for cells in given.values()), default=0)
    table = pl.DataFrame({column: given.get(column, [None] * height) for column in wanted}, schema=read)
    return table.with_columns(
        pl.col(column).str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_unit="us", time_zone="UTC")
        if isinstance(kind, pl.Datetime)
        else pl.col(column).str.to_date("%Y-%m-%d")
        for column, kind in wanted.items()
        if kind.is_temporal()
    )


def _of(outcome: Outcome, as_of: datetime) -> Said:
    """Return the answers of an outcome, as far as they are kept."""
    verdicts = outcome.verdicts.select(_columns("verdicts").keys())
    return Said(
        as_of, verdicts, outcome.verdict_parts.select(_columns("verdict_parts").keys()), outcome.corrections
    )


def _same(one: Said, other: Said) -> bool:
    """Whether two runs gave the same answers, whatever these superseded."""
    return all(
        left.drop("supersedes").equals(right.drop("supersedes"))
        for left, right in ((one.verdicts, other.verdicts), (one.parts, other.parts))
    )


def _read(evidence: Evidence, kept: Kept) -> Said:
    try:
        return parsed(evidence.blobs.read(kept.digest))
    except ValueError as error:
        place = evidence.blobs.place(kept.digest)
        raise EvidenceError(f"{place}: {error}. Mend: take the file from a copy") from error


def _came(since: Sequence[Entry], before: State, now: State) -> str:
    """Say in a sentence what came after an answer: how much, from whom, and which forms are others now."""
    files = Counter(entry.body["source"] for entry in since if entry.kind == "capture")
    lines = Counter(entry.body["register"] for entry in since if entry.kind == "register")
    kinds = Counter(entry.kind for entry in since)
    told = [f"{_many(count, 'file')} of {name}" for name, count in sorted(files.items())[:_MOST_NAMED]]
    if len(files) > _MOST_NAMED:
        rest = sorted(files.items())[_MOST_NAMED:]
        told.append(f"{_many(sum(count for _, count in rest), 'file')} of {_many(len(rest), 'other source')}")
    told += [f"{_many(count, 'line')} of the register of {name}" for name, count in sorted(lines.items())]
    told += [_many(kinds["decision"], "ruling")] if kinds["decision"] else []
    told += [_many(kinds["erasure"], "erasure")] if kinds["erasure"] else []
    others = sorted(name for name in {*before.forms, *now.forms} if before.forms.get(name) != now.forms.get(name))
    parts = [f"came {listed(told)}"] if told else []
    parts += [f"{listed(others)} changed"] if others else []
    parts += (
        [f"the program's version changed from {before.version} to {now.version}"] if _other(before, now) else []
    )
    if not parts:
        return "Nothing came since; what was drawn is other, or what was there is erased."
    return f"Since then {'; '.join(parts)}."


def _other(before: State, now: State) -> bool:
    return before.version != now.version


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")
