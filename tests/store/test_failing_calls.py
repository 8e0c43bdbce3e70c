"""Whichever call of the operating system fails, in SQLite or outside it: nothing acknowledged is lost."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from ceaseline.store import Evidence, audited

SCRIPT = Path(__file__).with_name("failing.py")
MAY_NOT = 77  # exit code of the script where strace may not be set on a process
OPERATIONS = ["begin", "keep", "run", "decide", "erase", "bundle", "verify", "read"]
READING = ["read", "pread64", "openat"]
WRITING = ["write", "pwrite64", "fsync", "fdatasync", "rename", "unlink", "mkdir", "ftruncate"]


@attrs.frozen
class Server:
    """The process that does one thing after another, each with the call failing that was asked for."""

    process: subprocess.Popen[str]

    def ask(self, folder: Path, operation: str, calls: str = "", fault: str = "") -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        job = {"folder": str(folder), "operation": operation, "calls": calls, "fault": fault}
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line and self.process.wait() == MAY_NOT:
            pytest.skip("strace may not be set on a process here, so no call can be made to fail")
        told: dict[str, Any] = json.loads(line)
        return told


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed, so no call can be made to fail")
    words = [sys.executable, str(SCRIPT)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Server(process)
        assert process.stdin is not None
        process.stdin.close()


@attrs.frozen
class Right:
    """What lies in the store before an operation, and what it does where nothing fails.

    Attributes:
        before: the prepared store; empty for the first operation of all.
        keys: of the entries before.
        done: what is told of it.
        after: keys of the entries afterwards.
        made: how often it makes each call.
    """

    before: Path
    keys: list[str]
    done: Any
    after: list[str]
    made: dict[str, int]


def keys(folder: Path) -> list[str]:
    return [entry.key for entry in Evidence(folder / "evidence").entries()]


@pytest.fixture(scope="module")
def prepared(server: Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Right]:
    folder = tmp_path_factory.mktemp("prepared")
    (folder / "empty").mkdir()
    (folder / "full").mkdir()
    server.ask(folder / "full", "prepare")
    found = {}
    for operation in OPERATIONS:
        before = folder / ("empty" if operation == "begin" else "full")
        shutil.copytree(before, folder / operation)
        told = server.ask(folder / operation, operation, ",".join([*READING, *WRITING]))
        assert "done" == told["how"], told["what"]
        found[operation] = Right(
            before, keys(before), told["what"], keys(folder / operation), {**told["made"], "exited": 0}
        )
    return found


def found_wrong(evidence: Evidence) -> tuple[str, ...]:
    return audited(evidence, None, lambda *_: None).wrong


@attrs.frozen
class Trial:
    """An operation whose calls fail one after another.

    Attributes:
        server: does it.
        operation: which.
        right: what it does where nothing fails.
        folder: for stores that last one try.
    """

    server: Server
    operation: str
    right: Right
    folder: Path

    def outcomes(self, call: str, *, first: int = 1, every: int = 1) -> Iterator[tuple[str, dict[str, Any]]]:
        """Make every n-th call fail, once and from then on; yield each fault that happened and what came of it."""
        for at in range(first, 10_000, every):
            for error in ("EIO", "ENOSPC") if "write" in call else ("EIO",):
                for lasting in ("", "+"):
                    fault = f"error={error}:when={at}{lasting}"
                    shutil.rmtree(self.folder / "case", ignore_errors=True)
                    shutil.copytree(self.right.before, self.folder / "case")
                    told = self.server.ask(self.folder / "case", self.operation, call, fault)
                    if told["failed"] == 0:
                        return  # it makes no more calls of this kind than that
                    yield f"{self.operation}, {call}, {fault}", told

    def hold(self, told: dict[str, Any]) -> None:
        """Assert that what was told is true, that the store is whole, and that the same can be done again."""
        case = self.folder / "case"
        evidence = Evidence(case / "evidence")
        found = keys(case)
        assert self.right.keys == found[: len(self.right.keys)]
        assert len(set(found)) == len(found)
        assert set(found) <= set(self.right.after)
        if told["how"] == "done":
            assert self.right.after == found
            named = self.operation == "verify" and told["what"][3]  # what could not be read was said to be wrong
            assert self.right.done == told["what"] or named
        if told["how"] == "said":
            assert " Mend: " in told["what"]
        # what these two leave behind when they break off is told of, as their documentation says
        left = {"erase": "erase it again", "begin": "the log has no entry, though files are kept"}
        assert all(left.get(self.operation, "nothing") in each for each in found_wrong(evidence))
        assert "done" == self.server.ask(case, self.operation)["how"]
        assert sorted(self.right.after) == sorted(keys(case))
        assert () == found_wrong(evidence)
        for capture in evidence.captures():
            capture.open().close()


def raised_in(told: dict[str, Any]) -> str:
    """Return the innermost function of ours from which an error came that is no sentence; else nothing."""
    own = re.findall(r'File ".*/ceaseline/.*", line \d+, in (\w+)', told["what"]) if told["how"] == "raised" else []
    return str(own[-1]) if own else ""


@pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_whichever_call_fails_nothing_acknowledged_is_lost_and_the_same_can_be_done_again(
    server: Server, prepared: dict[str, Right], folder_in_memory: Path, operation: str, every: int
) -> None:
    right = prepared[operation]
    trial = Trial(server, operation, right, folder_in_memory)
    calls = [call for call in [*READING, *WRITING] if right.made.get(call)]
    for number, call in enumerate(calls):
        failed = 0
        # a settled share that is another one for each call
        for fault, told in trial.outcomes(call, first=1 + number * 5 % min(every, right.made[call]), every=every):
            assert "raised" != told["how"], f"{fault}, in {raised_in(told)}: {told['what']}"
            trial.hold(told)
            failed += 1
        assert failed > 0


def test_what_may_be_there_all_the_same_is_not_said_to_be_gone(
    server: Server, prepared: dict[str, Right], folder_in_memory: Path
) -> None:
    trial = Trial(server, "begin", prepared["begin"], folder_in_memory)
    for fault, told in trial.outcomes("fdatasync"):
        if prepared["begin"].keys != keys(folder_in_memory / "case") and told["how"] == "said":
            assert "nothing new was acknowledged" in told["what"], fault
