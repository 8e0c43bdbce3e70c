"""The vocabulary linter: what it finds, what it lets stand, and that our own sentences pass it."""

from __future__ import annotations

import pytest

from ceaseline.errors import UnknownName
from ceaseline.publishing.report.linting import Known, lint_text
from ceaseline.publishing.report.messages import messages
from ceaseline.publishing.report.vocabulary import vocabulary
from ceaseline.tables.guarantees import LEVELS

HEADING = "Report of 3 May 2031\n\n"
SIDES = Known(parties={"A": ["North", "Northern Command"], "B": ["South"]})


def rules(text: str, known: Known | None = None) -> list[tuple[str, str]]:
    return [(each.rule, each.word) for each in lint_text(HEADING + text, known)]


def test_every_word_of_the_vocabulary_is_found_and_has_something_to_write_instead() -> None:
    for rule in vocabulary().words:
        for word in rule.words:
            shown = word.replace("*", "")
            found = lint_text(f"It was {shown} there.")
            assert any(each.rule == rule.name and each.write for each in found), (rule.name, word)


def test_a_remark_says_where_it_is_why_and_what_to_write() -> None:
    (found,) = lint_text("On 3 May\n2031 shelling occurred.")
    assert (2, 15, "occurred", "recorded") == (found.line, found.column, found.word, found.write)
    assert found.sentence("day.txt").startswith("day.txt:2:15: occurred: ")


def test_a_word_is_found_whole_and_in_any_case_of_letters() -> None:
    assert [("label", "Regime")] == rules("Regime change.")
    assert [] == rules("A regimen of visits.")


def test_what_a_named_speaker_is_quoted_with_stands() -> None:
    assert [] == rules('Its spokesman said: "the so-called rebels of that regime fired".')
    assert [] == rules("According to the ministry, “a brazen provocation occurred”.")
    assert [] == rules("«A brazen provocation», the statement of the other side says.")
    assert [] == rules('The statement of 3 May: "a brazen provocation".')


def test_the_words_around_a_quotation_are_ours() -> None:
    assert [("label", "regime")] == rules('The regime said "we fired".')


def test_a_quotation_without_a_speaker_is_found_and_so_is_what_is_in_it() -> None:
    assert ["quotes", "blame"] == [rule for rule, _ in rules('On that day "a brazen act of somebody".')]


@pytest.mark.parametrize("level", LEVELS)
def test_no_verb_above_the_stated_level_is_let_through(level: str) -> None:
    at = LEVELS.index(level)
    text = "".join(f"One act was {verb}. " for verb in LEVELS)
    found = rules(text, Known(level=level))
    assert [("level", verb) for verb in LEVELS[at + 1 :]] == found


@pytest.mark.parametrize(
    "text",
    [
        "7 of 27 incidents (25 %) were of that kind.",
        "Somebody watched for 61 % of the hours.",
        "It was 27 incidents; the day before: 34, watched alike (20 % fewer).",
        "The interval of 90 % is from 3 to 9 acts.",
    ],
)
def test_a_percentage_with_its_base_stands(text: str) -> None:
    assert [] == rules(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("It rose by 40 %.", "40 %"),
        ("It rose by 40 per cent.", "40 per cent"),
        ("Of 15 incidents 20 % were of that kind.", "20 %"),
        ("As of 30 May it rose by 40 %.", "40 %"),  # a date is no base
        ("12 were counted; the day before: 15, watched alike (20 % fewer).", "20 %"),
    ],
)
def test_a_percentage_without_a_base_or_of_fewer_than_twenty_does_not(text: str, word: str) -> None:
    assert ("percent", word) in rules(text)


def test_no_violations_needs_coverage() -> None:
    assert [("zero", "No violations")] == rules("No violations in the north.")
    assert [("zero", "0 incidents")] == rules("There were 0 incidents.")
    assert [] == rules("No violation was recorded during 61 % of sector-hours.")


def test_a_counted_number_has_a_unit() -> None:
    assert [("number", "41")] == rules("In the north 41 were recorded.")
    assert [] == rules("In the north 41 explosions were recorded.")
    assert [] == rules("Recorded on 3 and 4 May: 41 explosions.")
    assert [] == rules("Section 3 has what was recorded.")


def test_a_counted_number_has_a_window_in_its_paragraph_or_in_the_heading() -> None:
    text = "North.\n\n41 explosions were recorded."
    assert ["number"] == [each.rule for each in lint_text(text)]
    assert [] == lint_text(text.replace("recorded", "recorded on 3 May"))
    assert [] == lint_text(HEADING + text)


@pytest.mark.parametrize(
    "text",
    [
        "Two shells were fired by North.",
        "Two shells were fired by the forces of North (A).",
        "Two shells were fired by Northern Command.",
        "North (A) fired two shells.",
        "South violated the clause.",
    ],
)
def test_an_act_of_a_side_is_found_where_it_is_not_released_whose_it_was(text: str) -> None:
    assert ["by"] == [rule for rule, _ in rules(text, SIDES)]
    assert [] == rules(text)  # no case, no names


def test_what_a_side_holds_or_says_is_no_act() -> None:
    assert [] == rules("In area held by North (A), two shells were recorded, as claimed by South.", SIDES)


def test_a_released_incident_has_its_side_and_no_other_one() -> None:
    known = Known(parties=SIDES.parties, released={"incident-00ab": "A"})
    assert [] == rules("Two shells were fired by North (incident-00ab).", known)
    assert ["by"] == [rule for rule, _ in rules("Two shells were fired by South (incident-00ab).", known)]


def test_a_place_has_first_the_name_that_comes_first_by_the_rule_of_the_case() -> None:
    known = Known(places=[("Αυλίδα", "Aulis"), ("Thyme",)])
    assert [("place", "Aulis")] == rules("In Aulis and Thyme.", known)
    assert [] == rules("In Αυλίδα (Aulis) and Thyme.", known)


def test_swapping_the_sides_changes_nothing_but_their_names() -> None:
    text = "Two shells were fired by North. South fired. North said it held the place."
    swapped = text.replace("North", "#").replace("South", "North").replace("#", "South")
    mirrored = Known(parties={"A": ["South"], "B": ["North"]})
    for known in (Known(parties={"A": ["North"], "B": ["South"]}), mirrored):
        one, other = lint_text(text, known), lint_text(swapped, known)
        assert [(each.line, each.column, each.rule) for each in one] == [
            (each.line, each.column, each.rule) for each in other
        ]


def test_an_unknown_language_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match="en"):
        vocabulary("tlh")


def test_our_own_sentences_pass() -> None:
    entries = messages().entries.items()
    told = [
        (key, text) for key, entry in entries for text in ([entry] if isinstance(entry, str) else entry.values())
    ]
    found = [(key, each.word) for key, text in told for each in lint_text(HEADING + text) if each.rule != "quotes"]
    assert [] == found
