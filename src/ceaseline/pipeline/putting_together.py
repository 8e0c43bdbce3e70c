"""Records put together, as people ruled on them; and where the incidents of earlier runs and rulings are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import dataframely as dy
import polars as pl

from ceaseline.fusion import Fused, Ruling, fuse, lineage
from ceaseline.pipeline.naming import marked
from ceaseline.pipeline.remembering import Memory
from ceaseline.review import decided, followed, on_records
from ceaseline.tables import Decisions, Lineage, Observations, Sources


@attrs.frozen
class PutTogether:
    """What records tell of.

    Attributes:
        fused: incidents, members and responses.
        lineage: where former incidents are.
        decisions: every ruling, with what it applies to now.
    """

    fused: Fused
    lineage: dy.DataFrame[Lineage]
    decisions: dy.DataFrame[Decisions]


def put_together(
    observations: dy.DataFrame[Observations],
    sources: dy.DataFrame[Sources],
    rulings: Sequence[Mapping[str, Any]],
    named: pl.DataFrame,
    memory: Memory,
) -> PutTogether:
    """Return incidents in which records stand together as people ruled, if they did; and what became of old ones.

    Args:
        observations: all records.
        sources: whose they are.
        rulings: what people decided, in that order, with the columns of the decisions but for what follows.
        named: which records each incident had that was ever named.
        memory: what earlier runs worked out of the same days.
    """
    if named.is_empty():
        fused = fuse(observations, sources, recall=memory.numbers)
        where = followed(_abouts(rulings), fused.incidents["incident_id"], Lineage.create_empty())
        return PutTogether(fused, Lineage.create_empty(), decided(rulings, where))
    marks = marked(observations["observation_id"])
    ruled = _rulings(decided(rulings), named, marks)
    fused = fuse(observations, sources, rulings=ruled, recall=memory.numbers)
    went = lineage(named, fused.members.join(marks, on="observation_id").select("incident_id", "record"))
    where = followed(_abouts(rulings), fused.incidents["incident_id"], went)
    return PutTogether(fused, went, decided(rulings, where))


def _abouts(rulings: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(each["about"]) for each in rulings]


def _rulings(decisions: dy.DataFrame[Decisions], named: pl.DataFrame, marks: pl.DataFrame) -> list[Ruling]:
    """Return what people ruled on records, with the ids of those that are there."""
    ruled = list(on_records(decisions, named))
    wanted = {mark for each in ruled for mark in (*each.one, *each.other)}
    known = marks.filter(pl.col("record").is_in(list(wanted))) if wanted else marks.clear()
    of = dict(known.select("record", "observation_id").iter_rows())
    return [Ruling(_there(each.one, of), _there(each.other, of), each.together) for each in ruled]


def _there(records: Sequence[str], of: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(of[mark] for mark in records if mark in of)
