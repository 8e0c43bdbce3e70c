"""``cover``: how well each clause could be watched with the means now deployed, and where nobody watches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

import ceaseline
from ceaseline.assessment.absence import watched_in_words
from ceaseline.assessment.ground import Seen
from ceaseline.case import Case
from ceaseline.cli.outcome import complain, say, say_json
from ceaseline.cli.progress import Patience
from ceaseline.cli.work import complain_of_sectors
from ceaseline.errors import InputError
from ceaseline.pipeline import Cover
from ceaseline.pipeline.covered_clauses import CoveredClause, covered_clauses
from ceaseline.publishing.strips import RESTRICTED, strip_rows, strips
from ceaseline.store import write_whole
from ceaseline.tables.exporting import to_csv
from ceaseline.terms import listed, named, per_cent
from ceaseline.times import Window, spoken

_WORDS = {"verifiable": "verifiable", "partly": "partly verifiable", "not_verifiable": "not verifiable"}
_NOTES = (
    "Each day has two rows: above by daylight, below in the dark.",
    "Shades: the chance that one act, at any moment and place of it, would have been seen.",
    "Hatched does not mean that it was quiet: nobody would have seen it.",
)


def run_cover(
    folder: Path, *, by_day: bool, acts: Sequence[str], output: Path | None, png: bool, as_json: bool
) -> None:
    """Work out coverage alone from what is kept, print it clause by clause, and write it where that is asked.

    Args:
        folder: of the case.
        by_day: tell each reporting day.
        acts: which to draw; none: all that the clauses are about.
        output: folder for the table and the chart.
        png: write the chart as PNG too.
        as_json: whether to print one JSON object.
    """
    if output is None and (acts or png):
        raise InputError("--act and --png say how to draw the chart. Mend: say where to with -o FOLDER")
    case = ceaseline.open(folder)
    with Patience() as patience:
        cover = case.cover(tell=patience)
    clauses = covered_clauses(cover, case.settings, by_day=by_day)
    files = [] if output is None else _write(case, cover, acts, output, png=png)
    if as_json:
        told = {"restricted": RESTRICTED, "as_of": cover.as_of, "clauses": [_data(each) for each in clauses]}
        say_json({**told, "unknown_sectors": dict(cover.unknown), "files": [str(path) for path in files]})
    else:
        _say_cover(case, cover, clauses)
        for path in files:
            say(str(path))
    complain_of_sectors(cover.unknown)
    if files:
        complain(RESTRICTED)


def _say_cover(case: Case, cover: Cover, clauses: Sequence[CoveredClause]) -> None:
    say(case.settings.case.name + (" (SIMULATED DATA)" if case.settings.case.simulated else ""))
    say(RESTRICTED)
    say()
    for line in _when(case, cover):
        say(line)
    if not cover.coverage.days:
        return
    windows = {(each.clause_id, each.window) for each in clauses if each.day is None}
    several = Counter(clause_id for clause_id, _ in windows)
    for told in clauses:
        if told.seen is None:
            continue
        if told.day is not None:
            say(_of_day(told, told.seen), indent=4, hang=10)
            continue
        say()
        who = listed([named(case.terms, party) for party in told.obligors])
        zone = case.settings.case.reporting_day.zone
        when = f", {spoken(told.window, zone)}" if several[told.clause_id] > 1 else ""
        say(f"{told.clause_id}, acts of {who}{when}: {_WORDS[told.verifiable]}.", hang=2)
        for sentence in _sentences(case, told, told.seen):
            say(sentence, indent=4)
    in_part, others = (
        list(dict.fromkeys(each.clause_id for each in clauses if each.seen is None and each.verifiable == word))
        for word in ("partly", "not_verifiable")
    )
    if in_part:
        say()
        say(f"Watching tells these in part, and no share of hours says how well: {', '.join(in_part)}.", hang=2)
    if others:
        say()
        say(
            f"Registers and people tell whether these were kept, not watching: {', '.join(others)}.",
            hang=2,
        )
    say()


def _when(case: Case, cover: Cover) -> Iterator[str]:
    days, zone = cover.coverage.days, case.settings.case.reporting_day.zone
    if not days:
        yield "No watch is on record within the time of any clause so far, so nobody is known to have watched."
        yield "Next: enter assets and watches in sources.yaml, or with ceaseline register."
        return
    kinds = dict(cover.coverage.layout.sectors["kind"].value_counts().iter_rows())
    where = [
        f"{kinds[kind]:,} {word if kinds[kind] == 1 else word + 's'}"
        for kind, word in (("line", "stretch of line"), ("zone", "place"))
        if kind in kinds
    ]
    where = [text.replace("stretch of lines", "stretches of line") for text in where]
    yield (
        f"What could be seen from {spoken(Window(days[0].window.start, days[-1].window.end), zone)}"
        f"{', in ' + listed(where) if where else ''}, with the means on record."
    )
    yield "An hour counts as watched where one act had at least an even chance of being seen."
    yield from _before(cover, zone)


def _before(cover: Cover, zone: str) -> Iterator[str]:
    """Say that days before the first watch were not watched, where clauses bound in them."""
    first, begun = cover.coverage.days[0].window.start, cover.days[0].window.start
    if begun < first:
        yield f"From {spoken(Window(begun, first), zone)} clauses bound and no watch is on record: nobody watched."


def _sentences(case: Case, told: CoveredClause, seen: Seen) -> Iterator[str]:
    acts = listed([act.replace("_", " ") for act in told.smallest])
    if not seen.deployed:
        yield f"No asset on record can see such acts ({acts})."
        return
    if not seen.placed:
        yield f"Where those who watched can see such acts ({acts}) is not known, so nothing follows from that."
        return
    yield f"Smallest acts asked about: {acts}."
    yield from watched_in_words(seen, chance=case.settings.verdicts.chance_seen, named=partial(named, case.terms))
    if not seen.whole:
        yield "Such acts can happen where nobody was asked to watch: far from any line."


def _of_day(told: CoveredClause, seen: Seen) -> str:
    chance = "not known" if seen.chance is None else per_cent(seen.chance)
    lost = f"; most lost to {seen.lost[0].cause}" if seen.lost else ""
    return (
        f"{told.day:%d %b}: {per_cent(seen.watched)} watched, {per_cent(seen.sure)} surely, chance {chance}; "
        f"{_WORDS[told.verifiable]}{lost}"
    )


def _data(told: CoveredClause) -> dict[str, Any]:
    seen = told.seen
    return {
        "clause_id": told.clause_id,
        "obligors": list(told.obligors),
        "acts": list(told.smallest),
        "day": told.day,
        "from": told.window.start,
        "until": told.window.end,
        "verifiable": told.verifiable,
        "watched_share": None if seen is None else seen.watched,
        "sure_share": None if seen is None else seen.sure,
        "chance_seen": None if seen is None else seen.chance,
        "assets": None if seen is None else seen.deployed,
        "lost": []
        if seen is None
        else [{"cause": each.cause, "imposed_by": list(each.by), "hours": each.hours} for each in seen.lost],
    }


def _write(case: Case, cover: Cover, acts: Sequence[str], folder: Path, *, png: bool) -> list[Path]:
    """Write the table, the chart and the chart in numbers; return their paths."""
    from ceaseline.publishing.strip_chart import strip_chart

    sectors, exposure = cover.coverage.layout.sectors, cover.coverage.exposure
    rows = strip_rows(sectors, exposure, acts)
    made = {"exposure.parquet": _parquet(exposure), "exposure.csv": to_csv(exposure)}
    made |= {"sectors.csv": to_csv(sectors)}
    if rows.height:
        title = f"What could be seen: {case.settings.case.name}"
        simulated = ("SIMULATED DATA: a world that is made up.",) if case.settings.case.simulated else ()
        drawn = partial(
            strip_chart,
            strips(rows),
            title=title,
            notes=(*simulated, *_NOTES, *_before(cover, case.settings.case.reporting_day.zone)),
        )
        made |= {"coverage-strip.svg": drawn("svg"), "coverage-strip.csv": to_csv(rows)}
        made |= {"coverage-strip.png": drawn("png")} if png else {}
    for name, content in made.items():
        write_whole(folder / name, content)
    return [folder / name for name in made]


def _parquet(table: pl.DataFrame) -> bytes:
    buffer = BytesIO()
    table.write_parquet(buffer)
    return buffer.getvalue()
