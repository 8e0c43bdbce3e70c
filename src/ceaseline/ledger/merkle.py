"""The Merkle tree of RFC 6962 and 9162: one hash for a whole log, short proofs about its parts.

The hash of an entry is SHA-256 of a zero byte and the entry; that of an inner node is SHA-256 of a one
byte and its two children. A node is *complete* when 2**level entries lie under it; complete nodes never
change, so they can be kept, and every function here asks for them by level and index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

Node = Callable[[int, int], bytes]
"""Gives the hash of the complete node at a level (0: entries) and an index from the left."""

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of an entry (RFC 9162, section 2.1.1).

    Examples:
        >>> leaf_hash(b"").hex()[:16]
        '6e340b9cffb37a98'
    """
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node from those of its children."""
    return sha256(b"\x01" + left + right).digest()


def completed(size: int, leaf: bytes, node: Node) -> Iterator[tuple[int, int, bytes]]:
    """Yield the complete nodes that an entry makes when it is added to a tree of *size* entries.

    Args:
        size: entries before; the new entry's index.
        leaf: its leaf hash.
        node: gives complete nodes of the tree before.

    Yields:
        Level, index and hash, the leaf first.
    """
    level, index, found = 0, size, leaf
    yield level, index, found
    while index % 2 == 1:
        found = node_hash(node(level, index - 1), found)
        level, index = level + 1, index // 2
        yield level, index, found


def root(size: int, node: Node) -> bytes:
    """Return the hash of the tree of the first *size* entries."""
    return EMPTY_ROOT if size == 0 else _span(0, size, node)


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """Return the hashes that lead from an entry to the root (RFC 9162, section 2.1.3.1).

    Raises:
        ValueError: the tree of that size has no such entry.
    """
    if not 0 <= index < size:
        msg = f"a log of {size} entries has none at {index}"
        raise ValueError(msg)
    start, spans = 0, []
    while size > 1:
        split = _split(size)
        if index < split:
            spans.append(_span(start + split, size - split, node))
            size = split
        else:
            spans.append(_span(start, split, node))
            start, index, size = start + split, index - split, size - split
    return spans[::-1]


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """Return the hashes that show the first *old* entries unchanged in the tree of *new* (section 2.1.4.1).

    Raises:
        ValueError: not 0 < old <= new.
    """
    if not 0 < old <= new:
        msg = f"there is no proof from {old} to {new} entries"
        raise ValueError(msg)
    return [] if old == new else _sub_proof(old, 0, new, node, whole=True)


def root_from_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """Return the root that a proof leads to, or None where it has not the right length (section 2.1.3.2)."""
    if not 0 <= index < size:
        return None
    at, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return None
        if at % 2 == 1 or at == last:
            found = node_hash(step, found)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the tree of *new* entries begins with the tree of *old* (RFC 9162, section 2.1.4.2)."""
    if old == new:
        return old_root == new_root and not proof
    if not 0 < old < new or not proof:
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    at, last = old - 1, new - 1
    while at % 2 == 1:
        at, last = at >> 1, last >> 1
    before = after = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if at % 2 == 1 or at == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            after = node_hash(after, step)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def _split(size: int) -> int:
    """Return the largest power of two below *size*."""
    return 1 << (size - 1).bit_length() - 1


def _span(start: int, size: int, node: Node) -> bytes:
    """Return the hash over *size* entries from *start*, which lies at a multiple of the next power of two."""
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node(level, start >> level)
    split = _split(size)
    return node_hash(_span(start, split, node), _span(start + split, size - split, node))


def _sub_proof(old: int, start: int, size: int, node: Node, *, whole: bool) -> list[bytes]:
    if old == size:
        return [] if whole else [_span(start, size, node)]
    split = _split(size)
    if old <= split:
        return [*_sub_proof(old, start, split, node, whole=whole), _span(start + split, size - split, node)]
    rest = _sub_proof(old - split, start + split, size - split, node, whole=False)
    return [*rest, _span(start, split, node)]
