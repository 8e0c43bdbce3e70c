"""A case: the folder of one ceasefire, and the one object people work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import attrs
import polars as pl

from ceaseline import __version__, sources, terms
from ceaseline import settings as settings_form
from ceaseline.accounts import Settlement, arithmetic_in_words
from ceaseline.coverage import unknown_sectors
from ceaseline.errors import FormError, InputError, Problem, SourceError
from ceaseline.forms import read_yaml
from ceaseline.ledger import Entry
from ceaseline.pipeline import CaseForms, Cover, Outcome, Taken, Tell, cover, naming, run, saying, take, understand
from ceaseline.pipeline.arriving import Door
from ceaseline.pipeline.drawings import Drawings
from ceaseline.pipeline.registers import Registers
from ceaseline.pipeline.remembering import Memory
from ceaseline.pipeline.reporting import Desk, Issue, base_of, days_in, made, stored
from ceaseline.publishing import MadeUp, Material, ToldTwice, map_picture, render
from ceaseline.publishing.report.messages import messages
from ceaseline.publishing.report.model import Report
from ceaseline.publishing.report.spelling import digest, parsed, spelled
from ceaseline.review import ERASED, MERGED, SPLIT, Subject, merging, refuse, splitting, subject
from ceaseline.settings import Settings
from ceaseline.sources import Arrival, Capture, Source
from ceaseline.store import (
    MODEL,
    Evidence,
    Keys,
    Reports,
    Shelf,
    Tables,
    decide,
    decisions,
    erase,
    hashed,
    program,
    secret,
)
from ceaseline.tables.decisions import REPORTS
from ceaseline.terms import Remark, Terms
from ceaseline.terms.space import LineForm, ZoneForm

FORM = "case.toml"
FORMS = (FORM, "terms.yaml", "sources.yaml")


def _untold(_work: str, _done: int, _all: int) -> None:
    """Tell nobody."""


def _raised(error: SourceError) -> None:
    raise error


@attrs.frozen(slots=False)
class Case:
    """One ceasefire in one folder.

    Attributes:
        folder: holds ``case.toml``, ``terms.yaml``, ``sources.yaml`` and ``inbox``; the program adds ``evidence``
            (never edited), ``tables`` (derived, may be deleted) and ``reports``.

    Examples:
        >>> import ceaseline as cl
        >>> case = cl.open(cl.example("easter-truce-2025"))
        >>> [clause.id for clause in case.terms.clauses]
        ['no-air-attack', 'no-ground-fire']
    """

    folder: Path

    @classmethod
    def find(cls, start: Path) -> Case:
        """Return the case in *start* or in the nearest folder above it.

        Raises:
            InputError: there is none.
        """
        if not start.exists():
            raise InputError(f"{start} is not there. Mend: see how the folder is called, or ceaseline new {start}")
        for folder in [start.resolve(), *start.resolve().parents]:
            if (folder / FORM).is_file():
                return cls(folder)
        raise InputError(f"There is no {FORM} in {start} or above it. Mend: ceaseline new FOLDER, or -C FOLDER")

    @cached_property
    def settings(self) -> Settings:
        """``case.toml``, read."""
        return settings_form.parse(self._text(FORM), FORM)

    @cached_property
    def terms(self) -> Terms:
        """``terms.yaml``, read."""
        return terms.parse(self._text("terms.yaml"))

    @cached_property
    def weapons_of(self) -> Mapping[str, str]:
        """The one party that has a weapon, by weapon, as the case says."""
        return settings_form.weapons_of(self._text(FORM), list(self.terms.parties), FORM)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """``sources.yaml``, read; a case without that file has no sources."""
        if not (self.folder / "sources.yaml").is_file():
            return ()
        return sources.parse(self._text("sources.yaml"), self.terms)

    @property
    def evidence(self) -> Evidence:
        """What was kept."""
        return Evidence(self.folder / "evidence")

    @property
    def tables(self) -> Tables:
        """What follows from it."""
        return Tables(self.folder / "tables")

    @cached_property
    def drawings(self) -> Drawings:
        """What was drawn: zones, lines, the land, and the map's own."""
        return Drawings(self.folder, self.terms, self.settings)

    @property
    def _door(self) -> Door:
        return Door(self.folder, self.sources)

    def problems(self, *, pointed: bool = False) -> list[str]:
        """Return every problem in the three forms, each with file, line, field, value and mend; best: none.

        Args:
            pointed: whether to show the line too, with a mark under the place.
        """
        problems: list[str] = []
        forms = ("settings", "terms", "sources", "weapons_of")
        for part in (*forms, "zones", "lines", "ground", "chart"):
            try:
                getattr(self if part in forms else self.drawings, part)
            except FormError as error:
                path = self.folder / error.file
                shown = pointed and error.file in FORMS and path.is_file()
                text = path.read_text(encoding="utf-8-sig", errors="replace") if shown else ""
                problems += [each.pointed(error.file, text) for each in error.problems]
        return list(dict.fromkeys(problems))  # broken terms break the sources too, and are told once

    def remarks(self) -> list[tuple[Remark, int | None]]:
        """Return what the terms leave open, each with its line in ``terms.yaml``.

        Raises:
            FormError: the form cannot be understood.
        """
        form = read_yaml(self._text("terms.yaml"), "terms.yaml")
        return [(remark, form.line(remark.path)) for remark in terms.lint(self.terms)]

    def sentences(self) -> list[tuple[str, str]]:
        """Return the terms read back as sentences, each with its label.

        Raises:
            FormError: a form cannot be understood.
        """
        told = list(terms.sentences(self.terms, self.settings.case.show_zones))
        forms: dict[str, LineForm | ZoneForm] = {**self.terms.lines, **self.terms.zones}
        there = {name for name, _ in self.drawings.files(forms)}
        return told + [
            (name, f"Note: {form.file} is not there, so nobody can see where it runs.")
            for name, form in forms.items()
            if form.file is not None and name not in there
        ]

    def take(
        self,
        files: Sequence[Path] = (),
        *,
        source: str | None = None,
        fetch: Sequence[date] | None = None,
        missed: Callable[[SourceError], None] = _raised,
        dry_run: bool = False,
        now: datetime | None = None,
        tell: Tell = _untold,
    ) -> list[Taken]:
        """Keep files as evidence and read them; the command line calls this ``import``.

        Args:
            files: which ones; none means all that ``sources.yaml`` names.
            source: whose they are; None where the file's path tells, or for all sources.
            fetch: go outside for the files of sources with an ``address``, in place of those in the case: for
                these days where an address has a day. None, as ever, stays inside.
            missed: told of each file that did not come from outside, or of which nothing may be kept; left out, the
                first ends it.
            dry_run: read them where they lie, and keep nothing; what was fetched cannot be opened afterwards.
            now: the moment they are received, UTC; None asks the clock.
            tell: told how far each file has come and has been read.

        Raises:
            UnknownName: no source is called so.
            InputError: a file is not there, no source's ``file`` fits it, or no source can be asked so.
            SourceError: the outside did not deliver, and nobody is told through *missed*.
        """
        coming = self._door.fetched(files, source, fetch, missed, tell) if fetch is not None else None
        with nullcontext(self._door.arriving(files, source, missed)) if coming is None else coming as arriving:
            received = now or datetime.now(UTC)
            if not dry_run:
                return take(arriving, self.evidence, now=received, tell=tell)
            return [
                understand(whose, _passing(whose, arrival, received), tell=tell, how="new")
                for whose, arrival in arriving
            ]

    def run(
        self,
        *,
        as_of: datetime | None = None,
        missed: Callable[[SourceError], None] = _raised,
        now: datetime | None = None,
        tell: Tell = _untold,
    ) -> Outcome:
        """Work out every table from the evidence, and put them away.

        Args:
            as_of: count only what was received by then, UTC; None takes in what is new in the inbox first, and
                counts everything.
            missed: told of each new file of which nothing may be kept; left out, the first ends it.
            now: the moment new files are received, UTC; None asks the clock.
            tell: told how the work goes on.

        Raises:
            FormError: a form cannot be understood.
            EvidenceError: evidence is missing or was changed.
        """
        _ = (
            self.terms,
            self.sources,
            self.settings,
            self.drawings.zones,
            self.drawings.lines,
        )  # a form that cannot be understood takes in nothing
        received = now or datetime.now(UTC)
        if as_of is None:
            arriving = self._door.arriving((), None, missed)
            replacing = frozenset(whose.form.name for whose in self.sources if whose.replaces)
            self.evidence.keep([(arrival, whose.form.name) for whose, arrival in arriving], received, replacing)
        self.evidence.note_run(self._forms(), __version__, received)
        memory = self._memory(make=True)
        answers = self._answers(as_of, tell, memory)
        outcome = answers.outcome
        if as_of is None:
            saying.keep(answers, self.evidence, received)
            naming.keep(outcome.members, self.evidence, received)
        # a look back forgets nothing that the next run needs, and remembers nothing for itself
        loose = {**outcome.mendable, **made(answers, self.evidence, as_of)}
        self.tables.write(outcome.tables, loose, memory.used if as_of is None else None)
        return outcome

    def work_out(self, *, as_of: datetime | None = None, tell: Tell = _untold) -> Outcome:
        """Return what :meth:`run` would, from what is already kept, and change nothing on disk."""
        return self._answers(as_of, tell, self._memory(make=False)).outcome

    def cover(self, *, tell: Tell = _untold) -> Cover:
        """Return what could be seen, from what is already kept, without working out anything else."""
        kept, rulings = self.evidence.captures(), decisions(self.evidence)
        return cover(self._written, kept, rulings, self.registers.entered(), tell=tell)

    @property
    def _written(self) -> CaseForms:
        """What people wrote and drew."""
        zones = {name: zone.shape for name, zone in self.drawings.zones.items()}
        places, ground = self.drawings.places(), self.drawings.ground
        tells = any(each.form.kind == "accounts" for each in self.sources)  # nothing else is found by names
        at = self.drawings.chart.places if tells else ()
        known = tuple(Settlement(each.lon, each.lat, each.rank, each.names) for each in at)
        drawn, held = self.drawings.lines, self.weapons_of
        return CaseForms(self.terms, self.sources, self.settings, places, ground, zones, drawn, known, held)

    def _memory(self, *, make: bool) -> Shelf:
        """Return what earlier runs worked out; *make* may write the secret of the user that seals it."""
        return Shelf(self.tables.memory, secret(Keys.of_user().folder.parent, make=make))

    def _answers(self, as_of: datetime | None, tell: Tell, memory: Shelf) -> saying.Answers:
        """Return what is answered, held against what was said before."""
        kept, rulings = self.evidence.captures(until=as_of), decisions(self.evidence, until=as_of)
        entered = self.registers.entered(until=as_of)
        told = Memory(memory, program())
        called = naming.named(self.evidence, as_of)
        outcome = run(self._written, kept, rulings, entered, as_of=as_of, tell=tell, memory=told, named=called)
        return saying.compared(outcome, self.evidence, self._forms(), __version__, as_of)

    @property
    def registers(self) -> Registers:
        """What people enter into the registers of the case."""
        return Registers(self.evidence, self.terms, self.settings.case.reporting_day.zone)

    def decide(
        self,
        name: str,
        outcome: str | None = None,
        *,
        reason: str,
        by: str,
        affiliation: str | None = None,
        merge: Sequence[str] = (),
        split: Sequence[str] = (),
        now: datetime | None = None,
        tell: Tell = _untold,
    ) -> tuple[Entry, bool]:
        """Write down what a person determined; the next run folds it in.

        Args:
            name: an answer (``CLAUSE:OBLIGOR``), an incident, a file by its SHA-256, an earlier decision, or
                ``report-`` and the number of a report.
            outcome: a word of :data:`ceaseline.review.OUTCOMES`; ``erased`` erases for good, and what follows
                from the file goes with it. None where records are merged or split.
            reason: why; it is shown wherever the ruling is, so it names nobody who must not be named.
            by: who rules; kept apart from the log, so that it can be erased.
            affiliation: which organisation they are of; kept apart like the name. Whose an incident is takes two
                people of different affiliations.
            merge: other incidents that are the same as this one.
            split: ids of records of this incident that tell of another happening than the rest.
            now: the moment, UTC; None asks the clock.
            tell: told how the work goes on.

        Returns:
            The entry, and whether it is new; the same ruling while it stands is not a second one.

        Raises:
            UnknownName: nothing is called so, or there is no such outcome for it.
            InputError: it would say more than anybody can know, or nothing.
            EvidenceError: it could not be written.
        """
        if not reason.strip() or not by.strip():
            raise InputError("A ruling has a reason and a name. Mend: --reason and --by")
        if sum(map(bool, (outcome, merge, split))) != 1:
            raise InputError("A ruling says one thing. Mend: one of --outcome, --merge and --split")
        now = now or datetime.now(UTC)
        of = (affiliation or "").strip() or None
        if name.startswith(REPORTS) or name in self.desk.reports.numbers():
            self._refuse_other_words(name.removeprefix(REPORTS))
            return self.desk.decide(name, str(outcome), reason=reason, by=by, affiliation=of, now=now)
        known = self.work_out(tell=tell)
        if merge or split:
            outcome = MERGED if merge else SPLIT
            about = (merging if merge else splitting)(name, [*merge, *split], known.members, known.lineage)
        else:
            about = self._subject(name, known)
        outcome = str(outcome)
        refuse(about, outcome, known.verdicts)
        if about.kind in {"incident", "records"}:
            naming.keep(known.members, self.evidence, now)  # whatever comes, its records are known
        if outcome == ERASED:
            told = erase(self.evidence, self._entry_of(about.name), reason=reason, reviewer=by, now=now)
            self.tables.clear()
            return told
        return decide(
            self.evidence,
            about=about.about,
            outcome=outcome,
            reason=reason,
            reviewer=by,
            affiliation=of,
            as_of=known.as_of,
            now=now,
        )

    def _subject(self, name: str, known: Outcome) -> Subject:
        """Return what a name means."""
        return subject(
            name,
            verdicts=known.verdicts,
            captures=known.captures,
            decisions=known.decisions,
            lines=frozenset(entry.id for entry in self.evidence.entries() if entry.kind == "register"),
            incidents=frozenset(known.incidents["incident_id"]),
            parties=tuple(self.terms.parties),
            lineage=known.lineage,
        )

    def _refuse_other_words(self, number: str) -> None:
        """Refuse to rule on a draft that does not say what the tables say which it names.

        Raises:
            InputError: it does not: somebody changed its file, or the program is another one.
        """
        head = parsed(self.desk.reports.model(number)).masthead
        first, last, restricted = days_in(number)
        report = self.report_of(first, last, restricted=restricted, language=head.languages[0])
        if self.desk.says_other(number, report, messages(head.languages[0])):
            raise InputError(f"{number} does not say what the tables say. Mend: ceaseline report writes it anew")

    def copies(self, digest: str) -> list[Path]:
        """Return the files in the inbox that hold the bytes of that SHA-256."""
        found = []
        for path in sorted((self.folder / "inbox").rglob("*")):
            if path.is_file():
                with path.open("rb") as stream:
                    if hashed(stream)[0] == digest:
                        found.append(path)
        return found

    def material(self, outcome: Outcome) -> Material:
        """Return what pages and explanations are made from."""
        shown = {field.name for field in attrs.fields(Material)}
        tables: dict[str, Any] = {name: table for name, table in outcome.tables.items() if name in shown}
        return Material(
            name=self.settings.case.name,
            simulated=self.settings.case.simulated,
            zones=self.settings.case.show_zones,
            terms=self.terms,
            arithmetic=dict(arithmetic_in_words(outcome.claims, incomplete=set(outcome.set_aside["source"]))),
            unknown_sectors=unknown_sectors(outcome.sectors, outcome.weather, outcome.restrictions),
            as_of=outcome.as_of,
            chart=self.drawings.chart,
            releases_sides=self.settings.release.attribution == "side",
            threshold=self.settings.release.threshold,
            **tables,
        )

    def report(
        self,
        outcome: Outcome,
        *,
        questions: Material | None = None,
        made_up: MadeUp | None = None,
        accounts: ToldTwice | None = None,
    ) -> bytes:
        """Return the page of the case, one self-contained HTML file.

        Args:
            outcome: of :meth:`run` or :meth:`work_out`.
            questions: a case of questions and demands to show on a card above.
            made_up: a simulated case to show on a card beside it.
            accounts: where two accounts of one event differ, to show on the card of questions.
        """
        excluded = self.settings.compared_with().exclude
        return render(
            self.material(outcome),
            excluded=excluded,
            questions=questions,
            made_up=made_up,
            accounts=accounts,
            version=__version__,
        )

    @property
    def desk(self) -> Desk:
        """Where reports of this case are made and released."""
        reports = Reports(self.folder / "reports", self.evidence)
        return Desk(self.evidence, reports, self.settings.case.reporting_day)

    def report_of(
        self, first: date, last: date | None = None, *, restricted: bool = False, language: str = "en"
    ) -> Report:
        """Return the report of a day, or of several, from the tables of the last run; it has no number yet.

        Args:
            first: first reporting day.
            last: last reporting day; None for the first alone.
            restricted: whether it may hold what may not be published.
            language: its code.

        Raises:
            InputError: nothing was run yet, or the days are none.
            UnknownName: there is no such language.
        """
        outcome, told = stored(self.tables)
        days = (first, last or first)
        material = self.material(outcome)
        return self.desk.report(material, told, self._forms(), days, restricted=restricted, language=language)

    def issue(
        self,
        first: date,
        last: date | None = None,
        *,
        forms: Sequence[str] = ("json",),
        restricted: bool = False,
        language: str = "en",
        by: str = "",
        now: datetime | None = None,
    ) -> tuple[Issue, dict[str, bytes]]:
        """Write the report of a day, or of several, into ``reports`` under its number, and return its files.

        Args:
            first: first reporting day.
            last: last reporting day; None for the first alone.
            forms: as :data:`ceaseline.publishing.report.writing.FORMS` has them, or ``all``.
            restricted: whether it may hold what may not be published; that it was made is noted in the log.
            language: its code.
            by: who makes a restricted one.
            now: the moment, UTC; None asks the clock.

        Raises:
            InputError: nothing was run yet, or the days are none.
            UnknownName: there is no such form or language.
        """
        from ceaseline.publishing.report.writing import write  # noqa: PLC0415  takes half a second to load

        desk, days = self.desk, (first, last or first)
        report = self.report_of(*days, restricted=restricted, language=language)
        issue = desk.issue(base_of(*days, restricted=restricted), report, messages(language))
        files = write(issue.report, forms)
        if restricted:
            desk.reports.note_restricted(issue.number, digest(issue.report), by, now or datetime.now(UTC))
        desk.reports.write(issue.number, {MODEL: spelled(issue.report), **files})
        return issue, files

    def map(self, outcome: Outcome, form: Literal["svg", "png"]) -> bytes:
        """Return the map of the case as a picture of its own.

        Args:
            outcome: of :meth:`run` or :meth:`work_out`.
            form: ``svg``, whose text stays text, or ``png``.

        Raises:
            InputError: there is nothing that may be drawn.
        """
        return map_picture(self.material(outcome), form)

    def table(self, name: str) -> pl.DataFrame:
        """Return a table of the last run by its name, such as ``verdicts``."""
        return self.tables.read(name)

    def _entry_of(self, name: str) -> Entry:
        """Return the entry of a kept file, or of a decision."""
        return next(entry for entry in self.evidence.entries() if name in (entry.id, entry.body.get("sha256")))

    def _forms(self) -> dict[str, bytes]:
        """Return the bytes of each form there is, and of the land they name."""
        names = (*FORMS, *self.settings.line.land)
        return {name: (self.folder / name).read_bytes() for name in names if (self.folder / name).is_file()}

    def _text(self, name: str) -> str:
        path = self.folder / name
        try:
            return path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            problem = Problem(
                "the form", None, None, f"is not there ({path})", "ceaseline new writes one to begin from"
            )
            raise FormError(name, [problem]) from None
        except UnicodeDecodeError:
            problem = Problem("the form", None, None, "is not UTF-8 text", "save it as UTF-8")
            raise FormError(name, [problem]) from None


def _passing(whose: Source, arrival: Arrival, now: datetime) -> Capture:
    """Return what would be kept, without keeping it."""
    with arrival.open() as stream:
        digest, size = hashed(stream)
    return Capture(digest, whose.form.name, arrival.name, now, size, arrival.open)
