"""How fast and how large: rows read per CPU second beside a peer, in one run on this machine.

The peer reads the same file with Polars' own reader and the table's declared rules: no line numbers,
no rows set aside with what they broke, so it is a bound on speed rather than an equal.
"""

from __future__ import annotations

import hashlib
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

import polars as pl

from ceaseline.assessment import Comparison, Relevance, judge_series
from ceaseline.sources import Capture
from ceaseline.sources.series import SeriesForm, SeriesSource
from ceaseline.tables import Series
from ceaseline.terms import clauses, parse

START = datetime(2031, 1, 1, tzinfo=UTC)
TERMS = """
agreement: {title: Bench, type: bilateral, state: agreed}
parties: {A: {name: North}, B: {name: South}}
clauses:
  - {id: no-fire, code: NO_FIRE, text: No fire., modality: prohibition, speech_status: agreed, obligors: [A, B],
     window: {from: "2031-04-01", until: "2031-04-03", zone: UTC}}
"""
ENTRY = {
    "name": "bench",
    "kind": "series",
    "file": "inbox/bench.csv",
    "role": "instrument",
    "time": {"column": "hour", "bin": "1h", "zone": "UTC"},
    "regions": {"column": "region"},
    "value": {"column": "value", "unit": "minutes"},
    "full": 60,
    "signals": {"clause": "no-fire", "acts_of": "A"},
}


def write(path: Path, rows: int, regions: int = 50) -> None:
    """Write a long table of hourly values."""
    with path.open("w", encoding="utf-8") as file:
        file.write("hour,region,value\n")
        for number in range(rows):
            hour = START + timedelta(hours=number // regions)
            file.write(f"{hour:%Y-%m-%dT%H:%MZ},region {number % regions:03d},{number * 7 % 60}\n")


def ours(path: Path) -> int:
    """Read with this program; return the rows kept."""
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    source = SeriesSource(SeriesForm.model_validate(ENTRY), parse(TERMS))
    capture = Capture(content, "bench", path.name, START, path.stat().st_size, lambda: path.open("rb"))
    return source.read(capture).rows.height


def peer(path: Path) -> int:
    """Read with Polars, and hold the rows to the declared table."""
    rows = pl.read_csv(path).select(
        pl.lit("bench").alias("source"),
        pl.col("region"),
        pl.col("hour").str.to_datetime("%Y-%m-%dT%H:%MZ", time_unit="us").dt.replace_time_zone("UTC").alias("from"),
        pl.col("hour")
        .str.to_datetime("%Y-%m-%dT%H:%MZ", time_unit="us")
        .dt.replace_time_zone("UTC")
        .dt.offset_by("1h")
        .alias("until"),
        pl.col("value").cast(pl.Float64),
        pl.lit("minutes").alias("unit"),
        pl.lit(1.0).alias("hours_watched"),
        pl.lit(60.0).alias("full"),
        pl.lit("0").alias("capture_id"),
        pl.int_range(2, pl.len() + 2).alias("line"),
    )
    return Series.filter(rows)[0].height


def signals(path: Path) -> int:
    """Read, then judge; return the rows of signals."""
    source = SeriesSource(SeriesForm.model_validate(ENTRY), parse(TERMS))
    capture = Capture("0" * 64, "bench", path.name, START, path.stat().st_size, lambda: path.open("rb"))
    series = Series.validate(source.read(capture).rows)
    began = process_time()
    relevance = Relevance("bench", "no-fire", "A", "warning", "instrument")
    rows = judge_series(series, clauses(parse(TERMS)), [relevance], Comparison()).height
    print(f"    of which judging alone: {process_time() - began:.2f} CPU s", file=sys.stderr)
    return rows


JOBS: dict[str, Callable[[Path], int]] = {"ceaseline": ours, "polars + dataframely": peer, "with signals": signals}


def child(job: str, path: Path) -> None:
    """Do one job in a process of its own, and print rows, CPU seconds and peak MiB."""
    began = process_time()
    rows = JOBS[job](path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(rows, process_time() - began, peak)


def main() -> None:
    """Print the table."""
    print(f"{'rows':>10} {'MB':>6}  {'job':<22} {'CPU s':>7} {'rows per CPU s':>15} {'peak MiB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for rows in (100_000, 1_000_000, 5_000_000):
            path = Path(folder) / f"{rows}.csv"
            write(path, rows)
            for job in JOBS:
                done = subprocess.run(
                    [sys.executable, __file__, job, str(path)], check=True, capture_output=True, text=True
                )
                _, seconds, peak = (float(part) for part in done.stdout.split())
                size = path.stat().st_size / 1e6
                print(f"{rows:>10,} {size:>6.0f}  {job:<22} {seconds:>7.2f} {rows / seconds:>15,.0f} {peak:>9,.0f}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        child(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
