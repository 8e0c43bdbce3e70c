"""From terms.yaml to terms: what is wrong is named with file, line, field, value and mend, all at once."""

from __future__ import annotations

from typing import Any

import pytest

from builders import DAY, at, clause, terms, terms_text
from ceaseline.errors import FormError, Problem
from ceaseline.terms import parse
from ceaseline.terms.words import RESERVED

pytestmark = pytest.mark.usefixtures("outside_shut")

# Written out, so that lines can be counted: the clause begins on line 4.
FORM = """\
agreement: {title: Toy truce, type: bilateral, state: agreed}
parties: {A: {name: North}, B: {name: South}}
clauses:
  - id: no-fire
    code: NO_FIRE
    text: All fire stops.
    modality: prohibition
    speech_status: in_force
    obligors: [A, B]
    window:
      from: 2031-05-10
      until: 2031-05-11
      zone: UTC
"""


def problems(text: str) -> list[Problem]:
    with pytest.raises(FormError) as refusal:
        parse(text, "terms.yaml")
    return list(refusal.value.problems)


def problem(*entries: dict[str, Any], **changes: Any) -> Problem:
    """Return the one problem of terms with these clauses."""
    (found,) = problems(terms_text(*entries, **changes))
    return found


def instead(old: str, new: str) -> Problem:
    """Return the one problem of the form above with a piece of it changed."""
    assert old in FORM
    (found,) = problems(FORM.replace(old, new))
    return found


def test_the_form_is_read_whole() -> None:
    read = parse(FORM)
    assert ["North", "South"] == [party.name for party in read.parties.values()]
    assert at("2031-05-10") == read.window_on(read.clauses[0], "A").begin  # type: ignore[union-attr]


def test_a_clause_is_found_by_its_id() -> None:
    read = terms(clause(id="one"), clause(id="two", text="Two."))
    found = read.clause("two")
    assert found is not None
    assert "Two." == found.text
    assert read.clause("three") is None


@pytest.mark.parametrize("status", ["accepted", "agreed", "in_force"])
def test_what_was_accepted_agreed_or_is_in_force_binds(status: str) -> None:
    assert terms(clause(speech_status=status)).clauses[0].binds("A")


@pytest.mark.parametrize("status", ["question", "demanded", "proposed", "waived"])
def test_what_was_only_asked_demanded_proposed_or_is_waived_binds_nobody(status: str) -> None:
    assert not terms(clause(speech_status=status)).clauses[0].binds("A")


def test_a_clause_may_bind_one_side_and_not_the_other() -> None:
    read = terms(clause(speech_status={"A": "in_force", "B": "demanded"})).clauses[0]
    assert (True, False) == (read.binds("A"), read.binds("B"))


def test_a_clause_binds_nobody_it_does_not_name() -> None:
    read = terms(clause(obligors=["A"])).clauses[0]
    assert not read.binds("B")
    with pytest.raises(KeyError):
        read.status("B")


# Times


def test_a_time_without_a_zone_is_refused_with_both_mends() -> None:
    (start, until) = problems(FORM.replace("      zone: UTC\n", ""))
    assert ("clauses[0].window.from", 11, "2031-05-10") == (start.where, start.line, start.value)
    assert ("clauses[0].window.until", 12) == (until.where, until.line)
    assert "has no time zone" == start.what
    assert "add zone: such as Europe/Berlin, or write the offset, 2025-04-19T15:00+02:00" == start.mend


def test_times_with_their_own_offset_need_no_zone() -> None:
    shifted = {"from": "2031-05-10T02:00+02:00", "until": "2031-05-11T00:00Z"}
    read = terms(clause(window=shifted)).clauses[0].window
    assert read is not None
    assert (at("2031-05-10"), at("2031-05-11")) == (read.begin, read.end)


def test_an_unknown_zone_is_told_once_and_at_the_zone() -> None:
    found = instead("zone: UTC", "zone: Middle/Earth")
    assert ("clauses[0].window.zone", 13, "Middle/Earth") == (found.where, found.line, found.value)
    assert "use a name such as Europe/Berlin or UTC" == found.mend


@pytest.mark.parametrize(
    ("start", "what"), [("2031-03-30 02:30", "does not exist"), ("2031-10-26 02:30", "happens twice")]
)
def test_a_time_the_clocks_skip_or_repeat_is_refused_with_the_mend(start: str, what: str) -> None:
    local = {"from": start, "until": "2031-12-01", "zone": "Europe/Berlin"}
    found = problem(clause(window=local))
    assert ("clauses[0].window.from", start) == (found.where, found.value)
    assert f"{what} in Europe/Berlin" in found.what
    assert "write the offset" == found.mend


def test_a_time_that_happens_twice_is_taken_with_its_offset() -> None:
    local = {"from": "2031-10-26T02:30+01:00", "until": "2031-12-01", "zone": "Europe/Berlin"}
    read = terms(clause(window=local)).clauses[0].window
    assert read is not None
    assert at("2031-10-26 01:30") == read.begin


def test_a_window_that_ends_before_it_starts_is_refused() -> None:
    found = instead("until: 2031-05-11", "until: 2031-05-09")
    assert ("clauses[0].window", 10) == (found.where, found.line)
    assert "ends (2031-05-09) before it starts (2031-05-10)" == found.what
    assert "swap them, or correct one" == found.mend


def test_a_date_written_as_a_number_is_no_time() -> None:
    found = instead("from: 2031-05-10", "from: 20310510")
    assert ("clauses[0].window.from", 11, "20310510") == (found.where, found.line, found.value)
    assert ("is not text", "put it in quotes") == (found.what, found.mend)


@pytest.mark.parametrize("written", ["10.05.2031", "10 May 2031", "soon", "2031-13-01", "9999-12-31", "0001-01-01"])
def test_what_is_no_time_is_refused(written: str) -> None:
    assert "clauses[0].window.from" == instead("from: 2031-05-10", f"from: {written}").where


def test_the_disputed_window_is_checked_as_the_first_one_is() -> None:
    found = problem(clause(windows_disputed={"B": {**DAY, "zone": "Middle/Earth"}}))
    assert "clauses[0].windows_disputed.B.zone" == found.where


@pytest.mark.parametrize(
    ("announced", "where"),
    [
        ({"at": "2031-05-01 12:00"}, "at"),
        ({"at": "2031-05-01T12:00Z", "zone": "Middle/Earth"}, "zone"),
        ({"at": "2031-05-01 12:00", "zone": "Middle/Earth"}, "zone"),
        ({"at": "2031-03-30 02:30", "zone": "Europe/Berlin"}, "at"),
    ],
)
def test_the_announcement_is_checked_as_a_window_is(announced: dict[str, str], where: str) -> None:
    found = problem(agreement={"title": "T", "type": "bilateral", "state": "agreed", "announced": announced})
    assert f"agreement.announced.{where}" == found.where


# What binds has a window


def test_a_clause_without_a_window_is_named_with_its_line() -> None:
    (found,) = problems(FORM[: FORM.index("    window:")])
    assert ("clauses[0].window", 4) == (found.where, found.line)
    assert "is missing: the clause binds somebody" in found.what
    assert "add window: {from: ..., until: ..., zone: ...}" in found.mend


@pytest.mark.parametrize("status", ["question", "demanded", "proposed", "waived"])
def test_a_clause_that_binds_nobody_needs_no_window(status: str) -> None:
    assert terms(clause(window=..., speech_status=status)).clauses[0].window is None


def test_a_clause_that_binds_one_side_needs_a_window() -> None:
    found = problem(clause(window=..., speech_status={"A": "demanded", "B": "accepted"}))
    assert "clauses[0].window" == found.where


def test_a_disputed_window_stands_in_for_no_window() -> None:
    found = problem(clause(window=..., windows_disputed={"B": DAY}))
    assert "clauses[0].window" == found.where


# Names that lead nowhere

LINES = {"front": {"file": "front.geojson", "author": "North", "as_of": "2031-05-01", "error_km": 1}}


@pytest.mark.parametrize(
    ("where", "changes"),
    [
        ("obligors[2]", {"obligors": ["A", "B", "C"]}),
        ("beneficiaries[0]", {"beneficiaries": ["C"]}),
        ("windows_disputed.C", {"windows_disputed": {"C": DAY}}),
        ("where.measured_from.C", {"where": {"line": "front", "measured_from": {"C": "front"}}}),
    ],
)
def test_an_unknown_party_is_named_wherever_a_clause_names_one(where: str, changes: dict[str, Any]) -> None:
    found = problem(clause(**changes), lines=LINES)
    assert f"clauses[0].{where}" == found.where
    assert "names a party, C, that these terms do not have" == found.what
    assert "use one of A, B, or add it under parties:" == found.mend


@pytest.mark.parametrize(
    ("where", "changes"),
    [
        ("agreement.announced.by", {"announced": {"at": "2031-05-01", "zone": "UTC", "by": "C"}}),
        ("agreement.windows_disputed.C", {"windows_disputed": {"C": DAY}}),
    ],
)
def test_an_unknown_party_is_named_wherever_the_agreement_names_one(where: str, changes: dict[str, Any]) -> None:
    found = problem(agreement={"title": "T", "type": "bilateral", "state": "agreed", **changes})
    assert (where, "names a party, C, that these terms do not have") == (found.where, found.what)


@pytest.mark.parametrize(
    ("where", "changes"),
    [
        ("agreement.positions[1].party", {"positions": [{"party": p, "stance": "accepts"} for p in "AC"]}),
        ("agreement.proposed_by[0]", {"proposed_by": ["C"]}),
        ("clauses[0].raised_by[1]", {"raised_by": ["A", "C"]}),
        ("clauses[0].third_states[0]", {"third_states": ["C"]}),
    ],
)
def test_a_third_state_may_speak_and_must_be_declared(where: str, changes: dict[str, Any]) -> None:
    agreement: dict[str, Any] = {"title": "T", "type": "bilateral", "state": "agreed"}
    about = (
        {"clauses": [clause(**changes)]} if where.startswith("clauses") else {"agreement": {**agreement, **changes}}
    )
    found = problem(**about)
    assert (where, "names C, which is no party and no third state of these terms") == (found.where, found.what)
    assert "C" in terms(**about, third_states={"C": {"name": "East"}}).third_states


def test_a_status_for_somebody_who_is_no_obligor_is_refused() -> None:
    found = problem(clause(obligors=["A"], speech_status={"A": "agreed", "B": "agreed"}))
    assert ("clauses[0].speech_status.B", "is no obligor of this clause") == (found.where, found.what)


def test_an_obligor_without_a_status_is_named() -> None:
    found = problem(clause(speech_status={"A": "agreed"}))
    assert ("clauses[0].speech_status", "does not say how far the clause binds B") == (found.where, found.what)


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("clauses[0].where.line", {"line": "ridge"}),
        ("clauses[0].where.zone", {"zone": "ridge"}),
        ("clauses[0].where.measured_from.A", {"line": "front", "measured_from": {"A": "ridge"}}),
    ],
)
def test_an_unknown_line_or_zone_is_named_with_those_there_are(where: str, place: dict[str, Any]) -> None:
    found = problem(clause(where=place), lines=LINES)
    assert where == found.where
    assert "these terms" in found.what
    there = "none yet" if "zone" in place else "front"
    assert found.mend.endswith(f"(there are: {there})")


def test_a_mirror_that_is_no_clause_is_named() -> None:
    found = problem(clause(mirror="no-such"))
    assert ("clauses[0].mirror", "is the id of no clause") == (found.where, found.what)


def test_a_clause_is_not_its_own_mirror() -> None:
    found = problem(clause(mirror="no-fire"))
    assert ("clauses[0].mirror", "is the clause itself") == (found.where, found.what)


def test_an_id_given_twice_is_named_with_the_first() -> None:
    text = FORM + FORM[FORM.index("  - id") :]
    (found,) = problems(text)
    assert ("clauses[1].id", 14, "no-fire") == (found.where, found.line, found.value)
    assert "is already the id of clause 1" == found.what


def test_an_obligor_named_twice_is_refused() -> None:
    found = instead("obligors: [A, B]", "obligors: [A, B, A]")
    assert ("clauses[0].obligors", "names A 2 times") == (found.where, found.what)


# Words


def test_an_unknown_key_is_answered_with_the_one_that_was_meant() -> None:
    found = instead("    obligors: [A, B]", "    obligors: [A, B]\n    benefciaries: [A]")
    assert ("clauses[0].benefciaries", 10) == (found.where, found.line)
    assert "did you mean beneficiaries?" == found.mend


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("modality: prohibition", "modality: forbidden", "clauses[0].modality"),
        ("speech_status: in_force", "speech_status: inforce", "clauses[0].speech_status"),
        ("speech_status: in_force", "speech_status: {A: inforce, B: agreed}", "clauses[0].speech_status.A"),
        ("type: bilateral", "type: mutual", "agreement.type"),
        ("    obligors", "    where: everywere\n    obligors", "clauses[0].where"),
        ("    obligors", "    where: {zoen: x}\n    obligors", "clauses[0].where.zoen"),
    ],
)
def test_a_wrong_word_is_one_problem_however_many_forms_it_may_take(old: str, new: str, where: str) -> None:
    assert where == instead(old, new).where


def test_a_wrong_word_is_answered_with_the_known_ones() -> None:
    found = instead("speech_status: in_force", "speech_status: inforce")
    assert (8, "inforce") == (found.line, found.value)
    assert "use 'question', 'demanded', 'proposed', 'accepted', 'agreed', 'in_force' or 'waived'" == found.mend


@pytest.mark.parametrize("word", ["yes", "no"])
def test_yes_and_no_stay_words(word: str) -> None:
    text = FORM + f"    verifiable_by: {{monitor: {word}}}\n"
    assert {"monitor": word} == parse(text).clauses[0].verifiable_by


@pytest.mark.parametrize("place", [{}, {"line": "front", "zone": "town"}])
def test_a_place_is_one_thing(place: dict[str, Any]) -> None:
    found = problem(clause(where=place), lines=LINES, zones={"town": {"file": "town.geojson"}})
    assert "names neither or both of zone and line" == found.what


@pytest.mark.parametrize("distance", [0, -5, "far"])
def test_a_band_has_a_width(distance: object) -> None:
    found = problem(clause(where={"line": "front", "within_km": distance}), lines=LINES)
    assert "clauses[0].where.within_km" == found.where


@pytest.mark.parametrize("code", [*sorted(RESERVED), "Any", "two words", "1A", "", "x" * 17, "Ї", "A-B"])
def test_words_the_tables_use_and_words_that_are_no_codes_name_no_party(code: str) -> None:
    found = problem(clause(obligors=["A"]), parties={"A": {"name": "North"}, code: {"name": "South"}})
    assert f"parties.{code}" == found.where
    assert "use a short code such as A, B or C" == found.mend


def test_a_reserved_word_is_refused_as_an_obligor_too() -> None:
    found = instead("obligors: [A, B]", "obligors: [A, any]")
    assert ("clauses[0].obligors[1]", 9, "any") == (found.where, found.line, found.value)


@pytest.mark.parametrize("written", ["No Fire", "no_fire", "-x", "x" * 65])
def test_an_id_is_short_and_plain(written: str) -> None:
    found = instead("id: no-fire", f"id: '{written}'")
    assert ("clauses[0].id", 4) == (found.where, found.line)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"parties": {}}, "parties"),
        ({"clauses": []}, "clauses"),
        ({"clauses": ...}, "clauses"),
        ({"agreement": ...}, "agreement"),
        ({"clauses": "none"}, "clauses"),
        ({"parties": ["A", "B"]}, "parties"),
    ],
)
def test_a_part_that_is_missing_or_empty_is_named(changes: dict[str, Any], where: str) -> None:
    assert where == problem(**changes).where


def test_a_list_is_no_terms() -> None:
    (found,) = problems("- a\n- b\n")
    assert "the form" == found.where


@pytest.mark.parametrize("text", ["", "# to be written\n"])
def test_an_empty_file_says_what_is_missing(text: str) -> None:
    assert ["agreement", "clauses", "parties"] == sorted(found.where for found in problems(text))


@pytest.mark.parametrize(
    "text",
    ["a: &a [x]\nb: [*a, *a]\n", "a: !!python/name:os.system\n", "[" * 100_000, "a: 1\na: 2\n", "a:\n\tb: 1\n"],
    ids=["alias", "tag", "deep", "twice", "tab"],
)
def test_hostile_text_is_refused_before_it_is_read_as_terms(text: str) -> None:
    (found,) = problems(text)
    assert found.where in ("the form", "a")


# Everything at once

BROKEN = """\
agreement: {title: Toy truce, type: mutual, state: agreed}
parties: {A: {name: North}, B: {name: South}}
clauses:
  - id: no-fire
    code: NO_FIRE
    text: All fire stops.
    modality: forbidden
    speech_status: in_force
    obligors: [A, B]
  - id: no-mines
    code: NO_MINES
    text: No mines.
    modality: prohibition
    speech_status: in_force
    obligors: [A, D]
    where: {zone: valley}
    mirror: no-fire
  - id: no-mines
    code: NO_MINES
    text: No mines.
    modality: duty
    speech_status: demanded
    obligors: [B]
    coed: x
"""


def test_every_problem_of_the_file_is_listed_at_once_in_the_order_of_its_lines() -> None:
    expected = [
        (1, "agreement.type"),
        (7, "clauses[0].modality"),
        (10, "clauses[1].window"),
        (15, "clauses[1].obligors[1]"),
        (16, "clauses[1].where.zone"),
        (24, "clauses[2].coed"),
    ]
    assert expected == [(found.line, found.where) for found in problems(BROKEN)]


def test_every_problem_says_what_would_be_right() -> None:
    for found in problems(BROKEN):
        assert found.what
        assert found.mend
        assert found.sentence("terms.yaml").startswith(f"terms.yaml:{found.line}: {found.where}: ")


def test_names_that_a_broken_part_declares_are_names_all_the_same() -> None:
    text = terms_text(clause(mirror="other"), clause(id="other", modality="forbidden"), parties={"A": {}, "B": {}})
    assert {"clauses[1].modality", "parties.A.name", "parties.B.name"} == {found.where for found in problems(text)}
