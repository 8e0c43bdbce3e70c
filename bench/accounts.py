"""How well statements are found in labelled texts, and how fast; how well invented press conferences are compared.

The labelled texts (PolNeAR, RiQuA) may not be shared. They lie beside the checkout, in ``../shared/data/quotes``,
or in the folder that is given; what needs them is left out where they are not. Rules were made by looking at every
second article of PolNeAR, and at the training part of RiQuA; the others are only scored::

    python bench/accounts.py [FOLDER] [--tuning]
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from time import process_time

import attrs

from ceaseline.accounts import ENGLISH, rules_for, statements
from ceaseline.accounts.attribution import Said, attribute
from ceaseline.accounts.grammar import Grammar
from ceaseline.accounts.tokens import Span, Token
from ceaseline.pipeline.comparing_accounts import scored_conferences
from ceaseline.simulation.press import WORDS

GRAMMAR = Grammar.of(ENGLISH)
BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data" / "quotes"
MARKS = {"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")"}
OVERLAP = 0.3  # of the union of two contents, from which one is the other
# Verbs of speech alone: what somebody thinks or wants is left out of this score.
SPEECH = frozenset(
    """
    say says said saying add adds added adding tell tells told telling state states stated stating note notes noted
    noting explain explains explained explaining
    write writes wrote tweet tweeted ask asks asked reply replied respond
    responded argue argues argued insist insists insisted warn warns warned claim claims claimed declare declared
    announce announced confirm confirmed acknowledge acknowledged admit admitted suggest suggests suggested continue
    continued conclude concluded recall recalled remark remarked report reports reported
    """.split()
)


@attrs.define
class Counts:
    """Of spans: those there are, those found, and those in both; and the same of their words."""

    there: int = 0
    found: int = 0
    both: int = 0

    def line(self) -> str:
        """Return precision, recall and F1."""
        precision, recall = self.both / max(self.found, 1), self.both / max(self.there, 1)
        return f"P {precision:.3f}  R {recall:.3f}  F1 {2 * self.both / max(self.there + self.found, 1):.3f}"


def spans(labels: Sequence[str], kind: str) -> set[tuple[int, int]]:
    """Return the labelled spans of one kind."""
    found, begun = set(), None
    for at, label in enumerate([*labels, "O"]):
        if begun is not None and label != f"I-{kind}":
            found.add((begun, at))
            begun = None
        if label == f"B-{kind}" or (label == f"I-{kind}" and begun is None):
            begun = at
    return found


def as_tokens(words: Sequence[str]) -> list[Token]:
    """Return words that were cut by others as tokens of ours."""
    made, start = [], 0
    for word in words:
        text = MARKS.get(word, word)
        made.append(Token(text, text.lower().replace("’", "'"), start, start + len(text)))
        start += len(text) + 1
    return made


def score_labels(items: Iterable[dict[str, list[str]]]) -> tuple[Counts, Counts]:
    """Return how far contents are exactly right, and their words."""
    exact, of_words = Counts(), Counts()
    for item in items:
        gold = spans(item["labels"], "content")
        said = attribute(as_tokens(item["tokens"]), GRAMMAR)
        mine = {(span.start, span.end) for each in said if not each.inside for span in each.content}
        for counts, there, found in ((exact, gold, mine), (of_words, _words(gold), _words(mine))):
            counts.there += len(there)
            counts.found += len(found)
            counts.both += len(there & found)
    return exact, of_words


def _words(found: set[tuple[int, int]]) -> set[int]:
    return {at for start, end in found for at in range(start, end)}


def labelled(folder: Path, corpus: str, *, rest: int | None) -> Iterator[dict[str, list[str]]]:
    """Yield the items of a corpus; of PolNeAR every second article."""
    rows = [
        json.loads(line) for line in (folder / f"cofenet_{corpus}").joinpath("valid.txt").open(encoding="utf-8")
    ]
    if rest is None:
        yield from rows
        return
    articles = sorted({row["id"].rsplit("_", 1)[0] for row in rows})
    kept = set(articles[rest::2])
    yield from (row for row in rows if row["id"].rsplit("_", 1)[0] in kept)


def speech(folder: Path, rest: int) -> tuple[int, int, int]:
    """Return how many statements by speech with a named speaker there are, were found, were rightly given."""
    texts = sorted((folder / "polnear_dev" / "text").glob("*.txt"))[rest::2]
    there = found = right = 0
    for path in texts:
        text = path.read_text(encoding="utf-8")
        mine = list(_contents(text))
        for source, contents in _annotated(folder, path.stem, text):
            there += 1
            near = max(mine, key=lambda each: _overlap(each[1], contents), default=None)
            if near is not None and _overlap(near[1], contents) >= OVERLAP:
                found += 1
                right += near[0] is not None and bool(_names(near[0]) & _names(source))
    return there, found, right


def _contents(text: str) -> Iterator[tuple[str | None, set[int]]]:
    """Yield each speaker's words with the characters of what they said, by paragraph."""
    for paragraph in re.finditer(r"[^\n]+", text):
        words = GRAMMAR.cutter.tokens(text, paragraph.start(), paragraph.end())
        for each in attribute(words, GRAMMAR):
            who = (
                None
                if each.source is None
                else text[words[each.source.start].start : words[each.source.end - 1].end]
            )
            yield who, _characters(words, each)


def _part(text: str, words: Sequence[Token], span: Span) -> str:
    return text[words[span.start].start : words[span.end - 1].end]


def _characters(words: Sequence[Token], said: Said) -> set[int]:
    return {at for span in said.content for at in range(words[span.start].start, words[span.end - 1].end)}


def _annotated(folder: Path, name: str, text: str) -> Iterator[tuple[str, set[int]]]:
    """Yield source and content of the attributions by speech with a named source, of the first annotator."""
    path = min((folder / "polnear_dev" / "attributions").glob(f"{name}*.ann"), default=None)
    if path is None:
        return
    parts: dict[str, list[tuple[int, int]]] = {}
    events: list[dict[str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("T") and len(cells) > 1:
            ends = cells[1].split(" ", 1)[1]
            parts[cells[0]] = [(int(a), int(b)) for a, b in (part.split() for part in ends.split(";"))]
        elif line.startswith("E") and len(cells) > 1:
            events.append(dict(part.split(":", 1) for part in cells[1].split()))
    for event in events:
        kinds = defaultdict(list)
        for role, key in event.items():
            kinds[re.sub(r"\d+$", "", role)].extend(parts.get(key, []))
        cue, source = (_spelt(text, kinds[kind]) for kind in ("Cue", "Source"))
        if set(cue.lower().split()) & SPEECH and _names(source) and kinds["Content"]:
            yield source, {at for start, end in kinds["Content"] for at in range(start, end)}


def _spelt(text: str, pieces: Sequence[tuple[int, int]]) -> str:
    return " ".join(text[start:end] for start, end in pieces)


def _names(text: str) -> set[str]:
    return set(re.findall(r"\b[A-Z][\w’'-]*", text)) - {"He", "She", "They", "It", "The", "I", "We", "A", "An"}


def _overlap(mine: set[int], other: set[int]) -> float:
    return len(mine & other) / len(mine | other)


def main() -> None:
    """Print the tables."""
    given = [each for each in sys.argv[1:] if not each.startswith("--")]
    folder = Path(given[0]) if given else BESIDE
    rest = 0 if "--tuning" in sys.argv else 1
    if folder.is_dir():
        _of_corpora(folder, rest)
    else:
        print(f"{folder} is not there: labelled texts are left out.")
    for words in WORDS:
        scores = scored_conferences(range(5000, 5200), words=words)
        print(
            f"press, {words:8} 200 conferences: pairs F1 {scores.aligned_f1:.3f}, conflicts "
            f"P {scores.conflict_precision:.3f} R {scores.conflict_recall:.3f}, "
            f"found {scores.found / scores.told:.3f}, speaker {scores.spoken / max(scores.found, 1):.3f}"
        )


def _of_corpora(folder: Path, rest: int) -> None:
    print("half:", "tuning" if rest == 0 else "scoring")
    for corpus, part in (("polnear", rest), ("riqua", None)):
        exact, of_words = score_labels(labelled(folder, corpus, rest=part))
        print(f"{corpus:8} content exact {exact.line()}   words {of_words.line()}   {exact.there} contents")
    there, found, right = speech(folder, rest)
    share, rightly = found / there, right / max(found, 1)
    print(f"speech with a named speaker: {there}; found {share:.3f}; speaker right {rightly:.3f}")
    rules = rules_for()
    texts = [path.read_text(encoding="utf-8") for path in sorted((folder / "polnear_dev" / "text").glob("*.txt"))]
    thousand = (texts * (1000 // len(texts) + 1))[:1000]
    start = process_time()
    rows = Counter(statements(f"a{number}", text, rules).height for number, text in enumerate(thousand))
    made = sum(count * times for count, times in rows.items())
    spent, characters = process_time() - start, sum(map(len, thousand))
    print(f"1,000 articles, {characters:,} characters, {made:,} statements: {spent:.1f} CPU s")


if __name__ == "__main__":
    main()
