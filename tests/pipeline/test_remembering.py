"""What is not worked out again: the same bytes as a run that remembers nothing, and only what is touched anew."""

from __future__ import annotations

import inspect
import json
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import shapely
import yaml
from numpy.typing import NDArray

import ceaseline as cl
from builders import at, clause, terms_text
from ceaseline.case import Case
from ceaseline.errors import EvidenceError
from ceaseline.fusion import blocks, joining
from ceaseline.fusion.evidence import Evidence
from ceaseline.places import membership
from ceaseline.sources import SOURCES, Capture, Reading
from ceaseline.sources.observations import ObservationsSource
from ceaseline.store import Shelf, secret

NOW, LATER, LAST = at("2031-05-12"), at("2031-05-13"), at("2031-05-14")
SOURCES_YAML = """
sources:
  - {name: north, kind: observations, file: inbox/north/*, role: monitor}
  - {name: south, kind: observations, file: inbox/south/*, role: monitor}
"""
HEADER = "observation_id,earliest,latest,means,phenomenon,lon,lat,radius_m\n"
TOWN = {"type": "Point", "coordinates": [34.5, 12.5]}


def shots(case: Path, source: str, name: str, *days: int) -> None:
    """Put a file into the inbox: a shot on each of these days, each on its own place near the town."""
    rows = [
        f"{source}-{name}-{day},2031-05-{day:02}T08:00Z,2031-05-{day:02}T08:00Z,seen,shot,34.5{day},12.5,3000\n"
        for day in days
    ]
    path = case / "inbox" / source / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEADER + "".join(rows), "utf-8")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Return a case of two sources, a file each, with shots on three days."""
    folder = tmp_path / "case"
    (folder / "inbox").mkdir(parents=True)
    window = {"from": "2031-05-01", "until": "2031-05-10", "zone": "UTC"}
    text = terms_text(
        clause(window=window, where={"zone": "town", "within_km": 2}), zones={"town": {"file": "town.geojson"}}
    )
    (folder / "terms.yaml").write_text(text, "utf-8")
    (folder / "town.geojson").write_text(json.dumps(TOWN), "utf-8")
    (folder / "case.toml").write_text('[case]\nname = "Shots"\n', "utf-8")
    (folder / "sources.yaml").write_text(SOURCES_YAML, "utf-8")
    shots(folder, "north", "first", 1, 2)
    shots(folder, "south", "first", 2, 3)
    return cl.open(folder)


def tables_of(case: Case) -> dict[str, bytes]:
    folder = case.folder / "tables"
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(".memo")}


def remembered(case: Case) -> set[str]:
    folder = case.tables.memory
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def from_scratch(case: Case) -> dict[str, bytes]:
    """Return the tables of a run that remembers nothing."""
    shutil.rmtree(case.folder / "tables")
    cl.open(case.folder).run(now=LAST)
    return tables_of(case)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the files that were read, each as ``SOURCE/NAME``."""
    done: list[str] = []
    reads: Callable[[ObservationsSource, Capture], Reading] = ObservationsSource.read

    def told(self: ObservationsSource, capture: Capture) -> Reading:
        done.append(f"{capture.source}/{capture.name}")
        return reads(self, capture)

    monkeypatch.setattr(ObservationsSource, "read", told)
    return done


@pytest.fixture
def located(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many places were asked about each time that chances were worked out."""
    done: list[int] = []
    works: Callable[..., NDArray[Any]] = membership.probabilities_inside

    def told(shape: shapely.Geometry, lon: NDArray[Any], *rest: NDArray[Any]) -> NDArray[Any]:
        done.append(len(lon))
        return works(shape, lon, *rest)

    monkeypatch.setattr(membership, "probabilities_inside", told)
    return done


def test_a_second_run_reads_nothing_works_out_no_chance_and_gives_the_same_bytes(
    case: Case, read: list[str], located: list[int]
) -> None:
    case.run(now=NOW)
    assert ["north/first.csv", "south/first.csv"] == read
    assert [1, 1, 1] == located  # an incident on each day, and a part for each
    first = tables_of(case)
    cl.open(case.folder).run(now=LATER)
    assert (2, 3) == (len(read), len(located))
    assert first == tables_of(case) == from_scratch(case)


def test_a_late_report_has_its_file_read_and_its_day_worked_out_and_no_other(
    case: Case, read: list[str], located: list[int]
) -> None:
    case.run(now=NOW)
    shots(case.folder, "south", "late", 3)
    path = case.folder / "inbox" / "south" / "late.csv"
    path.write_text(path.read_text("utf-8").replace("34.53", "34.93"), "utf-8")  # elsewhere, so another happening
    del read[:], located[:]
    cl.open(case.folder).run(now=LATER)
    assert ["south/late.csv"] == read
    assert [2] == located  # that day's two; the days before are not asked about
    assert tables_of(case) == from_scratch(case)


def test_only_days_near_a_late_report_are_put_together_anew(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "AT_ONCE", 1)  # a day at a time
    shots(case.folder, "south", "more", *range(4, 10))
    done: list[int] = []
    works: Callable[..., joining.Joined] = joining.join

    def told(given: Evidence, *rest: Any) -> joining.Joined:
        done.append(len(given.at))
        return works(given, *rest)

    monkeypatch.setattr(joining, "join", told)
    case.run(now=NOW)
    assert 9 == len(done)
    del done[:]
    shots(case.folder, "south", "late", 5)
    path = case.folder / "inbox" / "south" / "late.csv"
    path.write_text(path.read_text("utf-8").replace("34.55", "34.95"), "utf-8")  # elsewhere, so no copy
    cl.open(case.folder).run(now=LATER)
    assert [6, 5, 5, 5] == done  # the 3rd to the 6th, each with the day before it and two after
    assert tables_of(case) == from_scratch(case)


def test_a_source_with_another_form_is_read_anew_alone(case: Case, read: list[str]) -> None:
    case.run(now=NOW)
    del read[:]
    text = SOURCES_YAML.replace("inbox/south/*, role: monitor", "inbox/south/*, role: press")
    (case.folder / "sources.yaml").write_text(text, "utf-8")
    cl.open(case.folder).run(now=LATER)
    assert ["south/first.csv"] == read
    assert tables_of(case) == from_scratch(case)


def test_other_terms_have_every_file_read_anew(case: Case, read: list[str]) -> None:
    case.run(now=NOW)
    del read[:]
    path = case.folder / "terms.yaml"
    path.write_text(path.read_text("utf-8").replace("Toy truce", "Another truce"), "utf-8")
    cl.open(case.folder).run(now=LATER)
    assert ["north/first.csv", "south/first.csv"] == read


def test_every_kind_of_source_is_remembered_as_it_was_read(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    entries = []
    for kind in SOURCES.names():
        sample = Path(inspect.getfile(import_module(SOURCES.get(kind).__module__))).parent / "sample"
        if not (sample / "sources.yaml").is_file():
            continue
        (entry,) = yaml.safe_load((sample / "sources.yaml").read_text("utf-8"))["sources"]
        (file,) = sample.glob("capture.*")
        shutil.copy(file, tmp_path / "inbox" / f"{kind}{file.suffix}")
        entries.append(entry | {"name": kind.replace("_", "-"), "file": f"inbox/{kind}{file.suffix}"})
    (tmp_path / "case.toml").write_text('[case]\nname = "Every kind"\n', "utf-8")
    (tmp_path / "terms.yaml").write_text(terms_text(), "utf-8")
    (tmp_path / "sources.yaml").write_text(yaml.safe_dump({"sources": entries}, allow_unicode=True), "utf-8")
    case = cl.open(tmp_path)
    case.run(now=NOW)
    first, kept = tables_of(case), remembered(case)
    cl.open(tmp_path).run(now=LATER)
    assert len(entries) == len(case.evidence.captures())
    assert len(entries) <= len(kept)
    assert (first, kept) == (tables_of(case), remembered(case))


def sealed_by_another(case: Case) -> None:
    """Put entries as somebody else's program would: whole, and sealed with another secret."""
    for name in remembered(case):
        mine = Shelf(case.tables.memory, secret(Path.home() / ".config" / "ceaseline", make=False))
        other = Shelf(case.tables.memory, bytes(32))
        other.put(name, mine.find(name) or b"")
        (case.tables.memory / name).write_bytes(other.used[name] or b"")


def well_sealed_nonsense(case: Case) -> None:
    for name in remembered(case):
        shelf = Shelf(case.tables.memory, secret(Path.home() / ".config" / "ceaseline", make=False))
        shelf.put(name, b"no archive")
        (case.tables.memory / name).write_bytes(shelf.used[name] or b"")


def cut_short(case: Case) -> None:
    for name in remembered(case):
        path = case.tables.memory / name
        path.write_bytes(path.read_bytes()[:-1])


def one_bit_turned(case: Case) -> None:
    for name in remembered(case):
        path = case.tables.memory / name
        raw = bytearray(path.read_bytes())
        raw[-3] ^= 1
        path.write_bytes(raw)


def exchanged(case: Case) -> None:
    """Put one entry under another's name."""
    names = sorted(remembered(case))
    contents = [(case.tables.memory / name).read_bytes() for name in names]
    for name, content in zip(names, contents[1:] + contents[:1], strict=True):
        (case.tables.memory / name).write_bytes(content)


def emptied(case: Case) -> None:
    for name in remembered(case):
        (case.tables.memory / name).write_bytes(b"")


@pytest.mark.parametrize(
    "damage", [sealed_by_another, well_sealed_nonsense, cut_short, one_bit_turned, exchanged, emptied]
)
def test_what_is_not_as_this_program_put_it_there_is_as_if_it_were_not(
    case: Case, read: list[str], located: list[int], damage: Callable[[Case], None]
) -> None:
    case.run(now=NOW)
    first, kept = tables_of(case), remembered(case)
    assert 6 == len(kept)  # two files, three days, and which of their records are one
    del read[:], located[:]
    damage(case)
    cl.open(case.folder).run(now=LATER)
    assert (2, 3) == (len(read), len(located))
    assert (first, kept) == (tables_of(case), remembered(case))


def test_what_the_last_run_did_not_need_is_forgotten(case: Case) -> None:
    case.run(now=NOW)
    before = remembered(case)
    (wrong,) = (each.capture_id for each in case.evidence.captures() if each.source == "north")
    case.decide(wrong, "left_out", reason="Forged.", by="R. One", now=LATER)
    (case.tables.memory / ("0" * 64)).write_bytes(b"left behind")
    cl.open(case.folder).run(now=LATER)
    after = remembered(case)
    assert after - before  # the day on which both had shots is another one now
    assert 4 == len(after)  # a file, two days, and which of their records are one


def test_a_look_back_forgets_nothing_and_remembers_nothing(case: Case, read: list[str]) -> None:
    case.run(now=NOW)
    shots(case.folder, "south", "late", 3)
    case.run(now=LATER)
    kept = remembered(case)
    del read[:]
    case.run(as_of=NOW)
    assert ([], kept) == (read, remembered(case))


def test_bytes_that_were_changed_are_found_out_though_what_they_said_is_remembered(case: Case) -> None:
    case.run(now=NOW)
    place = case.evidence.blobs.place(case.evidence.captures()[0].capture_id)
    place.chmod(0o644)
    place.write_bytes(place.read_bytes() + b"more")
    shutil.rmtree(case.folder / "inbox")
    with pytest.raises(EvidenceError, match="its bytes were changed"):
        cl.open(case.folder).run(now=LATER)


def test_nothing_of_an_erased_file_is_remembered(case: Case) -> None:
    case.run(now=NOW)
    (gone,) = (each.capture_id for each in case.evidence.captures() if each.source == "north")
    case.decide(gone, "erased", reason="A witness asked.", by="R. One", now=LATER)
    assert set() == remembered(case)
    cl.open(case.folder).run(now=LATER)
    assert 4 == len(remembered(case))


def test_where_no_secret_can_be_kept_nothing_is_remembered_and_the_answers_are_the_same(
    case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    case.run(now=NOW)
    first = tables_of(case)
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("HOME", str(tmp_path / "file"))  # no folder can be made in a file
    cl.open(case.folder).run(now=LATER)
    assert (first, set()) == (tables_of(case), remembered(case))


def test_the_secret_lies_outside_the_case_and_is_its_owners_alone(case: Case) -> None:
    case.run(now=NOW)
    place = Path.home() / ".config" / "ceaseline" / "memory.secret"
    assert 0o600 == place.stat().st_mode & 0o777
    told = place.read_bytes()
    assert not any(told in path.read_bytes() for path in case.folder.rglob("*") if path.is_file())
