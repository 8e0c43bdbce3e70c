"""What the text leaves open: for each rule a form that it speaks of, and one beside it that it leaves alone."""

from __future__ import annotations

import json
import re
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import CODES, DAY, FRONT, OFFSET, OPEN, TERMS_FORMS, WORDS, Codes, clause, recoded, terms, terms_form
from ceaseline.forms import read_yaml
from ceaseline.terms import RULES, Remark, lint, parse, printed

pytestmark = pytest.mark.usefixtures("outside_shut")

LATER = {"from": "2031-05-12", "until": "2031-05-13", "zone": "UTC"}
TOWN = {"zone": "town"}
BAND = {"line": "front", "within_km": 15}
LINES = {"front": FRONT, "ridge": FRONT}
ZONES = {"town": {"file": "town.geojson"}, "valley": {"file": "valley.geojson"}}
BODY = {"name": "Joint Commission", "quorum": 3, "rule": "majority"}
CLAUSE = ("clauses", 0)


def form(*entries: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return terms_form(*entries, **{"lines": LINES, "zones": ZONES, **changes})


def agreement(**more: Any) -> dict[str, Any]:
    return {"title": "Toy truce", "type": "bilateral", "state": "agreed", **more}


def remarks(written: dict[str, Any], rule: str | None = None) -> list[Remark]:
    """Return the remarks on a form; those of one rule where it is named."""
    return [found for found in lint(parse(json.dumps(written))) if rule in (None, found.rule)]


@attrs.frozen
class Pair:
    """Two forms that differ by what a rule looks for.

    Attributes:
        open: the rule speaks of it, at *path*.
        shut: the rule says nothing of that place.
        where: what people are told the place is.
        what, mend: words that the remark has.
    """

    rule: str
    open: dict[str, Any]
    shut: dict[str, Any]
    what: str
    mend: str
    path: tuple[str | int, ...] = CLAUSE
    where: str = "no-fire"


def differing(
    rule: str, what: str, mend: str, open_: dict[str, Any], shut: dict[str, Any], *path: str | int
) -> Pair:
    """Return a pair of which only the first clause differs; *path* leads on from it."""
    return Pair(rule, form(clause(**open_)), form(clause(**shut)), what, mend, (*CLAUSE, *path))


def around(rule: str, what: str, mend: str, where: str, path: tuple[str | int, ...], *both: dict[str, Any]) -> Pair:
    """Return a pair that differs in what stands around the clauses."""
    opened, shut = both
    return Pair(rule, form(**opened), form(**shut), what, mend, path, where)


def kinds(**codes: Any) -> dict[str, Any]:
    return {"code": "CEILING", "modality": "ceiling", **codes}


STEPS = {"act": "return_fire", "after": ["order_of_command"]}
LIMIT = {"at_most": 10, "unit": "pieces"}
TRUCKS = {"at_least": 600, "unit": "lorries", "per": "day"}
ORDER = {"id": "o1", "by": "A"}
SETS = [{"name": name, "text": "This.", "clauses": ["no-fire"]} for name in ("all", "some")]
GUARANTEE = {"what": "No attack.", "guarantor": "East"}
MIRRORED = [clause(obligors=["A"], mirror="other"), clause(id="other", obligors=["B"], mirror="no-fire")]

PAIRS = [
    differing("T01", "nothing defines NO_STIRRING", "measure:", {"code": "NO_STIRRING"},
              {"code": "NO_STIRRING", "measure": "leaving a trench"}, "code"),
    differing("T01", "nothing defines NO_FIRES", "use NO_FIRE if that is meant", {"code": "NO_FIRES"}, {}, "code"),
    differing("T02", '"provocation" can mean more than one thing', "so that two people judge alike",
              {"text": "No Provocations."}, {"text": "No Provocations.", "measure": "shots over the line"}, "text"),
    differing("T02", "calling people up: it does not say what would count", "measure:",
              {"code": "NO_MOBILISATION"}, {"code": "NO_MINING"}, "text"),
    differing("T03", "which class: artillery, mortars", "objects:, such as artillery",
              {"code": "NO_HEAVY_WEAPON_USE"}, {"code": "NO_HEAVY_WEAPON_USE", "objects": ["mortars"]}),
    differing("T03", "which class: energy", "objects:",
              {"code": "NO_STRIKE_ON_CLASS"}, {"code": "NO_AIR_STRIKE"}),
    differing("T04", "firing of any weapon: it does not say where, so everywhere is meant", "under where:",
              {}, {"where": TOWN}),
    differing("T04", "firing of any weapon", "its file", {"where": "everywhere"}, {"code": "NO_AIR_STRIKE"}),
    differing("T04", "along the line front, and not how far from it", "within_km:, for each class",
              {"where": {"line": "front"}}, {"where": BAND}, "where"),
    around("T04", "nobody has drawn it", "give file: with its GeoJSON", "front", ("lines", "front"),
           {"lines": {"front": {**FRONT, "file": None}}}, {"lines": {"front": FRONT}}),
    around("T04", "nobody has drawn it", "GeoJSON", "town", ("zones", "town"),
           {"zones": {"town": {"file": None}}}, {"zones": ZONES}),
    around("T05", "the line has no as_of", "give as_of:", "front", ("lines", "front"),
           {"lines": {"front": {**FRONT, "as_of": None}}}, {"lines": {"front": FRONT}}),
    around("T05", "no author, no as_of, no error_km", "author:, as_of:, error_km:", "front", ("lines", "front"),
           {"lines": {"front": {"file": "front.geojson"}}}, {"zones": {"front": {"file": "front.geojson"}}}),
    differing("T06", "2031-05-10T03:00+03:00 has an offset and no place", "zone: such as",
              {"window": OFFSET}, {"window": {**OFFSET, "zone": "UTC"}}, "window"),
    differing("T06", "has an offset and no place", "zone:", {"windows_disputed": {"B": OFFSET}},
              {"windows_disputed": {"B": DAY}}, "windows_disputed", "B"),
    around("T06", "has an offset and no place", "zone:", "agreement", ("agreement", "window"),
           {"agreement": agreement(window=OFFSET)}, {"agreement": agreement(window=DAY)}),
    differing("T07", "South (B) counts from another moment", "keep both and read both answers",
              {"windows_disputed": {"B": LATER}}, {"windows_disputed": {"B": {**DAY, "until": "2031-05-12"}}},
              "windows_disputed"),
    around("T07", "North (A) counts from another moment", "agree on one start", "agreement",
           ("agreement", "windows_disputed"),
           {"agreement": agreement(window=DAY, windows_disputed={"A": LATER})},
           {"agreement": agreement(window=DAY, windows_disputed={"A": DAY})}),
    differing("T08", "no end is stated", "give until:", {"window": OPEN}, {"window": LATER}, "window"),
    around("T08", "no end is stated", "looked at again", "agreement", ("agreement", "window"),
           {"agreement": agreement(window=OPEN)}, {"agreement": agreement(window=LATER)}),
    differing("T09", "return fire is allowed, and nothing must come first", "after: or if:",
              {"exceptions": [{"act": "return_fire"}]}, {"exceptions": [STEPS]}, "exceptions", 0),
    differing("T09", "demining is allowed", "what must come first",
              {"exceptions": [STEPS, {"act": "demining", "hours_before": 24}]},
              {"exceptions": [STEPS, {"act": "demining", "if": "notified"}]}, "exceptions", 1),
    differing("T09", "is allowed, and nothing", "after:", {"exceptions": [{"act": "return_fire"}]},
              {"exceptions": [{"act": "accident"}]}, "exceptions", 0),
    differing("T10", "record of what must come before return fire", "register: who keeps",
              {"exceptions": [STEPS]}, {"exceptions": [{**STEPS, "register": "the centre"}]}, "exceptions", 0),
    differing("T10", "nobody keeps the record of it", "register:",
              {"modality": "procedure"}, {"modality": "procedure", "register": "the centre"}),
    differing("T10", "nobody keeps the record of it", "register:",
              {"code": "ISSUE_ORDER", "modality": "duty"}, {"code": "DEMINE", "modality": "duty"}),
    differing("T11", "it does not say how much", "quantity: with at_least:",
              {"code": "HUMANITARIAN_ACCESS", "modality": "duty"},
              {"code": "HUMANITARIAN_ACCESS", "modality": "duty", "quantity": TRUCKS}),
    differing("T11", "it does not say how much", "unit: and per:",
              {"modality": "ceiling"}, {"modality": "ceiling", "quantity": LIMIT}),
    differing("T12", "nobody declares how many there are", "quantity: inventory:",
              kinds(quantity=LIMIT), kinds(quantity={**LIMIT, "inventory": "the list of 1 May"})),
    differing("T13", "no clause is named that binds South (B) the same way: its mirror is not proposed",
              "if that is meant, leave it; else write the mirror clause", {"obligors": ["A"]}, {}),
    Pair("T13", form(MIRRORED[0] | {"mirror": None}, MIRRORED[1]), form(*MIRRORED), "binds South (B)", "mirror:"),
    differing("T14", "nothing is named that can see it", "it would take cameras and acoustic sensors",
              {}, {"verifiable_by": {"instrument": "weakly"}}),
    differing("T14", "nothing deployed can see it", "else say openly that it is a promise on trust",
              {"verifiable_by": {"monitor": "none_deployed", "party": "claims_only", "press": "no"}},
              {"verifiable_by": {"monitor": "none_deployed", "osint": "partly"}}),
    differing("T14", "nothing is named", "deploy what could see it, or say openly",
              {"code": "NO_STIRRING"}, {"code": "NO_STIRRING", "verifiable_by": {"public": "yes"}}),
    Pair("T15", form(clause(), clause(id="may", modality="permission")),
         form(clause(), clause(id="may", modality="permission", window=LATER)),
         "may allows North (A) and South (B) what no-fire bans at the same place and time",
         "add the act to the exceptions of the ban", ("clauses", 1), "may"),
    differing("T16", "it does not say who is told", "recipient: who is told",
              {"modality": "notification"}, {"modality": "notification", "recipient": "the centre"}),
    differing("T16", "it does not say who is told", "how long before",
              {"code": "NOTIFY_MOVEMENT", "modality": "duty"},
              {"code": "NOTIFY_MOVEMENT", "modality": "duty", "recipient": "the centre"}),
    around("T17", "who determines what was a violation and whose", "members, quorum and rule", "mechanism",
           ("mechanism",), {}, {"mechanism": {"body": BODY}}),
    around("T17", "it is not said how Joint Commission decides", "give quorum: and rule:", "mechanism",
           ("mechanism", "body"), {"mechanism": {"body": {**BODY, "rule": None}}}, {"mechanism": {"body": BODY}}),
    around("T17", "how Joint Commission decides", "quorum:", "mechanism", ("mechanism", "body"),
           {"mechanism": {"body": {**BODY, "quorum": None}}}, {"mechanism": {"body": BODY}}),
    around("T18", "whether an accused side may reply", "give right_of_reply_hours:", "mechanism", ("mechanism",),
           {"mechanism": {"body": BODY}}, {"mechanism": {"right_of_reply_hours": 0}}),
    differing("T19", "its words can also be read as: nobody is called up; nobody is sent", "which language holds",
              {"readings": ["nobody is called up", "nobody is sent"]}, {"readings": []}, "readings"),
    around("T20", "who holds the orders", "orders_deposited_with:", "mechanism", ("mechanism",),
           {}, {"mechanism": {"orders_deposited_with": "the chair"}}),
    around("T20", "it is deposited with nobody", "give deposited_with:", "o1", ("orders", 0),
           {"orders": [ORDER]}, {"orders": [{**ORDER, "deposited_with": "the chair"}]}),
    around("T20", "it is deposited with nobody", "deposited_with:", "o1", ("orders", 0),
           {"orders": [ORDER]}, {"orders": [ORDER], "mechanism": {"orders_deposited_with": "the chair"}}),
    around("T21", "it begins before the agreement does", "before_start: true", "no-fire", (*CLAUSE, "window"),
           {"agreement": agreement(window=LATER)},
           {"agreement": agreement(window=LATER), "clauses": [clause(before_start=True)]}),
    around("T21", "it begins before", "before_start:", "no-fire", (*CLAUSE, "window"),
           {"agreement": agreement(window=LATER)}, {"agreement": agreement(window={**DAY, "until": None})}),
    differing("T22", "from which line each side measures, only front", "measured_from:",
              {"where": {**BAND, "measured_from": {"A": "front"}}},
              {"where": {**BAND, "measured_from": {"A": "front", "B": "ridge"}}}, "where"),
    differing("T22", "only front", "measured_from:", {"where": BAND}, {"where": BAND, "obligors": ["A"]}, "where"),
    around("T23", "can be read as all and some", "agree on one set of clauses", "definitions",
           ("agreement", "definitions"),
           {"agreement": agreement(definitions=SETS)}, {"agreement": agreement(definitions=SETS[:1])}),
    differing("T24", "nobody wrote down what was there before", "declared before the start",
              {"code": "NO_ADVANCE"}, {"code": "NO_ADVANCE", "register": "the centre"}),
    differing("T24", "nobody wrote down", "register: or inventory:",
              {"code": "WITHDRAW_TO_LINE", "quantity": TRUCKS},
              {"code": "WITHDRAW_TO_LINE", "quantity": {**TRUCKS, "inventory": "the list of 1 May"}}),
    around("T25", "No attack: no trigger", "name guarantor: and trigger:", "guarantee", ("guarantees", 0),
           {"guarantees": [GUARANTEE]}, {"guarantees": [{**GUARANTEE, "trigger": "a finding of the body"}]}),
    around("T25", "No attack: no guarantor and no trigger", "guarantor:", "guarantee", ("guarantees", 1),
           {"guarantees": [GUARANTEE, {"what": "No attack."}]},
           {"guarantees": [GUARANTEE, {**GUARANTEE, "trigger": "a finding"}]}),
]  # fmt: skip


def called(pair: Pair) -> str:
    return f"{pair.rule} {pair.what[:40]}"


@pytest.mark.parametrize("pair", PAIRS, ids=called)
def test_what_is_open_is_told_where_it_is_and_with_its_mend(pair: Pair) -> None:
    (found,) = [remark for remark in remarks(pair.open, pair.rule) if remark.path == pair.path]
    assert pair.where == found.where
    assert pair.what in found.what
    assert pair.mend in found.mend


@pytest.mark.parametrize("pair", PAIRS, ids=called)
def test_what_is_said_is_not_asked_for(pair: Pair) -> None:
    assert [] == [remark for remark in remarks(pair.shut, pair.rule) if remark.path == pair.path]


def test_every_rule_has_a_pair_here() -> None:
    assert set(RULES) == {pair.rule for pair in PAIRS}


def test_rules_are_numbered_one_after_another_and_each_says_why_and_what_to_do() -> None:
    assert [f"T{number:02}" for number in range(1, 26)] == list(RULES)
    for code, rule in RULES.items():
        assert code == rule.code
        assert re.fullmatch(r"[a-z][^.]*", rule.title)
        assert re.fullmatch(r"[A-Z][^.]*\.", rule.why)
        assert re.fullmatch(r"[a-z].*[^.]", rule.mend)


def test_nothing_is_asked_of_terms_that_leave_nothing_open() -> None:
    where = {**BAND, "measured_from": {"A": "front", "B": "ridge"}}
    whole = clause(where=where, verifiable_by={"instrument": "partly"})
    mechanism = {"body": BODY, "right_of_reply_hours": 24, "orders_deposited_with": "the chair"}
    assert [] == remarks(form(whole, mechanism=mechanism))


def test_remarks_come_by_rule_and_then_in_the_order_of_the_terms() -> None:
    found = remarks(form(*(clause(id=f"c{number}") for number in range(3))))
    assert sorted(remark.rule for remark in found) == [remark.rule for remark in found]
    assert ["c0", "c1", "c2"] == [remark.where for remark in found if remark.rule == "T14"]


@pytest.mark.parametrize("status", WORDS)
def test_a_question_or_a_demand_is_read_as_closely_as_a_promise(status: str) -> None:
    """What is asked for has to be testable before anybody can agree to it."""
    entry = clause(code="NO_STIRRING", text="No provocations.", obligors=["A"], window=OPEN)
    expected = remarks(form({**entry, "speech_status": "agreed"}))
    assert {"T01", "T02", "T08", "T13", "T14"} <= {remark.rule for remark in expected}
    assert expected == remarks(form({**entry, "speech_status": status}))


@given(TERMS_FORMS)
def test_a_remark_leads_to_a_place_in_the_form_or_to_the_thing_that_lacks_it(written: dict[str, Any]) -> None:
    read = read_yaml(json.dumps(written), "terms.yaml")
    for remark in remarks(written):
        assert read.value(remark.path) is not None or remark.path == ("mechanism",)
        assert remark.what
        assert remark.mend


# One-sided clauses


def test_a_mirror_is_missed_and_never_written() -> None:
    one_sided = terms(clause(obligors=["A"]))
    before = printed(one_sided)
    (found,) = [remark for remark in lint(one_sided) if remark.rule == "T13"]
    assert "its mirror is not proposed" in found.what
    assert found.mend.startswith("if that is meant, leave it")
    assert before == printed(one_sided)
    assert one_sided.clauses[0].mirror is None


@pytest.mark.parametrize("obligors", [["A"], ["B"]])
def test_one_sidedness_is_told_of_either_side_alike(obligors: list[str]) -> None:
    (found,) = remarks(form(clause(obligors=obligors)), "T13")
    other = "South (B)" if obligors == ["A"] else "North (A)"
    assert f"no clause is named that binds {other} the same way: its mirror is not proposed" == found.what


def test_where_there_is_one_party_nothing_is_one_sided() -> None:
    assert [] == remarks(form(clause(obligors=["A"]), parties={"A": {"name": "North"}}), "T13")


# Vague words


def test_one_reason_to_doubt_a_text_is_enough() -> None:
    vague = clause(code="NO_OFFENSIVE_ACTION", text="No offensive action, immediately and where appropriate.")
    assert 1 == len(remarks(form(vague), "T02"))


@pytest.mark.parametrize("text", ["No firearms.", "No unreasonable searches.", "Nobody rests a forearm."])
def test_a_vague_word_inside_another_word_is_none(text: str) -> None:
    assert [] == remarks(form(clause(text=text)), "T02")


# Starts


def test_a_start_that_is_the_agreements_is_not_disputed() -> None:
    entry = clause(window=..., windows_disputed={"B": DAY})
    assert [] == remarks(form(entry, agreement=agreement(window=DAY)), "T07")


def test_who_counts_from_the_same_moment_is_not_named() -> None:
    (found,) = remarks(form(clause(windows_disputed={"A": DAY, "B": LATER})), "T07")
    assert "South (B) counts from another moment" == found.what


def test_where_all_sides_count_from_one_other_moment_nothing_is_disputed() -> None:
    assert [] == remarks(form(clause(windows_disputed={"A": LATER, "B": LATER})), "T07")


# Contradictions


def contradictions(one: dict[str, Any], other: dict[str, Any], **changes: Any) -> list[str]:
    """Return what is said of two clauses, whichever of them comes first."""
    found = {
        turned: [remark.what for remark in remarks(form(*(entries[::-1] if turned else entries), **changes), "T15")]
        for entries in [(clause(**one), clause(id="other", **other))]
        for turned in (False, True)
    }
    assert len(found[False]) == len(found[True])
    return found[False]


MAY = {"modality": "permission"}


@pytest.mark.parametrize("modality", ["permission", "exception"])
def test_a_permission_contradicts_a_ban_on_the_same_act(modality: str) -> None:
    (found,) = contradictions({}, {"modality": modality})
    assert "other allows North (A) and South (B) what no-fire bans at the same place and time" == found


def test_a_duty_contradicts_a_ban_on_the_same_act() -> None:
    (found,) = contradictions({}, {"modality": "duty"})
    assert "other asks of North (A) and South (B) what no-fire bans at the same place and time" == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {**MAY, "window": LATER}),
        ({}, {**MAY, "window": {**DAY, "from": "2031-05-11", "until": None}}),
        ({"where": TOWN}, {**MAY, "where": {"zone": "valley"}}),
        ({"where": TOWN}, {**MAY, "where": BAND}),
        ({"obligors": ["A"]}, {**MAY, "obligors": ["B"]}),
        ({}, {**MAY, "code": "NO_MINING"}),
        ({"exceptions": [{"act": "other", "if": "notified"}]}, MAY),
        ({}, {}),
        (MAY, {"modality": "duty"}),
        ({}, {"modality": "procedure"}),
    ],
    ids=[
        "time",
        "open end",
        "zones",
        "zone and line",
        "whom",
        "act",
        "exception",
        "two bans",
        "leave",
        "procedure",
    ],
)
def test_clauses_that_are_apart_do_not_contradict_each_other(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert [] == contradictions(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {**MAY, "window": {**DAY, "from": "2031-05-10 23:59"}}),
        ({"window": OPEN}, {**MAY, "window": {**DAY, "until": "2031-05-13"}}),
        ({"where": TOWN}, MAY),
        ({"where": TOWN}, {**MAY, "where": TOWN}),
        ({"obligors": ["A"]}, MAY),
        ({"exceptions": [{"act": "another", "if": "notified"}]}, MAY),
        ({"speech_status": "question", "window": ...}, {**MAY, "speech_status": "demanded", "window": ...}),
    ],
    ids=["a minute", "open end", "everywhere", "one zone", "one side", "another exception", "no times"],
)
def test_clauses_that_meet_contradict_each_other(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert 1 == len(contradictions(one, other))


def test_the_side_both_clauses_name_is_named() -> None:
    (found,) = contradictions({"obligors": ["B"]}, MAY)
    assert "other allows South (B) what no-fire bans at the same place and time" == found


def test_the_agreements_window_parts_clauses_that_have_none() -> None:
    whole = agreement(window=DAY)
    assert 1 == len(contradictions({"window": ...}, MAY, agreement=whole))
    assert [] == contradictions({"window": ...}, {**MAY, "window": LATER}, agreement=whole)


def limits(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return contradictions(kinds(quantity={"unit": "pieces", **one}), kinds(quantity={"unit": "pieces", **other}))


def test_two_limits_of_one_thing_contradict_each_other() -> None:
    (found,) = limits({"at_most": 10}, {"at_most": 20})
    assert "no-fire and other set North (A) and South (B) two different limits" == found
    assert [] == limits({"at_most": 10}, {"at_most": 10})
    assert [] == limits({"at_most": 10}, {"at_most": 20, "unit": "men"})


def test_more_cannot_be_asked_for_than_is_allowed() -> None:
    (found,) = limits({"at_most": 10}, {"at_least": 20})
    assert "no-fire and other ask North (A) and South (B) for more than they allow" == found
    assert [] == limits({"at_most": 20}, {"at_least": 20})
    assert [] == limits({"at_least": 10}, {"at_least": 20})


@pytest.mark.parametrize("where", [{"line": "front", "within_km": 25}, {**BAND, "measured_from": {"A": "ridge"}}])
def test_two_bands_along_one_line_meet(where: dict[str, Any]) -> None:
    assert 1 == len(contradictions({"where": BAND}, {**MAY, "where": where}))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"at_most": 10, "of": "tanks"}, {"at_most": 20, "of": "mortars"}),
        ({"at_most": 24, "per": "day"}, {"at_most": 1, "per": "hour"}),
    ],
    ids=["of", "per"],
)
def test_limits_of_two_things_stand_beside_each_other(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert [] == limits(one, other)


def test_leave_for_one_class_stands_beside_a_ban_on_another() -> None:
    assert [] == contradictions({"objects": ["tanks"]}, {**MAY, "objects": ["rifles"]})


# Amounts


def test_a_time_limit_needs_no_inventory() -> None:
    entry = clause(code="DISCIPLINE_AND_NOTIFY", modality="notification", quantity={"at_most": 10, "unit": "days"})
    assert [] == remarks(form(entry), "T12")


# The linter does not know one party from the other.


@pytest.mark.parametrize("codes", CODES, ids=str)
@pytest.mark.parametrize("pair", PAIRS, ids=called)
def test_no_rule_knows_one_party_from_the_other(pair: Pair, codes: Codes) -> None:
    before = [attrs.astuple(remark) for remark in remarks(pair.open)]
    after = [attrs.astuple(remark) for remark in remarks(recoded(pair.open, codes))]
    assert recoded(before, codes) == after


@given(TERMS_FORMS, st.sampled_from(CODES))
def test_other_codes_for_the_parties_change_the_codes_in_the_remarks_and_nothing_else(
    written: dict[str, Any], codes: Codes
) -> None:
    before = [attrs.astuple(remark) for remark in remarks(written)]
    after = [attrs.astuple(remark) for remark in remarks(recoded(written, codes))]
    assert recoded(before, codes) == after


@given(TERMS_FORMS)
def test_which_party_is_declared_first_changes_no_remark(written: dict[str, Any]) -> None:
    turned = {**written, "parties": dict(reversed(written["parties"].items()))}
    assert remarks(written) == remarks(turned)
