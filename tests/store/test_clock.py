"""Clocks that jump, go back, or differ between two machines: order is that of arrival, stamps are only stamps."""

from __future__ import annotations

import io
import random
import shutil
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import pytest

from ceaseline.captures import Arrival
from ceaseline.ledger import Checkpoint
from ceaseline.store import Evidence, audited, decide, decisions, erase
from ceaseline.store.log import opened

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
STEPS = [
    TICK,
    timedelta(seconds=1),
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(days=3653),  # ten years
]
BERLIN = ZoneInfo("Europe/Berlin")
MOMENTS = [
    NOON,
    datetime(2032, 2, 29, 23, 59, 59, 999_999, UTC),  # the last tick of a leap day
    datetime(2031, 12, 31, 23, 59, 59, 999_999, UTC),
    datetime(2031, 3, 30, 0, 59, 59, 999_999, UTC),  # a tick before the clocks of Berlin jump from two to three
    datetime(2031, 10, 26, 0, 30, tzinfo=UTC),  # half past two there, the first time
    datetime(2031, 10, 26, 1, 30, tzinfo=UTC),  # and the second
]
SUBJECTS = ["no-fire:A", "no-fire:B"]


@attrs.define
class Diary:
    """What was done to a store, as a plain list, for comparison.

    Attributes:
        evidence: the store.
        files: digest, source and stamp of each file, in the order they came.
        rulings: id and stamp of each ruling, in the order they were made.
        gone: digests of erased files.
        states: the log after each act.
    """

    evidence: Evidence
    files: list[tuple[str, str, datetime]] = attrs.field(factory=list)
    rulings: list[tuple[str, datetime]] = attrs.field(factory=list)
    gone: set[str] = attrs.field(factory=set)
    states: list[Checkpoint] = attrs.field(factory=list)

    def keep(self, number: int, source: str, now: datetime) -> None:
        arrival = Arrival("a.csv", partial(io.BytesIO, b"%d" % number))
        (kept,) = self.evidence.keep([(arrival, source)], now)
        digest = kept.capture.capture_id
        before = [stamp for held, of, stamp in self.files if (held, of) == (digest, source)]
        if digest in self.gone:
            assert "erased" == kept.how
        else:
            assert ("known" if before else "new") == kept.how
            assert (before or [now])[0] == kept.capture.received
            self.files += [] if before else [(digest, source, now)]
        self._look()

    def rule(self, about: str, as_of: datetime | None, now: datetime) -> None:
        words = {"about": about, "reason": "Fog.", "reviewer": "R. One"}
        entry, is_new = decide(self.evidence, **words, outcome=f"outcome {len(self.rulings)}", as_of=as_of, now=now)
        assert is_new
        self.rulings.append((entry.id, now))
        self._look()

    def forget(self, now: datetime) -> None:
        for entry in self.evidence.entries():
            if entry.kind == "capture" and entry.body["sha256"] not in self.gone:
                erase(self.evidence, entry, reason="Asked to.", reviewer="R. Two", now=now)
                self.gone.add(entry.body["sha256"])
                self._look()
                return

    def _look(self) -> None:
        with opened(self.evidence.log_file) as log:
            self.states.append(Checkpoint("test", log.size, log.root))

    def compare(self, dice: random.Random) -> None:
        """Assert that the store holds what stands here, in this order, at any moment asked for."""
        stamps = [NOON, *(stamp for _, _, stamp in self.files), *(stamp for _, stamp in self.rulings)]
        asked = dice.choice(stamps)
        for until in (None, asked - TICK, asked, asked + TICK):
            known = [
                (digest, source, stamp)
                for digest, source, stamp in self.files
                if digest not in self.gone and (until is None or stamp <= until)
            ]
            found = self.evidence.captures(until)
            assert known == [(capture.capture_id, capture.source, capture.received) for capture in found]
            ruled = [each for each in self.rulings if until is None or each[1] <= until]
            assert ruled == [(row["decision_id"], row["decided"]) for row in decisions(self.evidence, until)]
        for since in (None, dice.choice(self.states)):
            assert () == audited(self.evidence, since, lambda *_: None).wrong

    def compare_chain(self) -> None:
        """Assert that a ruling takes the place of the one made before it, whatever their stamps say."""
        rows = decisions(self.evidence)
        for about in SUBJECTS:
            chain = [row for row in rows if row["about"] == about]
            assert [None, *(row["decision_id"] for row in chain)][: len(chain)] == [
                row["supersedes"] for row in chain
            ]


def stepped(now: datetime, dice: random.Random) -> datetime:
    """Move a clock on a little, or set it wrong by one of the steps."""
    step = dice.choice([timedelta(0), *STEPS])
    return now + step if dice.random() < 0.5 else now - step


def play(folder: Path, dice: random.Random, acts: int) -> None:
    """Let two machines work on one store, their clocks skewed and stepping; compare at the end."""
    diary = Diary(Evidence(folder / "evidence"))
    clocks = [dice.choice(MOMENTS), dice.choice(MOMENTS)]
    for _ in range(acts):
        machine = dice.randrange(2)
        before = clocks[machine]
        now = clocks[machine] = stepped(before, dice)
        act = dice.random()
        if act < 0.55 or not diary.files:
            diary.keep(dice.randrange(4), dice.choice(["posts", "patrols"]), now)
        elif act < 0.9:
            diary.rule(dice.choice(SUBJECTS), before, now)  # the clock steps between looking and ruling
        else:
            diary.forget(now)
    diary.compare(dice)
    diary.compare_chain()


@pytest.mark.parametrize("schedules", [20, pytest.param(10_000, marks=pytest.mark.soak)])
def test_whatever_two_clocks_do_nothing_is_lost_doubled_or_out_of_order(
    folder_in_memory: Path, schedules: int
) -> None:
    for seed in range(schedules):
        folder = folder_in_memory / str(seed)
        folder.mkdir()
        play(folder, random.Random(seed), acts=5)
        shutil.rmtree(folder)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_step_of_the_clock_at_an_awkward_moment_moves_stamps_and_nothing_else(
    tmp_path: Path, moment: datetime, sign: int
) -> None:
    diary = Diary(Evidence(tmp_path / "evidence"))
    for number, step in enumerate([timedelta(0), *STEPS]):
        now = moment + sign * step
        diary.keep(number, "posts", now)
        diary.rule(SUBJECTS[0], now - step, now)
    diary.compare(random.Random(1))
    diary.compare_chain()


def test_the_two_half_past_twos_of_an_autumn_night_are_an_hour_apart(tmp_path: Path) -> None:
    diary = Diary(Evidence(tmp_path / "evidence"))
    first, second = MOMENTS[4:6]
    assert [first.hour, second.hour] != [moment.astimezone(BERLIN).hour for moment in (first, second)] == [2, 2]
    diary.keep(1, "posts", second)
    diary.keep(2, "posts", first)
    assert [second, first] == [capture.received for capture in diary.evidence.captures()]
    assert [first] == [capture.received for capture in diary.evidence.captures(first)]
    on_the_wall = datetime(2031, 10, 26, 2, 30, fold=1, tzinfo=BERLIN)
    diary.evidence.keep([(Arrival("b.csv", partial(io.BytesIO, b"3")), "posts")], on_the_wall)
    assert second == diary.evidence.captures()[2].received


def test_files_of_one_delivery_have_one_stamp_to_the_microsecond(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path / "evidence")
    now = NOON + 7 * TICK
    evidence.keep([(Arrival("a.csv", partial(io.BytesIO, b"%d" % number)), "posts") for number in range(3)], now)
    assert [now] * 3 == [capture.received for capture in evidence.captures()]
    assert () == evidence.captures(now - TICK)


def test_an_old_checkpoint_holds_though_the_clock_ran_backwards_ever_since(tmp_path: Path) -> None:
    diary = Diary(Evidence(tmp_path / "evidence"))
    for number in range(6):
        diary.keep(number, "posts", NOON - number * STEPS[3])
    assert all(later.size == earlier.size + 1 for earlier, later in pairwise(diary.states))
    assert all(() == audited(diary.evidence, since, lambda *_: None).wrong for since in diary.states)
