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

from builders import FRONT, clause, terms_form
from ceaseline import settings, sources
from ceaseline.cli import app
from ceaseline.forms import read_yaml
from ceaseline.simulation import scenarios
from ceaseline.sources import SOURCES
from ceaseline.terms import RULES, lint
from ceaseline.terms.codes import CODES, VAGUE
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


def section(rule: str) -> str:
    """What the page of the linter says of a rule."""
    page = (REFERENCE / "linter.md").read_text(encoding="utf-8")
    return page.partition(f"## {rule}: ")[2].partition("\n## ")[0]


def completed(example: str) -> Terms:
    """The terms of which an example shows the keys that matter: of the form, of one clause, or of several."""
    data = read_yaml(example, "linter.md").data
    form = dict(data) if isinstance(data, dict) and set(data) & set(Terms.model_fields) else {}
    entries: Any = form.pop("clauses", None) or (data if isinstance(data, list) else [{} if form else data])
    lines = {"lines": {"front": FRONT, "ridge": FRONT}}
    whole = terms_form(*(clause(**entry) for entry in entries), **{**lines, **form})
    whole["agreement"] = {**terms_form()["agreement"], **form.get("agreement", {})}
    return Terms.model_validate(whole)


def test_every_rule_of_the_linter_has_a_heading_and_no_other() -> None:
    assert {f"{rule.code}: {rule.title}" for rule in RULES.values()} == headings("linter.md")


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_told_with_why_and_what_closes_it(rule: str) -> None:
    assert f"{RULES[rule].why} Mend: {RULES[rule].mend}." in section(rule)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_finds_its_first_example_and_not_its_second(rule: str) -> None:
    examples = dict(re.findall(r'```yaml title="(open|mended)"\n(.*?)```', section(rule), re.DOTALL))
    found = {name: {remark.rule for remark in lint(completed(text))} for name, text in examples.items()}
    assert {"open", "mended"} == set(found)
    assert rule in found["open"]
    assert rule not in found["mended"]


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_row_with_what_the_library_says(code: str) -> None:
    entry = CODES[code]
    needs = ", ".join(f"`{need}`" for need in entry.needs) or "nothing more"
    row = f"| `{code}` | {entry.act} | {needs} | {entry.severity} | {entry.takes} |"
    assert row in (REFERENCE / "codes.md").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("code", [code for code, entry in CODES.items() if entry.hinted_by])
def test_every_code_that_records_can_speak_of_says_which_words_do(code: str) -> None:
    shown, hinted, ruled_out = (
        ", ".join(f"`{word}`" for word in words) or "none"
        for words in (CODES[code].shown_by, CODES[code].hinted_by, CODES[code].not_by)
    )
    assert (
        f"| `{code}` | {shown} | {hinted} | {ruled_out} |"
        in (REFERENCE / "codes.md").read_text(encoding="utf-8").splitlines()
    )


def test_the_page_of_the_codes_has_no_others_and_every_vague_word() -> None:
    page = (REFERENCE / "codes.md").read_text(encoding="utf-8")
    assert set(CODES) == set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))
    assert {word for word in VAGUE if f"`{word}`" not in page} == set()


def test_the_page_of_scores_has_every_world_and_what_the_script_last_measured() -> None:
    page = (DOCS / "explanation" / "believe.md").read_text(encoding="utf-8")
    measured = page.partition("<!-- measured: begin -->")[2].partition("<!-- measured: end -->")[0]
    assert "Measured by `make scores`" in measured
    assert {name for name in [*scenarios(), "second world"] if f"| {name} |" not in measured} == set()
