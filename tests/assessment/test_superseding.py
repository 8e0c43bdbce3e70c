"""Answers held against what was said before: worked out by hand on a few rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from builders import at
from ceaseline.assessment import Said, corrections, superseding
from ceaseline.tables import Corrections, VerdictParts, Verdicts, from_rows

FIRST, SECOND, THIRD = at("2031-05-04 12:00"), at("2031-05-12 12:00"), at("2031-05-20")
ESTABLISHED, NONE, UNSURE = "violation_established", "none_recorded_where_watched", "cannot_tell"


def window(verdict: str, recorded: int | None, **changes: Any) -> dict[str, Any]:
    usual = {
        "clause_id": "no-fire",
        "obligor": "any",
        "scope": "line",
        "clock": "A",
        "from": at("2031-05-01"),
        "until": at("2031-06-01"),
        "verdict": verdict,
        "proposed": verdict,
        "recorded": recorded,
        "watched_share": 0.9,
        "signal": "none",
        "reason": "So it is.",
    }
    return {**usual, **changes}


def day(number: int, verdict: str, recorded: int | None, **changes: Any) -> dict[str, Any]:
    start = at(f"2031-05-{number:02}")
    usual = {
        **window(verdict, recorded),
        "day": date(2031, 5, number),
        "from": start,
        "until": at(f"2031-05-{number + 1:02}"),
        "verifiable": "partly",
    }
    return {**{name: value for name, value in usual.items() if name not in ("proposed", "signal")}, **changes}


def told(
    as_of: datetime, *rows: dict[str, Any], parts: tuple[dict[str, Any], ...] = (), before: Said | None = None
) -> Said:
    """Return what is said, having superseded what was said before."""
    verdicts, answers = from_rows(Verdicts, rows), from_rows(VerdictParts, parts)
    if before is None:
        return Said(as_of, verdicts, answers, from_rows(Corrections, []))
    return Said(
        as_of,
        superseding(verdicts, before.verdicts, before.as_of),
        superseding(answers, before.parts, before.as_of),
        from_rows(Corrections, []),
    )


def listed(now: Said, before: Said, *, only_forms: bool = False) -> pl.DataFrame:
    return corrections(now, before, came="Since then came 1 file of posts.", only_forms=only_forms)


def test_the_same_answer_carries_on_what_it_superseded() -> None:
    first = told(FIRST, window(UNSURE, None))
    second = told(SECOND, window(ESTABLISHED, 1), before=first)
    third = told(THIRD, window(ESTABLISHED, 1), before=second)
    assert [[None], [FIRST], [FIRST]] == [each.verdicts["supersedes"].to_list() for each in (first, second, third)]


def test_no_number_and_a_number_are_two_answers() -> None:
    first = told(FIRST, window(UNSURE, None))
    assert [FIRST] == told(SECOND, window(UNSURE, 3), before=first).verdicts["supersedes"].to_list()


def test_another_share_watched_makes_no_other_answer() -> None:
    first = told(FIRST, window(UNSURE, None, watched_share=0.1))
    assert [None] == told(SECOND, window(UNSURE, None), before=first).verdicts["supersedes"].to_list()


def test_a_day_that_was_over_is_corrected_and_the_day_that_ran_is_not() -> None:
    first = told(FIRST, parts=(day(3, NONE, 0), day(4, NONE, 0)))
    second = told(
        SECOND, parts=(day(3, ESTABLISHED, 1), day(4, ESTABLISHED, 2), day(5, ESTABLISHED, 1)), before=first
    )
    rows = listed(second, first)
    assert [("2031-05-03", NONE, 0, ESTABLISHED, 1)] == rows.select(
        "part", "verdict_before", "recorded_before", "verdict", "recorded"
    ).rows()
    assert [FIRST, FIRST, None] == second.parts["supersedes"].to_list()


def test_a_window_and_its_first_day_are_two_corrections() -> None:
    over = {"until": at("2031-05-02")}
    first = told(FIRST, window(NONE, 0, **over), parts=(day(1, NONE, 0),))
    second = told(SECOND, window(ESTABLISHED, 1, **over), parts=(day(1, ESTABLISHED, 1),), before=first)
    assert ["window", "2031-05-01"] == listed(second, first)["part"].to_list()


def test_a_sector_of_a_window_that_runs_is_corrected_where_its_number_falls() -> None:
    sector = {"day": None, "from": at("2031-05-01"), "until": at("2031-06-01")}
    first = told(FIRST, parts=(day(1, ESTABLISHED, 2, scope="north", **sector),))
    more = told(SECOND, parts=(day(1, ESTABLISHED, 3, scope="north", **sector),), before=first)
    less = told(SECOND, parts=(day(1, ESTABLISHED, 1, scope="north", **sector),), before=first)
    assert [0, 1] == [listed(now, first).height for now in (more, less)]
    assert ["sector"] == listed(less, first)["part"].to_list()


@pytest.mark.parametrize(("only_forms", "count"), [(True, 1), (False, 0)])
def test_a_running_window_that_other_forms_alone_changed_is_listed(only_forms: bool, count: int) -> None:
    first = told(FIRST, window(UNSURE, None))
    second = told(SECOND, window(NONE, 0), before=first)
    assert count == listed(second, first, only_forms=only_forms).height


def test_a_newer_correction_of_an_answer_stands_in_place_of_the_older_and_others_stay() -> None:
    first = told(FIRST, parts=(day(2, NONE, 0), day(3, NONE, 0)))
    second = told(SECOND, parts=(day(2, ESTABLISHED, 1), day(3, ESTABLISHED, 1)), before=first)
    kept = Said(SECOND, second.verdicts, second.parts, corrections(second, first, came="A.", only_forms=False))
    third = told(THIRD, parts=(day(2, ESTABLISHED, 1), day(3, ESTABLISHED, 2)), before=kept)
    rows = corrections(third, kept, came="B.", only_forms=False)
    assert [("2031-05-03", 1, 2, THIRD, "B."), ("2031-05-02", 0, 1, SECOND, "A.")] == rows.select(
        "part", "recorded_before", "recorded", "as_of", "reason"
    ).rows()


def test_a_ruling_withdrawn_is_a_correction_that_says_so() -> None:
    first = told(FIRST, window(NONE, 0, decision_id="d-1"))
    second = told(SECOND, window(UNSURE, None), before=first)
    assert ["The ruling d-1 does not stand any more."] == listed(second, first)["reason"].to_list()
