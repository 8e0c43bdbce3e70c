"""What people ruled, as entries of the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ceaseline.errors import EvidenceError
from ceaseline.ledger import Entry
from ceaseline.store.evidence import Draft, Evidence
from ceaseline.tables.decisions import BY_EACH


def decide(
    evidence: Evidence,
    *,
    about: str,
    outcome: str,
    reason: str,
    reviewer: str,
    affiliation: str | None = None,
    as_of: datetime | None,
    now: datetime,
) -> tuple[Entry, bool]:
    """Write a ruling, with what was known; return its entry, and whether it is new.

    The same ruling by the same person, while it stands, is not a second one. A ruling supersedes the one before on
    the same thing; on an incident or a report several people rule, and each supersedes their own.

    Args:
        evidence: of a case.
        about: what is ruled on.
        outcome: what is ruled.
        reason: why; it is shown wherever the ruling is.
        reviewer: who rules; restricted.
        affiliation: which organisation they are of; restricted. None where it is not stated.
        as_of: when the newest evidence was received, UTC; None where there is none.
        now: the moment, UTC.

    Raises:
        EvidenceError: it could not be written, or somebody else ruled on it at the same moment.
    """
    earlier = [entry for entry in evidence.entries() if entry.kind == "decision" and entry.body["about"] == about]
    own = [entry for entry in earlier if not about.startswith(BY_EACH) or _by(evidence, entry) == reviewer]
    last = own[-1] if own else None
    if last is not None and _said(evidence, last) == (outcome, reason, reviewer, affiliation):
        return last, False
    with evidence.writing([about]) as log:
        known = {"entries": log.size, "root": log.root.hex()}
    body = {
        "about": about,
        "outcome": outcome,
        "reason": reason,
        "as_of": None if as_of is None else as_of.isoformat(),
        "supersedes": None if last is None else last.id,
        **known,
    }
    people = {"reviewer": reviewer} | ({} if affiliation is None else {"affiliation": affiliation})
    draft = Draft("decision", f"decision/{about}/{len(earlier)}", body, people)
    ((entry, is_new),) = evidence.add([draft], now)
    if not is_new:
        msg = f"somebody else ruled on {about} at this moment ({entry.id}). Mend: read it, and decide again"
        raise EvidenceError(msg)
    return entry, True


def _said(evidence: Evidence, entry: Entry) -> tuple[Any, Any, str | None, str | None]:
    who = evidence.words(entry, "reviewer"), evidence.words(entry, "affiliation")
    return entry.body["outcome"], entry.body["reason"], *who


def _by(evidence: Evidence, entry: Entry) -> str | None:
    return evidence.words(entry, "reviewer")


def decisions(evidence: Evidence, until: datetime | None = None) -> list[dict[str, Any]]:
    """Return the rulings, in the order they were made, with the columns of their table but for ``standing``.

    Args:
        evidence: of a case.
        until: leave out what was ruled after this moment, UTC; None for everything.

    Raises:
        EvidenceError: the log cannot be read, or a reviewer's name is gone without having been erased.
    """
    return [
        {
            "decision_id": entry.id,
            "about": entry.body["about"],
            "outcome": entry.body["outcome"],
            "reason": entry.body["reason"],
            "reviewer": evidence.words(entry, "reviewer"),
            "affiliation": evidence.words(entry, "affiliation"),
            "decided": entry.received,
            "as_of": None if entry.body["as_of"] is None else datetime.fromisoformat(entry.body["as_of"]),
            "supersedes": entry.body["supersedes"],
        }
        for entry in evidence.entries()
        if entry.kind == "decision" and (until is None or entry.received <= until)
    ]
