"""The words texts use for each code of the library, as data: one file a language."""

from __future__ import annotations

from importlib.resources import files

from ceaseline.forms import FormPart, read_yaml


class _Shelf(FormPart):
    patterns: dict[str, tuple[str, ...]]


def read_patterns(text: str, file: str) -> dict[str, tuple[str, ...]]:
    """Return the patterns of each code from the text of a file.

    Raises:
        FormError: it is none; says what is wrong, in which line.
    """
    return read_yaml(text, file).read_as(_Shelf).patterns


def _shipped() -> dict[str, dict[str, tuple[str, ...]]]:
    texts = {
        each.name: each.read_text("utf-8") for each in files(__name__).iterdir() if each.name.endswith(".yaml")
    }
    return {name.removesuffix(".yaml"): read_patterns(text, name) for name, text in sorted(texts.items())}


# Read once, when the program loads: the core opens no files later. Another language is another file here.
PATTERNS: dict[str, dict[str, tuple[str, ...]]] = _shipped()
