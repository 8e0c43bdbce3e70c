"""The page about complaints says which state may follow which, as the program has it."""

from __future__ import annotations

import re
from pathlib import Path

from ceaseline.review.cases import NEXT

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "complaints.md"


def test_the_page_tells_what_may_follow_each_state() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert {state: tuple(re.findall(r"`(\w+)`", following)) for state, following in rows} == NEXT
