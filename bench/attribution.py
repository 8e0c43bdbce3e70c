"""How good attribution is in worlds of our own making, beside votes, crowd-kit, and the posterior that knows all.

Run by hand::

    python bench/attribution.py                 ten seeds of each world, and the plots of the documentation
    python bench/attribution.py --quick         two seeds, no plots
    python bench/attribution.py --large         a million incidents: seconds and memory

The peers have an environment of their own, which the first run sets up from its lock (``bench/peers-attribution``).
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from time import monotonic, process_time

import attrs
import matplotlib.pyplot as plt
import numpy as np
import polars as pl
from numpy.typing import NDArray

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from ceaseline.attribution import Attributed, Beliefs, attribute, error, reliability, sets_holding  # noqa: E402
from ceaseline.tables import Directions, Incidents, Members, Observations, Sources  # noqa: E402
from trial_attack import Campaign, attacked  # noqa: E402
from trial_world import BOTH, Made, Trial, make  # noqa: E402

Floats = NDArray[np.float64]
PEERS = HERE / "peers-attribution"
PICTURE = HERE.parent / "docs" / "pictures" / "attribution-reliability.png"
SEEDS, REVIEWS, BINS = 10, 200, 15
WRONG = Beliefs(
    right={"instrument": 0.9, "monitor": 0.7, "osint": 0.6, "press": 0.9, "party": 0.6, "public": 0.6},
    blames_rightly=0.75,
    blames_wrongly=0.3,
)
TABLES = {
    "incidents": Incidents,
    "members": Members,
    "observations": Observations,
    "sources": Sources,
    "directions": Directions,
}


@attrs.frozen
class World:
    """What is made, and what is believed of it beforehand."""

    trial: Trial = attrs.field(factory=Trial)
    beliefs: Beliefs = attrs.field(factory=Beliefs)
    attack: Campaign | None = None


WORLDS = {
    "trial": World(),
    "trial, wrong role priors": World(beliefs=WRONG),
    "claims only": World(Trial(bearings=False)),
    "wrong geometry": World(Trial(sigma_true=1.6, turned=25)),
    "unequal access": World(Trial(unequal=True)),
    "under attack": World(attack=Campaign(30, 20_000, aimed=0.2, camouflage=0.5, registered=True)),
}


def said(world: Made, beliefs: Beliefs, reviewed: pl.DataFrame) -> Attributed:
    """Return what we say."""
    return attribute(
        world.incidents,
        world.members,
        world.observations,
        world.sources,
        parties=BOTH,
        lines=world.directions,
        reviewed=reviewed,
        beliefs=beliefs,
    )


def asked(world: Made, folder: Path) -> Path:
    """Keep the claims for the peers, once for all worlds with the same, and return where they lie."""
    told = (
        world.observations.filter(pl.col("accused").is_not_null())
        .join(world.members, on="observation_id")
        .select(task="incident_id", worker="source", label="accused")
        .unique()
        .sort("task", "worker", "label")
    )
    name = sha256(told.write_csv().encode()).hexdigest()[:16]
    if not (folder / f"{name}.claims.parquet").exists():
        told.write_parquet(folder / f"{name}.claims.parquet")
        vote = told.group_by("task").agg(vote=(pl.col("label") == BOTH[0]).mean())
        vote.write_parquet(folder / f"{name}.vote.parquet")
    return folder / name


def peers(world: Made, name: Path) -> dict[str, Floats]:
    """Return the chance of A by vote and by each model of crowd-kit; one half where nobody speaks."""
    whole = world.incidents.select(task="incident_id")
    for answer in (".vote", ".said"):
        whole = whole.join(pl.read_parquet(f"{name}{answer}.parquet"), on="task", how="left", maintain_order="left")
    whole = whole.fill_null(0.5)
    return {column: whole[column].to_numpy() for column in whole.columns[1:]}


def gap(said: Floats, true: NDArray[np.bool_]) -> float:
    """Return the calibration error over 15 equal bins."""
    bins = np.minimum((said * BINS).astype(np.int64), BINS - 1)
    many = np.bincount(bins, minlength=BINS)
    apart = np.bincount(bins, weights=said - true, minlength=BINS)
    return float(np.abs(apart).sum() / many.sum())


def figures(of_a: Floats, of_b: Floats, truth: NDArray[np.int64]) -> dict[str, float]:
    """Return the scores of chances of both sides."""
    a, b = truth == 0, truth == 1
    given = np.where(a, of_a, of_b)
    return {
        "accuracy": float(((of_a > of_b) == a).mean()),
        "brier": float((((of_a - a) ** 2 + (of_b - b) ** 2) / 2).mean()),
        "log loss": float(-np.log(np.clip(given, 1e-6, 1)).mean()),
        "error A": gap(of_a, a),
        "error B": gap(of_b, b),
    }


def built(world: World, seed: int) -> Made:
    """Return a world, attacked where it is."""
    rng = np.random.default_rng(seed)
    made = make(world.trial, rng)
    return made if world.attack is None else attacked(made, world.attack, rng)[0]


def measured(world: World, seed: int, folder: Path, curves: list[pl.DataFrame]) -> Iterator[dict[str, float | str]]:
    """Yield a row for each method, in one world; add how reliable ours is to *curves*."""
    made = built(world, seed)
    reviewed = made.reviewed.sample(REVIEWS, seed=seed)
    got = said(made, world.beliefs, reviewed)
    table = got.attributions
    curves += [
        reliability(table, made.reviewed, parties=BOTH, mixes=mixes, bins=BINS) for mixes in (None, got.mixes())
    ]
    wide = table.pivot("hypothesis", index="incident_id", values="probability").sort("incident_id")
    held = sets_holding(table, reviewed)
    kept = made.reviewed.join(held, on=["incident_id", "hypothesis"], how="semi")["hypothesis"]
    cover = {
        f"cover {side}": float((kept == side).sum() / (made.reviewed["hypothesis"] == side).sum()) for side in BOTH
    }
    ours = figures(wide["A"].to_numpy(), wide["B"].to_numpy(), made.truth)
    yield {"method": "ceaseline", **ours, **cover}
    yield {"method": "knows the world", **figures(made.exact, 1 - made.exact, made.truth)}
    for name, of_a in peers(made, asked(made, folder)).items():
        yield {"method": name, **figures(of_a, 1 - of_a, made.truth)}


def table(rows: pl.DataFrame) -> str:
    """Return the means as a table of Markdown."""
    lines = [
        "| world | method | right | Brier | of best | of DS | log loss | error A | error B | A held | B held |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for world in rows["world"].unique(maintain_order=True):
        of = rows.filter(pl.col("world") == world)
        mean = of.group_by("method", maintain_order=True).agg(pl.exclude("seed", "world").mean())
        brier = dict(mean.select("method", "brier").iter_rows())
        for row in mean.iter_rows(named=True):
            cover = [f"{row[f'cover {s}']:.3f}" if row[f"cover {s}"] is not None else "" for s in BOTH]
            cells = [
                world,
                row["method"],
                f"{row['accuracy']:.3f}",
                f"{row['brier']:.4f}",
                f"{row['brier'] / brier['knows the world']:.3f}",
                f"{row['brier'] / brier['dawid-skene']:.2f}",
                f"{row['log loss']:.3f}",
                f"{row['error A']:.4f}",
                f"{row['error B']:.4f}",
                *cover,
            ]
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main(seeds: int) -> None:
    """Set the peers up, measure, print."""
    uv = [str(Path(sys.executable).parent / "uv"), "sync", "--frozen", "--quiet"]
    subprocess.run([*uv, "--project", str(PEERS), "--python", sys.executable], check=True)
    rows: list[dict[str, float | str]] = []
    curves: dict[str, list[pl.DataFrame]] = {label: [] for label in WORLDS}
    with tempfile.TemporaryDirectory() as name:
        for world in WORLDS.values():
            for seed in range(1, seeds + 1):
                asked(built(world, seed), Path(name))
        subprocess.run([str(PEERS / ".venv" / "bin" / "python"), str(PEERS / "label.py"), name], check=True)
        for label, world in WORLDS.items():
            for seed in range(1, seeds + 1):
                rows += [
                    {"world": label, "seed": seed, **row}
                    for row in measured(world, seed, Path(name), curves[label])
                ]
                print(f"{label}, seed {seed}", file=sys.stderr, flush=True)
    print(table(pl.DataFrame(rows, infer_schema_length=None)))
    print(mixed(curves["trial"]))
    if seeds == SEEDS:
        drawn(curves)


def together(curves: list[pl.DataFrame]) -> pl.DataFrame:
    """Return the reliability of all seeds taken together."""
    of = pl.col("of")
    sums = [((pl.col(name) * of).sum() / of.sum()).alias(name) for name in ("said", "so")]
    return pl.concat(curves).group_by("party", "mix", "bin").agg(*sums, of.sum()).sort("party", "mix", "bin")


def mixed(curves: list[pl.DataFrame]) -> str:
    """Return the calibration error by side and mix of evidence, as a table of Markdown."""
    lines = ["| side | evidence | incidents | error |", "| --- | --- | ---: | ---: |"]
    for side, mix, wrong, of in error(together(curves)).iter_rows():
        lines.append(f"| {side} | {mix.removeprefix('explosion, ')} | {of:,} | {wrong:.4f} |")
    return "\n".join(lines)


def drawn(curves: dict[str, list[pl.DataFrame]]) -> None:
    """Draw how often what was said was so, for each side, world by world."""
    figure, axes = plt.subplots(2, 3, figsize=(9, 6.4), sharex=True, sharey=True, layout="constrained")
    for plot, (label, tables) in zip(axes.ravel(), curves.items(), strict=True):
        plot.plot([0, 1], [0, 1], color="0.7", linewidth=1)
        of_all = together(tables).filter(pl.col("mix") == "all")
        for side, style in zip(BOTH, ("o-", "s--"), strict=True):
            of = of_all.filter(pl.col("party") == side)
            plot.plot(of["said"], of["so"], style, markersize=3, linewidth=1, color="0.15", label=f"side {side}")
        plot.set_title(label, fontsize=9)
    axes[0, 0].legend(frameon=False, fontsize=8)
    figure.supxlabel("chance stated")
    figure.supylabel("share that was so")
    figure.suptitle("Worlds of our own making: they prove nothing of a real ceasefire", fontsize=10)
    figure.savefig(PICTURE, dpi=110, metadata={"Software": None})


def large(folder: Path) -> None:
    """Attribute what lies in a folder, in a process of its own; print seconds and the peak of memory."""
    tables = {name: schema.validate(pl.read_parquet(folder / f"{name}.parquet")) for name, schema in TABLES.items()}
    directions = tables.pop("directions")
    reviewed = pl.read_parquet(folder / "reviewed.parquet")
    began, cpu = monotonic(), process_time()
    got = attribute(**tables, parties=BOTH, lines=directions, reviewed=reviewed)
    wall, cpu = monotonic() - began, process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"| {len(tables['incidents']):,} | {len(tables['observations']):,} | {len(got.attributions):,} "
        f"| {cpu:.1f} | {wall:.1f} | {peak:,.0f} |"
    )


def sizes(counts: tuple[int, ...]) -> None:
    """Print how long so many incidents take."""
    print("| incidents | records | rows of answers | CPU s | wall s | peak MiB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            made = make(Trial(incidents=count), np.random.default_rng(1))
            for table_name in TABLES:
                getattr(made, table_name).write_parquet(Path(name) / f"{table_name}.parquet")
            made.reviewed.sample(REVIEWS, seed=1).write_parquet(Path(name) / "reviewed.parquet")
            del made
            subprocess.run([sys.executable, __file__, "--in", name], check=True)


if __name__ == "__main__":
    if "--in" in sys.argv:
        large(Path(sys.argv[-1]))
    elif "--large" in sys.argv:
        sizes((100_000, 1_000_000))
    else:
        main(2 if "--quick" in sys.argv else SEEDS)
