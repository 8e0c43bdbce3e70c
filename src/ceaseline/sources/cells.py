"""From cells of text to times and numbers, a column at a time, with the rule each bad cell broke."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from zoneinfo import available_timezones

import attrs
import dataframely as dy
import polars as pl
from polars.exceptions import ComputeError

from ceaseline.sources.delimited import CELL, Batch
from ceaseline.tables import SetAside, from_rows

LINE = "\0line"  # no header can hold a zero byte, so a name that begins with one is free
MOMENT = pl.Datetime("us", "UTC")

_CUT = 200  # characters of an offending cell that are kept for the reader; the row itself is kept whole

# Years beyond these are slips of the pen, and some of them no calendar here can hold. [0-9] and not \d, which
# would let in digits of other scripts that no conversion after it understands.
_TIME = (
    r"^(?<date>(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?<clock>[0-9]{1,2}:[0-9]{2})(?<seconds>:[0-5][0-9](?:\.[0-9]{1,6})?)?)?"
    r"\s*(?<offset>Z|[+-](?:0[0-9]|1[0-3]):?[0-5][0-9]|[+-]14:?00)?$"
)
# one group of digits, or groups of three parted by a blank: plain, no-break, thin or narrow
_NUMBER = r"^[-+]?([0-9]+|[0-9]{1,3}([ \u{a0}\u{2009}\u{202f}][0-9]{3})+)(\.[0-9]+)?$"
_NO_DIGITS = r"[ \u{a0}\u{2009}\u{202f}+]"
_LARGEST = 1e15  # beyond this a float no longer holds every whole number
_FORMULA = r"^'[=+\-@]"  # the mark our own exports put before what a spreadsheet would run

_TIME_MENDS = {
    "empty": "give the time",
    "not-a-time": "write 2025-04-19 18:00 or 2025-04-19T15:00Z",
    "no-zone": "add the offset (2025-04-19T15:00+03:00), or name its clock: a zone in sources.yaml or in the row",
    "time-skipped": "the clocks there jump over this time; write the right one with its offset, as in 03:30+02:00",
    "time-twice": "the clocks there show this time twice; write it with its offset, as in 02:30+01:00",
}
_NUMBER_MENDS = {
    "empty": "give the number, or take the row out",
    "not-a-number": "write 1404 or 1404.5: no words, no commas (a comma can mean thousands or tenths)",
    "negative": "counts begin at 0; correct the sign",
    "too-large": "no count is that large; correct it",
    "not-whole": "this is counted in pieces; write a whole number",
}


@attrs.frozen(eq=False)
class Check:
    """A rule, and which cells of a column break it.

    Attributes:
        field: the column in the file; a series where the cells come from several.
        text: the cells as they stood.
        rule: short code.
        mend: what would be right.
        broken: true where the rule is broken.
    """

    field: str | pl.Series
    text: pl.Series
    rule: str
    mend: str
    broken: pl.Series


@attrs.frozen(eq=False)
class Parsed:
    """Cells understood: their values, null where empty or bad, and the rules they were held to."""

    values: pl.Series
    checks: tuple[Check, ...] = ()


def frame_of(batch: Batch, header: Sequence[str], only: Collection[str] | None = None) -> pl.DataFrame:
    """Return the rows of a batch as columns of text, with the line each begins on.

    Cells come without surrounding blanks, and without the mark our own exports put before formulas.
    Take a column as ``frame[name]``: to ``pl.col`` a name such as ``*`` means other columns too.

    Args:
        batch: the rows.
        header: names of their cells.
        only: the columns that are wanted, of those there are; None for all.
    """
    names = [name or f"{CELL}{position}" for position, name in enumerate(header)]
    rows = pl.DataFrame({LINE: pl.Series(batch.lines, dtype=pl.Int64), "": pl.Series(batch.rows, dtype=pl.String)})
    cells = pl.col("").str.split_exact(CELL, len(names) - 1).struct.rename_fields(names)
    text = pl.exclude(LINE).str.strip_chars()
    if rows[""].str.contains("'", literal=True).any():  # else no cell can begin with the mark
        text = pl.when(text.str.contains(_FORMULA)).then(text.str.slice(1)).otherwise(text)
    parted = rows.select(LINE, cells.alias("")).unnest("")
    if only is not None:
        parted = parted[[LINE, *(name for name in names if name in only)]]
    return parted.select(LINE, text)


def times(
    text: pl.Series, field: str, *, zones: pl.Series | None = None, zone_field: str = "", required: bool = True
) -> Parsed:
    """Read cells as UTC microseconds.

    A cell with its own offset is taken at its word; one without is read on the clock of its zone,
    and set aside where that clock skips or repeats it, because both readings are possible.

    Args:
        text: the cells.
        field: the column they stand in.
        zones: IANA zone for each, empty where there is none.
        zone_field: the column the zones stand in.
        required: whether an empty cell is a fault.
    """
    zones = same("", text) if zones is None else zones
    read = _moments(text, zones)
    mends = {rule: mend for rule, mend in _TIME_MENDS.items() if required or rule != "empty"}
    mend = "use a name such as Europe/Berlin or UTC"
    unknown = Check(zone_field, zones, "unknown-zone", mend, read["unknown-zone"])
    return Parsed(read["value"], (unknown, *_checks(field, text, mends, read)))


def same(value: str, beside: pl.Series) -> pl.Series:
    """Return *value* as often as there are cells *beside* it."""
    return pl.Series([value], dtype=pl.String).new_from_index(0, len(beside))


def _checks(field: str | pl.Series, text: pl.Series, mends: Mapping[str, str], read: pl.DataFrame) -> list[Check]:
    return [Check(field, text, rule, mend, read[rule]) for rule, mend in mends.items()]


def _moments(text: pl.Series, zones: pl.Series) -> pl.DataFrame:
    """Return the moments as ``value``, and for each rule a column that tells where it is broken."""
    read = _shown(text, zones)
    by_offset = pl.col("naive").dt.replace_time_zone("UTC") - pl.duration(minutes="ahead")
    filled, bare = pl.col("text") != "", pl.col("bare")
    on_clock = bare & pl.col("known")
    return read.join(_on_clocks(read.filter(on_clock)), on="row", how="left", maintain_order="left").select(
        by_offset.fill_null(pl.col("once")).alias("value"),
        (~filled).alias("empty"),
        (filled & pl.col("naive").is_null()).alias("not-a-time"),
        (bare & (pl.col("zone") == "")).alias("no-zone"),
        (~pl.col("known") & (pl.col("zone") != "")).alias("unknown-zone"),
        (on_clock & pl.col("first").is_null()).alias("time-skipped"),
        (on_clock & pl.col("first").is_not_null() & pl.col("once").is_null()).alias("time-twice"),
    )


def _shown(text: pl.Series, zones: pl.Series) -> pl.DataFrame:
    """Return for each cell the time it shows, how far ahead of UTC it says it is, and whether its zone is known."""
    clock = pl.col("clock").fill_null("00:00").str.zfill(5)
    stamp = pl.col("date") + "T" + clock + pl.col("seconds").fill_null(":00")
    return (
        pl.DataFrame({"text": text, "zone": zones})
        .with_columns(pl.col("text").str.extract_groups(_TIME).alias("groups"))
        .unnest("groups")
        .select(
            "text",
            "zone",
            naive=stamp.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us", strict=False),
            ahead=_minutes_ahead(pl.col("offset")),
        )
        .with_columns(
            bare=pl.col("naive").is_not_null() & pl.col("ahead").is_null(),
            known=pl.col("zone").is_in(known_zones()),
        )
        .with_row_index("row")
    )


def _minutes_ahead(offset: pl.Expr) -> pl.Expr:
    """Return how many minutes a written offset is ahead of UTC; null where there is none."""
    hours, minutes = (part.cast(pl.Int64, strict=False) for part in (offset.str.slice(1, 2), offset.str.slice(-2)))
    sign = pl.when(offset.str.starts_with("-")).then(-1).otherwise(1)
    return pl.when(offset == "Z").then(0).otherwise(sign * (hours * 60 + minutes))


def _on_clocks(rows: pl.DataFrame) -> pl.DataFrame:
    """Return for each row the moment its clock shows ``once``, or the ``first`` of those it shows."""
    read = [pl.DataFrame(schema={"row": rows.schema["row"], "once": MOMENT, "first": MOMENT})]
    naive = pl.col("naive").dt
    for (zone,), part in rows.partition_by("zone", as_dict=True).items():
        once = naive.replace_time_zone(zone, ambiguous="null", non_existent="null")
        first = naive.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        read.append(
            part.select("row", once=once.dt.convert_time_zone("UTC"), first=first.dt.convert_time_zone("UTC"))
        )
    return pl.concat(read)


@cache
def known_zones() -> frozenset[str]:
    """Return the names of the zones that Python and Polars both know; each brings a list of its own."""
    no_time = pl.Series([None], dtype=pl.Datetime("us"))

    def is_known(name: str) -> bool:
        try:
            return len(no_time.dt.replace_time_zone(name)) == 1
        except ComputeError:
            return False

    return frozenset(filter(is_known, available_timezones()))


_TRUTHS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def truths(text: pl.Series, field: str, *, empty: bool | None = False) -> Parsed:
    """Read cells of 1 and 0, true and false, yes and no; *empty* is what an empty one means, None: not known."""
    words = {**_TRUTHS, "": empty}
    cells = text.str.to_lowercase()
    values = cells.replace_strict(words, default=None, return_dtype=pl.Boolean)
    return Parsed(
        values,
        (Check(field, text, "not-yes-or-no", "write 1 or 0", ~cells.is_in(list(words)).fill_null(value=False)),),
    )


def numbers(text: pl.Series, field: str | pl.Series, *, whole: bool = False, required: bool = False) -> Parsed:
    """Read cells as numbers that cannot be negative; blanks may part the thousands.

    Args:
        text: the cells.
        field: the column they stand in; a series where they come from several.
        whole: whether only whole numbers count.
        required: whether an empty cell is a fault; else it means not known.
    """
    if not required and (text == "").all():  # most columns of most files
        none = pl.Series([None], dtype=pl.Int64 if whole else pl.Float64)
        return Parsed(none.new_from_index(0, len(text)))
    cell, value = pl.col("text"), pl.col("value")
    digits = pl.when(cell.str.contains(_NUMBER)).then(cell.str.replace_all(_NO_DIGITS, ""))
    read = (
        pl.DataFrame({"text": text})
        .with_columns(value=digits.cast(pl.Float64, strict=False))
        .select(
            value.abs(),  # so that -0, which is no fault, is 0
            (cell == "").alias("empty"),
            ((cell != "") & value.is_null()).alias("not-a-number"),
            (value < 0).alias("negative"),
            (value > _LARGEST).alias("too-large"),
            (value % 1 != 0).alias("not-whole"),
        )
    )
    passed_over = {"not-whole"} if not whole else set()
    passed_over |= {"empty"} if not required else set()
    mends = {rule: mend for rule, mend in _NUMBER_MENDS.items() if rule not in passed_over}
    values = read["value"].cast(pl.Int64, strict=False) if whole else read["value"]
    return Parsed(values, tuple(_checks(field, text, mends, read)))


_as_json = json.JSONEncoder(ensure_ascii=False).encode  # made once: dumps() would make one for each row
_FAULTS = {"line": pl.Int64, "field": pl.String, "value": pl.String, "rule": pl.String, "mend": pl.String}


def faults(lines: pl.Series, checks: Iterable[Check]) -> pl.DataFrame:
    """Return the lines that break a rule, each with the first it breaks: by its cells, then by *checks*.

    Args:
        lines: line of each cell; where columns lie under one another, a line comes once for each.
        checks: the rules, each with as many cells.
    """
    found = [_fault(lines, check) for check in checks if check.broken.any()]
    return (
        pl.concat([pl.DataFrame(schema={"cell": pl.UInt32, **_FAULTS}), *found])
        .sort("cell", maintain_order=True)
        .unique("line", keep="first", maintain_order=True)
        .drop("cell")
    )


def _fault(lines: pl.Series, check: Check) -> pl.DataFrame:
    cells = check.broken.arg_true().cast(pl.UInt32)
    told = {
        "cell": cells,
        "line": lines.gather(cells),
        "field": check.field if isinstance(check.field, str) else check.field.gather(cells),
        "value": check.text.gather(cells).str.slice(0, _CUT),
        "rule": check.rule,
        "mend": check.mend,
    }
    return pl.DataFrame(told, schema={"cell": pl.UInt32, **_FAULTS})


def aside(batch: Batch, broken: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a batch that have faults, as they stood, and its lines that are no rows."""
    rows = pl.DataFrame({"line": batch.lines, "row": batch.rows}, schema={"line": pl.Int64, "row": pl.String})
    faulty = broken.join(rows, on="line")
    told = faulty.with_columns(pl.Series("row", [_as_json(row.split(CELL)) for row in faulty["row"]], pl.String))
    lines = [(bad.line, "(line)", bad.text[:_CUT], bad.rule, bad.mend, _as_json(bad.cells)) for bad in batch.bad]
    no_rows = pl.DataFrame(lines, schema=_FAULTS | {"row": pl.String}, orient="row")
    return pl.concat([told, no_rows]).sort("line")


def set_aside(parts: Sequence[pl.DataFrame], *, source: str, capture_id: str, file: str) -> dy.DataFrame[SetAside]:
    """Join what was set aside in one capture, in the order of its lines."""
    if not parts:
        return from_rows(SetAside, [])
    joined = pl.concat(parts)
    if joined.is_empty():  # holding nothing against the rules takes as long as reading a small file
        return SetAside.create_empty()
    if not joined["line"].is_sorted():  # sorting takes as much memory again
        joined = joined.sort("line")
    named = joined.select(
        pl.lit(source).alias("source"),
        pl.lit(capture_id).alias("capture_id"),
        pl.lit(file).alias("file"),
        pl.all(),
    )
    return SetAside.validate(named)
