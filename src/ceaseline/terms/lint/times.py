"""Is it said when?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ceaseline.forms import Path
from ceaseline.terms.clause import Clause
from ceaseline.terms.lint.rule import Remark, remark
from ceaseline.terms.model import Terms
from ceaseline.terms.spelling import listed, named
from ceaseline.terms.windows import WindowForm


def look(terms: Terms) -> Iterator[Remark]:
    """Yield the remarks T06, T07, T08 and T21."""
    agreement = terms.agreement
    yield from _window(("agreement",), "agreement", agreement.window, agreement.windows_disputed)
    yield from _starts(terms, ("agreement",), "agreement", agreement.window, agreement.windows_disputed)
    for number, clause in enumerate(terms.clauses):
        at: Path = ("clauses", number)
        yield from _window(at, clause.id, clause.window, clause.windows_disputed)
        if clause.window is not None or clause.windows_disputed:  # else it is the agreement's, told above
            own = {party: terms.window_on(clause, party) for party in terms.disputing(clause)}
            yield from _starts(terms, at, clause.id, clause.window or agreement.window, own)
        if _begins_early(terms, clause):
            yield remark("T21", (*at, "window"), clause.id, "it begins before the agreement does")


def _window(
    at: Path, where: str, window: WindowForm | None, disputed: Mapping[str, WindowForm]
) -> Iterator[Remark]:
    forms: dict[Path, WindowForm | None] = {("window",): window}
    forms |= {("windows_disputed", party): form for party, form in disputed.items()}
    for path, form in forms.items():
        if form is not None and form.zone is None:
            yield remark("T06", (*at, *path), where, f"{form.start} has an offset and no place")
    if window is not None and window.end is None:
        yield remark("T08", (*at, "window"), where, "no end is stated")


def _starts(
    terms: Terms, at: Path, where: str, window: WindowForm | None, counted: Mapping[str, WindowForm | None]
) -> Iterator[Remark]:
    """Say whose start is another, where the sides do not all count from one moment."""
    begins = {party: form.begin for party, form in counted.items() if form is not None}
    usual = None if window is None else window.begin
    held = set(begins.values()) | ({usual} if usual and len(begins) < len(terms.parties) else set())
    if len(held) < 2:
        return
    others = [party for party, begin in begins.items() if begin != usual]
    counts = "counts" if len(others) == 1 else "each count"
    whose = listed([named(terms, party) for party in others])
    yield remark("T07", (*at, "windows_disputed"), where, f"{whose} {counts} from another moment")


def _begins_early(terms: Terms, clause: Clause) -> bool:
    whole = terms.agreement.window
    if clause.before_start or clause.window is None or whole is None:
        return False
    return clause.window.begin < whole.begin
