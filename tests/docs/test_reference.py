"""The reference pages know every table, column, kind of source, key and command there is."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from typer.core import TyperGroup
from typer.main import get_command

from ceaseline import settings, sources
from ceaseline.cli import app
from ceaseline.sources import SOURCES
from ceaseline.terms.model import Terms

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = DOCS / "reference"


@pytest.fixture(scope="module")
def generator() -> dict[str, Any]:
    return runpy.run_path(str(DOCS / "tables.py"))


def headings(page: str) -> set[str]:
    text = (REFERENCE / page).read_text(encoding="utf-8")
    return {line.lstrip("#").strip() for line in text.splitlines() if line.startswith("##")}


def keys(model: type[BaseModel]) -> Iterator[str]:
    """All keys of a form and of the parts inside it, as people write them."""
    for name, field in model.model_fields.items():
        yield field.alias or name
        for part in parts(field.annotation):
            yield from keys(part)


def parts(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from parts(argument)


def test_the_page_of_the_tables_is_what_the_script_gives(generator: dict[str, Any]) -> None:
    page = (REFERENCE / "tables.md").read_text(encoding="utf-8")
    assert generator["page"]() == page, "run: python docs/tables.py > docs/reference/tables.md"


def test_every_table_has_a_heading(generator: dict[str, Any]) -> None:
    assert set(generator["schemas"]()) <= headings("tables.md")


def test_every_kind_of_source_has_a_heading() -> None:
    assert set(SOURCES.names()) <= headings("sources.md")


@pytest.mark.parametrize("model", [settings.Settings, Terms], ids=["case.toml", "terms.yaml"])
def test_every_key_of_the_forms_is_told(model: type[BaseModel]) -> None:
    words = set(re.findall(r"[a-z0-9_]+", (REFERENCE / "case-folder.md").read_text(encoding="utf-8")))
    assert sorted(set(keys(model)) - words) == []


@pytest.mark.parametrize("kind", SOURCES.names())
def test_every_key_of_the_sources_is_told(kind: str) -> None:
    words = set(re.findall(r"[a-z0-9_]+", (REFERENCE / "sources.md").read_text(encoding="utf-8")))
    form = SOURCES.get(kind).Form
    assert issubclass(form, sources.SourceForm)
    assert sorted(set(keys(form)) - words) == []


def test_every_command_has_a_heading() -> None:
    commands = get_command(app)
    assert isinstance(commands, TyperGroup)
    assert {"demo", "run", "verify"} <= set(commands.commands) <= headings("commands.md")
