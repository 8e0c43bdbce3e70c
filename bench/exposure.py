"""How long it takes to work out what could be seen along 2,000 km, as assets and days grow.

    python bench/exposure.py            the table
    python bench/exposure.py --quick    a tenth of it, to see that it runs

An invented line of 2,000 km in 80 sectors, a place each kilometre and 2 km to either side; posts, cameras, acoustic
sensors and drones spread along it, patrols without a place, two thermal satellites with six passes a day; three
watches a day with a restriction here and there; weather of each sector in stretches of six hours.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from time import monotonic, process_time
from typing import Any

import numpy as np
import polars as pl

from ceaseline.coverage import Spots, expose
from ceaseline.tables import Assets, Watched, Weather, from_rows
from ceaseline.times import days

START = datetime(2031, 5, 1, tzinfo=UTC)
SECTORS, KM, LAT = 80, 25, 40.0
KM_EAST = 1 / 85.394  # degrees of longitude at 40 degrees north
PHENOMENA = ("shot", "burst", "shelling", "explosion", "strike", "fire", "weapon_presence", "movement")
KINDS = ("post", "camera", "camera", "acoustic", "mini_uav", "long_uav", "patrol")
SATELLITES = 2
SEED = 7


def spots(sectors: int) -> Spots:
    """Return a place each kilometre, and one 2 km to either side of it."""
    chainage = np.repeat(np.arange(sectors * KM) + 0.5, 3)
    offset = np.tile([-2.0, 0.0, 2.0], sectors * KM)
    names = (*(f"{number * KM:04}-{(number + 1) * KM:04}" for number in range(sectors)), "without a place")
    return Spots((chainage // KM).astype(np.int64), chainage * KM_EAST, LAT + offset / 111.035, names)


def world(count: int, length: int, sectors: int) -> dict[str, Any]:
    """Return what ``expose`` asks for."""
    dice = np.random.default_rng(SEED)
    assets, watched = [], []
    for number in range(count):
        above = number < SATELLITES
        kind = "satellite_thermal" if above else KINDS[number % len(KINDS)]
        placed = not above and kind != "patrol"
        assets.append(
            {
                "asset": f"asset-{number:03}",
                "kind": kind,
                "owner": None,
                "acts_of": ("any", "any", "A", "B")[number % 4],
                "lon": float(dice.uniform(0, sectors * KM)) * KM_EAST if placed else None,
                "lat": LAT + float(dice.normal(0, 2)) / 111.035 if placed else None,
                "source": "book",
                "capture_id": "0" * 64,
                "line": number + 2,
            }
        )
        for day in range(length):
            for begins in np.sort(dice.choice(96, 6, replace=False)) / 4 if above else (0.0, 7.9, 16.1):
                start = START + timedelta(days=day, hours=float(begins + (0 if above else dice.uniform(0, 0.5))))
                until = start + (timedelta(minutes=10) if above else timedelta(hours=7))
                status, reason = (("operational", None), ("degraded", "fog"), ("jammed", "jamming"))[
                    dice.choice(3, p=[0.8, 0.1, 0.1])
                ]
                watched.append(
                    {"asset": f"asset-{number:03}", "from": start, "until": until, "status": status}
                    | {"reason": reason, "restrictions": "r" if reason == "jamming" else None}
                    | {"imposed_by": "A" if reason == "jamming" and day % 2 else None}
                )
    sky = [
        {"source": "sky", "sector": sector, "from": START + timedelta(hours=6 * step), "capture_id": "0" * 64}
        | {"until": START + timedelta(hours=6 * step + 6), "fog": bool(dice.random() < 0.1), "line": 2}
        | {"cloud": float(dice.integers(0, 9)) / 8}
        for sector in spots(sectors).names[:-1]
        for step in range(4 * length)
    ]
    return {
        "assets": from_rows(Assets, assets),
        "watched": from_rows(Watched, watched),
        "weather": from_rows(Weather, sky),
        "spots": spots(sectors),
        "phenomena": PHENOMENA,
        "parties": ("A", "B"),
        "days": days(START, START + timedelta(days=length)),
        "cuts": [START + timedelta(hours=18)],
        "standing": {row["asset"]: "without a place" for row in assets if row["kind"] == "patrol"},
    }


def child(count: int, length: int, sectors: int) -> None:
    """Work one world out in a process of its own; print CPU and wall seconds, rows, watched share and peak MiB."""
    expose(**world(4, 1, 2))  # what is compiled once counts nothing
    asked = world(count, length, sectors)
    began, cpu = monotonic(), process_time()
    found = expose(**asked)
    cpu, wall = process_time() - cpu, monotonic() - began
    share = found["hours_watched"].sum() / found["hours"].sum()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    stretches = asked["watched"].height
    lost = found.select(pl.col("lost_to").is_not_null().mean()).item()
    print(f"{stretches} {found.height} {cpu} {wall} {share} {lost} {peak}")


def main(sizes: tuple[tuple[int, int, int], ...]) -> None:
    """Print the table."""
    print(f"{len(PHENOMENA)} kinds of act, 2 parties, {3 * KM} places in a sector; compiled before")
    print(
        f"{'assets':>6} {'days':>5} {'km':>6} {'stretches':>10} {'rows':>8} {'CPU s':>6} {'wall s':>6} {'MiB':>6}"
    )
    for count, length, sectors in sizes:
        words = [sys.executable, __file__, str(count), str(length), str(sectors)]
        done = subprocess.run(words, check=True, capture_output=True, text=True)
        stretches, rows, cpu, wall, *_, peak = (float(part) for part in done.stdout.split())
        size = f"{count:>6,} {length:>5} {sectors * KM:>6,} {stretches:>8,.0f} {rows:>8,.0f}"
        print(f"{size} {cpu:>6.2f} {wall:>6.2f} {peak:>6,.0f}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        child(*map(int, sys.argv[1:]))
    elif "--quick" in sys.argv:
        main(((20, 30, 8),))
    else:
        main(((200, 30, SECTORS), (400, 30, SECTORS), (200, 60, SECTORS)))
