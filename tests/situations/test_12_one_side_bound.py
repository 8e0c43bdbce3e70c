"""A clause that only one side bound itself to: the same act is a violation of the one and none of the other."""

from __future__ import annotations

from pathlib import Path

from builders import at, clause
from ceaseline.pipeline import Outcome
from facts import answers, case_of, mirrored, rule

NOW = at("2031-05-12")
SOURCES = """  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
  - {name: cameras, kind: observations, file: inbox/cameras.csv, role: instrument}
"""
SHOT = """observation_id,earliest,latest,means,lon,lat,radius_m,phenomenon,accused
x,2031-05-10T08:00:00Z,2031-05-10T08:00:30Z,seen,34.5,12.5,300,shot,{side}
"""


def run(folder: Path, *, bound: str, side: str | None) -> Outcome:
    """Work it out; *bound* declared it for itself, of the other side it is only demanded."""
    other = "B" if bound == "A" else "A"
    shot = SHOT.format(side=side or "")
    case = case_of(
        folder / "case",
        clause(speech_status={bound: "in_force", other: "demanded"}),
        sources=SOURCES,
        inbox={"posts.csv": shot, "cameras.csv": shot},
        settings='[release]\nattribution = "side"\n',
    )
    if side is not None:
        rule(case, side, now=NOW)
    return case.run(now=NOW)


def found(outcome: Outcome) -> set[tuple[str, str]]:
    return set(outcome.findings.select("outcome", "attributed_to").rows())


def test_determined_to_be_of_the_side_that_is_bound_it_is_a_violation(tmp_path: Path) -> None:
    outcome = run(tmp_path, bound="A", side="A")
    assert {("violation", "A")} == found(outcome)
    told = answers(outcome)
    assert ("violation_established", 1) == told["A", "A"] == told["any", "A"]
    assert ("not_in_force", None) == told["B", "A"]


def test_determined_to_be_of_the_other_it_is_out_of_scope_and_nobody_violated_it(tmp_path: Path) -> None:
    outcome = run(tmp_path, bound="A", side="B")
    assert {("out_of_scope", "B")} == found(outcome)
    told = answers(outcome)
    assert ("cannot_tell", None) == told["A", "A"] == told["any", "A"]
    assert ("not_in_force", None) == told["B", "A"]


def test_as_long_as_nobody_determined_whose_it_was_it_is_no_violation_of_the_one_that_is_bound(
    tmp_path: Path,
) -> None:
    told = answers(run(tmp_path, bound="A", side=None))
    assert "violation_established" != told["A", "A"][0]
    assert ("not_in_force", None) == told["B", "A"]


def test_exchanging_the_parties_exchanges_the_answers(tmp_path: Path) -> None:
    for side in ("A", "B"):
        one = run(tmp_path / f"one-{side}", bound="A", side=side)
        other = run(tmp_path / f"other-{side}", bound="B", side={"A": "B", "B": "A"}[side])
        assert answers(one) == mirrored(answers(other))
