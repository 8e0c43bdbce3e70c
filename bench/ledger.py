"""How fast entries are kept and verified, beside plain SQLite inserts of the same durability, in one run.

The peer writes the same bytes into one table, with the same journal, the same ``synchronous=FULL`` and as many rows
in a transaction: no hashes, no tree, no look-up of the key. So it is what the disk allows.
"""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, process_time

from ceaseline.ledger import Entry
from ceaseline.store import Evidence, audited
from ceaseline.store.log import opened

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
BATCHES = (1, 10, 100, 1_000)


def entry(number: int) -> Entry:
    """Return an entry of some 300 bytes."""
    body = {"source": "posts", "sha256": f"{number:064x}", "bytes": number, "name": f"report-{number:09d}.csv"}
    return Entry("capture", f"capture/posts/{number:064x}", NOON, body)


def ours(path: Path, entries: int, batch: int) -> None:
    """Append to the log."""
    with opened(path) as log:
        for start in range(0, entries, batch):
            log.append([entry(number) for number in range(start, min(start + batch, entries))])


def peer(path: Path, entries: int, batch: int) -> None:
    """Insert into a table."""
    table = sqlite3.connect(path, isolation_level=None)
    table.execute("PRAGMA journal_mode=WAL")
    table.execute("PRAGMA synchronous=FULL")
    table.execute("CREATE TABLE entries (position INTEGER PRIMARY KEY, entry BLOB NOT NULL)")
    for start in range(0, entries, batch):
        table.execute("BEGIN IMMEDIATE")
        rows = [(number, entry(number).to_bytes()) for number in range(start, min(start + batch, entries))]
        table.executemany("INSERT INTO entries VALUES (?, ?)", rows)
        table.execute("COMMIT")
    table.close()


def verify(folder: Path) -> None:
    """Hold a log against its hashes; its files are not there, so only the log is measured."""
    found = audited(Evidence(folder), None, lambda *_: None)
    if found.root is None:
        raise SystemExit(found.wrong[0])


def child(job: str, path: Path, entries: int, batch: int) -> None:
    """Do one job in a process of its own; print wall seconds, CPU seconds and peak MiB."""
    began, cpu = monotonic(), process_time()
    if job == "verify":
        verify(path)
    else:
        {"ceaseline": ours, "plain SQLite": peer}[job](path, entries, batch)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(monotonic() - began, process_time() - cpu, peak)


def timed(job: str, path: Path, entries: int, batch: int) -> tuple[float, float, float]:
    """Return wall seconds, CPU seconds and peak MiB of a job."""
    words = [sys.executable, __file__, job, str(path), str(entries), str(batch)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    wall, cpu, peak = (float(part) for part in done.stdout.split())
    return wall, cpu, peak


def main() -> None:
    """Print the tables."""
    print(f"{'batch':>6} {'entries':>8}  {'job':<14} {'per wall s':>11} {'per CPU s':>11} {'peak MiB':>9}")
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        for batch in BATCHES:
            entries = min(20_000, batch * 500)
            for job in ("plain SQLite", "ceaseline"):
                wall, cpu, peak = timed(job, Path(folder) / f"{job}-{batch}.sqlite", entries, batch)
                rates = f"{entries / wall:>11,.0f} {entries / cpu:>11,.0f}"
                print(f"{batch:>6} {entries:>8,}  {job:<14} {rates} {peak:>9,.0f}")
        for entries in (10_000, 100_000, 1_000_000):
            place = Path(folder) / f"evidence-{entries}"
            place.mkdir()
            timed("ceaseline", place / "log.sqlite", entries, 10_000)
            wall, cpu, peak = timed("verify", place, entries, 0)
            print(f"verify {entries:>9,} entries: {wall:6.1f} s wall, {cpu:6.1f} s CPU, {peak:6,.0f} MiB")


if __name__ == "__main__":
    if len(sys.argv) == 5:
        child(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        main()
