"""Accounts of one event on one page: both texts with their statements marked, conflicts on top; no script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

import attrs
import polars as pl
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

Row = dict[str, Any]

KINDS = {
    "conflict_quantity": "Different numbers",
    "conflict_speaker": "Different speakers",
    "conflict_polarity": "One says yes, one says no",
    "conflict_modality": "Asked in one, wanted in the other",
    "conflict_sequence": "Another order of events",
    "conflict_fact": "Another day",
    "conflict_inside": "An outlet against its own source",
    "framing": "Framed otherwise",
    "partial": "One has more than the other",
    "same": "The same",
    "related": "The same subject",
}


@attrs.frozen
class Mark:
    """A stretch of a text: plain, or a statement.

    Attributes:
        text: as it stands.
        row: the statement, None where it is plain.
        numbers: of the pairs it is in.
        conflict: whether one of them is a conflict.
        missing: documents that do not carry it.
    """

    text: str
    row: Row | None = None
    numbers: tuple[int, ...] = ()
    conflict: bool = False
    missing: tuple[str, ...] = ()


def comparison_page(
    texts: Mapping[str, str],
    statements: pl.DataFrame,
    pairs: pl.DataFrame,
    *,
    left_out: Mapping[str, Sequence[str]],
    copied: Mapping[tuple[str, str], float],
    sources: Sequence[Sequence[str]],
    names: Mapping[str, str],
    version: str,
) -> bytes:
    """Return the page as UTF-8 HTML; the same tables give the same bytes.

    Args:
        texts: of each document, by its name.
        statements: of all of them.
        pairs: of statements.
        left_out: for a statement the documents that do not carry it.
        copied: for two documents the share of their own words that both have.
        sources: documents in groups of those that copied.
        names: of the parties' codes, for showing; empty without terms.
        version: of this program, for the foot of the page.
    """
    rows = {row["statement_id"]: {**row, "ranges": _ranges(row["quantities"])} for row in statements.to_dicts()}
    joined = [_joined(number, row, rows) for number, row in enumerate(_by_kind(pairs), start=1)]
    in_pairs: dict[str, list[Row]] = {}
    for pair in joined:
        for side in ("left", "right"):
            in_pairs.setdefault(pair[side]["statement_id"], []).append(pair)
    environment = Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("comparison.html.j2").render(
        documents=list(texts),
        columns={name: list(_marks(name, text, rows.values(), in_pairs, left_out)) for name, text in texts.items()},
        conflicts=[pair for pair in joined if pair["relation"].startswith("conflict") and not pair["repeats"]],
        repeats=sum(pair["relation"].startswith("conflict") and pair["repeats"] for pair in joined),
        worded_pairs=[pair for pair in joined if pair["differs"]],
        framings=[pair for pair in joined if pair["relation"] == "framing"],
        others=[pair for pair in joined if pair["relation"] in {"same", "partial", "related"}],
        missing={
            name: [row for row in rows.values() if name in left_out.get(row["statement_id"], ())] for name in texts
        },
        own={
            name: [
                row
                for row in rows.values()
                if row["document"] == name and row["voice"] == "outlet" and row["layout"] not in _TITLES
            ]
            for name in texts
        },
        copied=[
            (group, max(share for pair, share in copied.items() if set(pair) <= set(group)))
            for group in sources
            if len(group) > 1
        ],
        kinds=KINDS,
        names=names,
        style=Markup(_text("page.css") + _text("comparison.css")),  # noqa: S704  our own files
        version=version,
    )
    return page.encode()


_TITLES = frozenset({"headline", "subheadline"})


def _by_kind(pairs: pl.DataFrame) -> list[Row]:
    order = list(KINDS)
    return sorted(
        pairs.to_dicts(), key=lambda row: (order.index(row["relation"]), -row["score"], row["left"], row["right"])
    )


def _ranges(quantities: str) -> str:
    """Return numbers that were said as ranges, in words; exact ones stand in the text already."""
    told = []
    for part in quantities.split("; ") if quantities else ():
        ends, _, unit = part.partition(" ")
        low, _, high = ends.partition("..")
        if low != high:
            told.append(f"read as {float(low):,.12g} to {float(high):,.12g} {unit}")
    return "; ".join(told)


def _joined(number: int, pair: Row, rows: Mapping[str, Row]) -> Row:
    return {
        **pair,
        "number": number,
        "left": rows[pair["left"]],
        "right": rows[pair["right"]],
        "kind": KINDS[pair["relation"]],
        "left_words": list(_worded(rows[pair["left"]]["text"], pair["left_alone"], pair["left_added"])),
        "right_words": list(_worded(rows[pair["right"]]["text"], pair["right_alone"], pair["right_added"])),
        "differs": pair["relation"] not in {"related", "conflict_inside"} and _differs(pair, rows),
    }


def _differs(pair: Row, rows: Mapping[str, Row]) -> bool:
    """Tell whether two tellings differ in more than plain words: in verb, in what is added, or in marks."""
    charges = {rows[pair[side]]["charge"] or "plain" for side in ("left", "right")}
    told = (pair[f"{side}_{name}"] for side in ("left", "right") for name in ("added", "marked"))
    return len(charges) > 1 or any(told)


def _worded(text: str, alone: str, added: str) -> Iterator[tuple[str, str]]:
    """Cut a text into stretches, each with ``alone`` or ``added`` where it is a word the other telling has not."""
    kinds = dict.fromkeys(alone.split("; "), "alone") | dict.fromkeys(added.split("; "), "added")
    kinds.pop("", None)
    if not kinds:
        yield text, ""
        return
    words = "|".join(re.escape(word) for word in sorted(kinds, key=len, reverse=True))
    at = 0
    for found in re.finditer(rf"(?<!\w)(?:{words})(?!\w)", text, re.IGNORECASE):
        yield text[at : found.start()], ""
        yield found.group(), kinds[found.group().lower()]
        at = found.end()
    yield text[at:], ""


def _marks(
    document: str,
    text: str,
    rows: Sequence[Row] | Any,
    in_pairs: Mapping[str, Sequence[Row]],
    left_out: Mapping[str, Sequence[str]],
) -> Iterator[Mark]:
    """Cut a text into statements and what lies between; of two that overlap the first is marked."""
    at = 0
    for row in sorted(
        (row for row in rows if row["document"] == document),
        key=lambda row: (row["start"], row["voice"] == "nested", -row["end"]),
    ):
        if row["start"] < at:
            continue
        if at < row["start"]:
            yield Mark(text[at : row["start"]])
        pairs = in_pairs.get(row["statement_id"], ())
        yield Mark(
            text[row["start"] : row["end"]],
            row,
            tuple(pair["number"] for pair in pairs),
            any(pair["relation"].startswith("conflict") for pair in pairs),
            tuple(left_out.get(row["statement_id"], ())),
        )
        at = row["end"]
    if at < len(text):
        yield Mark(text[at:])


def _text(name: str) -> str:
    return (files("ceaseline.publishing") / "templates" / name).read_text(encoding="utf-8")
