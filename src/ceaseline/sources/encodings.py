"""How bytes spell letters."""

from __future__ import annotations


def can_spell(encoding: str) -> bool:
    """Tell whether there is an encoding of that name that reads text and spells ASCII as ASCII does.

    Only then do lines end where the bytes say they end.

    Examples:
        >>> can_spell("windows-1251"), can_spell("utf-16"), can_spell("rot13")
        (True, False, False)
    """
    ascii_bytes = bytes(range(1, 128))
    try:
        # the first is read otherwise by encodings that take text for escapes
        return all(
            probe.decode(encoding, "backslashreplace") == probe.decode() for probe in (rb"\u0041", ascii_bytes)
        )
    except (LookupError, ValueError):
        return False


def mend_for(raw: bytes, encoding: str) -> str:
    """Say what to do about bytes that are not in *encoding*."""
    try:
        seen = raw.decode("cp1251")
    except UnicodeDecodeError:
        return f"the bytes are not {encoding}; save the file as UTF-8"
    letters = [letter for letter in seen if ord(letter) > 127]
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in letters)
    if cyrillic > len(letters) * 0.8:
        return "this reads as Cyrillic in windows-1251; if that is right, add encoding: windows-1251 to the source"
    return f"the bytes are not {encoding}; add encoding: to the source, or save the file as UTF-8"
