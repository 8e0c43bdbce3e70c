"""The forms of a simulated case: its terms, its sources and its settings, as people would write them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import yaml

from ceaseline.pipeline.simulated_weather import SOURCE as WEATHER
from ceaseline.pipeline.simulated_weather import parts
from ceaseline.simulation import World
from ceaseline.simulation.claiming import TOTAL
from ceaseline.simulation.maps import AUTHORS
from ceaseline.simulation.scenario import Promise
from ceaseline.terms import parse
from ceaseline.terms.codes import CODES
from ceaseline.terms.printing import printed

LINE, POCKET = "first-line", "pocket"  # what is drawn for the terms
LICENCE = "invented"
_CLAIMED = {name: name for name in ("accused", "from", "until", "zone", "stated", "at_least")}
FIRES = "thermal"  # the source whose files are those of FIRMS
_OF_MONITORS = ("FREEDOM_OF_MOVEMENT", "SECURITY_OF_MONITORS")  # their acts are what is forbidden
_BANDS = (
    "NO_EXERCISE_IN_ZONE",
    "WITHDRAW_TO_LINE",
    "NO_HEAVY_WEAPONS_IN_ZONE",
)  # promises about ground along the line
REGISTERS = {
    "notification-register": "notifications",
    "order-register": "orders",
}  # those the world knows as notices


def case_form(world: World) -> str:
    """Return ``case.toml``."""
    name = json.dumps(f"Simulated ceasefire: {world.scenario.name}, seed {world.seed}")
    told = "# Everything in this case is made up; truth/ holds what really happened in it."
    sector_km = f"{world.sector_km / parts(world):g}"
    return f"{told}\n[case]\nname = {name}\nsimulated = true\n\n[line]\nsector_km = {sector_km}\n"


def terms_form(world: World) -> str:
    """Return ``terms.yaml``: the clauses of the world, in force for all its days."""
    scenario = world.scenario
    start = scenario.start
    form: dict[str, Any] = {
        "agreement": {
            "title": f"Simulated ceasefire: {scenario.name}",
            "type": "bilateral",
            "state": "agreed",
            "window": _window(start, scenario.days),
        },
        "parties": {code: {"name": f"Side {code}"} for code in sorted(scenario.parties)},
        "lines": {LINE: {"file": f"{LINE}.geojson", "author": "the agreement", "as_of": str(start), "error_km": 0}},
        "clauses": [_clause(world, name, promise) for name, promise in scenario.clauses.items()],
    }
    if scenario.pocket is not None:
        claimant = scenario.parties[("left", "right").index(scenario.pocket.claimed_by)]
        form["zones"] = {POCKET: {"file": f"{POCKET}.geojson", "kind": "pocket", "claimed_by": claimant}}
    return f"# What was promised in this world.\n{printed(parse(json.dumps(form)))}"


def sources_form(world: World) -> str:
    """Return ``sources.yaml``: all who tell, the mission's registers, the parties' claims, and three maps."""
    usual = {"licence": LICENCE, "may_republish": True}
    entries = [{**entry, "file": f"inbox/{entry['name']}/*", **usual} for entry in _entries(world)]
    lines = (yaml.safe_dump(each, default_flow_style=True, sort_keys=False, width=10_000) for each in entries)
    return "# Who tells in this world.\nsources:\n" + "".join(f"  - {line}" for line in lines)


def _window(start: date, days: int) -> dict[str, str]:
    return {"zone": "UTC", "from": f"{start} 00:00", "until": f"{start + timedelta(days=days)} 00:00"}


def _clause(world: World, name: str, promise: Promise) -> dict[str, Any]:
    code = CODES.get(promise.code)
    modality = _modality(promise.code)
    act = name if code is None else code.act
    clause: dict[str, Any] = {
        "id": name,
        "code": promise.code,
        "text": f"{'Forbidden' if modality == 'prohibition' else 'Owed'}: {act}.",
        "modality": modality,
        "speech_status": "in_force",
        "interpreted_by": "ceaseline simulate",
        "obligors": sorted(world.scenario.parties[("left", "right").index(side)] for side in promise.binds),
        "verifiable_by": {} if code is None else dict(code.seen_by),
    }
    if modality == "notification" or promise.code == "ISSUE_ORDER":
        clause |= {"recipient": "the mission", "register": "the mission"}
    if promise.code == "ISSUE_ORDER":  # owed by the end of the first day
        clause["window"] = _window(world.scenario.start + timedelta(days=1), max(world.scenario.days - 1, 1))
    if promise.code in _BANDS and world.scenario.zone_km > 0:
        clause["where"] = {"line": LINE, "within_km": world.scenario.zone_km}
    if promise.code == "WITHDRAW_TO_LINE":
        clause["objects"] = ["artillery"]
    if promise.code == "POCKET_DISPOSITION" and world.scenario.pocket is not None:
        clause["where"] = {"zone": POCKET}
    if promise.answers_excepted:
        clause["exceptions"] = [{"act": "return_fire"}]
    return clause


def _modality(code: str) -> str:
    if code.startswith("NOTIFY_"):
        return "notification"
    forbids = code.startswith("NO_") or code in _OF_MONITORS
    return "prohibition" if forbids else "duty"


def _entries(world: World) -> Iterator[dict[str, Any]]:
    errors = {author: error_km for author, _, error_km, _ in AUTHORS}
    for row in world.voices.table.iter_rows(named=True):
        name = row["source"]
        told = {"name": name, "kind": row["kind"], "role": row["role"], "grade": row["grade"]}
        told |= {} if row["party"] is None else {"party": row["party"]}
        told |= {} if row["group"] == name else {"group": row["group"]}
        if name == FIRES:
            told["kind"] = "firms"
        if row["kind"] == "claims":
            told |= {"columns": _CLAIMED, "totals": [TOTAL]}
        if row["kind"] == "lines":
            told |= {"author": name, "error_km": errors[name]}
        yield told
    for name, kind in REGISTERS.items():
        yield {"name": name, "kind": kind, "role": "monitor"}
    yield {"name": WEATHER, "kind": "weather", "role": "instrument"}
