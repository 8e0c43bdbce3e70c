"""The words texts use for each code of the library, as data: one file a language."""

from __future__ import annotations

from importlib.resources import files

from ceaseline.forms import FormPart, read_yaml


class _Shelf(FormPart):
    patterns: dict[str, tuple[str, ...]]


def _read(name: str) -> dict[str, tuple[str, ...]]:
    text = (files(__name__) / f"{name}.yaml").read_text("utf-8")
    return read_yaml(text, f"{name}.yaml").read_as(_Shelf).patterns


# Read once, when the program loads: the core opens no files later.
PATTERNS: dict[str, dict[str, tuple[str, ...]]] = {name: _read(name) for name in ("en",)}
