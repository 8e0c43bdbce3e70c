"""The form for patrols, and a plain table for those who use none: made from ``questions.yaml``, and shipped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

XLSFORM, TEMPLATE = "patrol-xlsform.xlsx", "patrol-template.xlsx"


@cache
def questions() -> Mapping[str, Any]:
    """Return what the form asks: ``title``, ``version``, ``languages``, ``questions`` and ``choices``."""
    read: Mapping[str, Any] = yaml.safe_load(files(__name__).joinpath("questions.yaml").read_text("utf-8"))
    return read


def papers() -> dict[str, bytes]:
    """Return the files to hand out, by name: a form for ODK and Kobo, and a sheet to type into.

    Examples:
        >>> list(papers())
        ['patrol-xlsform.xlsx', 'patrol-template.xlsx']
    """
    return {name: files(__name__).joinpath(name).read_bytes() for name in (XLSFORM, TEMPLATE)}
