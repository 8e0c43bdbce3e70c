"""Evidence held against itself, and against an old checkpoint: in words, the first difference first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256

import attrs

from ceaseline.ledger import Checkpoint, Entry, audit, commitments
from ceaseline.store.blobs import Blobs
from ceaseline.store.evidence import Evidence
from ceaseline.store.log import Log, opened

MOST_TOLD = 100  # differences that are named; who has more needs a copy, not a longer list


@attrs.frozen
class Audit:
    """What was found.

    Attributes:
        entries: how many there are.
        blobs: how many kept files were read through.
        root: the hash over all entries, to be kept elsewhere and compared later; None where the log is damaged.
        wrong: what differs, the first in the log first; empty where all is as it was kept.
    """

    entries: int
    blobs: int
    root: bytes | None
    wrong: tuple[str, ...]


def audited(evidence: Evidence, since: Checkpoint | None, tell: Callable[[str, int, int], None]) -> Audit:
    """Hold every entry, every hash and every kept file against one another.

    Args:
        evidence: of a case.
        since: an old checkpoint to compare with; None where there is none.
        tell: told how the work goes on.

    Raises:
        EvidenceError: the log cannot be read at all.
    """
    if not evidence.log_file.is_file():
        gone = [] if since is None or since.size == 0 else [f"the log of {since.size} entries is gone"]
        return Audit(0, 0, None, tuple(gone or _files_without_a_log(evidence)))
    with opened(evidence.log_file) as log:
        wrong = next(_log_damage(log, since), None)
        size = log.size
        if wrong is None and size == 0:
            wrong = next(iter(_files_without_a_log(evidence)), None)
        root = None if wrong else log.root
        files, listed = 0, [wrong] if wrong else []
        # a damaged log names no files that could be looked for
        for damage in _blob_damage(evidence, log, size, tell) if wrong is None else ():
            files += 1
            if damage is not None and len(listed) < MOST_TOLD:
                listed.append(damage)
    return Audit(size, files, root, tuple(listed))


def _files_without_a_log(evidence: Evidence) -> list[str]:
    """Say that files are kept and no entry is; one that broke off before its first commit looks the same."""
    if not any(path.is_file() for path in evidence.blobs.folder.rglob("*")):
        return []
    return ["the log has no entry, though files are kept: it was emptied, or broke off before its first entry"]


def _log_damage(log: Log, since: Checkpoint | None) -> Iterator[str]:
    """Yield what is wrong with the log; what comes after the first may follow from it."""
    file = log.damage()
    if file is not None:
        yield file
    entry = audit.first_wrong_entry(log.filed(), log.nodes(0))
    if entry is not None:
        yield entry
    for level in range(1, 64):
        node = audit.first_wrong_node(level, log.nodes(level - 1), log.nodes(level))
        if node is not None:
            yield node
    if since is not None:
        past = audit.differs_from(since, log.size, log.node)
        if past is not None:
            yield past


def _blob_damage(
    evidence: Evidence, log: Log, size: int, tell: Callable[[str, int, int], None]
) -> Iterator[str | None]:
    """Yield for each kept file, and for each restricted field, what is wrong with it, or None."""
    erased = {digest for raw in log.under("erasure") for digest in Entry.parse(raw).body["erased"]}
    files, words = evidence.blobs, evidence.restricted
    for position, raw in log.entries():
        tell("reading every kept file", position + 1, size)
        entry = Entry.parse(raw)
        for what, digest, blobs in _kept_by(entry, files, words):
            damage = _still_there(blobs, digest) if digest in erased else blobs.damage(digest)
            place = f"(entry {position}, SHA-256 {digest[:12]})"
            yield None if damage is None else f"{what} of {_called(evidence, entry)} {place}: {damage}"


def _kept_by(entry: Entry, files: Blobs, words: Blobs) -> Iterator[tuple[str, str, Blobs]]:
    """Yield what an entry speaks of that lies beside the log: in words, its hash, and where."""
    digest = entry.body.get("sha256")
    if isinstance(digest, str) and len(digest) == len(sha256().hexdigest()) and digest.isalnum():
        yield "the file", digest, files
    for field, held in commitments.commitments(entry.body):
        yield f"the restricted {field}", held, words


def _called(evidence: Evidence, entry: Entry) -> str:
    """Return the name a file came under, where it can still be read, else what kind of entry it is."""
    name = entry.body.get("name")
    held = commitments.commitment_in(name)
    if held is not None and evidence.restricted.damage(held) is None:
        name = evidence.words(entry, "name")
    return name if isinstance(name, str) else f"the {entry.kind}"


def _still_there(blobs: Blobs, digest: str) -> str | None:
    return "it was erased, and its bytes are still there; erase it again" if blobs.place(digest).is_file() else None
