from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.accounts import reckon
from ceaseline.errors import FileRefused, FormError
from ceaseline.sources import Reading, parse
from ceaseline.sources.claims import with_ids
from ceaseline.tables import Claims
from ceaseline.testing import toy_terms

Read = Callable[..., Reading]

HEADER = "claimant,accused,from,until,zone,item,count,at_least\n"
DAY = "2031-05-01 00:00,2031-05-02 00:00,Etc/GMT-3"


def one(reading: Reading) -> dict[str, Any]:
    assert (1, 0) == (reading.rows.height, reading.set_aside.height)
    return reading.rows.row(0, named=True)


def told(reading: Reading) -> dict[int, tuple[str, str]]:
    rows = reading.set_aside.select("line", "field", "rule").rows()
    return {line: (field, rule) for line, field, rule in rows}


def test_a_claim_says_who_states_what_of_whom_and_for_which_window(read_claims: Read) -> None:
    claim = one(read_claims(f"{HEADER}Highland command,B,{DAY},shelling,1 882,1\n"))
    expected = {
        "claimant": "A",
        "accused": "B",
        "from": datetime(2031, 4, 30, 21, tzinfo=UTC),
        "until": datetime(2031, 5, 1, 21, tzinfo=UTC),
        "zone": "Etc/GMT-3",
        "item": "shelling",
        "count": 1882,
        "at_least": True,
        "line": 2,
        "source": "statements",
    }
    assert expected == {name: claim[name] for name in expected}


def test_what_is_not_known_is_null(read_claims: Read) -> None:
    claim = one(read_claims(f"{HEADER}B,,,,UTC,raids,0,\n"))
    assert [None] * 6 == [claim[name] for name in ("accused", "from", "until", "zone", "stated", "page")]
    assert (0, False) == (claim["count"], claim["at_least"])


def test_columns_have_the_names_the_entry_gives_them(read_claims: Read) -> None:
    columns = {"claimant": "who", "item": "what", "count": "n", "stated": "window", "page": "url"}
    claim = one(read_claims("n,who,what,window,url\n7,A,raids,all day,https://example.org\n", columns=columns))
    assert ("A", "raids", 7, "all day", "https://example.org") == tuple(
        claim[name] for name in ("claimant", "item", "count", "stated", "page")
    )


def test_columns_nobody_named_are_not_known(read_claims: Read) -> None:
    claim = one(read_claims("claimant,item,count\nA,raids,7\n", columns={}))
    assert (None, None, False) == (claim["accused"], claim["from"], claim["at_least"])


@pytest.mark.parametrize("name", ["*", "^.*$", "line", "said", "source"])
def test_columns_may_be_called_anything(read_claims: Read, name: str) -> None:
    columns = {"claimant": "claimant", "stated": name}
    claim = one(
        read_claims(f"claimant,item,count,{name}\nA,raids,7,all day\n", columns=columns, only={name: "all day"})
    )
    assert "all day" == claim["stated"]


BAD = {
    "a name that is nobody's": (f"The Herald,B,{DAY},raids,7,0", "claimant", "unknown-party"),
    "nobody": (f",B,{DAY},raids,7,0", "claimant", "empty"),
    "an accused that is nobody": (f"A,The Herald,{DAY},raids,7,0", "accused", "unknown-party"),
    "a start without an end": ("A,B,2031-05-01T00:00Z,,,raids,7,0", "until", "window-half"),
    "an end without a start": ("A,B,,2031-05-01T00:00Z,,raids,7,0", "until", "window-half"),
    "a window that ends before it starts": (
        "A,B,2031-05-02T00:00Z,2031-05-01T00:00Z,,raids,7,0",
        "until",
        "window-backward",
    ),
    "a window of no length": ("A,B,2031-05-01T00:00Z,2031-05-01T00:00Z,,raids,7,0", "until", "window-backward"),
    "a zone nobody knows": ("A,B,2031-05-01 00:00,2031-05-02 00:00,Lowland,raids,7,0", "zone", "unknown-zone"),
    "a zone nobody needs or knows": ("A,B,,,Lowland,raids,7,0", "zone", "unknown-zone"),
    "a time without a zone": ("A,B,2031-05-01 00:00,2031-05-02 00:00,,raids,7,0", "from", "no-zone"),
    "an hour the clocks skip": (
        "A,B,2031-03-30 02:30,2031-05-02 00:00,Europe/Berlin,raids,7,0",
        "from",
        "time-skipped",
    ),
    "an hour the clocks show twice": (
        "A,B,2031-05-01 00:00,2031-10-26 02:30,Europe/Berlin,raids,7,0",
        "until",
        "time-twice",
    ),
    "nothing counted": (f"A,B,{DAY},,7,0", "item", "empty"),
    "no number": (f"A,B,{DAY},raids,,0", "count", "empty"),
    "half a thing": (f"A,B,{DAY},raids,7.5,0", "count", "not-whole"),
    "less than nothing": (f"A,B,{DAY},raids,-7,0", "count", "negative"),
    "a number in words": (f"A,B,{DAY},raids,about 900,0", "count", "not-a-number"),
    "a number with a comma": (f'A,B,{DAY},raids,"1,404",0', "count", "not-a-number"),
    "more than there can be": (f"A,B,{DAY},raids,1000000000000001,0", "count", "too-large"),
    "perhaps at least": (f"A,B,{DAY},raids,7,perhaps", "at_least", "not-yes-or-no"),
    "too few cells": (f"A,B,{DAY},raids,7", "(line)", "row-short"),
    "too many cells": (f"A,B,{DAY},raids,7,0,x", "(line)", "row-long"),
    "a quote left open": (f'A,"B,{DAY},raids,7,0', "(line)", "quote-open"),
}


@pytest.mark.parametrize(("row", "field", "rule"), BAD.values(), ids=BAD.keys())
def test_a_bad_row_costs_itself_alone(read_claims: Read, row: str, field: str, rule: str) -> None:
    good = f"A,B,{DAY},raids,7,0\n"
    reading = read_claims(HEADER + row + "\n" + good)
    assert {2: (field, rule)} == told(reading)
    assert [3] == reading.rows["line"].to_list()
    assert reading.set_aside["mend"][0]


def test_a_row_word_for_word_like_another_is_one_claim(read_claims: Read) -> None:
    row = f"A,B,{DAY},raids,7,0\n"
    reading = read_claims(HEADER + row + f"A,B,{DAY},raids,8,0\n" + row)
    assert ([2, 3], 3, 1) == (reading.rows["line"].to_list(), reading.seen, reading.skipped)


def test_rows_that_are_not_wanted_are_skipped_and_counted(read_claims: Read) -> None:
    content = "truce,claimant,item,count\nmay,A,raids,7\njune,A,raids,nonsense\nmay,A,raids,8\n"
    reading = read_claims(content, columns={}, only={"truce": "may"})
    assert ([2, 4], 0, 1) == (reading.rows["line"].to_list(), reading.set_aside.height, reading.skipped)
    assert ("only rows where truce is may",) == reading.notes


def test_the_column_of_wanted_rows_has_to_be_there(read_claims: Read) -> None:
    with pytest.raises(FileRefused, match="no column 'truce'"):
        read_claims("claimant,item,count\nA,raids,7\n", columns={}, only={"truce": "may"})


def test_totals_are_reckoned_with_their_parts(read_claims: Read) -> None:
    content = f'{HEADER}A,B,{DAY},"violations, total",120,0\nA,B,{DAY},shelling,80,0\nA,B,{DAY},raids,30,1\n'
    reading = read_claims(content, totals=["violations, total"])
    claims = reckon(
        pl.concat([Claims.create_empty(), reading.rows], how="diagonal"), {"statements": ["violations, total"]}
    )
    assert (10, "at_most") == claims.select("residual", "residual_is").row(0)


# Ids


def ids(reading: Reading) -> list[str]:
    return reading.rows["claim_id"].to_list()


def test_a_claim_keeps_its_id_in_another_file_and_on_another_line(read_claims: Read) -> None:
    claim = f"A,B,{DAY},raids,7,0\n"
    first = ids(read_claims(HEADER + claim))
    assert ["claim-1f1fe6f41434"] == first  # the same on any machine
    assert first == ids(read_claims(f"{HEADER}A,B,{DAY},shelling,9,0\n{claim}"))[1:]


def test_any_other_content_is_another_claim(read_claims: Read) -> None:
    rows = [
        f"A,B,{DAY},raids,7,0",
        f"A,B,{DAY},raids,7,1",
        f"A,B,{DAY},raids,8,0",
        f"A,B,{DAY},shelling,7,0",
        "A,B,,,,raids,7,0",
    ]
    rows.append("A,B,2031-05-01 00:00,2031-05-03 00:00,Etc/GMT-3,raids,7,0")
    assert 6 == len(set(ids(read_claims(HEADER + "\n".join(rows) + "\n"))))


def test_who_claims_of_whom_is_no_part_of_the_id(read_claims: Read) -> None:
    rows = [("A", "B", "raids", 7), ("B", "A", "raids", 7), ("B", "A", "shelling", 3)]
    swap = {"A": "B", "B": "A"}

    def content(*, swapped: bool) -> str:
        sides = [(swap[left], swap[right]) if swapped else (left, right) for left, right, _, _ in rows]
        return HEADER + "".join(
            f"{left},{right},{DAY},{item},{count},0\n"
            for (left, right), (_, _, item, count) in zip(sides, rows, strict=True)
        )

    first, second = read_claims(content(swapped=False)), read_claims(content(swapped=True))
    assert ids(first) == ids(second)
    assert first.rows["claimant"].replace_strict(swap).to_list() == second.rows["claimant"].to_list()


def test_two_sides_that_say_the_very_same_thing_are_two_claims(read_claims: Read) -> None:
    first, second = ids(read_claims(f"{HEADER}A,B,{DAY},raids,7,0\nB,A,{DAY},raids,7,0\n"))
    assert f"{first}-2" == second


def test_claims_of_two_files_that_say_the_very_same_thing_are_told_apart_once_they_lie_together(
    read_claims: Read,
) -> None:
    one_side, other = (read_claims(f"{HEADER}{sides},{DAY},raids,7,0\n").rows for sides in ("A,B", "B,A"))
    assert one_side["claim_id"][0] == other["claim_id"][0]
    together = with_ids(pl.concat([one_side, other]))
    assert [one_side["claim_id"][0], f"{one_side['claim_id'][0]}-2"] == together["claim_id"].to_list()
    assert one_side.columns == together.columns


# The form


FORMS: dict[str, tuple[dict[str, Any], str]] = {
    "one end of a window": ({"columns": {"from": "from"}}, "gives one end of the window; name both from and until"),
    "the other end of a window": ({"columns": {"until": "until"}}, "gives one end of the window"),
    "a column without a name": ({"columns": {"item": ""}}, "columns.item"),
    "a column unheard of": ({"columns": {"itme": "x"}}, "did you mean item?"),
    "a number to look for": ({"only": {"year": 2031}}, "only.year"),
    "a party unheard of": ({"parties": {"Herald": "C"}}, "No party of the terms is called 'C'"),
}


@pytest.mark.parametrize(("keys", "why"), FORMS.values(), ids=FORMS.keys())
def test_an_entry_that_cannot_be_meant_is_told(entry: Callable[..., str], keys: dict[str, Any], why: str) -> None:
    with pytest.raises(FormError) as error:
        parse(entry("claims", **keys), toy_terms())
    assert why in str(error.value).replace(". Mend: ", "; ")
    assert all(problem.mend and problem.line for problem in error.value.problems)


# Any mix

GOOD = st.lists(
    st.tuples(
        st.sampled_from(["A,B", "B,A", "Highland command,", "Lowland ministry,Highland command"]),
        st.sampled_from([DAY, ",,", "2031-05-01T00:00Z,2031-05-02T00:00Z,"]),
        st.sampled_from(["raids", '"violations, total"', '"two\nlines"', 'the 5" gun']),
        st.integers(0, 9_999),
    ),
    unique=True,
    max_size=8,
).map(lambda rows: [",".join([sides, window, item, str(count), "0"]) for sides, window, item, count in rows])


@settings(max_examples=80)
@given(
    GOOD, st.lists(st.tuples(st.integers(0, 8), st.sampled_from([row for row, _, _ in BAD.values()])), max_size=5)
)
def test_bad_rows_anywhere_change_nothing_of_the_good_ones(
    read_claims: Read, good: list[str], bad: list[tuple[int, str]]
) -> None:
    mixed = list(good)
    for place, row in bad:
        mixed.insert(place, row)
    clean, reading = (read_claims(HEADER + "".join(row + "\n" for row in rows)) for rows in (good, mixed))
    assert clean.rows.drop("line", "capture_id").equals(reading.rows.drop("line", "capture_id"))
    assert (len(bad), 0) == (reading.set_aside.height, clean.set_aside.height)
    assert reading.seen == reading.rows.height + reading.set_aside.height + reading.skipped


def outcome(read: Read, content: bytes, **keys: Any) -> Reading | str:
    """Return what is read, or why the file is refused."""
    try:
        return read(content, **keys)
    except FileRefused as refused:
        return str(refused)


SOUP = st.lists(
    st.sampled_from(
        [
            b"A",
            b"B",
            b",",
            b";",
            b"\n",
            b"\r",
            b'"',
            b"2031-05-01T00:00Z",
            b"2031-03-30 02:30",
            b"Europe/Berlin",
            b"localtime",
            b"raids",
            b"3",
            b"-0",
            b"\0",
            b"\xff",
            b"\xd1\x81",
            b"'=1",
            b"yes",
            b" ",
        ]
    )
    | st.binary(max_size=3),
    max_size=40,
).map(b"".join)


@settings(max_examples=150)
@given(
    SOUP,
    st.sampled_from([b"", HEADER.encode(), HEADER.replace(",", ";").encode()]),
    st.sampled_from(["utf-8", "cp1251", "gbk"]),
)
def test_any_bytes_give_a_reading_or_a_refusal(
    read_claims: Read, content: bytes, header: bytes, encoding: str
) -> None:
    reading = outcome(read_claims, header + content, encoding=encoding)
    if isinstance(reading, str):
        assert "Mend: " in reading
        return
    assert reading == read_claims(header + content, encoding=encoding)
    Claims.validate(pl.concat([Claims.create_empty(), reading.rows], how="diagonal"))
    assert reading.seen == reading.rows.height + reading.set_aside.height + reading.skipped
