"""Acts against a ceiling: in the clause's own unit, or left open, and never converted."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from builders import at, clause, only
from held import held, shot

pytestmark = pytest.mark.usefixtures("outside_shut")

WEEK = {"from": "2031-05-05", "until": "2031-05-19", "zone": "UTC"}


def limit(**quantity: Any) -> dict[str, Any]:
    """Return a clause by which each side may fire so often; at most five acts a day where nothing else is said."""
    return clause(
        modality="ceiling", window=WEEK, quantity={"at_most": 5, "unit": "acts", "per": "day", **quantity}
    )


FIVE = limit()


def fired(number: int, low: float | None, high: float | None = None, **changes: Any) -> dict[str, Any]:
    """Return so many acts, an hour after those before, each in a place of its own."""
    counted = {"quantity_low": low, "quantity_high": low if high is None else high, "unit": "acts"}
    moment = at(f"2031-05-10 {number:02}:00")
    return shot(f"p{number}", **{"earliest": moment, "latest": moment, "lat": 10.0 + number, **counted, **changes})


def found(*rows: dict[str, Any], against: dict[str, Any] = FIVE) -> list[dict[str, Any]]:
    table = held(rows, against)[1]
    return list(table.filter(pl.col("clock") == "A").iter_rows(named=True))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(6, 6, ["violation"]), (5, 5, []), (4, 6, ["indeterminate"]), (None, None, []), (6, 9, ["violation"])],
    ids=["more", "as many", "perhaps more", "not stated, so one at least", "surely more"],
)
def test_one_incident_is_held_against_the_number_allowed(
    low: float | None, high: float | None, expected: list[str]
) -> None:
    rows = found(fired(1, low, high))
    assert expected == [row["outcome"] for row in rows]


def test_several_that_only_together_are_too_many_may_be_of_several_sides() -> None:
    rows = found(fired(1, 3), fired(2, 3))
    assert ["indeterminate", "indeterminate"] == [row["outcome"] for row in rows]
    assert "6 acts in all in day where 5 are allowed, and they may be of several sides" in rows[0]["basis"]
    assert ["may_be", "may_be"] == [row["act"] for row in rows]


@pytest.mark.parametrize(
    ("per", "second", "expected"),
    [
        ("hour", "2031-05-10 01:59", 2),
        ("hour", "2031-05-10 02:00", 0),
        ("day", "2031-05-10 23:59", 2),
        ("day", "2031-05-11 00:00", 0),
        ("week", "2031-05-11 23:59", 2),
        ("week", "2031-05-12 00:00", 0),
        (None, "2031-05-18 23:59", 2),
    ],
)
def test_they_are_added_up_over_the_period_of_the_clause(per: str | None, second: str, expected: int) -> None:
    """10 May 2031 is a Saturday."""
    rows = found(fired(1, 3), fired(2, 3, earliest=at(second), latest=at(second)), against=limit(per=per))
    assert expected == len(rows)


def test_what_lasts_over_midnight_may_be_of_two_days() -> None:
    row = only(found(fired(1, 6, earliest=at("2031-05-10 23:30"), latest=at("2031-05-11 00:30"))))
    assert ("indeterminate", "may_be") == (row["outcome"], row["act"])


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("rounds", "counted in rounds, and the clause in acts; neither is converted"),
        ("minutes", "counted in minutes, and the clause in acts; neither is converted"),
    ],
)
def test_what_is_counted_in_another_unit_is_never_converted(unit: str, words: str) -> None:
    row = only(found(fired(1, 900, unit=unit)))
    assert ("indeterminate", "may_be") == (row["outcome"], row["act"])
    assert words in row["basis"]
    assert (900.0, 900.0, unit) == (row["quantity_low"], row["quantity_high"], row["unit"])


def test_other_units_add_nothing_to_the_sum_of_a_day() -> None:
    rows = found(fired(1, 3), fired(2, 900, unit="rounds"))
    assert ["rounds"] == [row["unit"] for row in rows]


def test_how_many_rounds_it_was_where_nobody_counted_stays_open() -> None:
    rounds = limit(unit="rounds", at_most=100)
    row = only(found(fired(1, None, unit=None), against=rounds))
    assert "how many rounds it was is not stated" in row["basis"]
    assert "violation" == only(found(fired(1, 101, unit="rounds"), against=rounds))["outcome"]


def test_what_parties_tell_is_added_up_by_itself() -> None:
    assert [] == found(fired(1, 3), fired(2, 3, source="north"))


def test_a_ceiling_without_a_number_leaves_it_open() -> None:
    row = only(found(fired(1, 900), against=clause(modality="ceiling", window=WEEK)))
    assert "indeterminate" == row["outcome"]
    assert "how many are allowed is not said" in row["basis"]


def test_numbers_and_their_unit_stand_in_the_finding_of_any_clause() -> None:
    row = only(found(fired(1, 7, 9, unit="rounds"), against=clause()))
    assert ("violation", 7.0, 9.0, "rounds") == tuple(
        row[name] for name in ("outcome", "quantity_low", "quantity_high", "unit")
    )
