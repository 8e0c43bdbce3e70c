from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.ledger.merkle import (
    EMPTY_ROOT,
    Node,
    completed,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    node_hash,
    root,
    root_from_inclusion,
)

# The published vectors of the Certificate Transparency reference implementation: eight entries, and the
# root of each tree from one entry to eight.
ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def tree(entries: list[bytes]) -> Node:
    nodes: dict[tuple[int, int], bytes] = {}
    for size, entry in enumerate(entries):
        for level, index, found in completed(size, leaf_hash(entry), lambda level, index: nodes[level, index]):
            nodes[level, index] = found
    return lambda level, index: nodes[level, index]


def obvious_root(entries: list[bytes]) -> bytes:
    if len(entries) <= 1:
        return leaf_hash(entries[0]) if entries else sha256(b"").digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return node_hash(obvious_root(entries[:split]), obvious_root(entries[split:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_the_published_ones(size: int) -> None:
    assert ROOTS[size - 1] == root(size, tree(ENTRIES)).hex()


def test_an_empty_tree_has_the_published_root() -> None:
    assert EMPTY_ROOT == root(0, tree([]))
    assert EMPTY_ROOT.hex().startswith("e3b0c44298fc1c14")


def test_every_proof_of_every_tree_up_to_seventy_entries_is_right_and_no_other_index_passes() -> None:
    entries = [bytes([number]) for number in range(70)]
    node = tree(entries)
    for size in range(1, 70):
        top = obvious_root(entries[:size])
        assert top == root(size, node)
        for index in range(size):
            proof = inclusion_proof(index, size, node)
            leads_to = [root_from_inclusion(other, size, leaf_hash(entries[index]), proof) for other in range(size)]
            assert [other == index for other in range(size)] == [found == top for found in leads_to]
        for old in range(1, size + 1):
            proof = consistency_proof(old, size, node)
            assert is_consistent(old, size, obvious_root(entries[:old]), top, proof)


@given(st.integers(2, 40), st.data())
def test_no_changed_proof_is_accepted(size: int, data: st.DataObject) -> None:
    entries = [bytes([number]) for number in range(size)]
    node = tree(entries)
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, node)
    place = data.draw(st.integers(0, len(proof) - 1))
    flipped = bytes([proof[place][0] ^ 1]) + proof[place][1:]
    changed = data.draw(
        st.sampled_from([proof[:-1], [*proof, proof[0]], [*proof[:place], flipped, *proof[place + 1 :]]])
    )
    assert root(size, node) != root_from_inclusion(index, size, leaf_hash(entries[index]), changed)


@given(st.integers(2, 40), st.data())
def test_a_changed_past_is_never_consistent(size: int, data: st.DataObject) -> None:
    entries = [bytes([number]) for number in range(size)]
    old = data.draw(st.integers(1, size - 1))
    place = data.draw(st.integers(0, old - 1))
    other = [*entries[:place], b"changed", *entries[place + 1 :]]
    proof = consistency_proof(old, size, tree(other))
    assert not is_consistent(old, size, obvious_root(entries[:old]), obvious_root(other), proof)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_there_is_no_proof_of_an_entry_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="has none at"):
        inclusion_proof(index, size, tree(ENTRIES))
    assert root_from_inclusion(index, size, leaf_hash(b""), []) is None


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3)])
def test_there_is_no_proof_backwards(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="no proof from"):
        consistency_proof(old, new, tree(ENTRIES))
    assert not is_consistent(old, new, b"", b"", [b""])
