"""What kept those who watch from watching, and whose doing that was, where that is established."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import attrs
import polars as pl

from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.ground import ground_of
from ceaseline.publishing.report.model import Sentence
from ceaseline.publishing.words import number
from ceaseline.terms import listed, named

_LOST = ("denied", "jammed", "withdrawn", "non_operational")
_HOUR = timedelta(hours=1)


@attrs.frozen
class Lost:
    """Hours that assets lost to one kind of cause in the area held by one side.

    Attributes:
        cause: types of restriction, or the status of the watch where no restriction is on record; as codes.
        held_by: party that holds the ground where the assets stood; None where authors differ or nobody says.
        imposed_by: parties established to have imposed it, in the order of the terms; none: not established.
        restrictions: how many there were; None where no restriction is on record, only a watch that was lost.
        files: kept files that tell of it.
        hours: that would have been watched; None where nobody was to watch there and then.
        acts_of: parties whose acts could not be seen, in the order of the terms.
        can_be_imposed: whether anybody can have imposed it at all.
    """

    cause: str
    held_by: str | None
    imposed_by: tuple[str, ...]
    restrictions: int | None
    files: tuple[str, ...]
    hours: float | None
    acts_of: tuple[str, ...]
    can_be_imposed: bool


_NOBODYS = {"weather", "mine", "non_operational", "withdrawn"}


def lost(frame: Frame, *, by_ground: bool = True) -> list[Lost]:
    """Return what was lost in the time of the report: by cause, then by place; no side before another by name.

    Args:
        frame: of the report.
        by_ground: whether to tell apart on whose ground the assets stood.
    """
    holders = ground_of(frame) if by_ground else {}
    rows = [*_stretches(frame, holders), *_idle(frame, holders)]
    if not rows:
        return []
    grouped: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault((row["cause"], row["held_by"], row["imposed_by"], row["idle"]), []).append(row)
    codes = list(frame.material.terms.parties)
    place = {code: at for at, code in enumerate(codes)}
    found = [_sum(key, own, codes) for key, own in grouped.items()]
    return sorted(
        found,
        key=lambda each: (
            each.cause,
            each.hours is None,
            place.get(each.held_by or "", len(codes)),
            [place.get(code, len(codes)) for code in each.imposed_by] or [len(codes)],
        ),
    )


def _sum(key: tuple[Any, ...], rows: Sequence[dict[str, Any]], codes: Sequence[str]) -> Lost:
    cause, held, imposed, idle = key
    acts = {code for row in rows for code in (codes if row["acts_of"] in (None, "any") else [row["acts_of"]])}
    return Lost(
        cause=cause,
        held_by=held,
        imposed_by=tuple(code for code in codes if code in (imposed or "").split("; ")),
        restrictions=len({name for row in rows for name in row["ids"]}) or None,
        files=tuple(sorted({file for row in rows for file in row["files"]})),
        hours=None if idle else sum((row["length"] for row in rows), timedelta()) / _HOUR,
        acts_of=tuple(code for code in codes if code in acts),
        can_be_imposed=bool(set(cause.split("; ")) - _NOBODYS),
    )


def _stretches(frame: Frame, holders: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield the stretches of watches that were lost, cut to the time of the report."""
    material = frame.material
    begin, end = pl.lit(frame.begin), pl.lit(frame.end)
    rows = (
        material.watched.filter(pl.col("status").is_in(_LOST), pl.col("from") < end, pl.col("until") > begin)
        .join(material.assets.select("asset", "acts_of", file="capture_id"), on="asset", how="left")
        .with_columns(length=pl.min_horizontal("until", end) - pl.max_horizontal("from", begin))
    )
    kept = dict(material.restrictions.select("restriction_id", "capture_id").iter_rows())
    for row in rows.iter_rows(named=True):
        cut = row["restrictions"] is not None
        ids = row["restrictions"].split("; ") if cut else []
        yield {
            "cause": row["reason"] if cut else row["status"],
            "held_by": holders.get(row["asset"]),
            "imposed_by": row["imposed_by"],
            "ids": ids,
            "files": [kept[name] for name in ids if name in kept] or [row["file"]] * (row["file"] is not None),
            "length": row["length"],
            "acts_of": row["acts_of"],
            "idle": False,
        }


def _idle(frame: Frame, holders: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield the restrictions of the time of the report that took nothing from any watch on record."""
    material = frame.material
    told = {name for names in material.watched["restrictions"].drop_nulls() for name in names.split("; ")}
    rows = material.restrictions.filter(
        ~pl.col("restriction_id").is_in(list(told)),
        pl.col("from") < pl.lit(frame.end),
        pl.col("until").is_null() | (pl.col("until") > pl.lit(frame.begin)),
    ).join(material.assets.select("asset", "acts_of", file="capture_id"), on="asset", how="left")
    for row in rows.iter_rows(named=True):
        yield {
            "cause": row["type"],
            "held_by": holders.get(row["asset"]),
            "imposed_by": row["imposed_by"] if row["established"] else None,
            "ids": [row["restriction_id"]],
            "files": [row["capture_id"]],
            "length": timedelta(),
            "acts_of": row["acts_of"],
            "idle": True,
        }


def kept_from_seeing(frame: Frame) -> tuple[Sentence, ...]:
    """Say beside an answer that cannot be told who denied or jammed, where established, and else that it is not.

    Nothing where no hour was lost to anything that somebody can have imposed.
    """
    hours: dict[tuple[str, ...], float] = {}
    files: dict[tuple[str, ...], set[str]] = {}
    for each in lost(frame, by_ground=False):
        if each.can_be_imposed and each.hours:
            hours[each.imposed_by] = hours.get(each.imposed_by, 0.0) + each.hours
            files.setdefault(each.imposed_by, set()).update(each.files)
    terms = frame.material.terms
    order = [*terms.parties]
    told = []
    for who in sorted(hours, key=lambda each: (not each, [order.index(code) for code in each])):
        by = listed([named(terms, code) for code in who])
        key = "wording.kept_by" if who else "wording.kept_unknown"
        told.append(Sentence(frame.say(key, hours=number(hours[who]), by=by), tuple(sorted(files[who]))))
    return tuple(told)
