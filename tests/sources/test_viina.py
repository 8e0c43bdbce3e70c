"""Files of VIINA: what a row becomes, what is set aside, and which files and ZIPs are refused."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.errors import FileRefused, FormError
from ceaseline.sources import Reading, Source, parse
from ceaseline.sources.viina import unpacking
from ceaseline.testing import captured, check_source, toy_terms

ENTRY: dict[str, Any] = {
    "name": "papers",
    "kind": "viina",
    "file": "inbox/*",
    "role": "press",
    "zone": "Etc/GMT-3",
    "area": {"west": 37, "south": 47, "east": 39, "north": 49},
}
LABELS = (
    "t_mil_b",
    "a_left_b",
    "a_right_b",
    "a_left_init_b",
    "a_right_init_b",
    "t_airstrike_b",
    "t_aad_b",
    "t_uav_b",
    "t_artillery_b",
    "t_firefight_b",
    "t_ied_b",
    "t_property_b",
    "t_civcas_b",
    "t_control_b",
)
EVENT = {
    "viina_version": "sample_20310509",
    "event_id_1pd": "1",
    "date": "20310502",
    "n_reports": "2",
    "sources": '"one,other"',
    "geonameid": "1",
    "asciiname": "Alder Ford",
    "longitude": "37.9",
    "latitude": "48.1",
    "GEO_PRECISION": "ADM3",
    **dict.fromkeys(LABELS, "0"),
}
REPORT = {
    "viina_version": "sample_20310509",
    "event_id": "7",
    "event_id_1pd": "1",
    "date": "20310502",
    "time": "06:40",
    "geonameid": "1",
    "asciiname": "Alder Ford",
    "longitude": "37.9",
    "latitude": "48.1",
    "GEO_PRECISION": "ADM3",
    "source": "wire",
    "url": "https://example.org/1",
    "text": "MADE UP headline",
}


def table(*rows: dict[str, str], like: dict[str, str] | None = None) -> bytes:
    """Lay rows out under the header of the first, or of *like*."""
    header = list(like or rows[0])
    lines = [",".join(header), *(",".join(row[name] for name in header) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def event(**cells: str) -> dict[str, str]:
    return EVENT | cells


def report(**cells: str) -> dict[str, str]:
    return REPORT | cells


@cache
def source_of(form: str) -> Source:
    (source,) = parse(form, toy_terms())
    return source


def read(content: bytes, **keys: Any) -> Reading:
    return source_of(yaml.safe_dump({"sources": [ENTRY | keys]})).read(
        captured(content, source="papers", name="file")
    )


def one(reading: Reading) -> dict[str, Any]:
    assert (1, 0) == (reading.rows.height, reading.set_aside.height)
    return reading.rows.row(0, named=True)


def outcome(content: bytes) -> int | str:
    """How many rows are read, or why the file is refused."""
    try:
        return read(content).rows.height
    except FileRefused as refused:
        return str(refused)


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefused) as error:
        read(content)
    assert "Mend: " in str(error.value)
    return str(error.value)


# Rows


def test_an_event_is_what_was_reported_on_a_day_with_a_place() -> None:
    row = one(read(table(event(t_artillery_b="1"))))
    expected = {
        "observation_id": "papers-event-1",
        "means": "reported",
        "phenomenon": "explosion",
        "earliest": datetime(2031, 4, 30, 21, tzinfo=UTC),
        "latest": datetime(2031, 5, 2, 20, 59, 59, 999_999, tzinfo=UTC),
        "lon": 37.9,
        "lat": 48.1,
        "radius_m": 10_000.0,
        "quantity_low": None,
        "accused": None,
        "licence": "ODbL-1.0",
        "may_republish": False,
        "text": "labels: t_artillery; place known to ADM3; Alder Ford; reports: 2; reported by one,other; "
        "version sample_20310509",
    }
    assert expected == {name: row[name] for name in expected}


def test_a_report_keeps_its_headline_its_link_and_the_event_it_belongs_to() -> None:
    row = one(read(table(report())))
    assert ("papers-report-7", None) == (row["observation_id"], row["phenomenon"])
    assert row["text"] == (
        "place known to ADM3; Alder Ford; reported by wire; at 06:40; one report of event 1; "
        "https://example.org/1; version sample_20310509; MADE UP headline"
    )


def test_the_event_may_lie_as_many_days_before_its_report_as_the_entry_says() -> None:
    starts = [one(read(table(event()), days_before=days))["earliest"] for days in (0, 3)]
    assert [datetime(2031, 5, 1, 21, tzinfo=UTC), datetime(2031, 4, 28, 21, tzinfo=UTC)] == starts


def test_a_day_on_which_the_clocks_change_is_as_long_as_it_was() -> None:
    row = one(read(table(event(date="20310330")), zone="Europe/Berlin", days_before=0))
    assert datetime(2031, 3, 29, 23, tzinfo=UTC) == row["earliest"]
    assert datetime(2031, 3, 30, 21, 59, 59, 999_999, tzinfo=UTC) == row["latest"]


@pytest.mark.parametrize(
    ("zone", "day", "earliest", "latest"),
    [
        # at midnight the clocks there jump to one o'clock
        ("Asia/Beirut", "20220327", "2022-03-26T22:00:00", "2022-03-27T20:59:59.999999"),
        # a minute after midnight they go back to a minute after eleven, so that midnight is shown twice
        ("America/St_Johns", "20061028", "2006-10-28T02:30:00", "2006-10-29T03:29:59.999999"),
        # at midnight they go back to eleven in the evening, so that the day before lasts an hour longer
        ("Asia/Beirut", "20221029", "2022-10-28T21:00:00", "2022-10-29T21:59:59.999999"),
    ],
    ids=["skipped", "shown twice", "an hour before it shown twice"],
)
def test_a_midnight_that_is_skipped_or_shown_twice_loses_no_day(
    zone: str, day: str, earliest: str, latest: str
) -> None:
    row = one(read(table(event(date=day)), zone=zone, days_before=0))
    assert [f"{earliest}+00:00", f"{latest}+00:00"] == [row[end].isoformat() for end in ("earliest", "latest")]


@pytest.mark.parametrize(
    ("labels", "phenomenon"),
    [
        ((), None),
        (("t_mil_b", "t_control_b"), None),
        (("t_airstrike_b",), "explosion"),
        (("t_ied_b",), "explosion"),
        (("t_firefight_b",), "shot"),
        (("t_aad_b",), "outgoing"),
        (("t_uav_b",), "uav_sighting"),
        (("t_property_b",), "strike_damage"),
        (("t_civcas_b",), "casualty"),
        (("t_civcas_b", "t_firefight_b", "t_artillery_b"), "explosion"),
        (("t_civcas_b", "t_firefight_b"), "shot"),
    ],
)
def test_labels_tell_what_happened_by_what_was_done_before_what_came_of_it(
    labels: tuple[str, ...], phenomenon: str | None
) -> None:
    assert phenomenon == one(read(table(event(**dict.fromkeys(labels, "1")))))["phenomenon"]


@pytest.mark.parametrize(
    ("word", "metres"),
    [("STREET", 1_000), ("ADM3", 10_000), ("ADM2", 35_000), ("ADM1", 75_000), ("adm2", 35_000), ("", 75_000)],
)
def test_the_word_for_how_exact_a_place_is_gives_its_radius(word: str, metres: int) -> None:
    assert metres == one(read(table(event(GEO_PRECISION=word))))["radius_m"]


def test_both_labels_of_who_began_stand_in_the_text_with_their_error_rates_and_accuse_nobody() -> None:
    reading = read(table(event(a_left_init_b="1", a_right_init_b="1")), parties={"left": "A", "right": "B"})
    row = one(reading)
    assert row["accused"] is None
    assert row["text"].startswith("initiator labels: a_left_init, a_right_init (")
    assert "F1 0.73 and 0.75, on 50 and 29 test positives" in row["text"]
    assert any(note.startswith("1 rows have labels of who began") for note in reading.notes)


def test_swapping_the_sides_in_the_labels_changes_nothing_but_their_names() -> None:
    row, other = (
        one(read(table(event(**{f"a_{side}_b": "1", f"a_{side}_init_b": "1"})))) for side in ("left", "right")
    )
    assert row["text"].replace("left", "right") == other["text"]
    assert {**row, "text": "", "capture_id": ""} == {**other, "text": "", "capture_id": ""}


def test_words_nobody_knows_are_kept_counted_and_named() -> None:
    more = EVENT | {"t_flood_b": "1", "GEO_PRECISION": "PARISH"}
    reading = read(table(more, more | {"event_id_1pd": "2"}))
    assert [75_000.0] * 2 == reading.rows["radius_m"].to_list()
    assert reading.rows["text"].str.starts_with("labels: t_flood; place known to PARISH").all()
    assert "words not known here (labels): t_flood (2)" in reading.notes
    assert "words not known here (exactness of places, taken as 75 km): PARISH (2)" in reading.notes


def test_a_row_without_a_place_is_kept_without_one() -> None:
    row = one(read(table(event(longitude="NA", latitude="NA"))))
    assert (None, None, None) == (row["lon"], row["lat"], row["radius_m"])


def test_reports_are_said_to_be_no_events() -> None:
    note = "a row is one report, and several may tell of one event; event_1pd has them gathered"
    assert (True, False) == (note in read(table(report())).notes, note in read(table(event())).notes)


# Bad rows

BAD: dict[str, tuple[dict[str, str], str, str]] = {
    "no id": ({"event_id_1pd": ""}, "event_id_1pd", "empty"),
    "no day": ({"date": ""}, "date", "empty"),
    "a day in another order": ({"date": "02052031"}, "date", "not-a-day"),
    "a day with slashes": ({"date": "05/02/2031"}, "date", "not-a-day"),
    "a day that is none": ({"date": "20310230"}, "date", "not-a-day"),
    "a year that slipped": ({"date": "15270502"}, "date", "not-a-day"),
    "digits of another script": ({"date": "٢٠٣١٠٥٠٢"}, "date", "not-a-day"),
    "half a place": ({"latitude": ""}, "longitude, latitude", "place-half"),
    "nowhere": ({"longitude": "0", "latitude": "0"}, "longitude, latitude", "place-zero"),
    "the other way round": ({"longitude": "48.1", "latitude": "37.9"}, "longitude, latitude", "place-swapped"),
    "a probability": ({"t_uav_b": "0.93"}, "t_uav_b", "not-yes-or-no"),
    "a probability of who began": ({"a_left_init_b": "0.93"}, "a_left_init_b", "not-yes-or-no"),
}


@pytest.mark.parametrize(("cells", "field", "rule"), BAD.values(), ids=BAD.keys())
def test_a_bad_row_is_set_aside_with_its_rule_and_a_mend(cells: dict[str, str], field: str, rule: str) -> None:
    reading = read(table(event(**cells), event(event_id_1pd="2")))
    assert [(2, field, rule)] == reading.set_aside.select("line", "field", "rule").rows()
    assert reading.set_aside["mend"][0]
    assert [3] == reading.rows["line"].to_list()


def test_a_report_at_no_hour_is_set_aside_and_one_without_an_hour_is_not() -> None:
    reading = read(table(report(time="25:10"), report(event_id="8", time="")))
    assert [("time", "not-a-clock")] == reading.set_aside.select("field", "rule").rows()
    assert [3] == reading.rows["line"].to_list()


def test_an_event_given_twice_with_other_labels_is_set_aside_both_times() -> None:
    reading = read(table(event(), event(t_uav_b="1"), event(event_id_1pd="2")))
    assert [(2, "id-twice"), (3, "id-twice")] == reading.set_aside.select("line", "rule").rows()
    assert [4] == reading.rows["line"].to_list()


GOOD = st.lists(
    st.builds(
        event,
        event_id_1pd=st.integers(10, 10**6).map(str),
        date=st.dates(date(2000, 1, 1), date(2040, 1, 1)).map(lambda day: f"{day:%Y%m%d}"),
        GEO_PRECISION=st.sampled_from(["STREET", "ADM3", "ADM2", "ADM1", "PARISH", ""]),
        asciiname=st.sampled_from(["Alder Ford", '"Birch; Hill"', '"two\nlines"']),
        t_uav_b=st.sampled_from(["0", "1", "NA", ""]),
        t_artillery_b=st.sampled_from(["0", "1"]),
    ),
    unique_by=lambda row: row["event_id_1pd"],
    max_size=6,
)
MIXED_IN = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from([cells for cells, _, _ in BAD.values()])), max_size=5
)


@settings(max_examples=60)
@given(GOOD, MIXED_IN)
def test_bad_rows_anywhere_change_nothing_of_the_good_ones(
    good: list[dict[str, str]], bad: list[tuple[int, dict[str, str]]]
) -> None:
    mixed = list(good)
    for place, cells in bad:
        mixed.insert(place, event(**cells))
    clean, reading = (read(table(*rows, like=EVENT)) for rows in (good, mixed))
    assert clean.rows.drop("line", "capture_id").equals(reading.rows.drop("line", "capture_id"))
    assert (len(bad), 0) == (reading.set_aside.height, clean.set_aside.height)
    assert reading.seen == reading.rows.height + reading.set_aside.height + reading.skipped


# Files


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def declaring(packed: bytes, size: int) -> bytes:
    """Rewrite the size that a ZIP of one member declares, in both places where it stands."""
    changed = bytearray(packed)
    struct.pack_into("<I", changed, 22, size)
    struct.pack_into("<I", changed, packed.index(b"PK\x01\x02") + 24, size)
    return bytes(changed)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize("row", [EVENT, REPORT], ids=["event_1pd", "event_info"])
def test_a_csv_in_a_zip_is_read_as_the_csv_itself(row: dict[str, str], method: int) -> None:
    content = table(row)
    plain, packed = read(content), read(zipped(("event_2031.CSV", content), method=method))
    assert plain.rows.drop("capture_id").equals(packed.rows.drop("capture_id"))


def test_a_source_of_zips_keeps_its_promises() -> None:
    content = table(event(), event(event_id_1pd="2", date="x"), event(event_id_1pd="3"), event(event_id_1pd="3"))
    (source,) = parse(yaml.safe_dump({"sources": [ENTRY]}), toy_terms())
    check_source(source, captured(zipped(("a.csv", content)), source="papers", name="a.zip"))


def test_a_bomb_is_refused_before_anything_is_unpacked() -> None:
    bomb = zipped(("a.csv", table(event()) + b"x" * 20_000_000))
    tracemalloc.start()
    try:
        why = refusal(bomb)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "times its size, more than 100" in why
    assert 5_000_000 > peak


def test_a_zip_that_declares_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_BYTES", 1_000)
    assert "more than 1,000" in refusal(zipped(("a.csv", table(event()) * 5)))


@pytest.mark.parametrize(("off_by", "word"), [(-40, "more"), (40, "less")])
@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_zip_that_does_not_hold_what_it_declares_is_refused(off_by: int, word: str, method: int) -> None:
    content = table(event())
    packed = declaring(zipped(("a.csv", content), method=method), len(content) + off_by)
    assert f"holds {word} than the" in refusal(packed)


def test_a_bomb_that_declares_little_is_refused_once_more_than_that_has_come() -> None:
    bomb = declaring(zipped(("a.csv", table(event()) + b"x" * 20_000_000)), 2_000)
    tracemalloc.start()
    try:
        why = refusal(bomb)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "holds more than the 2,000 bytes it declares" in why
    assert 10_000_000 > peak


WRONG_ZIPS: dict[str, tuple[bytes, str]] = {
    "two files": (zipped(("a.csv", table(EVENT)), ("b.csv", table(EVENT))), "holds 2 files"),
    "no file": (zipped(), "holds 0 files"),
    "a folder": (zipped(("a.csv/", b"")), "is no CSV"),
    "a letter": (zipped(("read me.txt", b"hello")), "'read me.txt', which is no CSV"),
    "a zip in a zip": (zipped(("a.csv", zipped(("a.csv", table(EVENT))))), "is no spreadsheet that can be read"),
    "unusual packing": (zipped(("a.csv", table(EVENT)), method=zipfile.ZIP_LZMA), "packed in an unusual way"),
    "no end": (zipped(("a.csv", table(EVENT)))[:-30], "has no end"),
    "thousands of members": (zipped(*((f"{i}.csv", b"") for i in range(5_000))), "holds many files"),
}


@pytest.mark.parametrize(("content", "why"), WRONG_ZIPS.values(), ids=WRONG_ZIPS.keys())
def test_a_zip_that_is_not_one_csv_is_refused(content: bytes, why: str) -> None:
    assert why in refusal(content)


def test_a_zip_whose_bytes_were_changed_is_refused() -> None:
    packed = bytearray(zipped(("a.csv", table(EVENT)), method=zipfile.ZIP_STORED))
    packed[packed.index(b"Alder")] ^= 1
    assert "cannot be unpacked" in refusal(bytes(packed))


def test_a_locked_zip_is_refused() -> None:
    packed = bytearray(zipped(("a.csv", table(EVENT))))
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    assert "locked with a password" in refusal(bytes(packed))


@settings(max_examples=150)
@given(st.data())
def test_any_change_of_a_zip_gives_the_same_rows_or_a_refusal(data: st.DataObject) -> None:
    packed = bytearray(zipped(("a.csv", table(EVENT))))
    for _ in range(data.draw(st.integers(1, 4))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    del packed[data.draw(st.integers(0, len(packed))) :]
    found = outcome(bytes(packed))
    assert found == 1 or "Mend: " in str(found)


OTHER_FILES = {
    "control": (b"geonameid,date,status_wiki,status_boost,status_dsm,status\n1,20310502,A,A,A,A\n", "control file"),
    "labels": (
        b"viina_version,event_id,event_id_1pd,date,time,geonameid,t_mil,t_mil_b\ns,1,1,20310502,06:40,1,0.9,1\n",
        "file of labels, which has no places",
    ),
    "VIINA 1": (b"event_id,date,geonameid,longitude,latitude,t_mil_pred\n1,20310502,1,37.9,48.1,0.9\n", "VIINA 1"),
    "a file without exactness": (b"event_id_1pd,date,geonameid,longitude,latitude\n", "no column 'GEO_PRECISION'"),
    "a file without ids": (b"date,geonameid,longitude,latitude,GEO_PRECISION\n", "no column 'event_id_1pd'"),
}


@pytest.mark.parametrize(("content", "why"), OTHER_FILES.values(), ids=OTHER_FILES.keys())
def test_another_file_is_refused_by_what_it_is(content: bytes, why: str) -> None:
    assert why in refusal(content)


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ({"zone": "Lowland time"}, "Lowland time"),
        ({"days_before": -1}, "days_before"),
        ({"parties": {"left": "C"}}, "No party of the terms is called 'C'"),
    ],
)
def test_an_entry_that_cannot_be_meant_is_told(keys: dict[str, Any], why: str) -> None:
    with pytest.raises(FormError) as error:
        read(b"", **keys)
    assert why in str(error.value)


def test_the_clock_has_to_be_named() -> None:
    without = {key: value for key, value in ENTRY.items() if key != "zone"}
    with pytest.raises(FormError, match="zone"):
        parse(yaml.safe_dump({"sources": [without]}), toy_terms())
