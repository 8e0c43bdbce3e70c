"""What is kept of a row in words, how far its place may be wrong, and what a reader should know of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import polars as pl

from ceaseline.sources.observing import optional
from ceaseline.sources.observing.reading import ID
from ceaseline.sources.viina.labels import initiators, is_known, labels, named

# The place given is the middle of what was named. Of a district of mean area A, a circle about its middle holds
# 68 % at the radius sqrt(0.68 A / pi); rounded up, because districts are no circles.
_RADII = {
    "STREET": 1_000.0,  # a street is long, and the report may mean the other end
    "ADM3": 10_000.0,  # a municipality of 410 km2: 9.4 km
    "ADM2": 35_000.0,  # a district of 4,400 km2: 31 km
    "ADM1": 75_000.0,  # a province of 22,000 km2: 69 km
}
WIDEST = _RADII["ADM1"]
_ERRORS = "a model's word, right too seldom to blame anybody: F1 0.73 and 0.75, on 50 and 29 test positives"


def known_to(frame: pl.DataFrame) -> pl.Series:
    """Return the word for how exact each place is, in capitals."""
    return frame["GEO_PRECISION"].str.to_uppercase()


def radius(exactness: pl.Series) -> pl.Series:
    """Return the radius in metres that holds the place with a chance of 68 %; wide where the word is not known."""
    return exactness.replace_strict(_RADII, default=WIDEST, return_dtype=pl.Float64)


def told(frame: pl.DataFrame, exactness: pl.Series, *, reports: bool) -> pl.Series:
    """Return in words what has no column of its own; what the model said comes first, what people wrote last."""
    cells = pl.DataFrame(
        {
            "labels": named(frame, labels(frame)),
            "initiators": named(frame, initiators(frame)),
            "exactness": exactness,
            **{
                name: optional(frame, name)
                for name in (
                    "asciiname", "n_reports", "sources", "source", "time", "event_id_1pd", "url", "viina_version",
                    "text",
                )
            },
        }
    )  # fmt: skip
    of_reports = [
        _if("source", "reported by {}"),
        _if("time", "at {}"),
        _if("event_id_1pd", "one report of event {}"),
        _if("url", "{}"),
    ]
    of_events = [_if("n_reports", "reports: {}"), _if("sources", "reported by {}")]
    parts = [
        _if("labels", "labels: {}"),
        _if("initiators", f"initiator labels: {{}} ({_ERRORS})"),
        pl.when(pl.col("exactness") != "").then(pl.format("place known to {}", "exactness"))
        .otherwise(pl.lit("place known to no stated degree")),
        _if("asciiname", "{}"),
        *(of_reports if reports else of_events),
        _if("viina_version", "version {}"),
        *([_if("text", "{}")] if reports else []),
    ]  # fmt: skip
    return cells.select(pl.concat_str(parts, separator="; ", ignore_nulls=True).alias("text")).to_series()


def _if(column: str, pattern: str) -> pl.Expr:
    return pl.when(pl.col(column) != "").then(pl.format(pattern, column))


def notes(rows: pl.DataFrame) -> Iterable[str]:
    """Say of the good rows which words are not known, and what the rows are not."""
    text = rows["text"]
    given = text.str.extract(r"^labels: ([^;]*);").drop_nulls()
    yield from _strange("labels", (one for cell in given for one in cell.split(", ") if not is_known(one)))
    where = text.str.extract(
        r"^(?:labels: [^;]*; )?(?:initiator labels: [^;]*; )?place known to ([^;]*)"
    ).drop_nulls()
    yield from _strange(
        f"exactness of places, taken as {WIDEST / 1000:g} km", (one for one in where if one not in _RADII)
    )
    count = text.str.contains("initiator labels: ", literal=True).sum()
    if count:
        yield f"{count:,} rows have labels of who began, kept in the text and taken for nobody's guilt: {_ERRORS}"
    if rows[ID].str.starts_with("report-").any():
        yield "a row is one report, and several may tell of one event; event_1pd has them gathered"


def _strange(what: str, words: Iterable[str]) -> Iterable[str]:
    counts = Counter(words).most_common(10)
    if counts:
        yield f"words not known here ({what}): " + ", ".join(f"{word} ({count:,})" for word, count in counts)
