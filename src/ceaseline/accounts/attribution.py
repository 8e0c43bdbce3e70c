"""Who is said to have said what: speaker, verb and content within one paragraph, by rules.

No parser is used. A verb of saying is found in the table of the language; whoever stands before it, or after it
where the verb can change places, is the speaker; what stands on the other side is the content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from ceaseline.accounts.contents import SHORT_QUOTE, content_end, content_start, is_setting, rest_after
from ceaseline.accounts.grammar import Cue, Grammar
from ceaseline.accounts.subject_after import subject_after
from ceaseline.accounts.subject_before import opening_subject, subject_before
from ceaseline.accounts.tokens import Span, Token, quotations
from ceaseline.accounts.verbs import DASHES, LEADS, Verb, is_modal, is_negated, verbs
from ceaseline.accounts.words import Words

_NAMED = 12  # words before a colon in which a speaker is named
_TIME = re.compile(r"\d{1,2}[:.]\d{2}")


@attrs.frozen
class Said:
    """One attribution; spans are numbers of tokens of the paragraph.

    Attributes:
        source: who is named, None where nobody is.
        cue: the verb, None where a quotation or a heading stands alone.
        content: what was said, in one piece or several.
        verb: what is known of the verb.
        rule: how it was found.
        negated: whether the verb itself is denied.
        inside: whether it stands within the content of another.
        modal: whether it is only to come, or could be: nobody has said it yet.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    verb: Cue | None
    rule: str
    negated: bool = False
    inside: bool = False
    modal: bool = False


def attribute(tokens: Sequence[Token], grammar: Grammar) -> list[Said]:
    """Return all attributions of a paragraph, in the order of their contents.

    Examples:
        >>> from ceaseline.accounts.language import ENGLISH
        >>> grammar = Grammar.of(ENGLISH)
        >>> words = grammar.cutter.tokens("“We stop tonight,” Minister Ash said. The road was wet.")
        >>> (said,) = attribute(words, grammar)
        >>> said.source, said.cue, said.content
        (Span(start=6, end=8), Span(start=8, end=9), (Span(start=0, end=6),))
    """
    words = Words.of(tokens, quotations(tokens), grammar)
    begun = _behind_time(words)
    led = _behind_colon(words, begun)
    if led is not None and not words.quote_begins(led.content[0].start):
        return [led]
    said: list[Said] = []
    for sentence in _with_tags(words, grammar.cutter.sentences(tokens)):
        found = list(_in_sentence(words, Span(max(sentence.start, begun), sentence.end)))
        said.extend([led] if led is not None and not found and sentence.start <= begun else found)
    return sorted(_with_lone_quotes(words, said), key=lambda each: each.content[0])


def _behind_time(words: Words) -> int:
    """Return where a paragraph begins behind the time of day that may stand before it."""
    if not words.low or not _TIME.fullmatch(words.low[0]):
        return 0
    return 1 + (len(words.low) > 1 and words.low[1] in LEADS)


def _behind_colon(words: Words, lo: int) -> Said | None:
    """Return what stands behind a name and a colon: a quotation, or the paragraph behind a title or a full name."""
    language, end = words.grammar.language, min(len(words.low), lo + _NAMED)
    colon = next((at for at in range(lo + 1, end) if words.low[at] == ":"), None)
    if colon is None or colon + 1 >= len(words.low):
        return None
    if not _is_name(words, lo, colon):
        return None
    source, cue = Span(lo, colon), Span(colon, colon + 1)
    if words.quote_begins(colon + 1):
        return Said(source, cue, (Span(colon + 1, words.quote_end(colon + 1)),), None, "colon")
    named = words.tokens[lo:colon]
    titled = any(token.low in language.titles for token in named)
    full = titled or sum(token.text[0].isupper() and token.low not in language.determiners for token in named) > 1
    whole = full and words.tokens[colon + 1].text[0].isupper()
    return Said(source, cue, (Span(colon + 1, len(words.low)),), None, "colon") if whole else None


def _with_tags(words: Words, cut: Sequence[Span]) -> list[Span]:
    """Put speaker and verb back to a quotation that ends in a question mark: “Who pays?” Ash asked."""
    whole: list[Span] = []
    for span in cut:
        asked = whole and words.closes(whole[-1].end - 1) and words.low[whole[-1].end - 2] in {"?", "!", "…", "..."}
        if asked and _is_tag(words, span):
            whole[-1] = Span(whole[-1].start, span.end)
        else:
            whole.append(span)
    return whole


def _is_tag(words: Words, span: Span) -> bool:
    first = next(iter(verbs(words, *span)), None)
    if first is None or first.source is None or first.source.start != span.start or first.inverted:
        return False
    if not words.grammar.language.verbs.passive.isdisjoint(words.low[first.source.end : first.at]):
        return False
    return rest_after(words, first.right, span.end, quoted_before=True) is not None


def _in_sentence(words: Words, sentence: Span) -> Iterator[Said]:
    lo, hi = sentence
    found = verbs(words, lo, hi)
    taken: list[Span] = []
    done: list[Said] = []
    for one in found:
        pre = _before_the_verb(words, one, lo, hi)
        if pre is not None:
            done.append(pre)
            taken.extend(pre.content)
    done.extend(_according(words, lo, hi))
    taken = [span for each in done for span in each.content]
    for number, one in enumerate(found):
        if any(each.cue is not None and each.cue.start == one.at for each in done):
            continue
        inside = any(span.start <= one.at < span.end for span in taken)
        if one.source is None and one.shared:
            opener = opening_subject(words, lo, one.at) if one.cue.act == "statement" else None
            one.source = _last_source(done, one.at) or opener
        if one.source is None:
            continue
        after = _after_the_verb(words, one, found[number + 1 :], hi, inside=inside)
        if after is not None:
            done.append(after)
            if not inside:
                taken.extend(after.content)
    yield from done


def _last_source(said: Sequence[Said], at: int) -> Span | None:
    earlier = [
        each for each in said if each.cue is not None and each.cue.start < at and each.source and not each.inside
    ]
    return max(earlier, key=lambda each: each.cue.start if each.cue else 0).source if earlier else None


def _before_the_verb(words: Words, one: Verb, lo: int, hi: int) -> Said | None:
    """Return the attribution where content goes before speaker and verb, or around them."""
    if one.source is None or one.cue.act == "thanks":
        return None
    if one.passive:
        subject = subject_before(words, one.left, lo)
        return None if subject is None else Said(one.source, one.span, (subject,), one.cue, "passive")
    left = one.at if one.inverted else one.left
    start = words.quote_start(lo)
    closes = words.closes(left - 1)
    end = left if closes else left - 1
    leads = left > lo and (closes or (words.low[left - 1] in LEADS and words.low[left - 1] != ":"))
    if not leads or end <= start or not {"clause", "quote"} & set(one.cue.takes):
        return None
    rest = rest_after(words, one.right, hi, quoted_before=closes or words.closes(left - 2))
    if rest is None:
        return None
    auxiliaries_there = words.grammar.language.auxiliaries & set(words.low[start:end])
    bare = (
        is_setting(words, start, end) or (words.low[one.right] == ":" and not auxiliaries_there) if rest else False
    )
    only_setting = not closes and bare and rest[0].end - rest[0].start > 1
    spans = rest if only_setting else (Span(start, end), *rest)
    rule = "inverted" if one.inverted else "around" if len(spans) > 1 else "before"
    return Said(one.source, one.span, spans, one.cue, rule, negated=is_negated(words, one))


def _after_the_verb(words: Words, one: Verb, later: Sequence[Verb], hi: int, *, inside: bool) -> Said | None:
    end = words.end_of(hi)
    start = content_start(words, one.cue, one.right, end)
    stop = content_end(words, one, start, later, end) if start < end else start
    of_clauses = one.cue.charge in _OF_CLAUSES or one.cue.takes == ("quote",)
    if stop <= start or (of_clauses and not _is_clause(words, start, stop)):
        return None
    if one.cue.takes == ("quote",) and words.low[start] in words.grammar.language.infinitives:
        return None
    return Said(
        one.source,
        one.span,
        (Span(start, stop),),
        one.cue,
        "shared" if one.shared else "after",
        negated=is_negated(words, one),
        inside=inside,
        modal=is_modal(words, one),
    )


_OF_CLAUSES = frozenset({"thinking", "finding"})  # verbs that take things as well: of these only clauses were said


def _is_clause(words: Words, start: int, stop: int) -> bool:
    """Tell whether a content is a clause: it says that, how or whether, or has a subject with a verb behind it."""
    language = words.grammar.language
    if words.low[start] in language.contents.openers or words.quote_begins(start):
        return True
    return any(
        words.low[at] in language.auxiliaries - language.possessives
        for at in range(start + 1, min(stop, start + 8))
    )


def _according(words: Words, lo: int, hi: int) -> Iterator[Said]:
    low = words.low
    end = words.end_of(hi)
    for phrase in words.grammar.language.according:
        parts = phrase.split()
        for at in range(lo, end - len(parts)):
            if low[at] != parts[0] or words.quoted[at] or low[at : at + len(parts)] != parts:
                continue
            begins = at == lo or low[at - 1] in words.grammar.language.contents.joints
            comma = next((number for number in range(at, end) if low[number] == ","), end)
            source = subject_after(words, at + len(parts), comma if begins else hi)
            if source is None:
                continue
            cue = Span(at, at + len(parts))
            if begins:
                if comma + 1 < end:
                    yield Said(source, cue, (Span(comma + 1, end),), None, "according")
                continue
            stop = at - 1 if low[at - 1] == "," else at
            start = words.quote_start(lo)
            if stop > start:
                yield Said(source, cue, (Span(start, stop),), None, "according")


def _with_lone_quotes(words: Words, said: Sequence[Said]) -> list[Said]:
    """Give each quotation that nobody was given to whoever spoke before it in the paragraph."""
    result = list(said)
    for quote in words.quotes:
        ended = words.low[quote.end - 2] in {".", ",", "?", "!", "…", "...", "--", "—"}
        if quote.end - quote.start - 2 < SHORT_QUOTE and not ended:
            continue
        if any(span.start < quote.end and quote.start < span.end for each in result for span in each.content):
            continue
        whole = (
            quote.start == 0
            or words.low[quote.start - 1] in {".", "!", "?", ":", "—", "–", "--", "]", "..."}
            or (ended and words.low[quote.start - 1] in {",", ";"})
            or words.closes(quote.start - 1)
        )
        if not whole:
            continue
        signed = _signed(words, quote)
        if signed is not None:
            result.append(Said(signed, None, (quote,), None, "signed"))
            continue
        owner = _owner(result, quote)
        if owner is None:
            result.append(Said(None, None, (quote,), None, "quote"))
            continue
        place = result.index(owner)
        result[place] = attrs.evolve(owner, content=(*owner.content, quote))
    return result


def _signed(words: Words, quote: Span) -> Span | None:
    """Return whose name alone stands behind a quotation, to the end: behind a dash, or in brackets."""
    low, end = words.low, words.end_of(len(words.low))
    start = quote.end + 1
    if start >= end or low[quote.end] not in {*DASHES, "("}:
        return None
    end -= low[quote.end] == "(" and low[end - 1] == ")"
    return Span(start, end) if end > start and _is_name(words, start, end) else None


def _is_name(words: Words, start: int, end: int) -> bool:
    """Tell whether words are a name with titles and places, and nothing else."""
    language = words.grammar.language
    small = language.titles | language.prepositions | language.determiners | language.subjects.name_links | {","}
    named = words.tokens[start:end]
    if not all(token.text[0].isupper() or token.low in small for token in named):
        return False
    if any(words.grammar.cue_at(words.low, at, end) for at in range(start + 1, end)):
        return False
    return any(token.text[0].isupper() and token.low not in small for token in named)


def _owner(said: Sequence[Said], quote: Span) -> Said | None:
    before = [
        each
        for each in said
        if each.content[-1].end <= quote.start and not each.inside and each.cue and each.cue.start < quote.start
    ]
    return max(before, key=lambda each: each.content[-1].end) if before else None
