"""``cover`` as a person sees it: what could be seen, clause by clause, marked as not for publication."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from shapely import box
from shapely.geometry import mapping
from typer.testing import CliRunner, Result

from builders import at, clause
from ceaseline.cli import app
from ceaseline.publishing.strips import RESTRICTED
from facts import case_of, exchanged

RUNNER = CliRunner()
ASSETS = """asset,kind,owner,acts_of,lon,lat
gull-post,post,,any,34.5,12.5
heron-camera,camera,,A,34.5,12.5
"""
WATCHES = """asset,from,until,status,reason
gull-post,2031-05-10T00:00Z,2031-05-10T12:00Z,operational,
heron-camera,2031-05-10T00:00Z,2031-05-11T00:00Z,operational,
"""
RESTRICTIONS = """restriction_id,from,until,asset,sector,type,imposed_by,established
x1,2031-05-10T06:00Z,2031-05-10T12:00Z,gull-post,,denial,B,1
x2,2031-05-10T06:00Z,2031-05-10T12:00Z,,Swan Mere,denial,B,1
"""
WEATHER = "sector,from,until,fog,cloud\nOwl Fell,2031-05-10T00:00Z,2031-05-10T06:00Z,1,\n"
SOURCES = """  - {name: list, kind: assets, file: inbox/assets.csv, role: monitor}
  - {name: log, kind: watches, file: inbox/watches.csv, role: monitor}
  - {name: register, kind: restrictions, file: inbox/restrictions.csv, role: monitor}
  - {name: sky, kind: weather, file: inbox/weather.csv, role: instrument}
"""
VALLEY = box(34.496, 12.496, 34.504, 12.504)  # so small that post and camera see all of it
IN_VALLEY = clause(where={"zone": "valley"})
PLANES = clause(id="planes", code="NO_FIXED_WING_ROTARY")
ORDERS = clause(id="orders", code="ISSUE_ORDER", modality="duty", recipient="the mission", register="the mission")


def call(*words: object) -> Result:
    return RUNNER.invoke(app, [str(word) for word in words], catch_exceptions=False)


def made(folder: Path, promise: dict[str, Any] = IN_VALLEY, *, swap: bool = False, **inbox: str) -> Path:
    files = {"assets": ASSETS, "watches": WATCHES, "restrictions": RESTRICTIONS, "weather": WEATHER, **inbox}
    files = {f"{name}.csv": exchanged(text) if swap else text for name, text in files.items()}
    case = case_of(folder, promise, PLANES, ORDERS, sources=SOURCES, inbox=files)
    (case.folder / "valley.geojson").write_text(json.dumps(mapping(VALLEY)), "utf-8")
    case.run(now=at("2031-06-01"))
    return case.folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made(tmp_path / "case")


def data(*words: object) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(call("cover", *words, "--json").stdout)
    return told


def test_it_says_clause_by_clause_what_could_be_seen_and_that_this_is_restricted(folder: Path) -> None:
    done = call("cover", "-C", folder)
    assert 0 == done.exit_code
    told = " ".join(done.stdout.split())
    assert RESTRICTED in told
    assert "no-fire, acts of South (B): partly verifiable." in told
    assert "Smallest acts asked about: shot and strike." in told
    assert "In its place 25 % of the hours were watched, 25 % with a chance of 90 % or more" in told
    assert "6 hours (denial by South (B))" in told
    assert "no-fire, acts of North (A): verifiable." in told  # the camera sees acts of A alone, and all day
    assert "Watching tells these in part, and no share of hours says how well: planes." in told
    assert "Registers and people tell whether these were kept, not watching: orders." in told


def test_the_case_may_be_named_without_an_option(folder: Path) -> None:
    assert call("cover", folder).stdout == call("cover", "-C", folder).stdout


def test_by_day_each_day_has_a_line(folder: Path) -> None:
    assert (
        "10 May: 25 % watched, 25 % surely, chance 24 %; partly verifiable; most lost to denial"
        in call("cover", "-C", folder, "--by-day").stdout
    )
    assert "10 May: " not in call("cover", "-C", folder).stdout


def test_days_before_the_first_watch_are_told_as_not_watched(tmp_path: Path) -> None:
    longer = clause(where={"zone": "valley"}, window={"from": "2031-05-08", "until": "2031-05-11", "zone": "UTC"})
    done = call("cover", "-C", made(tmp_path / "case", longer), "--by-day")
    told = " ".join(done.stdout.split())
    assert "From 8 May 2031, 00:00 to 10 May 2031, 00:00 (UTC) clauses bound and no watch is on record" in told
    assert "08 May: 0 % watched, 0 % surely, chance not known; not verifiable" in told


def test_windows_by_two_clocks_are_told_with_their_times(tmp_path: Path) -> None:
    other = {"from": "2031-05-10 06:00", "until": "2031-05-11", "zone": "UTC"}
    done = call("cover", "-C", made(tmp_path / "case", IN_VALLEY | {"windows_disputed": {"B": other}}))
    told = " ".join(done.stdout.split())
    assert "no-fire, acts of South (B), 10 May 2031, 00:00 to 11 May 2031, 00:00 (UTC): partly verifiable." in told
    assert "no-fire, acts of South (B), 10 May 2031, 06:00 to 11 May 2031, 00:00 (UTC):" in told


def test_as_json_it_gives_shares_and_chances_and_what_was_lost_to_whom(folder: Path) -> None:
    told = data("-C", folder, "--by-day")
    assert RESTRICTED == told["restricted"]
    south = next(row for row in told["clauses"] if row["obligors"] == ["B"] and row["day"] is None)
    assert {"watched_share", "sure_share", "chance_seen", "verifiable", "assets", "acts"} <= set(south)
    assert (1, "partly") == (south["assets"], south["verifiable"])
    assert [("denial", ["B"])] == [(lost["cause"], lost["imposed_by"]) for lost in south["lost"]]
    orders = next(row for row in told["clauses"] if row["clause_id"] == "orders")
    assert (None, None, "not_verifiable") == (orders["watched_share"], orders["chance_seen"], orders["verifiable"])
    assert {"2031-05-10"} == {row["day"] for row in told["clauses"] if row["day"] is not None}


def test_exchanging_the_parties_exchanges_the_answers_and_nothing_else(tmp_path: Path) -> None:
    codes = {"A": "B", "B": "A"}

    def answers(folder: Path, *, swap: bool) -> set[str]:
        rows = data("-C", folder)["clauses"]
        for row in rows if swap else ():
            row["obligors"] = sorted(codes[side] for side in row["obligors"])
            for lost in row["lost"]:
                lost["imposed_by"] = [codes[side] for side in lost["imposed_by"]]
        return {json.dumps(row, sort_keys=True) for row in rows}

    was = answers(made(tmp_path / "was"), swap=False)
    assert len(was) > 1
    assert was == answers(made(tmp_path / "now", swap=True), swap=True)


def test_with_a_folder_it_writes_the_table_and_the_chart_with_its_mark(folder: Path, tmp_path: Path) -> None:
    done = call("cover", "-C", folder, "-o", tmp_path / "out", "--act", "shot", "--png")
    names = ["coverage-strip.csv", "coverage-strip.png", "coverage-strip.svg"]
    names += ["exposure.csv", "exposure.parquet", "sectors.csv"]
    assert names == sorted(path.name for path in (tmp_path / "out").iterdir())
    assert all(str(tmp_path / "out" / name) in done.stdout for name in names)
    assert RESTRICTED in done.stderr
    svg = (tmp_path / "out" / "coverage-strip.svg").read_text("utf-8")
    assert RESTRICTED in svg
    assert {"shot"} == set(pl.read_csv(tmp_path / "out" / "coverage-strip.csv")["phenomenon"])
    assert {"shot", "strike"} == set(pl.read_parquet(tmp_path / "out" / "exposure.parquet")["phenomenon"])


def test_no_asset_and_no_place_of_one_is_in_anything_it_writes(folder: Path, tmp_path: Path) -> None:
    done = call("cover", "-C", folder, "--by-day", "-o", tmp_path / "out")
    written = {path.name: path.read_text("utf-8", "replace") for path in (tmp_path / "out").iterdir()}
    for word in ("gull", "heron"):
        assert word not in done.stdout + "".join(written.values())
    for word in ("34.5", "12.5"):  # a drawing has numbers of its own
        assert word not in done.stdout + "".join(text for name, text in written.items() if name.endswith(".csv"))


def test_rows_that_name_a_sector_which_is_not_there_are_told_and_used_nowhere(folder: Path) -> None:
    done = call("cover", "-C", folder)
    complaint = "2 rows of weather or restrictions name sectors that the case does not have, and are used nowhere: "
    assert f"{complaint}Owl Fell, Swan Mere." in done.stderr
    assert {"Owl Fell": 1, "Swan Mere": 1} == data("-C", folder)["unknown_sectors"]
    assert complaint in call("run", "-C", folder).stderr
    call("report", "-C", folder)
    page = (folder / "reports" / "report.html").read_text("utf-8")
    assert "2 rows of weather or restrictions name sectors that the case does not have." in page
    assert "Swan Mere" not in page


def test_a_case_in_which_nobody_is_known_to_have_watched_says_so(tmp_path: Path) -> None:
    folder = made(tmp_path / "case", watches="asset,from,until,status,reason\n")
    done = call("cover", "-C", folder, "-o", tmp_path / "out")
    assert 0 == done.exit_code
    assert "nobody is known to have watched" in done.stdout
    assert not (tmp_path / "out" / "coverage-strip.svg").exists()


def test_an_act_nobody_asked_about_is_refused_with_those_there_are(folder: Path, tmp_path: Path) -> None:
    done = call("cover", "-C", folder, "-o", tmp_path / "out", "--act", "thunder")
    assert 2 == done.exit_code
    assert "shot" in done.stderr
    assert not (tmp_path / "out").exists()


def test_how_to_draw_without_where_to_is_refused_with_the_mend(folder: Path) -> None:
    done = call("cover", "-C", folder, "--act", "shot")
    assert 2 == done.exit_code
    assert "-o FOLDER" in done.stderr
