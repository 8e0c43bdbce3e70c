"""Where former incidents are: by hand, and against what is obvious for any history."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import at
from ceaseline.fusion import lineage

pytestmark = pytest.mark.usefixtures("outside_shut")

START = at("2031-05-10")
COLUMNS: Any = {"run": pl.Int64, "named": pl.Datetime("us", "UTC"), "incident_id": pl.String, "record": pl.String}


def named(*runs: dict[str, str]) -> pl.DataFrame:
    """Return what each run was the first to name, of runs that say what incident each record is of."""
    rows, stands = [], dict[str, str]()
    for number, run in enumerate(runs):
        new = {incident for record, incident in run.items() if stands.get(record) != incident}
        rows += [
            {"run": number, "named": START + timedelta(days=number), "incident_id": incident, "record": record}
            for record, incident in run.items()
            if incident in new
        ]
        stands |= run
    return pl.DataFrame(rows, schema=COLUMNS)


def went(*runs: dict[str, str]) -> list[tuple[str, str | None, float, str]]:
    """Return where the incidents of runs are in the last of them."""
    now = pl.DataFrame(list(runs[-1].items()), schema={"record": pl.String, "incident_id": pl.String}, orient="row")
    return lineage(named(*runs), now).drop("named").rows()


def test_an_old_incident_leads_to_those_that_have_its_records_now() -> None:
    was = {"a": "x", "b": "x", "c": "y", "d": "z"}
    now = {"a": "p", "b": "q", "c": "r", "d": "r"}
    expected = [
        ("x", "p", 0.5, "split"),
        ("x", "q", 0.5, "split"),
        ("y", "r", 1.0, "merged"),
        ("z", "r", 1.0, "merged"),
    ]
    assert expected == went(was, now)
    assert [] == went(was, was)


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ("ax, by", "x - 1 gone"),
        ("ax, ay ly", "x y 1 renamed"),
        ("ax bx, ay", "x y .5 renamed, x - .5 gone"),
        ("ax, ax by, az bz", "x z 1 merged, y z 1 merged"),
        ("ax, ay by, az bz cz", "x z 1 renamed, y z 1 renamed"),
        ("ax bx cy, ap bq cq", "x p .5 moved, x q .5 moved, y q 1 merged"),
        ("ax by, az bz, ax by", "z x .5 split, z y .5 split"),
    ],
    ids=[
        *("gone", "a late record", "a record less", "merged with a later one", "grown twice", "moved"),
        "a merge taken back",
    ],
)
def test_how_it_went_is_told(runs: str, expected: str) -> None:
    """Of each run, a record and its incident, a letter each."""
    told = [each.split() for each in expected.split(", ")]
    rows = [(was, None if now == "-" else now, float(share), how) for was, now, share, how in told]
    assert rows == went(*({each[0]: each[1] for each in run.split()} for run in runs.split(", ")))


PARTS = st.lists(st.dictionaries(st.sampled_from("abcde"), st.integers(0, 2), min_size=1), min_size=1, max_size=4)


@given(PARTS)
def test_every_id_that_was_ever_given_leads_to_where_its_records_are(parts: list[dict[str, int]]) -> None:
    """An id is made of the records, so the same records are the same incident."""
    runs = []
    for part in parts:
        sets = {number: "".join(sorted(r for r in part if part[r] == number)) for number in part.values()}
        runs.append({record: sets[number] for record, number in part.items()})
    last, found = runs[-1], went(*runs)
    ever = {incident for run in runs for incident in run.values()} - set(last.values())
    assert ever == {was for was, *_ in found}
    for was in ever:
        expected = {last.get(record) for record in was}
        assert expected == {now for old, now, *_ in found if old == was}
        assert pytest.approx(1.0) == sum(share for old, _, share, _ in found if old == was)
