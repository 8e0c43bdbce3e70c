"""A large file is streamed: what it takes is what it gives, and a little beside."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

# The interpreter with Polars takes 85 MB; a batch, its cells and what the allocator keeps back about 60 more.
BASE = 200_000_000
# A row kept takes 88 bytes at the peak: some 50 in the table, the rest while bins given twice are looked for.
# The first way of looking for them took 270.
FOR_EACH_ROW = 100

READ = """
import json, resource, sys, time
from functools import partial
from pathlib import Path

import attrs
from ceaseline.sources import parse
from ceaseline.testing import captured, toy_terms

path = Path(sys.argv[1])
(source,) = parse('''
sources:
  - {name: posts, kind: series, file: inbox/posts.csv, role: monitor, time: {column: minute, bin: 1m},
     regions: {column: region}, value: {unit: acts}}
''', toy_terms())
capture = attrs.evolve(captured(b"", source="posts"), open=partial(path.open, "rb"))
began, began_cpu = time.perf_counter(), time.process_time()
reading = source.read(capture)
seconds, cpu = time.perf_counter() - began, time.process_time() - began_cpu
status = Path("/proc/self/status")
if status.is_file():  # getrusage() there counts the peak of the parent in, which a fork shares
    (peak,) = (int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
rows = reading.rows
print(json.dumps({
    "seconds": seconds, "cpu": cpu, "peak": peak, "seen": reading.seen, "rows": rows.height,
    "sum": rows["value"].sum(), "regions": rows["region"].n_unique(),
    "first": str(rows["from"].min()), "last": str(rows["from"].max()),
    "aside": reading.set_aside.group_by("rule").len().rows(), "lines": reading.set_aside["line"].to_list()[:4],
}))
"""

REGIONS = [f"region {number}" for number in range(50)]
# One of these stands before each thousandth minute.
BAD = [
    b'2031-01-01T00:00Z,"open,3\n',
    b"2031-01-01T00:00Z\n",
    b"2031-01-01T00:00Z,\0,3\n",
    b"2031-01-01T00:00Z,\xff,3\n",
]


def write(path: Path, size: int) -> int:
    """Write *size* bytes or a little more, a minute of all regions at a time, and return how many minutes."""
    begin, minutes, written = datetime(2031, 1, 1), 0, 0  # noqa: DTZ001  written as UTC below
    with path.open("wb") as file:
        file.write(b"minute,region,value\n")
        while written < size:
            stamp = (begin + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%MZ")
            bad = BAD[minutes // 1_000 % 4] if minutes % 1_000 == 0 else b""
            chunk = bad + "".join(f"{stamp},{region},{minutes % 60}\n" for region in REGIONS).encode()
            written += file.write(chunk)
            minutes += 1
    return minutes


def check(path: Path, size: int) -> dict[str, Any]:
    minutes = write(path, size)
    done = subprocess.run([sys.executable, "-c", READ, path], check=True, capture_output=True, timeout=900)
    told: dict[str, Any] = json.loads(done.stdout)
    rows, bad = 50 * minutes, -(-minutes // 1_000)
    assert (rows, rows + bad, 50) == (told["rows"], told["seen"], told["regions"])
    assert 50 * sum(minute % 60 for minute in range(minutes)) == told["sum"]
    assert "2031-01-01 00:00:00+00:00" == told["first"]
    last = datetime(2031, 1, 1) + timedelta(minutes=minutes - 1)  # noqa: DTZ001
    assert f"{last}+00:00" == told["last"]
    expected = {
        "quote-open": -(-bad // 4),
        "row-short": -(-(bad - 1) // 4),
        "zero-bytes": -(-(bad - 2) // 4),
        "encoding": -(-(bad - 3) // 4),
    }
    assert expected == dict(told["aside"])
    assert [2 + 50_001 * number for number in range(4)] == told["lines"]
    assert BASE + FOR_EACH_ROW * rows > told["peak"]
    return told


def test_a_file_of_twenty_megabytes_is_streamed(tmp_path: Path) -> None:
    check(tmp_path / "large.csv", 20_000_000)


@pytest.mark.soak
def test_a_file_of_two_hundred_megabytes_is_streamed(tmp_path: Path) -> None:
    told = check(tmp_path / "large.csv", 200_000_000)
    sys.stdout.write(f"{json.dumps(told)}\n")  # the figures, seen with -s
