"""Other ways of putting records together, each tuned by a small search on a world of its own; see bench/fusion.py.

Each gets kilometres along and across, hours, and the word. Errors that records state have no place in most of them;
Splink may take them for levels in units of the joint error, and does so where that is better in the search.

Run in the environment of this folder::

    python link.py tune PEER WORLD SECONDS      prints the best settings and their F1 as JSON; WORLD holds its truth
    python link.py PEER WORLD SETTINGS SAID     writes labels to SAID, prints wall and CPU seconds and peak MiB
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import warnings
from collections.abc import Callable
from itertools import product
from pathlib import Path
from time import monotonic, process_time
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

Labels = NDArray[np.int64]
_APART = 1_000.0  # on an axis of words, where words count: further than any two records that are put together
_MOST_BYTES = 18_000_000_000  # of memory; whoever wants more has failed


def laid_out(folder: Path) -> pl.DataFrame:
    """Return ``x``, ``y`` (kilometres), ``h`` (hours) and ``word`` (a number) of each record."""
    lat = pl.col("lat").radians()
    middle = pl.mean_horizontal(pl.col("earliest").dt.epoch("us"), pl.col("latest").dt.epoch("us"))
    rows = pl.read_parquet(folder / "observations.parquet")
    return rows.select(
        "observation_id",
        x=(pl.col("lon") - pl.col("lon").mean()) * 111.2 * lat.cos(),
        y=(pl.col("lat") - pl.col("lat").mean()) * 111.2,
        h=(middle - middle.min()) / 3.6e9,
        word=pl.col("phenomenon").rank("dense").cast(pl.Int64),
        km=pl.col("radius_m") / 1510,
        off=pl.max_horizontal(
            pl.col("time_sigma_s").fill_null(0) / 3600,
            (pl.col("latest") - pl.col("earliest")).dt.total_seconds() / 7200,
            0.01,
        ),
    )


def joined(pairs: NDArray[np.int64], count: int) -> Labels:
    """Return labels by union-find: whatever is linked by a chain of pairs is one."""
    link = coo_matrix((np.ones(len(pairs), dtype=np.int8), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    return connected_components(link, directed=False)[1].astype(np.int64)


def tree(rows: pl.DataFrame, *, km: float, hours: float, words: bool) -> Labels:
    """Join all pairs within an ellipsoid of space and time, of one word or of any: KD-tree, then union-find."""
    points = rows.select(pl.col("x", "y") / km, pl.col("h") / hours, pl.col("word") * _APART * words).to_numpy()
    return joined(cKDTree(points).query_pairs(1.0, output_type="ndarray"), rows.height)


def dbscan(rows: pl.DataFrame, *, km: float, hours: float, words: bool, least: int) -> Labels:
    """Run scikit-learn's DBSCAN on scaled axes, words far apart or not there; noise stays alone."""
    from sklearn.cluster import DBSCAN  # noqa: PLC0415  each peer loads its own alone

    points = rows.select(pl.col("x", "y") / km, pl.col("h") / hours, pl.col("word") * _APART * words).to_numpy()
    return alone(DBSCAN(eps=1.0, min_samples=least, n_jobs=2).fit_predict(points))


def hdbscan(rows: pl.DataFrame, *, hours: float, words: bool, method: str, least: float) -> Labels:
    """Run HDBSCAN, so many hours counting as a kilometre, words far apart or not there; noise stays alone."""
    from hdbscan import HDBSCAN  # noqa: PLC0415

    points = rows.select(pl.col("x", "y"), pl.col("h") / hours, pl.col("word") * _APART * words).to_numpy()
    made = HDBSCAN(
        min_cluster_size=2,
        min_samples=1,
        cluster_selection_method=method,
        cluster_selection_epsilon=least,
        core_dist_n_jobs=1,  # others would be processes, whose cost is not seen here
    )
    return alone(made.fit_predict(points))


def duckdb_grid(rows: pl.DataFrame, *, km: float, hours: float, words: bool) -> Labels:
    """Join records of one word or any, in one cell of a grid or neighbouring ones, in DuckDB; then union-find."""
    import duckdb  # noqa: PLC0415

    cells = rows.select(  # noqa: F841  DuckDB finds it by its name
        "x", "y", "h",
        word=pl.col("word") * int(words),
        n=pl.int_range(pl.len()),
        i=(pl.col("x") / km).floor().cast(pl.Int64),
        j=(pl.col("y") / km).floor().cast(pl.Int64),
        k=(pl.col("h") / hours).floor().cast(pl.Int64),
    )  # fmt: skip
    pairs = duckdb.sql(
        f"""
        WITH steps AS (SELECT unnest([-1, 0, 1]) AS d),
        around AS (
            SELECT c.*, c.i + a.d AS ii, c.j + b.d AS jj, c.k + e.d AS kk
            FROM cells c, steps a, steps b, steps e
        )
        SELECT l.n AS one, r.n AS other FROM around l JOIN cells r
        ON l.ii = r.i AND l.jj = r.j AND l.kk = r.k AND l.word = r.word
        WHERE l.n < r.n AND abs(l.h - r.h) <= {hours} AND (l.x - r.x)**2 + (l.y - r.y)**2 <= {km}**2
        """  # noqa: S608  numbers of ours
    ).fetchnumpy()
    return joined(np.column_stack([pairs["one"], pairs["other"]]).astype(np.int64), rows.height)


def shifted(rows: pl.DataFrame, km: float, hours: float) -> pl.DataFrame:
    """Return names of cells in eight grids, each shifted by half a cell or not on each axis."""
    cells = [
        pl.concat_str(
            (pl.col("x") / km + a / 2).floor().cast(pl.Int64),
            (pl.col("y") / km + b / 2).floor().cast(pl.Int64),
            (pl.col("h") / hours + c / 2).floor().cast(pl.Int64),
            separator=" ",
        ).alias(f"cell_{number}")
        for number, (a, b, c) in enumerate(product((0, 1), repeat=3))
    ]
    return rows.select("x", "y", "h", "word", "km", "off", *cells)


def splink(rows: pl.DataFrame, *, km: float, hours: float, sure: float, scaled: bool) -> Labels:
    """Run Splink 5 on DuckDB: eight shifted grids to block by, levels of distance and hours, the word, EM."""
    import splink.comparison_level_library as levels  # noqa: PLC0415
    import splink.comparison_library as comparisons  # noqa: PLC0415
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    def stepped(name: str, apart: str, steps: tuple[float, ...]) -> comparisons.CustomComparison:
        made = [levels.CustomLevel(f"{apart} <= {step}", label_for_charts=f"{name} {step}") for step in steps]
        return comparisons.CustomComparison(
            output_column_name=name, comparison_levels=[*made, levels.ElseLevel()], comparison_description=name
        )

    apart, later = "sqrt((x_l - x_r)**2 + (y_l - y_r)**2)", "abs(h_l - h_r)"
    if scaled:
        apart, later = f"{apart} / sqrt(km_l**2 + km_r**2)", f"{later} / sqrt(off_l**2 + off_r**2)"
    cells = shifted(rows, km, hours).with_columns(unique_id=pl.int_range(pl.len())).to_pandas()
    grids = [block_on(f"cell_{number}") for number in range(8)]
    settings = SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=3 / rows.height,
        blocking_rules_to_generate_predictions=grids,
        comparisons=[
            stepped("apart", apart, (0.5, 1, 1.5, 2, 3) if scaled else (0.3, 0.6, 1, 2, 4)),
            stepped("later", later, (0.5, 1, 1.5, 2, 3) if scaled else (0.05, 0.3, 1, 3, 6)),
            comparisons.ExactMatch("word"),
        ],
        retain_matching_columns=False,
    )
    api = DuckDBAPI()
    linker = Linker(api.register(cells), settings, log_level=logging.ERROR)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(grids[0])
    found = linker.inference.predict(threshold_match_probability=sure).as_pandas_dataframe()
    pairs = found[["unique_id_l", "unique_id_r"]].to_numpy(dtype=np.int64)
    return joined(pairs, rows.height)


def recordlinkage(rows: pl.DataFrame, *, km: float, hours: float, sure: float) -> Labels:
    """Run recordlinkage: two shifted blocks, steps of distance and hours, the word, ECM; then union-find."""
    import recordlinkage as rl  # noqa: PLC0415

    cells = shifted(rows, km, hours).to_pandas()
    index = rl.Index()
    index.block("cell_0")
    index.block("cell_7")
    pairs = index.index(cells)
    compare = rl.Compare()
    for axis, steps in (("x", (0.5, 1.5)), ("y", (0.5, 1.5)), ("h", (0.3, 3.0))):
        for step in steps:
            compare.numeric(axis, axis, method="step", offset=step, label=f"{axis} {step}")
    compare.exact("word", "word", label="word")
    features = compare.compute(pairs, cells).fillna(0).astype(int)
    model = rl.ECMClassifier(init="jaro")
    model.fit(features)
    chance = model.prob(features).to_numpy()
    kept = pairs[chance >= sure]
    return joined(
        np.column_stack([kept.get_level_values(0), kept.get_level_values(1)]).astype(np.int64), rows.height
    )


def alone(labels: NDArray[np.int64]) -> Labels:
    """Return labels in which each record of noise is a group of its own."""
    noise = labels < 0
    given = labels.astype(np.int64)
    given[noise] = labels.max() + 1 + np.arange(int(noise.sum()))
    return given


_SCALES = [
    {"km": km, "hours": hours, "words": words}
    for km in (0.3, 0.6, 1.0, 2.0, 3.0, 4.5, 6.0)
    for hours in (0.3, 1.0, 3.0, 6.0, 10.0)
    for words in (True, False)
]
_CELLS = ((3.0, 8.0), (6.0, 16.0), (10.0, 24.0))
_SURE = (0.2, 0.5, 0.8, 0.9)
PEERS: dict[str, tuple[Callable[..., Labels], list[dict[str, Any]]]] = {
    "KD-tree": (tree, _SCALES),
    "DuckDB": (duckdb_grid, _SCALES),
    "DBSCAN": (dbscan, [{**scales, "least": least} for scales in _SCALES for least in (2, 3)]),
    "HDBSCAN": (
        hdbscan,
        [
            {"hours": hours, "words": words, "method": method, "least": least}
            for hours in (1.0, 3.0, 6.0)
            for words in (True, False)
            for method in ("eom", "leaf")
            for least in (0.0, 3.0)
        ],
    ),
    "Splink": (
        splink,
        [
            {"km": km, "hours": hours, "sure": sure, "scaled": scaled}
            for km, hours in _CELLS
            for sure in _SURE
            for scaled in (False, True)
        ],
    ),
    "recordlinkage": (
        recordlinkage,
        [{"km": km, "hours": hours, "sure": sure} for km, hours in _CELLS for sure in _SURE],
    ),
}


def agreement(labels: Labels, folder: Path, rows: pl.DataFrame) -> float:
    """Return the F1 of pairs against the truth of a world."""
    truth = pl.read_parquet(folder / "truth_members.parquet")
    both = rows.select("observation_id", said=labels).join(truth, on="observation_id")
    both = both.with_columns(pl.col("incident_id").fill_null("alone:" + pl.col("observation_id")))

    def pairs(*names: str) -> int:
        many = both.group_by(names).len()["len"].cast(pl.Int64)
        return int((many * (many - 1) // 2).sum())

    return 2 * pairs("said", "incident_id") / max(pairs("said") + pairs("incident_id"), 1)


def tune(peer: str, folder: Path, seconds: float) -> None:
    """Print the settings of the grid that agree best with the truth of a world made for tuning.

    They are tried in an order without meaning until the time is over; one at least is.
    """
    made, grid = PEERS[peer]
    rows = laid_out(folder)
    began, best, tried = monotonic(), (0.0, 0), 0
    for number in np.random.default_rng(1).permutation(len(grid)):
        f1 = agreement(made(rows, **grid[number]), folder, rows)
        best, tried = max(best, (f1, int(number))), tried + 1
        if monotonic() - began > seconds:
            break
    print(json.dumps({"settings": grid[best[1]], "f1": best[0], "tried": tried, "of": len(grid)}))


def own_peak() -> float:
    """Return the most memory this process took, MiB; the system's other count has that of who started it in it."""
    told = Path("/proc/self/status").read_text("utf-8").splitlines()
    return int(next(line for line in told if line.startswith("VmHWM")).split()[1]) / 1024


def link(peer: str, folder: Path, settings: dict[str, Any], said: Path) -> None:
    """Put the records of a world together; what is loaded once counts nothing."""
    made, _ = PEERS[peer]
    rows = laid_out(folder)
    made(rows.head(2_000), **settings)
    began, cpu = monotonic(), process_time()
    labels = made(rows, **settings)
    wall, cpu = monotonic() - began, process_time() - cpu
    peak = own_peak()
    rows.select("observation_id", said=labels).write_parquet(said)
    print(json.dumps({"wall": wall, "cpu": cpu, "peak": peak}))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    if sys.argv[1] == "tune":
        tune(sys.argv[2], Path(sys.argv[3]), float(sys.argv[4]))
    else:
        link(sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3]), Path(sys.argv[4]))
