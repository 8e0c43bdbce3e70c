"""What watched, and what stopped it: by kind of asset, never by asset, and never where any of them stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import attrs
import polars as pl

from ceaseline.publishing.material import Material
from ceaseline.publishing.words import number
from ceaseline.tables.watches import STATUSES
from ceaseline.terms import listed, named

_LOST = ("jammed", "denied", "withdrawn", "non_operational")
_NOBODYS = {"weather", "mine"}  # restrictions that nobody is asked to have imposed
_HOUR = timedelta(hours=1)


@attrs.frozen
class Loss:
    """Hours that were lost to one cause.

    Attributes:
        hours: how many, in words.
        cause: the status, and the kinds of restriction where these made it so; never the words of a log.
        by: the parties established to have imposed it; empty where that is not established.
        asked: whether anybody can have imposed it at all: a camera without power shows no act.
    """

    hours: str
    cause: str
    by: str
    asked: bool = True


@attrs.frozen
class KindWatched:
    """One kind of asset.

    Attributes:
        kind: in words.
        watched, degraded: hours in which it was so, added up over the assets of the kind; None where no watch of
            any of them is on record, which is not a zero.
        losses: hours on record in which nothing was watched, by cause.
        silent: assets of the kind of which no watch is on record.
    """

    kind: str
    watched: float | None
    degraded: float | None
    losses: tuple[Loss, ...]
    silent: int


@attrs.frozen
class WhatWatched:
    """All kinds, and what a reader should know of them.

    Attributes:
        kinds: in the order of their names.
        notes: sentences on restrictions that cut nothing.
    """

    kinds: tuple[KindWatched, ...]
    notes: tuple[str, ...]


def what_watched(material: Material) -> WhatWatched | None:
    """Return what watched, by kind of asset; None where no asset, watch or restriction is on record."""
    if not (material.assets.height or material.watched.height or material.restrictions.height):
        return None
    hours = (
        material.watched.join(material.assets.select("asset", "kind"), on="asset", how="left")
        .with_columns(
            pl.col("kind").fill_null("of a kind that is not listed"),
            cause=pl.when(pl.col("restrictions").is_not_null()).then("reason"),
            length=pl.col("until") - pl.col("from"),
        )
        .group_by("kind", "status", "cause", "imposed_by")
        .agg(pl.col("length").sum())
    )
    silent = material.assets.join(material.watched, on="asset", how="anti")["kind"].value_counts()
    unheard = dict(silent.rows())
    kinds = sorted({*hours["kind"], *unheard})
    return WhatWatched(
        tuple(_kind(material, kind, hours.filter(pl.col("kind") == kind), unheard.get(kind, 0)) for kind in kinds),
        tuple(_notes(material)),
    )


def _kind(material: Material, kind: str, hours: pl.DataFrame, silent: int) -> KindWatched:
    return KindWatched(
        kind=kind.replace("_", " ").replace("uav", "UAV"),
        watched=_sum(hours, "operational"),
        degraded=_sum(hours, "degraded"),
        losses=tuple(_losses(material, hours.filter(pl.col("status").is_in(_LOST)))),
        silent=silent,
    )


def _sum(hours: pl.DataFrame, status: str) -> float | None:
    if hours.is_empty():
        return None
    return sum(hours.filter(pl.col("status") == status)["length"], timedelta()) / _HOUR


def _losses(material: Material, hours: pl.DataFrame) -> Iterator[Loss]:
    """Yield losses by cause; of one cause by party, in the order of the terms, what is not established last."""
    found = []
    for status, cause, imposed_by, length in hours.select("status", "cause", "imposed_by", "length").rows():
        imposers = (imposed_by or "").split("; ")
        who = [at for at, party in enumerate(material.terms.parties) if party in imposers]
        found.append((STATUSES.index(status), cause or "", not who, who, length / _HOUR))
    codes = list(material.terms.parties)
    for rank, cause, _, who, length in sorted(found):
        word = STATUSES[rank].replace("non_operational", "not operational")
        yield Loss(
            hours="1 hour" if length == 1 else f"{number(length)} hours",
            cause=f"{word} ({cause.replace('_', ' ')})" if cause else word,
            by=listed([named(material.terms, codes[at]) for at in who]) if who else "",
            asked=bool(set(cause.split("; ")) - _NOBODYS) if cause else word in ("jammed", "denied"),
        )


def _notes(material: Material) -> Iterator[str]:
    told = {name for names in material.watched["restrictions"].drop_nulls() for name in names.split("; ")}
    idle = material.restrictions.filter(~pl.col("restriction_id").is_in(list(told))).height
    if idle:
        one = "1 restriction" if idle == 1 else f"{idle:,} restrictions"
        yield (
            f"{one} took nothing from any watch on record: nobody is on record as watching there and then, "
            "or it was stopped already. What would have been seen is not known."
        )
