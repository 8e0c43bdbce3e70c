"""Notices that monitors were kept from seeing, written down at once, before anybody can forget them."""

from __future__ import annotations

from datetime import datetime

import attrs

from ceaseline.ledger import Entry
from ceaseline.store.evidence import Draft, Evidence


@attrs.frozen
class Restriction:
    """One time that monitors were kept from seeing.

    Attributes:
        restriction_id: names it; the same notice again is not a second one.
        start: when it began, UTC.
        until: when it ended, UTC; None while it goes on.
        type: such as denial, delay, condition, jamming.
        asset: who or what was kept from seeing; restricted.
        sector: where, as coarse as the case has it; None where it is not known.
        imposed_by: party code; None where it is not known.
        established: whether that is established, or only said.
    """

    restriction_id: str
    start: datetime
    until: datetime | None
    type: str
    asset: str
    sector: str | None = None
    imposed_by: str | None = None
    established: bool = False


def note_restriction(evidence: Evidence, notice: Restriction, now: datetime) -> tuple[Entry, bool]:
    """Write a notice; return its entry, and whether it is new.

    A notice that says more of the same restriction, such as when it ended, is an entry of its own.

    Args:
        evidence: of a case.
        notice: what is known.
        now: the moment, UTC.

    Raises:
        EvidenceError: it could not be written.
    """
    body = {
        "restriction_id": notice.restriction_id,
        "from": notice.start.isoformat(),
        "until": None if notice.until is None else notice.until.isoformat(),
        "type": notice.type,
        "sector": notice.sector,
        "imposed_by": notice.imposed_by,
        "established": notice.established,
    }
    state = "-".join(str(body[field]) for field in ("from", "until", "imposed_by", "established"))
    key = f"restriction/{notice.restriction_id}/{state}"
    ((entry, is_new),) = evidence.add([Draft("restriction", key, body, {"asset": notice.asset})], now)
    return entry, is_new
