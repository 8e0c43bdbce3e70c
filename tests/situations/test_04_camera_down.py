"""Situation 4: the only camera is down from 22:10 to 05:40. Nothing follows from that, and the cause is named."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import ceaseline as cl
from builders import at, clause, terms_text
from ceaseline.case import Case
from ceaseline.pipeline import Outcome
from easter import easter

NOW = at("2031-05-12 12:00")
NIGHT = {"from": "2031-05-10 22:00", "until": "2031-05-11 06:00", "zone": "UTC"}
FIRE = clause(window=NIGHT)
SENSORS = clause(
    id="no-interference", code="NO_SENSOR_INTERFERENCE", text="No sensor is interfered with.", window=NIGHT
)
ASSETS = "asset,kind,owner,acts_of\nridge-camera,camera,,any\n"
WATCHES = """asset,from,until,status,reason
ridge-camera,2031-05-10T12:00Z,2031-05-10T22:10Z,operational,
ridge-camera,2031-05-10T22:10Z,2031-05-11T05:40Z,non_operational,{reason}
ridge-camera,2031-05-11T05:40Z,2031-05-11T12:00Z,operational,
"""
RESTRICTIONS = "restriction_id,from,until,asset,type,imposed_by,established\n"
SOURCES = """
sources:
  - {name: list, kind: assets, file: inbox/assets.csv, role: monitor}
  - {name: log, kind: watches, file: inbox/watches.csv, role: monitor}
  - {name: register, kind: restrictions, file: inbox/restrictions.csv, role: monitor}
"""
DOWN = "For 7 h 30 min of the window the only asset on record that can see it was not operational"
UP = (
    "For 30 min of the window that asset watched; with what chance it would have seen such an act is not known, so "
    "nothing follows from that."
)


def night(
    folder: Path,
    *,
    reason: str = "power",
    acts_of: str = "any",
    restrictions: str = "",
    names: tuple[str, str] = ("North", "South"),
) -> tuple[Case, Outcome]:
    """Return the case of that night, worked out."""
    case = easter(folder)
    for path in (case / "inbox").iterdir():
        path.unlink()
    parties = {"A": {"name": names[0]}, "B": {"name": names[1]}}
    for name, text in (
        ("terms.yaml", terms_text(FIRE, SENSORS, parties=parties)),
        ("sources.yaml", SOURCES),
        ("inbox/assets.csv", ASSETS.replace("any", acts_of)),
        ("inbox/watches.csv", WATCHES.format(reason=reason)),
        ("inbox/restrictions.csv", RESTRICTIONS + restrictions),
    ):
        (case / name).write_text(text, "utf-8")
    opened = cl.open(case)
    return opened, opened.run(now=NOW)


def verdicts(outcome: Outcome, clause_id: str) -> dict[str, tuple[str, int | None, str]]:
    own = outcome.verdicts.filter(pl.col("clause_id") == clause_id, pl.col("clock") == "A")
    return {row[0]: row[1:] for row in own.select("obligor", "verdict", "recorded", "reason").rows()}


def test_of_fire_that_night_nothing_can_be_told_and_the_cause_is_named(tmp_path: Path) -> None:
    _, outcome = night(tmp_path)
    expected = ("cannot_tell", None, f"{DOWN} (power). {UP}")
    assert dict.fromkeys(["A", "B", "any"], expected) == verdicts(outcome, "no-fire")
    assert outcome.findings.is_empty()


def test_no_interference_is_found_and_the_answer_says_that_a_camera_down_shows_none(tmp_path: Path) -> None:
    _, outcome = night(tmp_path)
    found = verdicts(outcome, "no-interference")
    assert {"cannot_tell"} == {verdict for verdict, _, _ in found.values()}
    assert {None} == {recorded for _, recorded, _ in found.values()}
    assert "broken" not in outcome.register_checks["result"]
    for _, _, reason in found.values():
        assert "that an asset did not watch shows no such act" in reason


def test_with_no_register_of_restrictions_interference_is_not_verifiable_and_the_same_is_said(
    tmp_path: Path,
) -> None:
    case, _ = night(tmp_path)
    (case.folder / "sources.yaml").write_text("\n".join(SOURCES.splitlines()[:-1]), "utf-8")
    found = verdicts(cl.open(case.folder).run(now=NOW), "no-interference")
    assert {"not_verifiable"} == {verdict for verdict, _, _ in found.values()}
    assert found["A"][2].endswith(
        "No register of restrictions is kept, and that an asset did not watch shows no such act."
    )


def test_evidence_of_interference_is_found_with_whoever_is_established_to_have_done_it(tmp_path: Path) -> None:
    taken = "x1,2031-05-10T22:10Z,2031-05-11T05:40Z,ridge-camera,theft,B,1\n"
    _, outcome = night(tmp_path, restrictions=taken)
    found = verdicts(outcome, "no-interference")
    assert ("violation_established", 1) == found["B"][:2]
    assert ("violation_established", 1) == found["any"][:2]
    assert ("cannot_tell", None) == found["A"][:2]


@pytest.mark.parametrize("reason", ["cable cut by Smith near Swan Mere", "Smith", "power at Swan Mere"])
def test_no_word_of_a_log_but_the_closed_ones_is_told(tmp_path: Path, reason: str) -> None:
    case, outcome = night(tmp_path, reason=reason)
    assert f"{DOWN}. {UP}" == verdicts(outcome, "no-fire")["A"][2]
    page = case.report(outcome).decode()
    assert "Smith" not in page
    assert "Swan Mere" not in page


def test_a_camera_that_sees_one_side_alone_says_nothing_of_the_other(tmp_path: Path) -> None:
    _, outcome = night(tmp_path, acts_of="A")
    found = verdicts(outcome, "no-fire")
    assert {"A": "cannot_tell", "B": "not_verifiable", "any": "cannot_tell"} == {
        who: verdict for who, (verdict, _, _) in found.items()
    }


def test_exchanging_the_parties_exchanges_the_answers_and_nothing_else(tmp_path: Path) -> None:
    taken = "x1,2031-05-10T22:10Z,2031-05-11T05:40Z,ridge-camera,theft,{},1\n"
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    _, before = night(tmp_path / "one", acts_of="A", restrictions=taken.format("B"))
    _, after = night(tmp_path / "other", acts_of="B", restrictions=taken.format("A"), names=("South", "North"))
    for clause_id in ("no-fire", "no-interference"):
        one, other = verdicts(before, clause_id), verdicts(after, clause_id)
        for who, mirror in (("A", "B"), ("B", "A")):
            assert one[who][:2] == other[mirror][:2]
            assert swapped(one[who][2]) == other[mirror][2]
        assert one["any"][:2] == other["any"][:2]


def swapped(reason: str) -> str:
    """Exchange codes alone: North is A before, and B after."""
    return reason.replace("(A)", "(#)").replace("(B)", "(A)").replace("(#)", "(B)")
