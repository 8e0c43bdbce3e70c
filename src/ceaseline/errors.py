"""The whole error family.

::

    CeaselineError
    ├── InputError       the caller's file is wrong: file, line, field, value, and the mend
    │   ├── FormError    a form a person wrote: case.toml, terms.yaml, sources.yaml
    │   └── FileRefused  a file that cannot be read as what it is said to be
    ├── SourceError      the outside world failed: that source is silent, and coverage falls
    ├── EvidenceError    kept bytes are missing or are not what was kept
    │   └── LedgerError  a proof, a signature or a checkpoint that does not hold
    └── UnknownName      a typing slip: says which names there are

Bad rows are data, not exceptions: they are set aside with the rule they broke.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import attrs


class CeaselineError(Exception):
    """Anything this program says no to, in words for the person who has to mend it."""


class InputError(CeaselineError):
    """The caller's file is wrong, or holds nothing usable."""


class FileRefused(InputError):
    """A file that cannot be read as what it is said to be; nothing of it was taken."""


class SourceError(CeaselineError):
    """The outside world failed to deliver; the source is silent for that time."""


class EvidenceError(CeaselineError):
    """Evidence is missing or changed; nothing may be published from it."""


class LedgerError(EvidenceError):
    """A proof, a signature or a checkpoint that does not hold."""


@attrs.frozen
class Problem:
    """One thing wrong in a form.

    Attributes:
        where: the field, from the outside in, such as ``clauses[2].window.zone``.
        line: line in the file, from 1; None where the file has no such line.
        value: what stands there, cut to a readable length; None where nothing does.
        what: what is wrong.
        mend: what would be right.
    """

    where: str
    line: int | None
    value: str | None
    what: str
    mend: str

    def sentence(self, file: str) -> str:
        """Say it in one line, as compilers do, so that editors can jump to the place.

        Examples:
            >>> Problem("clauses[0].id", 3, None, "is missing", "give it a short id").sentence("terms.yaml")
            'terms.yaml:3: clauses[0].id: is missing. Mend: give it a short id'
        """
        place = file if self.line is None else f"{file}:{self.line}"
        value = "" if self.value is None else f" (found: {self.value})"
        said = f"{place}: {self.where}: {self.what}{value}. Mend: {self.mend}"
        # a value may hold line ends, or codes that move a terminal's cursor
        return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in said)

    def pointed(self, file: str, text: str) -> str:
        r"""Say it, and show the line with a mark under the place, for people at a terminal.

        Args:
            file: name of the form.
            text: all of it.

        Examples:
            >>> problem = Problem("clauses[0].modality", 2, "ban", "is no known word", "use prohibition")
            >>> print(problem.pointed("terms.yaml", "clauses:\n  - {id: x, modality: ban}\n"))
            terms.yaml:2: clauses[0].modality: is no known word (found: ban). Mend: use prohibition
                2 |   - {id: x, modality: ban}
                  |                       ^
        """
        lines = text.splitlines()
        if self.line is None or not 0 < self.line <= len(lines):
            return self.sentence(file)
        found = lines[self.line - 1]
        column = _column(found, self.value, self.where)
        start = max(0, column - _SHOWN // 2) if column >= _SHOWN else 0
        cut = "".join(letter if letter.isprintable() else " " for letter in found[start : start + _SHOWN])
        return f"{self.sentence(file)}\n{self.line:5} | {cut}\n      | {' ' * (column - start)}^"


_SHOWN = 100  # characters of a line
_MOST_NAMES = 40  # that are listed where one is not known


def _column(line: str, value: str | None, where: str) -> int:
    """Return where in a line the mark goes: under the value, else the key, else where the line begins."""
    tab = line.find("\t") if not line.strip().startswith("#") else -1
    key = where.rsplit(".", 1)[-1].partition("[")[0]
    for found in (line.find(value.removesuffix("...")) if value else -1, line.find(f"{key}:"), tab):
        if found >= 0:
            return found
    return len(line) - len(line.lstrip())


class FormError(InputError):
    """A form a person wrote cannot be understood; every problem found is listed."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.sentence(file) for problem in self.problems))


class UnknownName(CeaselineError):
    """A name nobody knows, with the names there are."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        near = get_close_matches(name, names, n=1)
        meant = f" Did you mean {near[0]!r}?" if near else ""
        listed = ", ".join(names[:_MOST_NAMES]) + (", ..." if len(names) > _MOST_NAMES else "")
        super().__init__(f"No {what} is called {name!r}.{meant} There are: {listed or 'none'}.")
