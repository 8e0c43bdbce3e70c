"""Import that goes outside when somebody asks, from the address to the rows, and never otherwise."""

from __future__ import annotations

import inspect
import json
import socket
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
import pytest
import yaml
from typer.testing import CliRunner, Result

import ceaseline as cl
from builders import clause, terms_text
from ceaseline.case import Case
from ceaseline.cli import app
from ceaseline.errors import InputError, SourceError
from ceaseline.sources import SOURCES
from ceaseline.tables.exporting import to_csv
from easter import NOW, easter
from outside import Outside, body, outside, status

KEY = "k3y-that-nobody-may-see"
HEADER = "latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,confidence,frp,daynight\n"
SECOND = (HEADER + "12.51,34.51,341.2,0.41,0.37,2031-05-02,149,N,n,5.8,N\n").encode()
THIRD = (HEADER + "12.52,34.52,341.2,0.41,0.37,2031-05-03,149,N,n,5.8,N\n").encode()
BROKEN = (HEADER + "12.52,34.52,341.2,0.41,0.37,2031-05-03,149,N,perhaps,5.8,N\n").encode()
PAGE = b"<!DOCTYPE html>\n<html><body>Invalid key.</body></html>\n"
WORDS = b'{"error": "Invalid key."}\n'
DAYS = [date(2031, 5, 2), date(2031, 5, 3)]


@pytest.fixture
def world() -> Iterator[Outside]:
    with outside() as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = easter(tmp_path)
    for path in (folder / "inbox").iterdir():
        path.unlink()
    (folder / "terms.yaml").write_text(terms_text(clause()), "utf-8")
    return folder


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "firms.key"
    path.touch(0o600)
    path.write_text(KEY, "ascii")
    return path


def fires(world: Outside, name: str = "fires", path: str = "/{day}.csv", **keys: Any) -> dict[str, Any]:
    return {"name": name, "kind": "firms", "file": f"inbox/{name}.csv", "address": world.url(path), **keys}


def with_sources(folder: Path, *entries: dict[str, Any]) -> Case:
    (folder / "sources.yaml").write_text(yaml.safe_dump({"sources": list(entries)}), "utf-8")
    return cl.open(folder)


def ask(folder: Path, *words: object) -> Result:
    return CliRunner().invoke(app, ["import", "-C", str(folder), *map(str, words)], catch_exceptions=False)


def names(case: Case) -> list[str]:
    return sorted(capture.name for capture in case.evidence.captures())


@pytest.mark.parametrize("kind", ["areas", "firms", "geoconfirmed", "lines", "quakeml", "ucdp", "viina"])
def test_a_sample_that_is_fetched_is_read_to_its_expected_rows(world: Outside, folder: Path, kind: str) -> None:
    sample = Path(inspect.getfile(import_module(SOURCES.get(kind).__module__))).parent / "sample"
    (file,) = sample.glob("capture.*")
    (entry,) = yaml.safe_load((sample / "sources.yaml").read_text("utf-8"))["sources"]
    world.answers[f"/data/{file.name}"] = body(file.read_bytes())
    case = with_sources(folder, {**entry, "address": world.url(f"/data/{file.name}")})
    (taken,) = case.take(fetch=(), now=NOW)
    assert f"data-{file.name}" == taken.capture.name
    assert taken.reading is not None
    expected = (sample / "expected.csv").read_text("utf-8")
    assert expected == to_csv(taken.reading.rows.drop("source", "capture_id")).decode()
    aside = (sample / "set_aside.csv").read_text("utf-8")
    assert aside == to_csv(taken.reading.set_aside.drop("source", "capture_id", "file")).decode()
    table = {"areas": "areas", "lines": "lines"}.get(kind, "observations")
    ours = case.run(now=NOW).tables[table].filter(pl.col("capture_id") == taken.capture.capture_id)
    assert taken.reading.rows.height == ours.height


def test_a_zip_that_comes_is_kept_packed_and_read_unpacked(world: Outside, folder: Path) -> None:
    sample = Path(inspect.getfile(import_module(SOURCES.get("viina").__module__))).parent / "sample"
    (entry,) = yaml.safe_load((sample / "sources.yaml").read_text("utf-8"))["sources"]
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.write(sample / "capture.csv", "event_1pd.csv")
    world.answers["/event_1pd.zip"] = body(packed.getvalue(), Content_Type="application/zip")
    case = with_sources(folder, {**entry, "address": world.url("/event_1pd.zip")})
    case.take(fetch=(), now=NOW)
    assert ["event_1pd.zip"] == names(case)
    expected = len((sample / "expected.csv").read_text("utf-8").splitlines()) - 1
    assert expected == case.run(now=NOW).observations.height


def test_what_was_fetched_is_kept_as_it_came_and_counts_in_the_next_run(world: Outside, folder: Path) -> None:
    world.answers |= {"/2031-05-02.csv": body(SECOND), "/2031-05-03.csv": body(THIRD)}
    case = with_sources(folder, fires(world))
    taken = case.take(fetch=DAYS, now=NOW)
    assert ["2031-05-02.csv", "2031-05-03.csv"] == names(case)
    with taken[0].capture.open() as stream:  # the temporary file is gone by now
        assert SECOND == stream.read()
    assert 2 == case.run(now=NOW).observations.height


def test_fetching_the_same_again_changes_nothing(world: Outside, folder: Path) -> None:
    world.answers["/2031-05-02.csv"] = body(SECOND)
    case = with_sources(folder, fires(world))
    assert ["new", "known"] == [case.take(fetch=DAYS[:1], now=NOW)[0].how for _ in range(2)]
    assert 1 == len(list(case.evidence.captures()))


def test_import_and_run_never_go_outside(world: Outside, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world.answers["/x.csv"] = body(THIRD)
    case = with_sources(folder, fires(world, path="/x.csv"))
    (folder / "inbox" / "fires.csv").write_bytes(SECOND)

    def refuse(*_: Any) -> None:
        raise AssertionError("it went outside")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert 0 == ask(folder).exit_code
    assert 0 == ask(folder, "--source", "fires").exit_code
    assert 1 == case.run(now=NOW).observations.height
    assert [] == world.asked


def test_fetching_leaves_the_inbox_alone(world: Outside, folder: Path) -> None:
    world.answers["/x.csv"] = body(THIRD)
    case = with_sources(folder, fires(world, path="/x.csv"))
    (folder / "inbox" / "fires.csv").write_bytes(SECOND)
    assert 0 == ask(folder, "--fetch").exit_code
    assert ["x.csv"] == names(case)
    assert ["fires.csv"] == [path.name for path in (folder / "inbox").iterdir()]


def test_a_source_that_fails_does_not_lose_the_others(world: Outside, folder: Path) -> None:
    world.answers |= {"/2031-05-02.csv": body(SECOND), "/b": status(500), "/c": body(THIRD)}
    case = with_sources(
        folder, fires(world), fires(world, "broken", "/b"), fires(world, "other", "/c"), fires(world, "mute", "/m")
    )
    done = ask(folder, "--fetch", "--day", "2031-05-02")
    assert 0 == done.exit_code
    assert ["2031-05-02.csv", "c"] == names(case)
    told = done.stderr.splitlines()
    assert [
        f"broken: {world.url('/b')} answers 500 Internal Server Error.",
        f"mute: {world.url('/m')} answers 404",
    ] == [
        told[0].partition(" Mend")[0],
        told[1].partition(" Not Found")[0],
    ]


def test_nothing_that_came_ends_with_3(world: Outside, folder: Path) -> None:
    with_sources(folder, fires(world, path="/x.csv"))
    done = ask(folder, "--fetch")
    assert 3 == done.exit_code
    assert "answers 404" in done.stderr
    assert "Nothing usable came in." in done.stderr
    assert "" == done.stdout


def test_rows_set_aside_of_what_came_end_with_4(world: Outside, folder: Path) -> None:
    world.answers["/x.csv"] = body(SECOND + BROKEN.partition(b"\n")[2])
    with_sources(folder, fires(world, path="/x.csv"))
    assert 4 == ask(folder, "--fetch").exit_code


@pytest.mark.parametrize("answer", [PAGE, WORDS], ids=["page", "json"])
def test_an_error_that_is_answered_as_a_file_is_kept_and_refused_with_its_reason(
    world: Outside, folder: Path, answer: bytes
) -> None:
    world.answers |= {"/2031-05-02.csv": body(answer), "/2031-05-03.csv": body(THIRD)}
    case = with_sources(folder, fires(world))
    done = ask(folder, "--fetch", "--from", "2031-05-02", "--until", "2031-05-03")
    assert 0 == done.exit_code
    assert "not read: " in done.stdout
    assert ["2031-05-02.csv", "2031-05-03.csv"] == names(case)
    (refused,) = case.run(now=NOW).set_aside.rows(named=True)
    assert ("refused", "2031-05-02.csv") == (refused["rule"], refused["file"])


def test_two_days_and_a_span_are_asked_for_in_order_and_once(world: Outside, folder: Path) -> None:
    with_sources(folder, fires(world))
    ask(folder, "--fetch", "--day", "2031-05-04", "--from", "2031-05-02", "--until", "2031-05-04")
    assert [f"/2031-05-0{day}.csv" for day in (2, 3, 4)] == world.asked


def test_one_source_is_asked_where_it_is_named(world: Outside, folder: Path) -> None:
    world.answers |= {"/b": body(SECOND), "/c": body(THIRD)}
    case = with_sources(folder, fires(world, "one", "/b"), fires(world, "two", "/c"))
    assert 0 == ask(folder, "--fetch", "--source", "two").exit_code
    assert ["c"] == names(case)
    assert ["/c"] == world.asked


def test_a_dry_run_fetches_reads_and_keeps_nothing(world: Outside, folder: Path) -> None:
    world.answers["/x.csv"] = body(SECOND)
    case = with_sources(folder, fires(world, path="/x.csv"))
    done = ask(folder, "--fetch", "--dry-run")
    assert "1 good ones" in done.stdout
    assert not case.evidence.folder.exists()


def test_as_json_the_failures_stand_beside_the_files(world: Outside, folder: Path) -> None:
    world.answers["/b"] = body(SECOND)
    with_sources(folder, fires(world, "one", "/b"), fires(world, "two", "/c"))
    data = json.loads(ask(folder, "--fetch", "--json").stdout)
    assert ["b"] == [file["file"] for file in data["files"]]
    assert [f"two: {world.url('/c')} answers 404 Not Found. Mend: see the address and the day"] == data["missed"]


def test_the_key_reaches_the_host_and_no_output_and_no_byte_of_the_case(
    world: Outside, folder: Path, key_file: Path
) -> None:
    world.answers[f"/{KEY}/2031-05-02.csv"] = body(SECOND)
    entry = fires(world, path="/{key}/{day}.csv", key_file=str(key_file))
    case = with_sources(folder, entry, fires(world, "moved", "/{key}/x/{day}", key_file=str(key_file)))
    done = ask(folder, "--fetch", "--day", "2031-05-02")
    assert [f"/{KEY}/2031-05-02.csv", f"/{KEY}/x/2031-05-02"] == world.asked
    ran = CliRunner().invoke(app, ["run", "-C", str(folder), "--json"])
    assert 0 == done.exit_code == ran.exit_code
    assert KEY not in done.stdout + done.stderr + ran.stdout + ran.stderr
    assert "/{key}/x/2031-05-02 answers 404" in done.stderr
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert case.evidence.log_file in files
    assert [] == [path for path in files if KEY.encode() in path.read_bytes() or KEY in path.name]


def test_a_key_that_others_may_read_stops_its_own_source_alone(
    world: Outside, folder: Path, key_file: Path
) -> None:
    key_file.chmod(0o644)
    world.answers["/c"] = body(THIRD)
    with_sources(folder, fires(world, path="/{key}", key_file=str(key_file)), fires(world, "two", "/c"))
    done = ask(folder, "--fetch")
    assert 0 == done.exit_code
    assert "can be read or changed by others" in done.stderr
    assert ["/c"] == world.asked


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--fetch"], "The address of fires has a day. Mend: say which days"),
        (["--fetch", "--source", "still", "--day", "2031-05-02"], "the address of still has none"),
        (["--fetch", "--source", "posts"], "The source posts has no address"),
        (["--fetch", "--source", "nobody"], "No source is called 'nobody'"),
        (["--fetch", "x.csv", "--day", "2031-05-02"], "Files are given, and others are to be fetched"),
        (["--day", "2031-05-02"], "Days say what to fetch. Mend: add --fetch"),
        (["--fetch", "--from", "2031-05-02"], "A span of days has two ends"),
        (["--fetch", "--from", "2031-05-03", "--until", "2031-05-02"], "--until lies before --from"),
        (["--fetch", "--from", "2031-05-02", "--until", "2032-05-02"], "These are more than 366 days"),
        (["--fetch", "--from", "0001-01-01", "--until", "9999-12-31"], "These are more than 366 days"),
        (["--fetch", "--day", "yesterday"], "yesterday"),
    ],
)
def test_what_cannot_be_meant_is_told_before_anybody_is_asked(
    world: Outside, folder: Path, words: list[str], said: str
) -> None:
    posts = {"name": "posts", "kind": "firms", "file": "inbox/posts.csv"}
    with_sources(folder, fires(world), fires(world, "still", "/x"), posts)
    done = ask(folder, *words)
    assert 2 == done.exit_code
    assert said in done.stderr
    assert [] == world.asked


def test_a_case_without_addresses_says_so(folder: Path) -> None:
    with_sources(folder, {"name": "posts", "kind": "firms", "file": "inbox/posts.csv"})
    done = ask(folder, "--fetch")
    assert (2, "No source has an address: in sources.yaml. Mend: write one there\n") == (
        done.exit_code,
        done.stderr,
    )


def test_from_python_the_first_failure_ends_it_and_keeps_nothing(world: Outside, folder: Path) -> None:
    world.answers["/b"] = body(SECOND)
    case = with_sources(folder, fires(world, "one", "/b"), fires(world, "two", "/c"))
    with pytest.raises(SourceError, match=r"two: .* answers 404"):
        case.take(fetch=(), now=NOW)
    assert not case.evidence.folder.exists()


def test_from_python_days_without_a_place_are_told(world: Outside, folder: Path) -> None:
    case = with_sources(folder, fires(world, "one", "/b"))
    with pytest.raises(InputError, match="the address of one has none"):
        case.take(fetch=DAYS, now=NOW)


def test_a_day_named_twice_is_asked_for_once(world: Outside, folder: Path) -> None:
    world.answers["/2031-05-02.csv"] = body(SECOND)
    with_sources(folder, fires(world)).take(fetch=[*DAYS[:1], *DAYS[:1]], now=NOW)
    assert ["/2031-05-02.csv"] == world.asked


def test_how_far_it_has_come_is_told(world: Outside, folder: Path) -> None:
    world.answers |= {"/2031-05-02.csv": body(SECOND), "/2031-05-03.csv": body(THIRD)}
    case, told = with_sources(folder, fires(world)), []
    case.take(fetch=DAYS, now=NOW, tell=lambda *words: told.append(words))
    assert ("fetching 2031-05-02.csv", len(SECOND), len(SECOND)) in told
    assert [("files fetched", 1, 2), ("files fetched", 2, 2)] == [
        each for each in told if each[0] == "files fetched"
    ]
