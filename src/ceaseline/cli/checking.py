"""``check``: the terms read back, what they leave open, and what is wrong with the forms."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import attrs
import typer

import ceaseline
from ceaseline import terms
from ceaseline.case import Case
from ceaseline.cli.outcome import Exit, complain, say, say_json, say_row, where_option
from ceaseline.terms import RULES, Standing

_MARKS = {
    "": "-",
    "only asked about": "asked",
    "demanded, not agreed": "demanded",
    "proposed, not agreed": "proposed",
}


def run_check(folder: Path, *, strict: bool, as_json: bool) -> None:
    """Print the terms as sentences and what they leave open; exit 1 where a form cannot be understood.

    Args:
        folder: of the case.
        strict: whether something left open counts as a problem too.
        as_json: whether to print one JSON object.
    """
    case = ceaseline.open(folder)
    problems = case.problems(pointed=not as_json)
    if as_json:
        say_json(_as_data(case, problems))
    elif not problems:
        _say_terms(case)
        _say_remarks(case)
        say()
        say(f"The forms can be understood. Next: ceaseline run{where_option(folder)}")
    for problem in problems:
        complain(problem)
    if problems or (strict and terms.lint(case.terms)):
        raise typer.Exit(Exit.PROBLEM)


def run_form(folder: Path) -> None:
    """Print the terms as a form again, in one spelling and without comments."""
    print(terms.printed(ceaseline.open(folder).terms), end="")


def run_schema() -> None:
    """Print the JSON Schema of the terms."""
    print(terms.schema(), end="")


def _say_terms(case: Case) -> None:
    for label, text in case.sentences():
        say(label)
        say(text, indent=2)
    rows = terms.standings(case.terms)
    say()
    say("At a glance:")
    _say_table(list(case.terms.parties), rows)
    differences = list(terms.clock_differences(case.terms, case.settings.case.show_zones))
    if differences:
        say()
        say("Where the clocks part:")
        for clause, text in differences:
            say(f"{clause}: {text}", indent=2, hang=2)


def _say_table(parties: list[str], rows: list[Standing]) -> None:
    """Print clauses by parties, in columns as wide as what stands in them."""
    head = ["clause", *parties, "symmetry", "what can see it"]
    body = [[row.clause, *(_MARKS.get(held, held) for held in row.held), row.symmetry, row.seen_by] for row in rows]
    widths = [max(len(cells[column]) for cells in [head, *body]) for column in range(len(head) - 1)]
    for cells in [head, *body]:
        start = "  ".join(cell.ljust(width) for cell, width in zip(cells[:-1], widths, strict=True))
        say_row(f"  {start}  ", cells[-1])


def _say_remarks(case: Case) -> None:
    remarks = case.remarks()
    say()
    if not remarks:
        say("The linter finds nothing that is left open.")
        return
    clauses = len({remark.where for remark, _ in remarks})
    say(f"What this text leaves open ({len(remarks)} remarks in {clauses} places):")
    for code, group in groupby(remarks, key=lambda each: each[0].rule):
        rule = RULES[code]
        say()
        say(f"{code} {rule.title}. {rule.why}", indent=2, hang=4)
        found = list(group)
        shared = len({remark.mend for remark, _ in found}) == 1
        for remark, line in found:
            at = f"terms.yaml:{line}: " if line else ""
            mend = "" if shared else f". Mend: {remark.mend}"
            say(f"{at}{remark.where}: {remark.what}{mend}", indent=6, hang=2)
        if shared:
            say(f"Mend: {found[0][0].mend}", indent=6, hang=2)


def _as_data(case: Case, problems: list[str]) -> dict[str, object]:
    if problems:
        return {"problems": problems, "sentences": [], "remarks": [], "standings": [], "clocks": []}
    clocks = terms.clock_differences(case.terms, case.settings.case.show_zones)
    return {
        "problems": [],
        "sentences": [{"label": label, "sentence": text} for label, text in case.sentences()],
        "remarks": [{**attrs.asdict(remark), "line": line} for remark, line in case.remarks()],
        "standings": [attrs.asdict(row) for row in terms.standings(case.terms)],
        "clocks": [{"clause": clause, "sentence": text} for clause, text in clocks],
    }
