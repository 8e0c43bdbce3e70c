"""The kernel is compiled before doors are shut: the compiler reads its own source, and keeps what it made."""

from __future__ import annotations

from datetime import timedelta

import pytest

from builders import at, observation, observations, source_rows
from ceaseline.fusion import fuse


@pytest.fixture(scope="session", autouse=True)
def _compiled() -> None:
    rows = [
        observation(observation_id=f"w{number}", source=f"s{number % 7}", earliest=start, latest=start)
        for number in range(80)
        for start in [at("2031-05-10 08:00") + timedelta(minutes=7 * (number // 4))]
    ]
    fuse(observations(*rows), source_rows())
