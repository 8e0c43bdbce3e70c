"""The matrix of clauses and parties, drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ceaseline.publishing.plots import INK, QUIET
from ceaseline.publishing.report.messages import Messages
from ceaseline.publishing.report.pictures.matter import Answer
from ceaseline.publishing.report.pictures.paint import PAPER, WIDE, colour, figure, hatched, mark, svg, write
from ceaseline.publishing.words import VERDICTS
from ceaseline.terms import Terms

_ROW = 0.27  # inches
_GREY = {  # by lightness alone: how much is established, never how bad it is
    "violation_established": "#4A525C",
    "none_recorded_where_watched": "#DDE1E4",
    "cannot_tell": PAPER,
    "not_verifiable": PAPER,
    "not_in_force": "#F2F2EF",
}
_LONGEST = 34  # letters of a clause id
_LETTER = 0.073  # inches, at most, of a letter of that size


def drawn(say: Messages, terms: Terms, answers: Sequence[Answer], names: Mapping[str, str]) -> bytes:
    """Return the matrix as SVG: a row for each clause, a column for each party in the order of *names*."""
    clauses = list(dict.fromkeys(answer.clause_id for answer in answers))
    parties = list(names)
    with figure(_ROW * (len(clauses) + 1) + 0.5) as page:
        axes = page.subplots()
        axes.set_axis_off()
        longest = max(min(len(clause), _LONGEST) for clause in clauses)
        left = _LETTER * longest + 0.1  # inches that the names of the clauses take
        axes.set_xlim(-left * len(parties) / (WIDE - left), len(parties))
        axes.set_ylim(len(clauses), -1)
        for at, party in enumerate(parties):
            face = colour(terms, party) if party in terms.parties else PAPER
            style: dict[str, Any] = {"color": face, "markeredgecolor": colour(terms, party)}
            axes.plot([at + 0.06], [-0.48], marker=mark(terms, party), markersize=7, **style)
            write(axes, at + 0.12, -0.48, names[party][:44], va="center", fontsize=9, weight="bold")
        for row, clause in enumerate(clauses):
            shown = clause if len(clause) <= _LONGEST else clause[: _LONGEST - 1] + "…"
            write(axes, -0.03, row + 0.5, shown, va="center", ha="right", fontsize=8.5)
        places = {clause: row for row, clause in enumerate(clauses)}
        for answer in answers:
            _cell(axes, say, answer, parties.index(answer.party), places[answer.clause_id])
        return svg(page)


def _cell(axes: Axes, say: Messages, answer: Answer, column: int, row: int) -> None:
    x, y, width, height = column + 0.01, row + 0.06, 0.98, 0.88
    if not answer.verdicts:
        write(axes, x + 0.04, row + 0.5, say("matrix.unbound"), va="center", fontsize=7.5, color="#5A6068")
        return
    word = answer.verdicts[0]
    axes.add_patch(Rectangle((x, y), width, height, facecolor=_GREY[word], edgecolor=QUIET, linewidth=0.6))
    if word == "not_verifiable":
        hatched(axes, (x, y, 0.055, height), (0.02, height / 1.5), INK)
    if word == "cannot_tell":
        hatched(axes, (x, y, 0.055, height), (0.02, height / 1.5))
    told = " / ".join(f"{VERDICTS[each][0]} {VERDICTS[each][1]}" for each in answer.verdicts)
    ink = PAPER if word == "violation_established" else INK
    write(axes, x + 0.08, row + 0.5, told, va="center", fontsize=7.8, color=ink)
