"""Is it said when?"""

from __future__ import annotations

from collections.abc import Iterator

from ceaseline.forms import Path
from ceaseline.terms.clause import Clause
from ceaseline.terms.lint.rule import Remark, remark
from ceaseline.terms.model import Terms
from ceaseline.terms.spelling import listed, named
from ceaseline.terms.windows import WindowForm


def look(terms: Terms) -> Iterator[Remark]:
    """Yield the remarks T06, T07, T08 and T21."""
    agreement = terms.agreement
    yield from _window(terms, ("agreement",), "agreement", agreement.window, agreement.windows_disputed)
    for number, clause in enumerate(terms.clauses):
        at: Path = ("clauses", number)
        yield from _window(terms, at, clause.id, clause.window, clause.windows_disputed)
        if _begins_early(terms, clause):
            what = "it begins before the agreement does"
            yield remark("T21", (*at, "window"), clause.id, what)


def _window(
    terms: Terms, at: Path, where: str, window: WindowForm | None, disputed: dict[str, WindowForm]
) -> Iterator[Remark]:
    forms: dict[Path, WindowForm | None] = {("window",): window}
    forms |= {("windows_disputed", party): form for party, form in disputed.items()}
    for path, form in forms.items():
        if form is not None and form.zone is None:
            yield remark("T06", (*at, *path), where, f"{form.start} has an offset and no place")
    if window is not None and window.end is None:
        yield remark("T08", (*at, "window"), where, "no end is stated")
    starts = {None if window is None else window.begin, *(form.begin for form in disputed.values())}
    if disputed and len(starts) > 1:
        whose = listed([named(terms, party) for party in disputed])
        counts = "counts" if len(disputed) == 1 else "each count"
        yield remark("T07", (*at, "windows_disputed"), where, f"{whose} {counts} from another moment")


def _begins_early(terms: Terms, clause: Clause) -> bool:
    whole = terms.agreement.window
    if clause.before_start or clause.window is None or whole is None:
        return False
    return clause.window.begin < whole.begin
