"""Columns of registers: what each cell means, how it is read, and what is wrong with a bad one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import attrs
import polars as pl

from ceaseline.sources.cells import Check, Parsed, numbers, same, times, truths
from ceaseline.sources.observing import optional, places
from ceaseline.sources.observing.form import Area

_CODE = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$"
_SHA256 = r"^[0-9a-f]{64}$"
_DAY = r"^(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
_SITE = "write its code in the register, such as S-12: letters, digits and hyphens, never where it lies"
_CLASS = "write the class in one word, as the terms have it, such as rocket_artillery"


@attrs.frozen
class Context:
    """What cells are read with.

    Attributes:
        parties: code of each name that may stand for a party.
        clauses: ids of the clauses of the terms.
        zone: clock of times without an offset; empty where there is none.
        area: where the case lies; None where the entry does not say.
    """

    parties: Mapping[str, str]
    clauses: Collection[str] = ()
    zone: str = ""
    area: Area | None = None


Read = Callable[[pl.DataFrame, Context], tuple[Parsed, ...]]


@attrs.frozen
class Column:
    """One column of a register, or two that belong together.

    Attributes:
        names: as in the file and in the table.
        means: what it says, in one line for people.
        read: turns the cells of a batch into values, one :class:`Parsed` for each name.
        needed: whether the file must have it.
        takes: what may stand there, for people: ``time``, ``number``, ``party``, words parted by bars, ...
        restricted: whether its words can name people; the log keeps them apart, so that they can be erased.
    """

    names: tuple[str, ...]
    means: str
    read: Read
    needed: bool = False
    takes: str = "text"
    restricted: bool = False


@attrs.frozen
class Rule:
    """What the cells of one row may not say together.

    Attributes:
        field: the column that is told.
        rule: short code.
        mend: what would be right.
        broken: true where it is broken, over the values of a row; null counts as kept.
    """

    field: str
    rule: str
    mend: str
    broken: pl.Expr


FORWARD = Rule(
    "until",
    "time-backward",
    "it ends before it starts; swap the ends, or correct one",
    pl.col("until") <= pl.col("from"),
)


def key(name: str, means: str) -> Column:
    """Return a column of ids that never change; they hold no semicolon, which parts ids from each other."""

    def read(frame: pl.DataFrame, _: Context) -> tuple[Parsed, ...]:
        cells = frame[name]
        parted = cells.str.contains(";", literal=True)
        mend = "semicolons part ids from each other; take them out of this one"
        checks = (
            Check(name, cells, "empty", f"give it the {name}, which never changes", cells == ""),
            Check(name, cells, "id-parted", mend, parted),
        )
        return (Parsed(cells, checks),)

    return Column((name,), means, read, needed=True, takes="id")


def text(
    name: str, means: str, *, needed: bool = False, restricted: bool = False, empty: str | None = None
) -> Column:
    """Return a column of free text; *empty* is what an empty cell means."""

    def read(frame: pl.DataFrame, _: Context) -> tuple[Parsed, ...]:
        cells = optional(frame, name)
        checks = (Check(name, cells, "empty", f"say it: {means}", cells == ""),) if needed else ()
        return (Parsed(cells.replace("", empty), checks),)

    return Column((name,), means, read, needed=needed, restricted=restricted)


def code(name: str, means: str, *, needed: bool = True, mend: str = _SITE) -> Column:
    """Return a column of codes: letters, digits, hyphens; a place in degrees or a grid does not pass for one."""

    def read(frame: pl.DataFrame, _: Context) -> tuple[Parsed, ...]:
        cells = optional(frame, name)
        wrong = ~cells.str.contains(_CODE) & ((cells != "") | needed)
        return (Parsed(cells.replace("", None), (Check(name, cells, "not-a-code", mend, wrong),)),)

    return Column((name,), means, read, needed=needed, takes="code")


def weapon() -> Column:
    """Return the column ``weapon``, of classes of weapons."""
    return code("weapon", "class of weapons, as the terms name it", mend=_CLASS)


def sha256(name: str, means: str) -> Column:
    """Return a column of SHA-256 hashes in hexadecimal; an empty cell is null."""

    def read(frame: pl.DataFrame, _: Context) -> tuple[Parsed, ...]:
        cells = optional(frame, name).str.to_lowercase()
        wrong = (cells != "") & ~cells.str.contains(_SHA256)
        mend = "write the SHA-256 of the file: 64 digits and letters a to f"
        return (Parsed(cells.replace("", None), (Check(name, cells, "not-a-hash", mend, wrong),)),)

    return Column((name,), means, read, takes="SHA-256")


def word(name: str, means: str, words: Collection[str], *, needed: bool = True, empty: str | None = None) -> Column:
    """Return a column of closed words; capitals, blanks and hyphens make no difference.

    Args:
        name: of the column.
        means: what it says.
        words: which may stand there.
        needed: whether an empty cell is a fault.
        empty: what an empty cell means where it is none.
    """

    def read(frame: pl.DataFrame, _: Context) -> tuple[Parsed, ...]:
        cells = optional(frame, name)
        spelt = cells.str.to_lowercase().str.replace_all(r"[ -]+", "_")
        known = spelt.is_in(list(words))
        wrong = ~known if needed else ~known & (cells != "")
        values = pl.select(pl.when(known).then(spelt).otherwise(pl.lit(empty))).to_series()
        return (Parsed(values, (Check(name, cells, "unknown-word", f"use one of: {', '.join(words)}", wrong),)),)

    return Column((name,), means, read, needed=needed, takes=" | ".join(words))


def party(name: str, means: str, *, needed: bool = False, any_side: bool = False) -> Column:
    """Return a column of parties, by the names of the entry or the codes of the terms; an empty cell is null."""

    def read(frame: pl.DataFrame, context: Context) -> tuple[Parsed, ...]:
        cells = optional(frame, name)
        codes = {**context.parties, "any": "any"} if any_side else context.parties
        wrong = ~cells.is_in(list(codes)) & ((cells != "") | needed)
        mend = "use a code of the terms, or name it under parties: in sources.yaml"
        values = cells.replace_strict(codes, default=None, return_dtype=pl.String)
        return (Parsed(values, (Check(name, cells, "unknown-party", mend, wrong),)),)

    return Column((name,), means, read, needed=needed, takes="party")


def clause(name: str, means: str, *, needed: bool = False) -> Column:
    """Return a column of clauses, by their ids in the terms; an empty cell is null."""

    def read(frame: pl.DataFrame, context: Context) -> tuple[Parsed, ...]:
        cells = optional(frame, name)
        wrong = ~cells.is_in(list(context.clauses)) & ((cells != "") | needed)
        mend = f"use the id of a clause of terms.yaml: {', '.join(context.clauses)}"
        return (Parsed(cells.replace("", None), (Check(name, cells, "unknown-clause", mend, wrong),)),)

    return Column((name,), means, read, needed=needed, takes="clause")


def time(name: str, means: str, *, needed: bool = False) -> Column:
    """Return a column of moments; one without an offset is read on the clock of the entry."""

    def read(frame: pl.DataFrame, context: Context) -> tuple[Parsed, ...]:
        cells = optional(frame, name)
        return (times(cells, name, zones=same(context.zone, cells), required=needed),)

    return Column((name,), means, read, needed=needed, takes="time")


def day(name: str, means: str) -> Column:
    """Return a column of days, such as 2031-05-07; an empty cell is null."""

    def read(frame: pl.DataFrame, _: Context) -> tuple[Parsed, ...]:
        cells = optional(frame, name)
        values = cells.str.to_date("%Y-%m-%d", strict=False)
        wrong = (cells != "") & (values.is_null() | ~cells.str.contains(_DAY))
        return (Parsed(values, (Check(name, cells, "not-a-day", "write it as 2031-05-07", wrong),)),)

    return Column((name,), means, read, takes="day")


def number(name: str, means: str, *, needed: bool = False, whole: bool = False) -> Column:
    """Return a column of numbers that cannot be negative; an empty cell means not known."""

    def read(frame: pl.DataFrame, _: Context) -> tuple[Parsed, ...]:
        return (numbers(optional(frame, name), name, whole=whole, required=needed),)

    return Column((name,), means, read, needed=needed, takes="number")


def truth(name: str, means: str, *, empty: bool | None = False) -> Column:
    """Return a column of 1 and 0; *empty* is what an empty cell means, None: not known."""

    def read(frame: pl.DataFrame, _: Context) -> tuple[Parsed, ...]:
        return (truths(optional(frame, name), name, empty=empty),)

    return Column((name,), means, read, takes="1 | 0")


def place(means: str) -> Column:
    """Return the columns ``lon`` and ``lat``, which are both there or both empty."""

    def read(frame: pl.DataFrame, context: Context) -> tuple[Parsed, ...]:
        lon, lat = optional(frame, "lon"), optional(frame, "lat")
        found = places(lon, lat, fields=("lon", "lat"), area=context.area, required=False)
        return Parsed(found.lon, found.checks), Parsed(found.lat)

    return Column(("lon", "lat"), means, read, takes="degrees")
