from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.errors import LedgerError
from ceaseline.ledger import PrivateKey, PublicKey, open_note

# The vector published with the Go package that notes come from.
VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SIGNER = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNATURE = (
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6Ry"
    "yBwJnAM=\n"
)

KEY = PrivateKey.parse(SIGNER)
OTHER = PrivateKey("example.org/witness", bytes(range(32)))


def test_the_published_note_comes_out_byte_for_byte() -> None:
    assert TEXT + "\n" + SIGNATURE == KEY.sign(TEXT)
    assert (TEXT, (PublicKey.parse(VERIFIER),)) == open_note(TEXT + "\n" + SIGNATURE, [KEY.public])


def test_keys_are_spelled_as_published() -> None:
    assert VERIFIER == str(KEY.public)
    assert SIGNER == KEY.to_text()


def test_a_private_key_is_never_printed() -> None:
    assert "seed" not in repr(KEY)
    assert KEY.seed.hex() not in repr(KEY)


def test_signatures_by_strangers_are_passed_over() -> None:
    stranger = OTHER.sign(TEXT).rpartition("\n\n")[2]
    note = KEY.sign(TEXT)
    assert (TEXT, (KEY.public,)) == open_note(note + stranger, [KEY.public])
    assert (TEXT, (KEY.public, OTHER.public)) == open_note(note + stranger, [OTHER.public, KEY.public])


def test_a_note_nobody_we_know_signed_is_refused() -> None:
    with pytest.raises(LedgerError, match="nobody we know signed this note"):
        open_note(KEY.sign(TEXT), [OTHER.public])


def test_one_wrong_signature_by_a_known_key_refuses_the_whole_note() -> None:
    wrong = OTHER.sign("something else\n").rpartition("\n\n")[2]
    with pytest.raises(LedgerError, match=r"the signature of example.org/witness is wrong"):
        open_note(KEY.sign(TEXT) + wrong, [KEY.public, OTHER.public])


@given(st.integers(0, len(KEY.sign(TEXT)) - 1), st.characters(codec="utf-8"))
def test_no_note_with_one_character_changed_says_anything_else(place: int, letter: str) -> None:
    note = KEY.sign(TEXT)
    changed = note[:place] + letter + note[place + 1 :]
    try:
        text, _ = open_note(changed, [KEY.public])
    except LedgerError:
        return
    assert TEXT == text


@given(st.text())
def test_any_text_is_a_note_or_refused(text: str) -> None:
    with pytest.raises(LedgerError):
        open_note(text, [KEY.public])


@given(st.text())
def test_any_text_is_a_key_or_refused(text: str) -> None:
    for kind in (PublicKey, PrivateKey):
        with pytest.raises(LedgerError):
            kind.parse(text)


@pytest.mark.parametrize("place", [30, 45, 60])
def test_a_miscopied_key_is_noticed(place: int) -> None:
    letter = "A" if VERIFIER[place] != "A" else "B"
    with pytest.raises(LedgerError, match="miscopied"):
        PublicKey.parse(VERIFIER[:place] + letter + VERIFIER[place + 1 :])


@pytest.mark.parametrize("text", ["no end", "tab\there\n", "", "bell\a\n"])
def test_what_cannot_be_a_note_is_not_signed(text: str) -> None:
    with pytest.raises(LedgerError, match=re.escape("ends with a newline")):
        KEY.sign(text)
