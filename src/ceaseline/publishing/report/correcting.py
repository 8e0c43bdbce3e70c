"""Corrections to earlier reports: what was answered before, and what is answered now, at published coarseness."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import attrs
import polars as pl

from ceaseline.publishing.corrections import Corrected, corrected
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Sentence
from ceaseline.tables import Corrections


def corrections(frame: Frame, since: datetime | None) -> tuple[Sentence, ...]:
    """Return what has to be corrected of what was reported before, the newest first.

    Args:
        frame: of the report.
        since: newest evidence of the last report that was released, UTC: what was corrected by then was told
            there; None where none was released.
    """
    return tuple(_sentences(frame, since))


def _sentences(frame: Frame, since: datetime | None) -> Iterator[Sentence]:
    material = frame.material
    told = material.corrections.filter(pl.col("day").is_null() | (pl.col("from") < frame.begin))
    if since is not None:
        told = told.filter(pl.col("as_of") > since)
    found = corrected(attrs.evolve(material, corrections=Corrections.validate(told)))
    if found is None:
        return
    for row in found.rows:
        yield Sentence(_said(frame, row), (f"{row.clause_id}:{_side(frame, row)}",))
    if found.older:
        yield Sentence(frame.say("correcting.more", count=found.older, number=f"{found.older:,}"))


def _said(frame: Frame, row: Corrected) -> str:
    clock = frame.say("correcting.clock", clock=row.clock) if row.clock else ""
    return frame.say(
        "correcting.corrected",
        clause=row.clause_id,
        when=row.when,
        who=row.who,
        clock=clock,
        before=row.before,
        said=row.said,
        now=row.now,
        since=row.since,
        reason=row.reason,
    )


def _side(frame: Frame, row: Corrected) -> str:
    """Return the code of whose acts it is about."""
    codes = {f"{party.name} ({code})": code for code, party in frame.material.terms.parties.items()}
    return codes.get(row.who, "any")
