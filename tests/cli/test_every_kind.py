"""One file of each format goes through import: what was recognised, read, set aside, and why."""

from __future__ import annotations

import inspect
import re
import shutil
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from builders import terms_text
from ceaseline.cli import app
from ceaseline.sources import SOURCES

OURS = sorted(point.name for point in entry_points(group=SOURCES.group) if point.value.startswith("ceaseline."))


def sample(kind: str) -> Path:
    return Path(inspect.getfile(import_module(SOURCES.get(kind).__module__))).parent / "sample"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return a case with the sample of every kind in its inbox."""
    (tmp_path / "case.toml").write_text('[case]\nname = "Every kind"\n', "utf-8")
    (tmp_path / "terms.yaml").write_text(terms_text(), "utf-8")
    (tmp_path / "inbox").mkdir()
    entries = []
    for kind in OURS:
        (entry,) = yaml.safe_load((sample(kind) / "sources.yaml").read_text("utf-8"))["sources"]
        (file,) = sample(kind).glob("capture.*")
        name = f"{kind}{file.suffix}"
        shutil.copy(file, tmp_path / "inbox" / name)
        entries.append(entry | {"name": kind.replace("_", "-"), "file": f"inbox/{name}"})
    (tmp_path / "sources.yaml").write_text(yaml.safe_dump({"sources": entries}, allow_unicode=True), "utf-8")
    return tmp_path


def test_import_says_of_each_format_what_was_read_what_was_set_aside_and_why(case: Path) -> None:
    done = CliRunner().invoke(app, ["import", "-C", str(case)], catch_exceptions=False)
    assert 4 == done.exit_code  # every sample has rows that cannot be taken
    told = re.split(r"^(?=\S+ for )", done.stdout, flags=re.MULTILINE)[1:]
    assert OURS == [part.split()[2].rstrip(":").replace("-", "_") for part in told]
    for part, kind in zip(told, OURS, strict=True):
        good = len((sample(kind) / "expected.csv").read_text("utf-8").splitlines()) - 1
        aside = len((sample(kind) / "set_aside.csv").read_text("utf-8").splitlines()) - 1
        flat = " ".join(part.split())
        assert "kept (SHA-256" in flat
        assert f"{aside} set aside" in flat
        assert f"{good} good ones" in flat
        assert min(aside, 10) == flat.count("Mend: ")  # of many, the first ten are told


def test_a_run_over_every_kind_gives_an_answer_and_loses_nothing(case: Path) -> None:
    done = CliRunner().invoke(app, ["run", "-C", str(case)], catch_exceptions=False)
    assert 0 == done.exit_code
    assert "rows or files were set aside" in done.stderr
