"""Large worlds are quick, and as flat in memory as they are long."""

from __future__ import annotations

import resource
from time import monotonic

import pytest

from ceaseline.simulation import days, scenario, world


def peak_mib() -> float:
    """Memory of this process at its most so far; Linux counts it in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.soak
def test_the_founding_case_is_made_in_half_a_minute_and_two_gibibytes() -> None:
    start = monotonic()
    made = sum(one.observations.height for one in days(world(scenario("founding-case"), seed=1)))
    assert made > 200_000
    assert monotonic() - start < 30
    assert peak_mib() < 2048


@pytest.mark.soak
def test_ten_million_records_take_no_more_memory_than_the_first_hundred_thousand() -> None:
    endless = scenario("founding-case", days=1600, fire={"weekly_growth": 1.0, "drop": 2.0})
    made, after_the_first = 0, 0.0
    for one in days(world(endless, seed=1)):
        made += one.observations.height
        if after_the_first == 0 and made > 100_000:
            after_the_first = peak_mib()
        if made > 10_000_000:
            break
    assert made > 10_000_000
    assert peak_mib() < after_the_first + 200  # days differ in size
