"""Keep files one after another, and say each that is acknowledged; a test kills this, or cuts its power."""

import io
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from ceaseline.captures import Arrival
from ceaseline.store.evidence import Evidence


def main() -> None:
    evidence = Evidence(Path(sys.argv[1]) / "evidence")
    for number in range(int(sys.argv[2]), int(sys.argv[3])):
        content = b"%d;" % number * 400
        arrival = Arrival(f"{number}.csv", partial(io.BytesIO, content))
        (kept,) = evidence.keep([(arrival, "posts")], datetime(2031, 5, 1, tzinfo=UTC))
        sys.stdout.write(f"{kept.capture.capture_id}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
