"""How two tellings of one thing are worded: what each has alone, adds to shared words, and keeps at a distance.

Words are shown side by side. They are not weighed: there is no score of bias, and who adds a word may be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from ceaseline.accounts.stems import Stems

Row = Mapping[str, Any]
_MARKED = re.compile(r"[“„«\"‘]([^“”„«»\"‘’]+)[”»\"’]")
_ALIKE = 0.25  # share of the shorter one's words from which a word can be said to be added to the others
_SHORT = 4  # words; a longer stretch in marks is a quotation


@attrs.frozen
class Wording:
    """Words of one telling, as they stand, held against another telling of the same.

    Attributes:
        alone: those that mean something and the other has not.
        added: of these the adverbs, and those that stand right before a word both have: "forced mobilisation".
        marked: short stretches in quotation marks, and words such as "so-called".
    """

    alone: tuple[str, ...]
    added: tuple[str, ...]
    marked: tuple[str, ...]

    def columns(self, side: str) -> dict[str, str]:
        """Return them as columns of one side of a pair."""
        return {f"{side}_{name}": "; ".join(words) for name, words in attrs.asdict(self).items()}


def wording(mine: Row, other: Row, stems: Stems) -> Wording:
    """Return how a statement is worded beside another of the same thing.

    Args:
        mine: a row of ``statements``, with its ``plain`` text, in which names are one mark, and its stems.
        other: the statement it is paired with.
        stems: of their language.

    Examples:
        >>> from ceaseline.accounts.language import ENGLISH
        >>> stems = Stems.of(ENGLISH)
        >>> rows = [
        ...     {"text": text, "plain": text, "form": "paraphrase"}
        ...     | {"telling": stems.telling(text), "stems": stems.about(text, "")}
        ...     for text in ("they openly continue the forced mobilisation", "mobilisation continues")
        ... ]
        >>> wording(*rows, stems)
        Wording(alone=('openly', 'forced'), added=('openly', 'forced'), marked=())
    """
    words = [word for word in mine["plain"].split() if word != "@"]
    there = set(other["plain"].split())
    shared = mine["telling"] & other["telling"]
    alike = len(mine["stems"] & other["stems"]) >= _ALIKE * min(len(mine["stems"]), len(other["stems"]))
    own = [at for at, word in enumerate(words) if word not in there and stems.tells(word, but=other["telling"])]
    added = [at for at in own if stems.is_adverb(words[at]) or (alike and _adds(words, at, shared, stems))]
    return Wording(
        tuple(dict.fromkeys(words[at] for at in own)),
        tuple(dict.fromkeys(words[at] for at in added)),
        tuple(dict.fromkeys(_marked(mine, stems))),
    )


def _adds(words: Sequence[str], at: int, shared: frozenset[str], stems: Stems) -> bool:
    """Tell whether a word, no verb of saying, stands right before one that both have; numbers are passed over."""
    if words[at] in stems.verbs:
        return False
    behind = (stems.telling(word) for word in words[at + 1 :])
    return bool(next((found for found in behind if found - stems.measured), frozenset()) & shared)


def _marked(row: Row, stems: Stems) -> Iterator[str]:
    if row["form"] == "verbatim":
        return
    for found in _MARKED.finditer(row["text"]):
        if len(found[1].split()) <= _SHORT and found.group() != row["text"]:
            yield found.group()
    low = row["text"].lower()
    yield from (word for word in stems.distancing if re.search(rf"\b{re.escape(word)}\b", low))
