"""A year of fires over a large country is read in seconds, in little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HEADER = (
    "latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,instrument,confidence,version,bright_ti5,"
    "frp,daynight"
)
READ = """
import json, resource, sys, time
from functools import partial
from pathlib import Path

import attrs
from ceaseline.sources import parse
from ceaseline.testing import captured, toy_terms

path = Path(sys.argv[1])
(source,) = parse("sources: [{name: fires, kind: firms, file: inbox/fires.csv}]", toy_terms())
capture = attrs.evolve(captured(b"", source="fires"), open=partial(path.open, "rb"))
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
    "skipped": reading.skipped, "ids": rows["observation_id"].n_unique(), "lat": rows["lat"].sum(),
    "aside": reading.set_aside.group_by("rule").len().rows(),
}))
"""


def write(path: Path, rows: int, bad_after: int) -> None:
    """Write so many good rows, and a bad one after each *bad_after* of them."""
    with path.open("w") as file:
        file.write(f"{HEADER}\n")
        for number in range(rows):
            clock, day = number % 24 * 100 + number % 60, number % 28 + 1
            lat, lon = 12 + number * 2e-6, 34 + number % 1_000 * 2e-3
            file.write(
                f"{lat:.6f},{lon:.5f},331.5,0.41,0.37,2031-05-{day:02},{clock},N20,VIIRS,n,2.0NRT,295.1,4.2,N\n"
            )
            if (number + 1) % bad_after == 0:
                file.write(
                    f"{lat:.6f},{lon:.5f},331.5,0.41,0.37,2031-05-{day:02},2460,N20,VIIRS,n,2.0NRT,295.1,4.2,N\n"
                )


def check(path: Path, rows: int) -> dict[str, Any]:
    write(path, rows, 1_000)
    done = subprocess.run([sys.executable, "-c", READ, path], check=True, capture_output=True, timeout=900)
    told: dict[str, Any] = json.loads(done.stdout)
    bad = rows // 1_000
    assert (rows, rows, rows + bad, 0) == (told["rows"], told["ids"], told["seen"], told["skipped"])
    assert [["not-a-time", bad]] == told["aside"]
    assert abs(12 * rows + 1e-6 * rows * (rows - 1) - told["lat"]) < 1e-3
    return told


def test_thirty_thousand_fires_are_all_accounted_for(tmp_path: Path) -> None:
    check(tmp_path / "fires.csv", 30_000)


@pytest.mark.soak
def test_a_million_fires_are_read_in_five_seconds_and_a_gigabyte(tmp_path: Path) -> None:
    told = check(tmp_path / "fires.csv", 1_000_000)
    sys.stdout.write(f"{json.dumps(told)}\n")  # the figures, seen with -s
    assert told["cpu"] < 5
    assert told["peak"] < 1_000_000_000
