"""What each attribution rests on, group by group, as rows that add up to it; and how each source speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs
import dataframely as dy
import numpy as np
import polars as pl
from numpy.typing import NDArray

from ceaseline.attribution.bearings import ASTRAY, WIDER, cap
from ceaseline.attribution.beliefs import ACCREDITED, Floats, Ints
from ceaseline.attribution.hypotheses import AGAINST_ITSELF
from ceaseline.attribution.learning import Learned, Material
from ceaseline.attribution.traces import Trace
from ceaseline.attribution.voices import Voices
from ceaseline.attribution.witnesses import weigh
from ceaseline.tables import Evidence, SourceHabits, from_rows

_SAME = 1e-9
_OFTENER = 1.05  # times; less is not said


@attrs.frozen(eq=False)
class Weighed:
    """All that was added up.

    Attributes:
        incident_ids: in order.
        material: what was learned from.
        learned: what came of it.
        voices: who speaks.
        most: what each group can carry.
        traces: what is not learned.
        public: log-likelihoods of the public, before and after the cap, and groups of it that speak.
        temper: what everything but the public is divided by.
        notes: what was left out.
    """

    incident_ids: pl.Series
    material: Material
    learned: Learned
    voices: Voices
    most: Floats
    traces: Sequence[Trace]
    public: tuple[Floats, Floats, Ints]
    temper: float
    notes: pl.DataFrame


@attrs.frozen(eq=False)
class _Block:
    """Rows of one kind: values per hypothesis and row, and what is told of each row."""

    term: str
    incident: Ints
    group: pl.Series
    values: Floats
    capped: NDArray[np.bool_]
    standing: NDArray[np.bool_]
    basis: pl.Series


def evidence(weighed: Weighed, incident_ids: Iterable[str] | None = None) -> dy.DataFrame[Evidence]:
    """Return what speaks for and against each hypothesis on the incidents named, or on all."""
    wanted = np.ones(len(weighed.incident_ids), dtype=np.bool_)
    if incident_ids is not None:
        wanted = weighed.incident_ids.is_in(list(incident_ids)).to_numpy()
    frames = [_rows(block, weighed, wanted) for block in _blocks(weighed)]
    table = pl.concat([Evidence.create_empty(), *frames])
    return Evidence.validate(table.sort("incident_id", "group", "hypothesis"))


def habits(weighed: Weighed) -> dy.DataFrame[SourceHabits]:
    """Return how each source that is learned from speaks where it speaks for itself."""
    names, voices, learned = weighed.material.names, weighed.voices, weighed.learned
    rows = [
        {
            "source": voices.source[voice],
            "hypothesis": hypothesis,
            "claim": claim,
            "probability": float(learned.habits.own[voice, h, c]),
            "claims": float(learned.counts[voice, h, c]),
            "group": voices.label[voices.group[voice]],
        }
        for voice in np.flatnonzero(voices.heard).tolist()
        for h, hypothesis in enumerate(names.names)
        for c, claim in enumerate(names.claims)
    ]
    return from_rows(SourceHabits, sorted(rows, key=lambda row: (row["source"], row["hypothesis"], row["claim"])))


def _rows(block: _Block, weighed: Weighed, wanted: NDArray[np.bool_]) -> pl.DataFrame:
    keep = np.flatnonzero(wanted[block.incident])
    names = weighed.material.names
    values = block.values[:, keep]
    # the mean of the sides is the zero from which all is told
    values = values - values[: names.sides].sum(axis=0) / names.sides
    frame = pl.DataFrame(
        {
            "incident_id": weighed.incident_ids.gather(block.incident[keep]),
            "group": block.group.gather(keep),
            "capped": block.capped[keep],
            "standing": block.standing[keep],
            "basis": block.basis.gather(keep),
        }
    ).with_columns(term=pl.lit(block.term), group=pl.format("{}: {}", pl.lit(block.term), "group"))
    told = [
        frame.with_columns(hypothesis=pl.lit(name), log_odds=pl.Series(row, dtype=pl.Float64))
        for name, row in zip(names.names, values, strict=True)
    ]
    return pl.concat(told).select(Evidence.column_names())


def _blocks(weighed: Weighed) -> Iterator[_Block]:
    yield _usual(weighed)
    yield _claims(weighed)
    yield _bearings(weighed)
    for trace in weighed.traces:
        many = len(trace.incident)
        yield _Block(
            trace.term,
            trace.incident,
            _all(trace.group, many),
            trace.values / weighed.temper,
            np.zeros(many, dtype=np.bool_),
            np.full(many, trace.standing),
            _all(trace.basis, many),
        )
    yield _public(weighed)
    yield _notes(weighed)


def _usual(weighed: Weighed) -> _Block:
    many, kind = weighed.material.many, weighed.material.kinds.of
    told = pl.Series(weighed.material.kinds.names, dtype=pl.String)
    return _Block(
        "pattern",
        np.arange(many),
        told.gather(kind),
        weighed.learned.shares[:, kind] / weighed.temper,
        np.zeros(many, dtype=np.bool_),
        np.zeros(many, dtype=np.bool_),
        _all("how often each is so among incidents of the kind, the sides held close together", many),
    )


def _claims(weighed: Weighed) -> _Block:
    told, voices, sides = weighed.material.told, weighed.voices, weighed.material.names.sides
    before, _ = weigh(told, weighed.learned.habits)
    after = weighed.learned.patterns(weighed.material, weighed.most)
    return _Block(
        "claims",
        told.incident,
        pl.Series(voices.label, dtype=pl.String).gather(told.group[told.pattern]),
        after[:, told.pattern] / weighed.temper,
        _cut(before, after, sides)[told.pattern],
        voices.stands()[told.group[told.pattern]],
        _said(weighed).gather(told.pattern),
    )


def _said(weighed: Weighed) -> pl.Series:
    """Return a sentence for each set of claims: who blames whom, and where that is against its own interest."""
    told, voices, names = weighed.material.told, weighed.voices, weighed.material.names
    sentences: list[list[str]] = [[] for _ in told.group]
    for of, source, claim in zip(told.of.tolist(), told.source.tolist(), told.claim.tolist(), strict=True):
        whom = {names.sides: "blames somebody else", names.sides + 1: "says that it was not so"}.get(claim)
        text = f"{voices.source[source]} {whom or f'blames {names.parties[claim]}'}"
        sentences[of].append(text + (f" {AGAINST_ITSELF}" if voices.own[source] == claim else ""))
    for pattern, side in enumerate(told.accuses.tolist()):
        if side >= 0:
            sentences[pattern] += _seldom(weighed.learned.habits.speaks[told.group[pattern]], side, names.sides)
    return pl.Series(["; ".join(each) for each in sentences], dtype=pl.String)


def _seldom(speaks: Floats, side: int, sides: int) -> Iterator[str]:
    """Yield how much oftener camps tell of others' acts than of their own, where that weighs."""
    other = next((place for place in range(sides) if place != side), side)
    times = float(np.exp(speaks[other] - speaks[side]))
    if times > _OFTENER:
        yield (
            f"what weighs is whose acts camps tell of, others' {times:.1f} times as often as their own, "
            "as far as others can tell"
        )


def _bearings(weighed: Weighed) -> _Block:
    found, voices, sides = weighed.material.bearings, weighed.voices, weighed.material.names.sides
    before = found.weigh(weighed.learned.astray)
    after = cap(before, sides)
    width, share = np.divmod(weighed.learned.astray[found.role], len(ASTRAY))
    told = [
        f"{voices.source[v]} gives a direction of {d:.0f} degrees, {s:.0f} either way as stated and "
        f"{s * WIDER[w]:.0f} as found, with {ASTRAY[a]:.0%} astray; it parts sides and tells no place"
        for v, d, s, w, a in zip(found.voice, found.degrees, found.sigma, width, share, strict=True)
    ]
    physical = np.array([role in ACCREDITED for role in voices.role], dtype=np.bool_)
    return _Block(
        "bearing",
        found.incident,
        pl.Series(voices.label, dtype=pl.String).gather(voices.group[found.voice]),
        after / weighed.temper,
        _cut(before, after, sides),
        physical[found.voice],
        pl.Series(told, dtype=pl.String),
    )


def _public(weighed: Weighed) -> _Block:
    after, before, speaking = weighed.public
    at = np.flatnonzero(speaking)
    told = [
        "one account of the public speaks"
        if many == 1
        else f"{many:,} groups or accounts of the public speak; together they are one voice"
        for many in speaking[at]
    ]
    return _Block(
        "public",
        at,
        _all("all together", len(at)),
        after[:, at],
        _cut(before, after, weighed.material.names.sides)[at],
        np.zeros(len(at), dtype=np.bool_),
        pl.Series(told, dtype=pl.String),
    )


def _notes(weighed: Weighed) -> _Block:
    notes, source = weighed.notes, pl.Series(weighed.voices.source, dtype=pl.String)
    name = source.gather(notes["voice"])
    return _Block(
        "claims",
        notes["incident"].to_numpy(),
        "left out: " + name,
        np.zeros((len(weighed.material.names.names), len(notes))),
        np.zeros(len(notes), dtype=np.bool_),
        np.zeros(len(notes), dtype=np.bool_),
        name + " " + notes["note"],
    )


def _cut(before: Floats, after: Floats, sides: int) -> NDArray[np.bool_]:
    """Tell whether a cap took anything from what parts the hypotheses."""
    zero = before - before[:sides].sum(axis=0) / sides
    cut: NDArray[np.bool_] = (np.abs(zero - after) > _SAME).any(axis=0)
    return cut


def _all(text: str, many: int) -> pl.Series:
    return pl.Series([text], dtype=pl.String).new_from_index(0, many)
