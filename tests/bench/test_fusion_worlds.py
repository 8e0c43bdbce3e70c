"""The worlds of the bench keep, or break, the promises they are said to; and what the bench does with figures."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import polars as pl
import pytest

from ceaseline.scoring.linking import ALONE, f1, linking
from ceaseline.scoring.reference import reference
from ceaseline.tables import Observations, Sources
from ceaseline.tables.truth_incidents import TruthIncidents
from ceaseline.tables.truth_members import TruthMembers

BENCH = Path(__file__).parents[2] / "bench"
COUNT = 20_000
DAYS = 6.0  # the density of the trial


def loaded(name: str) -> ModuleType:
    spec = spec_from_file_location(name, BENCH / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module  # as the scripts of the folder find each other
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def worlds() -> ModuleType:
    return loaded("worlds")


@pytest.fixture(scope="module")
def bench(worlds: ModuleType) -> ModuleType:
    return loaded("fusion")


@pytest.fixture(scope="module")
def made(worlds: ModuleType) -> Callable[[str], Any]:
    kept = {name: worlds.WORLDS[name](COUNT, DAYS, 3) for name in worlds.WORLDS}
    return lambda name: kept[name]


def told(world: Any) -> pl.DataFrame:
    """Records of what happened, with how far off each is in kilometres and seconds."""
    rows = (
        pl.DataFrame(world.observations)
        .join(world.members, on="observation_id")
        .join(world.incidents, on="incident_id", suffix="_true")
    )
    east = (pl.col("lon") - pl.col("lon_true")) * 111.2 * pl.col("lat").radians().cos()
    north = (pl.col("lat") - pl.col("lat_true")) * 111.2
    return rows.with_columns(
        km=(east**2 + north**2).sqrt(), off_s=(pl.col("earliest") - pl.col("at")).dt.total_microseconds() / 1e6
    )


@pytest.mark.parametrize("name", ["plain", "hard"])
def test_a_world_is_made_of_declared_tables(made: Callable[[str], Any], name: str) -> None:
    world = made(name)
    assert COUNT == Observations.validate(world.observations).height
    assert COUNT == TruthMembers.validate(world.members).height
    TruthIncidents.validate(world.incidents)
    named = Sources.validate(world.sources)["source"]
    assert set(named) == set(world.observations["source"])


@pytest.mark.parametrize("name", ["plain", "hard"])
def test_the_same_seed_gives_the_same_world_and_another_another(
    worlds: ModuleType, made: Callable[[str], Any], name: str
) -> None:
    again, other = (worlds.WORLDS[name](COUNT, DAYS, seed) for seed in (3, 4))
    assert again.observations.equals(made(name).observations)
    assert again.members.equals(made(name).members)
    assert not other.observations.equals(again.observations)


@pytest.mark.parametrize("name", ["plain", "hard"])
def test_eight_in_a_hundred_are_of_nothing_and_four_tell_of_each_happening(
    made: Callable[[str], Any], name: str
) -> None:
    of = made(name).members["incident_id"]
    assert 0.08 * COUNT == of.null_count()
    assert 4.0 == pytest.approx(0.92 * COUNT / of.drop_nulls().n_unique(), abs=0.15)
    assert set(of.drop_nulls()) == set(made(name).incidents["incident_id"])


@pytest.mark.parametrize("name", ["plain", "hard"])
def test_neither_row_nor_id_tells_what_belongs_together(made: Callable[[str], Any], name: str) -> None:
    of = made(name).members["incident_id"]
    beside = (of == of.shift()).fill_null(value=False).mean()
    assert isinstance(beside, float)
    assert beside < 0.005


def test_errors_of_the_plain_world_are_as_they_are_stated(made: Callable[[str], Any]) -> None:
    rows = told(made("plain")).with_columns(
        inside=pl.col("km") * 1000 <= pl.col("radius_m"), near=pl.col("off_s").abs() <= pl.col("time_sigma_s")
    )
    by = rows.group_by("source").agg(pl.col("inside", "near").mean())
    assert 6 == by.height
    assert all(abs(share - 0.68) < 0.04 for share in by["inside"])
    assert all(abs(share - 0.683) < 0.04 for share in by["near"])
    assert 0.85 == pytest.approx((rows["phenomenon"] == rows["phenomenon_true"]).mean(), abs=0.01)


def test_errors_of_the_hard_world_are_not(made: Callable[[str], Any]) -> None:
    rows = told(made("hard"))
    inside = dict(
        rows.group_by("source").agg((pl.col("km") * 1000 <= pl.col("radius_m")).mean().alias("share")).iter_rows()
    )
    assert min(inside.values()) < 0.2
    assert max(inside.values()) > 0.8
    phones = rows.filter(pl.col("source").str.starts_with("phones"))
    assert {10.0} == set(phones["radius_m"])
    assert 2.0 < phones["km"].quantile(0.5) < 5.0  # type: ignore[operator]
    satellites = rows.filter(pl.col("means") == "satellite")
    assert {"fire"} == set(satellites["phenomenon"])


def test_villagers_and_papers_name_few_places(made: Callable[[str], Any]) -> None:
    rows = pl.DataFrame(made("hard").observations)
    village = pl.col("source").str.contains("villagers|paper")
    places = pl.struct("lon", "lat").n_unique()
    assert rows.filter(village).select(places).item() <= 1500
    others = rows.filter(~village)
    assert others.height == others.select(places).item()


def test_a_source_of_the_hard_world_seldom_tells_twice(made: Callable[[str], Any]) -> None:
    pairs = made("hard").observations.join(made("hard").members, on="observation_id").drop_nulls("incident_id")
    twice = pairs.select(pl.struct("incident_id", "source").is_duplicated().mean()).item()
    assert twice < 0.05


def test_the_trial_is_as_hard_as_it_was(worlds: ModuleType) -> None:
    # who knows the truth reached .868 with 100,000 records; a fifth of them have more edge and fewer neighbours
    world = worlds.plain(COUNT, DAYS, 5)
    said = reference(world.observations, world.incidents, world.members).join(world.members, on="observation_id")
    true = pl.col("incident_id").fill_null(ALONE + pl.col("observation_id"))
    reached = f1(*linking(said.with_columns(true=true)).pairs)
    assert 0.87 == pytest.approx(reached, abs=0.025)


def test_agreement_is_worked_out_from_files_and_a_lost_record_is_told(bench: ModuleType, tmp_path: Path) -> None:
    truth = pl.DataFrame({"observation_id": ["a", "b", "c", "d"], "incident_id": ["x", "x", "y", None]})
    truth.write_parquet(tmp_path / "truth_members.parquet")
    said = pl.DataFrame({"observation_id": ["a", "b", "c", "d"], "said": [1, 1, 1, 2]})
    said.write_parquet(tmp_path / "said.parquet")
    found = bench.agreement(tmp_path, tmp_path / "said.parquet")
    # said pairs: ab ac bc; true pairs: ab
    assert (1 / 3, 1.0, 0.5, None) == tuple(found[name] for name in ("precision", "recall", "f1", "off"))
    said.with_columns(probability=pl.lit(1.0)).write_parquet(tmp_path / "said.parquet")
    assert 1 / 3 == pytest.approx(bench.agreement(tmp_path, tmp_path / "said.parquet")["off"])
    said.head(3).write_parquet(tmp_path / "said.parquet")
    with pytest.raises(ValueError, match="1 records are lost"):
        bench.agreement(tmp_path, tmp_path / "said.parquet")


def test_a_row_has_as_many_cells_as_the_head_has(bench: ModuleType) -> None:
    columns = bench.HEAD.splitlines()[0].count("|")
    setting = bench.ALL[0]
    done = bench.Made("Splink", 0.5, 0.5, 0.5, 0.5, 0.6, None, 2.0, 1.0, 300.0)
    row = bench.line(setting, 10_000, done)
    assert "| Splink 5 | 0.500 | 0.500 | 0.500 | 0.600 | 0.500 |  | 2.0 | 1.0 | 5,000 | 300 |" in row
    assert columns == row.count("|")
    assert columns == bench.line(setting, 10_000, bench.Made("DBSCAN", left_out="not in 10 minutes")).count("|")
    assert columns == bench.HEAD.splitlines()[1].count("|")


def test_over_seeds_figures_are_means_and_the_peak_is_the_largest(bench: ModuleType) -> None:
    one, two = bench.Made("DuckDB", f1=0.2, peak=100.0, cpu=1.0), bench.Made("DuckDB", f1=0.4, peak=300.0, cpu=3.0)
    (mean,) = bench.over_seeds([[one], [two]])
    assert (pytest.approx(0.3), 300.0, 2.0, None) == (mean.f1, mean.peak, mean.cpu, mean.off)
    (gone,) = bench.over_seeds([[one], [bench.Made("DuckDB", left_out="out of memory")]])
    assert "out of memory" == gone.left_out


def test_only_what_stands_between_the_marks_is_written_anew(
    bench: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("above\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nbelow", "utf-8")
    monkeypatch.setattr(bench, "PAGE", page)
    bench.put("new", bench.MEASURED)
    assert "above\n<!-- measured: begin -->\n\nnew\n\n<!-- measured: end -->\nbelow" == page.read_text("utf-8")


def test_trains_are_sums_begun_anew(worlds: ModuleType) -> None:
    steps, first = np.array([0.0, 1.0, 2.0, 0.0, 5.0]), np.array([True, False, False, True, False])
    assert [0.0, 1.0, 3.0, 0.0, 5.0] == worlds._since(steps, first).tolist()
