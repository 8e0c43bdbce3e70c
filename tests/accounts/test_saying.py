"""Acts, polarity, numbers and days of statements, by hand."""

from __future__ import annotations

from datetime import date

import pytest

from ceaseline.accounts.language import ENGLISH
from ceaseline.accounts.quantities import Numbers
from told import read, two_sides

pytestmark = pytest.mark.usefixtures("outside_shut")

NUMBERS = Numbers.of(ENGLISH)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hundreds of kilometres", [(200, 999, "km")]),
        ("a line of 2,000 km", [(2000, 2000, "km")]),
        ("the 30-day truce", [(30, 30, "day")]),
        ("thirty days", [(30, 30, "day")]),
        ("about 100 soldiers", [(90, 110, "person")]),
        ("more than 40 trucks", [(40, 400, "vehicle")]),
        ("up to 40 trucks", [(0, 40, "vehicle")]),
        ("between 3 and 5 villages", [(3, 5, "place")]),
        ("several dozen shells", [(24, 99, "shell")]),
        ("€800 billion for arms", [(8e11, 8e11, "money EUR")]),
        ("USD 4.5bn", [(4.5e9, 4.5e9, "money USD")]),
        ("thousands of people", [(2000, 9999, "person")]),
        ("in 2031, on page 7", []),
    ],
)
def test_a_number_is_an_interval_with_a_unit(text: str, expected: list[tuple[float, float, str]]) -> None:
    found = [(each.low, each.high, each.unit) for each in NUMBERS.find(text)]
    assert [unit for _, _, unit in expected] == [unit for _, _, unit in found]
    assert pytest.approx([end for low, high, _ in expected for end in (low, high)]) == [
        end for low, high, _ in found for end in (low, high)
    ]


def test_hundreds_and_two_thousand_do_not_agree() -> None:
    vague, number = NUMBERS.find("hundreds of kilometres"), NUMBERS.find("2,000 km")
    assert not vague[0].agrees(number[0])


def test_numbers_of_different_units_do_not_agree() -> None:
    assert not NUMBERS.find("30 days")[0].agrees(NUMBERS.find("30 km")[0])


SAID = "Talks end\n\n14 May 2031\n\nMinister Ana Ash said that {}.\n"


def row(content: str) -> dict[str, object]:
    return read(SAID.format(content))[-1]


@pytest.mark.parametrize(
    ("content", "act"),
    [
        ("the road is wet", "statement"),
        ("they support the truce", "support"),
        ("the other side must withdraw", "demand"),
        ("they stop only if the guns are silent", "condition"),
        ("she is grateful to the hosts", "thanks"),
        ("the other side will not agree", "prediction"),
        ("she doubts the effectiveness of the truce", "doubt"),
        ("a unit will visit the parade", "announcement"),
    ],
)
def test_what_is_done_by_saying_it_is_told_from_the_words(content: str, act: str) -> None:
    assert act == row(content)["act"]


@pytest.mark.parametrize(
    ("verb", "act", "polarity"),
    [
        ("promised that they stop", "promise", "affirmed"),
        ("denied that they fired", "denial", "denied"),
        ("warned that they would answer", "threat", "affirmed"),
        ("demanded that the guns fall silent", "demand", "affirmed"),
        ("asked who pays", "question", "affirmed"),
        ("did not support the truce", "denial", "denied"),
    ],
)
def test_a_verb_says_what_is_done_and_whether_it_is_denied(verb: str, act: str, polarity: str) -> None:
    last = read(f"Talks\n\nMinister Ana Ash {verb}.\n")[-1]
    assert (act, polarity) == (last["act"], last["polarity"])


def test_a_question_of_yes_or_no_about_a_clause_is_rhetorical_and_one_for_a_name_is_not() -> None:
    asked = [
        "Will they regroup?",
        "If we stop, will they regroup?",
        "For units to regroup?",
        "For how long is a truce?",
    ]
    rows = read("Talks\n\nMinister Ana Ash:\n- " + "\n- ".join([*asked, "Who gives the orders?"]) + "\n")
    assert [True, True, True, False, False] == [each["rhetorical"] for each in rows[1:]]


@pytest.mark.parametrize(
    ("content", "day"),
    [
        ("they met on 9 May", date(2031, 5, 9)),
        ("they met on May 9", date(2031, 5, 9)),
        ("they met on 6 Dec. 2030", date(2030, 12, 6)),
        ("they met on Tuesday", date(2031, 5, 13)),
        ("they met on Wednesday", date(2031, 5, 14)),
        ("they met yesterday", date(2031, 5, 13)),
        ("they will meet on Thursday", date(2031, 5, 15)),
        ("they met on 28 December", date(2030, 12, 28)),
    ],
)
def test_a_day_is_counted_from_the_day_of_the_document(content: str, day: date) -> None:
    assert (day, day) == (row(content)["first_day"], row(content)["last_day"])  # 14 May 2031 is a Wednesday


def test_a_weekday_in_a_document_without_a_day_is_no_day() -> None:
    last = read("Talks end\n\nMinister Ana Ash said that they met on Tuesday.\n")[-1]
    assert last["first_day"] is None


def test_a_day_that_is_on_no_calendar_is_none() -> None:
    assert row("they met on 31 June 2031")["first_day"] is None


# Clauses and parties


def test_without_terms_the_codes_of_the_library_stand_for_clauses() -> None:
    assert "NO_MOBILISATION NO_TRAINING" == row("nobody is mobilised and no soldiers are trained")["clauses"]


def test_with_terms_their_own_patterns_and_those_of_their_codes_find_clauses() -> None:
    terms = two_sides(
        {
            "id": "no-drums", "code": "NO_FIRE", "text": "No drums.", "modality": "prohibition",
            "speech_status": "question", "obligors": ["A", "B"], "patterns": ["beat ... drum"],
        },
    )  # fmt: skip
    rows = read("Talks\n\nMinister Ana Ash:\n- Who may beat the big drums?\n- The ceasefire holds.\n", terms)
    assert ["no-drums", "no-drums"] == [each["clauses"] for each in rows[1:]]


def test_the_party_of_a_speaker_is_the_side_whose_name_stands_beside_theirs() -> None:
    text = "Talks\n\nPresident Ana Ash of Northland said they stop. Southland's Ivo Oak said nothing moves.\n"
    assert ["A", "B"] == [each["party"] for each in read(text, two_sides())[1:]]


def test_a_speaker_beside_whose_name_both_sides_stand_has_no_party() -> None:
    text = "Talks\n\nIvo Oak, envoy to Northland and Southland, said nothing moves.\n"
    assert [None] == [each["party"] for each in read(text, two_sides())[1:]]


def test_a_loaded_verb_is_kept_beside_what_was_said() -> None:
    assert "doubting" == read("Talks\n\nAna Ash claimed that they stop.\n")[-1]["charge"]
    assert "plain" == read("Talks\n\nAna Ash said that they stop.\n")[-1]["charge"]
