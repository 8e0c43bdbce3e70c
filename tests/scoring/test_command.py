"""``ceaseline score``: on the second world, on cases without truth, and that no run reads truth."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from typer.testing import CliRunner, Result

import ceaseline
from ceaseline.cli import app
from ceaseline.scoring import mirrored
from ceaseline.tables import Scores
from easter import easter
from simulation.second_world import START, second_world, write
from toy_truth import row, value

RUNNER = CliRunner()
DAYS = 2


def call(*words: object) -> Result:
    return RUNNER.invoke(app, [str(word) for word in words])


def made(folder: Path, parties: tuple[str, str] = ("A", "B")) -> Path:
    """Return a case of the second world, run when it was over."""
    case = write(second_world(3, days=DAYS, km=60.0, rate=25.0, parties=parties), folder)
    ceaseline.open(case).run(now=START + timedelta(days=DAYS + 1))
    return case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("second") / "case")


def scores(case: Path) -> pl.DataFrame:
    """Return what the command prints as JSON."""
    done = call("score", case, "--json")
    assert 0 == done.exit_code, done.output
    return Scores.validate(pl.DataFrame(json.loads(done.stdout)["scores"], schema=Scores.create_empty().schema))


def test_every_room_has_scores_and_the_file_has_the_same(case: Path) -> None:
    told = scores(case)
    rooms = {"fusion", "attribution", "findings", "verdicts", "counts", "timeliness"}
    assert rooms == set(told["room"])
    written = json.loads((case / "truth" / "scores.json").read_text("utf-8"))
    assert told.to_dicts() == written


def test_every_record_of_the_second_world_has_its_truth(case: Path) -> None:
    told = scores(case)
    assert 0 == value(told, "records_without_truth")
    # the reference takes errors for normal, which they are not here: it is no ceiling in this world
    assert 0 < (value(told, "pairwise_f1") or 0) < 1
    assert 0 < (value(told, "plain_pairwise_f1") or 0) < (value(told, "reference_pairwise_f1") or 0) < 1


def test_the_table_says_in_words_what_it_is_worth(case: Path) -> None:
    done = call("score", case)
    assert 0 == done.exit_code
    assert "proves nothing of a real ceasefire" in " ".join(done.stdout.split())
    assert "pairwise f1" in done.stdout


def test_the_second_world_with_its_sides_exchanged_scores_the_same_the_other_way_round(
    case: Path, tmp_path: Path
) -> None:
    swapped = scores(made(tmp_path / "swapped", parties=("B", "A")))
    keys = ["room", "score", "party", "by"]
    ours = mirrored(Scores.validate(scores(case)), {"A": "B", "B": "A"})
    assert_frame_equal(ours.sort(keys), swapped.sort(keys))


def test_a_case_without_truth_is_refused_in_words(tmp_path: Path) -> None:
    done = call("score", easter(tmp_path))
    assert 2 == done.exit_code
    assert "has no truth/: what really happened is known of simulated cases alone" in done.stderr


def test_a_case_that_was_not_run_is_told_to_run(tmp_path: Path) -> None:
    case = write(second_world(3, days=1, km=60.0, rate=5.0), tmp_path / "case")
    done = call("score", case)
    assert 2 == done.exit_code
    assert "Mend: ceaseline run" in done.stderr


def test_the_truth_of_another_case_is_refused(case: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(case, tmp_path / "copy"))
    members = copy / "truth" / "truth_members.parquet"
    other = pl.read_parquet(members).with_columns(pl.format("other-{}", "observation_id").alias("observation_id"))
    other.write_parquet(members)
    done = call("score", copy)
    assert 2 == done.exit_code
    assert "tells of none of the" in done.stderr


def test_a_run_gives_the_same_tables_with_the_truth_taken_away(case: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(case, tmp_path / "copy"))
    shutil.rmtree(copy / "truth")
    ours, without = (ceaseline.open(each).work_out().tables for each in (case, copy))
    assert ours.keys() == without.keys()
    for name, table in ours.items():
        assert_frame_equal(table, without[name])
    assert ours["incidents"].height > 0
    assert ours["findings"].height > 0


@pytest.mark.parametrize("damaged", [None, b"not a table", "other columns"])
def test_a_truth_that_cannot_be_read_is_named(case: Path, tmp_path: Path, damaged: bytes | str | None) -> None:
    copy = Path(shutil.copytree(case, tmp_path / "copy"))
    path = copy / "truth" / "truth_rates.parquet"
    path.unlink()
    if isinstance(damaged, bytes):
        path.write_bytes(damaged)
    elif damaged is not None:
        pl.DataFrame({"clause": ["no-fire"]}).write_parquet(path)
    done = call("score", copy)
    assert 2 == done.exit_code
    assert f"{path} cannot be read" in done.stderr


def test_attributions_among_the_tables_are_scored(case: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(case, tmp_path / "copy"))
    incidents = pl.read_parquet(copy / "tables" / "incidents.parquet").select("incident_id")
    even = [incidents.with_columns(hypothesis=pl.lit(party), probability=0.5) for party in ("A", "B")]
    pl.concat(even).write_parquet(copy / "tables" / "attributions.parquet")
    told = scores(copy)
    assert incidents.height == row(told, "brier")["of"]
    assert 0 == value(told, "released", party="A")
    assert told.filter(score="undetermined").is_empty()
