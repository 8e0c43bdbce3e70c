"""Headlines, headings of speakers, bullets and quotations: where words stand says whose they are."""

from __future__ import annotations

import pytest

from ceaseline.accounts.language import ENGLISH
from ceaseline.accounts.layout import passages
from ceaseline.accounts.tokens import Cutter, quotations
from told import BULLETS, RUNNING, read

CUTTER = Cutter.of(ENGLISH.writing)

pytestmark = pytest.mark.usefixtures("outside_shut")


def kinds(text: str) -> list[str]:
    return [part.kind for part in passages(text, ENGLISH)]


def test_running_prose_has_a_headline_a_subheadline_a_date_and_paragraphs() -> None:
    assert ["headline", "subheadline", "boilerplate", *["paragraph"] * 5] == kinds(RUNNING)


def test_a_day_right_below_a_long_headline_is_no_part_of_it() -> None:
    text = (
        "Northland accepts what was proposed, but questions remain\n13 May 2031\n\nAna Ash said that they stop.\n"
    )
    assert ["headline", "boilerplate", "paragraph"] == kinds(text)


def test_bullets_stand_under_the_heading_before_them() -> None:
    parts = passages(BULLETS, ENGLISH)
    assert ["headline", "subheadline", "heading", *["bullet"] * 4, "heading", *["bullet"] * 2] == kinds(BULLETS)
    assert "Mira Keld, Premier of Eastmark" == parts[-1].under


def test_a_bullet_without_marks_is_the_speakers_and_nobody_knows_how_literal() -> None:
    row = next(row for row in read(BULLETS) if row["text"].startswith("Who gives"))
    assert ("Arlen Voss", "unmarked", "party", "question") == tuple(
        row[key] for key in ("speaker", "form", "voice", "act")
    )


def test_a_bullet_in_marks_is_as_this_outlet_quotes_it() -> None:
    assert ("Mira Keld", "verbatim") == tuple(read(BULLETS)[-1][key] for key in ("speaker", "form"))


def test_a_heading_that_names_nobody_gives_its_bullets_to_nobody() -> None:
    rows = read("Talks end\n\nKey points:\n- The truce holds.\n- The line is long.\n")
    assert [("outlet", None)] * 3 == [(row["voice"], row["speaker"]) for row in rows]


def test_a_second_heading_of_one_speaker_is_the_same_speaker() -> None:
    rows = read(
        "Talks\n\nMinister Ana Ash:\n- We stop.\n\nMinister Ivo Oak:\n- We wait.\n\nAna Ash:\n- Who pays?\n"
    )
    assert [None, "Ana Ash", "Ivo Oak", "Ana Ash"] == [row["speaker"] for row in rows]


def test_a_title_is_the_outlets_and_says_whom_it_is_about() -> None:
    first = read(BULLETS)[0]
    assert ("outlet", None, "Arlen Voss", "support") == tuple(
        first[key] for key in ("voice", "speaker", "about", "act")
    )


def test_lines_that_a_page_broke_are_one_paragraph() -> None:
    broken = (
        "Minister Ana Ash said on Tuesday that nobody would be\nmobilised while the truce holds, and the\nline is."
    )
    text = f"Talks\n\n{broken}\n"
    assert ["headline", "paragraph"] == kinds(text)


def test_lines_for_readers_of_the_page_are_no_statements() -> None:
    assert [] == [
        row for row in read("Talks\n\nThe truce holds.\n\nSubscribe to our newsletter\n") if "Sub" in row["text"]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“One,” he said. “Two.”", ["“One,”", "“Two.”"]),
        ('"One," he said. "Two."', ['"One,"', '"Two."']),
        ('“One," he said. "Two.”', ['“One,"', '"Two.”']),
        ("“One, he said.", ["“One, he said."]),
        ("“One “two” three.", ["“One ", "“two”"]),
        ("The soldiers’ ‘truce’ held.", ["‘truce’"]),
        ("«One», he said.", ["«One»"]),
    ],
)
def test_marks_may_be_curly_straight_mixed_or_left_open(text: str, expected: list[str]) -> None:
    words = CUTTER.tokens(text)
    found = [text[words[span.start].start : words[span.end - 1].end] for span in quotations(words)]
    assert [each.strip() for each in expected] == found


def test_a_full_stop_behind_a_state_ends_a_sentence_and_one_behind_a_title_does_not() -> None:
    words = CUTTER.tokens("It was the US. The talks with Mr. Ash went on. In the U.S. The day ended.")
    assert 4 == len(CUTTER.sentences(words))


def test_every_word_is_in_one_sentence() -> None:
    words = CUTTER.tokens(RUNNING)
    assert list(range(len(words))) == [at for span in CUTTER.sentences(words) for at in range(span.start, span.end)]


LISTED = """\
Ash has questions on the truce: her key statements

The agency has compiled Ash's main statements.

On the ceasefire

- The minister supports the truce: “The idea is right.”
- Who gives the orders?

Ivo Oak:

- Trust the facts.
"""


def test_bullets_under_a_subject_are_of_whom_the_list_is_said_to_be() -> None:
    rows = [row for row in read(LISTED) if row["layout"] == "bullet" and row["voice"] == "party"]
    assert ["Ash", "Ash", "Oak"] == [row["speaker"].split()[-1] for row in rows]


def test_bullets_under_a_subject_are_nobodys_where_no_list_is_announced() -> None:
    text = LISTED.replace("The agency has compiled Ash's main statements.", "The talks went on.")
    rows = [row for row in read(text) if row["text"] == "Who gives the orders?"]
    assert [("outlet", None)] == [(row["voice"], row["speaker"]) for row in rows]
