from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.errors import LedgerError
from ceaseline.ledger import Entry
from ceaseline.ledger.entries import MAX_ENTRY

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), VALUES, max_size=4))
def test_an_entry_is_read_back_as_it_was_spelled(body: dict[str, object]) -> None:
    entry = Entry("capture", "capture/posts/00", NOON, body)
    assert entry == Entry.parse(entry.to_bytes())


def test_an_entry_has_one_spelling() -> None:
    one = Entry("capture", "k", NOON, {"b": 1, "a": "é"})
    other = Entry("capture", "k", NOON.astimezone(timezone(timedelta(hours=3))), {"a": "é", "b": 1})
    assert one.to_bytes() == other.to_bytes()
    assert (
        b'{"body":{"a":"\xc3\xa9","b":1},"key":"k","kind":"capture","received":"2031-05-01T12:00:00.000000+00:00","v":1}'
        == one.to_bytes()
    )


def test_an_entry_that_no_tile_could_hold_is_refused() -> None:
    with pytest.raises(LedgerError, match="at most 65,535 bytes"):
        Entry("capture", "k", NOON, {"a": "x" * MAX_ENTRY}).to_bytes()


@given(st.binary())
def test_any_bytes_are_an_entry_or_refused(raw: bytes) -> None:
    with pytest.raises(LedgerError):
        Entry.parse(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 100_000,
        b"{}",
        b'{"v":2,"kind":"capture","key":"k","received":"2031-05-01T12:00:00+00:00","body":{}}',
        b'{"v":1,"kind":"gossip","key":"k","received":"2031-05-01T12:00:00+00:00","body":{}}',
        b'{"v":1,"kind":"capture","key":7,"received":"2031-05-01T12:00:00+00:00","body":{}}',
        b'{"v":1,"kind":"capture","key":"k","received":"noon","body":{}}',
        b'{"v":1,"kind":"capture","key":"k","received":"2031-05-01T12:00:00+00:00","body":[]}',
    ],
)
def test_what_is_no_entry_is_refused(raw: bytes) -> None:
    with pytest.raises(LedgerError):
        Entry.parse(raw)
