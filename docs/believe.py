"""Measure every room in worlds with known truth, and write the tables of docs/explanation/believe.md.

``make scores`` runs it. Each world is made, run and scored in a process of its own, so that its memory is its own::

    python docs/believe.py [--seeds N] [--jobs N]
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import resource
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import timedelta
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import attrs
import polars as pl

import ceaseline
from ceaseline.pipeline.scoring import score_case
from ceaseline.pipeline.simulating import simulate
from ceaseline.scoring import mirrored
from ceaseline.simulation import scenario, scenarios, world
from ceaseline.tables import Scores

PAGE = Path(__file__).parent / "explanation" / "believe.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
ACCOUNTS_BEGIN, ACCOUNTS_END = "<!-- accounts: begin -->", "<!-- accounts: end -->"
SECOND = "second world"
# Worlds are cut to these sizes, so that all of it takes minutes; what else they are is as their forms say.
USUAL: dict[str, Any] = {"days": 12, "length_km": 120, "sectors": 6}
CUT: dict[str, dict[str, Any]] = {"founding-case": {"days": 3}, "small": {}}
ACCOUNTS = (0, 10, 100, 500)  # fake accounts of one side in the flood


@attrs.frozen
class Job:
    """A world to be made, run and scored.

    Attributes:
        world: a scenario, or the second world of the tests.
        seed: with the world it gives every byte.
        part: which table it is for.
        changes: of the scenario.
        by_day: whether files come at the end of each day.
    """

    world: str
    seed: int
    part: str = "worlds"
    changes: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    by_day: bool = False


@attrs.frozen
class Done:
    """What came of it: the scores, CPU seconds of each step, and the peak of memory."""

    job: Job
    scores: pl.DataFrame
    records: int
    happened: int
    made_s: float
    run_s: float
    score_s: float
    peak_mib: float

    def value(self, score: str, party: str = "any", by: str = "all") -> float | None:
        """Return a score, None where it has no value or is not there."""
        found = self.scores.filter(score=score, party=party, by=by)["value"]
        return None if found.is_empty() else found.item()

    def sum(self, score: str, like: str) -> float:
        """Return the sum of the cells of a table whose names are like a pattern."""
        cells = self.scores.filter(pl.col("score") == score, pl.col("by").str.contains(like))
        return float(cells["value"].sum())


def jobs(seeds: int) -> Iterator[Job]:
    """Yield all worlds: each scenario and the second world by seeds, floods by accounts, and sides exchanged."""
    for seed in range(1, seeds + 1):
        for name in [*scenarios(), SECOND]:
            yield Job(name, seed, changes=CUT.get(name, USUAL))
        for many in ACCOUNTS:
            flood = {"accounts": max(many, 1), **({} if many else {"first": 3660, "last": 3660})}
            yield Job("flood", seed, f"accounts {many}", {**USUAL, "attackers": {"left-flood": flood}})
        yield Job("small", seed, "arriving", by_day=True)
        for name in ("small", SECOND):
            yield Job(name, seed, "exchanged", {"parties": ("B", "A")})


def work(job: Job) -> Done:
    """Make a world, run it and score it."""
    with TemporaryDirectory() as folder:
        case, now = Path(folder) / "case", None
        begun = process_time()
        if job.world == SECOND:
            now = _second(job, case)
        else:
            _first(job, case)
        made = process_time()
        outcome = ceaseline.open(case).run(now=now)
        run = process_time()
        scores, _ = score_case(case)
        scored = process_time()
        happened = pl.read_parquet(case / "truth" / "truth_incidents.parquet").height
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Done(job, scores, outcome.observations.height, happened, made - begun, run - made, scored - run, peak)


def _first(job: Job, case: Path) -> None:
    made = world(scenario(job.world, **job.changes), job.seed)
    simulate(made, case, by_day=job.by_day, tell=lambda *_: None)


def _second(job: Job, case: Path) -> Any:
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    second = import_module("simulation.second_world")
    made = second.second_world(job.seed, parties=job.changes.get("parties", ("A", "B")))
    second.write(made, case)
    return second.START + timedelta(days=made.days + 1)


def measured(wanted: Sequence[Job], workers: int) -> list[Done]:
    """Return what came of all jobs, in their order; how far it is goes to stderr."""
    done: dict[Job, Done] = {}
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        waiting = [pool.submit(work, job) for job in wanted]
        for number, each in enumerate(as_completed(waiting), 1):
            one = each.result()
            done[one.job] = one
            spent = one.made_s + one.run_s + one.score_s
            told = f"{number}/{len(wanted)} {one.job.world}, {one.job.part}, seed {one.job.seed}: {spent:.0f} CPU s"
            print(told, file=sys.stderr)
    return [done[job] for job in wanted]


def tables(all_done: Sequence[Done], *, wall_s: float) -> str:
    """Return all tables as Markdown."""
    worlds: dict[str, list[Done]] = {}
    for one in all_done:
        worlds.setdefault(
            one.job.world if one.job.part == "worlds" else f"/{one.job.part}/{one.job.world}", []
        ).append(one)
    named = {name: own for name, own in worlds.items() if not name.startswith("/")}
    seeds = len(next(iter(named.values())))
    machine = f"{_cpus()} ({_model()}), {_memory()} GiB, Python {platform.python_version()}"
    about = (
        f"Measured by `make scores` on {machine}, in {wall_s / 60:.0f} minutes with other work on the machine; "
        f"{seeds} seeds of each world. A figure is the mean over seeds, with the lowest and the highest behind it "
        "where they differ."
    )
    parts = [
        about,
        "### The worlds",
        _grid(named, _WORLDS),
        "### Which records tell of one happening",
        _grid(named, _FUSION),
        "### What is held against a clause",
        _grid(named, _FINDINGS),
        "By clause, in the founding case:",
        _by_clause(named["founding-case"], _STEPS, _HELD),
        "### Verdicts and numbers",
        _grid(named, _VERDICTS),
        "Verdicts that were false, by clause, in the founding case, `any` and each side counted:",
        _by_clause(named["founding-case"], _FALSE, ["violation, falsely", "none recorded where watched, falsely"]),
        "### Whose it was",
        _grid(named, _ATTRIBUTION),
        "### The two sides, where monitors are kept from one",
        _by_side({name: named[name] for name in ("small", "one-eyed", SECOND)}),
        "### Fake accounts",
        _grid({f"{many} accounts": worlds[f"/accounts {many}/flood"] for many in ACCOUNTS}, _FLOOD, first="flood"),
        "### Sides exchanged",
        _exchanged(worlds),
        "### How soon",
        _grid({"small, files by the day": worlds["/arriving/small"]}, _TIMELY),
        "### Time and memory",
        _grid(named, _COST),
    ]
    return "\n\n".join(parts)


def put(page: str, text: str, begin: str = BEGIN, end: str = END) -> str:
    """Return the page with the text in place of what was measured before."""
    before, rest = page.split(begin)
    return f"{before}{begin}\n\n{text}\n\n{end}{rest.split(end)[1]}"


def _score(score: str, *, party: str = "any", by: str = "all") -> Any:
    return lambda one: one.value(score, party, by)


_WORLDS = {
    "records": lambda one: one.records,
    "true happenings": lambda one: one.happened,
    "of these told of by anybody": lambda one: one.value("groups", by="told_of_what_happened"),
}
_FUSION = {
    "F1 of pairs": _score("pairwise_f1"),
    "of the plain rule": _score("plain_pairwise_f1"),
    "of the reference": _score("reference_pairwise_f1"),
    "F1 of pairs of what happened": _score("pairwise_f1_without_invented"),
    "of the plain rule, of what happened": _score("plain_pairwise_f1_without_invented"),
    "of the reference, of what happened": _score("reference_pairwise_f1_without_invented"),
    "B-cubed F1": _score("bcubed_f1"),
    "B-cubed of the plain rule": _score("plain_bcubed_f1"),
    "B-cubed of the reference": _score("reference_bcubed_f1"),
    "members stated": _score("member_calibration_said", by="0.9 to 1.0"),
    "members right": _score("member_calibration_right", by="0.9 to 1.0"),
}
_FINDINGS = {
    "true violations told of": _score("violations_told_of"),
    "held against their clause": _score("violations_held"),
    "called a violation": _score("violations_called_so"),
    "findings of a violation that are one": _score("violation_precision"),
    "that are none": _score("false_violations"),
}
_VERDICTS = {
    "answers": lambda one: one.sum("verdicts", "."),
    "cannot tell": lambda one: one.sum("verdicts", "^cannot_tell"),
    "not verifiable": lambda one: one.sum("verdicts", "^not_verifiable"),
    "violation established": lambda one: one.sum("verdicts", "^violation_established"),
    "falsely": _score("false_violation_established"),
    "none recorded where watched": lambda one: one.sum("verdicts", "^none_recorded"),
    "falsely so": _score("false_none_recorded_where_watched"),
    "days of violations called so": _score("days_of_violations_called_none_recorded"),
    "days without": _score("days_without_called_none_recorded"),
    "recorded for each true violation of the first clause": lambda one: one.value(
        "recorded_for_each_true", by=_fire(one)
    ),
}
_ATTRIBUTION = {
    "likeliest answer right": _score("accuracy"),
    "where A's": _score("accuracy", party="A"),
    "where B's": _score("accuracy", party="B"),
    "Brier": _score("brier"),
    "calibration error": _score("calibration_error"),
    "said to be A's, .8 or surer": _score("released", party="A"),
    "wrongly, as expected": _score("expected_wrong_releases", party="A"),
    "as it was": _score("wrong_releases", party="A"),
    "said to be B's": _score("released", party="B"),
    "wrongly, as expected of B": _score("expected_wrong_releases", party="B"),
    "as it was of B": _score("wrong_releases", party="B"),
}
_FLOOD = {
    "records": lambda one: one.records,
    "pairs: F1": _score("pairwise_f1"),
    "without invented records": _score("pairwise_f1_without_invented"),
    "findings of a violation that are none": _score("false_violations"),
    "incidents of nothing held against a clause": lambda one: one.sum("outcomes", "in truth nothing_happened$"),
    "recorded for each true violation": lambda one: one.value("recorded_for_each_true", by=_fire(one)),
    "likeliest answer right": _score("accuracy"),
    "calibration error": _score("calibration_error"),
    "verdicts of a violation, falsely": _score("false_violation_established"),
}
_TIMELY = {
    "hours to the first record: median": _score("hours_to_first_record_median"),
    "nine in ten": _score("hours_to_first_record_nine_in_ten"),
}
_COST = {
    "records": lambda one: one.records,
    "to make: CPU s": lambda one: one.made_s,
    "to run": lambda one: one.run_s,
    "to score": lambda one: one.score_s,
    "peak of all, MiB": lambda one: one.peak_mib,
}
_HELD = ("true violations told of", "held against it", "called a violation")
_FALSE = ("false_violation_established", "false_none_recorded_where_watched")
_STEPS = ("violations_told_of", "violations_held", "violations_called_so")


def _fire(one: Done) -> str:
    return "no-fire" if one.job.world == SECOND else "thirty-day-ceasefire"


def _grid(rows: Mapping[str, Sequence[Done]], columns: Mapping[str, Any], *, first: str = "world") -> str:
    body = [
        [name, *(_over([value(one) for one in own]) for value in columns.values())] for name, own in rows.items()
    ]
    return _table([first, *columns], body)


def _by_clause(own: Sequence[Done], scores: Sequence[str], head: Sequence[str]) -> str:
    """Return a row for each clause of which anything is more than nothing."""
    told = [one.scores.filter(pl.col("score").is_in(scores), pl.col("by") != "all") for one in own]
    clauses = sorted({by for each in told for by in each["by"]})
    body = [
        [clause, *(_over([one.value(score, by=clause) for one in own]) for score in scores)]
        for clause in clauses
        if any(each.filter(by=clause)["value"].sum() for each in told)
    ]
    return _table(["clause", *head], body) if body else "None."


def _by_side(rows: Mapping[str, Sequence[Done]]) -> str:
    body = [
        [
            name,
            party,
            *(_over([one.value(step, party, _fire(one)) for one in own]) for step in _STEPS),
            _over([one.value("bcubed_f1", party) for one in own]),
        ]
        for name, own in rows.items()
        for party in ("A", "B")
    ]
    head = ["world", "whose fire", "told of", "held", "called a violation", "B-cubed F1"]
    return _table(head, body)


def _exchanged(worlds: Mapping[str, Sequence[Done]]) -> str:
    body = []
    for name in ("small", SECOND):
        figures, differ = 0, 0
        for one, other in zip(worlds[name], worlds[f"/exchanged/{name}"], strict=True):
            keys = ["room", "score", "party", "by"]
            ours = mirrored(Scores.validate(one.scores), {"A": "B", "B": "A"}).sort(keys)
            figures += ours.height
            differ += pl.concat([ours, other.scores.select(ours.columns)]).unique().height - ours.height
        body.append([name, f"{figures:,}", f"{differ:,}"])
    return _table(["world", "figures", "that differ when A and B are exchanged"], body)


def _over(values: Sequence[float | int | None]) -> str:
    """Return the mean over seeds, with the lowest and the highest where they differ."""
    known = [float(value) for value in values if value is not None]
    if not known:
        return "none"
    low, high, mean = min(known), max(known), sum(known) / len(known)
    told = _number(mean)
    return told if _number(low) == _number(high) else f"{told} ({_number(low)} to {_number(high)})"


def _number(value: float) -> str:
    if value == 0 or (value >= 1 and value == int(value)):
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def _table(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    rule = ["---", *["---:" for _ in head[1:]]]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *body])


def _cpus() -> str:
    return f"{len(os.sched_getaffinity(0))} cores"


def _model() -> str:
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text("utf-8"))
    return found[1] if found else platform.machine()


def _memory() -> int:
    found = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text("utf-8"))
    return round(int(found[1]) / 2**20) if found else 0


def main() -> None:
    """Measure, and write the page."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--seeds", type=int, default=2, help="worlds of each kind")
    asked.add_argument("--jobs", type=int, default=2, help="worlds at a time")
    asked.add_argument(
        "--accounts", action="store_true", help="only how accounts are compared, which takes a minute"
    )
    options = asked.parse_args()
    begun = perf_counter()
    accounts_tables = import_module("accounts_scores").accounts_tables  # it lies beside this script
    page = put(PAGE.read_text("utf-8"), accounts_tables(), ACCOUNTS_BEGIN, ACCOUNTS_END)
    PAGE.write_text(page, "utf-8")
    if options.accounts:
        print(f"{PAGE}: tables of accounts written in {perf_counter() - begun:.0f} s")
        return
    text = tables(measured(list(jobs(options.seeds)), options.jobs), wall_s=perf_counter() - begun)
    PAGE.write_text(put(PAGE.read_text("utf-8"), text), "utf-8")
    print(f"{PAGE}: written in {perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
