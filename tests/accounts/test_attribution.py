"""Who is said to have said what: verbs, speakers and contents, by hand."""

from __future__ import annotations

import pytest

from told import read, said

pytestmark = pytest.mark.usefixtures("outside_shut")


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("“We stop tonight,” Minister Ana Ash said.", "Ana Ash", "“We stop tonight,”"),
        ('"We stop tonight," said Minister Ana Ash.', "Ana Ash", '"We stop tonight,"'),
        ("Minister Ana Ash said that they stop tonight.", "Ana Ash", "that they stop tonight"),
        ("Minister Ana Ash said on Tuesday they stop tonight.", "Ana Ash", "they stop tonight"),
        ("Ana Ash, who leads the talks, said they stop tonight.", "Ana Ash", "they stop tonight"),
        ("Ana Ash, a spokeswoman for the mission, said they stop tonight.", "Ana Ash", "they stop tonight"),
        ("They stop tonight, according to Ana Ash.", "Ana Ash", "They stop tonight"),
        ("According to Ana Ash, they stop tonight.", "Ana Ash", "they stop tonight"),
        ("Ana Ash told reporters that they stop tonight.", "Ana Ash", "that they stop tonight"),
        ("Ana Ash (Unity Party) said they stop tonight.", "Ana Ash", "they stop tonight"),
        ("Ana Ash said: “We stop tonight.”", "Ana Ash", "“We stop tonight.”"),
        ("In May, Ana Ash said they stop tonight.", "Ana Ash", "they stop tonight"),
        ("Ana Ash: “We stop tonight.”", "Ana Ash", "“We stop tonight.”"),
        ("14:05 Minister Ana Ash: “We stop tonight.”", "Ana Ash", "“We stop tonight.”"),
        ("14:05 According to Ana Ash, they stop tonight.", "Ana Ash", "they stop tonight"),
        ("Minister Ana Ash: We stop tonight.", "Ana Ash", "We stop tonight."),
        ("The ministry of defence said they stop tonight.", None, "they stop tonight"),
    ],
)
def test_one_who_speaks_is_found_with_what_was_said(text: str, speaker: str | None, content: str) -> None:
    assert [(speaker, content)] == said(text)


@pytest.mark.parametrize("sign", ["— Ana Ash, Minister of Northland", "– Minister Ana Ash", "(Ana Ash)"])
def test_a_name_behind_a_quotation_to_its_end_says_whose_it_is(sign: str) -> None:
    assert [("Ana Ash", "“We stop tonight.”")] == said(
        f"Talks end\n\nIvo Oak agreed.\n\n- “We stop tonight.” {sign}\n"
    )


def test_a_question_in_marks_is_not_given_to_what_the_next_sentence_is_about() -> None:
    text = "Minister Ana Ash: “Will they go on with it meanwhile?” Snow is forecast for the hills."
    assert [("Ana Ash", "“Will they go on with it meanwhile?”")] == said(text)


def test_what_was_said_ends_where_the_speaker_goes_on_to_ask() -> None:
    text = "Ana Ash said that the line works again and wanted to know who pays. "
    assert ["that the line works again", "who pays"] == [content for _, content in said(text)]


def test_a_sentence_that_its_speaker_breaks_in_two_is_one_statement() -> None:
    text = "“We will not,” Ana Ash said, “withdraw from the ridge. Then we talk.”"
    assert ["“We will not withdraw from the ridge.", "Then we talk.”"] == [content for _, content in said(text)]


def test_she_is_who_spoke_and_not_whom_the_speaker_told_of() -> None:
    text = "Ana Ash said they will not agree, even though Southland had accepted the plan. “We wait,” she added."
    assert ("Ana Ash", "“We wait,”") == said(text)[-1]


def test_several_verbs_share_one_speaker() -> None:
    text = "Ana Ash claimed that she supported the truce, praised the envoy, but said it was unclear who pays."
    expected = ["that she supported the truce", "the envoy", "it was unclear who pays"]
    assert [("Ana Ash", content) for content in expected] == said(text)


def test_a_content_may_stand_around_its_verb() -> None:
    text = "The truce, Ana Ash said, begins tonight."
    assert [("Ana Ash", "The truce"), ("Ana Ash", "begins tonight")] == said(text)


def test_a_quotation_goes_on_behind_its_speaker() -> None:
    text = "“We stop,” Ana Ash said. “Who gives the orders?”"
    assert [("Ana Ash", "“We stop,”"), ("Ana Ash", "“Who gives the orders?”")] == said(text)


def test_what_another_once_said_is_told_within_a_statement() -> None:
    text = "Ana Ash said that the truce holds because President Ivo Oak promised that nobody would move."
    (row,) = [row for row in read(text) if row["voice"] == "nested"]
    assert ("Ivo Oak", "Ana Ash", "promise") == (row["speaker"], row["relayed_by"], row["act"])


def test_a_quotation_in_a_quotation_is_somebody_elses() -> None:
    text = "“As President Ivo Oak once said, the truce is only a pause,” Ana Ash said."
    (row,) = [row for row in read(text) if row["voice"] == "nested"]
    assert ("Ivo Oak", "Ana Ash") == (row["speaker"], row["relayed_by"])


@pytest.mark.parametrize("text", ["The claims were wrong.", "His plans and her reports were late."])
def test_a_noun_is_no_verb_of_saying(text: str) -> None:
    assert [] == said(text)


def test_a_pronoun_is_the_last_person_who_spoke() -> None:
    assert ["Ana Ash", "Ana Ash"] == [who for who, _ in said("Ana Ash said they stop. She said who pays is open.")]


def test_a_pronoun_with_nobody_before_it_stays_unresolved() -> None:
    assert [None] == [who for who, _ in said("She said they stop tonight.")]


def test_a_title_is_the_last_person_who_bore_it() -> None:
    text = "President Ana Ash said they stop. Minister Ivo Oak said nothing moves. The president said who pays."
    assert ["Ana Ash", "Ivo Oak", "Ana Ash"] == [who for who, _ in said(text)]


def test_a_surname_is_the_full_name_met_before() -> None:
    assert ["Ana Ash", "Ana Ash"] == [who for who, _ in said("Ana Ash said they stop. Ash said who pays is open.")]


def test_every_content_lies_where_it_is_said_to_lie() -> None:
    text = "Talks end\n\nAna Ash said that they\nstop tonight. “Who pays?” asked Ivo Oak.\n"
    for row in read(text):
        assert row["text"] == " ".join(text[row["start"] : row["end"]].split())


def test_a_verb_behind_a_quotation_shares_its_speaker() -> None:
    text = "Ana Ash, who leads, claimed they advance “in all areas,” praised the envoy, but said who pays is open."
    assert ["they advance “in all areas,”", "the envoy", "who pays is open"] == [
        content for _, content in said(text)
    ]
    assert {"Ana Ash"} == {who for who, _ in said(text)}


def test_what_leads_to_a_quotation_was_said_too() -> None:
    text = "The troops are blocked, Ana Ash noted: “They have two options.”"
    assert ["The troops are blocked", "“They have two options.”"] == [content for _, content in said(text)]


def test_a_question_mark_does_not_part_a_quotation_from_its_speaker() -> None:
    assert [("Ana Ash", "“Who pays?”")] == said("The day was long. “Who pays?” Ana Ash asked.")


def test_one_who_follows_an_apposition_is_not_taken_for_the_speaker() -> None:
    text = "Ana Ash, a spokeswoman for the mission, said the union expected more of it."
    assert ["Ana Ash"] == [who for who, _ in said(text)][:1]
