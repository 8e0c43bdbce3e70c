"""The nearest piece of a line, for millions of places: compiled, planar, and blind to the earth.

The boxes are a tree over the pieces in the order of the line: eight neighbours in a box, eight boxes in the next.
A line is nearly sorted by itself, so the tree needs no sorting, and a search opens few boxes.

How the side is told. Seen from the nearest place of the line, the pieces that meet there are rays, and the place
asked for lies in one sector between two of them. A ray on which the line leaves has its left on the one hand, a
ray on which it arrives on the other; so each of the two rays that bound the sector names a side. Where one piece
is nearest, or two that follow each other, this is the side of the piece, or of the sum of both unit normals.
Where more meet, as where a line touches itself, only those that can be seen from the place count. Where the
two rays name different sides, the line does not tell, and nothing is guessed.
"""

from __future__ import annotations

from math import atan2, inf, isfinite, nan, pi, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ceaseline.compiling import compiled

LEFT, ON, RIGHT, UNTOLD = 1, 0, -1, 2
BRANCHES = 8
TIE = 1e-11  # km: distances nearer to each other than this are one; rounding within 2,000 km is a fiftieth of it
ON_LINE = 1e-6  # km: a millimetre
_ONE_RAY = 1e-10  # radians: rays nearer to each other than this are one
_DEPTH = 32  # levels of boxes: more than memory can hold
_LEVEL = 48  # a box waits as one number: its level above this bit, its number in that level below it
_INDEX = (1 << _LEVEL) - 1
_WAITING = _DEPTH * BRANCHES  # boxes that can wait to be opened


class Tree(NamedTuple):
    """The pieces of a line, and the boxes over them.

    Attributes:
        pieces: shape (n, 4), each a start and an end (x, y, x, y), in the order of the line.
        boxes: shape (m, 4), least x and y, then greatest x and y; level after level from the lowest.
        levels: where each level begins among the boxes, with their number at the end.
    """

    pieces: NDArray[np.float64]
    boxes: NDArray[np.float64]
    levels: NDArray[np.int64]


class Nearest(NamedTuple):
    """What is nearest to each of n places, each of shape (n,).

    Attributes:
        piece: number of the piece, from 0; -1 where the place is not finite.
        share: how far along it, from 0 at its start to 1 at its end; nan where the place is not finite.
        distance: in kilometres, at least 0; nan where the place is not finite.
        side: LEFT, RIGHT, ON where the place lies on the line or straight beyond an open end of it, to a
            millimetre, and UNTOLD where the line does not tell.
    """

    piece: NDArray[np.int64]
    share: NDArray[np.float64]
    distance: NDArray[np.float64]
    side: NDArray[np.int8]


def tree_over(pieces: NDArray[np.float64]) -> Tree:
    """Return the tree over the pieces of a line.

    Args:
        pieces: shape (n, 4), n at least 1, each a start and an end (x, y, x, y) that differ, in kilometres on a
            plane and in the order of the line.

    Examples:
        >>> tree = tree_over(np.array([[0.0, 1.0, 2.0, 0.0], [2.0, 0.0, 3.0, 5.0]]))
        >>> tree.boxes.tolist(), tree.levels.tolist()
        ([[0.0, 0.0, 3.0, 5.0]], [0, 1])
    """
    low = np.minimum(pieces[:, :2], pieces[:, 2:])
    high = np.maximum(pieces[:, :2], pieces[:, 2:])
    levels: list[NDArray[np.float64]] = []
    begins = [0]
    while not levels or len(low) > 1:
        groups = np.arange(0, len(low), BRANCHES)
        low, high = np.minimum.reduceat(low, groups), np.maximum.reduceat(high, groups)
        levels.append(np.column_stack([low, high]))
        begins.append(begins[-1] + len(low))
    return Tree(np.ascontiguousarray(pieces), np.concatenate(levels), np.array(begins, dtype=np.int64))


@compiled
def _gap(x: float, y: float, boxes: NDArray[np.float64], box: int) -> float:
    """Return the squared distance of a place from a box."""
    east: float = max(boxes[box, 0] - x, 0.0, x - boxes[box, 2])
    north: float = max(boxes[box, 1] - y, 0.0, y - boxes[box, 3])
    return east * east + north * north


@compiled
def _foot(x: float, y: float, pieces: NDArray[np.float64], piece: int) -> tuple[float, float, float]:
    """Return how far along a piece (0 to 1) its nearest place lies, and the way from there to the place."""
    from_x, from_y = x - pieces[piece, 0], y - pieces[piece, 1]
    step_x, step_y = pieces[piece, 2] - pieces[piece, 0], pieces[piece, 3] - pieces[piece, 1]
    onward = from_x * step_x + from_y * step_y
    if onward <= 0.0:
        return 0.0, from_x, from_y
    length = step_x * step_x + step_y * step_y
    if onward >= length:
        # from the end itself, so that both pieces that share it give one distance to the last bit
        return 1.0, x - pieces[piece, 2], y - pieces[piece, 3]
    share = onward / length
    return share, from_x - share * step_x, from_y - share * step_y


@compiled
def _least(
    x: float,
    y: float,
    tree: Tree,
    waiting: NDArray[np.int64],
    gaps: NDArray[np.float64],
) -> tuple[float, int, bool]:
    """Return the least squared distance, a piece that has it, and whether another may be as near."""
    pieces, boxes, levels = tree.pieces, tree.boxes, tree.levels
    best, limit, nearest, tied = inf, inf, -1, False
    top = len(levels) - 2
    waiting[0], gaps[0], size = top << _LEVEL, 0.0, 1
    while size > 0:
        size -= 1
        if gaps[size] > limit:
            continue
        level, index = waiting[size] >> _LEVEL, waiting[size] & _INDEX
        first = index * BRANCHES
        if level == 0:
            for piece in range(first, min(first + BRANCHES, pieces.shape[0])):
                _, away_x, away_y = _foot(x, y, pieces, piece)
                square = away_x * away_x + away_y * away_y
                if square > limit:
                    continue
                if square < best:
                    least = sqrt(square)
                    tied = (least + TIE) * (least + TIE) >= best
                    best, limit, nearest = square, (least + TIE) * (least + TIE), piece
                else:
                    tied = True
            continue
        bottom = size
        offset = levels[level - 1]
        for box in range(first, min(first + BRANCHES, levels[level] - offset)):
            gap = _gap(x, y, boxes, offset + box)
            if gap > limit:
                continue
            # the nearest box on top, so that it is opened first
            at = size
            while at > bottom and gaps[at - 1] < gap:
                waiting[at], gaps[at] = waiting[at - 1], gaps[at - 1]
                at -= 1
            waiting[at], gaps[at] = ((level - 1) << _LEVEL) + box, gap
            size += 1
    return best, nearest, tied


@compiled
def _within(x: float, y: float, limit: float, tree: Tree, found: NDArray[np.int64]) -> int:
    """Write the pieces within a squared distance into *found*, in their order; return how many there are.

    There may be more than *found* can hold; then the first are in it.
    """
    pieces, boxes, levels = tree.pieces, tree.boxes, tree.levels
    count = 0
    waiting = np.empty(_WAITING, dtype=np.int64)
    waiting[0], size = (len(levels) - 2) << _LEVEL, 1
    while size > 0:
        size -= 1
        level, index = waiting[size] >> _LEVEL, waiting[size] & _INDEX
        first = index * BRANCHES
        if level == 0:
            for piece in range(first, min(first + BRANCHES, pieces.shape[0])):
                _, away_x, away_y = _foot(x, y, pieces, piece)
                if away_x * away_x + away_y * away_y <= limit:
                    if count < len(found):
                        found[count] = piece
                    count += 1
            continue
        offset = levels[level - 1]
        # from the last to the first, so that the first is opened first and pieces come in order
        for box in range(min(first + BRANCHES, levels[level] - offset) - 1, first - 1, -1):
            if _gap(x, y, boxes, offset + box) <= limit:
                waiting[size] = ((level - 1) << _LEVEL) + box
                size += 1
    return count


@compiled
def _turn(from_x: float, from_y: float, to_x: float, to_y: float) -> float:
    """Return the angle from one direction to another, leftward, from 0 to a full turn."""
    angle = atan2(from_x * to_y - from_y * to_x, from_x * to_x + from_y * to_y)
    return angle if angle >= 0.0 else angle + 2 * pi


@compiled
def _beside(away_x: float, away_y: float, pieces: NDArray[np.float64], piece: int) -> int:
    """Return on which side of a piece, extended both ways, the way from its nearest place leads."""
    step_x, step_y = pieces[piece, 2] - pieces[piece, 0], pieces[piece, 3] - pieces[piece, 1]
    off = (step_x * away_y - step_y * away_x) / sqrt(step_x * step_x + step_y * step_y)
    if abs(off) <= ON_LINE:
        return ON
    return LEFT if off > 0 else RIGHT


@compiled
def _sector(x: float, y: float, pieces: NDArray[np.float64], found: NDArray[np.int64], count: int) -> int:
    """Return on which side of the pieces that meet at the nearest place of the first of them a place lies."""
    _, see_x, see_y = _foot(x, y, pieces, found[0])
    # the nearest places of two pieces, as far away as each other to within TIE, are this near where they are one
    together = 4 * TIE * (sqrt(see_x * see_x + see_y * see_y) + TIE)
    # least and greatest angle, leftward from the way to the place, of the rays on which the line leaves and arrives
    leave_first, leave_last, arrive_first, arrive_last = inf, -inf, inf, -inf
    rays = 0
    for at in range(count):
        share, away_x, away_y = _foot(x, y, pieces, found[at])
        if (away_x - see_x) ** 2 + (away_y - see_y) ** 2 > together:
            continue
        step_x = pieces[found[at], 2] - pieces[found[at], 0]
        step_y = pieces[found[at], 3] - pieces[found[at], 1]
        if share < 1.0:
            angle = _turn(see_x, see_y, step_x, step_y)
            leave_first, leave_last, rays = min(leave_first, angle), max(leave_last, angle), rays + 1
        if share > 0.0:
            angle = _turn(see_x, see_y, -step_x, -step_y)
            arrive_first, arrive_last, rays = min(arrive_first, angle), max(arrive_last, angle), rays + 1
    if rays == 1:
        return _beside(see_x, see_y, pieces, found[0])
    if abs(leave_first - arrive_first) <= _ONE_RAY or abs(leave_last - arrive_last) <= _ONE_RAY:
        return UNTOLD
    by_first = LEFT if arrive_first < leave_first else RIGHT
    by_last = LEFT if leave_last > arrive_last else RIGHT
    return by_first if by_first == by_last else UNTOLD


@compiled
def nearest(places: NDArray[np.float64], tree: Tree) -> Nearest:
    """Return for each place the nearest piece, how far along it, the distance and the side.

    Of several pieces as near as each other (to within TIE) it is the first in the order of the line, not the one a
    search came to first. So what is said of a place hangs on it and the line alone.

    Args:
        places: shape (n, 2), in kilometres on the plane of the pieces.
        tree: over the pieces of the line.
    """
    count = places.shape[0]
    pieces, shares = np.full(count, -1, dtype=np.int64), np.full(count, nan)
    distances, sides = np.full(count, nan), np.full(count, UNTOLD, dtype=np.int8)
    waiting, gaps = np.empty(_WAITING, dtype=np.int64), np.empty(_WAITING)
    found = np.empty(64, dtype=np.int64)
    for row in range(count):
        x, y = places[row, 0], places[row, 1]
        if not (isfinite(x) and isfinite(y)):
            continue
        best, piece, tied = _least(x, y, tree, waiting, gaps)
        near = 1
        if tied:
            limit = (sqrt(best) + TIE) * (sqrt(best) + TIE)
            near = _within(x, y, limit, tree, found)
            if near > len(found):  # a place in the middle of a circle, say
                found = np.empty(2 * near, dtype=np.int64)
                near = _within(x, y, limit, tree, found)
            piece = found[0]
        share, away_x, away_y = _foot(x, y, tree.pieces, piece)
        pieces[row], shares[row], distances[row] = piece, share, sqrt(best)
        if best <= ON_LINE * ON_LINE:
            sides[row] = ON
        elif near == 1:
            sides[row] = _beside(away_x, away_y, tree.pieces, piece)
        else:
            sides[row] = _sector(x, y, tree.pieces, found, near)
    return Nearest(pieces, shares, distances, sides)
