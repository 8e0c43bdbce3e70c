"""Reports of a case: from the tables of the last run to an issue with a number, and its release by people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

import attrs

from ceaseline.errors import InputError, UnknownName
from ceaseline.ledger import Entry
from ceaseline.pipeline.outcome import Outcome
from ceaseline.pipeline.saying import Answers
from ceaseline.publishing import Material
from ceaseline.publishing.report.contents import Stamp, build
from ceaseline.publishing.report.correcting import corrections
from ceaseline.publishing.report.differing import differences
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.messages import Messages, messages
from ceaseline.publishing.report.model import Report, Sentence
from ceaseline.publishing.report.spelling import digest, parsed, spelled, with_status
from ceaseline.review import PEOPLE, Subject, decided, refuse, releasing, report_named
from ceaseline.settings import ReportingDay
from ceaseline.store import MODEL, Evidence, Reports, State, Tables, decide, decisions, extent, known
from ceaseline.tables import Verdicts
from ceaseline.tables.decisions import REPORTS
from ceaseline.terms import listed
from ceaseline.times import Window
from ceaseline.times import days as days_of

MADE = "made.json"  # beside the tables: what they were made from
_LONGEST = 3660  # days; longer is a slip of the keyboard


@attrs.frozen
class Made:
    """What the tables on disk were made from.

    Attributes:
        as_of: the moment they were judged from, UTC; None where there was no evidence.
        state: how many entries of evidence there were, which forms, and which version of the program.
        size: how many entries of the log, from the first one on, hold all of that.
        root: the hash over these, in hexadecimal digits.
    """

    as_of: datetime | None
    state: State
    size: int
    root: str


def made(answers: Answers, evidence: Evidence, until: datetime | None) -> dict[str, bytes]:
    """Return the file that says what tables were made from, by its name; the same evidence gives the same bytes.

    Args:
        answers: of the run.
        evidence: of the case.
        until: what was received after this moment was left out, UTC; None for nothing.

    Raises:
        EvidenceError: the log cannot be read.
    """
    as_of = answers.outcome.as_of
    size = extent(evidence, until)
    data = {
        "as_of": None if as_of is None else as_of.isoformat(),
        **attrs.asdict(answers.state),
        "size": size,
        "root": evidence.root_at(size).hex(),
    }
    return {MADE: json.dumps(data, sort_keys=True, indent=1).encode()}


def stored(tables: Tables) -> tuple[Outcome, Made]:
    """Return what the last run gave, as it lies on the disk, and what it was made from; nothing is worked out.

    Raises:
        InputError: nothing was run yet, or by an older version of the program.
    """
    path = tables.folder / MADE
    again = "Mend: ceaseline run"
    try:
        data = json.loads(path.read_text("utf-8"))
        as_of = None if data["as_of"] is None else datetime.fromisoformat(data["as_of"])
        state = State(data["entries"], data["forms"], data["version"])
        told = Made(as_of, state, data["size"], data["root"])
    except FileNotFoundError:
        raise InputError(f"{path} is not there: a report is made from the tables of a run. {again}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} cannot be read ({error}). {again}") from error
    fields = [field.name for field in attrs.fields(Outcome) if field.name not in ("mendable", "as_of")]
    rows: dict[str, Any] = {name: tables.read(name) for name in fields}
    return Outcome(**rows, mendable={}, as_of=as_of), told


def span(first: date, last: date, day: ReportingDay) -> Window:
    """Return the time of whole reporting days; of summer time some have 23 hours, and some 25.

    Args:
        first: first day.
        last: last day, not before it.
        day: when a day of the case begins.

    Raises:
        InputError: the last is before the first, or there are too many.

    Examples:
        >>> span(date(2031, 3, 30), date(2031, 3, 30), ReportingDay(zone="Europe/Berlin")).hours
        23.0
        >>> span(date(2031, 5, 3), date(2031, 5, 4), ReportingDay(starts="19:30")).start.isoformat()
        '2031-05-03T19:30:00+00:00'
    """
    if last < first:
        raise InputError(f"--to {last} is before --from {first}. Mend: exchange them")
    if (last - first).days >= _LONGEST or not 1000 < first.year <= last.year < 9000:
        raise InputError(f"{first} to {last} is no time of a ceasefire. Mend: correct the year")
    since, until = (datetime.combine(each, time(), UTC) for each in (first - timedelta(2), last + timedelta(3)))
    own = [each.window for each in days_of(since, until, day.zone, day.starts) if first <= each.date <= last]
    return Window(own[0].start, own[-1].end)


def base_of(first: date, last: date, *, restricted: bool) -> str:
    """Return the number of a report but for its issue.

    Examples:
        >>> base_of(date(2031, 5, 3), date(2031, 5, 3), restricted=False)
        '2031-05-03'
        >>> base_of(date(2031, 5, 1), date(2031, 5, 7), restricted=True)
        '2031-05-01_2031-05-07-restricted'
    """
    time_of = f"{first}" if first == last else f"{first}_{last}"
    return f"{time_of}-restricted" if restricted else time_of


def days_in(number: str) -> tuple[date, date, bool]:
    """Return the first and the last day of a report, and whether it is restricted, from its number.

    Examples:
        >>> days_in("2031-05-01_2031-05-07-restricted-2")
        (datetime.date(2031, 5, 1), datetime.date(2031, 5, 7), True)
    """
    base = number.rpartition("-")[0]
    first, _, last = base.removesuffix("-restricted").partition("_")
    return date.fromisoformat(first), date.fromisoformat(last or first), base.endswith("-restricted")


@attrs.frozen
class Issue:
    """One issue of a report.

    Attributes:
        number: its number.
        report: what it says.
        released: whether it was released.
        before: the issue it takes the place of; empty where it is the first.
    """

    number: str
    report: Report
    released: bool
    before: str


@attrs.frozen
class Desk:
    """Where reports of a case are made and released.

    Attributes:
        evidence: of the case.
        reports: its reports.
        day: when its reporting day begins.
    """

    evidence: Evidence
    reports: Reports
    day: ReportingDay

    def report(
        self,
        material: Material,
        told: Made,
        forms: Mapping[str, bytes],
        days: tuple[date, date],
        *,
        restricted: bool,
        language: str,
    ) -> Report:
        """Return a report without a number, as a draft.

        Args:
            material: the case, from the tables.
            told: what these were made from.
            forms: the bytes of each form as they are now, by name.
            days: first and last.
            restricted: whether it may hold what may not be published.
            language: its code.

        Raises:
            InputError: the days are none, or a form is another one than the tables were made with.
            UnknownName: there is no such language.
        """
        now = {name: sha256(content).hexdigest() for name, content in forms.items()}
        changed = sorted(name for name in {*now, *told.state.forms} if now.get(name) != told.state.forms.get(name))
        if changed:
            raise InputError(f"{listed(changed)} changed since the tables were made. Mend: ceaseline run")
        time_of, say = span(*days, self.day), messages(language)
        frame = Frame(material, time_of.start, time_of.end, restricted, say, self.day.zone, self.day.starts)
        stamp = Stamp(
            checkpoint=say("masthead.checkpoint", number=f"{told.size:,}", root=told.root),
            version=told.state.version,
            corrections=corrections(frame, self._told_before(frame.begin)),
            remarks=tuple(self._remarks(told, say)),
        )
        return build(frame, stamp)

    def issue(self, base: str, report: Report, say: Messages) -> Issue:
        """Return the issue that says what a report says: the newest one where it says so already, else a new draft.

        A draft takes the place of an earlier one, unless somebody ruled on that; what was released stays.

        Args:
            base: the number but for the issue.
            report: without a number.
            say: words of its language.
        """
        there, released = self.reports.issues(base), self.reports.released()
        before = [number for number in there if number in released]
        for number in there[-1:]:
            former = parsed(self.reports.model(number))
            own = self._numbered(number, report, before, say)
            if digest(own) == digest(former):
                return Issue(number, former, number in released, "")
            if number not in released and not self.wanting(number):
                return Issue(number, own, released=False, before="")
        last = int(there[-1].rpartition("-")[2]) if there else 0
        number = f"{base}-{last + 1}"
        return Issue(number, self._numbered(number, report, before, say), False, there[-1] if there else "")

    def says_other(self, number: str, report: Report, say: Messages) -> bool:
        """Tell whether a draft says other things than the tables that it names.

        Args:
            number: of the issue.
            report: what the tables say now, without a number; where they were made from other evidence, nothing is
                told apart.
            say: words of its language.
        """
        former, released = parsed(self.reports.model(number)), self.reports.released()
        if former.masthead.checkpoint != report.masthead.checkpoint:
            return False
        there = self.reports.issues(number.rpartition("-")[0])
        before = [each for each in there[: there.index(number)] if each in released]
        own = self._numbered(number, report, before, say)
        return digest(own) != digest(former)

    def decide(
        self,
        name: str,
        outcome: str,
        *,
        reason: str,
        by: str,
        affiliation: str | None,
        now: datetime,
    ) -> tuple[Entry, bool]:
        """Write down that a person wants a report released, or no more so; the second one releases it.

        Args:
            name: its number, with ``report-`` in front.
            outcome: ``released`` or ``withdrawn``.
            reason: why.
            by: who rules.
            affiliation: which organisation they are of.
            now: the moment, UTC.

        Raises:
            UnknownName: there is no such report, or no such outcome.
            InputError: it was released already.
        """
        number = name.removeprefix(REPORTS)
        report = parsed(self.reports.model(number))
        about = report_named(number, digest(report))
        refuse(Subject("report", about), outcome, Verdicts.create_empty())
        if number in self.reports.released():
            raise InputError(f"{number} is released, and stays so. Mend: ceaseline report gives a new issue")
        entry, is_new = decide(
            self.evidence,
            about=about,
            outcome=outcome,
            reason=reason,
            reviewer=by,
            affiliation=affiliation,
            as_of=report.masthead.cut_off,
            now=now,
        )
        if self.wanting(number) >= PEOPLE:
            from ceaseline.publishing.report.writing import write  # noqa: PLC0415  takes half a second to load

            out = with_status(report, "released")
            files = {MODEL: spelled(out), **write(out, self._forms(number))}
            self.reports.release(number, files, report.masthead.cut_off, now)
        return entry, is_new

    def wanting(self, number: str) -> int:
        """Return how many people want a report released as it stands."""
        about = report_named(number, digest(parsed(self.reports.model(number))))
        return releasing(decided(decisions(self.evidence)), about)

    def _forms(self, number: str) -> list[str]:
        """Return the forms in which an issue was written; all where a list of its files is among them."""
        from ceaseline.publishing.report.writing import FORMS  # noqa: PLC0415  likewise

        names = self.reports.names(number)
        return (
            ["all"]
            if "README.txt" in names
            else [form for form in FORMS if any(n.endswith(f".{form}") for n in names)]
        )

    def _numbered(self, number: str, report: Report, released: list[str], say: Messages) -> Report:
        """Return a report under a number; one that follows a released issue says what became other."""
        head = attrs.evolve(report.masthead, number=number)
        earlier = [each for each in released if each != number]
        if earlier:
            changed = differences(parsed(self.reports.model(earlier[-1])), report)
            told = say("correcting.issue", number=earlier[-1], count=f"{len(changed):,}")
            head = attrs.evolve(head, corrections=(Sentence(told), *head.corrections))
        return attrs.evolve(report, masthead=head)

    def _told_before(self, begin: datetime) -> datetime | None:
        """Return the newest evidence of the last report that was released of a time before."""
        before = [parsed(self.reports.model(number)).masthead for number in self.reports.released()]
        told = [head.cut_off for head in before if head.begin < begin and head.cut_off is not None]
        return max(told, default=None)

    def _remarks(self, told: Made, say: Messages) -> Iterator[Sentence]:
        """Yield that there is newer evidence than the tables were made from, where there is."""
        since = len(known(self.evidence)) - told.state.entries
        if since > 0:
            yield Sentence(say("contents.stale", count=since, number=f"{since:,}"))


def number_of(name: str, there: list[str]) -> str:
    """Return the number of the newest issue that a name means: a number, or a day or time alone.

    Args:
        name: such as ``2031-05-03-1``, or ``2031-05-03`` for its newest issue.
        there: the numbers of all issues.

    Raises:
        UnknownName: there is none.
    """
    if name in there:
        return name
    own = [each for each in there if each.rpartition("-")[0] == name]
    if not own:
        raise UnknownName("report", name, there)
    return max(own, key=lambda each: int(each.rpartition("-")[2]))


__all__ = ["MADE", "Desk", "Issue", "Made", "base_of", "made", "number_of", "span", "stored"]
