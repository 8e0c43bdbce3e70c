from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from ceaseline.store import Evidence, audited
from power import Act, image, recorded

SCRIPT = Path(__file__).with_name("keeping.py")


def hold(evidence: Evidence, acknowledged: list[str]) -> int:
    """Assert that all that was acknowledged is there, once, and whole; return how much is there."""
    keys = [entry.key for entry in evidence.entries()]
    assert set(acknowledged) <= set(keys)
    assert len(set(keys)) == len(keys)
    erased = {key.partition("/")[2] for key in keys if key.startswith("erasure/")}
    captures = {key.rpartition("/")[2] for key in keys if key.startswith("capture/")}
    assert captures - erased == {capture.capture_id for capture in evidence.captures()}
    audit = audited(evidence, None, lambda *_: None)
    finished = [key.partition("/")[2] for key in acknowledged if key.startswith("erasure/")]
    for wrong in audit.wrong:
        # files that came before the first entry was committed look like those of an emptied log, and are told of
        assert ("erase it again" in wrong) if keys else ("the log has no entry" in wrong)
    assert not any(evidence.blobs.place(digest).exists() for digest in finished)
    return audit.entries


def hold_log(evidence: Evidence, acknowledged: list[str]) -> int:
    """The same for a log alone, whose entries speak of no files."""
    keys = [entry.key for entry in evidence.entries()]
    assert set(acknowledged) <= set(keys)
    assert len(set(keys)) == len(keys)
    assert (audited(evidence, None, lambda *_: None).root is None) == (not evidence.log_file.exists())
    return len(keys)


Hold = Callable[[Evidence, list[str]], int]


def cuts(acts: list[Act], count: int, folders: tuple[Path, Path], *, holds: Hold, at_once: int) -> int:
    """Cut the power *count* times; return how many of the images had an entry nobody was told of."""
    case, place = folders
    dice = random.Random(1)
    untold = 0
    for number in range(count):
        after = place / f"image-{number}"
        after.mkdir()
        said = image(acts, dice.randint(0, len(acts)), case, after, dice)
        acknowledged = b"".join(said).decode().split()
        more = holds(Evidence(after / "evidence"), acknowledged) - len(acknowledged)
        assert more in (0, at_once)
        untold += more
        shutil.rmtree(after)
    return untold


def record(folder: Path, script: str, *words: str) -> list[Act]:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed, so what a power cut leaves cannot be worked out")
    (folder / "case").mkdir()
    return recorded(Path(__file__).with_name(script), folder / "case", *words)


def hold_erasures(evidence: Evidence, acknowledged: list[str]) -> int:
    """Assert that no file has the bytes of one whose erasure was acknowledged."""
    erased = {key.partition("/")[2] for key in acknowledged if key.startswith("erasure/")}
    files = [path for path in evidence.folder.rglob("*") if path.is_file()]
    assert not [path for path in files if sha256(path.read_bytes()).hexdigest() in erased]
    return len(acknowledged)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Act]]:
    """The folder of a keeper, and what it did there."""
    folder = tmp_path_factory.mktemp("kept")
    return folder / "case", record(folder, "keeping.py", "0", "12")


IMAGES = [1_250, pytest.param(12_500, marks=pytest.mark.soak)]


@pytest.mark.parametrize("count", IMAGES)
def test_a_power_cut_loses_and_doubles_nothing_that_was_acknowledged(
    kept: tuple[Path, list[Act]], folder_in_memory: Path, count: int
) -> None:
    case, acts = kept
    assert cuts(acts, count, (case, folder_in_memory), holds=hold, at_once=1) > 0


def test_a_power_cut_brings_nothing_back_whose_erasure_was_acknowledged(
    kept: tuple[Path, list[Act]], folder_in_memory: Path
) -> None:
    case, acts = kept
    cuts(acts, 1_250, (case, folder_in_memory), holds=hold_erasures, at_once=0)


@pytest.mark.parametrize("count", IMAGES)
def test_a_power_cut_loses_and_doubles_no_entry_of_an_open_log(
    tmp_path: Path, folder_in_memory: Path, count: int
) -> None:
    # the folder is there before: that names of new folders last is the other test's business
    acts = [Act("flush", str(tmp_path / "case")), *record(tmp_path, "appending.py", "40")]
    assert cuts(acts, count, (tmp_path / "case", folder_in_memory), holds=hold_log, at_once=3) > 0


def killed(keeper: subprocess.Popen[str], case: Path, begin: int, wait_s: float) -> list[str]:
    """Let a child of the keeper begin, kill it some time after its first word, and return what it acknowledged."""
    assert keeper.stdin is not None
    assert keeper.stdout is not None
    keeper.stdin.write(f"{case} {begin}\n")
    keeper.stdin.flush()
    child, told = 0, list[str]()
    while not (child and told):  # which of the two is heard first is chance
        words = keeper.stdout.readline().split()
        assert words, "the keeper ended by itself"
        child, told = (int(words[1]), told) if words[0] == "child" else (child, told + words)
    time.sleep(wait_s)
    os.kill(child, signal.SIGKILL)
    for line in keeper.stdout:
        if line.startswith("gone"):
            assert f"gone {-signal.SIGKILL}\n" == line
            break
        told.append(line.strip())
    return told


def kills(folder: Path, cycles: int, seed: int) -> int:
    """Kill a keeper *cycles* times at any moment after its first word; return how much was acknowledged."""
    dice = random.Random(seed)
    total = 0
    words = [sys.executable, str(SCRIPT)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as keeper:
        for cycle in range(cycles):
            case = folder / str(cycle // 20)  # a store is killed twenty times, so that the next finds it broken off
            if cycle % 20 == 0:
                case.mkdir()
                acknowledged, begin = list[str](), 0
            told = killed(keeper, case, begin, dice.random() * 0.1)
            acknowledged += told
            begin = hold(Evidence(case / "evidence"), acknowledged)
            total += len(told)
    return total


@pytest.mark.parametrize("cycles", [200, pytest.param(2_000, marks=pytest.mark.soak)])
def test_a_killed_keeper_loses_and_doubles_nothing_it_acknowledged(tmp_path: Path, cycles: int) -> None:
    assert kills(tmp_path, cycles, seed=1) >= cycles
