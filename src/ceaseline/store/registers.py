"""What people entered into the registers of a case, as entries of the log: nothing is edited, the newer stands."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

import attrs

from ceaseline.errors import EvidenceError
from ceaseline.ledger import Entry
from ceaseline.store.evidence import Draft, Evidence

Cells = Mapping[str, str]


@attrs.frozen
class Line:
    """One line to be entered.

    Attributes:
        of: what it is about, such as the id of an order; a newer line of the same stands in place of an older one.
        cells: what it says, as text, by column; a withdrawn line says nothing.
        withdrawn: why the line before it is taken back; None where it is not.
    """

    of: str
    cells: Cells
    withdrawn: str | None = None


@attrs.frozen
class Entered:
    """One line as the log has it.

    Attributes:
        entry_id: of the log.
        line: what it says; cells that were erased are gone.
        received: when it was entered, UTC.
        supersedes: the entry it stands in place of; None for the first.
    """

    entry_id: str
    line: Line
    received: datetime
    supersedes: str | None


def enter(
    evidence: Evidence, register: str, lines: Sequence[Line], *, restricted: Collection[str], now: datetime
) -> list[tuple[Entry, bool]]:
    """Write lines into a register; return each as it stands in the log, and whether it is new.

    A line that says what the one before it says is not entered twice.

    Args:
        evidence: of a case.
        register: which one.
        lines: what to enter, each ``of`` at most once.
        restricted: columns whose words are kept apart from the log, so that they can be erased.
        now: the moment, UTC.

    Raises:
        EvidenceError: they could not be written, or somebody else entered one of them at the same moment.
    """
    standing = _numbered(_all(evidence, register, None))
    drafts, known = [], {}
    for line in lines:
        number, last = standing.get(line.of, (0, None))
        if last is not None and last.line == line:
            known[line.of] = last.entry_id
        else:
            drafts.append(_draft(register, line, number, last, restricted))
    written = (
        {str(entry.body["of"]): (entry, is_new) for entry, is_new in evidence.add(drafts, now)} if drafts else {}
    )
    late = [of for of, (_, is_new) in written.items() if not is_new]
    if late:
        raise EvidenceError(
            f"somebody else entered {late[0]} at this moment. Mend: list the register, and enter again"
        )
    entries = {entry.id: entry for entry in evidence.entries()} if known else {}
    return [(entries[known[line.of]], False) if line.of in known else written[line.of] for line in lines]


def entered(evidence: Evidence, register: str, until: datetime | None = None) -> list[Entered]:
    """Return the lines of a register that stand, in the order they were first entered.

    Args:
        evidence: of a case.
        register: which one.
        until: leave out what was entered after this moment, UTC; None for everything.

    Raises:
        EvidenceError: the log cannot be read, or words are gone without having been erased.
    """
    return [each for each in newest(evidence, register, until) if each.line.withdrawn is None]


def newest(evidence: Evidence, register: str, until: datetime | None = None) -> list[Entered]:
    """Return the newest line on each thing that was ever entered, those taken back among them."""
    return list({each.line.of: each for each in _all(evidence, register, until)}.values())


def registers(evidence: Evidence, until: datetime | None = None) -> list[str]:
    """Return the names of the registers into which anything was entered by a moment, in that order."""
    return list(
        dict.fromkeys(
            str(entry.body["register"])
            for entry in evidence.entries()
            if entry.kind == "register" and (until is None or entry.received <= until)
        )
    )


def _all(evidence: Evidence, register: str, until: datetime | None) -> list[Entered]:
    return [
        Entered(entry.id, _line(evidence, entry), entry.received, entry.body["supersedes"])
        for entry in evidence.entries()
        if entry.kind == "register"
        and entry.body["register"] == register
        and (until is None or entry.received <= until)
    ]


def _numbered(lines: Iterable[Entered]) -> dict[str, tuple[int, Entered | None]]:
    """Return how many lines there are of each thing, and the newest of them."""
    found: dict[str, tuple[int, Entered | None]] = {}
    for each in lines:
        found[each.line.of] = (found.get(each.line.of, (0, None))[0] + 1, each)
    return found


def _line(evidence: Evidence, entry: Entry) -> Line:
    apart = evidence.words(entry, "words")
    cells = dict(entry.body["cells"]) | (json.loads(apart) if apart else {})
    return Line(entry.body["of"], cells, entry.body["withdrawn"])


def _draft(register: str, line: Line, number: int, last: Entered | None, restricted: Collection[str]) -> Draft:
    cells = {name: cell for name, cell in line.cells.items() if name not in restricted}
    apart = {name: cell for name, cell in line.cells.items() if name in restricted}
    body = {
        "register": register,
        "of": line.of,
        "cells": cells,
        "withdrawn": line.withdrawn,
        "supersedes": None if last is None else last.entry_id,
    }
    words = {"words": json.dumps(apart, ensure_ascii=False, sort_keys=True)} if apart else {}
    return Draft("register", f"register/{register}/{line.of}/{number}", body, words)
