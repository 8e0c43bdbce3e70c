"""Errors are sentences for the person who has to mend the file."""

from __future__ import annotations

import pytest

from ceaseline.errors import (
    CeaselineError,
    EvidenceError,
    FileRefused,
    FormError,
    InputError,
    Problem,
    SourceError,
    UnknownName,
)


def problem(
    *, where: str = "clauses[0].id", line: int | None = 3, value: str | None = "x y", what: str = "is not an id"
) -> Problem:
    return Problem(where, line, value, what, "use letters")


@pytest.mark.parametrize("kind", [InputError, FileRefused, SourceError, EvidenceError, FormError, UnknownName])
def test_every_error_is_one_of_the_family(kind: type[Exception]) -> None:
    assert issubclass(kind, CeaselineError)


@pytest.mark.parametrize("kind", [FormError, FileRefused])
def test_a_form_and_a_file_that_are_wrong_are_the_callers_input(kind: type[Exception]) -> None:
    assert issubclass(kind, InputError)


@pytest.mark.parametrize("kind", [SourceError, EvidenceError, UnknownName])
def test_what_is_no_fault_of_the_file_is_no_input_error(kind: type[Exception]) -> None:
    assert not issubclass(kind, InputError)


def test_a_problem_says_file_line_field_value_and_mend() -> None:
    expected = "terms.yaml:3: clauses[0].id: is not an id (found: x y). Mend: use letters"
    assert expected == problem().sentence("terms.yaml")


def test_a_problem_without_line_or_value_leaves_them_out() -> None:
    assert "t.yaml: a: is not an id. Mend: use letters" == problem(where="a", line=None, value=None).sentence(
        "t.yaml"
    )


@pytest.mark.parametrize("value", ["two\nlines", "\x1b[2J cleared", "\u202eturned round"])
def test_a_problem_stays_on_one_line_and_moves_no_cursor(value: str) -> None:
    assert problem(value=value).sentence("terms.yaml").isprintable()


def test_words_in_any_script_are_told_as_they_are() -> None:
    assert "(found: Північ)" in problem(value="Північ").sentence("terms.yaml")


def test_a_form_error_lists_every_problem_on_a_line_of_its_own() -> None:
    error = FormError("t.yaml", [problem(line=3), problem(line=7)])
    assert ["t.yaml:3", "t.yaml:7"] == [line[:8] for line in str(error).splitlines()]
    assert (problem(line=3), problem(line=7)) == error.problems


def test_a_long_list_of_names_is_cut() -> None:
    said = str(UnknownName("thing", "zzz", [f"name{number:02d}" for number in range(50)]))
    assert "name39, ..." in said
    assert "name40" not in said
