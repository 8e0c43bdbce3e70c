"""The stretches of a text that become statements, each with its speaker, verb and voice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from typing import Literal

import attrs

from ceaseline.accounts.attribution import Said, attribute
from ceaseline.accounts.grammar import Cue
from ceaseline.accounts.layout import Passage, passages
from ceaseline.accounts.rules import Rules
from ceaseline.accounts.speakers import Speaker, Speakers, described, speaks_for
from ceaseline.accounts.tokens import Cutter, Span, Token, quotations

Voice = Literal["party", "outlet", "nested"]
_LEAST = 2  # words; fewer state nothing
_MARKS = frozenset('“”"«»')
_REBUTTAL = 3  # words before and behind the place where an outlet begins to contradict
_ANOTHERS = frozenset(
    {"before", "inverted", "around", "according", "colon", "signed"}
)  # rules that name a speaker of a whole sentence


@attrs.frozen
class Piece:
    """A stretch of text that becomes a statement, with what is known of it.

    Attributes:
        start, end: characters in the text.
        voice: whose words they are.
        rule: how it was found.
        layout: kind of the passage it stands in.
        speaker: None where that is not clear.
        named: the speaker in the words of the text.
        cue: what is known of the verb.
        verb: the verb as it stands.
        negated: whether the verb is denied.
        relayed_by: who tells of it, where that is another speaker.
        about: of whom a headline speaks.
        quoted: share of its words that stand in quotation marks.
        broken_at: characters where its speaker stands within it, from and until; None where nobody does.
    """

    start: int
    end: int
    voice: Voice
    rule: str
    layout: str
    speaker: Speaker | None = None
    named: str | None = None
    cue: Cue | None = None
    verb: str | None = None
    negated: bool = False
    relayed_by: Speaker | None = None
    about: Speaker | None = None
    quoted: float = 0.0
    broken_at: tuple[int, int] | None = None


def pieces(text: str, rules: Rules) -> list[Piece]:
    """Return what becomes statements, in the order of the text."""
    return list(_Reading(text, rules, Speakers(rules.language)).pieces())


@attrs.frozen
class _Paragraph:
    """A passage cut into words.

    Attributes:
        text: of the whole document.
        part: the passage.
        cutter: of its language.
        words, quotes: its words, and its quotations as spans of them.
    """

    text: str
    part: Passage
    cutter: Cutter
    words: Sequence[Token]
    quotes: Sequence[Span]

    @classmethod
    def of(cls, text: str, part: Passage, cutter: Cutter) -> _Paragraph:
        words = cutter.tokens(text, part.start, part.end)
        return cls(text, part, cutter, words, quotations(words))

    def spelt(self, span: Span | None) -> str | None:
        """Return the words of a span as they stand."""
        if span is None or span.end <= span.start:
            return None
        return " ".join(self.text[self.words[span.start].start : self.words[span.end - 1].end].split())

    def quoted(self, span: Span) -> float:
        inside = sum(max(min(quote.end, span.end) - max(quote.start, span.start), 0) for quote in self.quotes)
        return inside / (span.end - span.start)

    def sentences(self, span: Span) -> list[Span]:
        """Return the sentences of a span; marks alone are none."""
        parts = self.cutter.sentences(self.words[span.start : span.end])
        cut = [Span(span.start + part.start, span.start + part.end) for part in parts]
        return [part for part in cut if part.end - part.start >= _LEAST or len(cut) == 1]

    def halves(self, content: Sequence[Span]) -> tuple[Span, tuple[int, int], tuple[Span, ...]] | None:
        """Return a sentence that its speaker breaks in two, where; and what else was said. None where nobody does.

        As in "“We will,” she said, “stop. Then we talk.”": the first half ends in a comma, the second begins small.
        """
        if len(content) < 2 or self.words[content[0].end - 2].low != ",":
            return None
        first, second = content[0], content[1]
        opened = second.start + 1 < second.end and self.words[second.start].text in _MARKS
        small = opened and self.words[second.start + 1].text[0].islower()
        if not small or self.words[first.end - 1].text not in _MARKS or self.words[second.start - 1].low != ",":
            return None
        sentence, *rest = self.sentences(second)
        gap = self.words[first.end - 2].start, self.words[second.start].end
        return Span(first.start, sentence.end), gap, (*rest, *content[2:])

    def piece(self, span: Span, voice: Voice, rule: str, speaker: Speaker | None = None) -> Piece:
        """Return a span as a piece."""
        start, end = self.words[span.start].start, self.words[span.end - 1].end
        return Piece(start, end, voice, rule, self.part.kind, speaker=speaker, quoted=self.quoted(span))

    def said(self, span: Span, said: Said, speaker: Speaker | None, rejecting: Set[str]) -> Piece:
        """Return a span of what somebody said as a piece."""
        return attrs.evolve(
            self.piece(span, "party", said.rule, speaker),
            named=self.spelt(said.source),
            cue=self._charged(said, rejecting),
            verb=self.spelt(said.cue),
            negated=said.negated,
        )

    def _charged(self, said: Said, rejecting: Set[str]) -> Cue | None:
        """Return what is known of a verb, and that it is rejected where a word before it says so."""
        if said.verb is None or said.cue is None or said.cue.start == 0:
            return said.verb
        rejected = self.words[said.cue.start - 1].low in rejecting
        return attrs.evolve(said.verb, charge="rejecting") if rejected else said.verb


@attrs.frozen
class _Reading:
    text: str
    rules: Rules
    speakers: Speakers

    def pieces(self) -> Iterator[Piece]:
        parts = passages(self.text, self.rules.language)
        for part in parts:  # headings first, so that a surname in the headline can be told
            if part.kind == "heading":
                self._holder(self.text[part.start : part.end])
        self.speakers.last = None
        announced: Speaker | None = None
        for part in parts:
            announced = self._announced(self.text[part.start : part.end]) or announced
            if part.kind in {"headline", "subheadline"}:
                yield self._title(_Paragraph.of(self.text, part, self.rules.grammar.cutter))
            elif part.kind not in {"heading", "boilerplate"}:
                yield from self._of_passage(_Paragraph.of(self.text, part, self.rules.grammar.cutter), announced)

    def _holder(self, heading: str) -> Speaker | None:
        """Return whose words stand under a heading; None where it names nobody, such as "Key points"."""
        bare = heading.strip(" :*_#")
        if bare.lower().startswith(tuple(f"{word} " for word in self.rules.language.prepositions)):
            return None  # a subject, such as "On the ceasefire"
        trimmed = re.split(rf"\b(?:{'|'.join(self.rules.language.heading_ends)})\b", bare)[0]
        name, roles, _, _ = described(trimmed, self.rules.language)
        common = len(name.split()) == 1 and re.match(r"\W*" + re.escape(name) + r"\s+[a-z]", trimmed) is not None
        return self.speakers.resolve(trimmed) if roles or (name and not common) else None

    def _title(self, paragraph: _Paragraph) -> Piece:
        whole = paragraph.piece(Span(0, len(paragraph.words)), "outlet", "title")
        said = next((each for each in attribute(paragraph.words, self.rules.grammar) if each.source), None)
        source = None if said is None else paragraph.spelt(said.source)
        if said is None or source is None:
            return whole
        about = self.speakers.resolve(source)
        return attrs.evolve(whole, cue=said.verb, verb=paragraph.spelt(said.cue), about=about, negated=said.negated)

    def _announced(self, text: str) -> Speaker | None:
        """Return whose words a list is said to hold, as in "Ash's key statements"; None where nothing says so."""
        kinds = "|".join(self.rules.language.announcing)
        owned = "|".join(re.escape(each) for each in sorted(self.rules.language.possessives, key=len, reverse=True))
        words = rf"((?:[A-Z][\w-]+\s+)*[A-Z][\w-]+)(?:{owned})\s+(?:\w+\s+)?(?:{kinds})\b"
        found = re.search(words.replace("'", "['’]"), text)
        return None if found is None else self.speakers.resolve(found[1])

    def _of_passage(self, paragraph: _Paragraph, announced: Speaker | None) -> Iterator[Piece]:
        under = paragraph.part.under
        listed = paragraph.part.kind in {"bullet", "quote"}
        holder = (self._holder(under) if under else None) or (announced if listed else None)
        if holder is not None:
            self.speakers.last = holder
        said = attribute(paragraph.words, self.rules.grammar)
        bare = paragraph.part.kind in {"bullet", "quote"} and holder is not None
        if bare and not any(self._names_another(paragraph, each) for each in said):
            for sentence in paragraph.sentences(Span(0, len(paragraph.words))):
                yield paragraph.piece(sentence, "party", "heading", holder)
                yield from self._quoting(paragraph, sentence, holder)
            return
        yield from sorted(self._told(paragraph, said, holder), key=lambda each: (each.start, -each.end))

    def _names_another(self, paragraph: _Paragraph, said: Said) -> bool:
        """Tell whether words under a heading are given to somebody else than whom it names."""
        if said.source is None or said.inside or said.cue is None:
            return False
        kind = self.rules.language.pronouns.get(paragraph.words[said.source.start].low)
        return kind != "self" and said.rule in _ANOTHERS

    def _told(self, paragraph: _Paragraph, said: Sequence[Said], holder: Speaker | None) -> Iterator[Piece]:
        speakers = [self._speaker(paragraph, each, holder) for each in said]
        for number, (each, speaker) in enumerate(zip(said, speakers, strict=True)):
            if each.inside:
                outer = [other for other in range(number) if not said[other].inside and _holds(said[other], each)]
                relayer = speakers[outer[0]] if outer else None
                if self._is_new(paragraph, each, speaker, relayer):
                    for span in each.content:
                        nested = paragraph.said(span, each, speaker, self.rules.language.rejecting)
                        yield attrs.evolve(nested, voice="nested", relayed_by=relayer)
                continue
            content = each.content
            if (halves := paragraph.halves(content)) is not None:
                whole, gap, content = halves
                told = paragraph.said(whole, each, speaker, self.rules.language.rejecting)
                yield attrs.evolve(told, quoted=1.0, broken_at=gap)
            for sentence in (part for span in content for part in paragraph.sentences(span)):
                main, tail = self._without_rebuttal(paragraph, sentence)
                yield paragraph.said(main, each, speaker, self.rules.language.rejecting)
                if tail is not None:
                    yield paragraph.piece(tail, "outlet", "rebuttal")
                yield from self._quoting(paragraph, main, speaker)
        spoken = _covered(said, len(paragraph.words))
        for sentence in paragraph.cutter.sentences(paragraph.words):
            if not any(spoken[sentence.start : sentence.end]) and sentence.end - sentence.start >= _LEAST:
                yield paragraph.piece(sentence, "outlet", "narration")

    def _speaker(self, paragraph: _Paragraph, said: Said, holder: Speaker | None) -> Speaker | None:
        source, before = paragraph.spelt(said.source), self.speakers.last
        found = self.speakers.resolve(source) if source else holder or before
        if said.inside:  # whom a speaker tells of is not "she" afterwards
            self.speakers.last = before
        return found

    def _is_new(self, paragraph: _Paragraph, said: Said, speaker: Speaker | None, outer: Speaker | None) -> bool:
        """Tell whether what stands within a content is somebody else's saying, and has been said."""
        pronoun = said.source is None or paragraph.words[said.source.start].low in self.rules.language.pronouns
        if said.modal or pronoun or speaker is None or speaker is outer:
            return False
        return outer is None or not speaks_for(outer, speaker)

    def _quoting(self, paragraph: _Paragraph, span: Span, speaker: Speaker | None) -> Iterator[Piece]:
        """Yield what a speaker tells in a quotation that others said."""
        if paragraph.quoted(span) < 0.5:
            return
        quotes = [quote for quote in paragraph.quotes if quote.start < span.end and span.start < quote.end]
        inner = [
            paragraph.words[at]
            for quote in quotes
            for at in range(max(quote.start, span.start), min(quote.end, span.end))
            if paragraph.words[at].text not in _MARKS
        ]
        within = attrs.evolve(paragraph, words=inner, quotes=quotations(inner))
        for each in attribute(inner, self.rules.grammar):
            source = within.spelt(each.source)
            if source is None or each.inside or each.verb is None:
                continue
            before = self.speakers.last
            other = self.speakers.resolve(source)
            self.speakers.last = before
            if self._is_new(within, each, other, speaker):
                for part in each.content:
                    yield attrs.evolve(
                        within.said(part, each, other, self.rules.language.rejecting),
                        voice="nested",
                        relayed_by=speaker,
                        quoted=1.0,
                    )

    def _without_rebuttal(self, paragraph: _Paragraph, span: Span) -> tuple[Span, Span | None]:
        """Take off what the outlet adds against the speaker, behind a comma and outside quotations."""
        low = [word.low for word in paragraph.words]
        for at in range(span.start + _REBUTTAL, span.end - _REBUTTAL):
            quoted = any(quote.start <= at < quote.end for quote in paragraph.quotes)
            if low[at - 1] in {",", "—", "–", "-", "--"} and not quoted:
                behind = " ".join(low[at : at + 4])
                if behind.startswith(self.rules.language.rebuttal_starts):
                    return Span(span.start, at - 1), Span(at, span.end)
        return span, None


def _holds(outer: Said, inner: Said) -> bool:
    cue = inner.cue
    return cue is not None and any(span.start <= cue.start < span.end for span in outer.content)


def _covered(said: Sequence[Said], length: int) -> list[bool]:
    covered = [False] * length
    for each in said:
        for span in (each.source, each.cue, *each.content):
            if span is not None:
                covered[span.start : span.end] = [True] * (span.end - span.start)
    return covered
