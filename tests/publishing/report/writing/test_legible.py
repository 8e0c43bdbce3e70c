"""Text that every form can hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.publishing.report.writing.legible import legible_text
from ceaseline.publishing.report.writing.scripts import runs


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("\x00\x1b[31m", "\ufffd\ufffd[31m"),
        ("half \ud800 a letter", "half \ufffd a letter"),
        ("a\u202eb", "ab"),
        ("\ue000", "\ufffd"),
        ("Нижня Долина", "Нижня Долина"),
    ],
)
def test_letters_that_no_form_can_hold_are_replaced_and_others_stay(written: str, expected: str) -> None:
    assert expected == legible_text(written)


@given(st.text())
def test_stretches_of_scripts_put_together_are_the_text(text: str) -> None:
    assert text == "".join(part for part, _ in runs(text))


@given(st.text(st.characters()))
def test_any_text_can_be_kept_as_utf_8(text: str) -> None:
    assert legible_text(text) == legible_text(text).encode().decode()
