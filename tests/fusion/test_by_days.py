"""Records put together some days at a time: the same as all at once, and only where something came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from time import process_time

import dataframely as dy
import polars as pl
import pytest

from builders import at, observation, observations, source_rows
from ceaseline.fusion import Fused, blocks, fuse
from ceaseline.fusion.evidence import Floats
from ceaseline.pipeline.fusing import fuse_file
from ceaseline.store import by_day, growing
from ceaseline.tables import Observations
from fusion.days import TELLERS, days_of_records

SOURCES = source_rows(**{name: {} for name in TELLERS})
TABLES = ("incidents", "members", "responses")


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """One day at a time, learned from a part of the days, and written in many parts."""
    monkeypatch.setattr(blocks, "AT_ONCE", 50)
    monkeypatch.setattr(blocks, "LEARNED_FROM", 300)
    monkeypatch.setattr(by_day, "AT_ONCE", 170)
    monkeypatch.setattr(growing, "_ROWS", 90)
    monkeypatch.setattr("ceaseline.pipeline.fusing._ANSWERS", 7)


def written(rows: pl.DataFrame, folder: Path, *, form: str = "parquet") -> dict[str, pl.DataFrame]:
    """Return what the work on a file writes."""
    path = folder / f"records.{form}"
    if form == "csv":
        given = rows.with_columns(pl.col("earliest", "latest").dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ"))
        given.drop("made_at").write_csv(path)
    else:
        rows.write_parquet(path)
    SOURCES.write_parquet(folder / "sources.parquet")
    fuse_file(path, folder / "sources.parquet", folder / "out", lambda *_: None)
    assert not list((folder / "out").glob(".*"))
    return {name: pl.read_parquet(folder / "out" / f"{name}.parquet") for name in TABLES}


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_file_of_several_days_gives_what_its_records_give_in_memory(tmp_path: Path, form: str) -> None:
    rows = days_of_records(9, 30)
    told = fuse(rows, SOURCES)
    assert told.responses.height > 7
    assert told.members.height > told.incidents.height > 90
    found = written(rows.sample(fraction=1.0, shuffle=True, seed=4), tmp_path, form=form)
    for name in TABLES:
        assert getattr(told, name).equals(found[name]), name


@pytest.mark.usefixtures("small_blocks")
def test_parts_stand_in_the_order_of_all_and_no_record_is_lost() -> None:
    rows = days_of_records(9, 30)
    told = fuse(rows, SOURCES)
    first = told.members.join(rows, on="observation_id", maintain_order="left")
    assert first["earliest"].is_sorted()
    assert sorted(rows["observation_id"]) == sorted(told.members["observation_id"])
    order = first.unique("incident_id", keep="first", maintain_order=True)["incident_id"]
    assert order.to_list() == told.incidents["incident_id"].to_list()


@pytest.mark.usefixtures("small_blocks")
def test_what_happened_about_midnight_is_one_though_its_records_are_of_two_days() -> None:
    """Three records within twenty seconds, far from all others, on each of eight nights."""
    north = {"lon": 34.5, "lat": 20.0, "radius_m": 450.0, "time_sigma_s": 20.0, "phenomenon": "explosion"}
    nights = [
        observation(observation_id=f"{source}-{day}", source=source, earliest=start, latest=start, **north)
        for day in range(2, 10)
        for source, late in (("posts", -10), ("cameras", 0), ("walkers", 10))
        for start in [at(f"2031-05-{day:02} 00:00") + timedelta(seconds=late)]
    ]
    rows = Observations.validate(pl.concat([days_of_records(10, 30), observations(*nights)]))
    told = fuse(rows, SOURCES).members.filter(pl.col("observation_id").str.contains(r"^[pcw][a-z]*-"))
    made = told.group_by("incident_id").agg(pl.col("observation_id").sort())["observation_id"].to_list()
    expected = [[f"{source}-{day}" for source in ("cameras", "posts", "walkers")] for day in range(2, 10)]
    assert sorted(expected) == sorted(made)


def test_blocks_of_days_change_little_beside_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is counted of a place differs between a day and a week; of 30 happenings a day hardly any is another."""
    rows = days_of_records(9, 30)
    whole = fuse(rows, SOURCES)
    monkeypatch.setattr(blocks, "AT_ONCE", 50)
    assert len(list(blocks.blocks(dict.fromkeys(range(9), 72)))) == 9
    parts = fuse(rows, SOURCES)
    both = set(whole.incidents["incident_id"]) & set(parts.incidents["incident_id"])
    assert len(both) >= 0.95 * whole.incidents.height


def remembering() -> tuple[Callable[..., Floats], dict[tuple[bytes, ...], Floats], list[str]]:
    """Return what remembers, what it remembers, and the names of what had to be worked out."""
    known: dict[tuple[bytes, ...], Floats] = {}
    made: list[str] = []

    def recall(what: str, of: Sequence[bytes], shape: tuple[int, int], make: Callable[[], Floats]) -> Floats:
        key = (what.encode(), *of)
        if key not in known:
            made.append(what)
            known[key] = make()
        assert shape == known[key].shape
        return known[key]

    return recall, known, made


def same(one: Fused, other: Fused) -> bool:
    return all(getattr(one, name).equals(getattr(other, name)) for name in TABLES)


@pytest.mark.usefixtures("small_blocks")
def test_a_late_record_is_put_together_with_its_neighbours_alone_and_as_if_it_had_been_there() -> None:
    """Days are learned from in runs of four, every second or fourth; the late one lies in none of them."""
    rows = days_of_records(40, 30)
    recall, _, made = remembering()
    assert same(fuse(rows, SOURCES), fuse(rows, SOURCES, recall=recall))
    assert {"habits": 1, "together": 40} == {name: made.count(name) for name in set(made)}
    made.clear()
    fuse(rows, SOURCES, recall=recall)
    assert [] == made
    day = next(day for day in range(20, 30) if not near_learned(rows, day))
    late = rows[:1].with_columns(
        observation_id=pl.lit("late"),
        earliest=pl.lit(at("2031-05-01 12:00")).dt.offset_by(f"{day}d"),
        latest=pl.lit(at("2031-05-01 12:01")).dt.offset_by(f"{day}d"),
    )
    more = Observations.validate(pl.concat([rows, late]))
    again = fuse(more, SOURCES, recall=recall)
    assert 3 <= made.count("together") <= 4  # its own day, and those within a day and a half
    assert "habits" not in made
    assert same(fuse(more, SOURCES), again)


@pytest.mark.usefixtures("small_blocks")
def test_a_file_that_ends_earlier_says_the_same_of_all_that_lies_a_day_and_a_half_before_its_last_day() -> None:
    """Thirty-seven days and forty: what sources are like is learned from the same days of both."""
    rows = days_of_records(40, 30)
    end = pl.lit(at("2031-05-01 00:00")).dt.offset_by("37d")
    part = Observations.validate(rows.filter(pl.col("earliest") < end))
    whole, cut = (fuse(each, SOURCES) for each in (rows, part))
    last = rows.join(whole.members, on="observation_id").group_by("incident_id").agg(pl.col("earliest").max())
    before = last.filter(pl.col("earliest") < end.dt.offset_by("-60h"))["incident_id"]
    assert len(before) > 500
    same_ids = pl.col("incident_id").is_in(before.implode())
    assert whole.incidents.filter(same_ids).equals(cut.incidents.filter(same_ids))
    assert whole.members.filter(same_ids).equals(cut.members.filter(same_ids))


def near_learned(rows: dy.DataFrame[Observations], day: int) -> bool:
    """Tell whether what sources are like is learned from a day."""
    begins = rows["earliest"].dt.epoch("us") // 86_400_000_000
    counted = dict(begins.value_counts().iter_rows())
    first = at("2031-05-01 00:00").timestamp() // 86_400
    return first + day in set(blocks.learned_from(counted))


@pytest.mark.usefixtures("small_blocks")
def test_another_source_in_a_late_record_changes_no_day_but_those_near() -> None:
    rows = days_of_records(40, 30)
    recall, _, made = remembering()
    fuse(rows, SOURCES, recall=recall)
    made.clear()
    day = next(day for day in range(20, 30) if not near_learned(rows, day))
    late = rows[:1].with_columns(
        observation_id=pl.lit("late"),
        source=pl.lit("aaa-new"),
        earliest=pl.lit(at("2031-05-01 12:00")).dt.offset_by(f"{day}d"),
        latest=pl.lit(at("2031-05-01 12:01")).dt.offset_by(f"{day}d"),
    )
    fuse(Observations.validate(pl.concat([rows, late])), SOURCES, recall=recall)
    assert "habits" not in made
    assert 3 <= made.count("together") <= 4


def spent(rows: dy.DataFrame[Observations], folder: Path) -> float:
    folder.mkdir()
    begun = process_time()
    found = written(rows, folder)
    assert rows.height == found["members"].height
    return process_time() - begun


def test_a_burst_at_one_place_and_a_day_of_a_hundred_times_the_load_stall_nothing(tmp_path: Path) -> None:
    """A thousand records in ten minutes at one place, and then three thousand: three times as many, not nine."""
    written(days_of_records(3, 20), tmp_path)  # what is compiled once
    one = spent(days_of_records(6, 10, burst=(3, 1_000)), tmp_path / "one")
    three = spent(days_of_records(6, 10, burst=(3, 3_000)), tmp_path / "three")
    assert three < 5 * one + 1.0
    busy = pl.concat([days_of_records(6, 10), shifted(days_of_records(1, 1_000, seed=2, first_id="b"), 3)])
    assert spent(Observations.validate(busy), tmp_path / "busy") < 5 * one + 2.0


def shifted(rows: pl.DataFrame, days: int) -> pl.DataFrame:
    return rows.with_columns(pl.col("earliest", "latest").dt.offset_by(f"{days}d"), pl.col("line") + 10_000)


def test_nothing_is_told_of_no_records(tmp_path: Path) -> None:
    told = fuse(observations(), SOURCES)
    assert (0, 0, 0) == (told.incidents.height, told.members.height, told.responses.height)
