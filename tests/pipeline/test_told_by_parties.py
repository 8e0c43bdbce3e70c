"""What a party alone tells of assets and of the weather makes nothing better or worse seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shapely import box
from shapely.geometry import mapping

from builders import at, clause
from facts import case_of

ASSETS = "asset,kind,owner,acts_of,lon,lat\n{},camera,,any,34.5,12.5\n"
WATCHES = "asset,from,until,status,reason\n{},2031-05-10T00:00Z,2031-05-11T00:00Z,operational,\n"
FOG = "sector,from,until,fog,cloud\nvalley,2031-05-10T00:00Z,2031-05-11T00:00Z,1,\n"
SOURCES = """  - {name: list, kind: assets, file: inbox/assets.csv, role: monitor}
  - {name: log, kind: watches, file: inbox/watches.csv, role: monitor}
"""
THEIRS = """  - {name: own-list, kind: assets, file: inbox/own.csv, role: party, party: A}
  - {name: own-log, kind: watches, file: inbox/own-log.csv, role: party, party: A}
"""


def seen(folder: Path, *, sky: str | None = None, own: bool = False, camera: bool = True) -> tuple[float, float]:
    """Return hours watched and assets on record, for a shot in a valley of 1.7 km."""
    inbox: dict[str, str] = {}
    sources = ""
    if camera:
        inbox |= {"assets.csv": ASSETS.format("ours"), "watches.csv": WATCHES.format("ours")}
        sources += SOURCES
    if own:
        inbox |= {"own.csv": ASSETS.format("theirs"), "own-log.csv": WATCHES.format("theirs")}
        sources += THEIRS
    if sky is not None:
        inbox["weather.csv"] = FOG
        party = ", party: A" if sky == "party" else ""
        sources += f"  - {{name: sky, kind: weather, file: inbox/weather.csv, role: {sky}{party}}}\n"
    case = case_of(folder, clause(where={"zone": "valley"}), sources=sources, inbox=inbox)
    (folder / "valley.geojson").write_text(json.dumps(mapping(box(34.492, 12.492, 34.508, 12.508))), "utf-8")
    rows = case.run(now=at("2031-06-01")).exposure.filter(phenomenon="shot", acts_of="A")
    return float(rows["hours_watched"].sum()), float(rows["assets"].sum())


def test_fog_on_record_lowers_what_a_camera_sees_and_fog_that_only_a_party_tells_does_not(tmp_path: Path) -> None:
    clear = seen(tmp_path / "clear")
    assert pytest.approx((24.0, 2.0)) == clear  # one camera, by day and by night
    assert 3 > seen(tmp_path / "fog", sky="instrument")[0]
    assert clear == seen(tmp_path / "party", sky="party")


def test_an_asset_that_only_a_party_lists_watches_nothing(tmp_path: Path) -> None:
    assert (0, 0) == seen(tmp_path / "own", own=True, camera=False)
    assert seen(tmp_path / "clear") == seen(tmp_path / "both", own=True)
