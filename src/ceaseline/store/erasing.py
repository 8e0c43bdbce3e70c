"""Forgetting for good: bytes and restricted words go, and the log stays whole and says that they went."""

from __future__ import annotations

from datetime import datetime

from ceaseline.errors import EvidenceError
from ceaseline.ledger import Entry, commitments
from ceaseline.store.evidence import Draft, Evidence


def erase(evidence: Evidence, entry: Entry, *, reason: str, reviewer: str, now: datetime) -> tuple[Entry, bool]:
    """Erase the bytes of a kept file with its names, or the restricted words of another entry.

    The erasure is acknowledged first and done second: one that breaks off in between is named by ``verify``,
    and erasing again finishes it.

    Args:
        evidence: of a case.
        entry: the capture, or what else holds restricted words.
        reason: why; it stays in the log for all to read.
        reviewer: who erases.
        now: the moment, UTC.

    Returns:
        The entry of the erasure, and whether it is new; erasing again is not a second one.

    Raises:
        EvidenceError: the log or the files could not be written.
    """
    of = str(entry.body["sha256"]) if entry.kind == "capture" else entry.key
    same = [each for each in evidence.entries() if entry.key == each.key or _is_capture_of(each, of)]
    held = sorted({digest for each in same for _, digest in commitments.commitments(each.body)})
    gone = [of, *held] if entry.kind == "capture" else held
    body = {"of": of, "erased": gone, "reason": reason}
    draft = Draft("erasure", f"erasure/{of}", body, {"reviewer": reviewer})
    ((told, is_new),) = evidence.add([draft], now)
    try:
        for digest in gone:
            evidence.blobs.drop(digest)
            evidence.restricted.drop(digest)
    except OSError as error:
        msg = f"not all was erased ({error}). Mend: see that {evidence.folder} can be written, and erase again"
        raise EvidenceError(msg) from error
    return told, is_new


def _is_capture_of(entry: Entry, digest: str) -> bool:
    return entry.kind == "capture" and entry.body["sha256"] == digest
