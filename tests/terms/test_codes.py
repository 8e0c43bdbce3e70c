"""The library of codes: whoever writes a clause finds what it has to say, and what could ever see it."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import get_args

import pytest

from ceaseline.forms import read_yaml
from ceaseline.sensors import SENSORS
from ceaseline.tables.restrictions import RESTRICTED
from ceaseline.terms import codes
from ceaseline.terms.codes import CODES, VAGUE, Code, Need
from ceaseline.terms.lint import RULES
from ceaseline.terms.words import SEES

# The rule that speaks up where a clause does not say what its code needs.
ASKED_BY = {
    "measure": "T02",
    "object": "T03",
    "place": "T04",
    "quantity": "T11",
    "recipient": "T16",
    "register": "T10",
    "baseline": "T24",
}
PHRASE = re.compile(r"[a-z]([^.]|\.\d)*(?<!\s)")  # a full stop stands inside numbers alone


def test_there_are_enough_codes_to_write_a_ceasefire_with() -> None:
    assert len(CODES) >= 45


def test_no_code_is_on_two_shelves() -> None:
    shelves = [path for path in files(codes).iterdir() if path.name.endswith(".yaml")]
    forms = [read_yaml(path.read_text("utf-8"), path.name).data for path in shelves]
    written = [code for form in forms if isinstance(form, dict) for code in form.get("codes", {})]
    assert sorted(written) == sorted(CODES), "a code twice, or a shelf that is not read"


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_written_as_a_clause_writes_it_and_wishes_nobody_harm(code: str) -> None:
    assert re.fullmatch(r"[A-Z][A-Z0-9_]*", code)
    assert "TARGET" not in code


@pytest.mark.parametrize("code", CODES)
def test_what_is_done_and_what_it_takes_are_phrases(code: str) -> None:
    assert PHRASE.fullmatch(CODES[code].act)
    assert PHRASE.fullmatch(CODES[code].takes)


@pytest.mark.parametrize("code", CODES)
def test_something_could_see_it_and_says_at_what_cost(code: str) -> None:
    seen_by = CODES[code].seen_by
    assert set(seen_by.values()) & SEES
    assert "claims_only" == seen_by.get("party", "claims_only"), "what a party says of itself verifies nothing"
    assert "none_deployed" not in seen_by.values(), "the library tells of the best case"


@pytest.mark.parametrize("code", CODES)
def test_a_code_that_needs_a_class_says_which_there_are(code: str) -> None:
    assert "object" not in CODES[code].needs or CODES[code].object is not None


def test_every_field_of_a_code_is_written_out() -> None:
    for code, entry in CODES.items():
        assert {"act", "severity", "seen_by", "takes"} <= entry.model_fields_set, code
    words = {
        "shown_by",
        "hinted_by",
        "not_by",
        "free_outside",
        "restricted_by",
        "smallest",
        "ranges_wide",
        "shown_inside",
    }
    assert {"act", "object", "needs", "severity", "seen_by", "takes"} | words == set(Code.model_fields)


@pytest.mark.parametrize("code", CODES)
def test_no_word_both_is_the_act_and_only_may_be(code: str) -> None:
    words = [*CODES[code].shown_by, *CODES[code].hinted_by, *CODES[code].not_by]
    assert len(words) == len(set(words))
    assert set(CODES[code].shown_inside) <= set(CODES[code].hinted_by)
    assert set(CODES[code].free_outside) <= {*CODES[code].shown_by, *CODES[code].hinted_by}
    assert "no_event" not in words


@pytest.mark.parametrize("code", CODES)
def test_its_smallest_acts_are_such_acts_that_some_instrument_notices(code: str) -> None:
    noticed = {word for sensor in SENSORS.values() for reach in sensor.notices for word in reach.words}
    assert set(CODES[code].smallest) <= noticed
    assert CODES[code].smallest or not CODES[code].ranges_wide


def test_what_restricts_monitors_is_a_type_of_restriction_and_weather_and_mines_are_nobodys_act() -> None:
    words = {word for entry in CODES.values() for word in entry.restricted_by}
    assert set(RESTRICTED) - {"weather", "mine"} == words


def test_an_explosion_or_a_fire_alone_is_never_the_act() -> None:
    """It may be demining, an exercise, an accident, or stubble."""
    assert set() == {word for entry in CODES.values() for word in entry.shown_by} & {"explosion", "fire", "crater"}


def test_every_need_is_asked_for_by_a_rule() -> None:
    """That the rule really asks is shown for each of them in test_lint.py."""
    assert set(get_args(Need)) == set(ASKED_BY) == {need for entry in CODES.values() for need in entry.needs}
    assert set(ASKED_BY.values()) <= set(RULES)


def test_vague_words_are_looked_for_in_small_letters_and_stand_there_once() -> None:
    assert [word.lower() for word in VAGUE] == list(VAGUE)
    assert len(set(VAGUE)) == len(VAGUE)
