"""Append entries to one open log, a few at a time, and say each batch that is acknowledged."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from ceaseline.ledger import Entry
from ceaseline.store.log import opened


def main() -> None:
    folder = Path(sys.argv[1]) / "evidence"
    folder.mkdir()
    handle = os.open(folder.parent, os.O_RDONLY)
    os.fsync(handle)  # the log's own business begins inside a folder that is there
    os.close(handle)
    with opened(folder / "log.sqlite") as log:
        for batch in range(int(sys.argv[2])):
            keys = [f"capture/posts/{batch}-{number}" for number in range(3)]
            log.append([Entry("capture", key, datetime(2031, 5, 1, tzinfo=UTC), {}) for key in keys])
            sys.stdout.write("".join(f"{key}\n" for key in keys))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
