"""Keep files one after another, and say each that is acknowledged; a test kills this, or cuts its power.

Some files are ruled on after they were kept, and some are erased. Without words, this waits for lines on stdin:
each is a folder and a number to begin at, and starts a child that keeps on and on until it is killed.
"""

import io
import os
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from ceaseline.captures import Arrival
from ceaseline.store import decide, erase
from ceaseline.store.evidence import Evidence

NOON = datetime(2031, 5, 1, tzinfo=UTC)


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def keep(evidence: Evidence, number: int) -> None:
    arrival = Arrival(f"{number}.csv", partial(io.BytesIO, b"%d;" % number * 400))
    (kept,) = evidence.keep([(arrival, "posts")], NOON)
    key = f"capture/posts/{kept.capture.capture_id}"
    say(key)
    if number % 5 == 4:
        words = {"about": f"file-{number}", "outcome": "left_out", "reason": "Fog.", "reviewer": "R. One"}
        say(decide(evidence, **words, as_of=NOON, now=NOON)[0].key)
    if number % 8 == 7:
        (entry,) = [entry for entry in evidence.entries() if entry.key == key]
        say(erase(evidence, entry, reason="Asked to.", reviewer="R. Two", now=NOON)[0].key)


def keep_on(evidence: Evidence, begin: int, end: int) -> None:
    for number in range(begin, end):
        keep(evidence, number)


def serve() -> None:
    """Start a child for each line, and say when it is gone; Python starts once for all of them."""
    for line in sys.stdin:
        folder, begin = line.split()
        child = os.fork()
        if child == 0:
            keep_on(Evidence(Path(folder) / "evidence"), int(begin), sys.maxsize)
        say(f"child {child}")
        _, status = os.waitpid(child, 0)
        say(f"gone {os.waitstatus_to_exitcode(status)}")


def main() -> None:
    if len(sys.argv) == 1:
        serve()
    else:
        keep_on(Evidence(Path(sys.argv[1]) / "evidence"), int(sys.argv[2]), int(sys.argv[3]))


if __name__ == "__main__":
    main()
