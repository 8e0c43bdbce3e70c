"""Answers held against what was said before: which of them were others, and what of that is a correction."""

from __future__ import annotations

from datetime import datetime

import attrs
import dataframely as dy
import polars as pl

from ceaseline.tables import Corrections

_WINDOW = ["clause_id", "obligor", "scope", "clock"]
_PART = [*_WINDOW, "from", "day"]
_KEY = [*_WINDOW, "part"]
_MOMENT = pl.Datetime("us", "UTC")


@attrs.frozen(eq=False)
class Said:
    """The answers of one run, as far as they are kept.

    Attributes:
        as_of: the moment they were judged from, UTC.
        verdicts: rows with the columns of the verdicts, those that tell why left out.
        parts: likewise of the answers for parts.
        corrections: which of them corrected earlier ones.
    """

    as_of: datetime
    verdicts: pl.DataFrame
    parts: pl.DataFrame
    corrections: dy.DataFrame[Corrections]


def superseding(now: pl.DataFrame, before: pl.DataFrame, said: datetime) -> pl.DataFrame:
    """Return answers with ``supersedes`` filled in: when the last answer was given that was another one.

    Another one has another verdict, or another number recorded; that it was watched for another share of the time
    makes it none.

    Args:
        now: verdicts, or answers for parts.
        before: the answers that were given last, with their own ``supersedes``.
        said: as of when.

    Returns:
        *now* in its order; ``supersedes`` is null where the answer never was another one, as far as *before* tells.
    """
    former = pl.when("other").then(pl.lit(said, dtype=_MOMENT)).otherwise(pl.col("supersedes_before"))
    return _beside(now, before).with_columns(supersedes=former).select(now.columns)


def corrections(now: Said, before: Said, *, came: str, only_forms: bool) -> dy.DataFrame[Corrections]:
    """Return what has to be corrected of what was said, newest first, with what was corrected earlier.

    Of corrections of one moment the order is that of the answers, which is blind to the codes of the parties.

    A number that grows while its window or its day runs is no correction of the smaller one before. Whatever was
    over then, falls, is ruled otherwise, or follows from other forms alone, is.

    Args:
        now: today's answers; their ``corrections`` are not looked at.
        before: what was said last.
        came: what came since, in a sentence.
        only_forms: whether nothing came, so that only forms or the program are others now.
    """
    listed = [
        _listed(now.verdicts, before.verdicts, before.as_of, only_forms=only_forms).with_columns(
            part=pl.lit("window"), day=pl.lit(None, dtype=pl.Date)
        ),
        _listed(now.parts, before.parts, before.as_of, only_forms=only_forms).with_columns(
            part=pl.col("day").dt.strftime("%Y-%m-%d").fill_null("sector")
        ),
    ]
    fresh = pl.concat(listed, how="diagonal").with_columns(
        supersedes=pl.lit(before.as_of, dtype=_MOMENT), as_of=pl.lit(now.as_of, dtype=_MOMENT), reason=_reason(came)
    )
    order = _keys(now).with_row_index("place")
    carried = before.corrections.join(fresh, on=_KEY, how="anti").join(order, on=_KEY, how="semi")
    every = pl.concat([Corrections.create_empty(), fresh.select(carried.columns), carried])
    return Corrections.validate(every.join(order, on=_KEY).sort("as_of", "place", descending=[True, False]))


def _beside(now: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Return answers with what was said of the same before, and whether that was another one."""
    key = _PART if "day" in now.columns else _WINDOW
    beside = ["verdict", "recorded", "supersedes", *(["decision_id"] if "decision_id" in now.columns else [])]
    former = before.select(
        *key, *(pl.col(name).alias(f"{name}_before") for name in beside), there=pl.lit(value=True)
    )
    other = (pl.col("verdict") != pl.col("verdict_before")) | pl.col("recorded").ne_missing(
        pl.col("recorded_before")
    )
    joined = now.join(former, on=key, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(other=pl.col("there").fill_null(value=False) & other.fill_null(value=False))


def _listed(now: pl.DataFrame, before: pl.DataFrame, said: datetime, *, only_forms: bool) -> pl.DataFrame:
    changed = _beside(now, before).filter("other")
    over = (pl.col("until") <= pl.lit(said, dtype=_MOMENT)).fill_null(value=False)
    established = "violation_established"
    fell = (pl.col("verdict_before") == established) & (pl.col("verdict") != established)
    fewer = pl.col("recorded_before").is_not_null() & (
        pl.col("recorded").is_null() | (pl.col("recorded") < pl.col("recorded_before"))
    )
    ruled = pl.lit(value=False)
    if "decision_id" in changed.columns:
        ruled = pl.col("decision_id").ne_missing(pl.col("decision_id_before"))
    return changed.filter(over | fell | fewer.fill_null(value=False) | ruled | only_forms)


def _reason(came: str) -> pl.Expr:
    """Return the reason of a correction: the ruling where one is, else what came."""
    ruling, former = pl.col("decision_id"), pl.col("decision_id_before")
    told = (
        pl.when(ruling.is_null())
        .then(pl.format("The ruling {} does not stand any more.", former))
        .when(former.is_null())
        .then(pl.format("Determined by a person since ({}).", ruling))
        .otherwise(pl.format("The ruling {} stands in place of {}.", ruling, former))
    )
    return pl.when(ruling.eq_missing(former)).then(pl.lit(came)).otherwise(told)


def _keys(said: Said) -> pl.DataFrame:
    """Return the keys of all answers, as corrections have them."""
    parts = said.parts.with_columns(part=pl.col("day").dt.strftime("%Y-%m-%d").fill_null("sector"))
    return pl.concat([said.verdicts.with_columns(part=pl.lit("window")).select(_KEY), parts.select(_KEY)])
