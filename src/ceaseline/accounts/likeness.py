"""How alike two statements are in their letters: cosine of weighted runs of three to five characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

import numpy as np
from scipy.sparse import csr_matrix

_RUNS = (3, 4, 5)


def masked(text: str, names: re.Pattern[str] | None) -> str:
    """Return a text in small letters with all names of sides and speakers made one mark.

    So that no answer depends on how anybody is called.
    """
    plain = text if names is None else names.sub(" @ ", text)
    return " ".join(re.sub(r"[^\w@ ]+", " ", plain.lower()).split())


def name_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of these names and words made of them; None where there are none."""
    words = {word for name in names for word in name.split() if len(word) > 2 and word[0].isupper()}
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in ordered) + r")\w{0,4}\b") if ordered else None


def vectors(texts: Sequence[str]) -> csr_matrix:
    """Return a row of length one for each text; a run that stands in all texts weighs little.

    Args:
        texts: as :func:`masked` returns them.
    """
    if not any(texts):
        return csr_matrix((len(texts), 1), dtype=np.float64)
    counts = [Counter(_runs(text)) for text in texts]
    columns: dict[str, int] = {}
    for count in counts:
        for run in count:
            columns.setdefault(run, len(columns))
    seen = Counter(run for count in counts for run in count)
    rows, cells, values = [], [], []
    for number, count in enumerate(counts):
        for run, times in count.items():
            rows.append(number)
            cells.append(columns[run])
            values.append((1 + log(times)) * (log((1 + len(texts)) / (1 + seen[run])) + 1))
    matrix = csr_matrix((values, (rows, cells)), shape=(len(texts), max(len(columns), 1)), dtype=np.float64)
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = csr_matrix((1 / np.where(lengths > 0, lengths, 1), (range(len(texts)), range(len(texts)))))
    return scale @ matrix


def _runs(text: str) -> Iterable[str]:
    for word in text.split():
        padded = f" {word} "
        for length in _RUNS:
            for at in range(max(len(padded) - length + 1, 1)):
                yield padded[at : at + length]
