"""The words of UCDP: dates, kinds of violence, and what a row says beside."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

DAYS = ("date_start", "date_end")
DAY_MEND = "write 2031-05-02, with 00:00:00 after it or without; nothing else is taken for a date"

_DAY = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]00:00(?::00(?:\.0{1,9})?)?)?$"
_VIOLENCE = {"1": "state_based_violence", "2": "non_state_violence", "3": "one_sided_violence"}
_CLARITY = {"1": "clear", "2": "vague"}
_PLACES = {"6": "place known as a country only", "7": "place known as sea or air only"}


def iso_days(text: pl.Series) -> pl.Series:
    """Return dates, with a clock at midnight or without, as YYYY-MM-DD, and null for all others."""
    return text.str.extract(_DAY)


def violence(code: pl.Series) -> pl.Series:
    """Return the kind of violence as a word; codes that are not known stay as they are."""
    return code.replace(_VIOLENCE).replace("", None)


def told(frame: pl.DataFrame) -> pl.Series:
    """Return in a line how clear the event is, the best estimate, and which office reported it when.

    Names of sides, headlines and articles are left out; how dates of articles are written is left as it is.
    """
    parts = pl.DataFrame(
        {
            "clarity": "event " + frame["event_clarity"].replace(_CLARITY).replace("", None),
            "status": "status " + frame["code_status"].replace(["", "Clear"], None),
            "place": frame["where_prec"].replace_strict(_PLACES, default=None, return_dtype=pl.String),
            "best": "best estimate " + frame["best"].replace("", None) + " deaths",
            "office": "reported by " + frame["source_office"].replace("", None),
            "date": "article of " + frame["source_date"].replace("", None),
        }
    )
    return parts.select(pl.concat_str(pl.all(), separator="; ", ignore_nulls=True).replace("", None)).to_series()


def unknown(rows: pl.DataFrame) -> Iterator[str]:
    """Count the rows without a place, and name the codes that are not known here."""
    nowhere = rows["text"].str.contains("(^|; )place known as (a country|sea or air) only(;|$)").sum()
    if nowhere:
        yield f"{nowhere:,} rows are placed in a country, at sea or in the air only, and have no point"
    strange = rows["phenomenon"].drop_nulls().value_counts(sort=True)
    yield from _named("kinds of violence not known here, kept as they are", strange, frozenset(_VIOLENCE.values()))
    clarity = rows["text"].str.extract("^event ([^;]*)").drop_nulls().alias("word").value_counts(sort=True)
    yield from _named("words for clarity not known here, kept as they are", clarity, frozenset(_CLARITY.values()))


def _named(what: str, counts: pl.DataFrame, known: frozenset[str]) -> Iterator[str]:
    strange = sorted((-count, word) for word, count in counts.rows() if word not in known)
    if strange:
        yield f"{what}: " + ", ".join(f"{word} ({-count:,})" for count, word in strange[:10])
