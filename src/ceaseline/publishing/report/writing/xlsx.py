"""A report as a workbook: its head, its sentences, then a sheet for each table; no cell is ever run."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter

from ceaseline.publishing.report.messages import Messages, messages
from ceaseline.publishing.report.model import Report, Table, Value
from ceaseline.publishing.report.writing.masthead import banners, facts
from ceaseline.publishing.report.writing.tables import all_ids, exact, named_tables, reasons

_LONGEST = 32_767  # letters that a cell of a sheet can hold
_WIDEST = 60  # letters, of a column


def to_xlsx(report: Report) -> bytes:
    """Return a report as a workbook; the same report gives the same bytes.

    A sheet of a table has its title and the banners of the report above, then headings, HXL tags and rows. Times
    are in UTC. What has no value is an empty cell; beside its column stands the reason.
    """
    say = messages(report.masthead.languages[0])
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        newest = report.masthead.cut_off or report.masthead.begin
        title = say("writing.title", case=report.masthead.case, number=report.masthead.number)
        book.set_properties({"title": title[:255], "created": newest.astimezone(UTC).replace(tzinfo=None)})
        sheets = _Sheets(book, " · ".join(banners(report.masthead, say)))
        sheets.words(say("writing.sheet_head"), [*facts(report.masthead, say), ("", say("writing.clock"))])
        told = [(f"{section.number}. {section.title}", section.sentences) for section in report.sections]
        told.insert(0, (say("writing.corrections"), report.masthead.corrections))
        sentences = [(title, each.text, " ".join(each.ids)) for title, part in told for each in part]
        sheets.words(say("writing.sheet_words"), sentences)
        for name, table in named_tables(report):
            sheets.table(name[:31], table, say)
    return stream.getvalue()


class _Sheets:
    """Sheets of one book, each with the same banner above."""

    def __init__(self, book: Any, banner: str) -> None:
        self._book, self._banner = book, banner
        self._bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._quiet = book.add_format({"font_color": "#5B616B", "italic": True})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})

    def words(self, name: str, lines: Sequence[tuple[str, ...]]) -> None:
        """Add a sheet of sentences."""
        sheet = self._sheet(name, "")
        for column, width in enumerate((32, 90, 40)):
            sheet.set_column(column, column, width)
        for line, cells in enumerate(lines, start=2):
            for column, cell in enumerate(cells):
                _string(sheet, line, column, cell, self._bold if column == 0 else self._wrapped)

    def table(self, name: str, table: Table, say: Messages) -> None:
        """Add a sheet of a table."""
        sheet, missing = self._sheet(name, f"{table.title} {table.note}".strip()), reasons(table)
        titles = [f"{each.title} ({each.unit})" if each.unit else each.title for each in table.columns]
        titles += [say("writing.why_not", title=titles[at]) for at in missing] + [say("writing.ids")]
        tags = [each.hxl for each in table.columns]
        tags += [f"{tags[at] or '#x'}+why_not" for at in missing] + ["#meta+evidence"]
        rows = [
            [*(cell.value for cell in row), *(row[at].why_not for at in missing), " ".join(all_ids(row))]
            for row in table.rows
        ]
        for column, (title, tag) in enumerate(zip(titles, tags, strict=True)):
            _string(sheet, 2, column, title, self._bold)
            _string(sheet, 3, column, tag, self._quiet)
            longest = max((len(str(row[column])) for row in rows), default=0)
            sheet.set_column(column, column, min(_WIDEST, max(10, len(title) + 2, longest + 2)))
        for line, row in enumerate(rows, start=4):
            for column, value in enumerate(row):
                self._write(sheet, line, column, value)
        sheet.freeze_panes(4, 1)

    def _sheet(self, name: str, title: str) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.set_header("&C" + self._banner.replace("&", "&&")[:200])
        sheet.set_footer("&C&P / &N")
        _string(sheet, 0, 0, self._banner, self._book.add_format({"bold": True}))
        _string(sheet, 1, 0, title, self._book.add_format({"bold": True}))
        return sheet

    def _write(self, sheet: Any, line: int, column: int, value: Value) -> None:
        plain = exact(value)
        if plain is None:
            return
        if isinstance(value, datetime):
            sheet.write_datetime(line, column, value.astimezone(UTC).replace(tzinfo=None), self._moment)
        elif isinstance(value, date):
            sheet.write_datetime(line, column, value, self._day)
        elif isinstance(plain, str):
            _string(sheet, line, column, plain, self._wrapped)
        else:
            sheet.write_number(line, column, plain)


def _string(sheet: Any, line: int, column: int, text: str, form: Any) -> None:
    if text:
        sheet.write_string(line, column, text if len(text) <= _LONGEST else text[: _LONGEST - 2] + " …", form)
