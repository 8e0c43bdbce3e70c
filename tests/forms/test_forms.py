"""Forms: plain data with the line of every value, and hostile text refused before anything is built."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AfterValidator, Field, model_validator

from ceaseline.errors import FormError, Problem
from ceaseline.forms import MAX_CHARACTERS, MAX_DEPTH, Form, FormPart, read_toml, read_yaml

pytestmark = pytest.mark.usefixtures("outside_shut")


def refused(text: str, read: Callable[[str, str], Form] = read_yaml) -> Problem:
    """Return the one problem for which *text* is refused."""
    with pytest.raises(FormError) as refusal:
        read(text, "form.yaml")
    (problem,) = refusal.value.problems
    return problem


def not_a_cat(name: str) -> str:
    if name == "cat":
        raise ValueError("may not be a cat; name a dog")
    return name


class Dog(FormPart):
    """A part for these tests."""

    name: Annotated[str, AfterValidator(not_a_cat)]
    weight: float = Field(default=1, gt=0)
    sound: Literal["bark", "growl"] | dict[str, Literal["bark", "growl"]] = "bark"


class Place(FormPart):
    """A part that has a rule of its own."""

    hut: str | None = None
    yard: str | None = None

    @model_validator(mode="after")
    def _one(self) -> Place:
        if (self.hut is None) == (self.yard is None):
            raise ValueError("names neither or both of hut and yard; name one")
        return self


class Kennel(FormPart):
    """A whole for these tests."""

    dogs: tuple[Dog, ...] = Field(default=(), min_length=1)
    place: Literal["anywhere"] | Place = "anywhere"
    open: bool = True
    bowls: int = 0
    notes: dict[str, str] = {}


def problems_of(text: str, read: Callable[[str, str], Form] = read_yaml) -> list[Problem]:
    with pytest.raises(FormError) as refusal:
        read(text, "kennel.yaml").read_as(Kennel)
    return list(refusal.value.problems)


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("no", "no"),
        ("on", "on"),
        ("True", True),
        ("~", None),
        ("", None),
        ("'1'", "1"),
        ("-5", -5),
        ("2.50", 2.5),
        ("1e3", 1000.0),
        ("0123", "0123"),  # a phone number, not octal
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),  # not a number of base sixty
        ("2031-05-10", "2031-05-10"),
        ("2031-05-10 18:00", "2031-05-10 18:00"),
        (".inf", ".inf"),
        ("=1+1", "=1+1"),
        ("9" * 18, int("9" * 18)),
        ("9" * 5000, "9" * 5000),  # longer than Python reads as a number
    ],
)
def test_only_plain_truths_and_numbers_are_more_than_words(written: str, understood: Any) -> None:
    found = read_yaml(f"key: {written}\n", "form.yaml").data
    assert {"key": understood} == found
    assert isinstance(found, dict)
    assert type(understood) is type(found["key"])


def test_an_empty_form_is_an_empty_mapping() -> None:
    assert {} == read_yaml("# nothing yet\n", "form.yaml").data


def test_every_value_has_its_line() -> None:
    form = read_yaml("a: 1\nb:\n  - x\n  - c:\n      d: 2\n", "form.yaml")
    assert [1, 2, 3, 4, 5] == [
        form.line(path) for path in [("a",), ("b",), ("b", 0), ("b", 1, "c"), ("b", 1, "c", "d")]
    ]


def test_what_is_missing_has_the_line_of_the_thing_around_it() -> None:
    assert 2 == read_yaml("a: 1\nb:\n  c: 2\n", "form.yaml").line(("b", "missing", "deeper"))


@pytest.mark.parametrize("path", [("b",), ("a", 3), ("a", "x"), ("a", 0, "x")])
def test_what_is_not_there_has_no_value(path: tuple[str | int, ...]) -> None:
    assert read_yaml("a: [1]\n", "form.yaml").value(path) is None


ALIAS_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{key}: &{key} [{', '.join([f'*{before}'] * 9)}]\n" for before, key in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [ALIAS_BOMB, "a: &x 1\n", "a: *x\n", "a: !!python/object:os.system ls\n", "a: !secret 1\n", "<<: *x\n"],
    ids=["bomb", "anchor", "alias", "tag", "own tag", "merge"],
)
def test_whatever_could_expand_or_run_is_refused_with_its_line(text: str) -> None:
    problem = refused(text)
    assert 1 == problem.line
    assert "an alias (*), an anchor (&) or a tag (!)" in problem.what
    assert "in quotes" in problem.mend


def test_stars_and_ampersands_in_quotes_are_words() -> None:
    assert {"a": "*", "b": "&x"} == read_yaml("a: '*'\nb: \"&x\"\n", "form.yaml").data


def test_a_key_given_twice_is_refused_with_both_lines() -> None:
    problem = refused("a: 1\nb:\n  c: 1\n  c: 2\n")
    assert ("b.c", 4) == (problem.where, problem.line)
    assert "is given twice (first on line 3)" == problem.what
    assert "keep one of them" == problem.mend


def test_a_tab_is_refused_with_its_line() -> None:
    problem = refused("a:\n  b: 1\n\tc: 2\n")
    assert 3 == problem.line
    assert "never tabs" in problem.mend


@pytest.mark.parametrize("text", ["? [a]\n: b\n", "{[a]: b}", "{{a: b}: c}"])
def test_a_key_that_is_no_word_is_refused(text: str) -> None:
    assert "has a key that is no word" == refused(text).what


@pytest.mark.parametrize("text", ["a: [1, 2\n", "a: 1\n---\nb: 2\n", "a: 'x\n", "\x00", "a: \ud800"])
def test_what_is_no_yaml_is_refused(text: str) -> None:
    assert "is not YAML" in refused(text).what


def test_nesting_up_to_the_limit_is_read() -> None:
    form = read_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH, "form.yaml")
    assert [] == form.value((0,) * (MAX_DEPTH - 1))


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 1_000_000], ids=["one more", "a million"])
def test_nesting_beyond_the_limit_is_refused_before_anything_is_built(depth: int) -> None:
    problem = refused("a: 1\nb: " + "[" * depth)
    assert ("lies too deep", 2) == (problem.what, problem.line)


def test_deep_mappings_are_refused_too() -> None:
    text = "".join(f"{'  ' * depth}a:\n" for depth in range(MAX_DEPTH + 2))
    assert "lies too deep" == refused(text).what


@pytest.mark.parametrize("read", [read_yaml, read_toml])
def test_a_form_that_is_too_long_is_refused(read: Callable[[str, str], Form]) -> None:
    problem = refused("#" * (MAX_CHARACTERS + 1), read)
    assert "is longer than 2,000,000 characters" == problem.what


def test_a_form_just_within_the_limit_is_read() -> None:
    assert {} == read_yaml("#" * MAX_CHARACTERS, "form.yaml").data


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = 1\nb = no\n", 2), ("a = " + "[" * 100_000, None), ("a = " + "9" * 5000, None), ("a = 1\na = 2\n", 2)],
    ids=["a bare word", "too deep", "too long a number", "a key twice"],
)
def test_what_is_no_toml_is_refused(text: str, line: int | None) -> None:
    problem = refused(text, read_toml)
    assert "is not TOML" in problem.what
    assert line == problem.line


@given(st.text(max_size=60))
def test_no_text_does_worse_than_be_refused(text: str) -> None:
    for read in (read_yaml, read_toml):
        try:
            read(text, "form.yaml")
        except FormError as refusal:
            assert refusal.problems  # noqa: PT017  whatever it is, it is told


SAFE = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=8)
PLAIN = st.recursive(
    st.none() | st.booleans() | SAFE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SAFE, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(SAFE, PLAIN, max_size=3))
def test_quoted_data_is_read_back_as_it_was_written(data: dict[str, Any]) -> None:
    def written(value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f'"{key}": {written(inner)}' for key, inner in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(written, value)) + "]"
        return {None: "null", True: "true", False: "false"}.get(value, f'"{value}"')

    assert data == read_yaml(written(data), "form.yaml").data


def test_a_form_is_read_as_its_parts_and_frozen() -> None:
    kennel = read_yaml("dogs:\n  - {name: Rex, weight: 2}\nplace: {hut: red}\n", "kennel.yaml").read_as(Kennel)
    assert "Rex" == kennel.dogs[0].name
    with pytest.raises(ValueError, match="frozen"):
        setattr(kennel, "open", False)  # noqa: B010  mypy knows that it is frozen


def test_a_part_of_a_form_is_told_with_its_whole_path() -> None:
    form = read_yaml("shelf:\n  - name: Rex\n  - nome: Bo\n", "kennel.yaml")
    with pytest.raises(FormError) as refusal:
        form.read_as(Dog, ("shelf", 1))
    assert ["shelf[1].name", "shelf[1].nome"] == [problem.where for problem in refusal.value.problems]


def test_an_unknown_key_is_answered_with_the_one_that_was_meant() -> None:
    (problem,) = problems_of("dogs:\n  - name: Rex\n    wieght: 3\n")
    assert ("dogs[0].wieght", 3, "3") == (problem.where, problem.line, problem.value)
    assert "did you mean weight?" == problem.mend


def test_a_key_like_no_other_is_answered_with_those_there_are() -> None:
    (problem,) = problems_of("dogs: [{name: Rex, zzz: 3}]\n")
    assert "known keys are name, sound, weight" == problem.mend


def test_an_unknown_key_inside_an_inline_table_is_named_with_its_path() -> None:
    (problem,) = problems_of("bowls = 1\ndogs = [{name = 'Rex'}, {name = 'Bo', wieght = 2}]\n", read_toml)
    assert ("dogs[1].wieght", 2) == (problem.where, problem.line)
    assert "did you mean weight?" == problem.mend


def test_a_missing_key_is_told_at_the_thing_that_lacks_it() -> None:
    (problem,) = problems_of("open: true\ndogs:\n  - {weight: 1}\n")
    assert ("dogs[0].name", 3, None, "is missing") == (problem.where, problem.line, problem.value, problem.what)


def test_a_rule_of_our_own_is_told_with_its_mend() -> None:
    (problem,) = problems_of("dogs: [{name: cat}]\n")
    assert ("may not be a cat", "name a dog") == (problem.what, problem.mend)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("dogs: [{name: Rex, sound: meow}]", "dogs[0].sound"),
        ("dogs: [{name: Rex, sound: {day: meow}}]", "dogs[0].sound.day"),
        ("dogs: [{name: Rex, sound: [meow]}]", "dogs[0].sound"),
        ("dogs: [{name: Rex}]\nplace: somewhere", "place"),
        ("dogs: [{name: Rex}]\nplace: {hat: red, hut: red}", "place.hat"),
    ],
)
def test_a_value_that_fits_no_branch_is_told_once_and_where_it_is_wrong(text: str, where: str) -> None:
    assert [where] == [problem.where for problem in problems_of(text)]


@pytest.mark.parametrize("place", ["{}", "{hut: red, yard: big}"])
def test_a_rule_of_our_own_says_more_than_a_branch_that_does_not_fit(place: str) -> None:
    (problem,) = problems_of(f"dogs: [{{name: Rex}}]\nplace: {place}")
    assert "names neither or both of hut and yard" == problem.what


def test_a_list_whose_only_item_is_broken_is_not_called_empty() -> None:
    assert ["dogs[0].name"] == [problem.where for problem in problems_of("dogs: [{}]")]


def test_an_empty_list_is_called_empty() -> None:
    assert [("dogs", "is empty")] == [(problem.where, problem.what) for problem in problems_of("dogs: []")]


@pytest.mark.parametrize(
    ("text", "what", "mend"),
    [
        ("dogs: [{name: 20310510}]", "is not text", "put it in quotes"),
        ("dogs: [{name: Rex, weight: heavy}]", "is not a number", "write digits, such as 15 or 0.8"),
        ("dogs: [{name: Rex, weight: 1e999}]", "is not a number", "write digits, such as 15 or 0.8"),
        ("dogs: [{name: Rex}]\nbowls: 1.5", "is not a whole number", "write digits, such as 15"),
        ("dogs: [{name: Rex}]\nopen: maybe", "is neither true nor false", "write true or false"),
        ("dogs: [Rex]", "is no group of keys", "write it with keys, such as {name: North}"),
        ("dogs: Rex", "is no list", "put it in square brackets, such as [A, B]"),
        ("dogs: [{name: Rex, weight: -1}]", "input should be greater than 0", "correct the value"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_in_words_for_people(text: str, what: str, mend: str) -> None:
    (problem,) = problems_of(text)
    assert (what, mend) == (problem.what, problem.mend)


@pytest.mark.parametrize("number", ["inf", "nan"])
def test_no_number_is_endless(number: str) -> None:
    (problem,) = problems_of(f"dogs = [{{name = 'Rex', weight = {number}}}]", read_toml)
    assert "is not a number" == problem.what


def test_every_problem_of_a_form_is_listed_in_its_order() -> None:
    text = "dogs:\n  - {nome: Rex}\n  - {name: cat, weight: x}\nbowls: many\n"
    expected = ["dogs[0].name", "dogs[0].nome", "dogs[1].name", "dogs[1].weight", "bowls"]
    assert expected == [problem.where for problem in problems_of(text)]


def test_a_long_value_is_cut_in_the_telling() -> None:
    (problem,) = problems_of(f"dogs: [{{name: Rex, weight: {'x' * 500}}}]")
    assert "x" * 57 + "..." == problem.value


def test_the_sentence_begins_as_compilers_do() -> None:
    with pytest.raises(FormError, match=re.escape("kennel.yaml:2: dogs[0].name: is missing. Mend: add name: here")):
        read_yaml("dogs:\n  - {}\n", "kennel.yaml").read_as(Kennel)
