"""What may have been so: an act of a side, or one of the answers that are nobody's fault or not a side's."""

from __future__ import annotations

from collections.abc import Iterable

import attrs
import polars as pl

from ceaseline.errors import InputError

OTHERS = ("both", "third", "not_hostile", "no_event")
ELSEWHERE, NOTHING = "third", "no_event"  # what a source may say instead of blaming a side
UNDETERMINED = "undetermined"
AGAINST_ITSELF = "against its own interest"


@attrs.frozen
class Hypotheses:
    """The sides in an order that no name decides, and then the others.

    Attributes:
        parties: codes.
    """

    parties: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All hypotheses, in the order of the arrays."""
        return (*self.parties, *OTHERS)

    @property
    def claims(self) -> tuple[str, ...]:
        """What a source may say: a party, somebody else, or that nothing happened."""
        return (*self.parties, ELSEWHERE, NOTHING)

    @property
    def sides(self) -> int:
        """How many parties there are; they stand first."""
        return len(self.parties)

    def index(self, name: str) -> int:
        """Return where a hypothesis stands in the arrays."""
        return self.names.index(name)


def hypotheses(parties: Iterable[str], *mentions: pl.DataFrame) -> Hypotheses:
    """Return the hypotheses, with the parties in the order in which the input first speaks of them.

    A computer adds up in some order, and the last digit may tell which. So the order is taken from where the
    parties stand in the tables and never from their names: renamed, they are added up in the same order.

    Args:
        parties: codes.
        mentions: frames with ``party`` and ``key`` (text that no party's name is in), the weightier first.

    Raises:
        InputError: no party, one twice, or one that is called as another hypothesis is.

    Examples:
        >>> hypotheses(["A", "B"], pl.DataFrame({"party": ["B"], "key": ["o1"]})).parties
        ('B', 'A')
    """
    codes = list(parties)
    if not codes:
        raise InputError("attribution: parties: none is given. Mend: give the codes of the terms")
    for code in codes:
        if code in (*OTHERS, UNDETERMINED) or codes.count(code) > 1:
            raise InputError(f"attribution: parties: (found: {code}). Mend: give each side a code of its own")
    first = [dict(frame.group_by("party").agg(pl.col("key").min()).drop_nulls().iter_rows()) for frame in mentions]
    # who is nowhere spoken of comes last; several such are alike in every number
    return Hypotheses(
        tuple(sorted(codes, key=lambda code: [(code not in seen, seen.get(code, "")) for seen in first]))
    )
