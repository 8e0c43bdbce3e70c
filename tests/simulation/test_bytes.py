"""The same bytes for the same seed, whatever the process: no order of sets, no number of threads in them."""

from __future__ import annotations

import os
import subprocess
import sys

_HASHED = """
import hashlib, io
from ceaseline.simulation import day, scenario, world
made = day(world(scenario("small"), seed=7), 1)
tables = ("observations", "watches", "restrictions", "notices", "claims", "lines", "incidents", "members", "rates")
for name in tables:
    file = io.BytesIO()
    getattr(made, name).write_parquet(file)
    print(name, hashlib.sha256(file.getvalue()).hexdigest())
"""


def hashes(seed: str, threads: str) -> str:
    around = {**os.environ, "PYTHONHASHSEED": seed, "POLARS_MAX_THREADS": threads}
    return subprocess.run(
        [sys.executable, "-c", _HASHED], env=around, capture_output=True, text=True, check=True
    ).stdout


def test_two_processes_write_the_same_bytes() -> None:
    once = hashes("1", "1")
    assert 9 == once.count("\n")
    assert once == hashes("2", "2")
