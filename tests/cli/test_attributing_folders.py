"""``ceaseline attribute`` on files: no case, answers in words, and the parties whom the files name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner, Result

from ceaseline.cli import app
from ceaseline.tables import Attributions, Evidence
from trial_world import Trial, make

LINE = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"day": "2031-05-01", "left": "A", "right": "B", "author": "desk"},
            "geometry": {"type": "LineString", "coordinates": [[30.0, 49.0], [30.0, 51.0]]},
        }
    ],
}


def call(*words: Any) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    world = make(Trial(incidents=120), np.random.default_rng(4))
    world.incidents.with_columns(lon=30.0, lat=50.0, radius_m=100.0).write_parquet(tmp_path / "incidents.parquet")
    world.members.write_parquet(tmp_path / "members.parquet")
    world.observations.drop("capture_id", "line", "licence").write_parquet(tmp_path / "observations.parquet")
    world.sources.select("source", "role", "party").write_parquet(tmp_path / "sources.parquet")
    world.reviewed.head(50).write_csv(tmp_path / "reviewed.csv")
    (tmp_path / "line.geojson").write_text(json.dumps(LINE))
    return tmp_path


def test_a_folder_of_public_tables_is_attributed_and_says_what_could_be_proposed(folder: Path) -> None:
    done = call(
        "attribute", folder, "--line", folder / "line.geojson", "--reviewed", folder / "reviewed.csv", "--json"
    )
    assert 0 == done.exit_code, done.stderr
    told = json.loads(done.stdout)
    assert (["A", "B"], 120) == (told["parties"], told["incidents"])
    assert ["A", "B"] == [row["party"] for row in told["expected_wrong"]]
    chances = Attributions.validate(pl.read_parquet(folder / "attributions.parquet"))
    assert 120 * 6 == len(chances)
    evidence = Evidence.validate(pl.read_parquet(folder / "evidence.parquet"))
    assert {"bearing", "claims", "pattern"} == set(evidence["term"])


def test_people_are_told_how_many_are_undetermined_and_why(folder: Path) -> None:
    done = call("attribute", folder)
    assert 0 == done.exit_code, done.stderr
    assert "it is undetermined whose they are" in done.stdout
    assert "expected to be wrong" in done.stdout


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("sources.parquet", None, "is not there"),
        ("members.parquet", b"none", "cannot be read"),
        ("line.geojson", b"{", "GeoJSON"),
        ("line.geojson", json.dumps(LINE).replace("2031-05-01", "soon").encode(), "day"),
        ("reviewed.csv", b"a,b\n1,2\n", "incident_id"),
        ("reviewed.csv", b"incident_id,hypothesis\nx,A\n", "is no incident"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_its_mend(
    folder: Path, file: str, content: bytes | None, said: str
) -> None:
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_bytes(content)
    done = call("attribute", folder, "--line", folder / "line.geojson", "--reviewed", folder / "reviewed.csv")
    assert 2 == done.exit_code
    assert said in done.stderr
    assert "Mend:" in done.stderr
    assert not (folder / "attributions.parquet").exists()


def test_columns_that_are_missing_are_named(folder: Path) -> None:
    pl.read_parquet(folder / "observations.parquet").drop("accused", "bearing_deg").write_parquet(
        folder / "observations.parquet"
    )
    done = call("attribute", folder)
    assert 2 == done.exit_code
    assert "accused, bearing_deg" in done.stderr
