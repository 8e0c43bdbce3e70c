"""A case with registers, from the files to the verdicts and the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ceaseline as cl
from builders import at, clause, terms_text
from ceaseline.case import Case
from ceaseline.publishing.duties import Duties, Guaranteed, Held, Quantity, SideConsequences, SideOrders, duties
from ceaseline.publishing.explaining import explain
from easter import easter
from registered import AID, DISCIPLINE, EXERCISE, ORDER

NOW = at("2031-05-20")
FILES = {
    "orders": """order_id,party,orders,issued,effective,deposited,addressees,receipts
o1,A,cease_fire,2031-05-09T00:00Z,2031-05-10T00:00Z,2031-05-09T12:00Z,4,4
o2,B,cease_fire,2031-05-09T00:00Z,2031-05-10T00:00Z,2031-05-10T05:00Z,5,3
""",
    "notifications": """notification_id,party,act,notified,from,until
n1,A,exercise,2031-05-10T00:00Z,2031-05-10T12:00Z,2031-05-10T14:00Z
""",
    "counts": """count_id,clause_id,party,from,until,count,unit
c1,aid,A,2031-05-10T00:00Z,2031-05-11T00:00Z,580,trucks
c2,aid,A,2031-05-11T00:00Z,2031-05-11T12:00Z,300,trucks
c3,aid,B,2031-05-10T00:00Z,2031-05-11T00:00Z,700,trucks
""",
    "consequences": """consequence_id,party,about,type,due,done,notified,office
q1,A,case-1,disciplinary,2031-05-10T12:00Z,,,Colonel Smith
q2,B,case-2,removal,2031-05-10T12:00Z,2031-05-10T08:00Z,2031-05-10T09:00Z,
""",
    "guarantees": """guarantee_id,guarantor,clause_id,what,trigger,from
g1,a third state,aid,that trucks pass,verified,2031-05-01T00:00Z
""",
}


def made(folder: Path, role: str = "monitor", files: dict[str, str] | None = None) -> Case:
    case = easter(folder)
    for path in (case / "inbox").iterdir():
        path.unlink()
    entries = [f"  - {{name: {kind}, kind: {kind}, file: inbox/{kind}.csv, role: {role}}}" for kind in FILES]
    (case / "sources.yaml").write_text("\n".join(["sources:", *entries, ""]), "utf-8")
    (case / "terms.yaml").write_text(terms_text(clause(), ORDER, EXERCISE, AID, DISCIPLINE), "utf-8")
    for kind, text in (files or FILES).items():
        (case / "inbox" / f"{kind}.csv").write_text(text, "utf-8")
    return cl.open(case)


def told(case: Case) -> Duties:
    found = duties(case.material(case.run(now=NOW)))
    assert found is not None
    return found


def test_what_registers_have_is_told_side_by_side_with_what_nobody_counted(tmp_path: Path) -> None:
    found = told(made(tmp_path))
    assert (
        SideOrders("North (A)", 1, 1, "none on record", "4 of 4", 0),
        SideOrders(
            "South (B)",
            1,
            1,
            "an order, deposited 5 hours late",
            "3 of 5",
            0,
        ),
    ) == found.orders
    assert (
        Quantity("aid", "South (B)", "", "1,800 trucks", "700 trucks", "1 kept and 2 open", "2 not at all"),
        Quantity(
            "aid", "North (A)", "", "1,800 trucks", "880 trucks", "1 short and 2 open", "1 not at all and 1 in part"
        ),
    ) == found.quantities
    assert (
        SideConsequences("South (B)", 1, 1, 1, 0),
        SideConsequences("North (A)", 1, 0, 0, 1),
    ) == found.consequences
    assert (
        Guaranteed("a third state", "that trucks pass (aid)", "a finding that is verified", "not on record"),
    ) == (found.guarantees)
    assert Held("exercise", "North (A)", "", "notifications", "1 late", 0) in found.held
    assert Held("exercise", "South (B)", "", "notifications", "1 open", 0) in found.held


def test_which_side_stands_first_alternates_from_clause_to_clause(tmp_path: Path) -> None:
    first: dict[str, str] = {}
    for row in told(made(tmp_path)).held:
        first.setdefault(row.clause_id, row.who)
    assert {"order": "South (B)", "exercise": "North (A)", "discipline": "North (A)"} == first


def test_what_sides_keep_of_themselves_is_in_no_number_and_called_alleged(tmp_path: Path) -> None:
    case = made(tmp_path, role="party")
    outcome = case.run(now=NOW)
    assert {"alleged"} == set(outcome.register_checks["level"])
    assert "violation_established" not in outcome.verdicts["verdict"]
    found = told(case)
    assert ((), ()) == (found.orders, found.consequences)
    assert {("none", 1)} == {(row.results, row.alleged) for row in found.held}
    assert all(row.periods.endswith("(alleged)") for row in found.quantities)


def test_the_run_gives_verdicts_and_the_page_shows_them_with_no_name_of_anybody(tmp_path: Path) -> None:
    case = made(tmp_path)
    outcome = case.run(now=NOW)
    assert case.table("register_checks").equals(outcome.register_checks)
    own = outcome.verdicts.filter(clock="A", verdict="violation_established")
    expected = [
        ("order", "B"),
        ("order", "any"),
        ("exercise", "A"),
        ("exercise", "any"),
        ("aid", "A"),
        ("aid", "any"),
    ]
    assert expected == own.select("clause_id", "obligor").rows()
    page = case.report(outcome).decode()
    part = page.partition('<section id="duties"')[2].partition("</section>")[0]
    assert "Orders, duties and consequences" in part
    assert "1 not at all and 1 in part" in part
    assert "Smith" not in page


def test_a_case_without_registers_has_no_such_section(tmp_path: Path) -> None:
    case = made(tmp_path)
    (case.folder / "sources.yaml").write_text("sources: []\n", "utf-8")
    case = cl.open(case.folder)
    outcome = case.run(now=NOW)
    assert duties(case.material(outcome)) is None
    assert 'id="duties"' not in case.report(outcome).decode()


@pytest.mark.parametrize("kind", ["orders", "notifications", "counts", "consequences"])
def test_a_register_whose_file_never_came_is_not_kept_and_not_empty(tmp_path: Path, kind: str) -> None:
    case = made(tmp_path, files={name: text for name, text in FILES.items() if name != kind})
    assert kind not in case.run(now=NOW).register_checks["register"]


def test_exchanging_the_parties_exchanges_the_answers_and_nothing_else(tmp_path: Path) -> None:
    codes = {"A": "B", "B": "A"}
    turned = {kind: re.sub(r",([AB]),", lambda found: f",{codes[found[1]]},", text) for kind, text in FILES.items()}
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    before = made(tmp_path / "one").run(now=NOW).register_checks
    after = made(tmp_path / "other", files=turned).run(now=NOW).register_checks
    keys = ["clause_id", "obligor", "clock", "number"]
    mirrored = before.with_columns(obligor=before["obligor"].replace(codes), clock=before["clock"].replace(codes))
    assert mirrored.sort(keys).equals(after.sort(keys))


def test_explain_leads_from_a_clause_to_the_line_of_the_register(tmp_path: Path) -> None:
    case = made(tmp_path)
    outcome = case.run(now=NOW)
    rows = dict(explain(case.material(outcome), "order:B"))
    capture = outcome.orders["capture_id"][0]
    assert (
        "South (B): late, observed, by orders; an order, deposited 5 hours late; 3 of 5 formations confirmed its "
        f"receipt; line 3, SHA-256 {capture}"
    ) == rows["register of orders, entry o2"]
    assert "register of orders, entry o1" not in rows
