"""The tree held against another program's: the same roots, the same proofs, for every size up to seventy.

That program is under the GPL: it is an oracle here, and no part of what is handed out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import ceaseline
from ceaseline.ledger.merkle import (
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

ORACLE = "pymerkle"
CHECKOUT = Path(__file__).parents[2]
SMALL = 70  # sizes up to this one are tried without exception
LARGE = [127, 128, 129, 1_000, 1_023, 2_049]


@pytest.fixture(scope="module")
def both() -> tuple[Any, Node]:
    """The same entries in the oracle's tree and in ours."""
    oracle = pytest.importorskip(ORACLE, reason=f"{ORACLE} is not installed, so nothing can be asked of it")
    theirs = oracle.InmemoryTree(algorithm="sha256")
    nodes: dict[tuple[int, int], bytes] = {}
    for size in range(max(LARGE)):
        entry = b"entry %d" % size
        theirs.append_entry(entry)
        for level, index, found in completed(size, leaf_hash(entry), lambda level, index: nodes[level, index]):
            nodes[level, index] = found
    return theirs, lambda level, index: nodes[level, index]


def as_specified(proof: Any) -> list[bytes]:
    """Return the oracle's proof of consistency in the shape of RFC 9162.

    The oracle leads from the first new entry to the root; the specification folds everything below the last whole
    part of the old tree into one hash, and leaves out that part where it is all of the old tree.
    """
    last_old = proof.subset.index(1)
    folded = proof.path[0]
    for step in proof.path[1:last_old]:
        folded = node_hash(folded, step)
    is_whole = proof.prior_size & (proof.prior_size - 1) == 0
    return [*([] if is_whole else [proof.path[last_old]]), folded, *proof.path[last_old + 1 :]]


def sizes() -> Iterator[int]:
    yield from range(1, SMALL + 1)
    yield from LARGE


def places(size: int) -> Iterator[int]:
    """All places of a small tree, some of a large one."""
    yield from range(size) if size <= SMALL else sorted({0, 1, size // 2, size // 3, size - 2, size - 1})


def test_the_roots_are_those_of_the_oracle(both: tuple[Any, Node]) -> None:
    theirs, node = both
    assert all(theirs.get_root(size) == root(size, node) for size in [0, *sizes()])


def test_the_proofs_of_inclusion_are_those_of_the_oracle_and_hold_by_its_rules(both: tuple[Any, Node]) -> None:
    theirs, node = both
    held = 0
    for size in sizes():
        top = theirs.get_root(size)
        for index in places(size):
            proof = theirs.prove_inclusion(index + 1, size)
            leaf = theirs.get_leaf(index + 1)
            assert proof.path == [leaf, *inclusion_proof(index, size, node)]
            proof.path[1:] = inclusion_proof(index, size, node)
            proof.verify(leaf, top, index=index + 1, size=size)
            assert top == root_from_inclusion(index, size, leaf, proof.path[1:])
            held += 1
    assert SMALL * (SMALL + 1) // 2 + 6 * len(LARGE) == held


def test_the_proofs_of_consistency_are_those_of_the_oracle_and_hold_by_our_rules(both: tuple[Any, Node]) -> None:
    theirs, node = both
    held = 0
    for size in sizes():
        top = theirs.get_root(size)
        for old in [place for place in places(size) if place > 0]:
            proof = theirs.prove_consistency(old, size)
            before = theirs.get_root(old)
            proof.verify(root(old, node), root(size, node), prior_size=old, later_size=size)
            assert as_specified(proof) == consistency_proof(old, size, node)
            assert is_consistent(old, size, before, top, as_specified(proof))
            held += 1
        assert [] == consistency_proof(size, size, node)
    assert SMALL * (SMALL - 1) // 2 + 5 * len(LARGE) == held


def test_what_the_oracle_refuses_is_refused_here_too(both: tuple[Any, Node]) -> None:
    oracle = pytest.importorskip(ORACLE)
    theirs, node = both
    size = SMALL
    top = theirs.get_root(size)
    for index in range(size):
        proof = theirs.prove_inclusion(index + 1, size)
        leaf = theirs.get_leaf((index + 1) % size + 1)
        proof.path[0] = leaf
        with pytest.raises(oracle.InvalidProof):
            proof.verify(leaf, top)
        assert top != root_from_inclusion(index, size, leaf, inclusion_proof(index, size, node))
    for old in range(1, size):
        proof = theirs.prove_consistency(old, size)
        other = theirs.get_root(old + 1)
        with pytest.raises(oracle.InvalidProof):
            proof.verify(other, top)
        assert not is_consistent(old, size, other, top, consistency_proof(old, size, node))


def test_the_oracle_is_in_no_package_that_is_handed_out() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = [name for names in project.get("optional-dependencies", {}).values() for name in names]
    assert not [name for name in [*project["dependencies"], *optional] if ORACLE in name.lower()]


def test_nothing_of_the_package_names_the_oracle() -> None:
    sources = [
        path for path in Path(ceaseline.__file__).parent.rglob("*") if path.suffix in (".py", ".toml", ".md")
    ]
    assert len(sources) > 50
    assert [] == [path for path in sources if ORACLE in path.read_text("utf-8").lower()]  # an import names it too
