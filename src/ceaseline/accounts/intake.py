"""From the bytes of a file to a text that can be read as an account, or a sentence on why it cannot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ceaseline.accounts.language import LANGUAGES, Language
from ceaseline.errors import FileRefused
from ceaseline.terms import listed

LONGEST = 1_000_000  # characters; an account is an article, and this is a thick book
_READ = 20_000  # characters of a text by which its language is told
_JUDGED = 20  # words; of fewer nobody can tell the language
_SHARE = 0.12  # of words that only join others, in any text of the language; other languages have next to none

_HTML = re.compile(r"<!doctype html|<html[\s>]|<body[\s>]|<(?:div|p|span|script|head|article)[\s>/]", re.IGNORECASE)
_SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip, or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "rich text",
}


def as_account(raw: bytes, file: str) -> str:
    """Return the text of an account.

    Args:
        raw: bytes of the file.
        file: its name, for errors.

    Raises:
        FileRefused: it is empty, no text, or too long; says which, and what to do.

    Examples:
        >>> as_account(b"We stop.", "a.txt")
        'We stop.'
    """
    for signature, what in _SIGNATURES.items():
        if raw.startswith(signature):
            raise FileRefused(
                f"{file} is {what} and no plain text. Mend: open it, copy the words, save them as .txt in UTF-8"
            )
    text = _decoded(raw, file)
    if not text.strip():
        raise FileRefused(f"{file} is empty. Mend: give the text of an account")
    if "\x00" in text:
        raise FileRefused(f"{file} is no text: it holds null characters. Mend: save it as plain text in UTF-8")
    if len(text) > LONGEST:
        what = f"has {len(text):,} characters, and an account may have {LONGEST:,}"
        raise FileRefused(f"{file} {what}. Mend: give the article alone")
    if _HTML.search(text[:5000]):
        raise FileRefused(f"{file} is HTML. Mend: open the page, copy its words, save them as .txt in UTF-8")
    return text


def language_of(texts: Mapping[str, str], languages: Iterable[Language] = tuple(LANGUAGES.values())) -> Language:
    """Return the language of accounts: the one that has most of the words that join others.

    Accounts of a few words are in no language and go with any.

    Args:
        texts: of each file, by its name.
        languages: those there are rules for.

    Raises:
        FileRefused: one is in none of these, or in another than the accounts before it.

    Examples:
        >>> language_of({"a.txt": "We stop."}).name
        'English'
    """
    known = list(languages)
    whole: Language | None = None
    for file, text in texts.items():
        counts = [_joining(text[:_READ], each) for each in known]
        most, many = max(counts)
        best = known[counts.index((most, many))]
        if many < _JUDGED:
            continue
        if not reads_as(text[:_READ], best):
            raise FileRefused(
                f"{file} does not read as {best.name}: {most} of its first {many:,} words join others "
                f"as there, and there are rules for {listed([each.name for each in known])} alone. "
                "Mend: give a translation, and say that it is one"
            )
        if whole is not None and whole is not best:
            raise FileRefused(
                f"{file} is in {best.name}, and what was given before it in {whole.name}. "
                "Mend: give all accounts in one language, and say which are translations"
            )
        whole = best
    return whole or known[0]


def reads_as(text: str, language: Language) -> bool:
    """Tell whether a text can be in a language; of a short one nobody can say that it is not.

    Examples:
        >>> from ceaseline.accounts.language import ENGLISH
        >>> reads_as("le texte de la partie est dans une autre langue que celle des " * 2, ENGLISH)
        False
    """
    known, many = _joining(text, language)
    return many < _JUDGED or known >= _SHARE * many


def _joining(text: str, language: Language) -> tuple[int, int]:
    """Return how many words only join others, and how many there are."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return sum(word in language.function_words for word in words), len(words)


def _decoded(raw: bytes, file: str) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return _as(raw, encoding, file)
    return _as(raw, "utf-8", file)


def _as(raw: bytes, encoding: str, file: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        place = f"byte {error.start + 1:,}"
        raise FileRefused(f"{file} is not {encoding}: {place}. Mend: save the file as UTF-8") from None
