from __future__ import annotations

from typing import Any

import attrs
import polars as pl
import pytest
from pydantic import ValidationError

from ceaseline.errors import UnknownName
from ceaseline.sources import Reading, SourceForm
from ceaseline.sources.protocol import Misnamed
from ceaseline.tables import SetAside, from_rows


def form(**keys: Any) -> SourceForm:
    entry = {"name": "posts", "kind": "series", "file": "inbox/posts.csv", "role": "monitor"}
    return SourceForm.model_validate(entry | keys)


def reading(**keys: Any) -> Reading:
    whole = Reading(pl.DataFrame({"a": [1, None]}), from_rows(SetAside, []), 2, 0, ("a",), ())
    return attrs.evolve(whole, **keys)


def test_an_entry_that_says_little_has_careful_defaults() -> None:
    entry = form()
    assert ("F6", None, False, "utf-8") == (entry.grade, entry.party, entry.may_republish, entry.encoding)


@pytest.mark.parametrize("file", ["../x.csv", "inbox/../../x.csv", "/etc/passwd", "inbox/.."])
def test_a_file_may_not_lead_out_of_the_case(file: str) -> None:
    with pytest.raises(ValidationError, match="leads out of the case; put the file in inbox/"):
        form(file=file)


@pytest.mark.parametrize("file", ["", ".", "  ", "a\0b", "inbox/**x"])
def test_what_is_no_path_of_a_file_is_told(file: str) -> None:
    with pytest.raises(ValidationError, match=r"is no path of a file; write inbox/NAME\.csv"):
        form(file=file)


@pytest.mark.parametrize("file", ["inbox/a.csv", "inbox/*.csv", "inbox/**/a..csv", "a b.csv"])
def test_a_path_inside_the_case_is_taken_as_it_is(file: str) -> None:
    assert file == form(file=file).file


@pytest.mark.parametrize("encoding", ["klingon", "utf-16", "rot13", ""])
def test_an_encoding_nobody_can_read_lines_in_is_told(encoding: str) -> None:
    with pytest.raises(ValidationError, match="is no encoding of text tables; use utf-8 or windows-1251"):
        form(encoding=encoding)


@pytest.mark.parametrize(
    ("key", "value"), [("grade", "G1"), ("role", "witness"), ("name", "Posts!"), ("party", "any")]
)
def test_words_that_have_no_meaning_here_are_told(key: str, value: str) -> None:
    with pytest.raises(ValidationError, match=key):
        form(**{key: value})


def test_two_readings_of_the_same_content_are_equal() -> None:
    assert reading() == reading()


@pytest.mark.parametrize(
    "other",
    [
        {"rows": pl.DataFrame({"a": [1, 2]})},
        {"rows": pl.DataFrame({"b": [1, None]})},
        {"rows": pl.DataFrame()},
        {"seen": 3},
        {"skipped": 1},
        {"header": ("b",)},
        {"notes": ("x",)},
    ],
)
def test_readings_that_differ_anywhere_are_not_equal(other: dict[str, Any]) -> None:
    assert reading() != reading(**other)


def test_a_misnamed_thing_knows_where_it_stands_and_what_was_meant() -> None:
    error = Misnamed(("signals", "clause"), "clause", "no-fir", ["no-fire"])
    assert ("signals", "clause") == error.at
    assert "Did you mean 'no-fire'?" in str(error)
    assert isinstance(error, UnknownName)
