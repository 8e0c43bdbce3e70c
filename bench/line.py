"""Distance and side of places from a line that moves daily, beside two peers, in one run on this machine.

Box tree and peers answer for the same pieces on one plane, tree-building included. Shapely finds the nearest piece
by its tree; NumPy tells the side from it, or from the sum of both normals where two share the nearest place. SciPy
finds the nearest two corners, and NumPy looks at the pieces beside them; the nearest piece need not have one of
them, so that is exact only while corners lie close and even. The first row is the whole work of a user: from
degrees, with the plane, chainage and distances on the ground, which the peers do not give.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, process_time

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from ceaseline.line import kernel
from ceaseline.line.distance import Track
from ceaseline.plane import Plane

CORNERS = 20_000
DAYS = 60
THREADS = 2
BATCH = 50_000  # places that a peer takes at a time, so that its memory is its tree's
MIDDLE = (33.0, 48.5)
PATIENCE = 1_000_000  # places; more would take Shapely's tree minutes, at the same rate

Places = NDArray[np.float64]
Answer = tuple[Places, NDArray[np.int8]]  # distances in kilometres, sides


def line_of(day: int) -> Places:
    """Return the line of a day, in degrees: some 2,000 km with overhangs, and each day moved a little.

    Its heading wanders about due east and turns back at times, so it lies some 1,200 km from end to end.
    """
    dice = np.random.default_rng(7)
    heading = np.zeros(CORNERS)
    for corner in range(1, CORNERS):
        heading[corner] = 0.995 * heading[corner - 1] + dice.normal(0, 0.105)
    east, north = np.cumsum(np.cos(heading)) * 0.1, np.cumsum(np.sin(heading)) * 0.1
    north -= np.linspace(0, north[-1], CORNERS)
    along = np.linspace(0, 2 * np.pi, CORNERS)
    moved = 0.05 * day * (np.sin(3 * along) + np.sin(17 * along + 1) + np.sin(120 * along + 2))
    return np.array(MIDDLE) + np.column_stack([(east - east.mean()) / 74, (north - north.mean() + moved) / 111])


def places_of(day: int, line: Places, count: int) -> Places:
    """Return places of a day, in degrees: seven in ten within about 6 km of the line, the others within 40 km."""
    dice = np.random.default_rng(1000 + day)
    sigma = np.where(dice.random(count) < 0.7, 3.0, 20.0)[:, None]
    return line[dice.integers(0, len(line), count)] + dice.normal(0, 1, (count, 2)) * sigma / [74, 111]


def whole(line: Places, places: Places) -> Answer:
    """Ask this program as it is used: from degrees, with the plane, chainage and distances on the ground."""
    found = Track.of(shapely.LineString(line)).places(places[:, 0], places[:, 1])
    return found["distance_km"].to_numpy(), found["side"].fill_null(2).to_numpy()


def box_tree(corners: Places, flat: Places) -> Answer:
    """Ask the kernel alone, on the plane."""
    found = kernel.nearest(flat, kernel.tree_over(np.hstack([corners[:-1], corners[1:]])))
    return found.distance, found.side


def by_pieces(corners: Places, flat: Places) -> Answer:
    """Ask Shapely's tree for the nearest pieces."""
    tree = shapely.STRtree(shapely.linestrings(np.stack([corners[:-1], corners[1:]], axis=1)))
    step = np.diff(corners, axis=0)
    long = np.hypot(step[:, 0], step[:, 1])
    unit = step / long[:, None]
    distance, summed = np.empty(len(flat)), np.empty(len(flat))
    for start in range(0, len(flat), BATCH):
        batch = flat[start : start + BATCH]
        (row, piece), far = tree.query_nearest(shapely.points(batch), return_distance=True)
        distance[start + row] = far
        # where two share the nearest place, the sum over them is that of their normals against the way from there
        away = batch[row] - corners[piece]
        away -= np.where(((away * unit[piece]).sum(axis=1) >= long[piece])[:, None], step[piece], 0)
        off = unit[piece, 0] * away[:, 1] - unit[piece, 1] * away[:, 0]
        summed[start : start + BATCH] = np.bincount(row, off, len(batch))
    return distance, np.sign(summed).astype(np.int8)


def by_corners(corners: Places, flat: Places) -> Answer:
    """Ask SciPy's tree for the nearest two corners, and look at the pieces beside them."""
    tree = cKDTree(corners)
    step = np.diff(corners, axis=0)
    square, unit = (step**2).sum(axis=1), step / np.hypot(step[:, 0], step[:, 1])[:, None]
    distance, side = np.empty(len(flat)), np.empty(len(flat), dtype=np.int8)
    for start in range(0, len(flat), BATCH):
        batch = flat[start : start + BATCH]
        _, near = tree.query(batch, k=2)
        beside = np.clip(np.concatenate([near - 1, near], axis=1), 0, len(step) - 1)
        away = batch[:, None] - corners[beside]
        share = np.clip((away * step[beside]).sum(axis=2) / square[beside], 0, 1)
        away -= share[..., None] * step[beside]
        far = (away**2).sum(axis=2)
        least = far.min(axis=1, keepdims=True)
        off = unit[beside, 0] * away[..., 1] - unit[beside, 1] * away[..., 0]
        distance[start : start + BATCH] = np.sqrt(least[:, 0])
        side[start : start + BATCH] = np.sign((off * (far <= least * (1 + 1e-12))).sum(axis=1))
    return distance, side


JOBS: dict[str, Callable[[Places, Places], Answer]] = {
    "from degrees": whole,
    "box tree": box_tree,
    "Shapely STRtree": by_pieces,
    "SciPy cKDTree": by_corners,
}


def child(job: str, count: int, days: int, kept: Path) -> None:
    """Do one job in a process of its own; print wall and CPU seconds and peak MiB, keep the answers of one day.

    Making the places, and for the searches laying them flat, is no part of the work; holding them is.
    """
    days_work = []
    for day in range(days):
        line = line_of(day)
        places = places_of(day, line, count // days)
        if job != "from degrees":
            plane = Plane(*((line.min(axis=0) + line.max(axis=0)) / 2).tolist())
            line, places = plane.flat(line), plane.flat(places)
        days_work.append((line, places))
    JOBS[job](days_work[0][0][:3], days_work[0][1][:3])  # what is loaded or compiled once counts nothing
    began, cpu = monotonic(), process_time()
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda work: JOBS[job](*work), days_work))
    wall, cpu = monotonic() - began, process_time() - cpu
    distance, side = answers[days // 2]
    np.savez(kept, distance=distance, side=side)
    print(wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def agreement(one: Path, other: Path) -> tuple[float, int]:
    """Return the greatest difference of distance in metres, and how many sides differ."""
    with np.load(one) as here, np.load(other) as there:
        apart = np.abs(here["distance"] - there["distance"]).max() * 1000
        return float(apart), int((here["side"] != there["side"]).sum())


def main(counts: tuple[int, ...], days: int) -> None:
    """Print the table."""
    print(f"{days} lines of {CORNERS:,} corners, {THREADS} threads. Differences: from the box tree, on one day")
    print(
        f"{'places':>10}  {'job':<16} {'CPU s':>7} {'wall s':>7} {'places per CPU s':>17} {'peak MiB':>9}"
        f" {'metres':>9} {'sides':>6}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            for job in JOBS:
                if job == "Shapely STRtree" and count > PATIENCE:
                    print(f"{count:>10,}  {job:<16} left out")
                    continue
                kept = Path(folder) / f"{job}-{count}.npz"
                words = [sys.executable, __file__, job, str(count), str(days), str(kept)]
                done = subprocess.run(words, check=True, capture_output=True, text=True)
                wall, cpu, peak = (float(part) for part in done.stdout.split())
                beside = ""
                if job in {"Shapely STRtree", "SciPy cKDTree"}:
                    metres, sides = agreement(Path(folder) / f"box tree-{count}.npz", kept)
                    beside = f" {metres:>9.1e} {sides:>6,}"
                rate = f"{cpu:>7.2f} {wall:>7.2f} {count / cpu:>17,.0f} {peak:>9,.0f}"
                print(f"{count:>10,}  {job:<16} {rate}{beside}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 5:
        child(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
    elif "--quick" in sys.argv:
        main((60_000,), 6)
    else:
        main((1_000_000, 10_000_000), DAYS)
