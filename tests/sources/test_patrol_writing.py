"""Patrols' template, written: what comes back out of what is kept of it, and what the form cannot hold."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import ceaseline.sources.patrol
from ceaseline.captures import Arrival
from ceaseline.errors import InputError
from ceaseline.sources import Reading, discreet, parse
from ceaseline.sources.patrol import PatrolSource
from ceaseline.tables import Observations, Restrictions, Watches
from ceaseline.testing import captured, toy_terms

SAMPLE = Path(ceaseline.sources.patrol.__file__).parent / "sample"
NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
ELSEWHERE = ["capture_id", "line"]

Write = Callable[..., Reading]


def of(form: str) -> PatrolSource:
    (found,) = parse(form, toy_terms())
    assert isinstance(found, PatrolSource)
    return found


@pytest.fixture(scope="module")
def source() -> PatrolSource:
    return of("sources: [{name: patrols, kind: patrol, file: inbox/a, role: monitor}]")


def read(source: PatrolSource, raw: bytes) -> Reading:
    """Read what is kept of a file."""
    kept = discreet(source, Arrival("patrols.csv", lambda: io.BytesIO(raw))).open().read()
    return source.read(captured(kept, source=source.form.name, name="patrols.csv"))


def beside(reading: Reading, table: type) -> pl.DataFrame:
    (rows,) = (rows for schema, rows in reading.beside if schema is table)
    return rows.drop(ELSEWHERE).sort("asset")


def observation(number: int = 1, **cells: Any) -> dict[str, Any]:
    """Return an explosion heard by P-1, who stands 11 km south of it, in the first report."""
    return {
        "observation_id": f"patrols-r-1/o{number}",
        "source": "patrols",
        "asset": "P-1",
        "means": "heard",
        "phenomenon": "explosion",
        "earliest": NOON,
        "latest": NOON,
        "lon": 34.511,
        "lat": 0.1,
        "radius_m": 300.0,
        "observer_lon": 34.511,
        "observer_lat": 0.0,
        **cells,
    }


def observations(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.concat(
        [Observations.create_empty(), pl.DataFrame(rows, infer_schema_length=None)], how="diagonal_relaxed"
    )


def watch(asset: str = "P-1", **cells: Any) -> dict[str, Any]:
    times = {"from": NOON - timedelta(hours=1), "until": NOON + timedelta(hours=1)}
    return {"source": "patrols", "asset": asset, **times, "status": "operational", **cells}


@pytest.fixture
def written(source: PatrolSource) -> Write:
    """Write rows of dictionaries as one file, and read what is kept of it."""

    def write(
        *rows: dict[str, Any], watches: tuple[dict[str, Any], ...] = (watch(),), stopped: Any = ()
    ) -> Reading:
        others = [
            (table, pl.concat([table.create_empty(), pl.DataFrame(each)], how="diagonal_relaxed"))
            for table, each in ((Watches, watches), (Restrictions, stopped))
            if each
        ]
        reading = read(source, source.write(observations(*rows), others))
        assert 0 == reading.set_aside.height
        return reading

    return write


def test_what_was_read_is_written_and_read_again_as_the_same_rows() -> None:
    source = of((SAMPLE / "sources.yaml").read_text())
    first = read(source, (SAMPLE / "capture.csv").read_bytes())
    whose = {"patrols-p-2": "P-08", "patrols-p-29": "P-29"}
    report = pl.col("observation_id").str.replace("/.*", "")
    rows = first.rows.with_columns(report.replace_strict(whose).alias("asset"))
    second = read(source, source.write(rows, first.beside))
    assert 0 == second.set_aside.height
    assert 9 == first.rows.height
    assert first.rows.drop(ELSEWHERE).equals(second.rows.drop(ELSEWHERE))
    for table in (Watches, Restrictions):
        assert 0 < beside(first, table).height
        assert beside(first, table).equals(beside(second, table))


def test_what_was_heard_is_placed_where_it_was_heard_and_reaches_as_far_as_it_may_have_been(written: Write) -> None:
    (row,) = written(observation()).rows.to_dicts()
    assert ("patrols-r-1/o1", 34.51, 0.0) == (row["observation_id"], row["lon"], row["lat"])
    # 0.1 degrees of latitude at the equator are 11,057.4 m; 300 m of error, and 800 m for the decimals
    assert pytest.approx(12_157.4, abs=1) == row["radius_m"]


def test_where_something_fell_is_told_as_it_was_found(written: Write) -> None:
    (row,) = written(observation(phenomenon="impact")).rows.to_dicts()
    assert ("impact", 34.511, 0.1, 300.0) == (row["phenomenon"], row["lon"], row["lat"], row["radius_m"])


def test_where_weapons_stood_is_told_coarsely_and_they_are_counted_in_pieces(written: Write) -> None:
    (row,) = written(
        observation(phenomenon="weapon_presence", lon=34.516, quantity_low=2.0, quantity_high=2.0)
    ).rows.to_dicts()
    assert (34.52, 0.1, 1100.0, "pieces") == (row["lon"], row["lat"], row["radius_m"], row["unit"])


@pytest.mark.parametrize(
    ("word", "read_as"),
    [
        *(("shelling", "explosion"), ("strike", "explosion"), ("firefight", "burst"), ("outgoing", "outgoing")),
        *(("shot", "shot"), ("controlled_explosion", "controlled_explosion"), ("fire", "fire")),
        ("exercise_inside", "exercise_inside"),
    ],
)
def test_each_word_becomes_one_of_the_form_and_what_has_none_stays(word: str, read_as: str, written: Write) -> None:
    assert [read_as] == written(observation(phenomenon=word)).rows["phenomenon"].to_list()


def test_only_a_direction_in_which_the_fire_was_is_told(source: PatrolSource) -> None:
    seen = [
        observation(number, phenomenon=word, bearing_deg=80.0, bearing_sigma_deg=15.0)
        for number, word in enumerate(("explosion", "shelling", "shot"), 1)
    ]
    table = pl.read_csv(source.write(observations(*seen)))
    assert [None, None, 80.0] == table["direction_deg"].to_list()
    assert [None, None, 15.0] == table["direction_error_deg"].to_list()


@pytest.mark.parametrize(
    ("weapon", "read_as"),
    [("mortar", "mortar"), ("rocket_artillery", "rocket_artillery"), ("drone", "uav"), (None, None)],
)
def test_each_weapon_becomes_one_of_the_form(weapon: str | None, read_as: str | None, written: Write) -> None:
    assert [read_as] == written(observation(weapon=weapon)).rows["weapon"].to_list()


@pytest.mark.parametrize(
    ("low", "high", "read_as"),
    [
        (3.0, 3.0, (3.0, 3.0)),
        (3.0, None, (3.0, None)),
        (2.0, 3.0, (1.0, 3.0)),  # about 2
        (22.0, 27.0, (15.0, 27.0)),  # about 21
        (1.0, 100.0, (1.0, None)),  # about no number
        (0.0, 2.0, (None, None)),  # perhaps none at all, for which the form has no word
        (None, None, (None, None)),
    ],
)
def test_numbers_are_told_exactly_or_hold_all_that_was_said(
    low: float | None, high: float | None, read_as: tuple[float | None, float | None], written: Write
) -> None:
    (row,) = written(observation(quantity_low=low, quantity_high=high)).rows.to_dicts()
    assert read_as == (row["quantity_low"], row["quantity_high"])


def test_a_watch_without_a_record_observed_nothing_and_one_with_a_record_something(
    source: PatrolSource, written: Write
) -> None:
    later = watch() | {"from": NOON + timedelta(hours=1), "until": NOON + timedelta(hours=3)}
    watches = (watch(), later, watch("P-2"), watch("P-3", status="denied", reason="held up"))
    found = beside(written(observation(), watches=watches), Watches)
    assert ["P-1", "P-1", "P-2", "P-3"] == found["asset"].to_list()
    assert ["operational"] * 3 + ["non_operational"] == found["status"].to_list()
    held = pl.concat([Watches.create_empty(), pl.DataFrame(watches)], how="diagonal_relaxed")
    table = pl.read_csv(source.write(observations(observation()), [(Watches, held)]))
    assert ["something", "nothing", "nothing", "not_watched", None] == table["observed"].to_list()
    assert ["r-1", "P-1-20310501T130000Z"] == table["report"].to_list()[:2]


def test_a_restriction_is_told_with_who_imposed_it_and_whether_that_is_established(written: Write) -> None:
    stopped = [
        {
            "restriction_id": f"patrols-r-{number}/r1",
            "source": "patrols",
            "asset": "P-1",
            "type": "denial",
            "from": NOON,
            "until": NOON + timedelta(minutes=number),
            "imposed_by": by,
            "established": established,
        }
        for number, by, established in ((1, "A", True), (2, "A", False), (3, None, False))
    ]
    found = beside(written(observation(), stopped=stopped), Restrictions).sort("restriction_id")
    assert [f"patrols-r-{number}/r1" for number in (1, 2, 3)] == found["restriction_id"].to_list()
    assert ["A", "A", None] == found["imposed_by"].to_list()
    assert [True, False, False] == found["established"].to_list()
    assert [NOON + timedelta(minutes=number) for number in (1, 2, 3)] == found["until"].to_list()


def test_observations_of_nobody_are_not_written(source: PatrolSource) -> None:
    with pytest.raises(InputError, match="column asset"):
        source.write(Observations.create_empty())
