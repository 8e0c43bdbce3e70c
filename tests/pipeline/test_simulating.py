"""A world as a case: made of raw files that all can be read, run without its truth, and alike for the same seed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ceaseline.case import Case
from ceaseline.errors import InputError
from ceaseline.pipeline import Outcome
from ceaseline.pipeline.simulating import TRUTH, Simulated, happened, remove_simulated, simulate
from ceaseline.simulation import World, scenario, world

DAYS = 2
START = datetime(2031, 3, 18, tzinfo=UTC)


def small(seed: int = 7, **changes: Any) -> World:
    return world(scenario("small", **{"days": DAYS, "fire": {"rate": 60}, **changes}), seed)


def made(folder: Path, of: World | None = None, **keys: Any) -> Simulated:
    return simulate(of or small(), folder, tell=lambda *_: None, **keys)


def files(folder: Path) -> dict[str, bytes]:
    """Return all files but those of the evidence, whose log holds a salt of its own."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "evidence" not in path.parts
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("worlds") / "case"
    made(path)
    return path


@pytest.fixture(scope="module")
def outcome(folder: Path) -> Outcome:
    return Case(folder).run()


def truth(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(folder / "truth" / f"{name}.parquet")


def test_every_file_of_a_world_is_read_and_no_row_set_aside(folder: Path, outcome: Outcome) -> None:
    assert 0 == outcome.set_aside.height
    assert {path.name for path in (folder / "inbox").iterdir()} == set(outcome.captures["source"])
    for table in ("assets", "watches", "restrictions", "orders", "claims", "lines", "observations"):
        assert 0 < outcome.tables[table].height


def test_orders_given_on_the_first_day_are_in_time(outcome: Outcome) -> None:
    given = outcome.verdicts.filter(pl.col("clause_id") == "orders")
    assert 2 == outcome.orders.height
    assert "violation_established" not in set(given["verdict"])


def test_the_truth_knows_each_record_by_the_id_it_has_in_the_case(folder: Path, outcome: Outcome) -> None:
    members = truth(folder, "truth_members")
    assert set(members["observation_id"]) == set(outcome.observations["observation_id"])
    assert members["observation_id"].is_unique().all()


def test_fires_come_as_nasa_gives_them(tmp_path: Path) -> None:
    of = small(days=1, weather={"cloud": 0.0}, innocent={"stubble_fires_day": 30.0})
    made(tmp_path / "case", of)
    first, second, *_ = (tmp_path / "case/inbox/thermal/thermal.csv").read_text().splitlines()
    assert "latitude,longitude,scan,track,acq_date,acq_time,satellite,instrument,confidence,frp,type" == first
    assert "2031-03-18" in second
    observations = Case(tmp_path / "case").run().observations
    fires = observations.filter(pl.col("source") == "thermal")
    assert fires["observation_id"].str.starts_with("thermal-N20-2031-03-18-").all()
    assert {60.0} == set(fires["time_sigma_s"])
    assert set(fires["observation_id"]) <= set(truth(tmp_path / "case", "truth_members")["observation_id"])


def test_a_run_reads_nothing_of_the_truth(folder: Path, outcome: Outcome) -> None:
    case = Case(folder)
    before = files(folder / "tables")
    (folder / "truth").rename(folder.with_name("elsewhere"))
    try:
        case.tables.clear()
        Case(folder).run()
        assert before == files(folder / "tables")
    finally:
        folder.with_name("elsewhere").rename(folder / "truth")


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(folder: Path, tmp_path: Path) -> None:
    made(tmp_path / "again")
    first = {name: raw for name, raw in files(folder).items() if not name.startswith("tables")}
    assert first == files(tmp_path / "again")
    made(tmp_path / "other", small(8))
    other = files(tmp_path / "other")
    assert first["inbox/asset-register/asset-register.csv"] != other["inbox/asset-register/asset-register.csv"]
    assert first["truth/truth_incidents.parquet"] != other["truth/truth_incidents.parquet"]


PARTIES = {
    *(
        "accused",
        "party",
        "obligor",
        "clock",
        "claimant",
        "imposed_by",
        "attributed_to",
        "left",
        "right",
        "held_by",
    ),
    "acts_of",
}
WORDS = {"capture_id", "bytes", "reason", "basis", "told"}  # they name the parties, or hash what does


def comparable(table: pl.DataFrame, codes: dict[str, str]) -> pl.DataFrame:
    """Return a table in an order of its own, with the codes of parties exchanged."""
    kept = [
        name
        for name, kind in table.schema.items()
        if name not in WORDS and kind != pl.Binary and not kind.is_nested()
    ]
    exchanged = table.select(kept).with_columns(
        pl.col(name).replace(codes) for name in kept if name in PARTIES and table.schema[name] == pl.String
    )
    return exchanged.sort(kept)


def test_exchanging_the_parties_exchanges_the_answers_and_changes_nothing_else(
    outcome: Outcome, tmp_path: Path
) -> None:
    made(tmp_path / "mirrored", small(parties=["B", "A"]))
    mirrored = Case(tmp_path / "mirrored").run()
    for name, table in outcome.tables.items():
        exchanged = comparable(table, {"A": "B", "B": "A"})
        assert exchanged.equals(comparable(mirrored.tables[name], {})), name
    accused = outcome.observations["accused"].value_counts().drop_nulls()
    assert 2 == accused.height  # else there is nothing to exchange


def test_mail_by_the_day_is_not_known_before_it_came(tmp_path: Path) -> None:
    made(tmp_path / "case", by_day=True)
    case = Case(tmp_path / "case")
    first, whole = (case.work_out(as_of=START + timedelta(days=days)) for days in (1, 60))
    assert {START + timedelta(days=1)} == set(first.captures["received"])
    assert 0 < first.observations.height < whole.observations.height
    assert whole.observations.select("observation_id").equals(case.run().observations.select("observation_id"))


def test_mail_all_at_once_is_known_when_the_last_of_it_came(outcome: Outcome) -> None:
    (received,) = set(outcome.captures["received"])
    assert START + timedelta(days=DAYS) < received <= START + timedelta(days=DAYS + 31)


def test_a_world_up_to_a_day_holds_nothing_of_the_days_after(tmp_path: Path) -> None:
    told = made(tmp_path / "case", until=1)
    outcome = Case(tmp_path / "case").run()
    assert START + timedelta(days=1) == outcome.as_of
    assert outcome.observations["earliest"].max() < START + timedelta(days=1)  # type: ignore[operator]
    assert outcome.observations.height < told.observations  # some are still under way
    assert {START.date()} == set(truth(tmp_path / "case", "truth_incidents")["at"].dt.date())


@pytest.mark.parametrize(("by_day", "standings"), [(True, {"superseded", "counted"}), (False, {"counted"})])
def test_an_order_taken_back_stands_so_in_the_newest_register(
    by_day: bool, standings: set[str], tmp_path: Path
) -> None:
    of = small(seed=1, days=4, left={"withdraws": 1.0}, right={"withdraws": 1.0}, fire={"rate": 5})
    made(tmp_path / "case", of, by_day=by_day)
    outcome = Case(tmp_path / "case").run()
    assert (2, 0) == (outcome.orders.height, outcome.set_aside.height)
    assert standings == set(outcome.captures.filter(pl.col("source") == "order-register")["standing"])
    assert outcome.orders["revoked"].is_not_null().any()


def test_what_really_happened_is_counted_clause_by_clause(folder: Path) -> None:
    incidents = truth(folder, "truth_incidents").filter(pl.col("outcome") == "violation")
    counts = dict(incidents.group_by("clause_id").len().iter_rows())
    of = small()
    assert {name: counts.get(name, 0) for name in of.scenario.clauses} == happened(of, DAYS)
    assert 0 < sum(counts.values())


def test_the_truth_is_whole(folder: Path) -> None:
    assert {*(f"{name}.parquet" for name in TRUTH), "scenario.json"} == {
        path.name for path in (folder / "truth").iterdir()
    }
    assert DAYS == truth(folder, "truth_rates")["day"].n_unique()


def test_no_folder_is_written_over(folder: Path) -> None:
    before = files(folder)
    with pytest.raises(InputError, match="choose another name"):
        made(folder)
    assert before == files(folder)


def test_only_a_simulated_case_is_ever_deleted(folder: Path, tmp_path: Path) -> None:
    for form in ("", '[case]\nname = "A real one"\n'):
        case = tmp_path / f"case-{len(form)}"
        (case / "truth").mkdir(parents=True)
        if form:
            (case / "case.toml").write_text(form)
        with pytest.raises(InputError, match="holds no simulated case"):
            remove_simulated(case)
        assert case.is_dir()
    made(tmp_path / "made")
    remove_simulated(tmp_path / "made")
    assert not (tmp_path / "made").exists()
