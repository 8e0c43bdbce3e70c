"""Accounts of one event side by side: which statements belong together, what each leaves out, what was copied."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import attrs
import dataframely as dy
import polars as pl
from scipy.sparse import csr_matrix

from ceaseline.accounts.language import Language
from ceaseline.accounts.likeness import masked, name_pattern, vectors
from ceaseline.accounts.relations import Judged, Likely, judge
from ceaseline.accounts.speakers import same_name
from ceaseline.accounts.stems import Stems
from ceaseline.accounts.wording import Wording, wording
from ceaseline.tables import AccountPairs, Statements, from_rows

_TOP = 4  # candidates of each statement in each other document
_RUN = 8  # words in the same order from which a sentence counts as copied
_SHINGLE = 6  # words
COPIED = 0.3  # share of words in common runs from which two documents count as one source
_TITLES = frozenset({"headline", "subheadline"})


@attrs.frozen
class Compared:
    """What came of a comparison.

    Attributes:
        statements: of all documents, with what is a copy marked.
        pairs: which belong together.
        left_out: for each statement of a speaker the documents that do not carry it.
        copied: for each pair of documents the share of the smaller one's own words that both have.
        sources: documents in groups; those of one group copied, one from another or all from a third.
    """

    statements: dy.DataFrame[Statements]
    pairs: dy.DataFrame[AccountPairs]
    left_out: Mapping[str, tuple[str, ...]]
    copied: Mapping[tuple[str, str], float]
    sources: tuple[tuple[str, ...], ...]


def compare(
    statements: pl.DataFrame, language: Language, *, names: Iterable[str] = (), likely: Likely | None = None
) -> Compared:
    """Return the statements of several accounts set side by side.

    Names of sides and speakers play no part in what counts as alike.

    Args:
        statements: of two documents or more.
        language: of all of them.
        names: of the parties.
        likely: thresholds.
    """
    bars = likely or Likely()
    marked = _with_copies(statements)
    rows = marked.to_dicts()
    documents = list(dict.fromkeys(row["document"] for row in rows))
    speakers = [row["speaker"] for row in rows if row["speaker"]]
    pattern = name_pattern([*names, *speakers])
    texts = [masked(row["text"], pattern) for row in rows]
    alike, stems = vectors(texts), Stems.of(language)
    for row, text in zip(rows, texts, strict=True):
        row["stems"], row["telling"] = stems.about(text, row["quantities"]), stems.telling(row["text"])
        row["plain"], row["turned"], row["order"] = text, stems.turned(row["text"]), stems.order(text)
    weights = _subject_weights(rows)

    def judged(one: int, two: int, cosine: float) -> tuple[float, Judged | None]:
        score = _score(rows[one], rows[two], cosine, weights)
        return score, judge(rows[one], rows[two], score, bars, language)

    pairs = [
        pair
        for left, right in combinations(documents, 2)
        for pair in _chosen(rows, _candidates(rows, alike, (left, right), judged))
    ]
    pairs.extend(_inside(rows))
    shares = _shares(rows, documents)
    known = {row["statement_id"]: row for row in rows}
    told = [_with_wording(pair, known, pairs, stems) for pair in pairs]
    return Compared(
        Statements.validate(marked),
        from_rows(AccountPairs, told),
        _left_out(rows, pairs, documents),
        shares,
        _sources(documents, shares),
    )


Row = Mapping[str, Any]
_Judging = Callable[[int, int, float], tuple[float, Judged | None]]


def _candidates(
    rows: Sequence[Mapping[str, Any]], alike: csr_matrix, documents: tuple[str, str], judged: _Judging
) -> Iterator[tuple[float, int, int, Judged]]:
    """Yield each statement of one document with the best of the other, and what was judged of them."""
    mine, other = ([at for at, row in enumerate(rows) if row["document"] == name] for name in documents)
    if not mine or not other:
        return
    cosines = (alike[mine] @ alike[other].T).toarray()
    for one, number in enumerate(mine):
        found = [(*judged(number, partner, float(cosines[one, two])), partner) for two, partner in enumerate(other)]
        for score, relation, partner in sorted(found, key=lambda each: (-each[0], each[2]))[:_TOP]:
            if relation is not None:
                yield score, number, partner, relation


def _subjects(row: Mapping[str, Any]) -> set[str]:
    """Return what a statement is of: its clauses, the units of its numbers, and whether it names a day."""
    units = {f"in {part.partition(' ')[2]}" for part in row["quantities"].split("; ") if part}
    return {*row["clauses"].split(), *units, *(["on a day"] if row["first_day"] is not None else [])}


def _subject_weights(rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Return how much it tells that two statements share a subject: less, the more are of it."""
    seen = Counter(subject for row in rows if row["layout"] not in _TITLES for subject in _subjects(row))
    titles = {subject for row in rows for subject in _subjects(row)}
    return {subject: 1 / (1 + max(seen[subject] - 2, 0) / 4) for subject in titles}


def _score(left: Mapping[str, Any], right: Mapping[str, Any], cosine: float, weights: Mapping[str, float]) -> float:
    mine, other = _subjects(left), _subjects(right)
    least = min(sum(weights[subject] for subject in each) for each in (mine, other))
    shared = sum(weights[subject] for subject in mine & other) / least if least else 0.0
    strongest = max((weights[subject] for subject in mine & other), default=0.0)
    speaker = 0.0
    if left["speaker"] is not None and right["speaker"] is not None:
        speaker = 0.06 if same_name(left["speaker"], right["speaker"]) else -0.02
    act = 0.05 if left["act"] == right["act"] and left["act"] != "statement" else 0.0
    return float(min(max(cosine + 0.3 * shared * strongest + speaker + act, 0.0), 1.0))


def _chosen(
    rows: Sequence[Mapping[str, Any]], judged: Iterable[tuple[float, int, int, Judged]]
) -> Iterator[dict[str, Any]]:
    """Give each statement its best partner; a conflict, and a part in two statements, may be a second one."""
    used: Counter[int] = Counter()
    settled: set[int] = set()
    for score, left, right, found in sorted(
        judged, key=lambda each: (each[3].relation == "related", -each[0], each[1], each[2])
    ):
        several = found.relation.startswith("conflict") or found.relation in {"partial", "framing"}
        several = several and found.relation != "conflict_speaker"  # somebody else's words are somebody's once
        most = 2 if several else 1
        if used[left] >= most or used[right] >= most:
            continue
        if found.relation == "framing" and settled & {left, right}:
            continue
        if found.relation == "same":
            settled.update((left, right))
        used[left] += 1
        used[right] += 1
        yield {
            "left": rows[left]["statement_id"],
            "right": rows[right]["statement_id"],
            "relation": found.relation,
            "score": round(score, 3),
            "why": found.why,
        }


def _inside(rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield each outlet that contradicts its own source, with what it contradicts."""
    last: Mapping[str, Any] | None = None
    for row in rows:
        if row["voice"] == "party":
            last = row
        if row["rule"] == "rebuttal" and last is not None and last["document"] == row["document"]:
            yield {
                "left": last["statement_id"],
                "right": row["statement_id"],
                "relation": "conflict_inside",
                "score": 1.0,
                "why": "the outlet contradicts whom it quotes",
            }


def _left_out(
    rows: Sequence[Mapping[str, Any]], pairs: Sequence[Mapping[str, Any]], documents: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Return for each statement of a speaker the documents in which nothing is paired with it."""
    document = {row["statement_id"]: row["document"] for row in rows}
    carried: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        carried[pair["left"]].add(document[pair["right"]])
        carried[pair["right"]].add(document[pair["left"]])
    return {
        row["statement_id"]: missing
        for row in rows
        if row["voice"] != "outlet"
        and (
            missing := tuple(
                each for each in documents if each != row["document"] and each not in carried[row["statement_id"]]
            )
        )
    }


def _with_wording(
    pair: Mapping[str, Any], rows: Mapping[str, Row], pairs: Sequence[Mapping[str, Any]], stems: Stems
) -> dict[str, Any]:
    """Return a pair with how each side words it, and whether it only repeats one that a copy was made of."""
    left, right = rows[pair["left"]], rows[pair["right"]]
    worded = pair["relation"] not in {"related", "conflict_inside"}
    mine, other = (
        wording(one, two, stems) if worded else Wording((), (), ()) for one, two in ((left, right), (right, left))
    )
    first = frozenset(row["copied_from"] or row["statement_id"] for row in (left, right))
    repeats = first != {pair["left"], pair["right"]} and (
        any(first == {each["left"], each["right"]} and each["relation"] == pair["relation"] for each in pairs)
    )
    return {**pair, **mine.columns("left"), **other.columns("right"), "repeats": repeats}


def _sources(documents: Sequence[str], shares: Mapping[tuple[str, str], float]) -> tuple[tuple[str, ...], ...]:
    """Return the documents in groups of those that share a good part of their own words."""
    groups = {name: {name} for name in documents}
    for (left, right), share in shares.items():
        if share >= COPIED and groups[left] is not groups[right]:
            groups[left] |= groups[right]
            groups.update(dict.fromkeys(groups[right], groups[left]))
    found = {id(group): tuple(name for name in documents if name in group) for group in groups.values()}
    return tuple(sorted(found.values(), key=lambda group: documents.index(group[0])))


def _plain(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _with_copies(statements: pl.DataFrame) -> pl.DataFrame:
    """Mark statements that stand in the same words in an earlier document; they are one source and count once."""
    first: dict[tuple[str, ...], tuple[str, str]] = {}
    copied: list[str | None] = []
    for row in statements.iter_rows(named=True):
        words = tuple(_plain(row["text"]))
        known = first.get(words)
        is_copy = known is not None and known[1] != row["document"] and len(words) >= _RUN
        copied.append(known[0] if known is not None and is_copy else None)
        first.setdefault(words, (row["statement_id"], row["document"]))
    return statements.with_columns(copied_from=pl.Series(copied, dtype=pl.String))


def _shares(rows: Sequence[Mapping[str, Any]], documents: Sequence[str]) -> dict[tuple[str, str], float]:
    """Return what share of the words outside quotations two documents have in runs of six."""
    runs: dict[str, set[tuple[str, ...]]] = {document: set() for document in documents}
    for row in rows:
        if row["form"] not in {"verbatim", "part"}:
            words = _plain(row["text"])
            runs[row["document"]].update(
                tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)
            )
    return {
        (left, right): len(runs[left] & runs[right]) / max(min(len(runs[left]), len(runs[right])), 1)
        for left, right in combinations(documents, 2)
    }
