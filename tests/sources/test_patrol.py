"""What patrols send in: the same rows from every program, no names in what is kept, no zero of nothing."""

from __future__ import annotations

import csv
import inspect
import io
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import patrols
from ceaseline.errors import FileRefused, FormError, SourceError
from ceaseline.sources import Arrival, Reading, Source, discreet, parse
from ceaseline.sources.patrol import PatrolSource, archive
from ceaseline.sources.patrol.fields import COLUMNS, EXERCISES
from ceaseline.sources.patrol.form import questions
from ceaseline.sources.patrol.understanding import COUNTED, DESCRIPTIONS, MEANS, OBSERVED
from ceaseline.tables import Observations, Restrictions, Watches
from ceaseline.tables.exporting import to_csv
from ceaseline.tables.restrictions import RESTRICTED
from ceaseline.testing import captured, check_source, toy_terms
from patrols import (
    DENIED,
    FELL,
    FLASHED,
    FORMATS,
    HEARD,
    NOTHING,
    SOMETHING,
    Sent,
    template_csv,
    week,
)

Read = Callable[..., Reading]
Write = Callable[[Iterable[Sent]], bytes]
every_format = pytest.mark.parametrize("write", FORMATS.values(), ids=FORMATS.keys())


@pytest.fixture(scope="module")
def source() -> Source:
    (found,) = parse(
        "sources: [{name: patrols, kind: patrol, file: inbox/a, role: monitor, zone: Etc/GMT-3}]", toy_terms()
    )
    return found


@pytest.fixture(scope="module")
def read(read_kind: Read) -> Read:
    return lambda sent, write=template_csv, **keys: read_kind("patrol", write(sent), **keys)


def kept(source: Source, raw: bytes) -> bytes:
    return discreet(source, Arrival("export", lambda: io.BytesIO(raw))).open().read()


def told(rows: pl.DataFrame, key: str) -> list[dict[str, Any]]:
    return rows.drop("line", "capture_id").sort(key).to_dicts()


def beside(reading: Reading, table: type) -> pl.DataFrame:
    (rows,) = (rows for schema, rows in reading.beside if schema is table)
    return rows


# Every program


@every_format
def test_every_program_gives_the_same_rows(write: Write, read: Read) -> None:
    reading, template = read(week(), write), read(week())
    assert 0 == reading.set_aside.height
    assert told(template.rows, "observation_id") == told(reading.rows, "observation_id")
    for table, key in ((Watches, "asset"), (Restrictions, "restriction_id")):
        assert told(beside(template, table), key) == told(beside(reading, table), key)


@every_format
def test_every_program_keeps_the_promises_of_a_source(write: Write, source: Source) -> None:
    check_source(source, captured(write(week()), source="patrols", name="export"))


def test_places_of_odata_may_be_text(read: Read) -> None:
    as_text = read(week(), lambda sent: patrols.odata(sent, wkt=True))
    assert told(read(week()).rows, "observation_id") == told(as_text.rows, "observation_id")


def test_three_patrols_give_what_they_saw_and_nothing_more(read: Read) -> None:
    """Worked out by hand from tests/patrols.py: the clock there is three hours ahead of UTC."""

    def at(hour: int, minute: int = 0) -> datetime:
        return datetime(2031, 5, 1, hour, minute, tzinfo=UTC)

    reading = read(week())
    assert [
        ("explosion", "heard", at(4, 40), at(4, 40), 34.51, 12.51, 6_800.0, None, None, 3.0, None),
        ("impact", "seen", at(5), at(5, 10), 34.55555, 12.55555, 150.0, None, None, 2.0, 2.0),
        ("muzzle_flash", "recorded", at(5, 5), at(5, 5), 34.51, 12.51, 10_800.0, 80.5, 5.0, 7.0, 13.0),
    ] == reading.rows.select(
        *("phenomenon", "means", "earliest", "latest", "lon", "lat", "radius_m", "bearing_deg"),
        *("bearing_sigma_deg", "quantity_low", "quantity_high"),
    ).rows()
    assert [
        ("P-07", at(3), at(9), "operational", None),
        ("P-08", at(3), at(9), "operational", None),
        ("P-09", at(3), at(9), "non_operational", "the patrol could not watch"),
    ] == beside(reading, Watches).select("asset", "from", "until", "status", "reason").rows()
    assert [
        ("P-08", at(6), at(7), "denial", "A", True),
        ("P-09", at(3), None, "gunfire_near", None, False),
    ] == beside(reading, Restrictions).select("asset", "from", "until", "type", "imposed_by", "established").rows()


def test_a_watch_that_observed_nothing_is_a_watch_and_no_observation(read: Read) -> None:
    reading = read([Sent("p", NOTHING)])
    assert (0, 1) == (reading.rows.height, beside(reading, Watches).height)
    assert (1, 0) == (reading.seen, reading.skipped)


def test_whom_sources_blame_is_never_read_from_a_patrol(read: Read) -> None:
    assert {None} == set(read(week()).rows["accused"])


@pytest.mark.parametrize(("table", "name"), [(Watches, "watches"), (Restrictions, "restrictions")])
def test_a_sample_is_read_to_exactly_the_rows_expected_beside(table: type, name: str) -> None:
    folder = Path(inspect.getfile(PatrolSource)).parent / "sample"
    (source,) = parse((folder / "sources.yaml").read_text(), toy_terms())
    capture = captured((folder / "capture.csv").read_bytes(), source="patrols", name="capture.csv")
    rows = beside(source.read(capture), table).drop("source", "capture_id")
    assert (folder / f"expected_{name}.csv").read_text() == to_csv(rows).decode()


# Names


@every_format
def test_nothing_of_what_is_kept_names_anybody(write: Write, source: Source) -> None:
    raw = write(week())
    assert patrols.PLANTED.encode() in raw.lower() or not raw.startswith((b"{", b"report"))
    assert patrols.PLANTED.encode() not in kept(source, raw).lower()


@every_format
def test_the_same_file_is_kept_as_the_same_bytes_and_what_was_kept_as_it_is(write: Write, source: Source) -> None:
    first = kept(source, write(week()))
    assert first == kept(source, write(week()))
    assert first == kept(source, first)


@every_format
def test_only_questions_of_the_form_are_columns_of_what_is_kept(write: Write, source: Source) -> None:
    header = next(csv.reader(io.StringIO(kept(source, write(week())).decode())))
    assert list(COLUMNS) == header


@every_format
def test_where_fire_came_from_is_not_kept_though_somebody_wrote_it_down(write: Write, source: Source) -> None:
    assert b"12.6111" not in kept(source, write([Sent("p", SOMETHING, [FLASHED])]))


@pytest.mark.parametrize("description", sorted({*DESCRIPTIONS, ""} - {"incoming", "controlled", *EXERCISES}))
def test_only_where_something_fell_or_was_blown_up_has_a_place_of_its_own(
    description: str, source: Source, read: Read
) -> None:
    sent = [Sent("p", SOMETHING, [FELL | {"description": description}])]
    assert b"12.5555" not in kept(source, template_csv(sent))
    assert [12.51] == read(sent).rows["lat"].to_list()


@pytest.mark.parametrize(
    "changes",
    [{"phenomenon": "weapon_presence", "description": ""}, *({"description": word} for word in EXERCISES)],
)
def test_where_weapons_stood_and_where_an_exercise_was_is_kept_to_a_kilometre(
    changes: dict[str, str], source: Source, read: Read
) -> None:
    sent = [Sent("p", SOMETHING, [FELL | changes])]
    assert b"12.5555" not in kept(source, template_csv(sent))
    assert [(12.56, 150.0 + 800.0)] == read(sent).rows.select("lat", "radius_m").rows()


@every_format
def test_where_the_observer_stood_is_kept_to_a_kilometre(write: Write, source: Source) -> None:
    found = kept(source, write(week()))
    assert b"12.51," in found
    assert b"12.5123" not in found


def test_a_place_that_is_no_number_is_not_kept_whole(source: Source) -> None:
    strange = "12d30m44.42s N"
    raw = template_csv([Sent("p", NOTHING)]).replace(b"12.51234", strange.encode())
    assert b"44.42" not in kept(source, raw)


def test_a_line_that_is_no_row_is_told_and_not_kept(source: Source, read_kind: Read) -> None:
    raw = template_csv([Sent("p", NOTHING)]) + b"p,Ivan Planted\n"
    found = kept(source, raw)
    assert b"Planted" not in found
    reading = read_kind("patrol", found)
    assert [("not-a-row", "line 3")] == reading.set_aside.select("rule", "value").rows()
    assert 1 == beside(reading, Watches).height


def test_columns_of_the_program_itself_hold_no_free_text(source: Source) -> None:
    (row,) = csv.DictReader(io.StringIO(template_csv([Sent("p", NOTHING)]).decode()))
    names = ("review", "edits", "submitted", "replaces", "flaw", "where", "record", "observations", "restrictions")
    raw = patrols.table([row | dict.fromkeys(names, "Ivan Planted, 0555")])
    assert b"Planted" not in kept(source, raw)


def test_a_file_of_another_kind_is_not_kept_at_all(source: Source) -> None:
    with pytest.raises(SourceError, match="nothing of it is kept"):
        kept(source, b"name,telephone\nIvan Planted,0555\n")


# What the office said


@pytest.mark.parametrize(
    "write", [patrols.central_zip, patrols.odata, patrols.kobo_json, patrols.kobo_zip, patrols.kobo_xlsx]
)
def test_what_was_rejected_stays_out_and_is_counted(write: Write, read: Read) -> None:
    sent = [
        Sent("uuid:1", SOMETHING, [HEARD], [DENIED], review="rejected"),
        Sent("uuid:2", NOTHING, review="approved"),
    ]
    reading = read(sent, write)
    assert (0, 1, 0) == (reading.rows.height, *(rows.height for _, rows in reading.beside))
    assert (4, 3) == (reading.seen, reading.skipped)
    assert "rows rejected by the office, left out: 3" in reading.notes


@pytest.mark.parametrize(
    "write", [patrols.central_zip, patrols.odata, patrols.kobo_json, patrols.kobo_zip, patrols.kobo_xlsx]
)
def test_what_the_office_has_issues_with_is_kept_and_told(write: Write, read: Read) -> None:
    reading = read([Sent("uuid:1", NOTHING, review="hasIssues")], write)
    assert 1 == beside(reading, Watches).height
    assert "rows of submissions that the office has issues with, kept: 1" in reading.notes


def test_a_word_of_the_office_that_is_not_known_sets_the_row_aside(read: Read) -> None:
    assert ["unknown-review"] == read([Sent("uuid:1", NOTHING, review="abgelehnt")], patrols.odata).set_aside[
        "rule"
    ].to_list()


def test_what_was_deleted_stays_out(read_kind: Read) -> None:
    data = json.loads(patrols.odata([Sent("uuid:1", NOTHING)]))
    data["value"][0]["__system"]["deletedAt"] = "2031-05-03T00:00:00Z"
    reading = read_kind("patrol", json.dumps(data))
    assert (1, 1, 0) == (reading.seen, reading.skipped, beside(reading, Watches).height)


def test_of_a_submission_that_was_changed_the_newest_stands(read: Read) -> None:
    old, new = Sent("uuid:1", SOMETHING, [HEARD]), Sent("uuid:1", NOTHING, edits=1)
    for sent in ([old, new], [new, old]):
        reading = read(sent, patrols.odata)
        assert (0, 1, 0) == (reading.rows.height, beside(reading, Watches).height, reading.set_aside.height)
        assert (3, 2) == (reading.seen, reading.skipped)


def test_what_kobo_says_was_replaced_stays_out(read_kind: Read) -> None:
    data = json.loads(patrols.kobo_json([Sent("uuid:1", SOMETHING, [HEARD]), Sent("uuid:2", NOTHING)]))
    data["results"][1]["meta/deprecatedID"] = "uuid:1"
    reading = read_kind("patrol", json.dumps(data))
    assert (0, 2) == (reading.rows.height, reading.skipped)


@pytest.mark.parametrize("write", [patrols.odata, patrols.kobo_json])
def test_a_submission_that_comes_twice_counts_once(write: Write, read: Read) -> None:
    once, twice = read(week(), write), read([*week(), *week()], write)
    assert told(once.rows, "observation_id") == told(twice.rows, "observation_id")
    assert (16, 8, 0) == (twice.seen, twice.skipped, twice.set_aside.height)


def test_one_id_with_two_contents_is_set_aside_both_times(read: Read) -> None:
    sent = [Sent("uuid:1", NOTHING), Sent("uuid:1", NOTHING | {"asset": "P-08"})]
    reading = read(sent, patrols.odata)
    assert ["id-twice", "id-twice"] == reading.set_aside["rule"].to_list()


def test_what_is_still_encrypted_is_set_aside_with_its_mend(read_kind: Read) -> None:
    data = json.loads(patrols.odata([Sent("uuid:1", NOTHING)]))
    data["value"][0]["__system"]["status"] = "notDecrypted"
    assert ["not-decrypted"] == read_kind("patrol", json.dumps(data)).set_aside["rule"].to_list()


# An export that is not whole


def test_the_table_of_the_form_without_its_repeats_says_nothing_of_a_watch_that_observed_something(
    read: Read,
) -> None:
    reading = read(week(), patrols.central_root)
    assert ["observations-missing", "restrictions-missing"] == reading.set_aside["rule"].to_list()
    assert ["P-07"] == beside(reading, Watches)["asset"].to_list()


def test_a_sheet_of_repeats_that_is_missing_is_found_out(read: Read) -> None:
    def cut(sent: Iterable[Sent]) -> bytes:
        root, parts = patrols.kobo_tables(sent)
        return patrols.workbook({"form": root, "restriction": parts["restriction"]})

    reading = read(week(), cut)
    assert ["observations-missing"] == reading.set_aside["rule"].to_list()
    assert 2 == beside(reading, Restrictions).height


def test_one_observation_that_is_missing_is_found_out(read: Read) -> None:
    def cut(sent: Iterable[Sent]) -> bytes:
        data = json.loads(patrols.odata(sent))
        data["value"][0]["observation"].pop()
        return json.dumps(data).encode()

    reading = read([Sent("uuid:1", SOMETHING, [HEARD, FELL])], cut)
    assert 1 == reading.rows.height
    assert [("observations-missing", "2")] == reading.set_aside.select("rule", "value").rows()


def test_an_observation_without_its_submission_is_told(read_kind: Read) -> None:
    (form,), parts = patrols.central_tables([Sent("uuid:1", SOMETHING, [HEARD])])
    other = patrols.table([{**form, "KEY": "uuid:other"}])
    raw = patrols.zipped({"a.csv": other, "b.csv": patrols.table(parts["observation"])})
    aside = read_kind("patrol", raw).set_aside
    assert [("observations-missing", "1"), ("not-a-row", "observation 1 without a submission")] == aside.select(
        "rule", "value"
    ).rows()


# Bad cells

BAD = [
    ({}, {"phenomenon": ""}, ("phenomenon", "empty")),
    ({}, {"at": ""}, ("at", "empty")),
    ({}, {"at": "2031-05-01 07:40"}, ("at", "no-zone")),
    ({}, {"at_until": "2031-05-01T07:00+03:00"}, ("at_until", "time-backward")),
    ({}, {"description": "loud"}, ("description", "unknown-word")),
    ({}, {"count": "0"}, ("count", "count-zero")),
    ({}, {"count": "-3"}, ("count", "negative")),
    ({}, {"count": "1.5"}, ("count", "not-whole")),
    ({}, {"count_is": ""}, ("count_is", "unknown-word")),
    ({}, {"means": ""}, ("means", "unknown-word")),
    ({}, {"direction_deg": "361"}, ("direction_deg", "not-a-direction")),
    ({}, {"direction_deg": "-1"}, ("direction_deg", "not-a-direction")),
    ({}, {"direction_deg": "south"}, ("direction_deg", "not-a-direction")),
    ({}, {"direction_error_deg": "181"}, ("direction_error_deg", "too-wide")),
    ({}, {"range_km": "4,5"}, ("range_km", "not-a-number")),
    ({}, {"range_error_km": "-1"}, ("range_error_km", "negative")),
    ({}, {"media_sha256": "picture.jpg"}, ("media_sha256", "not-a-hash")),
    ({"observer": "12.5 "}, {}, ("observer_lon, observer_lat", "place-half")),
    ({"observer": "0 0"}, {}, ("observer_lon, observer_lat", "place-zero")),
    ({"observer": "97 34.5"}, {}, ("observer_lat", "not-on-earth")),
    ({"asset": ""}, {}, ("asset", "empty")),
    ({"asset": "Ivan Planted"}, {}, ("asset", "not-a-code")),
    ({"observed": "calm"}, {}, ("observed", "unknown-word")),
    ({"watched_from": ""}, {}, ("watched_from", "empty")),
    ({"watched_until": "2031-05-01T06:00+03:00"}, {}, ("watched_until", "time-backward")),
]


@pytest.mark.parametrize(("watch", "observation", "fault"), BAD)
def test_a_bad_cell_is_told_with_its_field_and_its_mend(
    watch: dict[str, str], observation: dict[str, str], fault: tuple[str, str], read: Read
) -> None:
    reading = read([Sent("p", SOMETHING | watch, [HEARD | observation]), Sent("q", NOTHING)])
    assert [(2, *fault)] == reading.set_aside.select("line", "field", "rule").rows()
    assert reading.set_aside["mend"][0]
    assert (0, ["P-07"]) == (reading.rows.height, beside(reading, Watches)["asset"].to_list())


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"restriction_type": "mood"}, ("restriction_type", "unknown-word")),
        ({"restricted_from": ""}, ("restricted_from", "empty")),
        ({"restricted_until": "2031-05-01T09:00+03:00"}, ("restricted_until", "time-backward")),
        ({"imposed_by": "C"}, ("imposed_by", "unknown-party")),
        ({"imposed_by": ""}, ("established", "nobody-established")),
        ({"established": "perhaps"}, ("established", "not-yes-or-no")),
    ],
)
def test_a_bad_restriction_is_set_aside_beside_a_watch_that_is_kept(
    change: dict[str, str], fault: tuple[str, str], read: Read
) -> None:
    reading = read([Sent("uuid:1", NOTHING, [], [DENIED | change])], patrols.odata)
    assert [fault] == reading.set_aside.select("field", "rule").rows()
    assert (1, 0) == (beside(reading, Watches).height, beside(reading, Restrictions).height)


def test_a_bad_watch_does_not_take_its_observations_with_it(read: Read) -> None:
    reading = read([Sent("uuid:1", SOMETHING | {"watched_until": ""}, [HEARD])], patrols.odata)
    assert (1, 0) == (reading.rows.height, beside(reading, Watches).height)


def test_a_report_that_says_nothing_and_has_observations_is_no_watch(read: Read) -> None:
    reading = read([Sent("uuid:1", NOTHING, [HEARD])], patrols.odata)
    assert ["nothing-yet-observed"] == reading.set_aside["rule"].to_list()
    assert (1, 0) == (reading.rows.height, beside(reading, Watches).height)


def test_watches_that_begin_together_and_end_apart_are_both_set_aside(read: Read) -> None:
    later = NOTHING | {"watched_until": "2031-05-01T13:00+03:00"}
    reading = read([Sent("p", NOTHING), Sent("q", later)])
    assert ["watches-clash"] * 2 == reading.set_aside["rule"].to_list()
    assert 0 == beside(reading, Watches).height


def test_two_reports_of_one_watch_are_one_watch(read: Read) -> None:
    reading = read([Sent("p", NOTHING), Sent("q", NOTHING)])
    assert (1, 1, 0) == (beside(reading, Watches).height, reading.skipped, reading.set_aside.height)


# Words and numbers


@pytest.mark.parametrize(
    ("said", "description", "phenomenon"),
    [
        ("explosion", "", "explosion"),
        ("explosion", "undetermined", "explosion"),
        ("explosion", "outgoing", "outgoing"),
        ("explosion", "incoming", "impact"),
        ("explosion", "controlled", "controlled_explosion"),
        ("explosion", "exercise_inside", "exercise_inside"),
        ("burst", "exercise_outside", "exercise_outside"),
        ("shot", "outgoing", "shot"),
        ("projectile", "incoming", "projectile"),
        ("weapon_presence", "exercise_inside", "weapon_presence"),
        ("thunder", "", "thunder"),
    ],
)
def test_a_description_makes_the_phenomenon_more_exact(
    said: str, description: str, phenomenon: str, read: Read
) -> None:
    sent = [Sent("p", SOMETHING, [HEARD | {"phenomenon": said, "description": description}])]
    assert [phenomenon] == read(sent).rows["phenomenon"].to_list()


def test_a_word_that_is_not_known_is_kept_and_told(read: Read) -> None:
    reading = read([Sent("p", SOMETHING, [HEARD | {"phenomenon": "thunder"}])])
    assert "words not known here, kept as they are: thunder (1)" in reading.notes


@pytest.mark.parametrize(
    ("count", "count_is", "low", "high"),
    [
        ("4", "exact", 4, 4),
        ("4", "at_least", 4, None),
        ("4", "about", 3, 5),
        ("1", "about", 1, 2),
        ("", "", None, None),
    ],
)
def test_numbers_are_a_range_as_they_were_counted(
    count: str, count_is: str, low: float | None, high: float | None, read: Read
) -> None:
    row = read([Sent("p", SOMETHING, [HEARD | {"count": count, "count_is": count_is}])]).rows
    assert [(low, high)] == row.select("quantity_low", "quantity_high").rows()
    assert [None if low is None else "acts"] == row["unit"].to_list()


@pytest.mark.parametrize(
    ("phenomenon", "description", "bearing"),
    [
        ("muzzle_flash", "", 215.0),
        ("shot", "", 215.0),
        ("burst", "", 215.0),
        ("projectile", "", 215.0),
        ("explosion", "outgoing", 215.0),
        ("explosion", "incoming", None),  # the direction of an impact is not that the fire came from
        ("explosion", "undetermined", None),
        ("explosion", "exercise_inside", None),
        ("weapon_presence", "", None),
    ],
)
def test_a_direction_is_a_bearing_only_where_fire_came_from_there(
    phenomenon: str, description: str, bearing: float | None, read: Read
) -> None:
    sent = [Sent("p", SOMETHING, [HEARD | {"phenomenon": phenomenon, "description": description}])]
    rows = read(sent).rows
    assert [bearing] == rows["bearing_deg"].to_list()
    assert [None if bearing is None else 20.0] == rows["bearing_sigma_deg"].to_list()


@pytest.mark.parametrize("direction", ["0", "90", "215", "360"])
def test_no_place_is_moved_along_a_direction(direction: str, read: Read) -> None:
    sent = [Sent("p", SOMETHING, [HEARD | {"description": "outgoing", "direction_deg": direction}])]
    assert [(34.51, 12.51, 6_800.0)] == read(sent).rows.select("lon", "lat", "radius_m").rows()


def test_a_template_without_offsets_is_read_on_the_clock_of_its_zone(read: Read) -> None:
    bare = [Sent("p", NOTHING | {"watched_from": "2031-05-01 06:00", "watched_until": "2031-05-01 12:00"})]
    reading = read(bare, zone="Etc/GMT-3")
    assert datetime(2031, 5, 1, 3, tzinfo=UTC) == beside(reading, Watches)["from"][0]
    assert "times without an offset were read on the clock of Etc/GMT-3" in reading.notes


# Neutrality


def test_parties_that_change_places_change_nothing_else(read: Read) -> None:
    def sent(first: str, second: str) -> list[Sent]:
        denied = [DENIED | {"imposed_by": party} for party in (first, second)]
        return [Sent("p", NOTHING, [], denied[:1]), Sent("q", SOMETHING, [HEARD], denied[1:])]

    names = {"A": "B", "B": "A"}
    straight, turned = read(sent("A", "B")), read(sent("B", "A"))
    assert told(straight.rows, "observation_id") == told(turned.rows, "observation_id")
    assert told(
        beside(straight, Restrictions).with_columns(pl.col("imposed_by").replace(names)), "restriction_id"
    ) == told(beside(turned, Restrictions), "restriction_id")


def test_an_entry_that_names_a_party_the_terms_do_not_have_is_refused(read: Read) -> None:
    with pytest.raises(FormError, match="party of the terms"):
        read(week(), parties={"Highland": "C"})


# Files of other kinds


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b'{"error": "no"}', "no list of submissions"),
        (b"[1, 2]", "no list of submissions"),
        (b'[{"a": 1}]', "none has __id or _uuid"),
        (b"[" * 100_000, "begins as JSON and is none"),
        (b'[{"__id": "u", "a": ' + b'{"a": ' * 40 + b"1" + b"}" * 41 + b"]", "more than 8 deep"),
        (patrols.zipped({"a.txt": b"x"}), "holds no CSV"),
        (patrols.zipped({f"{at}.csv": b"x" for at in range(11)}), "too many files"),
        (patrols.zipped({"a.csv": b"KEY,SubmissionDate\n" + b"0," * 5_000_000}), "too large, unpacked"),
        (patrols.zipped({"a.csv": b"PARENT_KEY,KEY,phenomenon\n1,2,shot\n"}), "0 tables of the form itself"),
        (patrols.zipped({"a.csv": b"report,asset\n", "b.csv": b"report,asset\n"}), "2 tables of the form itself"),
        (
            patrols.zipped({"a.csv": b"KEY,SubmissionDate\n", "b.csv": b"PARENT_KEY,x\n1,2\n"}),
            "neither phenomenon nor",
        ),
        (patrols.central_zip(week())[:-30], "no end of one"),
        (b"PK\x03\x04" + b"0" * 100, "no end of one"),
    ],
)
def test_what_is_no_export_of_the_form_is_refused_with_what_it_is(raw: bytes, why: str, read_kind: Read) -> None:
    with pytest.raises(FileRefused, match=why):
        read_kind("patrol", raw)


def test_a_zip_that_lists_more_than_it_may_is_not_opened(monkeypatch: pytest.MonkeyPatch, read_kind: Read) -> None:
    monkeypatch.setattr(archive, "_MAX_LISTING", 100)
    with pytest.raises(FileRefused, match="too many files"):
        read_kind("patrol", patrols.central_zip(week()))


def test_the_words_of_the_form_are_those_that_are_read() -> None:
    words = {name: tuple(each) for name, each in questions()["choices"].items()}
    assert (OBSERVED, DESCRIPTIONS, COUNTED, MEANS, tuple(RESTRICTED)) == tuple(
        words[name] for name in ("observed", "description", "count_is", "means", "restriction_type")
    )


_NAMES = [*COLUMNS, "observer_place", "observation", "coordinates", "x"]
_ANY = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=4),
    max_leaves=12,
)


def no_row_is_lost(source: Source, raw: bytes) -> None:
    """Each row is kept, set aside or skipped, and what is kept of the file says the same."""
    first = kept(source, raw)
    reading = source.read(captured(raw, source="patrols"))
    again = source.read(captured(first, source="patrols"))
    assert told(reading.rows, "observation_id") == told(again.rows, "observation_id")
    lines = {line for rows in (reading.rows, *(rows for _, rows in reading.beside)) for line in rows["line"]}
    assert reading.seen == len(lines) + reading.set_aside.height + reading.skipped
    assert lines.isdisjoint(reading.set_aside["line"])
    assert first == kept(source, first)
    Observations.validate(reading.rows)
    for table, rows in reading.beside:
        table.validate(pl.concat([table.create_empty(), rows], how="diagonal"))


@settings(max_examples=30, deadline=None)
@given(answers=st.dictionaries(st.sampled_from([*COLUMNS, "observation", "restriction", "event_place"]), _ANY))
@pytest.mark.parametrize("ids", [{"__id": "u", "__system": {}}, {"_uuid": "u"}], ids=["central", "kobo"])
def test_whatever_answers_hold_each_row_is_kept_set_aside_or_skipped(
    ids: dict[str, Any], answers: dict[str, Any], source: Source
) -> None:
    raw = json.dumps([{**answers, **ids}, {"__id": "v", "observed": answers.get("observed")}]).encode()
    no_row_is_lost(source, raw)


@settings(max_examples=30, deadline=None)
@given(
    rows=st.lists(
        st.fixed_dictionaries(dict.fromkeys(COLUMNS, st.text(max_size=6) | st.sampled_from(["", "1", "nothing"]))),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_cells_hold_each_row_is_kept_set_aside_or_skipped(
    rows: list[dict[str, str]], source: Source
) -> None:
    no_row_is_lost(source, patrols.table(rows))
