from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ceaseline.store import Evidence, audited
from power import Act, image, recorded

SCRIPT = Path(__file__).with_name("keeping.py")


def hold(evidence: Evidence, acknowledged: list[str]) -> int:
    """Assert that all that was acknowledged is there, once, and whole; return how much is there."""
    found = [capture.capture_id for capture in evidence.captures()]
    assert set(acknowledged) <= set(found)
    assert len(set(found)) == len(found)
    audit = audited(evidence, None, lambda *_: None)
    # files that came before the first entry was committed look like those of an emptied log, and are told of
    assert () == audit.wrong or (not found and "the log has no entry" in audit.wrong[0])
    return audit.entries


def hold_log(evidence: Evidence, acknowledged: list[str]) -> int:
    """The same for a log alone, whose entries speak of no files."""
    keys = [entry.key for entry in evidence.entries()]
    assert set(acknowledged) <= set(keys)
    assert len(set(keys)) == len(keys)
    assert (audited(evidence, None, lambda *_: None).root is None) == (not evidence.log_file.exists())
    return len(keys)


Hold = Callable[[Evidence, list[str]], int]


def cuts(acts: list[Act], count: int, folder: Path, *, seed: int, holds: Hold, at_once: int) -> int:
    """Cut the power *count* times; return how many of the images had an entry nobody was told of."""
    dice = random.Random(seed)
    untold = 0
    for number in range(count):
        target = folder / f"image-{number}"
        target.mkdir()
        said = image(acts, dice.randint(0, len(acts)), folder / "case", target, dice)
        acknowledged = b"".join(said).decode().split()
        more = holds(Evidence(target / "evidence"), acknowledged) - len(acknowledged)
        assert more in (0, at_once)
        untold += more
        shutil.rmtree(target)
    return untold


def record(folder: Path, script: str, *words: str) -> list[Act]:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed, so what a power cut leaves cannot be worked out")
    (folder / "case").mkdir()
    return recorded(Path(__file__).with_name(script), folder / "case", *words)


@pytest.mark.parametrize("count", [100, pytest.param(2_500, marks=pytest.mark.soak)])
def test_a_power_cut_loses_and_doubles_no_file_that_was_acknowledged(tmp_path: Path, count: int) -> None:
    acts = record(tmp_path, "keeping.py", "0", "12")
    assert cuts(acts, count, tmp_path, seed=1, holds=hold, at_once=1) > 0


@pytest.mark.parametrize("count", [100, pytest.param(2_500, marks=pytest.mark.soak)])
def test_a_power_cut_loses_and_doubles_no_entry_of_an_open_log(tmp_path: Path, count: int) -> None:
    acts = record(tmp_path, "appending.py", "40")
    # the folder is there before: that names of new folders last is the other test's business
    assert (
        cuts([Act("flush", str(tmp_path / "case")), *acts], count, tmp_path, seed=1, holds=hold_log, at_once=3) > 0
    )


def kills(folder: Path, cycles: int, seed: int) -> int:
    """Kill a keeper *cycles* times at any moment after its first word; return how much was acknowledged."""
    dice = random.Random(seed)
    evidence, acknowledged, begin = Evidence(folder / "evidence"), list[str](), 0
    for _ in range(cycles):
        words = [sys.executable, str(SCRIPT), str(folder), str(begin), str(begin + 10_000)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as keeper:
            assert keeper.stdout is not None
            first = keeper.stdout.readline()
            time.sleep(dice.random() * 0.1)
            keeper.send_signal(signal.SIGKILL)
            told = [first, *keeper.stdout.read().splitlines()]
        acknowledged += [line.strip() for line in told if len(line.strip()) == 64]
        begin = hold(evidence, acknowledged)
    return len(acknowledged)


@pytest.mark.parametrize("cycles", [3, pytest.param(200, marks=pytest.mark.soak)])
def test_a_killed_keeper_loses_and_doubles_nothing_it_acknowledged(tmp_path: Path, cycles: int) -> None:
    assert kills(tmp_path, cycles, seed=1) >= cycles
