"""The words of a report, by language: one file of sentences each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files

import attrs

from ceaseline.errors import UnknownName


@attrs.frozen
class Messages:
    """Sentences of one language, by key.

    A file ``messages/LANGUAGE.toml`` has a table for each section. An entry is a sentence with fields in braces, or
    a table of ``one`` and ``other``, of which the field ``count`` chooses.

    Attributes:
        language: its code.
        entries: sentences by key, such as ``bottom.recorded``.

    Examples:
        >>> Messages("en", {"a.b": {"one": "{count} day", "other": "{count} days"}})("a.b", count=2)
        '2 days'
    """

    language: str
    entries: Mapping[str, str | Mapping[str, str]]

    def __call__(self, key: str, /, **fields: object) -> str:
        """Return a sentence with its fields filled in.

        Raises:
            KeyError: the file has no such sentence, or the sentence has a field that is not given.
        """
        entry = self.entries[key]
        if not isinstance(entry, str):
            entry = entry["one" if fields["count"] == 1 else "other"]
        return entry.format_map(fields)


def messages(language: str = "en") -> Messages:
    """Return the sentences of a language.

    Args:
        language: a code for which there is a file.

    Raises:
        UnknownName: there is none.
    """
    folder = files("ceaseline.publishing.report") / "messages"
    known = sorted(each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml"))
    if language not in known:
        raise UnknownName("language", language, known)
    entries: dict[str, str | Mapping[str, str]] = {}
    for name, part in tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8")).items():
        entries.update({f"{name}.{key}": entry for key, entry in part.items()})
    return Messages(language, entries)
