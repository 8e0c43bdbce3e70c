"""Where a text names a side: by its names, as "our troops", or as the other side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

import attrs

from ceaseline.accounts.alleging import Alleging

_STEM = 5  # letters by which a name of a side is known in words made of it, as in speakers
_OWN, _OTHER = "own", "other"


@attrs.frozen
class Mention:
    """A side, named in a text.

    Attributes:
        start, end: characters.
        code: of the party or third state.
    """

    start: int
    end: int
    code: str


@attrs.frozen
class Sides:
    """The names of sides, compiled."""

    names: tuple[tuple[str, re.Pattern[str]], ...]
    own: re.Pattern[str]
    other: re.Pattern[str]
    parties: tuple[str, ...]

    @classmethod
    def of(cls, names: Mapping[str, Sequence[str]], parties: Collection[str], words: Alleging) -> Sides:
        """Return what finds sides in texts of one language.

        Args:
            names: each party's and third state's code with the names it goes by.
            parties: the codes of the parties among them.
            words: of the language.
        """
        stems = {code: {stem for name in known for stem in _stems(name)} for code, known in names.items()}
        shared = Counter(stem for each in stems.values() for stem in each)
        made = [
            (code, [*(re.escape(name) + r"\b" for name in known if name), *(rf"{stem}\w*" for stem in sorted(own))])
            for (code, known), own in zip(
                names.items(),
                ({stem for stem in each if shared[stem] == 1} for each in stems.values()),
                strict=True,
            )
        ]
        return cls(
            tuple((code, re.compile(r"\b(?:" + "|".join(each) + ")")) for code, each in made if each),
            _phrases(words.own),
            _phrases(words.other),
            tuple(parties),
        )

    def find(self, text: str, speaker: str | None) -> list[Mention]:
        """Return the sides that a text names, in their order; of names that overlap, the longest.

        Args:
            text: as somebody says it.
            speaker: whose side they are of, so that "our troops" and "the other side" are known.
        """
        found = sorted(self._every(text, speaker), key=lambda each: (each.start - each.end, each.start))
        kept: list[Mention] = []
        for each in found:
            if all(each.end <= other.start or other.end <= each.start for other in kept):
                kept.append(each)
        return sorted(kept, key=lambda each: each.start)

    def _every(self, text: str, speaker: str | None) -> Iterator[Mention]:
        for code, pattern in self.names:
            yield from (Mention(found.start(), found.end(), code) for found in pattern.finditer(text))
        if speaker is not None:
            yield from (Mention(found.start(), found.end(), speaker) for found in self.own.finditer(text))
        others = [code for code in self.parties if code != speaker]
        if speaker in self.parties and len(others) == 1:
            yield from (Mention(found.start(), found.end(), others[0]) for found in self.other.finditer(text))


def _stems(name: str) -> Iterator[str]:
    """Yield how a name begins in words made of it: capital letters stay, so that no common word is taken for it."""
    for word in re.findall(r"\w+", name):
        if len(word) >= _STEM - 1 and word[0].isupper():
            yield re.escape(word[:_STEM])


def _phrases(words: Sequence[str]) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in longest) + r")\b", re.IGNORECASE)
