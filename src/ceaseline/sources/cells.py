"""From cells of text to times and numbers, a column at a time, with the rule each bad cell broke."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import attrs
import dataframely as dy
import polars as pl

from ceaseline.sources.delimited import BadLine, Batch
from ceaseline.tables import SetAside, from_rows
from ceaseline.times import TimeProblem, zone_of

LINE = "line"
_CUT = 200  # characters of an offending cell that are kept for the reader; the row itself is kept whole

_TIME = r"^(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2})(:\d{2}(?:\.\d{1,6})?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$"
# one group of digits, or groups of three parted by a blank, a no-break blank or a narrow one
_NUMBER = r"^[-+]?(\d+|\d{1,3}([ \u{a0}\u{202f}]\d{3})+)(\.\d+)?$"
_LARGEST = 1e15  # beyond this a float no longer holds every whole number


@attrs.frozen
class Check:
    """A rule a cell can break.

    Attributes:
        field: the column in the file.
        rule: short code.
        mend: what would be right.
        broken: true where the rule is broken.
    """

    field: str
    rule: str
    mend: str
    broken: pl.Expr


@attrs.frozen
class Parsed:
    """A column understood: its values, null where empty or bad, and the rules it was held to."""

    values: pl.Expr
    checks: tuple[Check, ...]


def times(column: str, zone: str | None, *, required: bool = True) -> Parsed:
    """Read a column of times as UTC microseconds.

    A cell with its own offset is taken at its word; one without is read on the clock of *zone*,
    and set aside where that clock skips or repeats it, because both readings are possible.

    Args:
        column: name of the column of text.
        zone: IANA zone of cells without an offset, or None where there must be none such.
        required: whether an empty cell is a fault.
    """
    parts = pl.col(column).str.extract_groups(_TIME)
    date, clock, seconds, offset = (parts.struct.field(str(number)) for number in (1, 2, 3, 4))
    stamp = date + "T" + clock.fill_null("00:00").str.zfill(5) + seconds.fill_null(":00")
    naive = stamp.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us", strict=False)
    shift = pl.when(offset == "Z").then(pl.lit("+00:00")).otherwise(offset).str.replace(":", "")
    minutes = (shift.str.slice(1, 2).cast(pl.Int64) * 60 + shift.str.slice(3, 2).cast(pl.Int64)) * pl.when(
        shift.str.starts_with("-")
    ).then(-1).otherwise(1)
    with_offset = naive.dt.replace_time_zone("UTC") - pl.duration(minutes=minutes)
    clock_zone = zone or "UTC"
    once = naive.dt.replace_time_zone(clock_zone, ambiguous="null", non_existent="null")
    exists = naive.dt.replace_time_zone(clock_zone, ambiguous="earliest", non_existent="null")
    values = pl.when(offset.is_not_null()).then(with_offset).otherwise(once.dt.convert_time_zone("UTC"))
    filled = pl.col(column) != ""
    bare = naive.is_not_null() & offset.is_null()
    checks = [
        Check(column, "not-a-time", "write 2025-04-19 18:00 or 2025-04-19T15:00Z", filled & naive.is_null()),
    ]
    if required:
        checks.append(Check(column, "empty", "give the time", ~filled))
    if zone is None:
        mend = "add the offset (2025-04-19T15:00+03:00), or say on which clock: zone: in sources.yaml"
        checks.append(Check(column, "no-zone", mend, bare))
    else:
        mend = f"write the offset: the clocks of {zone} "
        checks.append(Check(column, "time-skipped", mend + "jump over this time", bare & exists.is_null()))
        checks.append(
            Check(
                column,
                "time-twice",
                mend + "show this time twice",
                bare & exists.is_not_null() & once.is_null(),
            )
        )
    return Parsed(values, tuple(checks))


def times_by_zone(frame: pl.DataFrame, column: str, zone_column: str | None) -> Parsed:
    """Read a column of times whose clock stands beside each in *zone_column*; empty cells are not known.

    Args:
        frame: the rows, from which the zones there are are taken.
        column: name of the column of times.
        zone_column: name of the column of IANA zones, or None where times carry their offset.
    """
    if zone_column is None:
        return times(column, None, required=False)
    zones = [zone for zone in frame[zone_column].unique().sort() if _is_zone(zone)]
    known = pl.col(zone_column).is_in(zones)
    mend = "use a name such as Europe/Berlin or UTC"
    checks = [Check(zone_column, "unknown-zone", mend, (pl.col(zone_column) != "") & ~known)]
    values = pl.lit(None, pl.Datetime("us", "UTC"))
    for zone in [None, *zones]:
        here = ~known if zone is None else pl.col(zone_column) == zone
        parsed = times(column, zone, required=False)
        values = pl.when(here).then(parsed.values).otherwise(values)
        checks += [attrs.evolve(check, broken=here & check.broken) for check in parsed.checks]
    return Parsed(values, tuple(checks))


def _is_zone(name: str) -> bool:
    try:
        return bool(zone_of(name).key)
    except TimeProblem:
        return False


_TRUTHS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}


def truths(column: str | None) -> Parsed:
    """Read a column of 1 and 0, true and false, yes and no; empty, or no column, is false."""
    if column is None:
        return Parsed(pl.lit(value=False), ())
    text = pl.col(column).str.to_lowercase()
    check = Check(column, "not-yes-or-no", "write 1 or 0", ~text.is_in(list(_TRUTHS)))
    return Parsed(text.replace_strict(_TRUTHS, default=None, return_dtype=pl.Boolean), (check,))


def numbers(column: str, *, whole: bool = False, required: bool = False) -> Parsed:
    """Read a column of numbers that cannot be negative; blanks may part the thousands.

    Args:
        column: name of the column of text.
        whole: whether only whole numbers count.
        required: whether an empty cell is a fault; else it means not known.
    """
    text = pl.col(column)
    is_number = text.str.contains(_NUMBER)
    values = pl.when(is_number).then(text.str.replace_all(r"[ \u{a0}\u{202f}+]", "")).cast(pl.Float64, strict=False)
    filled = text != ""
    checks = [
        Check(
            column,
            "not-a-number",
            "write 1404 or 1404.5: no words, no commas (a comma can mean thousands or tenths)",
            filled & ~is_number,
        ),
        Check(column, "negative", "counts begin at 0; correct the sign", values < 0),
        Check(column, "too-large", "no count is that large; correct it", values > _LARGEST),
    ]
    if required:
        checks.append(Check(column, "empty", "give the number, or take the row out", ~filled))
    if whole:
        checks.append(
            Check(column, "not-whole", "this is counted in pieces; write a whole number", values % 1 != 0)
        )
    return Parsed(values.cast(pl.Int64, strict=False) if whole else values, tuple(checks))


def frame_of(batch: Batch, header: Sequence[str]) -> pl.DataFrame:
    """Return the rows of a batch as columns of text, with the line each begins on."""
    columns = list(zip(*batch.rows, strict=True)) or [()] * len(header)
    texts = {
        name: pl.Series(list(cells), dtype=pl.String) for name, cells in zip(header, columns, strict=True) if name
    }
    return pl.DataFrame({**texts, _LINE_KEY: pl.Series(batch.lines, dtype=pl.Int64)})


_LINE_KEY = "\0line"  # no header can hold a zero byte, so this name is free


def sift(frame: pl.DataFrame, checks: Iterable[Check]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part the good rows from those that break a rule.

    Returns:
        The good rows, and for each other row its line and the first rule it broke, as the columns
        ``line``, ``field``, ``value``, ``rule``, ``mend``, ``row``.
    """
    listed = list(checks)
    first = pl.coalesce(
        *(pl.when(check.broken).then(pl.lit(number)) for number, check in enumerate(listed)),
        pl.lit(None, pl.Int32),
    )
    marked = frame.with_columns(first.alias("\0broken"))
    good = marked.filter(pl.col("\0broken").is_null()).drop("\0broken")
    cells = [name for name in frame.columns if name != _LINE_KEY]
    rows = [
        _set_aside_row(row, listed[row["\0broken"]], cells)
        for row in marked.filter(pl.col("\0broken").is_not_null()).iter_rows(named=True)
    ]
    return good, pl.DataFrame(rows, schema=_ASIDE)


_ASIDE = {
    "line": pl.Int64,
    "field": pl.String,
    "value": pl.String,
    "rule": pl.String,
    "mend": pl.String,
    "row": pl.String,
}


def _set_aside_row(row: dict[str, object], check: Check, cells: Sequence[str]) -> dict[str, object]:
    return {
        "line": row[_LINE_KEY],
        "field": check.field,
        "value": str(row[check.field])[:_CUT],
        "rule": check.rule,
        "mend": check.mend,
        "row": json.dumps([row[name] for name in cells], ensure_ascii=False),
    }


def line_number() -> pl.Expr:
    """Return the line each row begins on, as the column ``line``."""
    return pl.col(_LINE_KEY).alias(LINE)


def aside_lines(bad: Iterable[BadLine]) -> pl.DataFrame:
    """Return lines that are no rows in the columns of rows that are set aside."""
    rows = [
        {
            "line": line.line,
            "field": "(line)",
            "value": line.text[:_CUT],
            "rule": line.rule,
            "mend": line.mend,
            "row": json.dumps([line.text], ensure_ascii=False),
        }
        for line in bad
    ]
    return pl.DataFrame(rows, schema=_ASIDE)


def set_aside(parts: Sequence[pl.DataFrame], *, source: str, capture_id: str, file: str) -> dy.DataFrame[SetAside]:
    """Join what was set aside in one capture, in the order of its lines."""
    if not parts:
        return from_rows(SetAside, [])
    joined = pl.concat(parts).sort("line", maintain_order=True)
    named = joined.select(
        pl.lit(source).alias("source"),
        pl.lit(capture_id).alias("capture_id"),
        pl.lit(file).alias("file"),
        pl.all(),
    )
    return SetAside.validate(named)
