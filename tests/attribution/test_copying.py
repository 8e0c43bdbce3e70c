"""Sources that repeat one another are one witness: declared, of one camp or wording, or found by mistakes."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from asked import asked, chance, claim
from ceaseline.attribution.attributing import Attributed
from trial_world import BOTH, NOON

pytestmark = pytest.mark.usefixtures("outside_shut")

TEXT = "Heavy shelling right now near the river, they fired first."
DESKS = [{"source": f"press{k}", "role": "press"} for k in range(3)]


def written(copies: float, seed: int = 1) -> Attributed:
    """Attribute what two monitors and three desks say; two of the desks copy a third so often."""
    rng = np.random.default_rng(seed)
    monitors = [{"source": f"monitor{k}", "role": "monitor"} for k in range(2)]
    records = []
    for k in range(800):
        truth = int(rng.random() < 0.5)
        first = truth if rng.random() < 0.75 else 1 - truth
        records += [
            claim(m["source"], BOTH[truth if rng.random() < 0.9 else 1 - truth], f"i{k:03}") for m in monitors
        ]
        for desk in DESKS:
            alone = truth if rng.random() < 0.75 else 1 - truth
            said = first if desk["source"] == "press0" or rng.random() < copies else alone
            records.append(claim(desk["source"], BOTH[said], f"i{k:03}"))
    return asked(*records, sources=[*monitors, *DESKS])


def groups(got: Attributed) -> set[str]:
    return set(got.sources_learned()["group"])


def test_desks_that_copy_are_found_by_their_mistakes_and_those_that_do_not_stay_apart() -> None:
    assert groups(written(0.8)) == {"monitor0", "monitor1", "press0"}
    assert groups(written(0.0)) == {"monitor0", "monitor1", "press0", "press1", "press2"}


def test_what_was_found_is_said_in_words() -> None:
    assert "press0 and press1 share their mistakes: they are counted as one witness." in written(0.8).warnings


def test_equal_wording_in_an_incident_is_one_witness_whatever_the_figures_and_marks() -> None:
    once = asked(claim("press0", "A", text=TEXT), sources=DESKS)
    thrice = asked(*[claim(d["source"], "A", text=f"{k}: {TEXT}!") for k, d in enumerate(DESKS)], sources=DESKS)
    own = (TEXT, "Smoke over the hills at noon, said a farmer.", "Two shells landed in a field, no one was hurt.")
    apart = asked(*[claim(d["source"], "A", text=own[k]) for k, d in enumerate(DESKS)], sources=DESKS)
    assert chance(once, "A") == pytest.approx(chance(thrice, "A"), abs=1e-9)
    assert chance(apart, "A") > chance(once, "A") + 0.1
    assert "has the words of another source" in " ".join(thrice.evidence()["basis"])


def test_a_declared_group_counts_for_less_than_as_many_sources_apart() -> None:
    records = [claim(d["source"], "A") for d in DESKS[:2]]
    apart = asked(*records, sources=DESKS)
    together = asked(*records, sources=[{**d, "group": "agency"} for d in DESKS])
    assert not together.evidence()["capped"].any()
    assert chance(asked(records[0], sources=DESKS), "A") < chance(together, "A") < chance(apart, "A")


def test_no_group_carries_further_than_its_role_may() -> None:
    many = [{"source": f"press{k:02}", "role": "press", "group": "agency"} for k in range(60)]
    got = asked(*[claim(d["source"], "A") for d in many], sources=many)
    rows = got.evidence().filter(pl.col("term") == "claims").rows_by_key("hypothesis", named=True, unique=True)
    assert rows["A"]["log_odds"] - rows["B"]["log_odds"] == pytest.approx(2.5)
    assert rows["A"]["capped"]


def test_a_source_with_little_history_stays_near_what_is_believed_of_its_role() -> None:
    habits = asked(claim("monitor", "A"), claim("other-monitor", "B")).sources_learned()
    right = habits.filter(pl.col("source") == "monitor", pl.col("hypothesis") == "A", pl.col("claim") == "A")
    assert right["probability"].item() == pytest.approx(0.9, abs=0.03)


LONG = "Witnesses told our desk that shells fell on the northern edge of the village at dawn and nobody was hurt"


def test_a_long_text_with_a_few_words_exchanged_is_no_second_witness() -> None:
    changed = LONG.replace("dawn", "daybreak")
    own = "Three explosions near the bridge woke the people of the town and the road is closed until the evening"
    once = asked(claim("press0", "A", text=LONG), sources=DESKS)
    copied = asked(claim("press0", "A", text=LONG), claim("press1", "A", text=changed), sources=DESKS)
    apart = asked(claim("press0", "A", text=LONG), claim("press1", "A", text=own), sources=DESKS)
    assert chance(once, "A") == pytest.approx(chance(copied, "A"), abs=1e-9)
    assert chance(apart, "A") > chance(once, "A") + 0.1


def test_an_account_that_repeats_the_press_does_not_take_away_its_word() -> None:
    alone = asked(claim("press0", "A", text=TEXT), sources=DESKS)
    echoed = asked(claim("press0", "A", text=TEXT), claim("account", "A", text=TEXT), sources=DESKS)
    assert chance(alone, "A") == pytest.approx(chance(echoed, "A"), abs=1e-9)


def appeared(minutes: int) -> Attributed:
    """Attribute what six desks say, five of which were first heard of on the third day, so many minutes apart."""
    desks = [{"source": f"press{k}", "role": "press"} for k in range(6)]
    late = [NOON + timedelta(days=2, minutes=minutes * k) for k in range(5)]
    first = claim("press0", "A", "i0", earliest=NOON, latest=NOON)
    rest = [claim(f"press{k + 1}", "A", f"i{k + 1}", earliest=at, latest=at) for k, at in enumerate(late)]
    return asked(first, *rest, sources=desks)


def test_five_desks_first_heard_of_in_one_hour_are_one_witness_and_over_a_day_they_are_five() -> None:
    assert {"press0", "press1"} == groups(appeared(10))
    assert 6 == len(groups(appeared(60)))
    assert any("were first heard of in one hour" in warning for warning in appeared(10).warnings)
