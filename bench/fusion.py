"""Which records tell of one happening: this program beside six others and one that knows the truth, in one run.

Worlds are those of ``worlds.py``, at the density of the trial that set the figures to reach, and ten times denser.
Each way runs in a process of its own, so that its memory and its CPU seconds are its own; reading the file is no
part of the work, and neither is what is loaded or compiled once. The others are tuned, each by a small search on a
world of another seed; this program is not, as it learns what it needs from the records. They live in an environment
of their own, which the first run sets up from its lock (``bench/peers``).

    python bench/fusion.py             prints the table, and puts it into docs/reference/fusion.md
    python bench/fusion.py --quick     ten thousand records; prints only
    python bench/fusion.py --huge [N]  ten million records, or N, through the command; writes ten million there too
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from time import gmtime, monotonic, process_time, strftime
from typing import Any

import attrs
import polars as pl
from worlds import WORLDS, write

from ceaseline.fusion import fuse
from ceaseline.scoring.fusion import score_fusion
from ceaseline.scoring.linking import ALONE, linking
from ceaseline.scoring.reference import reference
from ceaseline.tables import Observations, Sources
from ceaseline.tables.truth_incidents import TruthIncidents
from ceaseline.tables.truth_members import TruthMembers

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "reference" / "fusion.md"
MEASURED, BY_COMMAND = "measured", "by-command"  # what stands between which marks of the page
BIN = HERE.parent / ".venv" / "bin"
PEERS = ("Splink", "recordlinkage", "DBSCAN", "HDBSCAN", "KD-tree", "DuckDB")
NAMES = {
    "ceaseline": "ceaseline",
    "Splink": "Splink 5",
    "DBSCAN": "DBSCAN, scaled axes",
    "KD-tree": "KD-tree, union-find",
    "DuckDB": "DuckDB grid join, union-find",
    "reference": "*knows the truth*",
}
TUNING_SEED = 11
PATIENCE_S = 45  # of one of the others in one world; one that took too long for a tenth is not begun
OWN_PATIENCE_S = 600  # of this program, and of who knows the truth
TUNING_S, TUNING_SIZE = 30, 10_000  # seconds of one way's search, and records of its world
HUGE = 10_000_000


@attrs.frozen
class Setting:
    """A world at a density.

    Attributes:
        world: which.
        density: what it is called.
        days: in which a hundred thousand records lie.
        sizes: how many records.
    """

    world: str
    density: str
    days: float
    sizes: tuple[int, ...]

    def days_of(self, size: int) -> float:
        """Return over how many days so many records are spread."""
        return self.days * size / 100_000


ALL = (
    Setting("plain", "trial", 30, (10_000, 100_000, 1_000_000)),
    Setting("plain", "ten times", 3, (10_000, 100_000, 1_000_000)),
    Setting("hard", "trial", 30, (10_000, 100_000)),
    Setting("hard", "ten times", 3, (10_000, 100_000)),
)
QUICK = tuple(attrs.evolve(setting, sizes=setting.sizes[:1]) for setting in ALL)


@attrs.frozen
class Made:
    """What one way did in one world: what it cost, and how well it agrees with the truth; None where not known."""

    way: str
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    b_cubed: float | None = None
    of_reference: float | None = None
    off: float | None = None
    cpu: float | None = None
    wall: float | None = None
    peak: float | None = None
    left_out: str = ""


def own_peak() -> float:
    """Return the most memory this process took, MiB; the system's other count has that of who started it in it."""
    told = Path("/proc/self/status").read_text("utf-8").splitlines()
    return int(next(line for line in told if line.startswith("VmHWM")).split()[1]) / 1024


def child(way: str, folder: Path, said: Path) -> None:
    """Put the records of a world together in this process, as this program or as whoever knows the truth."""
    observations = Observations.validate(pl.read_parquet(folder / "observations.parquet"))
    if way == "reference":
        incidents = TruthIncidents.validate(pl.read_parquet(folder / "truth_incidents.parquet"))
        members = TruthMembers.validate(pl.read_parquet(folder / "truth_members.parquet"))
        began, cpu = monotonic(), process_time()
        made = reference(observations, incidents, members)
    else:
        sources = Sources.validate(pl.read_parquet(folder / "sources.parquet"))
        fuse(Observations.validate(observations.head(2_000)), sources)  # what is loaded or compiled once
        began, cpu = monotonic(), process_time()
        made = fuse(observations, sources).members.rename({"incident_id": "said"})
    wall, cpu = monotonic() - began, process_time() - cpu
    peak = own_peak()
    made.write_parquet(said)
    print(json.dumps({"wall": wall, "cpu": cpu, "peak": peak}))


def run(words: Sequence[str], patience: int) -> dict[str, Any] | str:
    """Return what a process prints as JSON, or in words why it gave nothing."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=patience, check=False)
    except subprocess.TimeoutExpired:
        return f"not in {patience} s"
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["ended"])[-1]
        return "out of memory" if "emory" in last or done.returncode < 0 else last[:60]
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def peer_words(*words: str) -> list[str]:
    """Return the words that run a peer in its own environment."""
    return [str(HERE / "peers" / ".venv" / "bin" / "python"), str(HERE / "peers" / "link.py"), *words]


def tuned(setting: Setting, seconds: int, folder: Path) -> dict[str, str]:
    """Return for each peer the settings that agree best with the truth of a world of another seed, as JSON."""
    write(WORLDS[setting.world](TUNING_SIZE, setting.days_of(TUNING_SIZE), TUNING_SEED), folder)

    def one(peer: str) -> dict[str, Any] | str:
        return run(peer_words("tune", peer, str(folder), str(seconds)), seconds + 90)

    found = {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # nobody measures how long it takes
        for peer, told in zip(PEERS, pool.map(one, PEERS), strict=True):
            where = f"{setting.world}, {setting.density}: {peer}"
            if isinstance(told, str):  # then it has no row
                tell(f"{where} not tuned: {told}")
                continue
            tell(f"{where}: {told['settings']}, of {told['tried']} of {told['of']}: F1 {told['f1']:.3f}")
            found[peer] = json.dumps(told["settings"])
    return found


def measured(
    setting: Setting, size: int, seed: int, settings: dict[str, str], took: dict[str, float]
) -> list[Made]:
    """Return what each way does in one world; *took* has its wall seconds for the size before, and gets these."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(WORLDS[setting.world](size, setting.days_of(size), seed), folder)
        own = [sys.executable, __file__]
        jobs = [
            ("reference", [*own, "reference"]),
            ("ceaseline", [*own, "ceaseline"]),
            *((peer, peer_words(peer)) for peer in settings),
        ]
        for way, words in jobs:
            patience = PATIENCE_S if way in settings else OWN_PATIENCE_S
            if took.get(way, 0.0) * 10 > patience:
                rows.append(Made(way, left_out=f"left out: {took[way]:.0f} s for a tenth"))
                continue
            tell(f"{setting.world}, {setting.density}, {size:,}, seed {seed}: {way}")
            said = folder / f"{way}.parquet"
            more = [settings[way]] if way in settings else []
            told = run([*words, str(folder), *more, str(said)], patience + 30)  # to begin takes its time
            if isinstance(told, str):
                rows.append(Made(way, left_out=told))
                took[way] = patience
                continue
            took[way] = max(told["wall"], took.get(way, 0.0)) if seed > 1 else told["wall"]
            figures = agreement(folder, said)
            rows.append(Made(way, **figures, **told))
    ceiling = next((row.f1 for row in rows if row.way == "reference"), None)
    return [
        attrs.evolve(row, of_reference=row.f1 / ceiling if row.f1 is not None and ceiling else None) for row in rows
    ]


def agreement(folder: Path, said: Path) -> dict[str, float | None]:
    """Return how well records were put together, as ``ceaseline score`` has it."""
    truth = pl.read_parquet(folder / "truth_members.parquet")
    made = pl.read_parquet(said).with_columns(pl.col("said").cast(pl.String))
    stated = "probability" in made.columns
    records = made.join(truth, on="observation_id").select(
        "observation_id",
        "said",
        pl.col("incident_id").fill_null(ALONE + pl.col("observation_id")).alias("true"),
        probability="probability" if stated else pl.lit(1.0),
        acts_of=pl.lit(None, dtype=pl.String),
    )
    if linking(records).records != truth.height:
        raise ValueError(f"{said.name}: {truth.height - records.height} records are lost or doubled")
    true = records.select("observation_id", said="true")
    found = {row["score"]: row["value"] for row in score_fusion(records, true, true, ()) if row["by"] == "all"}
    return {
        "precision": found["pairwise_precision"],
        "recall": found["pairwise_recall"],
        "f1": found["pairwise_f1"],
        "b_cubed": found["bcubed_f1"],
        "off": found["member_calibration_error"] if stated else None,
    }


def over_seeds(several: Sequence[Sequence[Made]]) -> Iterator[Made]:
    """Yield the mean of each way's figures over the seeds; the peak is the largest."""
    for rows in zip(*several, strict=True):
        gone = next((row for row in rows if row.left_out), None)
        if gone is not None:
            yield gone
            continue
        values: dict[str, float | None] = {}
        for field in attrs.fields(Made)[1:-1]:
            known = [value for row in rows if (value := getattr(row, field.name)) is not None]
            mean = max if field.name == "peak" else fmean
            values[field.name] = mean(known) if known else None
        yield Made(rows[0].way, **values)


HEAD = """\
| world | density | reports | way | P | R | F1 | of who knows | B-cubed F1 | calibration error | CPU s | wall s \
| reports per CPU s | peak MiB |
| --- | --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"""


def line(setting: Setting, size: int, row: Made) -> str:
    """Return a row of the table."""
    start = f"| {setting.world} | {setting.density} | {size:,} | {NAMES.get(row.way, row.way)} |"
    if row.left_out:
        return f"{start} {row.left_out} |" + " |" * 9

    def share(value: float | None, form: str = ".3f") -> str:
        return "" if value is None else f"{value:{form}}"

    rate = None if not row.cpu else size / row.cpu
    cells = [
        *map(share, (row.precision, row.recall, row.f1, row.of_reference, row.b_cubed, row.off)),
        share(row.cpu, ",.1f"),
        share(row.wall, ",.1f"),
        share(rate, ",.0f"),
        share(row.peak, ",.0f"),
    ]
    return f"{start} {' | '.join(cells)} |"


def machine() -> str:
    """Return what the figures were measured on, and when."""
    model = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Measured on {strftime('%Y-%m-%d', gmtime())}, on {os.cpu_count()} cores "
        f"({model.group(1) if model else platform.processor()}), {memory:.0f} GiB, Python "
        f"{platform.python_version()}, Polars {pl.__version__}."
    )


def table(settings: Sequence[Setting], tuning: int) -> Iterator[str]:
    """Yield the lines of the table as they are measured, and how the time grows."""
    yield machine()
    yield ""
    yield from HEAD.splitlines()
    growth = []
    for setting in settings:
        with tempfile.TemporaryDirectory() as folder:
            chosen = tuned(setting, tuning, Path(folder))
        took: dict[str, float] = {}
        spent: dict[int, float] = {}
        for size in setting.sizes:
            seeds = (1,) if size > 10_000 else (1, 2)
            rows = list(over_seeds([measured(setting, size, seed, chosen, took) for seed in seeds]))
            yield from (line(setting, size, row) for row in rows)
            own = next((row.cpu for row in rows if row.way == "ceaseline"), None)
            spent |= {} if own is None else {size: own}
        for less, more in pairwise(spent):
            times = spent[more] / spent[less]
            growth.append(f"{setting.world}, {setting.density}, from {less:,} to {more:,}: {times:.1f} times")
    if growth:
        yield f"\nCPU seconds of ceaseline for more reports: {'; '.join(growth)}."


def huge(size: int) -> None:
    """Print what the command takes for very many records at the density of the trial, from file to files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tell(f"making {size:,} records")
        make = [sys.executable, str(HERE / "worlds.py"), "plain", str(size), str(ALL[0].days_of(size)), "1", name]
        subprocess.run(make, check=True)
        words = [sys.executable, "-m", "ceaseline", "fuse", str(folder / "observations.parquet"), "--json"]
        words += ["--sources", str(folder / "sources.parquet"), "-o", str(folder / "out")]
        began = monotonic()
        with (folder / "told.json").open("wb") as told:
            process = subprocess.Popen(words, stdout=told)
            _, status, used = os.wait4(process.pid, 0)  # what this process took, and no other
        wall, cpu = monotonic() - began, used.ru_utime + used.ru_stime
        took = f"{wall:,.0f} s, {cpu:,.0f} CPU s, peak {used.ru_maxrss / 1024:,.0f} MiB"
        if status:
            print(f"{size:,} reports: it ended with {os.waitstatus_to_exitcode(status)} after {took}")
            return
        counts = json.loads((folder / "told.json").read_text("utf-8"))["counts"]
        told = f"{size:,} reports from file to files: {counts['incidents']:,} incidents, {took}. {machine()}"
        print(told)
        if size == HUGE:
            put(told, BY_COMMAND)


def put(text: str, mark: str) -> None:
    """Write what was measured between its marks on the page."""
    page = PAGE.read_text("utf-8")
    begin, end = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    PAGE.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", "utf-8")


def tell(text: str) -> None:
    """Say how far it has come."""
    print(text, file=sys.stderr, flush=True)


def main(words: Sequence[str]) -> None:
    """Set the peers up, measure, print; write the page where all was measured."""
    if words and words[0] == "--huge":
        huge(int(words[1]) if len(words) > 1 else HUGE)
        return
    own = ["--project", str(HERE / "peers"), "--python", sys.executable]
    subprocess.run([str(BIN / "uv"), "sync", "--frozen", "--quiet", *own], check=True)
    quick = "--quick" in words
    lines = []
    for text in table(QUICK if quick else ALL, 5 if quick else TUNING_S):
        print(text, flush=True)
        lines.append(text)
    if not quick:
        put("\n".join(lines), MEASURED)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        child(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(sys.argv[1:])
