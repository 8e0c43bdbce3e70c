"""Make the form and the template out of ``questions.yaml``: ``make form``."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from ceaseline.sources.patrol.fields import TEMPLATE_COLUMNS
from ceaseline.sources.patrol.form import TEMPLATE, XLSFORM, questions

_NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001  a sheet knows no zones; the same file comes out on any day
_LONGEST_LIST = 255  # characters a spreadsheet takes in a list of words
_ROWS = 2_000  # of the template that offer words and check them

_SURVEY = ("type", "name", "required", "relevant", "constraint", "calculation", "appearance")
_EXAMPLES = (
    {"report": "p-1", "asset": "P-07", "watched_from": "2031-05-01 06:00", "watched_until": "2031-05-01 12:00",
     "observed": "nothing"},
    {"report": "p-2", "asset": "P-08", "watched_from": "2031-05-01 06:00", "watched_until": "2031-05-01 12:00",
     "observed": "something", "phenomenon": "explosion", "description": "undetermined", "at": "2031-05-01 07:40",
     "count": "3", "count_is": "at_least", "means": "heard", "direction_deg": "215", "direction_error_deg": "20",
     "range_km": "4", "range_error_km": "2"},
)  # fmt: skip


def made() -> dict[str, bytes]:
    """Return both files by name."""
    return {XLSFORM: _xlsform(), TEMPLATE: _template()}


def main(folder: str) -> None:
    """Write both files into *folder*, the one argument."""
    for name, content in made().items():
        Path(folder, name).write_bytes(content)


def _xlsform() -> bytes:
    asked = questions()
    languages = asked["languages"]
    return _workbook(
        {
            "survey": [
                [*_SURVEY, *(f"{what}::{language}" for what in ("label", "hint") for language in languages)],
                *(_question(question, len(languages)) for question in asked["questions"]),
            ],
            "choices": [
                ["list_name", "name", *(f"label::{language}" for language in languages)],
                *([name, word, *labels] for name, word, labels in _choices()),
            ],
            "settings": [
                ["form_title", "form_id", "version", "default_language", "instance_name"],
                [
                    asked["title"],
                    "ceaseline_patrol",
                    asked["version"],
                    languages[0],
                    "concat(${asset}, ' ', ${watched_from})",
                ],
            ],
        }
    )


def _question(question: dict[str, Any], languages: int) -> list[str]:
    said = [("yes" if question.get(key) is True else question.get(key, "")) for key in _SURVEY]
    empty = [""] * languages
    return [*said, *question.get("label", empty), *question.get("hint", empty)]


def _choices() -> Iterator[tuple[str, str, list[str]]]:
    for name, words in questions()["choices"].items():
        for word, labels in words.items():
            yield name, word, labels


def _template() -> bytes:
    means = {question["name"]: question.get("means", "") for question in questions()["questions"]} | {
        "report": "an id of your own for each watch, the same in all of its rows; never a name",
        "observer_lat": "where the observer stood, degrees north",
        "observer_lon": "where the observer stood, degrees east",
        "event_lat": "where it fell or went off, only if that was located; never where fire came from",
        "event_lon": "the same, degrees east",
    }
    words = [("column", "word", "means"), *((name, word, labels[0]) for name, word, labels in _choices())]
    return _workbook(
        {
            "patrol": [list(TEMPLATE_COLUMNS)],
            "columns": [["column", "means"], *([name, means[name]] for name in TEMPLATE_COLUMNS)],
            "words": [list(row) for row in words],
            "example": [
                list(TEMPLATE_COLUMNS),
                *([example.get(name, "") for name in TEMPLATE_COLUMNS] for example in _EXAMPLES),
            ],
        },
        offered={name: list(words) for name, words in questions()["choices"].items()},
    )


def _workbook(sheets: dict[str, list[list[str]]], offered: dict[str, list[str]] | None = None) -> bytes:
    """Return a workbook of text; the first sheet offers words in the columns called so."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _NO_TIME})
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for at, (name, rows) in enumerate(sheets.items()):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(line, column, cell, bold if line == 0 else None)
        if offered and at == 0:  # as text, so that nobody's settings turn a time or a code into something else
            sheet.set_column(0, len(rows[0]) - 1, 16, text)
            _offer(sheet, rows[0], offered)
    book.close()
    return out.getvalue()


def _offer(sheet: Any, header: Sequence[str], offered: dict[str, list[str]]) -> None:
    lists = {**offered, "established": offered["yes_no"]}
    for column, name in enumerate(header):
        words = lists.get(name, [])
        if words and len(",".join(words)) <= _LONGEST_LIST:
            sheet.data_validation(1, column, _ROWS, column, {"validate": "list", "source": words})


if __name__ == "__main__":
    main(sys.argv[1])
