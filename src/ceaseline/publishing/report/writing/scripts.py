"""Which script a stretch of text is written in, so that it can be read aloud and turned the right way."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONG_WORD = re.compile(r"\S{20}(?=\S)")  # a word after whose first letters a line may end all the same
# ISO 15924 code: the letters of its blocks in Unicode 16; the language is not known from them
_LETTERS = {
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Cyrl": "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
    "Armn": "\u0530-\u058f",
    "Hebr": "\u0590-\u05ff\ufb1d-\ufb4f",
    "Arab": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Deva": "\u0900-\u097f",
    "Beng": "\u0980-\u09ff",
    "Taml": "\u0b80-\u0bff",
    "Sinh": "\u0d80-\u0dff",
    "Thai": "\u0e00-\u0e7f",
    "Laoo": "\u0e80-\u0eff",
    "Mymr": "\u1000-\u109f",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f",
    "Ethi": "\u1200-\u139f",
    "Khmr": "\u1780-\u17ff",
    "Hang": "\u1100-\u11ff\uac00-\ud7af",
    "Kana": "\u3040-\u30ff",
    "Hani": "\u3400-\u4dbf\u4e00-\u9fff",
}
_RUN = re.compile(
    "|".join(
        f"(?P<{code}>[{letters}](?:[{letters}\\s.,'\u2019\\d-]*[{letters}])?)" for code, letters in _LETTERS.items()
    )
)


def runs(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield stretches of a text with the code of their script; None for Latin letters, signs and numbers.

    Examples:
        >>> list(runs("near Κάτω Κοιλάδα 5"))
        [('near ', None), ('Κάτω Κοιλάδα', 'Grek'), (' 5', None)]
    """
    end = 0
    for found in _RUN.finditer(text):
        if found.start() > end:
            yield text[end : found.start()], None
        yield found.group(), found.lastgroup
        end = found.end()
    if end < len(text):
        yield text[end:], None
