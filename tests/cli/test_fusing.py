"""Records of a file put together without a case: what is written, what is told, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from ceaseline.cli import app
from ceaseline.tables import Incidents, Members, Observations, Responses

SOURCES = "source,role,group\nmast,instrument,mast\nwalkers,monitor,walkers\npaper,press,papers\n"
RECORDS = """\
observation_id,source,phenomenon,earliest,lon,lat,radius_m,time_sigma_s
m1,mast,explosion,2032-09-01T10:00:00Z,-120.0,-50.0,300,5
w1,walkers,explosion,2032-09-01T10:00:04Z,-120.001,-50.0,300,5
p1,paper,explosion,2032-09-03T10:00:00Z,-120.0,-49.0,300,5
"""


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "records.csv").write_text(RECORDS, "utf-8")
    (tmp_path / "sources.csv").write_text(SOURCES, "utf-8")
    return tmp_path


def fused(folder: Path, records: str = "records.csv", *more: object) -> Result:
    return call("fuse", folder / records, "--sources", folder / "sources.csv", "-o", folder / "out", *more)


def parquet(folder: Path, changes: Mapping[str, Any] | None = None) -> None:
    """The records as Parquet in the types of the public table, with columns changed."""
    rows = pl.read_csv(folder / "records.csv").with_columns(
        pl.col("earliest").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="us", time_zone="UTC"),
        pl.col("radius_m", "time_sigma_s").cast(pl.Float64),
    )
    rows.with_columns(**(changes or {})).write_parquet(folder / "records.parquet")


def test_two_records_of_one_explosion_are_one_incident_and_a_third_is_another(folder: Path) -> None:
    done = fused(folder)
    assert 0 == done.exit_code
    assert "3 records tell of 2 incidents, of which 1 rest on one record and 1 on several" in done.stdout
    incidents = Incidents.validate(pl.read_parquet(folder / "out/incidents.parquet"))
    members = Members.validate(pl.read_parquet(folder / "out/members.parquet"))
    assert [1, 2] == sorted(incidents["observations"].to_list())
    of = dict(members.select("observation_id", "incident_id").iter_rows())
    assert {"m1", "w1", "p1"} == set(of)
    assert of["m1"] == of["w1"] != of["p1"]
    assert 0 == Responses.validate(pl.read_parquet(folder / "out/responses.parquet")).height
    assert incidents["incident_id"].to_list() == pl.read_csv(folder / "out/incidents.csv")["incident_id"].to_list()


def test_parquet_gives_what_csv_gives(folder: Path) -> None:
    parquet(folder)
    assert 0 == fused(folder).exit_code
    by_text = pl.read_parquet(folder / "out/incidents.parquet")
    assert 0 == fused(folder, "records.parquet").exit_code
    assert by_text.equals(pl.read_parquet(folder / "out/incidents.parquet"))


def test_parquet_of_other_types_is_read_as_text(folder: Path) -> None:
    pl.read_csv(folder / "records.csv").write_parquet(folder / "records.parquet")  # times as words
    done = fused(folder, "records.parquet", "--json")
    assert 0 == done.exit_code
    assert 2 == json.loads(done.stdout)["counts"]["incidents"]


def test_json_has_counts_files_and_notes(folder: Path) -> None:
    told = json.loads(fused(folder, "records.csv", "--json").stdout)
    assert {"seen": 3, "observations": 3, "incidents": 2, "alone": 1, "members": 3, "responses": 0} == {
        name: told["counts"][name]
        for name in ("seen", "observations", "incidents", "alone", "members", "responses")
    }
    assert {"incidents", "members", "responses"} == set(told["files"])
    assert [] == told["set_aside"]


def test_without_sources_each_is_a_group_of_its_own_and_that_is_told(folder: Path) -> None:
    done = call("fuse", folder / "records.csv", "-o", folder / "out")
    assert 0 == done.exit_code
    assert "no sources are given, so each counts as a group of its own" in done.stderr
    assert [1, 2] == sorted(pl.read_parquet(folder / "out/incidents.parquet")["groups"].to_list())


def test_sources_that_share_a_group_count_once(folder: Path) -> None:
    (folder / "sources.csv").write_text(SOURCES.replace("walkers,monitor,walkers", "walkers,monitor,mast"), "utf-8")
    assert 0 == fused(folder).exit_code
    assert [1, 1] == pl.read_parquet(folder / "out/incidents.parquet")["groups"].to_list()


def test_a_source_that_the_table_does_not_name_is_told(folder: Path) -> None:
    (folder / "sources.csv").write_text("source\nmast\n", "utf-8")
    done = fused(folder)
    assert 0 == done.exit_code
    assert "not in the table of sources, so each counts as a group of its own: " in done.stderr
    assert "walkers (1)" in done.stderr
    assert "mast (1)" not in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "field", "rule"),
    [
        ("-120.001,-50.0", "0,0", "lon, lat", "place-zero"),
        ("-120.001,-50.0", "-120.001,", "lon, lat", "place-half"),
        ("-120.001,-50.0", "inf,-50.0", "lon", "not-degrees"),
        ("w1,walkers", "w1,", "source", "empty"),
        ("10:00:04Z", "10:00:04", "earliest", "no-zone"),
        ("-50.0,300,5\np1", "-50.0,-300,5\np1", "radius_m", "negative"),
        ("-50.0,300,5\np1", "-50.0,inf,5\np1", "radius_m", "not-a-number"),
        ("-50.0,300,5\np1", "-50.0,300,inf\np1", "time_sigma_s", "not-a-number"),
    ],
)
def test_a_bad_row_of_csv_is_set_aside_with_line_field_value_and_mend(
    folder: Path, old: str, new: str, field: str, rule: str
) -> None:
    assert old in RECORDS
    (folder / "records.csv").write_text(RECORDS.replace(old, new, 1), "utf-8")
    done = fused(folder)
    assert 0 == done.exit_code
    assert f"records.csv:3: {field}: {rule}" in done.stderr
    assert "Mend: " in done.stderr
    assert "1 of 3 rows were set aside" in done.stderr
    assert [3] == pl.read_parquet(folder / "out/set_aside.parquet")["line"].to_list()
    assert 2 == pl.read_parquet(folder / "out/members.parquet").height


SECOND = pl.col("observation_id") == "w1"
INFINITE = float("inf")


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"lon": pl.when(SECOND).then(0.0).otherwise("lon"), "lat": pl.when(~SECOND).then("lat").otherwise(0.0)},
         "lon", "place-zero"),
        ({"lat": pl.when(~SECOND).then("lat")}, "lon", "place-half"),
        ({"lat": pl.when(~SECOND).then("lat").otherwise(float("nan"))}, "lon", "place-half"),
        ({"lon": pl.when(~SECOND).then("lon").otherwise(INFINITE)}, "lon", "not-on-earth"),
        ({"lat": pl.when(~SECOND).then("lat").otherwise(95.0)}, "lat", "not-on-earth"),
        ({"radius_m": pl.when(~SECOND).then("radius_m").otherwise(-1.0)}, "radius_m", "out-of-range"),
        ({"time_sigma_s": pl.when(SECOND).then(INFINITE)}, "time_sigma_s", "out-of-range"),
        ({"source": pl.when(~SECOND).then("source")}, "source", "empty"),
        ({"earliest": pl.when(~SECOND).then("earliest")}, "earliest", "empty"),
        ({"earliest": pl.when(~SECOND).then("earliest").otherwise(datetime(1032, 9, 1, tzinfo=UTC))},
         "earliest", "not-a-time"),
        ({"latest": pl.when(SECOND).then(datetime(2032, 8, 1, tzinfo=UTC)).cast(pl.Datetime("us", "UTC"))},
         "latest", "time-backward"),
        ({"quantity_low": pl.lit(5.0), "quantity_high": pl.when(SECOND).then(2.0).otherwise(5.0)},
         "quantity_high", "range-backward"),
        ({"bearing_deg": pl.when(SECOND).then(400.0)}, "bearing_deg", "out-of-range"),
    ],
)  # fmt: skip
def test_a_bad_row_of_parquet_is_set_aside_too(
    folder: Path, changes: Mapping[str, Any], field: str, rule: str
) -> None:
    parquet(folder, changes)
    done = fused(folder, "records.parquet")
    assert 0 == done.exit_code
    assert f"records.parquet:2: {field}: {rule}" in done.stderr
    aside = pl.read_parquet(folder / "out/set_aside.parquet")
    assert [2] == aside["line"].to_list()
    assert "p1" not in aside["row"][0]
    assert {"m1", "p1"} == set(pl.read_parquet(folder / "out/members.parquet")["observation_id"])


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_an_id_given_twice_with_other_content_is_set_aside_both_times(folder: Path, form: str) -> None:
    (folder / "records.csv").write_text(RECORDS.replace("w1,", "m1,"), "utf-8")
    parquet(folder)
    done = fused(folder, f"records.{form}")
    assert 0 == done.exit_code
    assert "2 of 3 rows were set aside" in done.stderr
    assert ["id-twice", "id-twice"] == pl.read_parquet(folder / "out/set_aside.parquet")["rule"].to_list()
    assert ["p1"] == pl.read_parquet(folder / "out/members.parquet")["observation_id"].to_list()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_ten_thousand_equal_rows_count_once(folder: Path, form: str) -> None:
    row = RECORDS.splitlines()[1]
    (folder / "records.csv").write_text(RECORDS + f"{row}\n" * 10_000, "utf-8")
    parquet(folder)
    done = fused(folder, f"records.{form}")
    assert 0 == done.exit_code
    assert "10,000 rows repeat another to the letter, and count once." in done.stderr
    assert 3 == pl.read_parquet(folder / "out/members.parquet").height


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_place_without_a_radius_is_read_wide_and_a_missing_end_is_the_beginning(folder: Path, form: str) -> None:
    (folder / "records.csv").write_text(RECORDS.replace("-49.0,300,5", "-49.0,,5"), "utf-8")
    parquet(folder)
    assert 0 == fused(folder, f"records.{form}").exit_code
    alone = pl.read_parquet(folder / "out/incidents.parquet").filter(pl.col("observations") == 1)
    assert (1000.0,) == alone.select("radius_m").row(0)
    assert alone["earliest"].equals(alone["latest"].alias("earliest"))


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",-120.0,-49.0,300,5", ",,,,5", "1 record without a place, so it stays alone"),
        ("-49.0,300,5", "-49.0,,5", "1 place states no radius_m, so 1,000 m is taken. Mend: radius_m"),
        ("-49.0,300,5", "-49.0,0,5", "1 record with a radius of nothing, where the usual error of its means"),
        ("-49.0,300,5", "-49.0,50000,5", "1 record with a place less exact than 38 km (radius_m)"),
        ("-49.0,300,5", "-49.0,300,50000", "1 record with a time less exact than 12 hours"),
        ("-49.0,300,5", "-49.0,300,0", "1 record of one moment without an error of the clock"),
        ("paper,explosion", "paper,no_event", "1 record saying that nothing happened (no_event)"),
        ("p1,paper", "p1,rumour", "not in the table of sources, so each counts as a group of its own: rumour (1)"),
    ],
)
def test_what_is_treated_in_a_way_of_its_own_is_told_and_kept(
    folder: Path, old: str, new: str, said: str, form: str
) -> None:
    assert old in RECORDS
    (folder / "records.csv").write_text(RECORDS.replace(old, new), "utf-8")
    parquet(folder)
    done = fused(folder, f"records.{form}")
    assert 0 == done.exit_code
    assert said in done.stderr
    assert {"m1", "w1", "p1"} == set(pl.read_parquet(folder / "out/members.parquet")["observation_id"])
    assert said in " ".join(json.loads(fused(folder, f"records.{form}", "--json").stdout)["notes"])


def test_an_interval_that_runs_backward_is_set_aside_and_one_without_length_is_kept(folder: Path) -> None:
    head, *rows = RECORDS.splitlines()
    ends = ("2032-09-01T10:00:00Z", "2032-09-01T09:00:00Z", "2032-09-04T10:00:00Z")
    told = [f"{head},latest", *(f"{row},{end}" for row, end in zip(rows, ends, strict=True))]
    (folder / "records.csv").write_text("\n".join(told), "utf-8")
    done = fused(folder)
    assert (
        "records.csv:3: latest: time-backward (found: 2032-09-01T09:00:00Z). Mend: latest comes before"
        in done.stderr
    )
    assert {"m1", "p1"} == set(pl.read_parquet(folder / "out/members.parquet")["observation_id"])


def test_a_file_without_anything_of_the_kind_says_nothing(folder: Path) -> None:
    assert "" == fused(folder).stderr


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_one_row_is_one_incident(folder: Path, form: str) -> None:
    (folder / "records.csv").write_text("\n".join(RECORDS.splitlines()[:2]) + "\n", "utf-8")
    parquet(folder)
    assert 0 == fused(folder, f"records.{form}").exit_code
    assert [(1, 1)] == pl.read_parquet(folder / "out/incidents.parquet").select("observations", "groups").rows()


def burst(many: int, seconds: float) -> str:
    """Return records of one place, evenly over some time, each told by one of two sources."""
    head, row = RECORDS.splitlines()[:2]
    rows = [
        row.replace("m1,mast", f"b{n},{('mast', 'walkers')[n % 2]}").replace(
            "10:00:00Z", f"10:{int(n * seconds / many) // 60:02}:{n * seconds / many % 60:06.3f}Z"
        )
        for n in range(many)
    ]
    return "\n".join([head, *rows]) + "\n"


def test_a_thousand_reports_in_ten_minutes_at_one_place_do_not_stall_and_none_is_lost(folder: Path) -> None:
    (folder / "records.csv").write_text(burst(1000, 600.0), "utf-8")
    began = process_time()
    assert 0 == fused(folder).exit_code
    assert process_time() - began < 60
    incidents = pl.read_parquet(folder / "out/incidents.parquet")
    assert 1000 == incidents["observations"].sum()
    assert 400 <= incidents.height <= 1000


def test_a_day_with_a_hundred_times_the_usual_load_does_not_stall(folder: Path) -> None:
    """Ten reports a day for a month, and a thousand of one hour."""
    usual = [
        line.replace("b", f"u{day}-", 1).replace("2032-09-01", f"2032-08-{day:02}")
        for day in range(1, 31)
        for line in burst(10, 3000.0).splitlines()[1:]
    ]
    (folder / "records.csv").write_text(burst(1000, 3600.0 - 1) + "\n".join(usual) + "\n", "utf-8")
    began = process_time()
    assert 0 == fused(folder).exit_code
    assert process_time() - began < 60
    assert 1300 == pl.read_parquet(folder / "out/incidents.parquet")["observations"].sum()


def test_what_was_mended_is_no_longer_set_aside(folder: Path) -> None:
    (folder / "records.csv").write_text(RECORDS.replace("10:00:04Z", "ten"), "utf-8")
    fused(folder)
    assert (folder / "out/set_aside.csv").is_file()
    (folder / "records.csv").write_text(RECORDS, "utf-8")
    fused(folder)
    assert not (folder / "out/set_aside.csv").exists()
    assert not (folder / "out/set_aside.parquet").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("observation_id,source,earliest\n", "holds no record that can be used"),
        (RECORDS.replace("2032-09", "soon"), "holds no record that can be used"),
        ("a,b\n1,2\n", "there is no column 'observation_id'"),
        ("<html>log in</html>", "web page"),
        ("PAR1 and then nothing", "Parquet"),
    ],
)
def test_a_file_without_a_usable_record_ends_with_3_and_writes_no_incidents(
    folder: Path, text: str, said: str
) -> None:
    (folder / "records.csv").write_text(text, "utf-8")
    done = fused(folder)
    assert 3 == done.exit_code
    assert said in done.stderr
    assert "records.csv" in done.stderr
    assert not (folder / "out/incidents.parquet").exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("mast,judge,", "sources.csv:2: role: is no role (found: judge). Mend: use one of instrument, "),
        (",press,", "sources.csv:2: source: is empty. Mend: give each source its name"),
        ("mast,,\nmast,,", "sources.csv:3: source: is given twice (found: mast). Mend: keep one row"),
    ],
)
def test_a_wrong_table_of_sources_is_refused_with_line_field_value_and_mend(
    folder: Path, row: str, said: str
) -> None:
    (folder / "sources.csv").write_text(f"source,role,group\n{row}\n", "utf-8")
    done = fused(folder)
    assert 2 == done.exit_code
    assert said in done.stderr
    assert not (folder / "out").exists()


def test_sources_as_parquet_are_taken_too(folder: Path) -> None:
    pl.read_csv(folder / "sources.csv").with_columns(may_republish=pl.lit(value=True)).write_parquet(
        folder / "sources.parquet"
    )
    done = call("fuse", folder / "records.csv", "--sources", folder / "sources.parquet", "-o", folder / "out")
    assert 0 == done.exit_code
    assert "Note" not in done.stderr


def test_a_file_that_is_not_there_and_a_folder_that_is_a_file_end_with_2(folder: Path) -> None:
    assert 2 == fused(folder, "nothing.csv").exit_code
    done = call("fuse", folder / "records.csv", "-o", folder / "sources.csv")
    assert 2 == done.exit_code
    assert "is a file, not a folder" in done.stderr
    assert (folder / "sources.csv").read_text("utf-8") == SOURCES


def test_parties_swapped_in_the_input_change_no_incident(folder: Path) -> None:
    blaming = RECORDS.replace("time_sigma_s\n", "time_sigma_s,accused\n").replace(",5\n", ",5,A\n")
    (folder / "records.csv").write_text(blaming, "utf-8")
    assert 0 == fused(folder).exit_code
    before = pl.read_parquet(folder / "out/incidents.parquet")
    (folder / "records.csv").write_text(blaming.replace(",A\n", ",B\n"), "utf-8")
    assert 0 == fused(folder).exit_code
    assert before.equals(pl.read_parquet(folder / "out/incidents.parquet"))


def test_a_table_that_this_program_wrote_is_read_without_loss(folder: Path) -> None:
    parquet(folder)
    whole = pl.read_parquet(folder / "records.parquet").with_columns(
        capture_id=pl.lit("c"),
        line=pl.int_range(7, 10),
        latest=pl.col("earliest"),
        may_republish=pl.lit(value=True),
    )
    empty = [pl.lit(None).alias(name) for name in Observations.column_names() if name not in whole.columns]
    Observations.cast(whole.with_columns(empty)).write_parquet(folder / "records.parquet")
    told = json.loads(fused(folder, "records.parquet", "--json").stdout)
    assert (3, 2, 0) == tuple(told["counts"][name] for name in ("observations", "incidents", "set_aside"))
