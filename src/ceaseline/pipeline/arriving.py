"""Files on their way in: which source each is of, and those that are asked for outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path, PurePath

import attrs

from ceaseline.errors import InputError, SourceError, UnknownName
from ceaseline.pipeline.intake import Tell
from ceaseline.sources import Arrival, Source, discreet
from ceaseline.sources.asking import has_day
from ceaseline.sources.files import at


@attrs.frozen
class Door:
    """Where files come into a case.

    Attributes:
        folder: the case.
        sources: as ``sources.yaml`` sets them up.
    """

    folder: Path
    sources: tuple[Source, ...]

    def arriving(
        self, files: Sequence[Path], source: str | None, missed: Callable[[SourceError], None]
    ) -> list[tuple[Source, Arrival]]:
        """Return files as they may be kept, with the source each is of.

        Args:
            files: which ones; none means all that ``sources.yaml`` names.
            source: whose they are; None where the file's path tells.
            missed: told of each file of which nothing may be kept.

        Raises:
            UnknownName: no source is called so.
            InputError: a file is not there, or no source's ``file`` fits it.
        """
        if files:
            found = [self._whose(Path(file), source) for file in files]
        else:
            wanted = [self._source(source)] if source else self.sources
            found = [(whose, arrival) for whose in wanted for arrival in whose.fetch(self.folder)]
        kept = []
        for whose, arrival in found:
            try:
                kept.append((whose, discreet(whose, arrival)))
            except SourceError as error:
                missed(error)
        return kept

    def fetched(
        self,
        files: Sequence[Path],
        source: str | None,
        days: Sequence[date],
        missed: Callable[[SourceError], None],
        tell: Tell,
    ) -> AbstractContextManager[list[tuple[Source, Arrival]]]:
        """Return what goes outside for the files of sources with an address, and gives what came.

        Args:
            files: there may be none.
            source: the one to ask; None for all that have an address.
            days: which, where an address has a day.
            missed: told of each file that did not come.
            tell: told how far it has come.

        Raises:
            UnknownName: no source is called so.
            InputError: nobody can be asked, or not for these days.
        """
        from ceaseline.sources.addresses import fetched  # noqa: PLC0415  what goes outside is loaded to go outside

        if files:
            raise InputError("Files are given, and others are to be fetched. Mend: one or the other")
        wanted = [self._source(source)] if source else self.sources
        asked = [each for each in wanted if each.form.address is not None]
        if not asked:
            whose = f"The source {source}" if source else "No source"
            raise InputError(
                f"{whose} has {'no' if source else 'an'} address: in sources.yaml. Mend: write one there"
            )
        daily = [each.form.name for each in asked if has_day(each.form.address or "")]
        if daily and not days:
            raise InputError(f"The address of {', '.join(daily)} has a day. Mend: say which days, or --source NAME")
        if days and not daily:
            names = ", ".join(each.form.name for each in asked)
            raise InputError(f"Days are given, and the address of {names} has none. Mend: leave them out")
        return fetched(asked, self.folder, days, missed=missed, tell=tell)

    def _whose(self, file: Path, source: str | None) -> tuple[Source, Arrival]:
        if not file.is_file():
            raise InputError(f"{file} is not there. Mend: see how the file is called")
        whose = self._source(source) if source else self._by_path(file)
        return whose, at(file)

    def _by_path(self, file: Path) -> Source:
        path = file.resolve()
        inside = path.relative_to(self.folder) if path.is_relative_to(self.folder) else PurePath(path.name)
        fitting = [whose for whose in self.sources if inside.match(whose.form.file)]
        if len(fitting) != 1:
            names = ", ".join(whose.form.name for whose in self.sources) or "none yet"
            which = "No source says" if not fitting else "More than one source says"
            raise InputError(
                f"{which} in sources.yaml that {file} is its file. Mend: --source NAME (there are: {names})"
            )
        return fitting[0]

    def _source(self, name: str) -> Source:
        for whose in self.sources:
            if whose.form.name == name:
                return whose
        raise UnknownName("source", name, [whose.form.name for whose in self.sources])
