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
from ceaseline.simulation import World, days, scenario, sky, world
from ceaseline.tables.restrictions import RESTRICTED

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


def patrols(rows: pl.DataFrame, column: str = "source") -> pl.DataFrame:
    return rows.filter(pl.col(column).str.starts_with("patrol"))


def watched() -> World:
    """Return a world with many patrols, who are often stopped, and each of whose records is delivered twice."""
    twice = {"does": "duplicates", "share": 1.0, "first": 0, "last": 9}
    return small(watching={"patrols": 40}, access={"restrictions": 10}, attackers={"twice": twice})


@pytest.fixture(scope="module", params=[True, False], ids=["by day", "at once"])
def patrolled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    path = tmp_path_factory.mktemp("patrolled") / "case"
    made(path, watched(), by_day=request.param)
    return path, Case(path).run()


def test_the_truth_tells_of_each_record_of_a_patrol_what_it_is_of(patrolled: tuple[Path, Outcome]) -> None:
    """The form numbers what a patrol observed, so only what was observed and when tells which record is which."""
    folder, outcome = patrolled
    known = ["source", "earliest", "latest", "incident_id"]
    told = pl.concat(
        patrols(day.observations).filter(pl.col("means") != "reported").join(day.members, on="observation_id")
        for day in days(watched())
    )
    read = patrols(outcome.observations)
    members = truth(folder, "truth_members")
    assert 0 == outcome.set_aside.height
    assert set(members["observation_id"]) == set(outcome.observations["observation_id"])
    assert 30 < told.unique(known).height < read.height < told.height  # twice in one report is once
    assert 0 < told["incident_id"].null_count() < told.height  # false alarms are among them
    found = read.join(members, on="observation_id").select(known)
    assert told.select(known).unique().sort(known).equals(found.unique().sort(known))


def test_what_kept_a_patrol_from_watching_is_a_restriction_and_no_observation(
    patrolled: tuple[Path, Outcome],
) -> None:
    _, outcome = patrolled
    same = ["asset", "from", "until", "type", "imposed_by", "established"]
    stopped = pl.concat(patrols(day.restrictions, "asset").select(same) for day in days(watched()))
    own = patrols(outcome.restrictions, "asset").select(same)
    assert 3 < own.height
    assert stopped.sort(same).equals(own.sort(same))
    types = pl.col("phenomenon").is_in(list(RESTRICTED))
    assert 0 == patrols(outcome.observations).filter(types).height


def test_patrols_tell_of_their_own_watches_once_and_say_nothing_only_where_they_observed_nothing(
    patrolled: tuple[Path, Outcome],
) -> None:
    folder, outcome = patrolled
    own = patrols(outcome.watches, "asset").select("source", "asset", "from", "until", "status")
    same = own.columns[1:]
    assert {"patrols"} == set(own["source"].str.slice(0, 7))
    planned = pl.concat(patrols(day.watches, "asset").select(same) for day in days(watched()))
    assert planned.sort(same).equals(own.select(same).sort(same))
    rows = pl.concat(
        pl.read_csv(path, infer_schema=False).with_columns(
            pl.col("at", "watched_from", "watched_until").str.to_datetime(time_unit="us", time_zone="UTC")
        )
        for path in (folder / "inbox").glob("patrols-*/*.csv")
    )
    watches = rows.drop_nulls("watched_from").select("asset", "watched_from", "watched_until", "observed")
    within = (
        rows.drop_nulls("phenomenon")
        .select("asset", "at")
        .join(watches, on="asset")
        .filter(pl.col("at").is_between("watched_from", "watched_until", closed="left"))
    )
    assert {"nothing", "something"} == set(watches["observed"])
    assert {"something"} == set(within["observed"])


def test_the_evidence_of_patrols_tells_no_more_of_where_they_stood_than_they_may(
    folder: Path, outcome: Outcome
) -> None:
    stood = [f"{lon}"[:10].encode() for lon in patrols(outcome.assets, "asset")["lon"]]
    sources = outcome.captures.filter(pl.col("source").str.starts_with("patrols-"))
    blobs = {path.name: path for path in (folder / "evidence/blobs").rglob("*") if path.is_file()}
    sent = b"".join(path.read_bytes() for path in (folder / "inbox").glob("patrols-*/*.csv"))
    kept = b"".join(blobs[name].read_bytes() for name in sources["capture_id"])
    assert any(place in sent for place in stood)
    assert not any(place in kept for place in stood)


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
        "hypothesis",
        "group",
    ),
    "acts_of",
}
WORDS = {"capture_id", "bytes", "reason", "basis", "told", "lost_to"}  # they name the parties, or hash what does


def comparable(table: pl.DataFrame, codes: dict[str, str]) -> pl.DataFrame:
    """Return a table in an order of its own, with the codes of parties exchanged."""
    kept = [
        name
        for name, kind in table.schema.items()
        if name not in WORDS and kind != pl.Binary and not kind.is_nested()
    ]
    camps = {f"claims: camp of {one}": f"claims: camp of {other}" for one, other in codes.items()}
    exchanged = table.select(kept).with_columns(
        pl.col(name).replace(codes | camps) for name in kept if name in PARTIES and table.schema[name] == pl.String
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
    first, whole = (case.work_out(as_of=START + timedelta(days=many)) for many in (1, 60))
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


@pytest.mark.parametrize("length_km", [60, 200])  # sectors of the world of 15 km, and of 50, which are cut in two
def test_the_weather_is_on_record_in_every_sector_of_the_case_and_in_no_other(
    tmp_path: Path, length_km: float
) -> None:
    made(tmp_path / "case", small(length_km=length_km, fire={"rate": 5}))
    outcome = Case(tmp_path / "case").run()
    sectors = set(outcome.sectors.filter(kind="line")["sector"])
    assert sectors == set(outcome.weather["sector"])
    assert {4: "km 45-60", 8: "km 175-200"}[len(sectors)] in sectors


def test_fog_is_on_record_quarter_by_quarter_and_cloud_day_by_day(tmp_path: Path) -> None:
    of = small(weather={"fog": 0.5, "cloud": 0.5})
    made(tmp_path / "case", of)
    rows = Case(tmp_path / "case").run().weather
    for day in range(DAYS):
        above, midnight = sky(of, day), START + timedelta(days=day)
        for number, name in enumerate(("km 0-15", "km 15-30", "km 30-45", "km 45-60")):
            own = rows.filter(sector=name)
            for quarter in (0, 20, 40, 60, 95):
                moment = midnight + quarter * timedelta(minutes=15)
                ((fog, cloud),) = (
                    own.filter(pl.lit(moment).is_between("from", "until", closed="left"))
                    .select("fog", "cloud")
                    .rows()
                )
                assert (bool(above.fog[number, quarter]), above.cloud[number]) == (fog, pytest.approx(cloud))
