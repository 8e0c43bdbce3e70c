"""The commands that work on a case: parse, call, print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from getpass import getuser
from pathlib import Path
from typing import Any, Literal

import polars as pl
import typer

import ceaseline
from ceaseline.case import Case
from ceaseline.cli.outcome import Exit, complain, say, say_json, where_option
from ceaseline.cli.progress import Patience
from ceaseline.cli.reporting import say_decided
from ceaseline.errors import InputError, SourceError
from ceaseline.fusion import asides, asides_told, large, shown_again
from ceaseline.pipeline import Outcome, Taken
from ceaseline.publishing import (
    Material,
    clause_rows,
    corrected,
    explain,
    incident_data,
    lineage_data,
    now_called,
    released_told,
    ruled_in_words,
    unequal_access,
)
from ceaseline.review import ERASED, held_rulings, of_one_affiliation, rulings_on_nothing
from ceaseline.store import write_whole
from ceaseline.tables.decisions import REPORTS
from ceaseline.tables.incidents import NAMED
from ceaseline.terms import named
from ceaseline.times import TimeProblem, moment

_PICTURES: dict[str, Literal["svg", "png"]] = {".svg": "svg", ".png": "png"}

_HOW = {
    "new": "kept",
    "known": "was kept before; nothing changed",
    "restored": "was kept before, but its bytes were missing; they are back",
    "erased": "was erased once, so it is not kept again",
}


def run_import(
    folder: Path,
    files: Sequence[Path],
    *,
    source: str | None,
    fetch: Sequence[date] | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Keep and read files; exit 3 where nothing could be used, 4 where rows were set aside."""
    case = ceaseline.open(folder)
    missed: list[SourceError] = []
    with Patience() as patience:
        taken = case.take(files, source=source, fetch=fetch, missed=missed.append, dry_run=dry_run, tell=patience)
    for error in missed:
        complain(str(error))
    if as_json:
        told = {"files": [_taken_data(each) for each in taken], "missed": [str(error) for error in missed]}
        say_json({**told, "dry_run": dry_run})
    else:
        for each in taken:
            _say_taken(each, dry_run=dry_run)
    if not any(each.reading is not None and each.reading.rows.height for each in taken):
        none = "No file fits what sources.yaml names; is it in inbox/?"
        complain("Nothing usable came in." if taken or missed else none)
        raise typer.Exit(Exit.NOTHING_USABLE)
    if any(each.reading is not None and each.reading.set_aside.height for each in taken):
        if not dry_run:
            again = f"ceaseline run{where_option(folder)}"
            complain(f"Rows set aside: {again} writes them to tables/set_aside, to be mended.")
        raise typer.Exit(Exit.SET_ASIDE)


def run_run(folder: Path, as_of: str | None, *, as_json: bool) -> None:
    """Work everything out and print the verdicts; exit 3 where files came and none could be read."""
    try:
        until = None if as_of is None else moment(as_of, None)
    except TimeProblem as error:
        raise InputError(f"--as-of {as_of} {error}") from None
    case = ceaseline.open(folder)
    with Patience() as patience:
        outcome = case.run(as_of=until, missed=lambda error: complain(str(error)), tell=patience)
    if as_json:
        say_json(outcome_data(outcome))
    else:
        say_outcome(case, outcome, folder)
    if outcome.captures.height and outcome.set_aside["rule"].eq("refused").sum() == outcome.captures.height:
        complain("Every file was refused: see ceaseline import.")
        raise typer.Exit(Exit.NOTHING_USABLE)


def run_decide(
    folder: Path,
    name: str,
    *,
    outcome: str | None,
    merge: Sequence[str],
    split: Sequence[str],
    reason: str,
    by: str | None,
    affiliation: str | None,
    sure: bool,
    as_json: bool,
) -> None:
    """Write a ruling down; erasing asks first."""
    case = ceaseline.open(folder)
    if outcome == ERASED and not sure:
        typer.confirm(
            f"{name} will be gone for good: bytes, names, and tables made from it. Erase it?", abort=True, err=True
        )
    with Patience() as patience:
        entry, is_new = case.decide(
            name,
            outcome,
            reason=reason,
            by=by or getuser(),
            affiliation=affiliation,
            merge=merge,
            split=split,
            tell=patience,
        )
    if as_json:
        say_json({"id": entry.id, "is_new": is_new, "received": entry.received, **entry.body})
        return
    where = where_option(folder)
    if str(entry.body.get("about")).startswith(REPORTS):
        say_decided(case, name)
        return
    if entry.kind == "erasure":
        say(f"{name} is erased; that it was there, and why it went, stays in the log ({entry.id}).")
        for copy in case.copies(str(entry.body["of"])):
            say(f"{copy} still holds the same bytes: delete it too.", indent=2)
        say(f"Reports written before may still tell of it. Next: ceaseline run{where}")
        return
    said = f"{ruled_in_words(entry.body['about'], entry.body['outcome'])} ({entry.id})."
    say(said if is_new else f"{said} It was ruled so before; nothing changed.")
    known = "no evidence yet"
    if entry.body["as_of"] is not None:
        known = f"evidence received until {entry.body['as_of'][:16].replace('T', ' ')} UTC"
    say(f"What was known: {known}, {entry.body['entries']} entries of the log.", indent=2)
    if entry.body["supersedes"] is not None:
        say(f"It takes the place of {entry.body['supersedes']}, which stays readable.", indent=2)
    if str(entry.body["about"]).startswith(NAMED) and not affiliation:
        complain(
            "Whose an incident is takes two people of different affiliations. Mend: state yours: --affiliation"
        )
    say(f"Next: ceaseline run{where}")


def run_explain(folder: Path, name: str, *, as_json: bool) -> None:
    """Print what an id says and rests on."""
    case = ceaseline.open(folder)
    with Patience() as patience:
        material = case.material(case.work_out(tell=patience))
    told = explain(material, name)
    if as_json:
        facts: dict[str, Any] = {}
        if name in material.incidents["incident_id"]:
            facts["incident"] = incident_data(material, name)
        elif name in material.lineage["was"]:
            facts["lineage"] = lineage_data(material, name)
            facts["incidents"] = {now: incident_data(material, now) for now in now_called(material, name)}
        say_json({"id": name, "explanation": [{"label": label, "sentence": text} for label, text in told], **facts})
        return
    for label, text in told:
        say(label)
        say(text, indent=2)


def run_report(folder: Path, output: Path | None, *, map_file: Path | None, as_json: bool) -> None:
    """Write the page of the case from what is kept, or its map beside it."""
    form = None if map_file is None else _PICTURES.get(map_file.suffix.lower())
    if map_file is not None and form is None:
        raise InputError(f"--map {map_file} is neither SVG nor PNG. Mend: give it a name that ends in .svg or .png")
    case = ceaseline.open(folder)
    path = output or case.folder / "reports" / "report.html"
    with Patience() as patience:
        outcome = case.work_out(tell=patience)
        made = {path: case.report(outcome)}
        if map_file is not None and form is not None:
            made[map_file] = case.map(outcome, form)
    for file, content in made.items():
        write_whole(file, content)
    if as_json:
        chart = {} if map_file is None else {"map": str(map_file), "map_bytes": len(made[map_file])}
        say_json({"file": str(path), "bytes": len(made[path]), **chart})
        return
    say(f"{path} ({len(made[path]):,} bytes). Open it in a browser, or print it.")
    if map_file is not None:
        say(f"{map_file} ({len(made[map_file]):,} bytes): the map with its notes.")


def outcome_data(outcome: Outcome) -> dict[str, Any]:
    """Return what ``run --json`` prints."""
    tables = outcome.tables
    return {
        "verdicts": outcome.verdicts.to_dicts(),
        "findings": outcome.findings.to_dicts(),
        "signals": outcome.signals.to_dicts(),
        "claims": outcome.claims.to_dicts(),
        "corrections": outcome.corrections.to_dicts(),
        "releases": outcome.releases.to_dicts(),
        "counts": {name: table.height for name, table in tables.items()},
        "notes": _notes(outcome),
        "as_of": outcome.as_of,
    }


def say_outcome(case: Case, outcome: Outcome, folder: Path) -> None:
    """Print the verdicts as a person reads them."""
    material = case.material(outcome)
    say(case.settings.case.name + (" (SIMULATED DATA)" if case.settings.case.simulated else ""))
    _say_corrections(material)
    if unequal := unequal_access(material):
        say()
        say(unequal)
    for row in clause_rows(material):
        say()
        say(f"{row.id}: {row.text}")
        if row.unequal:
            say(row.unequal, indent=2)
        for answer in row.told:
            clock = f", by the clock of {answer.clock}" if answer.clock else ""
            beside = "".join(f"; {each}" for each in (answer.count, answer.signal) if each)
            say(f"{answer.who}{clock}: {answer.label}{beside}.", indent=2)
            say(answer.reason, indent=6)
        if row.shared:
            say(f"Of each of these: {row.shared}", indent=2, hang=4)
    if outcome.claims.height:
        say()
        say("What the sides claim (claims enter no count):")
        for claim_id, text in material.arithmetic.items():
            claimant = outcome.claims.row(by_predicate=pl.col("claim_id") == claim_id, named=True)["claimant"]
            say(f"{named(case.terms, claimant)}: {text}", indent=2)
    if (released := released_told(material)) is not None:
        say()
        say(released)
    _complain_of_rulings(outcome)
    complain_of_sectors(material.unknown_sectors)
    for note in _notes(outcome):
        complain(f"Note: {note}.")
    if outcome.set_aside.height:
        complain(f"{outcome.set_aside.height} rows or files were set aside: see tables/set_aside.csv.")
    where = where_option(folder)
    say()
    say("Next:")
    print(f"  ceaseline explain{where} {case.terms.clauses[0].id}")
    print(f"  ceaseline report{where}")


def _complain_of_rulings(outcome: Outcome) -> None:
    """Say which rulings on incidents decide nothing, and how to mend that."""
    if alike := of_one_affiliation(outcome.decisions):
        many = "1 incident" if alike == 1 else f"{alike:,} incidents"
        complain(
            f"On {many} two people say the same who are of one affiliation, or state none: that decides nothing. "
            "Mend: let somebody of another organisation decide too, with --affiliation."
        )
    if held := held_rulings(outcome.decisions):
        complain(
            f"{held} rulings on incidents are held: their records were put together with others, are in several "
            "incidents now, or some are gone. They decide nothing. Mend: see tables/decisions (standing: held), "
            "ceaseline explain the incident, and rule on what is there, or withdraw them."
        )
    if lost := rulings_on_nothing(outcome.decisions):
        complain(
            f"{lost} rulings on incidents stand on none that is there: their records are gone. Mend: ceaseline "
            "explain the id, and withdraw them."
        )


def _notes(outcome: Outcome) -> list[str]:
    """Return which records and incidents were treated in a way of their own when records were put together."""
    films = shown_again(outcome.observations, outcome.members)
    return list(asides_told(asides(outcome.observations), large(outcome.incidents), films))


def complain_of_sectors(unknown: Mapping[str, int]) -> None:
    """Say which rows name a sector that the case does not have, and how to mend them."""
    if unknown:
        many, names = sum(unknown.values()), ", ".join(unknown)
        complain(
            f"{many} rows of weather or restrictions name sectors that the case does not have, and are used "
            f"nowhere: {names}. Mend: name them as ceaseline cover does."
        )


_MOST_CORRECTIONS = 5  # told on the terminal; the page and the table have more


def _say_corrections(material: Material) -> None:
    found = corrected(material)
    if found is None:
        return
    say()
    say("Corrections:")
    for row in found.rows[:_MOST_CORRECTIONS]:
        said, since = f"{row.before} (as of {row.said})", f"{row.now} (as of {row.since})"
        clock = f", by the clock of {row.clock}" if row.clock else ""
        say(f"{row.clause_id}, {row.when}, {row.who}{clock}: {said}; now {since}.", indent=2)
        say(row.reason, indent=6)
    more = found.older + len(found.rows[_MOST_CORRECTIONS:])
    if more:
        say(f"... and {more:,} more, in tables/corrections.csv", indent=2)


def _say_taken(taken: Taken, *, dry_run: bool) -> None:
    capture, reading = taken.capture, taken.reading
    kept = "read, nothing kept" if dry_run else _HOW[taken.how]
    say(f"{capture.name} for {capture.source}: {kept} (SHA-256 {capture.capture_id[:12]})")
    if reading is None:
        say(f"not read: {taken.refused}", indent=2)
        return
    counts = f"{reading.seen:,} rows seen, {reading.set_aside.height:,} set aside, {reading.skipped:,} passed over"
    say(f"{counts}; {reading.rows.height:,} good ones in {_span(taken)}", indent=2)
    for note in reading.notes:
        say(f"note: {note}", indent=2)
    for row in reading.set_aside.head(10).iter_rows(named=True):
        shown = "" if row["value"] is None else f" (found: {row['value'][:60]})"
        say(f"{row['file']}:{row['line']}: {row['field']}: {row['rule']}{shown}. Mend: {row['mend']}", indent=2)
    if reading.set_aside.height > 10:
        say(f"... and {reading.set_aside.height - 10:,} more", indent=2)


_SPANS = (("from", "until"), ("earliest", "latest"), ("day", "day"))


def _span(taken: Taken) -> str:
    rows = None if taken.reading is None else taken.reading.rows
    named = [] if rows is None else [names for names in _SPANS if names[0] in rows.columns]
    if rows is None or not named or rows[named[0][0]].is_null().all():
        return "no stated time"
    start, until = named[0]
    ends = rows.select(first=pl.col(start).min(), last=pl.max_horizontal(start, until).max()).row(0)
    if start == "day":
        return " to ".join(f"{end:%Y-%m-%d}" for end in ends)
    return " to ".join(f"{end:%Y-%m-%d %H:%M}" for end in ends) + " UTC"


def _taken_data(taken: Taken) -> dict[str, Any]:
    reading = taken.reading
    return {
        "file": taken.capture.name,
        "source": taken.capture.source,
        "capture_id": taken.capture.capture_id,
        "is_new": taken.how == "new",
        "how": taken.how,
        "refused": taken.refused,
        "seen": None if reading is None else reading.seen,
        "rows": None if reading is None else reading.rows.height,
        "skipped": None if reading is None else reading.skipped,
        "notes": [] if reading is None else list(reading.notes),
        "set_aside": [] if reading is None else reading.set_aside.to_dicts(),
    }
