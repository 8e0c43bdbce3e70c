"""How like one another texts are: by min-hashes of their shingles, in time that grows as the texts do.

A shingle is five characters in a row; two texts are as like as the share of shingles that are in both of those that
are in either (Jaccard). Broder, *On the resemblance and containment of documents*, 1997; all hashes of a text from
one permutation: Li, Owen and Zhang, *One Permutation Hashing*, 2012.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray

SHINGLE = 5  # characters
BINS = 64  # hashes of a text: likeness is right to 0.07
BAND, BANDS = 4, 16  # texts of which all hashes of a band agree are compared: 0.98 of those that are .7 alike
_AT_ONCE = 50_000  # texts
_NONE = np.uint32(0xFFFFFFFF)
_TOP = np.uint32(26)  # bits below those six that say which bin
_ODD = np.uint64(0x9E3779B97F4A7C15)  # odd numbers of which all bits are mixed
_MIX = (np.uint32(0x9E3779B1), np.uint32(0x7FEB352D), np.uint32(0x846CA68B))

Ints = NDArray[np.int64]


@attrs.frozen(eq=False)
class Sketches:
    """Texts by the least hashes of their shingles.

    Attributes:
        least: shape (texts, bins); the largest number where a text has no shingle of a bin.
    """

    least: NDArray[np.uint32]

    def alike(self, one: Ints, other: Ints) -> NDArray[np.float64]:
        """Return how like pairs of texts are, from 0 to 1, by their numbers."""
        first, second = self.least[one], self.least[other]
        either = ((first != _NONE) | (second != _NONE)).sum(axis=1)
        both = ((first == second) & (first != _NONE)).sum(axis=1)
        return np.asarray(both / np.maximum(either, 1))

    def bands(self) -> Iterator[tuple[Ints, NDArray[np.uint64]]]:
        """Yield texts and numbers that are the same for those to be compared, band by band.

        A text that has next to no shingles of a band is not compared by it.
        """
        for band in range(BANDS):
            hashes = self.least[:, band * BAND : (band + 1) * BAND]
            texts = np.flatnonzero((hashes == _NONE).sum(axis=1) <= 1)
            key = np.zeros(len(texts), dtype=np.uint64)
            for number in range(BAND):
                key = key * _ODD + hashes[texts, number].astype(np.uint64)
            yield texts, key


def sketches(texts: pl.Series) -> Sketches:
    """Return texts as they are compared.

    Examples:
        >>> found = sketches(pl.Series(["they fired on the bridge at dawn", "they fired on the bridge at noon"]))
        >>> float(found.alike(np.array([0]), np.array([1]))[0].round(1))
        0.8
    """
    parts = [_sketched(texts.slice(start, _AT_ONCE)) for start in range(0, len(texts), _AT_ONCE)]
    return Sketches(np.concatenate([np.empty((0, BINS), dtype=np.uint32), *parts]))


def _sketched(texts: pl.Series) -> NDArray[np.uint32]:
    letters = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32)
    least = np.full((len(texts), BINS), _NONE, dtype=np.uint32)
    many = len(letters) - SHINGLE + 1
    if many < 1:
        return least
    of = np.repeat(np.arange(len(texts), dtype=np.int32), texts.str.len_chars().to_numpy())
    whole = of[:many] == of[SHINGLE - 1 :]  # no shingle lies in two texts
    key = np.zeros(many, dtype=np.uint32)
    for step in range(SHINGLE):
        key *= _MIX[0]
        key += letters[step : many + step]
    for mix in _MIX[1:]:
        key ^= key >> np.uint32(16)
        key *= mix
    key = key[whole]
    place = of[:many][whole].astype(np.int64) * BINS + (key >> _TOP)
    np.minimum.at(least.ravel(), place, key)
    return least
