"""``report``: the page of a case; the report of a day, a week or a month; and what differs between two."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime
from getpass import getuser
from itertools import takewhile
from pathlib import Path
from typing import NoReturn

import attrs

import ceaseline
from ceaseline.case import Case
from ceaseline.cli.outcome import complain, say, say_json, where_option
from ceaseline.errors import InputError
from ceaseline.pipeline.reporting import number_of
from ceaseline.publishing.report.differing import Difference, differences
from ceaseline.publishing.report.model import Report
from ceaseline.publishing.report.spelling import parsed
from ceaseline.review import PEOPLE
from ceaseline.store import write_whole

_DAY = "%Y-%m-%d"
_MOST_REMARKS = 2  # of how the report came about; they stand first in it


def asked_days(day: datetime | None, first: datetime | None, last: datetime | None) -> tuple[date, date] | None:
    """Return the first and the last day that options ask for; None where they ask for none.

    Raises:
        InputError: they do not fit together.
    """
    if day is not None:
        if first is not None or last is not None:
            raise InputError("--day and --from ask for two reports. Mend: leave one of them out")
        return day.date(), day.date()
    if (first is None) != (last is None):
        raise InputError("A time has two ends. Mend: give both --from and --to, or --day")
    return None if first is None or last is None else (first.date(), last.date())


def run_daily(
    folder: Path,
    days: tuple[date, date],
    *,
    forms: Sequence[str],
    output: Path | None,
    restricted: bool,
    language: str,
    as_json: bool,
) -> None:
    """Write a report from the tables of the last run, and say where it lies and what it still needs."""
    case = ceaseline.open(folder)
    issue, files = case.issue(*days, forms=forms, restricted=restricted, language=language, by=getuser())
    place = output or case.folder / "reports" / issue.number
    if output is not None:
        for name, content in files.items():
            write_whole(output / name, content)
    paths = [place / name for name in files]
    if as_json:
        told = {"number": issue.number, "status": "released" if issue.released else "draft", "before": issue.before}
        say_json({**told, "files": [str(path) for path in paths], "restricted": restricted})
    else:
        _say_issue(case, issue.number, issue.before, paths, folder, released=issue.released)
    if restricted:
        complain("Restricted: holds what may not be published. That it was made is noted in the log.")
    for remark in takewhile(lambda told: not told.ids, issue.report.sections[0].sentences[:_MOST_REMARKS]):
        complain(remark.text)


def _say_issue(
    case: Case, number: str, before: str, paths: Sequence[Path], folder: Path, *, released: bool
) -> None:
    say(f"{number}: {'released' if released else 'a draft'}.")
    if before:
        say(f"It takes the place of {before}, which stays readable.", indent=2)
    for path in paths:
        print(f"  {path}")
    if not released:
        wanting = case.desk.wanting(number)
        say(f"{wanting} of the {PEOPLE} people who release it have done so. Next, each of them:")
        print(f"  ceaseline decide{where_option(folder)} report-{number} --outcome released --reason WHY --by NAME")


def no_time() -> NoReturn:
    """Refuse options of a report where no time is given.

    Raises:
        InputError: always.
    """
    raise InputError("A report is of a time. Mend: add --day, or --from and --to")


def run_difference(
    folder: Path,
    days: tuple[date, date] | None,
    name: str | None,
    other: str,
    *,
    restricted: bool,
    as_json: bool,
) -> None:
    """Print what differs between two reports, each a number that is there or a day to be worked out."""
    case = ceaseline.open(folder)
    if (days is None) == (name is None):
        raise InputError(
            "--against holds one report against another. Mend: add --day or --number for the other one"
        )
    now = _found(case, str(name), restricted) if days is None else case.report_of(*days, restricted=restricted)
    found = differences(_found(case, other, restricted), now)
    if as_json:
        say_json({"before": other, "differences": [attrs.asdict(each) for each in found]})
        return
    for each in found:
        _say_difference(each)
    if not found:
        say("Nothing differs but what every report says of itself.")


def _found(case: Case, name: str, restricted: bool) -> Report:
    """Return an issue by its number, the newest of a day, or the report of a day that nobody wrote yet."""
    there = case.desk.reports.numbers()
    try:
        day = datetime.strptime(name, _DAY).date()  # noqa: DTZ007  a day, on the clock of the case
    except ValueError:
        return parsed(case.desk.reports.model(number_of(name, there)))
    if any(number.rpartition("-")[0] == name for number in there):
        return parsed(case.desk.reports.model(number_of(name, there)))
    return case.report_of(day, restricted=restricted)


def _say_difference(told: Difference) -> None:
    where = ", ".join(filter(None, [told.where, told.row, told.field]))
    say(where)
    if told.before:
        say(f"- {told.before}", indent=2, hang=2)
    if told.after:
        say(f"+ {told.after}", indent=2, hang=2)


def say_decided(case: Case, name: str) -> None:
    """Say how far a report is from being released, after somebody ruled on it."""
    number = name.removeprefix("report-")
    if number in case.desk.reports.released():
        say(f"{number} is released: {case.folder / 'reports' / number}. Its bytes are kept as evidence.")
    else:
        say(f"{case.desk.wanting(number)} of the {PEOPLE} people who release it have done so.")
    sys.stdout.flush()
