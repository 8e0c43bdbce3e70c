"""Text that every form can hold and every reader can read, whatever somebody wrote into a field."""

from __future__ import annotations

import re
from typing import Any

import attrs

from ceaseline.publishing.report.model import Report

# they turn the letters after them around, or part what belongs together; a name has no need of them
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# what XML, a terminal, UTF-8 or a kept PDF cannot hold: controls, halves of a letter, numbers that are no letter or
# that everybody may use as he likes
_NO_LETTER = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]"
)


def legible(report: Report) -> Report:
    """Return the same report, its texts in one line each and without letters that no form can hold.

    Nothing is escaped here: each form does that in its own way.
    """
    cleaned = _each(report)
    assert isinstance(cleaned, Report)  # noqa: S101  for the type checker
    return cleaned


def legible_text(text: str) -> str:
    r"""Return a text in one line; a letter that cannot be shown becomes the sign for that.

    Examples:
        >>> legible_text(" two\nlines \x1b[31m")
        'two lines \ufffd[31m'
    """
    return _NO_LETTER.sub("\N{REPLACEMENT CHARACTER}", " ".join(_TURNING.sub("", text).split()))


def _each(thing: Any) -> Any:
    if isinstance(thing, str):
        return legible_text(thing)
    if isinstance(thing, tuple):
        return tuple(_each(part) for part in thing)
    if attrs.has(type(thing)):
        return type(thing)(**{field.name: _each(getattr(thing, field.name)) for field in attrs.fields(type(thing))})
    return thing
