"""Two accounts of one press conference: what agrees, what conflicts, what is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.tables import Statements
from told import BULLETS, RUNNING, read, relations, side_by_side, two_sides

pytestmark = pytest.mark.usefixtures("outside_shut")

PLAIN = "Talks end\n\nPresident Arlen Voss said that {}.\n"


def between(left: str, right: str) -> list[tuple[str, str]]:
    compared = side_by_side(left, right)
    text = {row["statement_id"]: row["text"] for row in compared.statements.to_dicts()}
    return [(relation, text[one]) for relation, one, _ in relations(compared)]


def test_a_range_and_a_number_outside_it_are_a_conflict() -> None:
    found = dict(between(RUNNING, BULLETS))
    assert "hundreds of kilometres" in found["conflict_quantity"]


def test_the_same_thanks_by_another_speaker_is_a_conflict() -> None:
    assert ("conflict_speaker", "the mediator for the proposal") in between(RUNNING, BULLETS)


def test_during_and_before_are_a_conflict() -> None:
    assert ("conflict_sequence", "the treaty was exchanged during the meeting") in between(RUNNING, BULLETS)


def test_what_one_account_asks_and_the_other_demands_is_a_conflict() -> None:
    found = dict(between(RUNNING, BULLETS))
    assert "forced mobilization" in found["conflict_modality"]


def test_an_outlet_that_contradicts_whom_it_quotes_is_shown_with_both() -> None:
    compared = side_by_side(RUNNING, BULLETS)
    rows = {row["statement_id"]: row for row in compared.statements.to_dicts()}
    ((left, right),) = [(one, two) for relation, one, two in relations(compared) if relation == "conflict_inside"]
    assert ("Mira Keld", "that Southland will not accept the ceasefire") == (
        rows[left]["speaker"],
        rows[left]["text"],
    )
    assert ("outlet", None) == (rows[right]["voice"], rows[right]["speaker"])


def test_what_one_account_does_not_carry_is_left_out_and_not_denied() -> None:
    compared = side_by_side(RUNNING, BULLETS)
    text = {row["statement_id"]: row["text"] for row in compared.statements.to_dicts()}
    missing = [text[key] for key, documents in compared.left_out.items() if "a" in documents]
    assert "“Trust the facts; statements are only statements.”" in missing
    assert "Who gives the orders, and at what price?" not in missing


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("no weapons are delivered in the 30 days", "no weapons are delivered in the 30 days", "same"),
        ("the truce lasts for 30 days", "the truce lasts for 60 days", "conflict_quantity"),
        ("the truce lasts for about 30 days", "the truce lasts for 31 days", "same"),
        (
            "they withdraw from the ridge",
            "they will not withdraw from the ridge",
            "conflict_polarity",
        ),
        ("no man who stops is harmed", "each man who stops goes unharmed", "same"),
        ("guns will not move when the snow melts", "when the snow melts roads are impassable to guns", "same"),
        ("the school is used by soldiers", "the school is no longer in use by soldiers", "conflict_polarity"),
        ("light is back in four of five districts", "four districts of five have light back", "same"),
        ("six ships with grain left", "ten ships with grain left", "conflict_quantity"),
        ("they came on 6 May 2031 at night", "they came in the night to 7 May 2031", "same"),
        ("the treaty was signed on 6 May 2031", "the treaty was signed on 8 May 2031", "conflict_fact"),
        (
            "papers were exchanged before the meeting",
            "papers were exchanged after the meeting",
            "conflict_sequence",
        ),
        ("the mandate is for six months", "the mandate is for 180 days", "same"),
        ("the mandate is for six months", "a mandate of three years is given", "conflict_quantity"),
        ("two dozen detainees are held", "24 detainees are being held", "same"),
        ("a thousand soldiers come home", "200 soldiers come home", "conflict_quantity"),
        ("seventeen people were killed by rockets", "rockets killed three people", "conflict_quantity"),
        ("gas flows through the eastern line", "gas does not flow to the east in the line", "conflict_polarity"),
        ("no child goes hungry under this rule", "every child is fed under this rule", "same"),
        (
            "they shot at the column before the flags rose",
            "the column was shot at after the flags",
            "conflict_sequence",
        ),
    ],
)
def test_two_tellings_of_one_sentence_stand_to_each_other_so(left: str, right: str, expected: str) -> None:
    compared = side_by_side(PLAIN.format(left), PLAIN.format(right))
    party = {row["statement_id"] for row in compared.statements.to_dicts() if row["voice"] == "party"}
    assert [expected] == [relation for relation, one, _ in relations(compared) if one in party]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("a pause lasts for thirty days", "the monitors must have their cars in 5 days"),
        ("sixty civilians sleep in the tunnels", "80 civilians died when the market burned"),
        ("farmers work in the fields from 10 June 2031", "the summit is on the island on 22 May 2031"),
        ("the road is open while we sit here", "the road is open as before"),
        ("the old market sells bread and salt during the feast", "the old market was hit by shells before the war"),
    ],
)
def test_numbers_days_and_order_of_different_things_are_no_conflict(left: str, right: str) -> None:
    found = [relation for relation, *_ in relations(side_by_side(PLAIN.format(left), PLAIN.format(right)))]
    assert [] == [relation for relation in found if relation.startswith("conflict")]


def test_a_denial_in_the_sentence_before_does_not_deny_what_is_said_in_the_next() -> None:
    rows = read("Talks\n\nIvo Oak, not Ana Ash, said that it never stopped. Oak said that they have a mandate.\n")
    assert "affirmed" == rows[-1]["polarity"]


def test_the_same_thanks_in_other_words_by_another_is_a_conflict_of_speakers() -> None:
    left = "Talks\n\nAna Ash:\n- I thank the monks who lent us this hall.\n"
    right = "Talks\n\nIvo Oak thanked the monks.\n"
    assert ["conflict_speaker"] == [
        relation for relation, one, _ in relations(side_by_side(left, right)) if one != "a#1"
    ]


def test_statements_of_nothing_in_common_are_not_paired() -> None:
    left, right = PLAIN.format("no weapons are delivered"), PLAIN.format("the harvest festival opens with music")
    party = {
        row["statement_id"] for row in side_by_side(left, right).statements.to_dicts() if row["voice"] == "party"
    }
    assert [] == [one for _, one, _ in relations(side_by_side(left, right)) if one in party]


def test_two_copies_of_one_text_say_the_same_and_count_once() -> None:
    compared = side_by_side(RUNNING, RUNNING)
    of_two = [relation for relation, _, _ in relations(compared) if relation != "conflict_inside"]
    assert {"same"} == set(of_two)
    assert {("a", "b"): 1.0} == compared.copied
    assert {} == compared.left_out
    assert compared.statements.filter(document="b")["copied_from"].drop_nulls().len() > 0


def test_texts_of_their_own_share_nothing() -> None:
    assert {("a", "b"): 0.0} == side_by_side(RUNNING, BULLETS).copied


def test_three_accounts_are_compared_each_with_each() -> None:
    compared = side_by_side(RUNNING, BULLETS, RUNNING)
    assert {("a", "b"), ("a", "c"), ("b", "c")} == set(compared.copied)
    assert {"ab", "ac", "bc"} <= {one[0] + two[0] for _, one, two in relations(compared)}


# Neutrality

SWAPPED = {"Northland": "Southland", "Southland": "Northland"}


def swapped(text: str) -> str:
    return text.replace("Northland", "\0").replace("Southland", "Northland").replace("\0", "Southland")


def test_the_names_of_the_sides_swapped_change_the_parties_and_nothing_else() -> None:
    terms = two_sides()
    before = side_by_side(RUNNING, BULLETS, terms=terms)
    after = side_by_side(swapped(RUNNING), swapped(BULLETS), terms=terms)
    codes = {"A": "B", "B": "A", None: None}
    assert before.pairs.equals(after.pairs)
    assert before.left_out == after.left_out
    assert [codes[party] for party in before.statements["party"]] == after.statements["party"].to_list()
    kept = [
        "act",
        "polarity",
        "clauses",
        "quantities",
        "form",
        "voice",
        "cue",
        "charge",
        "rule",
        "start",
        "end",
        "speaker",
    ]
    assert before.statements.select(kept).equals(after.statements.select(kept))
    assert {"A"} == set(before.statements["party"].drop_nulls())


def test_other_names_for_the_speakers_change_no_pair() -> None:
    renamed = [
        text.replace("Voss", "Kado").replace("Keld", "Rune").replace("Arlen", "Belim")
        for text in (RUNNING, BULLETS)
    ]
    before, after = side_by_side(RUNNING, BULLETS), side_by_side(*renamed)
    keys = ["left", "right", "relation", "score"]
    assert before.pairs.select(keys).equals(after.pairs.select(keys))


def test_the_order_of_the_texts_changes_no_relation() -> None:
    there, back = side_by_side(RUNNING, BULLETS), side_by_side(BULLETS, RUNNING)

    def told(compared: object, first: str) -> set[tuple[str, frozenset[str]]]:
        names = {"a": first, "b": "BULLETS" if first == "RUNNING" else "RUNNING"}
        return {
            (relation, frozenset(names[one[0]] + one[1:] for one in (left, right)))
            for relation, left, right in relations(compared)  # type: ignore[arg-type]
        }

    assert told(there, "RUNNING") == told(back, "BULLETS")


def test_reading_twice_gives_the_same_rows() -> None:
    assert read(RUNNING) == read(RUNNING)


# Whatever the texts are

PARTS = st.sampled_from(
    [
        *("Minister Ana Ash", " said ", "who pays", "2,000 km", " that ", " and ", " not ", "claimed", "The truce"),
        *(
            " holds",
            "although",
            " according to ",
            "он",
            "“",
            "”",
            '"',
            "‘",
            "’",
            ", ",
            ". ",
            "\n",
            "\n\n",
            "- ",
            ":",
        ),
        *("?", " (", ")", "—", "\u00a0"),
    ]
)


@given(st.lists(PARTS, max_size=40).map("".join), st.lists(PARTS, max_size=40).map("".join))
def test_any_two_texts_give_tables_that_keep_their_promises(left: str, right: str) -> None:
    compared = side_by_side(left, right)
    for row in compared.statements.to_dicts():
        text = {"a": left, "b": right}[row["document"]]
        assert 0 <= row["start"] < row["end"] <= len(text)
    assert Statements.is_valid(compared.statements)
    known = set(compared.statements["statement_id"])
    assert known >= {*compared.pairs["left"], *compared.pairs["right"]}
