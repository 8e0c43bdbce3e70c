"""Words for cases: every state and every ruling has one, and an end is told as an end."""

from __future__ import annotations

import pytest

from builders import at
from ceaseline.publishing.complaints import due, standing
from ceaseline.tables.steps import RULINGS, STATES


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("ruling", [None, *RULINGS])
def test_every_state_with_every_ruling_has_words(state: str, ruling: str | None) -> None:
    said = standing({"state": state, "ruling": ruling, "ended": None})
    assert said
    assert "_" not in said
    assert ("violation" in said) == (ruling in ("violation", "no_violation", "both"))


@pytest.mark.parametrize(
    ("state", "ruling", "said"),
    [
        ("closed", None, "closed"),
        ("closed", "violation", "closed, ruled a violation"),
        ("ruled", "closed_no_access", "closed without access, so ended"),
        ("published", "withdrawn", "published, withdrawn, so ended"),
    ],
)
def test_what_has_ended_says_so(state: str, ruling: str | None, said: str) -> None:
    assert said == standing({"state": state, "ruling": ruling, "ended": at("2031-05-01")})


def test_a_deadline_says_whether_it_has_passed() -> None:
    assert "" == due(None, overdue=False)
    assert "2031-05-01 06:00 UTC" == due(at("2031-05-01 06:00"), overdue=False)
    assert "2031-05-01 06:00 UTC, passed" == due(at("2031-05-01 06:00"), overdue=True)
