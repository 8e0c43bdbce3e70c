"""Frames around material with a few rows, for tests of the sections of a report."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import attrs

from builders import at
from ceaseline.publishing.material import Material
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.messages import messages
from facts import case_of

BEGIN, END = at("2031-05-10"), at("2031-05-11")


@cache
def bare() -> Material:
    """Return the material of a case in which nothing is on record."""
    case = case_of(Path(mkdtemp()) / "case", sources="  []\n", inbox={})
    return case.material(case.run(now=at("2031-06-01")))


def frame(
    material: Material | None = None, *, begin: datetime = BEGIN, end: datetime = END, restricted: bool = False,
    **tables: Any,
) -> Frame:  # fmt: skip
    """Return a frame of one day; *tables* take the place of those of the material."""
    return Frame(attrs.evolve(material or bare(), **tables), begin, end, restricted, messages())
