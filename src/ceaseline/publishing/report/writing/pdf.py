"""A report as PDF, set by Typst: tagged for those who listen, and fit to be kept (PDF/UA-1 and PDF/A-2a)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from typing import Any

import typst

from ceaseline.publishing.report.messages import Messages, messages
from ceaseline.publishing.report.model import Cell, Picture, Report, Section, Sentence, Table
from ceaseline.publishing.report.writing.columns import is_figure, is_wide, points, seen, widths
from ceaseline.publishing.report.writing.drawing import drawing
from ceaseline.publishing.report.writing.evidence import Ids, marks, numbered
from ceaseline.publishing.report.writing.masthead import banners, facts, foot, period
from ceaseline.publishing.report.writing.scripts import LONG_WORD, runs

_STANDARDS: list[Any] = ["a-2a", "ua-1"]
_LONG = 400  # letters from which on a field may go over to the next page
_TURNED = frozenset({"Hebr", "Arab"})  # written from right to left
_DRAWN = frozenset({"Grek", "Cyrl", "Armn", "Hebr", "Arab", "Laoo", "Geor"})  # scripts that DejaVu Sans has


def to_pdf(report: Report) -> bytes:
    """Return a report as PDF; the same report gives the same bytes.

    Texts reach Typst as data and never as its language, so nothing in them is run. The font is the one that comes
    with Matplotlib; scripts it lacks are set in the fonts of the computer, and where these lack them too as boxes
    with the name of the script.

    Args:
        report: its texts legible, see ``legible``.
    """
    newest = report.masthead.cut_off or report.masthead.begin
    told = _Told(report)
    whole = told.report()
    file: bytes = typst.compile(
        _template(),
        format="pdf",
        font_paths=_fonts(system=told.needs_fonts),
        sys_inputs={"report": json.dumps(whole, ensure_ascii=False)},
        pdf_standards=_STANDARDS,
        timestamp=newest.astimezone(UTC).replace(microsecond=0),
    )
    return file


@lru_cache
def _fonts(*, system: bool) -> typst.Fonts:
    ours = str(files("matplotlib") / "mpl-data" / "fonts" / "ttf")
    return typst.Fonts(include_system_fonts=system, font_paths=[ours])


def _template() -> bytes:
    return (files("ceaseline.publishing.report.writing") / "templates" / "report.typ").read_bytes()


def _has_wide(section: Section) -> bool:
    return any(is_wide(table) for table in section.tables)


class _Told:
    """A report as plain data for the template, each text as stretches of one script."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._say: Messages = messages(report.masthead.languages[0])
        self._numbers: dict[Ids, int] = numbered(report)
        self.needs_fonts = False

    def report(self) -> dict[str, Any]:
        masthead, say = self._report.masthead, self._say
        words = ("contents", "corrections", "facts", "evidence", "evidence_how", "no_rows", "nothing", "lacking")
        return {
            "language": masthead.languages[0],
            "title": say("writing.title", case=masthead.case, number=masthead.number),
            "case": self._text(masthead.case),
            "number": self._text(say("writing.report", number=masthead.number)),
            "period": self._text(period(masthead)),
            "banners": list(banners(masthead, say)),
            "foot": [self._text(line) for line in foot(masthead, say)],
            "facts": [[name, self._text(text)] for name, text in facts(masthead, say)],
            "corrections": [self._sentence(told) for told in masthead.corrections],
            "groups": [
                {"wide": wide, "sections": [self._section(section) for section in group]}
                for wide, group in groupby(self._report.sections, key=_has_wide)
            ],
            "evidence": [[number, self._text(", ".join(ids))] for ids, number in self._numbers.items()],
            "made_by": say("writing.made_by", version=masthead.version),
            "say": {word: say(f"writing.{word}") for word in words},
            "needs_fonts": self.needs_fonts,
        }

    def _section(self, section: Section) -> dict[str, Any]:
        return {
            "title": [[f"{section.number}. ", ""], *self._text(section.title)],
            "sentences": [self._sentence(told) for told in section.sentences],
            "pictures": [self._picture(picture) for picture in section.pictures],
            "tables": [self._table(table, code=f"{table.code}. ") for table in section.tables],
        }

    def _picture(self, picture: Picture) -> dict[str, Any]:
        return {
            "title": self._text(picture.title),
            "alt": picture.text or picture.title,
            "text": self._text(picture.text),
            "svg": drawing(picture),
            "table": self._table(picture.table, code=""),
        }

    def _table(self, table: Table, *, code: str) -> dict[str, Any]:
        columns = seen(table)
        return {
            "title": self._text(code + table.title),
            "note": self._text(table.note),
            "columns": [
                {"title": self._text(each.title), "unit": self._text(each.unit), "figure": is_figure(table, at)}
                for at, each in columns
            ],
            "rows": [self._row(row, [at for at, _ in columns]) for row in table.rows],
            "points": points(table),
            "widths": widths(table),
        }

    def _row(self, row: tuple[Cell, ...], columns: Sequence[int]) -> list[dict[str, Any]]:
        return [self._cell(cell, ids) for cell, ids in marks(row, columns)]

    def _cell(self, cell: Cell, ids: Ids) -> dict[str, Any]:
        text = cell.text or (self._say("writing.no_value") if cell.why_not else "")
        return {
            "text": self._text(text),
            "rest": self._numbers.get(ids),
            "unknown": bool(cell.why_not),
            "long": len(text) > _LONG,
        }

    def _sentence(self, told: Sentence) -> dict[str, Any]:
        return {"text": self._text(told.text), "rest": self._numbers.get(told.ids)}

    def _text(self, text: str) -> list[list[str]]:
        told: list[list[str]] = []
        for part, script in runs(text):
            self.needs_fonts |= script is not None and script not in _DRAWN
            soft = LONG_WORD.sub("\\g<0>\N{ZERO WIDTH SPACE}", part)
            told.append([f"\u2068{soft}\u2069" if script in _TURNED else soft, script or ""])
        return told
