"""Waves that stations recorded: the picks of QuakeML 1.2, of infrasound and of shaking ground."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

import attrs
import polars as pl

from ceaseline.captures import Capture
from ceaseline.sources.cells import Check, numbers, times
from ceaseline.sources.observing import (
    ObservingForm,
    ObservingSource,
    Understood,
    degrees,
    read_observations,
)
from ceaseline.sources.observing.reading import ID
from ceaseline.sources.protocol import Reading
from ceaseline.sources.quakeml.document import open_quakeml
from ceaseline.terms.words import Role

# the letters of a channel are band, instrument and direction: a barometer (D) for infrasound (F),
# or a seismometer of high (H) or low gain (L), or one of acceleration (N)
_MEANS = (("infrasound", r"^[A-Z]DF$"), ("seismic", r"^[A-Z][HLN][A-Z0-9]$"))
_INFRASOUND_PHASE = "I"
_PHENOMENA = {"explosion": "explosion", "not existing": "no_event", "not reported": None, "": None}
_REJECTED = "rejected"
_ORIGIN = "origin given by the file, not used"


class QuakemlForm(ObservingForm):
    """An entry of ``sources.yaml`` of the kind ``quakeml``."""

    role: Role = "instrument"


@attrs.frozen(init=False)
class QuakemlSource(ObservingSource[QuakemlForm]):
    """A file of events and of the waves that stations picked of them.

    A row says when a wave reached a station, and from which direction: not where the event was, nor whose it was.

    Attributes:
        form: its entry of ``sources.yaml``.
    """

    Form: ClassVar[type[QuakemlForm]] = QuakemlForm

    def read(self, capture: Capture) -> Reading:
        """Return a row for each pick; origins that others computed are passed over, and said to be."""
        opens = partial(open_quakeml, encoding=self.form.encoding)
        return read_observations(capture, self.form, opens=opens, understand=_understand, notes=_notes)


def _understand(frame: pl.DataFrame) -> Understood:
    name, backazimuth, spread = frame["publicID"], frame["backazimuth"], frame["backazimuth uncertainty"]
    when = times(frame["time"], "time")
    sigma = numbers(frame["time uncertainty"], "time uncertainty")
    bearing = degrees(backazimuth, "backazimuth", 360.0)
    width = numbers(spread, "backazimuth uncertainty")
    checks = [
        Check("publicID", name, "empty", "give each pick a publicID that never changes", name == ""),
        *when.checks,
        *sigma.checks,
        Check("backazimuth", backazimuth, "negative", "bearings run from 0 to 360", _true(bearing.values < 0)),
        *bearing.checks,
        *width.checks,
        Check(
            "backazimuth uncertainty",
            spread,
            "too-large",
            "a bearing is uncertain by 180 degrees at most; leave out both where it is not known",
            _true(width.values > 180),
        ),
    ]
    known = bearing.values.is_not_null()
    rows = pl.DataFrame(
        {
            ID: name,
            "means": _means(frame),
            "phenomenon": _phenomenon(frame),
            "earliest": when.values,
            "latest": when.values,
            "time_sigma_s": sigma.values,
            "bearing_deg": bearing.values,
            "bearing_sigma_deg": pl.select(pl.when(known).then(width.values)).to_series(),
            "text": _told(frame),
        }
    )
    return Understood(rows, checks)


def _true(values: pl.Series) -> pl.Series:
    return values.fill_null(value=False)


def _means(frame: pl.DataFrame) -> pl.Series:
    """Return what the channel says it recorded, or the phase where there is no channel; null for any other."""
    channel = frame["channel"].str.to_uppercase()
    cells = pl.DataFrame({"channel": channel, "phase": frame["phase"]})
    by_channel = [pl.when(pl.col("channel").str.contains(code)).then(pl.lit(means)) for means, code in _MEANS]
    by_phase = pl.when((pl.col("channel") == "") & (pl.col("phase") == _INFRASOUND_PHASE)).then(
        pl.lit("infrasound")
    )
    return cells.select(pl.coalesce(*by_channel, by_phase)).to_series()


def _phenomenon(frame: pl.DataFrame) -> pl.Series:
    """Return what the event is called; null for a pick that was rejected, which is a pick of nothing."""
    word = frame["type"].str.to_lowercase()
    kinds = pl.DataFrame({"word": word, "status": frame["status"]})
    unknown = pl.col("word").is_in(list(_PHENOMENA)).not_()
    named = pl.col("word").replace_strict(_PHENOMENA, default=None, return_dtype=pl.String)
    called = pl.when(unknown).then("word").otherwise(named)
    return kinds.select(pl.when(pl.col("status") != _REJECTED).then(called).alias("phenomenon")).to_series()


def _told(frame: pl.DataFrame) -> pl.Series:
    """Return what else the file says of a pick; not its station, whose place is nobody's business."""
    given = {"channel": "channel {}", "phase": "phase {}", "mode": "{}", "status": "{}", "typeCertainty": "type {}"}
    parts = [pl.when(pl.col(name) != "").then(pl.format(form, name)) for name, form in given.items()]
    origin = pl.when(pl.col("origins") != "0").then(pl.lit(_ORIGIN))
    told = pl.concat_str(*parts, origin, separator=", ", ignore_nulls=True)
    return frame.select(told.replace("", None).alias("text")).to_series()


def _notes(rows: pl.DataFrame) -> Iterable[str]:
    yield "times are when a wave reached a station; what made it was earlier, and is not placed"
    for what, count in (
        ("were rejected by those who picked them", rows["text"].str.contains(rf"\b{_REJECTED}\b").sum()),
        ("are of channels that are neither of infrasound nor of a seismometer", rows["means"].null_count()),
        ("belong to events with an origin; it is not used", rows["text"].str.ends_with(_ORIGIN).sum()),
    ):
        if count:
            yield f"{count:,} picks {what}"
    known = [word for word in _PHENOMENA.values() if word]
    counts = rows["phenomenon"].drop_nulls().value_counts().sort("count", "phenomenon", descending=[True, False])
    strange = [(word, count) for word, count in counts.rows() if word not in known]
    if strange:
        named = ", ".join(f"{word} ({count:,})" for word, count in strange[:10])
        yield f"words not known here, kept as they are: {named}"
