"""A whole report as JSON: every sentence, table and picture in words, each with its ids."""

from __future__ import annotations

import json
from typing import Any

from ceaseline.publishing.report.messages import messages
from ceaseline.publishing.report.model import Cell, Masthead, Picture, Report, Section, Sentence, Table
from ceaseline.publishing.report.writing.masthead import banners
from ceaseline.publishing.report.writing.tables import exact

FORMAT, VERSION = "ceaseline-report", 1  # the version rises when a name changes or goes, not when one is added


def to_json(report: Report) -> bytes:
    """Return a report as UTF-8 JSON; docs/reference/report.md tells its names.

    A cell without a value has none here either, and ``why_not`` says why.
    """
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "masthead": _masthead(report.masthead),
        "sections": [_section(section) for section in report.sections],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _masthead(masthead: Masthead) -> dict[str, Any]:
    return {
        "number": masthead.number,
        "case": masthead.case,
        "begin": exact(masthead.begin),
        "end": exact(masthead.end),
        "zones": list(masthead.zones),
        "cut_off": exact(masthead.cut_off),
        "checkpoint": masthead.checkpoint,
        "program": masthead.version,
        "threshold": masthead.threshold,
        "languages": list(masthead.languages),
        "status": masthead.status,
        "restricted": masthead.restricted,
        "simulated": masthead.simulated,
        "banners": list(banners(masthead, messages(masthead.languages[0]))),
        "corrections": [_sentence(told) for told in masthead.corrections],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "number": section.number,
        "key": section.key,
        "title": section.title,
        "sentences": [_sentence(told) for told in section.sentences],
        "tables": [_table(table) for table in section.tables],
        "pictures": [_picture(picture) for picture in section.pictures],
    }


def _sentence(told: Sentence) -> dict[str, Any]:
    return {"text": told.text, "ids": list(told.ids)}


def _picture(picture: Picture) -> dict[str, Any]:
    return {"name": picture.name, "title": picture.title, "text": picture.text, "table": _table(picture.table)}


def _table(table: Table) -> dict[str, Any]:
    columns = [{"key": each.key, "title": each.title, "hxl": each.hxl, "unit": each.unit} for each in table.columns]
    keys = [column.key for column in table.columns]
    rows = [{key: _cell(cell) for key, cell in zip(keys, row, strict=True)} for row in table.rows]
    return {"code": table.code, "title": table.title, "note": table.note, "columns": columns, "rows": rows}


def _cell(cell: Cell) -> dict[str, Any]:
    told = {"value": exact(cell.value), "text": cell.text, "ids": list(cell.ids)}
    return told | ({"why_not": cell.why_not} if cell.why_not else {})
