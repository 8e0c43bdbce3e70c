"""What a ruling can be about, and which rulings there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import attrs
import polars as pl

from ceaseline.errors import InputError, UnknownName

RELEASED = "released"
WITHDRAWN = "withdrawn"
ERASED = "erased"
OUTCOMES = {
    "incident": ("undetermined", "both", "third", "not_hostile", "no_event", WITHDRAWN),
    "verdict": ("violation_established", "none_recorded_where_watched", "cannot_tell", "not_verifiable", WITHDRAWN),
    "file": ("left_out", WITHDRAWN, ERASED),
    "decision": (WITHDRAWN, ERASED),
    "line": (ERASED,),
    "records": ("merged", "split"),
    "report": (RELEASED, WITHDRAWN),
}
_SHORTEST = 6  # characters of a hash that are enough to name a file of a case


@attrs.frozen
class Subject:
    """What is ruled on.

    Attributes:
        kind: verdict, incident, file, decision, line of a register, or report.
        about: as the table of decisions spells it; of a decision, what that one was about.
        name: the SHA-256 of a file, or the id of an entry of the log; empty for a verdict and an incident.
        parties: whose an incident can be ruled to be.
    """

    kind: str
    about: str
    name: str = ""
    parties: tuple[str, ...] = ()

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What can be ruled on it."""
        return (*self.parties, *OUTCOMES[self.kind])


def subject(
    name: str,
    *,
    verdicts: pl.DataFrame,
    captures: pl.DataFrame,
    decisions: pl.DataFrame,
    lines: Collection[str] = (),
    incidents: Collection[str] = (),
    parties: Sequence[str] = (),
    lineage: pl.DataFrame | None = None,
) -> Subject:
    """Return what a name means.

    Args:
        name: ``CLAUSE:OBLIGOR`` or ``CLAUSE:OBLIGOR@CLOCK``; the first six or more characters of a file's
            SHA-256, with ``:SOURCE`` where it is to be left out for one source alone; or the id of a decision, of
            an incident or of an entry of a register.
        verdicts: as they stand.
        captures: the kept files.
        decisions: those there are.
        lines: ids of the entries of registers.
        incidents: ids of those there are.
        parties: codes of the terms.
        lineage: where former incidents are; None where nothing is known of any.

    Raises:
        UnknownName: nothing is called so.
        InputError: it is an incident whose records were merged or split since.
    """
    answers = sorted({about for row in verdicts.iter_rows(named=True) for about in spellings(row)})
    if name in answers:
        return Subject("verdict", name)
    if name in lines:
        return Subject("line", name, name)
    if name in incidents or (lineage is not None and name in lineage["was"]):
        return Subject("incident", present(name, incidents, lineage), parties=tuple(parties))
    for row in decisions.filter(pl.col("decision_id") == name).iter_rows(named=True):
        return Subject("decision", str(row["about"]), name)
    files = _files(name, captures)
    if len({digest for digest, _ in files}) == 1:
        digest, source = files[0]
        return Subject("file", f"{digest}:{source}" if ":" in name else digest, digest)
    short = [about for about in answers if "@" not in about]
    known = [*short, *(digest[:12] for digest in captures["capture_id"]), *decisions["decision_id"]]
    raise UnknownName("answer, incident, file or decision", name, known)


def present(name: str, incidents: Collection[str], lineage: pl.DataFrame | None) -> str:
    """Return the incident that is there for one that was called so once, where it only gained records.

    Raises:
        UnknownName: none was ever called so.
        InputError: its records were put together with others, are in several incidents now, or some are gone.
    """
    if name in incidents:
        return name
    rows = None if lineage is None else lineage.filter(pl.col("was") == name)
    if rows is None or rows.is_empty():
        raise UnknownName("incident", name, list(incidents))
    if rows["how"].to_list() == ["renamed"]:
        return str(rows["now"][0])
    where = ", ".join(rows["now"].drop_nulls()) or "none that is there"
    raise InputError(f"{name} is not what it was: its records are in {where}. Mend: look at it, and rule on that")


def spellings(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield how a verdict can be called: for all clocks, and for its own.

    Examples:
        >>> list(spellings({"clause_id": "no-fire", "obligor": "A", "clock": "B"}))
        ['no-fire:A', 'no-fire:A@B']
    """
    yield f"{row['clause_id']}:{row['obligor']}"
    yield f"{row['clause_id']}:{row['obligor']}@{row['clock']}"


def refuse(what: Subject, outcome: str, verdicts: pl.DataFrame) -> None:
    """Refuse a ruling that nobody may make.

    Raises:
        UnknownName: no such outcome for this kind of thing.
        InputError: it would say more than anybody can know, or speak of what binds nobody.
    """
    if outcome not in what.outcomes:
        raise UnknownName(f"outcome for a {what.kind}", outcome, what.outcomes)
    if what.kind != "verdict":
        return
    for row in verdicts.iter_rows(named=True):
        wrong = impossible(outcome, row) if what.about in spellings(row) else None
        if wrong is not None:
            raise InputError(f"{what.about} cannot be ruled {outcome}: {wrong}")


def impossible(outcome: str, verdict: Mapping[str, Any]) -> str | None:
    """Say why an answer cannot be given, whoever gives it; None where it can.

    Args:
        outcome: a word of the verdicts, or ``withdrawn``.
        verdict: a row as the program proposes it.

    Examples:
        >>> row = {"proposed": "not_verifiable", "watched_share": 0.0}
        >>> impossible("none_recorded_where_watched", row)
        'nobody watched, so nothing may be said of what was not seen. Mend: cannot_tell'
    """
    if outcome == WITHDRAWN:
        return None
    if verdict["proposed"] == "not_in_force":
        return "it binds nobody at that time, so it has no violations. Mend: if that is wrong, mend terms.yaml"
    if outcome == "none_recorded_where_watched" and not verdict["watched_share"]:
        return "nobody watched, so nothing may be said of what was not seen. Mend: cannot_tell"
    return None


def _files(name: str, captures: pl.DataFrame) -> list[tuple[str, str]]:
    """Return hash and source of the files that a name can mean."""
    beginning, _, source = name.partition(":")
    if len(beginning) < _SHORTEST:
        return []
    found = captures.filter(pl.col("capture_id").str.starts_with(beginning))
    return [
        (digest, whose) for digest, whose in found.select("capture_id", "source").rows() if source in ("", whose)
    ]
