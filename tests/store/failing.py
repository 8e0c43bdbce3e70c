"""Do one thing to a store while one call of the operating system fails; a test asks for it, line by line.

Every job is a line of JSON on stdin, and its outcome a line on stdout. A job runs in a child of this process, so
that nothing but its own calls is counted: what Python opens and reads to start was done long before. ``strace``
is set on the child, and makes the call fail that the job names.
"""

from __future__ import annotations

import ctypes
import io
import json
import mmap
import os
import subprocess
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ceaseline.captures import Arrival
from ceaseline.errors import CeaselineError
from ceaseline.ledger import PrivateKey, Receipt
from ceaseline.store import Evidence, audited, bundle, decide, erase

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
KEY = PrivateKey("mission", bytes(range(32)))
FORMS = {"terms.yaml": b"parties: {}\n", "case.toml": b"[case]\n"}
MAY_NOT = 77  # exit code where strace may not be set on a process
_LONGEST = 1 << 16  # of an outcome
_TRACED_BY_ANYBODY = (0x59616D61, -1)  # PR_SET_PTRACER: some systems let only a parent trace


def keep(evidence: Evidence) -> object:
    """In place of an older file of its name, so that what was kept is read too."""
    arrival = Arrival("0.csv", partial(io.BytesIO, b"newer;" * 400))
    return [kept.how for kept in evidence.keep([(arrival, "posts")], NOON, frozenset({"posts"}))]


def run(evidence: Evidence) -> object:
    evidence.note_run(FORMS, "2", NOON)
    return None


def rule(evidence: Evidence, outcome: str = "withdrawn") -> object:
    words = {"about": "no-fire:A", "reason": "Fog.", "reviewer": "R. One"}
    return decide(evidence, **words, outcome=outcome, as_of=NOON, now=NOON)[0].kind


def forget(evidence: Evidence) -> object:
    entry = next(entry for entry in evidence.entries() if entry.kind == "capture")
    return erase(evidence, entry, reason="Asked to.", reviewer="R. Two", now=NOON)[0].kind


def hand_over(evidence: Evidence) -> object:
    digest = next(str(entry.body["sha256"]) for entry in evidence.entries() if entry.kind == "capture")
    with zipfile.ZipFile(io.BytesIO(bundle(evidence, digest, KEY, to="a court", now=NOON))) as parts:
        proof = Receipt.parse(parts.read("receipt.tlog-proof").decode())
        return proof.verify(parts.read("entry.json"), [KEY.public]).size


def verify(evidence: Evidence) -> object:
    found = audited(evidence, None, lambda *_: None)
    return [found.entries, found.blobs, None if found.root is None else found.root.hex(), found.wrong]


def read(evidence: Evidence) -> object:
    found = []
    for capture in evidence.captures():
        with capture.open() as stream, suppress(OSError):  # an open stream is its reader's business
            stream.read()
        found.append([capture.capture_id, capture.name])
    return found


def prepare(evidence: Evidence) -> object:
    """What lies in the store before anything fails."""
    for number in range(2):
        arrival = Arrival(f"{number}.csv", partial(io.BytesIO, b"%d;" % number * 400))
        evidence.keep([(arrival, "posts")], NOON)
    evidence.note_run(FORMS, "1", NOON)
    return rule(evidence, "cannot_tell")


OPERATIONS: dict[str, Callable[[Evidence], object]] = {
    "prepare": prepare,
    "begin": keep,
    "keep": keep,
    "run": run,
    "decide": rule,
    "erase": forget,
    "bundle": hand_over,
    "verify": verify,
    "read": read,
}


def outcome(folder: Path, operation: str) -> dict[str, Any]:
    """Return what came of it: done, a sentence for people, or anything else, which is a fault of ours."""
    try:
        return {"how": "done", "what": OPERATIONS[operation](Evidence(folder / "evidence"))}
    except CeaselineError as error:
        return {"how": "said", "what": str(error)}
    except Exception:  # noqa: BLE001 - the test fails on it, and shows it
        return {"how": "raised", "what": traceback.format_exc()}


def in_a_child(folder: Path, operation: str, begin: Callable[[int], None]) -> dict[str, Any]:
    """Run an operation in a child that waits for *begin* to return; no call but its own is made meanwhile."""
    shared = mmap.mmap(-1, _LONGEST)  # a pipe would be read and written, and those calls are counted
    child = os.fork()
    if child == 0:
        ctypes.CDLL(None).prctl(*_TRACED_BY_ANYBODY)
        while shared[0] == 0:
            time.sleep(0.001)
        told = json.dumps(outcome(folder, operation)).encode()[: _LONGEST - 1]
        shared[1 : len(told) + 1] = told
        os._exit(0)
    begin(child)
    shared[0] = 1
    _, status = os.waitpid(child, 0)
    told = bytes(shared[1:]).rstrip(b"\0")
    shared.close()
    return json.loads(told) if status == 0 else {"how": "raised", "what": f"ended with status {status}"}


def with_strace(folder: Path, operation: str, calls: str, fault: str) -> dict[str, Any]:
    """The same, watched; tell also how often each call was made, and how many failed because *fault* says so."""
    log = folder / "strace.log"
    inject = ["-e", f"inject={calls}:{fault}"] if fault else []
    tracers: list[subprocess.Popen[str]] = []

    def attach(child: int) -> None:
        words = ["strace", "-p", str(child), "-o", str(log), "-e", f"trace={calls}", *inject]
        tracers.append(subprocess.Popen(words, stderr=subprocess.PIPE, text=True))
        assert tracers[0].stderr is not None
        if "attached" not in tracers[0].stderr.readline():
            sys.exit(MAY_NOT)

    told = in_a_child(folder, operation, attach)
    tracers[0].communicate()
    lines = log.read_text("utf-8", "replace").splitlines()
    made = Counter(line.partition("(")[0] for line in lines if "(" in line)
    return {**told, "made": made, "failed": sum(line.endswith("(INJECTED)") for line in lines)}


def main() -> None:
    for operation in OPERATIONS:  # what Python loads only when it is first needed is loaded now
        with TemporaryDirectory() as scratch:
            outcome(Path(scratch), "prepare")
            outcome(Path(scratch), operation)
    for line in sys.stdin:
        job = json.loads(line)
        folder = Path(job["folder"])
        if job["calls"]:
            told = with_strace(folder, job["operation"], job["calls"], job["fault"])
        else:
            told = in_a_child(folder, job["operation"], lambda _: None)
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
