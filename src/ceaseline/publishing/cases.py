"""One complaint, step by step: when, by when the next was due, and what held it up; no word of what it tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from ceaseline.publishing.complaints import due, side, standing
from ceaseline.publishing.material import Material
from ceaseline.tables.steps import STATES


def complaint_told(material: Material, complaint_id: str) -> Iterator[tuple[str, str]]:
    """Say what is known of a complaint: whose, of whom, and how it went on."""
    row = material.cases.row(by_predicate=pl.col("complaint_id") == complaint_id, named=True)
    by = side(material, row["complainant"], "somebody who is no party")
    against = side(material, row["respondent"], "nobody named")
    clause = f", under {row['clause_id']}" if row["clause_id"] else ", under no clause"
    yield "the complaint", f"lodged by {by} against {against}{clause} on {row['lodged']:%Y-%m-%d %H:%M} UTC"
    yield "standing", "an allegation: it enters no answer and no count of ours, however it is ruled"
    age = "" if row["age_days"] is None else f"; age {row['age_days']:,} days"
    yield "where it stands", f"{standing(row)}, since {row['since']:%Y-%m-%d %H:%M} UTC{age}"
    if row["deadline"] is not None:
        yield "deadline", due(row["deadline"], overdue=row["overdue"])
    if row["blocked_by"] is not None:
        yield "blocked by", row["blocked_by"].replace("_", " ")
    if row["unfit"] is not None:
        yield "out of order", row["unfit"]
    if row["matter"] != complaint_id:
        yield "same matter as", row["matter"]
    yield from _steps(material, complaint_id)
    own = material.complaints.row(by_predicate=pl.col("complaint_id") == complaint_id, named=True)
    yield f"rests on {_file(material, own)}", _line(own)


def _steps(material: Material, complaint_id: str) -> Iterator[tuple[str, str]]:
    """Yield the steps as they followed each other; what is later than the case is judged from is told as such."""
    own = material.steps.filter(pl.col("complaint_id") == complaint_id).to_dicts()
    for step in sorted(own, key=lambda each: (each["at"], STATES.index(each["state"]), each["step_id"])):
        later = material.as_of is not None and step["at"] > material.as_of
        parts = [
            f"{_word(step['state'])} on {step['at']:%Y-%m-%d %H:%M} UTC",
            *(["later than this is judged from, so not counted"] if later else []),
            *([f"ruled {_word(step['ruling'])}"] if step["ruling"] else []),
            *([f"next step due {due(step['deadline'], overdue=False)}"] if step["deadline"] else []),
            *([f"blocked by {_word(step['blocked_by'])}"] if step["blocked_by"] else []),
            *(["with a reason"] if step["reason"] else []),
        ]
        yield f"step {step['step_id']}", f"{'; '.join(parts)}. {_file(material, step)}, {_line(step)}"


def _file(material: Material, row: Mapping[str, Any]) -> str:
    own = material.captures.filter(pl.col("capture_id") == row["capture_id"], pl.col("source") == row["source"])
    return str(own["name"][0])


def _line(row: Mapping[str, Any]) -> str:
    return f"line {row['line']}, SHA-256 {row['capture_id']}"


def _word(word: str) -> str:
    return word.replace("_", " ")
