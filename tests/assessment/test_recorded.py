"""What is recorded of acts against a clause, and whose."""

from __future__ import annotations

import polars as pl
import pytest

from ceaseline.assessment.recorded import Tally, in_words, tallies
from ceaseline.tables import Findings, from_rows

pytestmark = pytest.mark.usefixtures("outside_shut")


def told(*outcomes: tuple[str, str, str]) -> dict[tuple[str, str], Tally]:
    """Tally findings, each given as outcome, level and side; a monitor recorded all of them."""
    rows = [
        {
            "incident_id": f"i{number}",
            "clause_id": "no-fire",
            "clock": "A",
            "outcome": outcome,
            "probability": 1.0,
            "level": level,
            "attributed_to": side,
            "basis": "shot.",
        }
        for number, (outcome, level, side) in enumerate(outcomes)
    ]
    who = pl.DataFrame({"incident_id": [row["incident_id"] for row in rows], "monitored": [True] * len(rows)})
    return tallies(from_rows(Findings, rows), who)


@pytest.mark.parametrize(
    ("level", "established"),
    [
        ("reported", {}),
        ("detected", {}),
        ("observed", {"undetermined": 1}),
        ("corroborated", {"undetermined": 1}),
        ("determined", {"undetermined": 1}),
    ],
)
def test_a_violation_is_established_by_a_monitor_or_by_two_who_do_not_copy_each_other(
    level: str, established: dict[str, int]
) -> None:
    assert {("no-fire", "A"): Tally(1, 1, established)} == told(("violation", level, "undetermined"))


def test_what_may_be_an_act_is_recorded_and_establishes_nothing() -> None:
    assert {("no-fire", "A"): Tally(1, 1, {}, {"A": 1})} == told(("indeterminate", "corroborated", "A"))


@pytest.mark.parametrize("outcome", ["not_violation", "excepted", "out_of_scope"])
def test_what_breaks_nothing_is_in_no_tally(outcome: str) -> None:
    assert {} == told((outcome, "observed", "A"))


def test_what_only_a_party_tells_is_in_no_tally() -> None:
    assert {} == told(("violation", "alleged", "A"))


def test_established_are_counted_by_side_and_all_of_them_for_any() -> None:
    rows = [("violation", "determined", side) for side in ("A", "B", "A", "undetermined")]
    tally = told(*rows)["no-fire", "A"]
    assert (2, 1, 0, 4) == tuple(tally.of(side) for side in ("A", "B", "C", "any"))


END = "What nobody watched is not known."


@pytest.mark.parametrize(
    ("tally", "obligor", "said"),
    [
        (Tally(1, 1), "A", "by monitors. Whose is not established. "),
        (Tally(2, 0), "any", "may be, none of them by monitors. Whose is not established. "),
        (Tally(2, 1, {"undetermined": 1}), "any", "; 1 is established to be one, whose it is not. "),
        (Tally(3, 3, {"undetermined": 2}), "any", "; 2 are established to be such acts, whose they are not. "),
        (Tally(3, 3, {"undetermined": 2}), "A", "by monitors. Whose is not established. "),
        (
            Tally(5, 5, {"A": 3, "B": 1}),
            "A",
            "3 incidents are established and determined to be its own. ",
        ),
        (Tally(5, 5, {"A": 3, "B": 1}), "any", "; 4 are established: 3 of A, 1 of B. "),
        (
            Tally(5, 5, {"B": 1, "undetermined": 2}),
            "any",
            "1 of B, 2 of a side that is not established. ",
        ),
        (Tally(5, 5, {"A": 3}), "B", "by monitors. Determined are 3 of A. "),
    ],
)
def test_what_is_recorded_is_said_with_whose_it_is(tally: Tally, obligor: str, said: str) -> None:
    assert in_words(tally, obligor, ["A", "B"], str).endswith(said + END)
