"""Fires seen from space: every header there is, times without zeros, pixels as ellipses, answers that are none."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from math import log, sqrt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.errors import FileRefused
from ceaseline.sources import Reading, parse
from ceaseline.tables import Observations
from ceaseline.testing import captured, check_source, toy_terms

Read = Callable[..., Reading]
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"  # beside the checkout, where it is there

VIIRS = (
    "latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,instrument,confidence,version,bright_ti5,"
    "frp,daynight"
)
VIIRS_ROW = "12.50110,34.50220,331.5,0.40,0.60,2031-05-02,149,N,VIIRS,n,2.0NRT,295.1,4.2,N"
MODIS = VIIRS.replace("bright_ti4", "brightness").replace("bright_ti5", "bright_t31")
MODIS_ROW = "12.501,34.502,318.9,1.2,1.1,2031-05-02,0149,T,MODIS,62,6.1NRT,290.2,14.1,D"


def without(name: str, header: str, row: str) -> tuple[str, str]:
    """A header and a row with one column less."""
    at = header.split(",").index(name)
    first, second = (
        [cell for number, cell in enumerate(line.split(",")) if number != at] for line in (header, row)
    )
    return ",".join(first), ",".join(second)


def changed(row: str = VIIRS_ROW, header: str = VIIRS, **cells: str) -> str:
    """A row with other cells."""
    named = dict(zip(header.split(","), row.split(","), strict=True)) | cells
    return ",".join(named.values())


@pytest.fixture(scope="session")
def read_firms(read_kind: Read) -> Read:
    return lambda content, **keys: read_kind("firms", content, **keys)


@pytest.fixture(scope="session")
def one(read_firms: Read) -> Callable[..., dict[str, Any]]:
    """Read one row of VIIRS with other cells."""

    def read(**cells: str) -> dict[str, Any]:
        reading = read_firms(f"{VIIRS}\n{changed(**cells)}\n")
        assert (1, 0) == (reading.rows.height, reading.set_aside.height)
        return reading.rows.row(0, named=True)

    return read


One = Callable[..., dict[str, Any]]


def rules(reading: Reading) -> dict[int, tuple[str, str]]:
    return {line: (field, rule) for line, field, rule in reading.set_aside.select("line", "field", "rule").rows()}


# Headers

HEADERS: dict[str, tuple[str, str]] = {
    "VIIRS, near real time": (VIIRS, VIIRS_ROW),
    "VIIRS, text files of a day": without("instrument", VIIRS, VIIRS_ROW),
    "VIIRS, archive": (f"{VIIRS},type", f"{VIIRS_ROW.replace('2.0NRT', '2')},0"),
    "VIIRS, without the size of pixels": without("scan", *without("track", VIIRS, VIIRS_ROW)),
    "MODIS, near real time": (MODIS, MODIS_ROW),
    "MODIS, archive": (f"{MODIS},type", f"{MODIS_ROW.replace('6.1NRT', '6.1')},0"),
    "columns in another order": (",".join(VIIRS.split(",")[::-1]), ",".join(VIIRS_ROW.split(",")[::-1])),
}


@pytest.mark.parametrize(("header", "row"), HEADERS.values(), ids=HEADERS.keys())
def test_every_header_gives_the_same_kind_of_row(read_firms: Read, header: str, row: str) -> None:
    reading = read_firms(f"{header}\n{row}\n")
    assert (1, 0) == (reading.rows.height, reading.set_aside.height)
    found = reading.rows.row(0, named=True)
    at = datetime(2031, 5, 2, 1, 49, tzinfo=UTC)
    assert ("satellite_thermal", "fire", at, at, 60, None, None) == tuple(
        found[name]
        for name in ("means", "phenomenon", "earliest", "latest", "time_sigma_s", "accused", "bearing_deg")
    )
    assert (34.502, 12.501) == (round(found["lon"], 3), round(found["lat"], 3))


def test_what_is_not_said_of_the_source_is_known_of_its_kind() -> None:
    (source,) = parse("sources: [{name: fires, kind: firms, file: inbox/*.txt}]", toy_terms())
    form = source.form
    assert ("instrument", "NASA FIRMS, free with citation", True) == (form.role, form.licence, form.may_republish)
    check_source(source, captured(f"{VIIRS}\n{VIIRS_ROW}\n{changed(acq_time='x')}\n".encode(), source="fires"))


@pytest.mark.parametrize("name", ["latitude", "longitude", "acq_date", "acq_time", "satellite", "confidence"])
def test_a_header_without_a_needed_column_is_refused(read_firms: Read, name: str) -> None:
    header, row = without(name, VIIRS, VIIRS_ROW)
    with pytest.raises(FileRefused, match=f"no column '{name}'"):
        read_firms(f"{header}\n{row}\n")


ANSWERS = {
    "a wrong key": "Invalid MAP_KEY.",
    "too many requests": "Exceeding allowed transaction limit, please try later",
    "a web page": "<!DOCTYPE html>\n<html><body>502 Bad Gateway</body></html>",
    "a web page after blanks": "\n\n  <html><head><title>Maintenance</title></head></html>",
    "an error as XML": "<?xml version='1.0'?><error>no</error>",
    "an error as JSON": '{"error": "Invalid MAP_KEY"}',
    "a list as JSON": "[]",
    "nothing": "",
    "blank lines": "\n\n\n",
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_that_is_no_table_is_refused_with_a_mend(read_firms: Read, answer: str) -> None:
    with pytest.raises(FileRefused, match=r"Mend: ."):
        read_firms(answer)


def test_a_header_alone_is_a_day_without_rows(read_firms: Read) -> None:
    reading = read_firms(f"{VIIRS}\n")
    assert (0, 0) == (reading.rows.height, reading.seen)
    assert ("a fire seen from space says nothing of who lit it; without a pass, or under cloud, none is seen",) == (
        reading.notes
    )


# Times

CLOCKS = {
    "149": (1, 49), "0149": (1, 49), "5": (0, 5), "05": (0, 5), "0": (0, 0), "0000": (0, 0), "1112": (11, 12),
    "2359": (23, 59), "59": (0, 59), "100": (1, 0), "01:49": (1, 49), "1:49": (1, 49), "0:05": (0, 5),
}  # fmt: skip


@pytest.mark.parametrize(("text", "clock"), CLOCKS.items(), ids=CLOCKS.keys())
def test_times_are_minutes_whose_zeros_may_be_lost(one: One, text: str, clock: tuple[int, int]) -> None:
    assert datetime(2031, 5, 2, *clock, tzinfo=UTC) == one(acq_time=text)["earliest"]


@given(st.integers(0, 23), st.integers(0, 59), st.integers(1, 4))
def test_any_minute_of_the_day_is_read_with_as_many_zeros_as_there_are(
    one: One, hour: int, minute: int, width: int
) -> None:
    text = str(hour * 100 + minute).zfill(width)
    assert datetime(2031, 5, 2, hour, minute, tzinfo=UTC) == one(acq_time=text)["latest"]


NO_TIMES = {
    "an hour too many": ("2031-05-02", "2400", "acq_date, acq_time", "not-a-time"),
    "a minute too many": ("2031-05-02", "1260", "acq_date, acq_time", "not-a-time"),
    "sixty": ("2031-05-02", "60", "acq_date, acq_time", "not-a-time"),
    "nothing": ("2031-05-02", "", "acq_time", "not-a-clock"),
    "a fraction": ("2031-05-02", "149.0", "acq_time", "not-a-clock"),
    "five digits": ("2031-05-02", "01149", "acq_time", "not-a-clock"),
    "less than none": ("2031-05-02", "-149", "acq_time", "not-a-clock"),
    "words": ("2031-05-02", "night", "acq_time", "not-a-clock"),
    "another order of days": ("02/05/2031", "149", "acq_date, acq_time", "not-a-time"),
    "no day": ("", "149", "acq_date, acq_time", "not-a-time"),
    "a day with a time": ("2031-05-02T01:49Z", "149", "acq_date, acq_time", "not-a-time"),
    "a year long gone": ("1527-05-02", "149", "acq_date, acq_time", "not-a-time"),
    "a day that no month has": ("2031-02-29", "149", "acq_date, acq_time", "not-a-time"),
}


@pytest.mark.parametrize(("day", "clock", "field", "rule"), NO_TIMES.values(), ids=NO_TIMES.keys())
def test_what_no_clock_shows_is_set_aside(read_firms: Read, day: str, clock: str, field: str, rule: str) -> None:
    bad = changed(acq_date=day, acq_time=clock)
    reading = read_firms(f"{VIIRS}\n{bad}\n{VIIRS_ROW}\n")
    assert ({2: (field, rule)}, [3]) == (rules(reading), reading.rows["line"].to_list())
    assert reading.set_aside["mend"][0]


# Places: where the fire may be is anywhere in a pixel, so its error has half the side over the root of three


def half_axis(kilometres: float) -> float:
    return 500 * kilometres / sqrt(3) * sqrt(-2 * log(0.32))


def test_a_pixel_becomes_an_ellipse(one: One) -> None:
    row = one(scan="0.40", track="0.60")
    # 300 m to the side / 1.7321 * 1.5096 = 261.5 m, and 174.3 m
    assert (261.5, 174.3) == (round(row["major_m"], 1), round(row["minor_m"], 1))
    assert round(sqrt((261.469**2 + 174.3127**2) / 2), 1) == round(row["radius_m"], 1)


@pytest.mark.parametrize(("header", "row", "side"), [(VIIRS, VIIRS_ROW, 0.375), (MODIS, MODIS_ROW, 1.0)])
def test_a_pixel_of_no_size_has_the_usual_one(read_firms: Read, header: str, row: str, side: float) -> None:
    (found,) = read_firms(f"{header}\n{changed(row, header, scan='', track='')}\n").rows.rows(named=True)
    sizes = (found["major_m"], found["minor_m"], found["radius_m"])
    assert [round(half_axis(side), 6)] * 3 == [round(size, 6) for size in sizes]


@given(st.floats(0.01, 20), st.floats(0.01, 20))
def test_the_longer_axis_is_of_the_longer_side_whichever_it_is(one: One, scan: float, track: float) -> None:
    row = one(scan=f"{scan:.4f}", track=f"{track:.4f}")
    assert row["minor_m"] <= row["radius_m"] + 1e-9 <= row["major_m"] + 2e-9
    assert abs(row["major_m"] - half_axis(max(round(scan, 4), round(track, 4)))) < 0.1


AREA: dict[str, Any] = {"area": {"west": 34, "south": 12, "east": 36, "north": 14}}
PLACES = {
    "the other way round": ({"latitude": "34.5", "longitude": "12.5"}, "place-swapped"),
    "the other hemisphere": ({"latitude": "-12.5"}, "place-mirrored"),
    "elsewhere": ({"latitude": "48.1"}, "place-outside"),
    "0, 0": ({"latitude": "0", "longitude": "0"}, "place-zero"),
    "no place": ({"latitude": "", "longitude": ""}, "place-missing"),
    "half a place": ({"latitude": ""}, "place-half"),
    "a decimal comma": ({"latitude": '"12,5"'}, "not-degrees"),
    "a pixel of words": ({"scan": "wide"}, "not-a-number"),
    "a pixel of less than nothing": ({"track": "-0.4"}, "negative"),
}


@pytest.mark.parametrize(("cells", "rule"), PLACES.values(), ids=PLACES.keys())
def test_a_bad_place_sets_its_row_aside(read_firms: Read, cells: dict[str, str], rule: str) -> None:
    reading = read_firms(f"{VIIRS}\n{VIIRS_ROW}\n{changed(**cells)}\n", **AREA)
    assert ([2], rule) == (reading.rows["line"].to_list(), rules(reading)[3][1])


# What else is told

CONFIDENCES = ["l", "n", "h", "N", "low", "nominal", "high", "High", "0", "62", "100"]


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_every_form_of_confidence_is_kept(one: One, confidence: str) -> None:
    assert f"confidence {confidence.lower()}, 4.2 MW" == one(confidence=confidence)["text"]


@pytest.mark.parametrize("confidence", ["", "sure", "-1", "62%", "1000", "nom", "6.2"])
def test_a_confidence_that_is_none_sets_its_row_aside(read_firms: Read, confidence: str) -> None:
    assert {2: ("confidence", "not-a-confidence")} == rules(
        read_firms(f"{VIIRS}\n{changed(confidence=confidence)}\n")
    )


def test_what_is_known_to_be_no_such_fire_is_said_and_counted(read_firms: Read) -> None:
    kinds = ["0", "1", "2", "3", "2", ""]
    rows = [f"{changed(acq_time=str(number))},{kind}" for number, kind in enumerate(kinds)]
    reading = read_firms("\n".join([f"{VIIRS},type", *rows, ""]))
    words = ["", ", a volcano", ", another source that stands still", ", a detection over water"]
    expected = [f"confidence n, 4.2 MW{words[int(kind or 0)]}" for kind in kinds]
    assert expected == reading.rows["text"].to_list()
    assert (
        "1 rows are a volcano, as the file says",
        "2 rows are another source that stands still, as the file says",
        "1 rows are a detection over water, as the file says",
    ) == reading.notes[1:]


def test_a_fire_without_a_power_is_kept(one: One) -> None:
    assert "confidence n" == one(frp="")["text"]


def test_a_detection_given_twice_is_one_and_one_that_differs_is_set_aside(read_firms: Read) -> None:
    rows = [VIIRS_ROW, changed(acq_time="0149"), changed(satellite="N20"), changed(satellite="N20", confidence="h")]
    reading = read_firms("\n".join([VIIRS, *rows, ""]))
    assert ([2], 1) == (reading.rows["line"].to_list(), reading.skipped)
    assert {4: ("(id)", "id-twice"), 5: ("(id)", "id-twice")} == rules(reading)


def test_two_satellites_two_minutes_and_two_pixels_are_four_detections(read_firms: Read) -> None:
    rows = [VIIRS_ROW, changed(satellite="N20"), changed(acq_time="150"), changed(latitude="12.50111")]
    assert 4 == read_firms("\n".join([VIIRS, *rows, ""])).rows["observation_id"].n_unique()


def test_the_same_columns_as_parquet_give_the_same_rows(read_firms: Read) -> None:
    frame = pl.read_csv(io.StringIO(f"{VIIRS}\n{VIIRS_ROW}\n{changed(acq_time='5')}\n"), try_parse_dates=True)
    stream = io.BytesIO()
    frame.write_parquet(stream)
    reading, plain = read_firms(stream.getvalue()), read_firms(frame.write_csv())
    assert 2 == plain.rows.height
    assert plain.rows.drop("line", "capture_id").equals(reading.rows.drop("line", "capture_id"))


# Any mix

BAD_CELLS: list[dict[str, str]] = [
    *({"acq_date": day, "acq_time": clock} for day, clock, _, _ in NO_TIMES.values()),
    *(cells for cells, _ in PLACES.values()),
    {"confidence": "sure"},
]
BAD_ROWS = [*(changed(**cells) for cells in BAD_CELLS), "12.5,34.5", f"{VIIRS_ROW},,,x", f'"{VIIRS_ROW}', "\0"]
GOOD = st.lists(
    st.tuples(
        st.integers(0, 2359).filter(lambda clock: clock % 100 < 60), st.sampled_from(CONFIDENCES), st.booleans()
    ),
    max_size=8,
    unique_by=lambda row: row[0],
).map(
    lambda rows: [
        changed(acq_time=str(clock), confidence=confidence, scan="" if bare else "0.5")
        for clock, confidence, bare in rows
    ]
)


@settings(max_examples=60)
@given(GOOD, st.lists(st.tuples(st.integers(0, 8), st.sampled_from(BAD_ROWS)), max_size=6))
def test_bad_rows_anywhere_change_nothing_of_the_good_ones(
    read_firms: Read, good: list[str], bad: list[tuple[int, str]]
) -> None:
    mixed = list(good)
    for place, row in bad:
        mixed.insert(place, row)
    clean, reading = (read_firms("\n".join([VIIRS, *rows, ""]), **AREA) for rows in (good, mixed))
    assert clean.rows.drop("line", "capture_id").equals(reading.rows.drop("line", "capture_id"))
    assert (len(good), len(bad)) == (reading.rows.height, reading.set_aside.height)
    assert reading.seen == reading.rows.height + reading.set_aside.height + reading.skipped
    Observations.validate(reading.rows)


# Files as they come


def shared(pattern: str) -> list[Path]:
    """Files of real detections, which not every machine has."""
    files = sorted(SHARED.glob(pattern))
    if not files:
        pytest.skip(f"there are no files {pattern} in {SHARED}")
    return files


def test_a_day_of_real_detections_is_accounted_for(read_firms: Read) -> None:
    (file,) = shared("firms_viirs_day_sample/*.csv")
    reading = read_firms(file.read_bytes())
    assert 33 == reading.seen == reading.rows.height + reading.set_aside.height + reading.skipped


def test_files_without_time_satellite_and_confidence_are_refused_with_the_column_they_lack(
    read_firms: Read,
) -> None:
    for file in shared("firms_ua_2001_2023/*.parquet"):
        with pytest.raises(FileRefused, match=r"no column 'latitude'; the columns are 'LATITUDE'.+Mend: "):
            read_firms(file.read_bytes())


def test_real_places_and_days_are_all_kept_once_the_missing_columns_are_there(read_firms: Read) -> None:
    file = shared("firms_ua_2001_2023/*.parquet")[0]
    frame = pl.read_parquet(file).rename(str.lower).with_row_index("number")
    whole = frame.with_columns(acq_time=pl.col("number") % 60, satellite=pl.lit("T"), confidence=pl.lit("62"))
    stream = io.BytesIO()
    whole.write_parquet(stream)
    box = {"west": 22.1, "south": 44.4, "east": 40.2, "north": 52.4}  # as its README says
    reading = read_firms(stream.getvalue(), area=box)
    assert (frame.height, 0) == (reading.rows.height + reading.skipped, reading.set_aside.height)


# Known faults, to be mended in the reader


def test_a_clock_with_seconds_is_read(one: One) -> None:
    assert datetime(2031, 5, 2, 1, 13, tzinfo=UTC) == one(acq_time="01:13:00")["earliest"]


def test_a_day_of_real_detections_is_read(read_firms: Read) -> None:
    (file,) = shared("firms_viirs_day_sample/*.csv")
    assert 33 == read_firms(file.read_bytes()).rows.height


def test_a_clock_that_lost_the_zero_of_its_minute_is_not_read_as_another_time(read_firms: Read) -> None:
    reading = read_firms(f"{VIIRS}\n{changed(acq_time='14:9')}\n")
    assert 1 == reading.set_aside.height


def test_a_confidence_beyond_100_is_set_aside(read_firms: Read) -> None:
    assert 1 == read_firms(f"{VIIRS}\n{changed(confidence='101')}\n").set_aside.height
