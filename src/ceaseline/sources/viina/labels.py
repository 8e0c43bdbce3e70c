"""The labels a model gave to a report: 1 or 0 in a column each, several of which may be 1."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from ceaseline.sources.cells import Check, truths

_LABEL = re.compile(r"[ta]_.+_b")
_INITIATOR = re.compile(r"a_.+_init_b")  # whoever it names: both may be 1 at once

# What a label says happened, where it says so at all. Of several, the first in this order is taken: what was
# done before what came of it. All labels stand in the text.
_PHENOMENA = {
    "t_airstrike_b": "explosion",
    "t_artillery_b": "explosion",
    "t_ied_b": "explosion",
    "t_firefight_b": "shot",
    "t_aad_b": "outgoing",
    "t_uav_b": "uav_sighting",
    "t_property_b": "strike_damage",
    "t_milcas_b": "casualty",
    "t_civcas_b": "casualty",
}
# what is done, named or meant by the others is no phenomenon
_OTHERS = (
    "t_mil_b",
    "t_airalert_b",
    "t_armor_b",
    "t_arrest_b",
    "t_control_b",
    "t_raid_b",
    "t_occupy_b",
    "t_cyber_b",
    "t_hospital_b",
    "t_retreat_b",
    "t_loc_b",
    "t_san_b",
)
_KNOWN = frozenset({*_PHENOMENA, *_OTHERS})


def labels(frame: pl.DataFrame) -> list[str]:
    """Return the columns that hold labels, known ones or not, without those of initiators."""
    return [name for name in frame.columns if _LABEL.fullmatch(name) and not _INITIATOR.fullmatch(name)]


def initiators(frame: pl.DataFrame) -> list[str]:
    """Return the columns that hold labels of initiators."""
    return [name for name in frame.columns if _INITIATOR.fullmatch(name)]


def is_known(label: str) -> bool:
    """Tell whether a label as it stands in a text has a meaning here; those of actors have none, by intent."""
    return f"{label}_b" in _KNOWN or label.startswith("a_")


def checks_of(frame: pl.DataFrame) -> Iterator[Check]:
    """Yield the rules that labels are held to."""
    for name in (*labels(frame), *initiators(frame)):
        yield from truths(frame[name], name).checks


def phenomenon(frame: pl.DataFrame) -> pl.Series:
    """Return what the labels of each row say happened; null where they do not say."""
    found = [
        pl.when(truths(frame[label], label).values).then(pl.lit(word))
        for label, word in _PHENOMENA.items()
        if label in frame.columns
    ]
    if not found:
        return pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    return frame.select(pl.coalesce(found).alias("phenomenon")).to_series()


def named(frame: pl.DataFrame, columns: list[str]) -> pl.Series:
    """Return which of some labels are 1 in each row, parted by commas; empty where none is."""
    words = [
        pl.when(truths(frame[name], name).values).then(pl.lit(name.removesuffix("_b"))).alias(name)
        for name in columns
    ]
    if not words:
        return pl.Series([""], dtype=pl.String).new_from_index(0, frame.height)
    return frame.select(pl.concat_str(words, separator=", ", ignore_nulls=True).alias("labels")).to_series()
