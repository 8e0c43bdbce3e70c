from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.sources.encodings import can_spell, mend_for


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "windows-1251", "cp1252", "latin-1", "koi8-r", "gb18030"]
)
def test_an_encoding_in_which_ascii_is_ascii_can_be_read(encoding: str) -> None:
    assert can_spell(encoding)


@pytest.mark.parametrize(
    "encoding",
    ["utf-16", "utf-7", "cp037", "hex", "rot13", "zlib", "idna", "punycode", "undefined", "unicode_escape",
     "raw_unicode_escape", "no such", "", "a\0b", "../x"],
)  # fmt: skip
def test_what_is_no_encoding_of_text_lines_cannot_be_read(encoding: str) -> None:
    assert not can_spell(encoding)


@given(st.text())
def test_any_name_of_an_encoding_has_an_answer(name: str) -> None:
    assert can_spell(name) in (True, False)


def test_cyrillic_bytes_are_known_for_what_they_are() -> None:
    assert "encoding: windows-1251" in mend_for("Северная область".encode("cp1251"), "utf-8")


def test_other_bytes_are_not_taken_for_cyrillic() -> None:
    assert "windows-1251" not in mend_for(b"caf\xe9 \x93quoted\x94 \xa7", "utf-8")


def test_bytes_that_windows_1251_cannot_hold_are_not_guessed_at() -> None:
    assert "the bytes are not utf-8; save the file as UTF-8" == mend_for(b"\x98", "utf-8")
