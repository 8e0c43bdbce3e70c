"""Where accounts of one event differ, by kind, on a card: the count, and one example with both wordings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
import polars as pl

from ceaseline.publishing.comparing import KINDS

_SHOWN = tuple(kind for kind in KINDS if kind.startswith("conflict") or kind == "framing")


@attrs.frozen
class Difference:
    """One kind of difference.

    Attributes:
        kind: in words.
        count: how many there are.
        why: what differs in the example.
        wordings: of the example: whose words they are, and the words.
    """

    kind: str
    count: int
    why: str
    wordings: tuple[tuple[str, str], ...]


@attrs.frozen
class ToldTwice:
    """Accounts of one event on a card.

    Attributes:
        documents: their names.
        differences: a row for each kind there is, and one for each account that leaves something out.
        page: where the whole comparison is, from the page that has the card.
    """

    documents: tuple[str, ...]
    differences: tuple[Difference, ...]
    page: str


def told_twice(
    statements: pl.DataFrame, pairs: pl.DataFrame, left_out: Mapping[str, Sequence[str]], page: str
) -> ToldTwice:
    """Return where accounts differ, the surest pair of each kind as its example.

    Args:
        statements: of all accounts.
        pairs: of statements; what only repeats another pair is left out.
        left_out: for a statement the documents that do not carry it.
        page: where the whole comparison is.
    """
    rows = {row["statement_id"]: row for row in statements.to_dicts()}
    own = (
        pairs.filter(~pl.col("repeats")).sort("score", "left", "right", descending=[True, False, False]).to_dicts()
    )
    documents = tuple(dict.fromkeys(row["document"] for row in rows.values()))
    found = [*_kinds(own, rows), *_left_out(documents, left_out, rows)]
    return ToldTwice(documents, tuple(found), page)


def _kinds(pairs: Sequence[Mapping[str, Any]], rows: Mapping[str, Mapping[str, Any]]) -> Iterator[Difference]:
    for kind in _SHOWN:
        mine = [pair for pair in pairs if pair["relation"] == kind]
        if mine:
            first = mine[0]
            yield Difference(
                KINDS[kind],
                len(mine),
                first["why"],
                tuple(_wording(rows[first[side]]) for side in ("left", "right")),
            )


def _left_out(
    documents: Sequence[str], left_out: Mapping[str, Sequence[str]], rows: Mapping[str, Mapping[str, Any]]
) -> Iterator[Difference]:
    for name in documents:
        missing = [rows[key] for key, absent in left_out.items() if name in absent]
        if missing:
            last = missing[-1]
            yield Difference(
                f"Not found in {name}", len(missing), "what is left out is not denied", (_wording(last),)
            )


def _wording(row: Mapping[str, Any]) -> tuple[str, str]:
    outlet = "in its title" if row["layout"] in {"headline", "subheadline"} else "its own voice"
    who = row["speaker"] or (outlet if row["voice"] == "outlet" else "speaker not clear")
    return f"{row['document']}, {who}", row["text"]
