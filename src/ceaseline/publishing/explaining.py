"""From an id back to the evidence: what it says, why, and on which line of which file it rests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import polars as pl

from ceaseline.errors import UnknownName
from ceaseline.publishing.cases import complaint_told
from ceaseline.publishing.claims import claim_groups
from ceaseline.publishing.clauses import clause_rows
from ceaseline.publishing.corrections import corrections_told
from ceaseline.publishing.duties import checks_told
from ceaseline.publishing.former import former_told, now_called, once_called
from ceaseline.publishing.incidents import findings_told
from ceaseline.publishing.material import Material
from ceaseline.publishing.one_incident import incident_told
from ceaseline.publishing.rulings import ruling_told, rulings_on
from ceaseline.publishing.words import any_side
from ceaseline.tables.decisions import REPORTS, merged_by, split_by
from ceaseline.tables.incidents import NAMED
from ceaseline.terms import named, sentences

_MOST_LISTED = 1000  # names of a kind among which the nearest is looked for
_SHORTEST = 6  # characters of a hash that are enough to name a file of a case


_STANDINGS = {
    "counted": "counted",
    "superseded": "a newer file of this name stands in its place; this one is kept and not counted",
    "left_out": "left out of every count by a decision; it is kept",
}


def explain(material: Material, name: str) -> list[tuple[str, str]]:
    """Return what is known of one thing of a case, as pairs of a label and a sentence.

    Args:
        material: the case, worked out.
        name: a clause id, or one answer to it as CLAUSE:OBLIGOR; a claim, an incident, an observation, a complaint,
            a source, a decision, or the beginning of a file's SHA-256.

    Raises:
        UnknownName: nothing is called so; the names there are stand in the message.
    """
    for names, told in _names(material):
        if name in names:
            return list(told(name))
    hashes = [each for each in material.captures["capture_id"] if len(name) >= _SHORTEST and each.startswith(name)]
    if hashes:
        rows = material.captures.filter(pl.col("capture_id").is_in(hashes))
        return [pair for row in rows.iter_rows(named=True) for pair in _capture(material, row)]
    known = [each for names, _ in _names(material) for each in list(names)[:_MOST_LISTED]]
    raise UnknownName(
        "clause, incident, claim, statement, observation, complaint, source, decision or file",
        name,
        [*known, *(each[:12] for each in material.captures["capture_id"])],
    )


_Told = Callable[[str], Iterable[tuple[str, str]]]


def _names(material: Material) -> Iterator[tuple[Collection[str], _Told]]:
    """Yield the names there are, kind by kind, each kind with what explains it."""
    yield [clause.id for clause in material.terms.clauses], partial(_clause, material)
    answers = [f"{clause.id}:{who}" for clause in material.terms.clauses for who in (*clause.obligors, "any")]
    yield answers, lambda name: _clause(material, name.partition(":")[0], name.partition(":")[2])
    yield material.sources["source"].to_list(), partial(_source, material)
    yield material.decisions["decision_id"].to_list(), partial(_decision, material)
    yield material.claims["claim_id"].to_list(), partial(_claim, material)
    yield material.statements["statement_id"].to_list(), partial(_statement, material)
    yield material.positions["position_id"].to_list(), partial(_position, material)
    yield material.allegations["allegation_id"].to_list(), partial(_allegation, material)
    yield material.incidents["incident_id"].to_list(), partial(_incident, material)
    yield material.lineage["was"].unique(maintain_order=True).to_list(), partial(_former, material)
    yield material.observations["observation_id"].to_list(), partial(_observation, material)
    yield material.cases["complaint_id"].to_list(), partial(complaint_told, material)


def _clause(material: Material, clause_id: str, obligor: str | None = None) -> Iterator[tuple[str, str]]:
    yield "the clause", dict(sentences(material.terms, material.zones))[clause_id]
    row = next(row for row in clause_rows(material) if row.id == clause_id)
    if row.unequal:
        yield "not watched alike", row.unequal
    own = [answer for answer in row.answers if answer.obligor == obligor]
    for answer in row.told if obligor is None else own:
        clock = f" by the clock of {answer.clock}" if answer.clock else ""
        beside = "".join(f"; {each}" for each in (answer.count, answer.signal) if each)
        yield f"{answer.who}{clock}", f"{answer.mark} {answer.label}{beside}. {answer.reason}"
    if row.shared and obligor is None:
        yield "of each of these", row.shared
    yield from corrections_told(material, clause_id, obligor)
    about = clause_id if obligor is None else f"{clause_id}:{obligor}"
    of_it = pl.col("about").str.starts_with(about) & ~pl.col("about").str.contains(NAMED, literal=True)
    for ruling in material.decisions.filter(of_it).iter_rows(named=True):
        yield from ruling_told(ruling)
    yield from findings_told(material, pl.col("clause_id") == clause_id, "incident_id")
    yield from checks_told(material, clause_id, obligor)
    signals = material.signals.filter(pl.col("clause_id") == clause_id).unique(["source", "from", "until"])
    for signal_row in signals.sort("source", "from").iter_rows(named=True):
        yield from _bins(material, signal_row)


def _incident(material: Material, incident_id: str) -> Iterator[tuple[str, str]]:
    yield from incident_told(material, incident_id)
    yield from once_called(material, incident_id)
    for ruling in rulings_on(material, incident_id):
        yield from ruling_told(ruling)


def _former(material: Material, incident_id: str) -> Iterator[tuple[str, str]]:
    """Say where a former incident went, then what is said of the incidents that have its records now."""
    yield from former_told(material, incident_id)
    for name in now_called(material, incident_id):
        yield "now", name
        yield from _incident(material, name)


def _bins(material: Material, signal: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Say on which lines of which file the value of a signal rests."""
    inside = material.series.filter(
        pl.col("source") == signal["source"],
        pl.col("from") >= signal["from"],
        pl.col("until") <= signal["until"],
    )
    by_file = inside.group_by("capture_id", maintain_order=True).agg(
        first=pl.col("line").min(), last=pl.col("line").max(), bins=pl.len()
    )
    for capture_id, first, last, bins in by_file.rows():
        name = material.captures.filter(pl.col("capture_id") == capture_id)["name"][0]
        yield f"rests on {name}", f"lines {first} to {last} ({bins} bins), SHA-256 {capture_id}"
        yield "bytes", _place(capture_id)


def _decision(material: Material, decision_id: str) -> Iterator[tuple[str, str]]:
    row = material.decisions.row(by_predicate=pl.col("decision_id") == decision_id, named=True)
    yield from ruling_told(row)
    for incident_id in merged_by(row["about"]) or filter(None, [(split_by(row["about"]) or ("",))[0]]):
        yield "about", f"{incident_id}; ceaseline explain with this name leads to what has its records now"
    if row["about"].startswith(REPORTS):
        yield "about", f"{row['about']}: the number of a report, and the beginning of the hash of what it says"
    elif row["outcome"] not in {"merged", "split"}:
        yield "about", f"{row['about']}; ceaseline explain with this name shows what it rests on"
    yield "bytes", f"the log, as entry {decision_id}; ceaseline receipt {decision_id} proves it"


def _claim(material: Material, claim_id: str) -> Iterator[tuple[str, str]]:
    row = material.claims.row(by_predicate=pl.col("claim_id") == claim_id, named=True)
    group = next(
        group for group in claim_groups(material) if any(each["claim_id"] == claim_id for each in group.rows)
    )
    more = "more than " if row["at_least"] else ""
    yield "the claim", f"{group.claimant} says of {group.accused}: {row['item']}, {more}{row['count']:,}"
    yield "window", group.window
    if claim_id in material.arithmetic:
        yield "arithmetic", material.arithmetic[claim_id]
    yield "standing", "a claim: it enters no count of ours, and nothing here says whether it is true"
    if row["page"]:
        yield "where it was said", row["page"]
    capture = material.captures.row(by_predicate=pl.col("capture_id") == row["capture_id"], named=True)
    yield f"rests on {capture['name']}", f"line {row['line']}, SHA-256 {capture['capture_id']}"
    yield "bytes", _place(capture["capture_id"])


def _observation(material: Material, name: str) -> Iterator[tuple[str, str]]:
    """Say what was recorded; where, the tables hold, and no sentence does."""
    row = material.observations.row(by_predicate=pl.col("observation_id") == name, named=True)
    what = f"{row['phenomenon'] or 'something'}, by {row['means'] or 'means that are not stated'}"
    yield "the observation", f"{what}, {row['earliest']:%Y-%m-%d %H:%M} to {row['latest']:%Y-%m-%d %H:%M} UTC"
    if row["accused"] is not None:
        yield (
            "whom it blames",
            f"{named(material.terms, row['accused'])}; that the source says so attributes nothing",
        )
    yield "standing", "one source's record; what is counted are incidents, each once, whoever tells of it"
    (incident_id,) = material.members.filter(pl.col("observation_id") == name)["incident_id"]
    yield "it tells of", f"{incident_id}; ceaseline explain with this id shows what else does"
    capture = material.captures.row(by_predicate=pl.col("capture_id") == row["capture_id"], named=True)
    yield f"rests on {capture['name']}", f"line {row['line']}, SHA-256 {capture['capture_id']}"
    yield "bytes", _place(capture["capture_id"])


def _source(material: Material, name: str) -> Iterator[tuple[str, str]]:
    row = material.sources.row(by_predicate=pl.col("source") == name, named=True)
    interest = named(material.terms, row["party"]) if row["party"] else "not one side's"
    yield "the source", f"{row['kind']}, role {row['role']}, interest {interest}, grade {row['grade']}"
    signals = material.signals.filter(pl.col("source") == name, pl.col("region").is_null())
    for clause_id, acts_of in signals.select("clause_id", "acts_of").unique(maintain_order=True).rows():
        alone = ", without telling whose" if acts_of == "any" else " alone"
        yield "speaks of", f"{clause_id}, acts of {any_side(material.terms, acts_of)}{alone}"
    outlet, _, voice = name.partition(":")
    if voice:
        yield (
            "what it is",
            f"what {interest if row['party'] else 'others'} said, as printed by {outlet}; alleged, and no more",
        )
    captures = material.captures.filter(pl.col("source") == outlet)
    if captures.is_empty():
        yield "files", "none has come; that is silence of the source, not quiet"
    for capture in captures.iter_rows(named=True):
        yield from _capture(material, capture)


def _capture(material: Material, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    received = row["received"].strftime("%Y-%m-%d %H:%M:%S")
    yield (
        row["name"],
        f"{row['bytes']:,} bytes for {row['source']}, received {received} UTC, SHA-256 {row['capture_id']}",
    )
    yield "bytes", _place(row["capture_id"])
    yield "standing", _STANDINGS[row["standing"]]
    for ruling in material.decisions.filter(pl.col("about").str.starts_with(row["capture_id"])).iter_rows(
        named=True
    ):
        yield from ruling_told(ruling)
    own = (pl.col("capture_id") == row["capture_id"]) & (pl.col("source") == row["source"])
    kept = sum(table.filter(own).height for table in _read(material))
    yield "rows that stand", f"{kept:,}"
    for bad in material.set_aside.filter(own).head(20).iter_rows(named=True):
        yield (
            f"set aside, line {bad['line']}",
            f"{bad['field']}: {bad['rule']} ({bad['value']}). Mend: {bad['mend']}",
        )


def _statement(material: Material, name: str) -> Iterator[tuple[str, str]]:
    row = material.statements.row(by_predicate=pl.col("statement_id") == name, named=True)
    who = row["speaker"] or ("nobody; it is the outlet's own" if row["voice"] == "outlet" else "somebody not named")
    side = f" for {named(material.terms, row['party'])}" if row["party"] else ""
    yield (
        "the statement",
        f"{row['act']}, {row['polarity']}, {row['form']}, by {who}{side}, as {row['outlet']} has it",
    )
    yield "its words", row["text"]
    yield "standing", "that it was said is all that it can show"
    yield from _lying(material, row)


def _position(material: Material, name: str) -> Iterator[tuple[str, str]]:
    row = material.positions.row(by_predicate=pl.col("position_id") == name, named=True)
    about = "the terms as a whole" if row["clause_id"] is None else row["clause_id"]
    who = named(material.terms, row["party"])
    yield "the position", f"{who} on {about}: {row['act']}, {row['polarity']}, as {row['outlet']} has it"
    if row["words"]:
        yield "what it amounts to", row["words"]
    yield "standing", "what was said; it binds nobody"
    yield from _lying(material, row)


def _allegation(material: Material, name: str) -> Iterator[tuple[str, str]]:
    """Say of an allegation that is no record of its own what became of it."""
    row = material.allegations.row(by_predicate=pl.col("allegation_id") == name, named=True)
    by, whom = (
        named(material.terms, row[side]) if row[side] else "nobody named" for side in ("alleger", "accused")
    )
    denied = ", denied" if row["denial"] else ""
    yield "the allegation", f"{by} of {whom}: {row['phenomenon'].replace('_', ' ')}{denied}"
    yield "its words", row["text"]
    yield "what became of it", _no_record(row)
    yield from _lying(material, row)


def _no_record(row: Mapping[str, Any]) -> str:
    if row["observation_id"] is not None:
        return f"told before; the record of it is {row['observation_id']}"
    if row["denial"]:
        return "no record: that it is denied shows nothing of what happened"
    return "no record: it does not say when, or it counts many acts, which is a claim"


def _lying(material: Material, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Say on which line of which file something stands."""
    for file in material.captures.filter(pl.col("capture_id") == row["capture_id"])["name"].unique():
        yield f"rests on {file}", f"line {row['line']}, SHA-256 {row['capture_id']}"
    yield "bytes", _place(row["capture_id"])


def _read(material: Material) -> Iterator[pl.DataFrame]:
    """Yield the tables that are read from files; lines that follow from areas are no rows of a file."""
    yield from (material.observations, material.series, material.claims, material.areas)
    yield from (material.complaints, material.steps, material.statements)
    yield material.positions.filter(pl.col("statement_id").is_null())
    yield material.lines.join(material.areas, on=["source", "capture_id"], how="anti")


def _place(capture_id: str) -> str:
    return f"evidence/blobs/{capture_id[:2]}/{capture_id}"
