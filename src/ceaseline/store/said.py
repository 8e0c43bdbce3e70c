"""What the program said, as entries of the log; and what there was to know when it said it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs

from ceaseline.ledger import Entry
from ceaseline.store.evidence import Evidence
from ceaseline.tables.decisions import REPORTS

_KNOWN = frozenset({"capture", "register", "decision", "erasure"})  # entries from which answers follow


@attrs.frozen
class State:
    """What answers were made from.

    Attributes:
        entries: how many entries of evidence there were: files, lines of registers, rulings, erasures.
        forms: SHA-256 of each form by its name.
        version: of the program.
    """

    entries: int
    forms: Mapping[str, str]
    version: str


@attrs.frozen
class Said:
    """Answers as they were kept.

    Attributes:
        as_of: the moment they were judged from, UTC.
        digest: SHA-256 of their bytes.
        state: what they were made from.
    """

    as_of: datetime
    digest: str
    state: State


def known(evidence: Evidence, until: datetime | None = None) -> list[Entry]:
    """Return the entries that answers follow from, in order; that a report is released changes none.

    Args:
        evidence: of a case.
        until: leave out what was received after this moment, UTC; None for everything.

    Raises:
        EvidenceError: the log cannot be read.
    """
    return [entry for entry in evidence.entries() if _answers_follow(entry, until)]


def extent(evidence: Evidence, until: datetime | None = None) -> int:
    """Return how many entries of the log, from the first one on, hold all that answers follow from.

    Args:
        evidence: of a case.
        until: leave out what was received after this moment, UTC; None for everything.

    Raises:
        EvidenceError: the log cannot be read.
    """
    places = [at for at, entry in enumerate(evidence.entries(), 1) if _answers_follow(entry, until)]
    return max(places, default=0)


def _answers_follow(entry: Entry, until: datetime | None) -> bool:
    if entry.kind not in _KNOWN or (until is not None and entry.received > until):
        return False
    return not (entry.kind == "decision" and str(entry.body["about"]).startswith(REPORTS))


def said(evidence: Evidence) -> list[Said]:
    """Return what was said, in the order it was said.

    Raises:
        EvidenceError: the log cannot be read.
    """
    return [
        Said(
            datetime.fromisoformat(entry.body["as_of"]),
            entry.body["sha256"],
            State(entry.body["entries"], entry.body["forms"], entry.body["version"]),
        )
        for entry in evidence.entries()
        if entry.kind == "said"
    ]


def earlier(before: Sequence[Said], *, as_of: datetime, entries: int) -> list[Said]:
    """Return of what was said that which was said no later than a moment, and with no more known.

    Args:
        before: what was said, in order.
        as_of: the moment, UTC.
        entries: how many entries of evidence are known.
    """
    return [each for each in before if each.as_of <= as_of and each.state.entries <= entries]


def say(evidence: Evidence, content: bytes, said_now: Said, now: datetime) -> None:
    """Keep what a run answered.

    Args:
        evidence: of the case.
        content: the answers, spelled.
        said_now: when they were judged from, and what they were made from; its hash is worked out anew.
        now: the moment of the run, UTC.

    Raises:
        EvidenceError: it could not be kept.
    """
    body = {"as_of": said_now.as_of.isoformat(), **attrs.asdict(said_now.state)}
    evidence.note_kept("said", "what was said", content, body, now)
