"""Accounts as a source: whatever a file holds, it is read, set aside or refused with a mend."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.errors import FileRefused
from ceaseline.sources import Capture, Reading, Source, parse
from ceaseline.tables import Allegations, Claims, Notices
from ceaseline.testing import captured, check_source, toy_terms

ENTRY = "{{name: herald, kind: accounts, file: inbox/*.txt, role: press{}}}"
WORDS = (
    *("Highland", "Lowland", "General", "Ash", "Oak", "of", "said", "that", "the", "denied", "will", "shelled"),
    *("Aulis", "on", "Tuesday", "31 December 9999", "1 January 0001", "at", "23:59", "12 a.m.", "overnight", "by"),
    *("“", "”", '"', "'", ".", ",", "?", "\n", "\n\n", "- ", "7 May 2031", "convoy", "deliver", "our troops"),
    *("99999999999999999999 shells", "1e999", "not", "accused", "the other side", "\u202e", "\u2028", "\x85"),
    *("\ufb01", "\u0130", "\u00df", "fire", "plans to"),
)


def reading(content: bytes, more: str = "") -> Reading:
    (source,) = parse(f"sources: [{ENTRY.format(more)}]", toy_terms())
    return source.read(captured(content, source="herald", name="a.txt"))


def refusal(source: Source, capture: Capture) -> str | None:
    """Return why a file is refused; None where it is read."""
    try:
        source.read(capture)
    except FileRefused as refused:
        return str(refused)
    return None


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=5, max_size=60).map(" ".join))
def test_any_mixture_of_such_words_is_read_or_refused_with_a_mend(text: str) -> None:
    (source,) = parse(f"sources: [{ENTRY.format('')}]", toy_terms())
    capture = captured(text.encode(), source="herald", name="a.txt")
    refused = refusal(source, capture)
    if refused is None:
        check_source(source, capture)
    else:
        assert "Mend: " in refused


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_mend(content: bytes) -> None:
    (source,) = parse(f"sources: [{ENTRY.format('')}]", toy_terms())
    refused = refusal(source, captured(content, source="herald", name="a.txt"))
    assert refused is None or "Mend: " in refused


def test_the_day_of_the_entry_goes_before_that_in_the_text() -> None:
    text = "7 May 2031\n\nGeneral Ash of Highland said that Lowland shelled Aulis overnight.\n"
    assert "2031-05-07" == str(reading(text.encode()).rows["published"][0])
    assert "2031-06-01" == str(reading(text.encode(), ", published: 2031-06-01").rows["published"][0])


def test_hours_are_read_on_the_clock_of_the_entry() -> None:
    text = b"7 May 2031\n\nGeneral Ash of Highland said that Lowland shelled Aulis on 5 May at 18:40.\n"
    found = dict(reading(text, ", zone: Asia/Kathmandu").beside)
    assert "2031-05-05 12:40" == f"{found[Allegations]['earliest'][0]:%Y-%m-%d %H:%M}"  # 6 h before


def test_an_account_without_a_day_says_so() -> None:
    (note,) = reading(b"General Ash of Highland said that Lowland shelled Aulis.\n").notes
    assert "when it came out" in note


def test_the_words_of_an_announcement_are_kept_only_where_they_may_be_shown() -> None:
    text = b"7 May 2031\n\nMinister Oak of Lowland said that a convoy will pass Aulis on 9 May.\n"
    for more, kept in (("", None), (", may_republish: true", "that a convoy will pass Aulis on 9 May")):
        found = dict(reading(text, more).beside)
        assert [kept] == found[Notices]["text"].to_list()


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-8"])
def test_an_encoding_of_the_entry_is_used(encoding: str) -> None:
    text = "General Ash of Highland said “Lowland shelled the village of Aulis”."
    found = reading(text.encode(encoding), f", encoding: {encoding}").rows
    assert "“Lowland shelled the village of Aulis”" in found["text"][0]


@pytest.mark.parametrize("day", ["31 December 9999", "1 January 0001"])
def test_a_day_that_no_calendar_holds_gives_no_hours(day: str) -> None:
    told = f"General Ash of Highland said that Lowland shelled Aulis overnight on {day}. Ash said a convoy will go."
    (source,) = parse(f"sources: [{ENTRY.format('')}]", toy_terms())
    for text in (told, f"{day}\n\n{told}"):
        found = dict(source.read(captured(text.encode(), source="herald", name="a.txt")).beside)
        assert [None] == found[Allegations]["earliest"].to_list()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("said that Lowland violated the truce 2,935 times on 6 May", ("B", "violations", 2935, False, True)),
        ("said that Lowland broke it on 6 May with 1,882 shellings", ("B", "shellings", 1882, False, True)),
        ("said that Lowland had made more than 950 drone strikes", ("B", "drone strikes", 950, True, False)),
        ("said that Lowland made 640 attacks since 6 May", ("B", "attacks", 640, False, False)),
        ("accused Lowland of 312 attacks on 6 May", ("B", "attacks", 312, False, True)),
    ],
)
def test_a_total_that_a_side_states_of_the_other_is_a_claim(said: str, expected: tuple[object, ...]) -> None:
    found = dict(reading(f"7 May 2031\n\nGeneral Ash of Highland {said}.\n".encode()).beside)[Claims]
    told = found.select("accused", "item", "count", "at_least", pl.col("from").is_not_null()).rows()
    assert [expected] == told


@pytest.mark.parametrize(
    "said",
    [
        "said that our troops shot down 90 drones",
        "said that Lowland made about 300 attacks",
        "said that Lowland shelled Aulis 3 times on 6 May",
        "asked whether Lowland made 300 attacks",
        "said that 300 attacks on Lowland were stopped",
    ],
)
def test_a_vague_a_small_an_own_and_an_asked_number_is_no_claim(said: str) -> None:
    found = dict(reading(f"7 May 2031\n\nGeneral Ash of Highland {said}.\n".encode()).beside)[Claims]
    assert 0 == found.height
