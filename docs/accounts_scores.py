"""The tables of how well accounts are compared, for docs/explanation/believe.md; docs/believe.py writes them."""

from __future__ import annotations

from collections.abc import Sequence

from ceaseline.pipeline.comparing_accounts import scored_conferences
from ceaseline.simulation.press import HOUSES, WORDS, PressScores

SEEDS = range(20_000, 20_100)  # nothing was chosen on these
_NAMES = {
    "conflict_quantity": "numbers", "conflict_speaker": "speakers", "conflict_polarity": "yes and no",
    "conflict_modality": "asked and wanted", "conflict_sequence": "order", "conflict_fact": "days",
    "conflict_inside": "an outlet against its own source",
}  # fmt: skip


def accounts_tables() -> str:
    """Return the tables as Markdown: by vocabulary, by kind of conflict, and by house style."""
    by_words = {words: scored_conferences(SEEDS, words=words) for words in WORDS}
    whole = sum(by_words.values(), PressScores())
    by_house = {house: PressScores() for house in HOUSES}
    for house in HOUSES:
        for number, other in enumerate(each for each in HOUSES if each != house):
            seeds = range(SEEDS.stop + 10 * number, SEEDS.stop + 10 * (number + 1))
            by_house[house] += scored_conferences(seeds, words=WORDS[number % len(WORDS)], houses=(house, other))
    kinds = [
        [_NAMES[kind], f"{planted:,}", _share(right, named), _share(right, planted)]
        for kind, (planted, named, right) in sorted(
            whole.kinds.items(), key=lambda each: list(_NAMES).index(each[0])
        )
    ]
    return "\n\n".join(
        [
            f"{len(SEEDS)} conferences of each vocabulary, styles by the dice:",
            _table(_HEAD, [_row(name, scores) for name, scores in [*by_words.items(), ("all", whole)]]),
            "By kind of conflict, all vocabularies together:",
            _table(["what differs", "planted", "precision", "recall"], kinds),
            f"By house style, each with each other, {10 * (len(HOUSES) - 1)} conferences each:",
            _table(["style", *_HEAD[1:]], [_row(name, scores) for name, scores in by_house.items()]),
        ]
    )


_HEAD = [
    "vocabulary",
    "statements found",
    "right speaker",
    "pairs: F1",
    "conflicts: precision",
    "conflicts: recall",
]


def _row(name: str, scores: PressScores) -> list[str]:
    return [
        name,
        _share(scores.found, scores.told),
        _share(scores.spoken, scores.found),
        f"{scores.aligned_f1:.3f}",
        _share(scores.hits, scores.named),
        _share(scores.hits, scores.planted),
    ]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "none"


def _table(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    rule = ["---", *["---:" for _ in head[1:]]]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *body])
