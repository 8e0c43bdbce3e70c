from __future__ import annotations

from typing import Any

import dataframely as dy
import pytest

from builders import at
from ceaseline.errors import InputError, UnknownName
from ceaseline.review import OUTCOMES, decided, fold, left_out, refuse, subject
from ceaseline.tables import Captures, Decisions, Verdicts, from_rows

pytestmark = pytest.mark.usefixtures("outside_shut")

DIGEST = "ab" * 32


def ruling(number: int, **changes: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {"decision_id": f"d-{number}", "about": "no-fire:A", "outcome": "violation_established"}
    usual |= {
        "reason": f"Seen by patrol {number}.",
        "reviewer": "R. One",
        "affiliation": None,
        "decided": at(f"2031-05-{number:02}"),
    }
    return {**usual, "as_of": at("2031-05-01"), "supersedes": None, **changes}


def answer(**changes: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {"clause_id": "no-fire", "obligor": "A", "scope": "everywhere", "clock": "A"}
    usual |= {"from": at("2031-05-10"), "until": at("2031-05-11"), "verdict": "cannot_tell", "recorded": None}
    usual |= {"proposed": "cannot_tell", "watched_share": None, "signal": "none", "reason": "Fog.", "as_of": None}
    return {**usual, "decision_id": None, **changes, "proposed": changes.get("verdict", "cannot_tell")}


def verdicts(*rows: dict[str, Any]) -> dy.DataFrame[Verdicts]:
    return from_rows(Verdicts, rows or [answer(clock="A"), answer(clock="B"), answer(obligor="B")])


def folded(rulings: list[dict[str, Any]], *rows: dict[str, Any]) -> list[dict[str, Any]]:
    return fold(verdicts(*rows), decided(rulings)).to_dicts()


def test_no_ruling_changes_nothing() -> None:
    assert verdicts().to_dicts() == folded([])


def test_a_ruling_stands_in_place_of_what_was_proposed_which_stays_readable() -> None:
    first, second, other = folded([ruling(2)])
    for row in (first, second):
        assert ("violation_established", "cannot_tell", "d-2") == (
            row["verdict"],
            row["proposed"],
            row["decision_id"],
        )
        assert at("2031-05-01") == row["supersedes"]
        said = "Determined by a person: Seen by patrol 2. The program had proposed cannot tell: Fog."
        assert said == row["reason"]
    assert answer(obligor="B")["verdict"] == other["verdict"]


def test_a_violation_by_one_is_one_for_any_side_on_that_clock() -> None:
    rows = [answer(), answer(obligor="any"), answer(obligor="any", clock="B"), answer(clause_id="c", obligor="any")]
    words = [row["verdict"] for row in folded([ruling(2, about="no-fire:A@A")], *rows)]
    assert ["violation_established", "violation_established", "cannot_tell", "cannot_tell"] == words
    own = [ruling(2), ruling(3, about="no-fire:any", outcome="not_verifiable")]
    assert "not_verifiable" == folded(own, *rows)[1]["verdict"]
    assert "cannot_tell" == folded([ruling(2, outcome="not_verifiable")], *rows)[1]["verdict"]


def test_a_ruling_for_one_clock_leaves_the_others() -> None:
    first, second, _ = folded([ruling(2, about="no-fire:A@B")])
    assert ("cannot_tell", "violation_established") == (first["verdict"], second["verdict"])


def test_the_later_ruling_counts_and_the_earlier_is_superseded() -> None:
    rulings = [ruling(2), ruling(3, outcome="not_verifiable", supersedes="d-2")]
    assert ["superseded", "stands"] == decided(rulings)["standing"].to_list()
    assert "not_verifiable" == folded(rulings)[0]["verdict"]


def test_a_later_ruling_for_all_clocks_counts_over_an_earlier_one_for_one() -> None:
    rulings = [ruling(2, about="no-fire:A@A"), ruling(3, outcome="not_verifiable")]
    assert ["not_verifiable"] * 2 == [row["verdict"] for row in folded(rulings)[:2]]


def test_a_withdrawn_ruling_gives_back_what_the_program_proposes() -> None:
    rulings = [ruling(2), ruling(3, outcome="withdrawn")]
    assert ["superseded", "withdrawn"] == decided(rulings)["standing"].to_list()
    assert verdicts().to_dicts() == folded(rulings)


@pytest.mark.parametrize("verdict", ["not_in_force", "not_verifiable"])
def test_a_ruling_that_has_become_impossible_is_named_and_not_applied(verdict: str) -> None:
    (row,) = folded([ruling(2, outcome="none_recorded_where_watched")], answer(verdict=verdict))
    assert (verdict, None) == (row["verdict"], row["decision_id"])
    assert "A ruling of none_recorded_where_watched (d-2) does not hold any more" in row["reason"]


def captures(*sources: str) -> dy.DataFrame[Captures]:
    usual = {"capture_id": DIGEST, "name": "a.csv", "received": at("2031-05-01"), "bytes": 1, "standing": "counted"}
    return from_rows(Captures, [{**usual, "source": source} for source in sources])


def meant(name: str, *sources: str) -> Any:
    rulings = decided([ruling(2)])
    return subject(name, verdicts=verdicts(), captures=captures(*sources), decisions=rulings)


@pytest.mark.parametrize(
    ("name", "kind", "about"),
    [
        ("no-fire:A", "verdict", "no-fire:A"),
        ("no-fire:A@B", "verdict", "no-fire:A@B"),
        ("d-2", "decision", "no-fire:A"),
        (DIGEST[:6], "file", DIGEST),
        (f"{DIGEST}:posts", "file", f"{DIGEST}:posts"),
    ],
)
def test_a_ruling_can_be_about_an_answer_a_file_or_a_ruling(name: str, kind: str, about: str) -> None:
    found = meant(name, "posts", "patrols")
    assert (kind, about) == (found.kind, found.about)


@pytest.mark.parametrize("name", ["no-fire", "no-fire:C", "no-fire:A@C", DIGEST[:5], f"{DIGEST}:nobody", ""])
def test_what_nothing_is_called_is_refused_with_the_names_there_are(name: str) -> None:
    with pytest.raises(UnknownName, match="no-fire:A, no-fire:B"):
        meant(name, "posts")


def test_a_word_that_is_no_outcome_lists_those_there_are() -> None:
    for name, kind in (("no-fire:A", "verdict"), (DIGEST, "file"), ("d-2", "decision")):
        with pytest.raises(UnknownName, match=", ".join(sorted(OUTCOMES[kind]))):
            refuse(meant(name, "posts"), "guilty", verdicts())


@pytest.mark.parametrize(
    ("changes", "outcome", "words"),
    [
        ({"verdict": "not_in_force"}, "violation_established", "it binds nobody"),
        ({"verdict": "not_verifiable", "watched_share": 0.0}, "none_recorded_where_watched", "nobody watched"),
        ({"watched_share": None}, "none_recorded_where_watched", "nobody watched"),
    ],
)
def test_nobody_may_rule_what_nobody_can_know(changes: dict[str, Any], outcome: str, words: str) -> None:
    rows = verdicts(answer(**changes))
    what = subject("no-fire:A", verdicts=rows, captures=captures(), decisions=decided([]))
    with pytest.raises(InputError, match=words):
        refuse(what, outcome, rows)


def test_a_file_is_left_out_for_all_its_sources_or_for_one() -> None:
    rulings = [ruling(2, about=DIGEST, outcome="left_out"), ruling(3, about=f"{DIGEST}:posts", outcome="left_out")]
    assert {DIGEST, f"{DIGEST}:posts"} == left_out(decided(rulings))
    assert set() == left_out(decided([*rulings[:1], ruling(4, about=DIGEST, outcome="withdrawn")]))
    assert Decisions.is_valid(decided(rulings))
