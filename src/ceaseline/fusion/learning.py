"""What sources are like, learned from records alone: how far off they are, what they call things, who repeats."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np

from ceaseline.fusion.cells import wide_pairs
from ceaseline.fusion.density import records_about
from ceaseline.fusion.evidence import Evidence, Floats, Ints, Vocabulary
from ceaseline.fusion.fitting import belong, profile
from ceaseline.fusion.habits import Habits, unlearned, usual
from ceaseline.fusion.indexing import grid

SCALES = 2.0 ** np.arange(-3.0, 11.0)  # what errors are tried as, times what is stated
FINE = 2.0 ** np.arange(-1.5, 1.75, 0.25)  # then, of those that are about what is stated
COARSE = 4  # rounds before that
TRAIN_KM, TRAIN_S = 5.0, 3600.0  # fire comes in trains: sigmas of where and when its other happenings are
DOUBT = 0.3  # sigma of the logarithm of a source's factor before anything is known
ROUNDS = 8
ASKED = 400  # records of each source looked at
PAIRS = 150_000  # looked at in all
KM, S = 5.0, 1800.0  # errors looked for at least, whatever is stated
TELLS = 0.02  # pairs that tell less are not looked at
ALIKE = 20.0  # pairs of different sources that tell of one thing
GOLDEN = 0.6180339887498949  # of a circle: steps that leave no part of it out for long
SAME_KM = 0.001  # kilometres
EDGE = 0.05  # of the records, at each end of a file
ON_TIME = 20.0  # pairs that weigh as much as that a source is not late
FIRM = 6.0  # records that weigh as much as that


def learn(told: Evidence, words: Vocabulary, seconds: float) -> Habits:
    """Return what the records of a time say of those who told them."""
    start = unlearned(words)
    n = len(told.at)
    if n < 2:
        return start
    km, s = np.maximum(told.km, KM), np.maximum(told.s, S)
    asked = _asked(told.source)
    about = records_about(told.lon, told.lat, told.at, told.km, seconds, together=start.together)
    telling = _telling(about, told.km, told.s)
    one, other, asked = _pairs(told, asked, km, s, telling)
    square = ((told.point[one] - told.point[other]) ** 2).sum(axis=1)
    same = told.source[one] == told.source[other]
    usual_words, usual_share = usual(words, _counts(told, words))
    table, share = usual_words, usual_share
    factor, slow, late = start.factor, start.slow, start.late
    means_of = _means_of(told, words)
    together, again, trains = start.together, 0.1, 1.0
    amid, mates = _amid(told, s), _mates(square, told.at[one] - told.at[other])
    local = _local_share(told.source, one, same)
    for turn in range(ROUNDS):
        own_km, own_s = told.km * factor[told.source], told.s * slow[told.source]
        about = records_about(told.lon, told.lat, told.at, own_km, seconds, together=together)
        telling = _telling(about, own_km, own_s)
        weight = telling[one] * telling[other]
        rare = about[np.where(own_km[one] > own_km[other], one, other)]  # about the vaguer of the two
        others = rare + trains * mates
        behind = told.at - late[told.source]
        gap = behind[one] - behind[other]
        likeness = _alike(table, share, told.said[one], told.said[other]) if turn else 1.0
        more = (
            together
            * np.where(same, again, 1.0)
            / np.maximum(again * local[told.source[one]] + 1 - local[told.source[one]], 1e-6)
        )
        given = (one, other, told.source, square, gap, told.km, told.s, factor, slow, others, likeness * more)
        once = weight / (1.0 + together)  # the records of a happening are pairs many times over
        scales = SCALES if turn < COARSE else FINE
        fits = profile(*given, once, scales, False, len(factor))
        factor = _scaled(factor, fits, scales, means_of)
        given = (one, other, told.source, square, gap, told.km, told.s, factor, slow, others, likeness * more)
        slow = _scaled(slow, profile(*given, once, scales, True, len(factor)), scales, means_of)
        given = (one, other, told.source, square, gap, told.km, told.s, factor, slow, others, likeness * more)
        chance = belong(*given) * weight
        of_train = ((weight - chance) * trains * mates / others).sum()
        sure = np.where(chance > 0.5 * weight, chance, 0.0)
        moves = np.where(amid[one], sure * once / weight, 0.0)
        late = late + _late(told, one, other, gap, moves, slow, len(factor))
        most = telling[asked] * telling.mean()  # of the others of a record's happening, those that tell
        alike = chance[~same].sum() / max((most * (1 - local[told.source[asked]])).sum(), 1e-9)
        own = (most * local[told.source[asked]]).sum()
        twice = (chance[same].sum() + 0.5) / (own + 0.5 / max(0.1 * alike, 1e-9))
        known = chance[~same].sum() >= ALIKE  # else nobody can tell what others would have told
        again = float(np.clip(twice / max(alike, 1e-9), 1e-3, 1.0)) if known else 0.1
        trains = float((of_train + 5 * trains) / (most.sum() + 5))
        together = float(np.clip((chance.sum() + 5 * 2.0) / (most.sum() + 5), 0.5, 8.0))
        table, share = _words(usual_words, usual_share, words, told.said[one], told.said[other], sure, table, share)
    return Habits(factor, slow, late, table, share, together, again)


def _amid(told: Evidence, s: Floats) -> Any:
    """Tell which records have others before and after them: where a file begins, all others seem to be late."""
    begin, end = np.quantile(told.at, [EDGE, 1 - EDGE])
    return (told.at - begin > 3 * s) & (end - told.at > 3 * s)


def _mates(square: Floats, gap: Floats) -> Floats:
    """Return how many others there are, in a square kilometre and second, for each that a train of fire has."""
    near: Floats = np.exp(-square / (2 * TRAIN_KM**2) - gap**2 / (2 * TRAIN_S**2))
    near /= (2 * np.pi) ** 1.5 * TRAIN_KM**2 * TRAIN_S
    return near


def _telling(about: Floats, km: Floats, s: Floats) -> Floats:
    """Return how much each record tells of which others are of one happening with it.

    Little where many lie within its errors, as any fault in how many these are would be taken for happenings.
    """
    told: Floats = 1.0 / (1.0 + (2 * np.pi) ** 1.5 * about * km**2 * s)
    return told


def _counts(told: Evidence, words: Vocabulary) -> Floats:
    return np.bincount(np.maximum(told.said, 0), minlength=len(words.said)).astype(np.float64)


def _pairs(told: Evidence, asked: Ints, km: Floats, s: Floats, telling: Floats) -> tuple[Ints, Ints, Ints]:
    """Return pairs of records that lie near each other, and which of those asked were looked at."""
    cells = grid(told.lon, told.lat, told.at, km, s)
    one, other = wide_pairs(
        cells, asked, told.lon, told.lat, told.point, told.at, km, s, telling, 3.0, TELLS, PAIRS
    )
    if len(one) == PAIRS:  # the last was looked at in part
        one, other, asked = one[one != one[-1]], other[one != one[-1]], asked[: int((asked == one[-1]).argmax())]
    square = ((told.point[one] - told.point[other]) ** 2).sum(axis=1)
    apart = square > SAME_KM**2  # whoever gives the very same place has it from the same list of places, or copies
    return one[apart], other[apart], asked


def _alike(table: Floats, share: Floats, one: Ints, other: Ints) -> Floats:
    """Return how much likelier two words are where they are of one thing."""
    any_word = table @ share
    likeness = ((table[one] * table[other]) @ share) / (any_word[one] * any_word[other])
    alike: Floats = np.where((one < 0) | (other < 0), 1.0, likeness)
    return alike


def _asked(source: Ints) -> Ints:
    """Return which records are looked at: of each source some, evenly over its own."""
    order = np.argsort(source, kind="stable")
    ends = np.flatnonzero(np.diff(source[order], append=-1) != 0) + 1
    begins = np.concatenate([[0], ends[:-1]])
    chosen = [
        order[begin + np.unique(np.linspace(0, end - begin - 1, ASKED).astype(np.int64))]
        for begin, end in zip(begins, ends, strict=True)
    ]
    picked = np.concatenate(chosen)
    # so that a budget of pairs cuts all sources and all times alike
    turn = np.concatenate([np.arange(len(each)) * GOLDEN % 1.0 for each in chosen])
    return picked[np.lexsort((picked, turn))]


def _local_share(source: Ints, one: Ints, same: Any) -> Floats:
    """Return which share of the records about those of a source are its own."""
    many = int(source.max()) + 1
    own, all_ = (
        np.bincount(source[one], weights=weights, minlength=many)
        for weights in (same.astype(float), np.ones(len(one)))
    )
    return (own + 0.1) / (all_ + 1.0)


def _means_of(told: Evidence, words: Vocabulary) -> Ints:
    """Return the means a source mostly uses."""
    table = np.zeros((len(words.sources), len(words.means)))
    np.add.at(table, (told.source, told.means), 1.0)
    most: Ints = table.argmax(axis=1)
    return most


def _scaled(now: Floats, fits: Floats, scales: Floats, means_of: Ints) -> Floats:
    """Return scales of errors half a step further, as two sources share each distance.

    Where few scales are tried, those of sources that lie beyond them stay.
    """
    found = np.sqrt(now * _likeliest(fits, np.log(scales), means_of))
    scaled: Floats = np.where((now > scales[0]) & (now < scales[-1]), found, now)
    return scaled


def _likeliest(fits: Floats, logs: Floats, means_of: Ints) -> Floats:
    """Return the likeliest scale of each source, drawn towards that of its means, and that towards one."""
    fits = fits - fits.max(axis=1, keepdims=True)
    found = np.empty(len(fits))
    for means in np.unique(means_of):
        own = np.flatnonzero(means_of == means)
        together = fits[own].sum(axis=0) / np.maximum(1.0, len(own) ** 0.5)
        middle = _peak(together - 2.5 * np.log1p(logs**2 / (4 * DOUBT**2)), logs)
        each = fits[own] - 2.5 * np.log1p(
            (logs - middle) ** 2 / (4 * (DOUBT / 2) ** 2)
        )  # of Student's t: one may differ much
        found[own] = [np.exp(_peak(row, logs)) for row in each]
    return found


def _peak(heights: Floats, logs: Floats) -> float:
    """Return where a curve is highest, between the places it is known at."""
    top = int(heights.argmax())
    if top in (0, len(logs) - 1):
        return float(logs[top])
    before, at, after = heights[top - 1 : top + 2]
    bend = before - 2 * at + after
    return float(logs[top] + (logs[1] - logs[0]) * (0.5 * (before - after) / bend if bend < 0 else 0.0))


def _late(  # noqa: PLR0917 -- columns of pairs, one beside the other
    told: Evidence, one: Ints, other: Ints, gap: Floats, chance: Floats, slow: Floats, many: int
) -> Floats:
    """Return by how many seconds more each source's moments lie behind."""
    own, theirs = ((slow[told.source[which]] * told.s[which]) ** 2 for which in (one, other))
    weight = chance / (own + theirs)
    moved = np.bincount(told.source[one], weights=weight * gap, minlength=many)
    total = np.bincount(told.source[one], weights=weight, minlength=many)
    usual = np.bincount(told.source, weights=(slow[told.source] * told.s) ** 2, minlength=many) / np.maximum(
        np.bincount(told.source, minlength=many), 1
    )
    shift: Floats = moved / (total + ON_TIME / np.maximum(usual, 1.0))
    return shift


def _words(  # noqa: PLR0917 -- what is assumed, what was met, and what is known so far
    usual: Floats,
    usual_share: Floats,
    words: Vocabulary,
    said: Ints,
    by: Ints,
    chance: Floats,
    table: Floats,
    share: Floats,
) -> tuple[Floats, Floats]:
    """Return the tables of words that pairs of records of one happening make likelier."""
    many = len(words.said)
    if not len(words.truths) or not len(said):
        return table, share
    pairs = np.zeros((many, many))
    np.add.at(pairs, (np.maximum(said, 0), np.maximum(by, 0)), chance / 2)
    pairs = pairs + pairs.T
    for _ in range(5):
        left, right = np.nonzero(pairs > 1e-3)
        truth: Floats = table[left] * table[right] * share
        truth /= truth.sum(axis=1, keepdims=True)
        truth *= pairs[left, right][:, None]
        counted = np.zeros_like(table)
        np.add.at(counted, left, truth)
        share = (truth.sum(axis=0) + FIRM * usual_share) / (truth.sum() + FIRM)
        table = _spread(counted * 2 + FIRM * usual, words)
    return table, share


def relearn(told: Evidence, words: Vocabulary, habits: Habits, label: Ints, chance: Floats) -> Habits:
    """Return habits mended by which records were put together: what each says beside what the others say."""
    before, share_before = usual(words, _counts(told, words))
    table, share = habits.words, habits.share
    sizes = np.bincount(label, minlength=len(label))
    chosen = np.flatnonzero((sizes[label] > 1) & (told.said >= 0))
    for _ in range(4):
        logs = np.log(table[np.maximum(told.said, 0)])
        logs[told.said < 0] = 0.0
        together = np.column_stack(
            [np.bincount(label, weights=column * chance, minlength=len(label)) for column in logs.T]
        )
        rest = together[label[chosen]] - logs[chosen] * chance[chosen, None] + np.log(share)
        truth = np.exp(rest - rest.max(axis=1, keepdims=True))
        truth *= (chance[chosen] / truth.sum(axis=1))[:, None]
        counted = np.column_stack(
            [np.bincount(told.said[chosen], weights=column, minlength=len(words.said)) for column in truth.T]
        )
        table = _spread(counted + FIRM * before, words)
        share = (truth.sum(axis=0) + FIRM * share_before) / (truth.sum() + FIRM)
    return attrs.evolve(habits, words=table, share=share)


def _spread(counted: Floats, words: Vocabulary) -> Floats:
    """Return chances of the words of each means, given what truly was."""
    table = counted.copy()
    for means in {means for means, _ in words.said}:
        own = [number for number, (which, word) in enumerate(words.said) if which == means and word is not None]
        if own:
            table[own] /= table[own].sum(axis=0)
    for number, (_, word) in enumerate(words.said):
        if word is None:
            table[number] = 1.0
    return np.maximum(table, 1e-4)
