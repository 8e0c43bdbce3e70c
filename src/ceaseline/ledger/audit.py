"""Is the log what it was? Every entry and every node held against each other, in one pass over each.

The entries are the truth; the kept nodes only make proofs quick. So every node is worked out anew from
what lies under it, and the first that differs is named by the entries it covers.
"""

from __future__ import annotations

from collections.abc import Iterable

from ceaseline.errors import LedgerError
from ceaseline.ledger.checkpoints import Checkpoint
from ceaseline.ledger.entries import Entry
from ceaseline.ledger.merkle import EMPTY_ROOT, Node, leaf_hash, node_hash, root


def first_wrong_entry(entries: Iterable[tuple[int, str, object]], nodes: Iterable[tuple[int, bytes]]) -> str | None:
    """Return what is wrong with the first entry that is not what was hashed; None where all are.

    Args:
        entries: position, key and bytes of each entry, in order.
        nodes: place and hash of each node of level 0, in order.
    """
    kept = iter(nodes)
    for expected, (position, key, raw) in enumerate(entries):
        place, found = next(kept, (None, b""))
        if position != expected:
            return f"entry {expected} is gone: the next one there is {position}"
        if place != position:
            return f"the hash of entry {position} is gone"
        if not isinstance(raw, bytes) or leaf_hash(raw) != found:
            return f"entry {position} was changed: it no longer has its hash"
        try:
            if Entry.parse(raw).key != key:
                return f"entry {position} is filed under another key than its own"
        except LedgerError:
            return f"entry {position} is not spelled as an entry"
    place, _ = next(kept, (None, b""))
    return None if place is None else f"entry {place} is gone: its hash is still there"


def first_wrong_node(
    level: int, below: Iterable[tuple[int, bytes]], own: Iterable[tuple[int, bytes]]
) -> str | None:
    """Return what is wrong with the first node of *level* that does not follow from the level below it.

    Args:
        level: from 1.
        below: place and hash of the nodes of the level below, in order.
        own: place and hash of the nodes of this level, in order.
    """
    kept = iter(own)
    pending: tuple[int, bytes] | None = None
    for place, found in below:
        if place % 2 == 0:
            pending = (place, found)
            continue
        parent, here = next(kept, (None, b""))
        covered = f"entries {(place - 1) << (level - 1)} to {((place + 1) << (level - 1)) - 1}"
        if parent != place // 2:
            return f"the tree lacks its hash over {covered}"
        if pending is None or node_hash(pending[1], found) != here:
            return f"the tree's hash over {covered} was changed"
    surplus = next(kept, None)
    return None if surplus is None else f"the tree has a hash of level {level} over entries that are not there"


def differs_from(since: Checkpoint, size: int, node: Node) -> str | None:
    """Return how a log differs from what it was at an old checkpoint; None where it only grew.

    Args:
        since: the old state.
        size: entries now.
        node: gives complete nodes of the tree now, already held against the entries.
    """
    if since.size > size:
        return f"entries {size} to {since.size - 1} are gone: the checkpoint was made when there were {since.size}"
    was = EMPTY_ROOT if since.size == 0 else root(since.size, node)
    if was != since.root:
        return f"the first {since.size} entries are not the ones the checkpoint was made over"
    return None
