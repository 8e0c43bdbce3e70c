"""Visits to sites held against what was declared and what is allowed; nobody looking is no number."""

from __future__ import annotations

from typing import Any

import pytest

from builders import CAPTURE, at, clause, flat, only, source_rows
from ceaseline.assessment import weapon_checks
from ceaseline.tables import Inventories, SiteChecks, from_rows

pytestmark = pytest.mark.usefixtures("outside_shut")

SOURCES = source_rows(visits={}, claims={"role": "party", "party": "A"})
ROW = {"source": "visits", "capture_id": CAPTURE, "line": 2}
STORED = clause(id="stored", code="STORE_AT_SITE", objects=["artillery"])
TEN = {"at_most": 10, "unit": "pieces"}
CEILING = clause(id="ten", code="CEILING", modality="ceiling", objects=["artillery"], quantity=TEN)
DRAWN = {"lines": {"contact": {"file": "contact.geojson"}}}

Row = dict[str, Any]


def visit(result: str = "seen", count: int | None = 12, **changes: Any) -> Row:
    usual = {"site": "S-11", "party": "A", "weapon": "artillery", "checked": at("2031-05-10 08:00")}
    return {**usual, **ROW, "result": result, "count": count, **changes}


def holding(count: int = 12, **changes: Any) -> Row:
    day = at("2031-05-01")
    usual = {"party": "A", "site": "S-11", "weapon": "artillery", "as_of": day, "declared": day}
    return {**usual, **ROW, "count": count, **changes}


def checked(*visits: Row, against: Row = STORED, declared: tuple[Row, ...] = ()) -> list[Row]:
    """Return the rows on the clock of A."""
    table = weapon_checks(
        flat(against, **DRAWN),
        from_rows(Inventories, [{**row, "inventory_id": f"i{at}"} for at, row in enumerate(declared)]),
        from_rows(SiteChecks, [{**row, "check_id": f"k{at}"} for at, row in enumerate(visits)]),
        SOURCES,
    )
    return list(table.filter(clock="A").iter_rows(named=True))


@pytest.mark.parametrize(
    ("count", "declared", "expected"),
    [
        (12, (holding(12),), ("as_declared", 12, 12, None)),
        (9, (holding(12),), ("less_than_declared", 9, 9, 3)),
        (13, (holding(12),), ("more_than_declared", 13, 13, None)),
        (0, (holding(12),), ("less_than_declared", 0, 0, 12)),
        (12, (), ("seen", 12, 12, None)),
    ],
)
def test_what_was_seen_at_a_site_is_held_against_the_partys_own_number(
    count: int, declared: tuple[Row, ...], expected: tuple[Any, ...]
) -> None:
    row = only(checked(visit(count=count), declared=declared))
    assert expected == tuple(row[name] for name in ("result", "seen_low", "seen_high", "missing"))
    assert ("A", "S-11", "observed") == (row["obligor"], row["site"], row["level"])


def test_what_is_missing_is_told_as_missing_and_accuses_nobody() -> None:
    row = only(checked(visit(count=9), visit("missing", 3), declared=(holding(12),)))
    assert ("missing", 9, 3, 12) == tuple(row[name] for name in ("result", "seen_low", "missing", "declared"))
    assert (
        "9 seen; 12 declared by the side itself, which is its claim; 3 missing against the declaration, and where "
        "they are is not known."
    ) == row["basis"]


def test_what_could_not_be_verified_has_no_number_and_no_zero() -> None:
    row = only(checked(visit("not_verifiable", None), declared=(holding(12),)))
    assert ("not_verifiable", None, None, None) == tuple(
        row[name] for name in ("result", "seen_low", "seen_high", "missing")
    )


def test_a_site_of_which_only_a_part_could_be_seen_has_no_missing() -> None:
    row = only(checked(visit(count=2), visit("not_verifiable", None), declared=(holding(12),)))
    assert ("not_verifiable", 2, None, None) == tuple(
        row[name] for name in ("result", "seen_low", "seen_high", "missing")
    )


@pytest.mark.parametrize("against", [STORED, CEILING])
def test_where_nobody_went_there_is_no_row_whatever_was_declared(against: Row) -> None:
    assert [] == checked(against=against, declared=(holding(12),))


def test_the_last_declaration_before_the_visit_counts() -> None:
    later = holding(9, as_of=at("2031-05-08"))
    too_late = holding(7, as_of=at("2031-05-11"))
    elsewhere = holding(5, site="S-12", as_of=at("2031-05-09"))
    theirs = holding(4, party="B", as_of=at("2031-05-09"))
    row = only(checked(visit(count=9), declared=(holding(12), later, too_late, elsewhere, theirs)))
    assert ("as_declared", 9) == (row["result"], row["declared"])


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"weapon": "tank"}, "another class"),
        ({"weapon": "a new word"}, "a word that is no class"),
        ({"checked": at("2031-05-09 23:59")}, "before it held"),
        ({"checked": at("2031-05-11")}, "after it held"),
    ],
)
def test_a_visit_that_the_clause_says_nothing_of_gives_no_row(changes: Row, what: str) -> None:
    assert [] == checked(visit(**changes)), what


def test_a_side_that_is_not_bound_has_no_row() -> None:
    assert [] == checked(visit(), against={**STORED, "obligors": ["B"]})
    assert [] == checked(visit(), against={**STORED, "speech_status": {"A": "demanded", "B": "agreed"}})


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        ([visit(count=6), visit(count=4, site="S-12")], ("within", 10, 10)),
        ([visit(count=6), visit(count=5, site="S-12")], ("exceeded", 11, 11)),
        ([visit(count=6), visit(count=9)], ("within", 6, 9)),
        ([visit(count=6), visit(count=11)], ("may_be_exceeded", 6, 11)),
        ([visit(count=6), visit("not_verifiable", None, site="S-12")], ("not_verifiable", 6, None)),
        ([visit(count=11), visit("not_verifiable", None, site="S-12")], ("exceeded", 11, None)),
        ([visit("not_verifiable", None)], ("not_verifiable", None, None)),
        ([visit("missing", 3)], ("not_verifiable", None, None)),
        ([visit(count=0)], ("within", 0, 0)),
        ([visit(count=6), visit(count=5, site="S-12", party="B")], ("within", 6, 6)),
    ],
    ids=[
        "ten",
        "eleven",
        "twice",
        "differing",
        "one shut",
        "one shut, too many",
        "shut",
        "missing",
        "none",
        "theirs",
    ],
)
def test_sites_of_one_side_on_one_day_add_up_to_its_ceiling(visits: list[Row], expected: tuple[Any, ...]) -> None:
    row = next(row for row in checked(*visits, against=CEILING) if row["obligor"] == "A")
    assert expected == (row["result"], row["seen_low"], row["seen_high"])
    assert ("all sites", 10.0) == (row["site"], row["allowed"])


def test_two_days_do_not_add_up() -> None:
    two = {**CEILING, "window": {"from": "2031-05-10", "until": "2031-05-12", "zone": "UTC"}}
    rows = checked(visit(count=6), visit(count=6, site="S-12", checked=at("2031-05-11 08:00")), against=two)
    assert ["within", "within"] == [row["result"] for row in rows]


def test_whether_sites_lie_in_a_band_is_in_no_table_so_too_many_in_them_is_left_open() -> None:
    band = {**CEILING, "where": {"line": "contact", "within_km": 20}}
    row = only(checked(visit(count=11), against=band))
    assert "may_be_exceeded" == row["result"]
    assert "whether these sites lie in the place of the clause is in no table" in row["basis"]


def test_a_ceiling_in_per_cent_or_without_a_number_is_no_number_of_weapons() -> None:
    share = {**CEILING, "quantity": {"at_most": 10, "unit": "per cent"}}
    assert ["seen", "seen"] == [
        only(checked(visit(count=11), against=each))["result"] for each in (share, {**CEILING, "quantity": None})
    ]


def test_a_partys_own_visit_is_a_claim_and_is_not_taken_beside_another() -> None:
    own = only(checked(visit(count=12, source="claims")))
    both = only(checked(visit(count=12, source="claims"), visit(count=9)))
    assert [("alleged", 12), ("observed", 9)] == [(row["level"], row["seen_high"]) for row in (own, both)]


def test_other_sides_give_the_same_rows_with_other_sides() -> None:
    def mirrored(row: Row) -> Row:
        return {**row, "party": {"A": "B", "B": "A"}[row["party"]]}

    visits = [
        visit(count=11),
        visit("not_verifiable", None, site="S-21", party="B"),
        visit("missing", 2, party="B"),
    ]
    for against in (STORED, CEILING):
        before = checked(*visits, against=against, declared=(holding(12),))
        after = checked(*map(mirrored, visits), against=against, declared=(mirrored(holding(12)),))
        turned = [{**row, "obligor": {"A": "B", "B": "A"}[row["obligor"]]} for row in after]
        assert sorted(map(str, before)) == sorted(map(str, turned))
        assert before
