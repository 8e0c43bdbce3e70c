from __future__ import annotations

import io
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ceaseline.captures import Arrival
from ceaseline.errors import EvidenceError
from ceaseline.store import Evidence, audited

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)


def arrival(number: int) -> Arrival:
    return Arrival(f"{number}.csv", partial(io.BytesIO, b"%d" % number))


def kept(folder: Path, count: int) -> Evidence:
    evidence = Evidence(folder / "evidence")
    for number in range(count):
        evidence.keep([(arrival(number), "posts")], NOON)
    return evidence


def answers(evidence: Evidence) -> Any:
    """Return all that can be asked of evidence, or None where it says that something is wrong."""
    try:
        captures = [(c.capture_id, c.source, c.name, c.received, c.bytes) for c in evidence.captures()]
        audit = audited(evidence, None, lambda *_: None)
    except EvidenceError:
        return None
    return None if audit.wrong else (captures, audit.root)


def changed(whole: bytes, number: int) -> Iterator[tuple[str, bytes]]:
    for bit in (0, 7):
        flipped = whole[number] ^ (1 << bit)
        yield f"bit {bit} of byte {number}", whole[:number] + bytes([flipped]) + whole[number + 1 :]
    yield f"cut off at byte {number}", whole[:number]


@pytest.mark.parametrize("share", [0.02, pytest.param(1.0, marks=pytest.mark.soak)])
def test_damage_to_any_byte_of_the_log_changes_no_answer_or_is_named(tmp_path: Path, share: float) -> None:
    evidence = kept(tmp_path, 3)
    whole = evidence.log_file.read_bytes()
    right = answers(evidence)
    dice = random.Random(1)
    named = 0
    for number in range(len(whole)):
        if dice.random() >= share:
            continue
        for what, content in changed(whole, number):
            for beside in evidence.folder.glob("log.sqlite-*"):
                beside.unlink()
            evidence.log_file.write_bytes(content)
            found = answers(evidence)
            assert found in (None, right), what
            named += found is None
    assert named > 0


@pytest.mark.parametrize("times", [1_000, pytest.param(10_000, marks=pytest.mark.soak)])
def test_one_file_delivered_again_and_again_in_any_order_is_one_entry(tmp_path: Path, times: int) -> None:
    dice = random.Random(1)
    evidence = Evidence(tmp_path / "evidence")
    first: dict[int, Any] = {}
    for turn in range(times):
        number = dice.randrange(5)
        (kept_file,) = evidence.keep([(arrival(number), "posts")], NOON + timedelta(hours=turn))
        capture = kept_file.capture
        assert kept_file.is_new == (number not in first)
        assert first.setdefault(number, (capture.capture_id, capture.received)) == (
            capture.capture_id,
            capture.received,
        )
    assert 5 == len(evidence.captures())


class Failing:
    """Makes the n-th call of a function of ``os`` fail, once or from then on."""

    def __init__(self, function: str, at: int, *, lasting: bool) -> None:
        self.function, self.at, self.lasting, self.calls = function, at, lasting, 0
        self.real = getattr(os, function)

    def __call__(self, *words: Any, **named: Any) -> Any:
        self.calls += 1
        if self.calls == self.at or (self.lasting and self.calls > self.at):
            raise OSError(28, "No space left on device")
        return self.real(*words, **named)


@pytest.mark.parametrize("function", ["fsync", "open", "rename", "mkdir", "chmod"])
@pytest.mark.parametrize("lasting", [False, True])
def test_whichever_call_fails_nothing_acknowledged_is_lost_and_work_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, lasting: bool
) -> None:
    failures = 0
    for at in range(1, 30):
        folder = tmp_path / str(at)
        folder.mkdir()
        evidence = kept(folder, 2)
        failing = Failing(function, at, lasting=lasting)
        with monkeypatch.context() as patch:
            patch.setattr(os, function, failing)
            acknowledged = []
            for number in range(2, 5):
                with suppress(EvidenceError):
                    acknowledged.append(evidence.keep([(arrival(number), "posts")], NOON)[0].capture.capture_id)
        failures += 3 - len(acknowledged)
        found = {capture.capture_id for capture in evidence.captures()}
        assert set(acknowledged) <= found
        assert () == audited(evidence, None, lambda *_: None).wrong
        for number in range(2, 5):  # the disk is well again
            evidence.keep([(arrival(number), "posts")], NOON)
        assert 5 == len(evidence.captures())
        shutil.rmtree(folder)
    assert failures > 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if subprocess.run(words, capture_output=True, check=False).returncode != 0:
        pytest.skip("mounting is not allowed here, so no disk can be filled up")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(evidence: Evidence, acknowledged: list[str]) -> None:
    for number in range(10_000):
        content = Arrival(f"{number}.csv", partial(io.BytesIO, b"%d;" % number * 2_000))
        acknowledged.append(evidence.keep([(content, "posts")], NOON)[0].capture.capture_id)


def test_a_full_disk_loses_nothing_and_work_goes_on_when_there_is_room_again(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(400_000))
    evidence, acknowledged = Evidence(small_disk / "evidence"), list[str]()
    with pytest.raises(EvidenceError, match=r"No space left|disk is full|could not be written"):
        fill(evidence, acknowledged)
    assert len(acknowledged) > 20
    assert set(acknowledged) <= {capture.capture_id for capture in evidence.captures()}  # reading goes on
    ballast.unlink()
    evidence.keep([(arrival(1), "posts")], NOON)
    assert set(acknowledged) < {capture.capture_id for capture in evidence.captures()}
    assert () == audited(evidence, None, lambda *_: None).wrong
