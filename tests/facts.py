"""A small case folder with exactly the facts of a situation, and the same with its parties exchanged."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ceaseline as cl
from builders import terms_text
from ceaseline.case import Case

VALLEY = {"type": "Polygon", "coordinates": [[[34, 12], [35, 12], [35, 13], [34, 13], [34, 12]]]}
ZONES = {"zones": {"valley": {"file": "valley.geojson"}}}


def case_of(folder: Path, *clauses: Mapping[str, Any], sources: str, inbox: Mapping[str, str]) -> Case:
    """Return a case in a new folder, with the valley drawn; *sources* are entries, one a line."""
    (folder / "inbox").mkdir(parents=True)
    files = {
        "case.toml": '[case]\nname = "A situation"\n',
        "terms.yaml": terms_text(*clauses, **ZONES),
        "sources.yaml": "sources:\n" + sources,
        "valley.geojson": json.dumps(VALLEY),
        **{f"inbox/{name}": text for name, text in inbox.items()},
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return cl.open(folder)


def exchanged(text: str) -> str:
    """Exchange the parties, by code and by name, wherever they stand as words of their own."""
    other = {"A": "B", "B": "A", "North": "South", "South": "North"}
    return re.sub(r"\b(A|B|North|South)\b", lambda found: other[found[0]], text)
