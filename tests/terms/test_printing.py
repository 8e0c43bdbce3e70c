"""Terms that are printed are read back as they were, whatever words people use; and the schema knows the form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import OPEN, TERMS_FORMS, clause, terms, terms_form, terms_forms
from ceaseline.terms import Terms, parse, printed, schema

# Words that YAML would take for something else, and words that are hard to write down.
NASTY = [
    "no", "yes", "on", "off", "y", "null", "Null", "~", "true", "TRUE", "2031-05-01", "2031-05-01 18:00", "12:30",
    "1", "-1", "0x1F", "0o17", "0b1", "1_000", ".5", "1.", "-.inf", ".nan", "9" * 25, "=", "<<", "?", "-", ":",
    "---", "...", "- a", "? a", "a: b", "a:", "a #b", "#", "|", ">", "| a", "&a", "*a", "!a", "!!str a", "%a", "@a",
    "`a", "[", "]", "{a", "}", ",", "'", '"', "''", 'a"b\'c', "\\", "\\n", "a\nb", "a\n\nb", "a\n  b\n c",
    "a\tb", "a  b", "a   b " * 40 + "c", "long " * 400 + "line", "x" * 3000, "Перемир'я", "Ще не вмерла", "停火",
    "וقف", "🕊️", "👩‍👩‍👧", "a\u200bb", "a\ufeffb", "a\u2028b", "\u00a0a", "e\u0301", "\x07", "\x00", "\x7f",
]  # fmt: skip
KNOWN_TO_FAIL = re.compile(r"[-+.\d]+([eE][-+]?\d+)?|true|false", re.IGNORECASE)  # tested by themselves below
TEXTS = st.sampled_from(NASTY) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x85"), min_size=1, max_size=30
).filter(lambda text: bool(text.strip()) and not KNOWN_TO_FAIL.fullmatch(text.strip()))


def again(read: Terms) -> Terms:
    return parse(printed(read))


@given(TERMS_FORMS)
def test_terms_are_read_printed_and_read_again_without_loss(form: dict[str, Any]) -> None:
    read = parse(json.dumps(form))
    assert read == again(read)
    assert printed(read) == printed(again(read))


@given(terms_forms(texts=TEXTS))
def test_so_are_terms_in_whatever_words(form: dict[str, Any]) -> None:
    read = Terms.model_validate({key: value for key, value in form.items() if value is not ...})
    assert read == again(read)
    assert printed(read) == printed(again(read))


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text)[:20])
def test_words_stay_words_wherever_people_write_them(text: str) -> None:
    names = {"A": {"name": text[:200], "monitor_names": {text: text}}, "B": {"name": "South"}}
    read = Terms.model_validate(terms_form(clause(text=text, readings=[text, text], measure=text), parties=names))
    found = again(read)
    assert read == found
    assert (
        text.strip()
        == found.parties["A"].monitor_names[text.strip()]
        == found.clauses[0].measure
        == found.clauses[0].readings[1]
    )


@pytest.mark.parametrize("text", ["1e3", "1E3", "1.5e3", "+.5", "-.5", "tRUE", "fALSE"])
def test_words_that_only_this_reader_takes_for_numbers_and_truths_stay_words_too(text: str) -> None:
    read = terms(clause(measure=text))
    assert read == again(read)


def test_a_next_line_sign_of_old_terminals_stays_in_its_word() -> None:
    read = Terms.model_validate(terms_form(clause(measure="a\x85b")))
    assert read == again(read)


@pytest.mark.parametrize("written", ["a  ", "  a", "a\t", "\u00a0a\u00a0", "a\n"])
def test_blanks_around_words_are_taken_off_once_and_for_all(written: str) -> None:
    read = terms(clause(measure=written))
    assert ("a", "a") == (read.clauses[0].measure, again(read).clauses[0].measure)


def test_an_open_end_stays_open() -> None:
    assert "until: null" in printed(terms(clause(window=OPEN)))


def test_what_nobody_said_is_not_printed() -> None:
    found = printed(terms(clause()))
    assert "null" not in found
    assert "mirror" not in found
    assert "third_states" not in found


def test_it_is_printed_in_the_order_of_the_form_with_ids_first() -> None:
    found = printed(terms(clause()))
    keys = re.findall(r"^(?:- )?(\w+):", found, re.MULTILINE)
    assert ["agreement", "parties", "clauses", "id"] == keys
    assert re.search(r"- id: no-fire\n  code: NO_FIRE\n  text: All fire stops\.\n  modality: prohibition\n", found)


def test_letters_of_every_script_are_printed_as_they_are() -> None:
    assert "Перемир'я 🕊" in printed(terms(clause(measure="Перемир'я 🕊")))


def test_no_line_is_so_long_that_nobody_can_read_it() -> None:
    found = printed(terms(clause(text="Nothing moves by day. " * 40)))
    assert max(map(len, found.splitlines())) <= 120


def test_two_parts_that_are_one_in_memory_are_printed_twice() -> None:
    """An anchor would be refused when read."""
    read = terms(clause(), clause(id="other"))
    shared = read.model_copy(update={"clauses": (read.clauses[0], read.clauses[0].model_copy(update={"id": "x"}))})
    assert shared == again(shared)


# The schema, for editors. What is checked here is all that it uses; another word in it fails the test.


def breaches(data: Any, rule: Mapping[str, Any], whole: Mapping[str, Any]) -> Iterator[str]:
    """Yield what of *data* does not fit: JSON Schema as far as ours goes."""
    for word, value in rule.items():
        if word not in _NOTES and not _CHECKS[word](data, value, rule, whole):
            yield f"{word}: {data!r}"


def fits(data: Any, rule: Mapping[str, Any], whole: Mapping[str, Any]) -> bool:
    return not any(breaches(data, rule, whole))


def _is(data: Any, kind: str) -> bool:
    number = isinstance(data, int | float) and not isinstance(data, bool)
    kinds: dict[str, type | tuple[type, ...]] = {
        "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)
    }  # fmt: skip
    return (
        number and (kind == "number" or data == int(data)) if kind not in kinds else isinstance(data, kinds[kind])
    )


def _of(kind: type, test: Any) -> Any:
    """A check that speaks of one kind of thing alone."""
    return lambda data, *more: not isinstance(data, kind) or test(data, *more)


_NOTES = {"$schema", "$defs", "title", "description", "default", "propertyNames"}
_CHECKS: dict[str, Any] = {
    "$ref": lambda data, name, rule, whole: fits(data, whole["$defs"][name.rpartition("/")[2]], whole),
    "anyOf": lambda data, branches, rule, whole: any(fits(data, branch, whole) for branch in branches),
    "type": lambda data, kind, *_: _is(data, kind),
    "enum": lambda data, words, *_: data in words,
    "const": lambda data, word, *_: data == word,
    "required": _of(dict, lambda data, keys, *_: set(keys) <= set(data)),
    "properties": _of(
        dict,
        lambda data, keys, rule, whole: all(fits(data[key], keys[key], whole) for key in keys if key in data),
    ),
    "additionalProperties": _of(
        dict,
        lambda data, more, rule, whole: all(
            more is not False and fits(data[key], {} if more is True else more, whole)
            for key in data
            if key not in rule.get("properties", {})
        ),
    ),
    "minProperties": _of(dict, lambda data, least, *_: len(data) >= least),
    "items": _of(list, lambda data, item, rule, whole: all(fits(each, item, whole) for each in data)),
    "minItems": _of(list, lambda data, least, *_: len(data) >= least),
    "minLength": _of(str, lambda data, least, *_: len(data) >= least),
    "maxLength": _of(str, lambda data, most, *_: len(data) <= most),
    "pattern": _of(str, lambda data, pattern, *_: re.search(pattern, data) is not None),
    "minimum": lambda data, least, *_: not _is(data, "number") or data >= least,
    "exclusiveMinimum": lambda data, least, *_: not _is(data, "number") or data > least,
}


@pytest.fixture(scope="module")
def rule() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(schema())
    return made


@given(TERMS_FORMS)
def test_the_schema_lets_every_form_pass_that_can_be_read(rule: dict[str, Any], form: dict[str, Any]) -> None:
    assert [] == list(breaches(json.loads(json.dumps(form)), rule, rule))


@pytest.mark.parametrize(
    "form",
    [
        terms_form(clauses=[]),
        terms_form(clauses=...),
        terms_form(parties={}),
        terms_form(clause(modality="forbidden")),
        terms_form(clause(obligors=[])),
        terms_form(clause(benefciaries=["A"])),
        terms_form(clause(speech_status={"A": "inforce"})),
        terms_form(clause(window={"from": "2031-05-01"})),
        terms_form(clause(code="no fire")),
        terms_form(clause(where="everywere")),
        terms_form(clause(where={"line": "front", "within_km": -5})),
        terms_form(clause(quantity={"at_least": 0, "unit": "lorries"})),
        terms_form(clause(severity="bad")),
        terms_form(orders=[{"by": "A"}]),
        terms_form(third_states={"C": {}}),
        [],
    ],
    ids=str,
)
def test_the_schema_stops_what_an_editor_can_see_is_wrong(rule: dict[str, Any], form: Any) -> None:
    assert not fits(form, rule, rule)


def test_the_schema_names_keys_as_the_form_does(rule: dict[str, Any]) -> None:
    assert {"agreement", "parties", "clauses"} == set(rule["required"])
    assert {"from", "until", "zone"} == set(rule["$defs"]["WindowForm"]["properties"])
    assert {"act", "if", "hours_before", "after", "register"} == set(rule["$defs"]["ExceptionForm"]["properties"])


def test_what_the_schema_knows_is_told_on_the_page_of_the_form(rule: dict[str, Any]) -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "case-folder.md"
    told = set(re.findall(r"[a-z0-9_]+", page.read_text(encoding="utf-8")))
    parts = [rule, *rule["$defs"].values()]
    assert set() == {key for part in parts for key in part.get("properties", {})} - told
