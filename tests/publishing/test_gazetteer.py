"""Names of settlements from a file that people made: limits first, bad rows aside, never fatal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.errors import FormError
from ceaseline.publishing.gazetteer import MAX_BYTES, Gazetteer, parse_gazetteer

HEAD = "lon,lat,rank,name:en,name:de"


def read(*rows: str, languages: tuple[str, ...] = ()) -> Gazetteer:
    return parse_gazetteer("\n".join([HEAD, *rows]).encode(), "places.csv", languages)


def test_names_stand_in_the_order_that_is_written_down_and_once() -> None:
    row = "30.5,50.5,1,Saltmarsh,Salzmarsch"
    assert ("Salzmarsch", "Saltmarsh") == read(row).places[0].names
    assert ("Saltmarsh", "Salzmarsch") == read(row, languages=("en", "de")).places[0].names
    assert ("Saltmarsh",) == read(row, languages=("en",)).places[0].names
    assert ("Au",) == read("30,50,1,Au,Au").places[0].names


def test_the_languages_are_told_in_the_order_of_the_names() -> None:
    row = "30.5,50.5,1,Saltmarsh,Salzmarsch"
    assert [("de", "en"), ("en", "de")] == [read(row, languages=each).languages for each in ((), ("en", "de"))]


def test_a_sentence_has_all_names_and_one_from_right_to_left_turns_nothing_around_it() -> None:
    assert "Salzmarsch (Saltmarsh)" == read("30.5,50.5,1,Saltmarsh,Salzmarsch").places[0].said
    assert "Au" == read("30.5,50.5,1,Au,").places[0].said
    told = read("30.5,50.5,1,عكا,Au", languages=("de", "en")).places[0].said
    assert "Au (\N{FIRST STRONG ISOLATE}عكا\N{POP DIRECTIONAL ISOLATE})" == told


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x,50,1,Au,", "lon: is no number (found: x). Mend: write degrees, -180 to 180"),
        ("nan,50,1,Au,", "lon: is no number (found: nan). Mend: write degrees, -180 to 180"),
        ("30,90.1,1,Au,", "lat: is not on the earth (found: 90.1). Mend: write degrees, -90 to 90"),
        ("30,50,0,Au,", "rank: is no rank (found: 0). Mend: write 1 for the biggest, up to 99"),
        ("30,50,1,,", "name:de: is empty. Mend: give it a name in one of the languages"),
        ("30,50,1,Au", "the row: has 4 cells (found: 30,50,1,Au). Mend: give it 5 cells, as the header has"),
        ('30,50,1,"Au,', "the row: has a quote that does not close"),
        ("30,50,1,A\x07u,", "name:en: is no name that can be drawn"),
        ("30,50,1," + "u" * 81 + ",", "name:en: is no name that can be drawn"),
    ],
)
def test_a_bad_row_is_set_aside_with_line_and_mend_and_the_others_stay(row: str, said: str) -> None:
    found = read("30,50,1,Upper,", row, "31,51,2,Lower,")
    assert [("Upper",), ("Lower",)] == [place.names for place in found.places]
    (aside,) = found.set_aside
    assert aside.startswith(f"places.csv:3: {said}")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"lon,lat,name:en\n", "lacks the column rank"),
        (b"lon,lat,rank\n", "has no header that can be used"),
        (b"", "lacks the column lon"),
        (b"lon,lat,rank,name:en,name:en\n", "has no header that can be used"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b" " * (MAX_BYTES + 1), "is larger than 20,000,000 bytes"),
        (b"\n" * 200_001, "has more than 200,000 rows"),
    ],
)
def test_a_file_that_is_no_gazetteer_is_refused_with_a_mend(raw: bytes, said: str) -> None:
    with pytest.raises(FormError, match=f"places.csv: the file: {said}.*Mend:"):
        parse_gazetteer(raw, "places.csv")


def test_a_language_that_the_file_does_not_have_is_named() -> None:
    with pytest.raises(FormError, match="lacks the column name:fr"):
        read("30,50,1,Au,", languages=("fr",))


@given(st.text(max_size=200))
def test_no_row_breaks_the_reading(row: str) -> None:
    line = row.replace("\n", " ").replace("\r", " ")
    found = read(line, "31,51,2,Lower,")
    assert ("Lower",) in [place.names for place in found.places]
    assert len(found.places) + len(found.set_aside) == (2 if line.strip() else 1)
