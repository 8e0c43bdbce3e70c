"""What sources turned out to be like, by their names: learned from some days, used on all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import attrs
import numpy as np
import polars as pl

from ceaseline.fusion.blocks import DAY_S
from ceaseline.fusion.evidence import Evidence, Floats, Ints, Vocabulary, evidence, vocabulary
from ceaseline.fusion.habits import SELF, Habits, unlearned

TOO_FEW = 50  # records from which nothing is learned

Recall = Callable[[str, Sequence[bytes], tuple[int, int], Callable[[], Floats]], Floats]
"""Given what is asked, all that it follows from and its shape, and what works it out, returns it."""


def anew(_: str, __: Sequence[bytes], ___: tuple[int, int], make: Callable[[], Floats]) -> Floats:
    """Work out what is asked, as nothing is known from before."""
    return make()


@attrs.frozen(eq=False)
class Acquaintance:
    """Habits, and the words and names that they are numbered by.

    Attributes:
        habits: of sources and means.
        words: their numbers.
        means: what each source mostly uses, by its number.
    """

    habits: Habits
    words: Vocabulary
    means: Ints

    def of(self, words: Vocabulary, means: Ints) -> Habits:
        """Return the habits of other sources and words.

        A source that is not known is as those of its means are in the middle, and says the true word mostly.

        Args:
            words: the words and names asked about, with the same truths.
            means: what each of their sources mostly uses.
        """
        known = _places(self.words.sources, words.sources)
        by_means = _places(self.words.means, words.means)[means]
        factor, slow, late = (
            _with_middles(values, known, self.means, by_means, usual)
            for values, usual in ((self.habits.factor, 1.0), (self.habits.slow, 1.0), (self.habits.late, 0.0))
        )
        said = _places(self.words.said, words.said)
        table = np.vstack([self.habits.words, np.zeros(self.habits.words.shape[1])])[said]
        for number in np.flatnonzero(said < 0):
            word = words.said[number][1]
            true = np.array([float(word == truth) for truth in words.truths] or [0.0])
            table[number] = 1.0 if word is None else SELF * true + (1 - SELF) / len(true)
        return attrs.evolve(self.habits, words=table, factor=factor, slow=slow, late=late)


def local(rows: pl.DataFrame, truths: Sequence[str]) -> Vocabulary:
    """Return the words and names of some records, told apart by the true words of all."""
    return attrs.evolve(vocabulary(rows), truths=list(truths))


def acquainted(rows: pl.DataFrame, truths: Sequence[str], days: int, recall: Recall) -> Acquaintance:
    """Return what the records of some days say of those who told them.

    Args:
        rows: in an order that their content gives; what copies another is not there.
        truths: words for what truly was, in all records.
        days: over which they are spread.
        recall: may know what was learned before from the same records.
    """
    words = local(rows, truths)
    told = evidence(rows, words)
    if rows.height < TOO_FEW:
        return Acquaintance(unlearned(words), words, means_of(told, words))
    usual = unlearned(words)

    def learned() -> Floats:
        from ceaseline.fusion.joining import join  # noqa: PLC0415  loads a compiler, which nothing else needs
        from ceaseline.fusion.learning import learn, relearn  # noqa: PLC0415

        seconds = min(span(told), days * DAY_S)
        habits = learn(told, words, seconds)
        made = join(told, habits, seconds)
        return _laid_out(relearn(told, words, habits, made.label, made.chance))

    asked = [repr(attrs.astuple(words)).encode(), str(days).encode(), *content(told)]
    habits = _filled(usual, recall("habits", asked, _laid_out(usual).shape, learned))
    return Acquaintance(habits, words, means_of(told, words))


def content(*parts: Any) -> list[bytes]:
    """Return all numbers of some evidence and habits as bytes."""
    columns = [each for part in parts for each in (part if isinstance(part, tuple) else _columns(part))]
    return [np.ascontiguousarray(column).tobytes() for column in columns]


def _columns(habits: Habits) -> list[Any]:
    return [getattr(habits, field.name) for field in attrs.fields(Habits)]


def _laid_out(habits: Habits) -> Floats:
    """Return all numbers of habits in one row."""
    return np.concatenate([np.ravel(column) for column in _columns(habits)])[None, :]


def _filled(habits: Habits, numbers: Floats) -> Habits:
    """Return habits of the same shapes with other numbers."""
    shapes = [np.shape(column) for column in _columns(habits)]
    cuts = np.cumsum([np.prod(shape, dtype=np.int64) for shape in shapes])[:-1]
    parts = [part.reshape(shape) for part, shape in zip(np.split(numbers[0], cuts), shapes, strict=True)]
    values: list[Any] = [part if part.ndim else float(part) for part in parts]
    return Habits(*values)


def span(told: Evidence) -> float:
    """Return over how many seconds records are spread, an hour at least."""
    return max(float(told.at.max() - told.at.min()), 3600.0)


def means_of(told: Evidence, words: Vocabulary) -> Ints:
    """Return the means that each source mostly uses."""
    table = np.zeros((len(words.sources), max(len(words.means), 1)))
    np.add.at(table, (told.source, told.means), 1.0)
    most: Ints = table.argmax(axis=1)
    return most


def _places(names: Sequence[object], asked: Sequence[object]) -> Ints:
    """Return where each asked name stands among the names; -1 where it does not."""
    known = {name: number for number, name in enumerate(names)}
    return np.array([known.get(name, -1) for name in asked], dtype=np.int64)


def _with_middles(values: Floats, known: Ints, means: Ints, by_means: Ints, usual: float) -> Floats:
    """Return values of known sources, and of others the median of those of their means."""
    found: Floats = np.append(values, usual)[known]
    for number in np.flatnonzero(known < 0):
        alike = values[means == by_means[number]]
        if len(alike):
            found[number] = np.median(alike)
    return found
