"""Incidents held against clauses: places, findings, exceptions, sides, tallies and verdicts, as `run` does it.

Made up from a fixed seed: incidents of thirty days along 1,000 km, with the errors of place that posts, cameras and
satellites have; 40 clauses on two clocks, ten of them about one of five drawn zones. There is no peer that
answers the same question. Each size runs in a process of its own, for its memory.
"""

from __future__ import annotations

import cProfile
import json
import resource
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from time import monotonic, process_time
from typing import Any

import numpy as np
import polars as pl
import shapely

from ceaseline.assessment import (
    Grounds,
    Records,
    attributed,
    check_exceptions,
    find,
    judge_clauses,
    tallies,
    tellers,
    weigh,
)
from ceaseline.pipeline.locating import locate
from ceaseline.places.buffers import buffered
from ceaseline.tables import (
    Calls,
    Incidents,
    Members,
    Notifications,
    Observations,
    Orders,
    Responses,
    Series,
    Signals,
    Sources,
    from_rows,
)
from ceaseline.terms import clauses, parse
from ceaseline.terms.codes import CODES

SIZES = (25_000, 50_000, 100_000)
START = datetime(2031, 5, 1, tzinfo=UTC)
ZONES = 5
WORDS = (
    "explosion",
    "shelling",
    "burst",
    "shot",
    "impact",
    "outgoing",
    "exercise_inside",
    "weapon_presence",
    "strike",
)
SHARES = (0.3, 0.2, 0.15, 0.12, 0.08, 0.05, 0.03, 0.04, 0.03)
EXCEPTIONS = [
    {"act": "exercise", "hours_before": 24},
    {"act": "return_fire", "after": ["an attempt that failed", "an order"]},
]
WEAPONS = ("artillery", "mortar", "tank", None)


def terms_of() -> str:
    """Return terms of 40 clauses as text: ten about a drawn zone, the rest everywhere; two clocks a day apart."""
    fire = [code for code, entry in CODES.items() if entry.shown_by or entry.hinted_by]
    rest = [code for code in CODES if code not in fire]
    named = [*fire, *rest][: 40 - ZONES]
    entries: list[dict[str, Any]] = []
    for number in range(40):
        code = named[number % len(named)]
        entry = {
            "id": f"c{number:02}",
            "code": code,
            "text": f"Clause {number}.",
            "modality": "ceiling" if code == "CEILING" else "prohibition",
            "speech_status": "in_force",
            "obligors": ["A", "B"],
            "window": {"from": "2031-05-02", "until": "2031-05-29", "zone": "UTC"},
            "windows_disputed": {"B": {"from": "2031-05-03", "until": "2031-05-29", "zone": "UTC"}},
            "where": {"zone": f"zone-{number % ZONES}"} if number % 4 == 0 else "everywhere",
            "exceptions": EXCEPTIONS if number % 8 < 2 else [],
            "objects": ["artillery"] if "object" in CODES[code].needs else [],
        }
        if code == "CEILING":
            entry["quantity"] = {"at_most": 4, "unit": "pieces"}
        entries.append(entry)
    return json.dumps(
        {
            "agreement": {"title": "Made up", "type": "bilateral", "state": "in_force"},
            "parties": {"A": {"name": "North"}, "B": {"name": "South"}},
            "zones": {f"zone-{number}": {"file": "made-up.geojson"} for number in range(ZONES)},
            "clauses": entries,
        }
    )


def zones() -> dict[str, Any]:
    """Return five bands of 10 km around a winding line of 1,000 km, each some 200 km long, with 2,000 corners."""
    dice = np.random.default_rng(7)
    east = np.linspace(30.0, 43.0, ZONES * 400 + 1)
    north = 48.5 + np.cumsum(dice.normal(0, 0.004, len(east)))
    line = np.column_stack([east, north])
    cuts = range(0, len(east), 400)
    return {
        f"zone-{n}": buffered(shapely.LineString(line[a : b + 1]), 10) for n, (a, b) in enumerate(pairwise(cuts))
    }


def records_of(count: int) -> tuple[Any, ...]:
    """Return incidents with one record each, or two of different groups for a third of them, and the sources."""
    dice = np.random.default_rng(11)
    names = [f"incident-{number:06}" for number in range(count)]
    begin = [START + timedelta(seconds=float(each)) for each in dice.uniform(0, 30 * 86_400, count)]
    lasts = dice.choice([0.0, 60.0, 600.0, 3_600.0], count)
    words = dice.choice(WORDS, count, p=SHARES).tolist()
    weapons = [WEAPONS[each] for each in dice.integers(0, len(WEAPONS), count)]
    rows = {
        "phenomenon": words,
        "weapon": weapons,
        "earliest": begin,
        "latest": [start + timedelta(seconds=float(each)) for start, each in zip(begin, lasts, strict=True)],
        "lon": dice.uniform(30.0, 43.0, count),
        "lat": 48.5 + dice.normal(0, 0.15, count),
        "radius_m": dice.choice([50.0, 300.0, 1_000.0, 3_000.0], count, p=[0.3, 0.3, 0.25, 0.15]),
        "quantity_low": dice.integers(1, 9, count).astype(float),
    }
    two = dice.random(count) < 1 / 3
    base = pl.DataFrame(
        rows, schema_overrides={"earliest": pl.Datetime("us", "UTC"), "latest": pl.Datetime("us", "UTC")}
    )
    base = base.with_columns(quantity_high=pl.col("quantity_low") + 1, unit=pl.lit("acts"))
    incidents = base.with_columns(
        incident_id=pl.Series(names),
        time_sigma_s=pl.lit(None, pl.Float64),
        bearing_deg=pl.lit(None, pl.Float64),
        bearing_sigma_deg=pl.lit(None, pl.Float64),
        observations=pl.Series(1 + two.astype(int)),
        groups=pl.Series(1 + two.astype(int)),
    )
    whose = dice.choice(["post", "camera", "press", "north"], count, p=[0.4, 0.4, 0.15, 0.05])
    parts = [(np.arange(count), whose), (np.flatnonzero(two), np.full(int(two.sum()), "drone"))]
    observations, members = [], []
    for which, source in parts:
        ids = pl.Series([f"{name}-{index}" for name, index in zip(source, which, strict=True)])
        observations.append(base[which].with_columns(observation_id=ids, source=pl.Series(source), line=pl.lit(2)))
        members.append(pl.DataFrame({"observation_id": ids, "incident_id": [names[each] for each in which]}))
    empty = Observations.create_empty()
    seen = pl.concat(observations).with_columns(capture_id=pl.lit("0" * 64), may_republish=pl.lit(value=False))
    roles = {"post": "monitor", "camera": "instrument", "drone": "instrument", "press": "press", "north": "party"}
    sources = [
        {"source": name, "kind": "observations", "role": role, "party": "A" if role == "party" else None}
        | {"group": name, "grade": "F6", "may_republish": False}
        for name, role in roles.items()
    ]
    return (
        Incidents.validate(incidents.select(Incidents.column_names())),
        Members.validate(pl.concat(members).with_columns(probability=pl.lit(1.0))),
        Observations.validate(pl.concat([empty, seen], how="diagonal_relaxed")),
        from_rows(Sources, sources),
    )


def grounds() -> Grounds:
    """Return registers in which nothing stands; none was kept."""
    schema = {"incident_id": pl.String, "notification_id": pl.String, "chance": pl.Float64}
    called = dict.fromkeys(("incident_id", "observation_id", "party", "phenomenon"), pl.String)
    return Grounds(
        notifications=from_rows(Notifications, []),
        calls=from_rows(Calls, []),
        orders=from_rows(Orders, []),
        announced_at=pl.DataFrame(schema=schema),
        called=pl.DataFrame(schema=called),
    )


def measured(count: int) -> None:
    """Print a row of the table for so many incidents."""
    terms = parse(terms_of())
    flat = clauses(terms)
    drawn = zones()
    incidents, members, observations, sources = records_of(count)
    warm = incidents.head(10)
    places = {
        (row["clause_id"], row["obligor"]): {"": drawn[row["scope"]]}
        for row in flat.iter_rows(named=True)
        if row["scope"] in drawn
    }
    locate(warm, places)
    began, cpu = monotonic(), process_time()
    told = tellers(incidents, members, observations, sources)
    whereabouts = locate(incidents, places)
    located = process_time()
    found = find(incidents, told, flat, whereabouts)
    held = process_time()
    shown = check_exceptions(found, incidents, from_rows(Responses, []), grounds(), terms)
    whose = dict.fromkeys(incidents["incident_id"].head(100), "A")
    findings = weigh(attributed(found, flat, whose, terms.parties), shown)
    weighed = process_time()
    verdicts = judge_clauses(
        flat,
        signals=from_rows(Signals, []),
        series=from_rows(Series, []),
        relevances=[],
        names={"A": "North", "B": "South"},
        as_of=START + timedelta(days=40),
        records=Records(tallies=tallies(findings, told)),
    )
    done = process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    steps = (located - cpu, held - located, weighed - held, done - weighed)
    print(
        f"| {count:,} | {findings.height:,} | {verdicts.height} | {' | '.join(f'{each:.1f}' for each in steps)} "
        f"| {done - cpu:.1f} | {monotonic() - began:.1f} | {peak:,.0f} |",
        flush=True,
    )


def main() -> None:
    """Print the table, or one row of it for the size given; ``profile SIZE`` prints where the time goes."""
    if sys.argv[1:2] == ["profile"]:
        cProfile.run(f"measured({int(sys.argv[2])})", sort="cumulative")
        return
    if sys.argv[1:]:
        measured(int(sys.argv[1]))
        return
    heads = ["incidents", "findings", "verdicts", "places, CPU s", "findings", "exceptions and sides", "verdicts"]
    print(f"| {' | '.join([*heads, 'all, CPU s', 'wall s', 'peak MiB'])} |")
    print(f"|{' ---: |' * 10}", flush=True)
    for size in SIZES:
        subprocess.run([sys.executable, __file__, str(size)], check=True)


if __name__ == "__main__":
    main()
