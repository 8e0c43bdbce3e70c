"""The parts of the language beside parties, clauses and windows: what is refused, what is read back, how fast."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given

from builders import DAY, ELSEWHERE, FRONT, OPEN, TERMS_FORMS, at, clause, terms, terms_form, terms_text
from ceaseline.errors import FormError, Problem
from ceaseline.terms import lint, parse, sentences
from ceaseline.terms.codes import CODES

pytestmark = pytest.mark.usefixtures("outside_shut")

# Written out, so that lines can be counted.
FORM = """\
agreement:
  title: Toy truce
  type: bilateral
  state: agreed
parties: {A: {name: North}, B: {name: South}}
third_states: {C: {name: East}}
lines: {front: {file: front.geojson}}
zones:
  town: {file: town.geojson}
orders:
  - id: hold
    by: A
    clauses: [no-fire]
clauses:
  - id: no-fire
    code: NO_FIRE
    text: All fire stops.
    modality: prohibition
    speech_status: demanded
    obligors: [A, B]
    where: {line: front, within_km: 15}
    quantity: {at_most: 10, unit: pieces}
"""


def problems(text: str) -> list[Problem]:
    with pytest.raises(FormError) as refusal:
        parse(text, "terms.yaml")
    return list(refusal.value.problems)


def instead(old: str, new: str) -> Problem:
    """Return the one problem of the form above with a piece of it changed."""
    assert 1 == FORM.count(old)
    (found,) = problems(FORM.replace(old, new))
    assert found.sentence("terms.yaml").startswith(f"terms.yaml:{found.line}: {found.where}: {found.what}")
    return found


def about(**changes: Any) -> Problem:
    """Return the one problem of toy terms with these parts."""
    (found,) = problems(
        terms_text(**{"lines": {"front": FRONT}, "third_states": {"C": {"name": "East"}}, **changes})
    )
    return found


def agreement(**more: Any) -> dict[str, Any]:
    return {"title": "Toy truce", "type": "bilateral", "state": "agreed", **more}


def test_the_form_above_is_read() -> None:
    assert parse(FORM).third_states["C"].name == "East"


# Bad input: file, line, field, value, and what would be right


@pytest.mark.parametrize(
    ("old", "new", "expected", "mend"),
    [
        ("by: A", "by: D", (12, "orders[0].by", "D", "is no party of these terms"), "use one of A, B"),
        ("by: A", "by: C", (12, "orders[0].by", "C", "is no party of these terms"), "use one of A, B"),
        ("[no-fire]", "[no-fire, no-such]", (13, "orders[0].clauses[1]", "no-such", "is the id of no clause"),
         "use one of no-fire"),
        ("C: {name: East}", "A: {name: East}", (6, "third_states.A", None, "is a party too"),
         "give the third state another code"),
        ("line: front", "line: ridge", (21, "where.line", "ridge", "is no line of these terms"),
         "declare it under lines: (there are: front)"),
        ("line: front", "zone: village", (21, "where.zone", "village", "is no zone of these terms"),
         "declare it under zones: (there are: town)"),
        ("within_km: 15", "within_km: -15", (21, "where.within_km", "-15", "greater than 0"), ""),
        ("within_km: 15", "within_km: {artillery: -15}", (21, "where.within_km.artillery", "-15", "greater than 0"),
         ""),
        ("within_km: 15", "within_km: {artillery: far}", (21, "where.within_km.artillery", "far", "not a number"),
         "write digits, such as 15"),
        ("at_most: 10", "at_most: 10, at_least: 5", (22, "quantity", None, "neither or both of at_least"),
         "give one of them"),
        ("at_most: 10, ", "", (22, "quantity", None, "neither or both"), "give one of them"),
        ("at_most: 10", "at_least: 0", (22, "quantity.at_least", "0", "greater than 0"), ""),
        ("at_most: 10", "at_most: -1", (22, "quantity.at_most", "-1", "greater than or equal to 0"), ""),
        (", unit: pieces", "", (22, "quantity.unit", None, "is missing"), "add unit: here"),
        ("at_most: 10", "at_most: 10, per: month", (22, "quantity.per", "month", "not one of the known words"),
         "use 'hour', 'day' or 'week'"),
        ("town.geojson", "town.geojson, kind: park", (9, "zones.town.kind", "park", "not one of the known words"),
         "use 'buffer'"),
        ("town.geojson", "town.geojson, claimed_by: C", (9, "zones.town.claimed_by", "C", "is no party"),
         "use one of A, B"),
        ("file: front.geojson", "author: North", (7, "lines.front.file", None, "is missing"), "add file: here"),
        ("file: front.geojson", "file: f, error_km: -1", (7, "lines.front.error_km", "-1", "or equal to 0"), ""),
        ("where:", "severity: dire\n    where:", (21, "severity", "dire", "known words"), "use 'minor', 'serious'"),
        ("where:", "before_start: maybe\n    where:", (21, "before_start", "maybe", "is neither true nor false"),
         "write true or false"),
        ("where:", "third_states: [D]\n    where:", (21, "third_states[0]", "D", "names D, which is no party"),
         "use one of A, B, C"),
        ("where:", "exceptions: [{if: notified}]\n    where:", (21, "exceptions[0].act", None, "is missing"),
         "add act: here"),
        ("where:", "exceptions: [{act: demining, hours_before: -1}]\n    where:",
         (21, "exceptions[0].hours_before", "-1", "or equal to 0"), ""),
        ("by: A", "by: A\n    text_hash: abc", (13, "orders[0].text_hash", "abc", "match pattern"), ""),
        ("by: A", "by: A\n    revocable: perhaps", (13, "orders[0].revocable", "perhaps", "is neither true nor"),
         "write true or false"),
        ("by: A", "by: A\n    issued: {at: 2031-05-01}", (13, "orders[0].issued.at", "2031-05-01", "no time zone"),
         "add zone: such as Europe/Berlin"),
        ("by: A", "by: A\n    effective: {at: 2031-03-30 02:30, zone: Europe/Berlin}",
         (13, "orders[0].effective.at", "2031-03-30 02:30", "does not exist in Europe/Berlin"), "write the offset"),
        ("id: hold", "id: Hold it", (11, "orders[0].id", "Hold it", "is not an id"), "use lower-case letters"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_field_value_and_mend(
    old: str, new: str, expected: tuple[int, str, str | None, str], mend: str
) -> None:
    line, where, value, what = expected
    found = instead(old, new)
    assert (line, value) == (found.line, found.value)
    assert found.where.removeprefix("clauses[0].") == where
    assert what in found.what
    assert mend in found.mend


SET = {"name": "all", "text": "This.", "clauses": ["no-fire"]}
GUARANTEE = {"what": "No attack."}


@pytest.mark.parametrize(
    ("changes", "where", "value", "what"),
    [
        ({"agreement": agreement(definitions=[{**SET, "clauses": ["no-fire", "x"]}])},
         "agreement.definitions[0].clauses[1]", "x", "is the id of no clause"),
        ({"agreement": agreement(definitions=[{**SET, "clauses": []}])},
         "agreement.definitions[0].clauses", None, "is empty"),
        ({"agreement": agreement(definitions=[{**SET, "by": ["C", "D"]}])},
         "agreement.definitions[0].by[1]", "D", "which is no party and no third state"),
        ({"agreement": agreement(positions=[{"party": "C", "stance": "accepts", "clause": "x"}])},
         "agreement.positions[0].clause", "x", "is the id of no clause"),
        ({"consequences": [{"on": "a finding", "type": "protest", "clauses": ["x"]}]},
         "consequences[0].clauses[0]", "x", "is the id of no clause"),
        ({"consequences": [{"on": "a finding", "type": "revenge"}]},
         "consequences[0].type", "revenge", "is not one of the known words"),
        ({"guarantees": [{**GUARANTEE, "asked_by": ["C"]}]},
         "guarantees[0].asked_by[0]", "C", "is no party of these terms"),
        ({"guarantees": [{**GUARANTEE, "asked_of": ["A", "D"]}]},
         "guarantees[0].asked_of[1]", "D", "is no party of these terms"),
        ({"guarantees": [{**GUARANTEE, "status": "promised"}]},
         "guarantees[0].status", "promised", "is not one of the known words"),
        ({"instruments": [{"name": "Treaty", "parties": ["A", "C", "D"]}]},
         "instruments[0].parties[2]", "D", "is no party and no third state"),
        ({"zones": {"town": {"file": None, "window": {**DAY, "zone": "Middle/Earth"}}}},
         "zones.town.window.zone", "Middle/Earth", "there is no time zone"),
        ({"agreement": agreement(windows_disputed={"B": {"from": "2031-05-10", "zone": "UTC"}})},
         "agreement.windows_disputed.B.until", None, "is missing"),
        ({"third_states": {"C": {"name": ""}}}, "third_states.C.name", None, "is empty"),
        ({"third_states": {"both": {"name": "East"}}}, "third_states.both", None, "cannot be the code of a party"),
        ({"mechanism": {"body": {"name": "Commission", "quorum": 0}}},
         "mechanism.body.quorum", "0", "greater than or equal to 1"),
        ({"mechanism": {"body": {"name": "Commission", "quorum": 1.5}}},
         "mechanism.body.quorum", "1.5", "is not a whole number"),
        ({"mechanism": {"right_of_reply_hours": -1}}, "mechanism.right_of_reply_hours", "-1", "or equal to 0"),
    ],
)  # fmt: skip
def test_what_stands_around_the_clauses_is_looked_through_too(
    changes: dict[str, Any], where: str, value: str | None, what: str
) -> None:
    found = about(**changes)
    assert (where, value) == (found.where, found.value or None)
    assert what in found.what
    assert found.mend
    assert 1 == found.line  # the form is one line of JSON


@pytest.mark.parametrize("until", ["open", "none", "unknown", ""])
def test_an_open_end_is_null_and_no_word(until: str) -> None:
    found = about(clauses=[clause(window={**DAY, "until": until})])
    assert ("clauses[0].window.until", "is not a time") == (found.where, found.what)


def test_two_orders_of_one_id_are_both_named() -> None:
    orders = [{"id": "hold", "by": "A"}, {"id": "hold", "by": "B"}]
    found = problems(terms_text(orders=orders))
    assert ["orders[0].id", "orders[1].id"] == [each.where for each in found]
    assert {("hold", "is the id of another order too", "give each order an id of its own")} == {
        (each.value, each.what, each.mend) for each in found
    }


def test_a_known_key_of_another_part_is_not_known_here() -> None:
    (found,) = problems(FORM.replace("file: town.geojson", "file: town.geojson, error_km: 1"))
    assert ("zones.town.error_km", 9) == (found.where, found.line)
    assert "known keys are as_of, author, claimed_by, file, kind, window" == found.mend


def test_an_alias_inside_a_clause_is_refused_with_its_line() -> None:
    found = instead("text: All fire stops.", "text: &all All fire stops.")
    assert ("the form", 17) == (found.where, found.line)
    assert "write the value out" in found.mend


def test_aliases_that_grow_are_refused_before_they_grow() -> None:
    text = "a: &a [x, x, x, x, x, x, x, x]\n"
    text += "".join(
        f"{one}: &{one} [{', '.join([f'*{before}'] * 8)}]\n"
        for before, one in zip("abcdefghi", "bcdefghij", strict=True)
    )
    begun = time.process_time()
    (found,) = problems(text)
    assert (1, "has an alias (*), an anchor (&) or a tag (!)") == (found.line, found.what)
    assert time.process_time() - begun < 0.5


def test_keys_given_twice_are_refused_at_any_depth() -> None:
    found = instead("{line: front, within_km: 15}", "{line: front, within_km: 15, line: front}")
    assert ("clauses[0].where.line", 21, "is given twice (first on line 21)") == (
        found.where,
        found.line,
        found.what,
    )


def test_a_tab_is_refused_with_its_line_and_how_to_indent() -> None:
    found = instead("    by: A", "\t by: A")
    assert 12 == found.line
    assert "never tabs" in found.mend


def test_an_order_is_announced_by_a_party() -> None:
    issued = {"at": "2031-05-01", "zone": "UTC", "by": "D"}
    assert "orders[0].issued.by" == about(orders=[{"id": "hold", "by": "A", "issued": issued}]).where


@pytest.mark.parametrize(
    "changes",
    [
        {"clauses": [clause(before_start="no")]},
        {"clauses": [clause(before_start=1)]},
        {"mechanism": {"right_of_reply_hours": True}},
        {"mechanism": {"body": {"name": "Commission", "quorum": "3"}}},
    ],
    ids=["no", "1", "hours", "quorum"],
)
def test_nothing_is_taken_for_what_it_is_not(changes: dict[str, Any]) -> None:
    assert about(**changes).what


@pytest.mark.parametrize(
    "changes",
    [
        {"lines": {"front": FRONT, "front ": {"file": "other.geojson"}}},
        {"parties": {"A": {"name": "North"}, "A ": {"name": "Other"}, "B": {"name": "South"}}},
    ],
    ids=["lines", "parties"],
)
def test_keys_that_differ_by_blanks_alone_are_given_twice(changes: dict[str, Any]) -> None:
    assert about(**changes).what


def test_names_in_the_paper_are_looked_up_once_every_part_is_understood() -> None:
    text = FORM.replace("by: A", "by: D")
    broken = text.replace("modality: prohibition", "modality: forbidden")
    assert ["clauses[0].modality"] == [found.where for found in problems(broken)]
    assert ["orders[0].by"] == [found.where for found in problems(text)]


# Reading back


def said(*entries: dict[str, Any], label: str = "no-fire", **changes: Any) -> str:
    third = {"C": {"name": "East"}}
    return dict(sentences(terms(*entries, third_states=third, lines={"front": FRONT}, **changes)))[label]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"third_states": ["C"]}, "It concerns East (C) too."),
        ({"raised_by": ["A", "C"]}, "Raised by North (A), East (C)."),
        ({"objects": ["rocket_artillery", "mortars"]}, "It speaks of rocket artillery and mortars."),
        ({"measure": "A shot over the line."}, "What counts as it: A shot over the line."),
        ({"readings": ["by day", "by night"]}, "Its words can also be read as: by day; by night."),
        ({"recipient": "the centre"}, "Who is told: the centre."),
        ({"register": "the centre"}, "Who keeps the record: the centre."),
        ({"quantity": {"at_least": 6000, "unit": "lorries", "per": "day"}}, "at least 6,000 lorries each day."),
        (
            {"quantity": {"at_most": 0.5, "unit": "pieces", "of": "heavy_mortars", "inventory": "the list"}},
            "How much: at most 0.5 pieces of heavy mortars, as declared in the list.",
        ),
        (
            {"where": {"line": "front", "within_km": {"artillery": 25, "rocket_artillery": 35.5}}},
            "Where: within 25 km (artillery), 35.5 km (rocket artillery) of the line front.",
        ),
        (
            {"before_start": True},
            "11 May 2031, 00:00 (UTC); it binds before the agreement begins.",
        ),
        ({"window": OPEN}, "When: from 12 May 2031, 00:00 (UTC), with no end stated."),
    ],
)
def test_every_part_of_a_clause_is_read_back(part: dict[str, Any], words: str) -> None:
    assert words in said(clause(**part))


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ({}, "Where: in the zone town."),
        ({"claimed_by": "B"}, "Where: in the zone town, which South (B) claims to be there."),
    ],
)
def test_what_is_only_claimed_is_said_to_be(zone: dict[str, Any], words: str) -> None:
    assert words in said(clause(where={"zone": "town"}), zones={"town": {"file": None, **zone}})


def test_a_zone_with_a_buffer_is_read_back() -> None:
    found = said(clause(where={"zone": "town", "within_km": 5}), zones={"town": {"file": None}})
    assert "Where: in, or within 5 km of, the zone town." in found


def test_the_agreement_is_read_back() -> None:
    written = agreement(
        type="reciprocal_declarations",
        proposed_by=["C"],
        window=DAY,
        windows_disputed={"B": OPEN},
        languages=["x", "y"],
    )
    expected = (
        "Toy truce: reciprocal declarations, today agreed. Proposed by East (C). "
        "As a whole: 10 May 2031, 00:00 to 11 May 2031, 00:00 (UTC). "
        "By the clock of South (B) instead: from 12 May 2031, 00:00 (UTC), with no end stated. Written in x and y."
    )
    assert expected == said(label="agreement", agreement=written)


def test_rival_definitions_are_read_back_with_whose_they_are() -> None:
    sets = [
        {"name": "all_fire", "text": "Nobody fires.", "by": ["A", "C"], "clauses": ["no-fire"]},
        {"name": "some", "text": "Few fire", "clauses": ["no-fire"]},
    ]
    expected = (
        "What the ceasefire is can be read in 2 ways. "
        "all fire, as North (A) and East (C) would have it: Nobody fires (no-fire). some: Few fire (no-fire)."
    )
    assert expected == said(label="definitions", agreement=agreement(definitions=sets))


def test_a_position_is_read_back_as_a_statement() -> None:
    position = {
        "party": "C", "stance": "accepts", "at": "10 May", "clause": "no-fire",
        "conditions": ["x", "y"], "source": "z",
    }  # fmt: skip
    expected = "East (C), of no-fire on 10 May: accepts, provided that x; y. Source: z."
    assert expected == said(label="position", agreement=agreement(positions=[position]))


def test_an_order_is_read_back_and_what_is_not_said_of_it() -> None:
    expected = (
        "North (A), to nobody stated; issued at no stated time; effective at no stated time; no receipt shown; "
        "deposited with nobody stated; whether it can be revoked is not said."
    )
    assert expected == said(label="order hold", orders=[{"id": "hold", "by": "A"}])
    whole = {
        "id": "hold", "by": "B", "authority": "chief of staff", "addressees": ["1st corps", "2nd corps"],
        "issued": {"at": "2031-05-09 18:00", "zone": "Asia/Kathmandu"}, "effective": {"at": "2031-05-10T00:00Z"},
        "receipts": ["1st corps"], "deposited_with": "the chair", "revocable": False,
    }  # fmt: skip
    expected = (
        "South (B) (chief of staff), to 1st corps and 2nd corps; issued 9 May 2031, 12:15 (UTC); "
        "effective 10 May 2031, 00:00 (UTC); received by 1st corps; deposited with the chair; not revocable."
    )
    assert expected == said(label="order hold", orders=[whole])


def test_instruments_guarantees_and_consequences_are_read_back() -> None:
    paper = {
        "instruments": [{"name": "Treaty", "parties": ["A", "C"], "signed": "2030", "relation": "It goes first."}],
        "guarantees": [{"what": "No attack.", "asked_by": ["A"], "asked_of": ["B"], "status": "demanded"}],
        "consequences": [{"on": "grave_breach", "type": "protest", "by": "the body", "notified": "both sides"}],
    }
    assert "Treaty, between North (A) and East (C): signed 2030. It goes first." == said(
        label="instrument", **paper
    )
    expected = (
        "No attack: demanded, not agreed, asked by North (A) of South (B); guarantor: nobody named; "
        "nothing says what calls on it."
    )
    assert expected == said(label="guarantee", **paper)
    assert "On grave breach: protest, by the body; both sides is told." == said(label="consequence", **paper)


def test_a_clause_without_a_window_holds_as_long_as_the_agreement() -> None:
    found = said(clause(window=...), agreement=agreement(window=DAY, windows_disputed={"B": OPEN}))
    assert "11 May 2031, 00:00 (UTC), as the agreement." in found
    assert "By the clock of South (B) instead: from 12 May 2031" in found


def test_a_clause_with_its_own_window_leaves_the_dispute_about_the_agreement_aside() -> None:
    whole = agreement(window=ELSEWHERE, windows_disputed={"B": OPEN})
    assert "instead" not in said(clause(), agreement=whole)
    read = terms(clause(), agreement=whole)
    assert [at("2031-05-10")] * 2 == [read.window_on(read.clauses[0], party).begin for party in "AB"]  # type: ignore[union-attr]


def test_what_is_read_back_is_the_window_that_is_judged() -> None:
    later = {**DAY, "from": "2031-05-14", "until": "2031-05-15"}
    whole = agreement(window=DAY, windows_disputed={"B": later})
    read = terms(clause(window=..., windows_disputed={"A": OPEN}), agreement=whole)
    assert at("2031-05-14") == read.window_on(read.clauses[0], "B").begin  # type: ignore[union-attr]
    assert "By the clock of South (B) instead: 14 May 2031" in dict(sentences(read))["no-fire"]


@given(TERMS_FORMS)
def test_which_party_is_declared_first_changes_no_sentence(form: dict[str, Any]) -> None:
    turned = {**form, "parties": dict(reversed(form["parties"].items()))}
    assert list(sentences(parse(json.dumps(form)))) == list(sentences(parse(json.dumps(turned))))


@given(TERMS_FORMS)
def test_every_clause_is_read_back_once_and_in_whole_sentences(form: dict[str, Any]) -> None:
    read = parse(json.dumps(form))
    told = list(sentences(read, ("Asia/Kolkata",)))
    ids = [clause.id for clause in read.clauses]
    assert ids == [label for label, _ in told][-len(ids) :]
    for _, words in told:
        assert words.endswith(".")
        assert "None" not in words
        assert "{" not in words


# How fast


def whole_clause(number: int) -> dict[str, Any]:
    """A clause with every part there is."""
    return clause(
        id=f"c{number}",
        code=list(CODES)[number % len(CODES)],
        modality="ceiling",
        speech_status={"A": "in_force", "B": "demanded"},
        raised_by=["C"],
        beneficiaries=["A", "B"],
        third_states=["C"],
        quoted_text="Nothing moves by day.",
        interpreted_by="a reader",
        readings=["by day", "by night"],
        patterns=["moves"],
        measure="a move over the line",
        objects=["artillery", "mortars"],
        where={"line": "front", "within_km": {"artillery": 25, "mortars": 15}, "measured_from": {"A": "front"}},
        windows_disputed={"B": ELSEWHERE},
        before_start=True,
        quantity={"at_most": number + 1, "unit": "pieces", "of": "guns", "per": "day", "inventory": "the list"},
        exceptions=[{"act": "repair", "if": "notified", "hours_before": 24, "after": ["a", "b"], "register": "us"}],
        recipient="the centre",
        register="the centre",
        severity="grave",
        verifiable_by={"instrument": "partly", "monitor": "none_deployed", "party": "claims_only"},
        mirror=f"c{number ^ 1}",
    )  # fmt: skip


def test_two_hundred_clauses_with_all_their_parts_take_less_than_a_second() -> None:
    form = terms_form(
        *(whole_clause(number) for number in range(200)),
        third_states={"C": {"name": "East"}},
        lines={"front": FRONT},
        orders=[{"id": f"o{number}", "by": "A", "clauses": [f"c{number}"]} for number in range(200)],
    )
    text = json.dumps(form, indent=1)
    begun = time.process_time()
    read = parse(text)
    remarks = lint(read)
    told = list(sentences(read, ("Asia/Kolkata",)))
    taken = time.process_time() - begun
    assert 200 + 200 + 3 == len(told)  # clauses, orders; agreement, mechanism and the line
    assert {"T07", "T15", "T22"} <= {remark.rule for remark in remarks}
    assert taken < 1
