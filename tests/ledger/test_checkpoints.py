from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.errors import LedgerError
from ceaseline.ledger import Checkpoint, PrivateKey, Receipt
from ceaseline.ledger.merkle import completed, inclusion_proof, leaf_hash, root

KEY = PrivateKey("example.org/mission", bytes(range(32)))
ENTRIES = [f"entry {number}".encode() for number in range(11)]


def receipt(index: int) -> Receipt:
    nodes: dict[tuple[int, int], bytes] = {}
    for size, entry in enumerate(ENTRIES):
        for level, place, found in completed(size, leaf_hash(entry), lambda level, index: nodes[level, index]):
            nodes[level, place] = found
    top = root(len(ENTRIES), lambda level, index: nodes[level, index])
    proof = inclusion_proof(index, len(ENTRIES), lambda level, index: nodes[level, index])
    return Receipt(index, tuple(proof), Checkpoint(KEY.name, len(ENTRIES), top).signed(KEY))


@pytest.mark.parametrize("index", range(len(ENTRIES)))
def test_a_receipt_shows_its_entry_and_no_other(index: int) -> None:
    read = Receipt.parse(receipt(index).text())
    assert len(ENTRIES) == read.verify(ENTRIES[index], [KEY.public]).size
    for other in ENTRIES[:index] + ENTRIES[index + 1 :]:
        with pytest.raises(LedgerError, match="does not hold this entry"):
            read.verify(other, [KEY.public])


def test_a_receipt_is_spelled_as_the_specification_says() -> None:
    lines = receipt(3).text().split("\n")
    assert ["c2sp.org/tlog-proof@v1", "index 3"] == lines[:2]
    assert ["", "example.org/mission", "11"] == lines[6:9]
    assert lines[-2].startswith("\u2014 example.org/mission ")


def test_extra_data_are_passed_over() -> None:
    head, _, rest = receipt(0).text().partition("\n")
    assert receipt(0) == Receipt.parse(f"{head}\nextra QUJD\n{rest}")


@given(st.integers(0, len(receipt(5).text()) - 1), st.characters(codec="utf-8"))
def test_no_receipt_with_one_character_changed_shows_another_entry(place: int, letter: str) -> None:
    text = receipt(5).text()
    changed = text[:place] + letter + text[place + 1 :]
    for entry in (ENTRIES[4], b"forged"):
        with pytest.raises(LedgerError):
            Receipt.parse(changed).verify(entry, [KEY.public])


@given(st.text())
def test_any_text_is_a_receipt_or_refused(text: str) -> None:
    with pytest.raises(LedgerError):
        Receipt.parse(text)
    with pytest.raises(LedgerError):
        Checkpoint.parse(text)


def test_a_checkpoint_of_another_log_is_refused() -> None:
    note = Checkpoint("example.org/other", 1, bytes(32)).signed(KEY)
    with pytest.raises(LedgerError, match="did not sign this checkpoint itself"):
        Checkpoint.opened(note, [KEY.public])


@pytest.mark.parametrize("size", ["-1", "01", "1e3", "", "1" * 30])
def test_a_size_that_is_no_number_is_refused(size: str) -> None:
    with pytest.raises(LedgerError, match="no checkpoint"):
        Checkpoint.parse(f"example.org/log\n{size}\n{'A' * 43}=\n")
