"""Every source that comes with the program says what it sees, and shows it on a made-up file."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from ceaseline.errors import FileRefused
from ceaseline.sources import SOURCES, Capture, Source, parse
from ceaseline.tables.exporting import to_csv
from ceaseline.testing import captured, check_source, toy_terms

OURS = sorted(point.name for point in entry_points(group=SOURCES.group) if point.value.startswith("ceaseline."))


def folder(kind: str) -> Path:
    module = importlib.import_module(SOURCES.get(kind).__module__)
    return Path(inspect.getfile(module)).parent


def sample(kind: str) -> tuple[Source, Capture]:
    here = folder(kind) / "sample"
    (source,) = parse((here / "sources.yaml").read_text(), toy_terms())
    (file,) = here.glob("capture.*")
    return source, captured(file.read_bytes(), source=source.form.name, name=file.name)


def test_there_are_sources_to_look_at() -> None:
    kinds = [
        "accounts",
        "acled",
        "areas",
        "assets",
        "calls",
        "claims",
        "complaints",
        "consequences",
        "counts",
        "firms",
    ]
    kinds += ["geoconfirmed", "guarantees", "inventories", "lines", "notifications", "observations", "orders"]
    kinds += [
        "patrol",
        "positions",
        "quakeml",
        "restrictions",
        "series",
        "site_checks",
        "steps",
        "ucdp",
        "viina",
        "watches",
        "weather",
    ]
    assert kinds == OURS


@pytest.mark.parametrize("kind", OURS)
@pytest.mark.parametrize(
    "file",
    ["README.md", "sample/sources.yaml", "sample/capture.*", "sample/expected.csv", "sample/set_aside.csv"],
)
def test_every_source_has_its_papers(kind: str, file: str) -> None:
    assert 1 == len(list(folder(kind).glob(file)))


@pytest.mark.parametrize("kind", OURS)
def test_the_entry_of_a_sample_names_its_file(kind: str) -> None:
    source, capture = sample(kind)
    assert (kind, f"inbox/{capture.name}") == (source.form.kind, source.form.file)


@pytest.mark.parametrize("kind", OURS)
def test_a_sample_shows_rows_that_are_kept_and_rows_that_are_set_aside(kind: str) -> None:
    source, capture = sample(kind)
    reading = source.read(capture)
    assert reading.rows.height
    assert reading.set_aside.height


@pytest.mark.parametrize("kind", OURS)
def test_a_sample_is_read_to_exactly_the_rows_expected(kind: str) -> None:
    source, capture = sample(kind)
    rows = source.read(capture).rows.drop("source", "capture_id")
    assert (folder(kind) / "sample" / "expected.csv").read_text() == to_csv(rows).decode()


@pytest.mark.parametrize("kind", OURS)
def test_of_a_sample_exactly_the_rows_expected_are_set_aside(kind: str) -> None:
    source, capture = sample(kind)
    rows = source.read(capture).set_aside.drop("source", "capture_id", "file")
    assert (folder(kind) / "sample" / "set_aside.csv").read_text() == to_csv(rows).decode()


@pytest.mark.parametrize("kind", OURS)
def test_every_source_keeps_its_promises_on_its_sample(kind: str) -> None:
    check_source(*sample(kind))


@pytest.mark.parametrize("kind", OURS)
@pytest.mark.parametrize(
    "heading", ["What it sees", "What it cannot see", "Its entry in `sources.yaml`", "Licence", "Known lies"]
)
def test_every_source_says_what_it_sees_and_where_it_lies(kind: str, heading: str) -> None:
    assert f"\n## {heading}\n" in (folder(kind) / "README.md").read_text()


@pytest.mark.parametrize("kind", OURS)
def test_every_key_of_an_entry_is_told_with_its_meaning_and_default(kind: str) -> None:
    text = (folder(kind) / "README.md").read_text()
    rows = re.findall(r"^\| `([a-z_.]+)` \| .+ \| .+ \|$", text, re.MULTILINE)
    assert sorted(keys(SOURCES.get(kind).Form)) == sorted(rows)


def keys(form: type[BaseModel], above: str = "") -> Iterator[str]:
    for name, field in form.model_fields.items():
        parts = [part for part in types(field.annotation) if issubclass(part, BaseModel)]
        key = above + (field.alias or name)
        if parts:
            yield from keys(parts[0], f"{key}.")
        else:
            yield key


def types(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from types(argument)


ADDRESSED = ["firms", "geoconfirmed", "quakeml", "ucdp", "viina"]


@pytest.mark.parametrize("kind", ADDRESSED)
def test_the_address_that_a_page_shows_can_be_written_into_the_entry(kind: str) -> None:
    (shown,) = re.findall(
        r"^```yaml\n(.*?)^```", (folder(kind) / "README.md").read_text(), re.MULTILINE | re.DOTALL
    )
    form = (folder(kind) / "sample" / "sources.yaml").read_text() + shown
    (source,) = parse(form, toy_terms())
    assert source.form.address is not None


def test_what_needs_an_account_shows_no_address() -> None:
    assert "address:" not in (folder("acled") / "README.md").read_text()


@pytest.mark.parametrize("kind", OURS)
def test_no_kind_has_an_address_of_its_own(kind: str) -> None:
    defaults = [SOURCES.get(kind).Form.model_fields[key].default for key in ("address", "key_file")]
    assert [None, None] == defaults


@pytest.mark.parametrize("kind", OURS)
@pytest.mark.parametrize(
    "answer", [b"<html><body>Bad key</body></html>\n", b'{"error": "Bad key"}\n', b"Bad key.\n"]
)
def test_what_servers_say_in_place_of_a_file_is_refused_by_every_kind(kind: str, answer: bytes) -> None:
    source, _ = sample(kind)
    with pytest.raises(FileRefused, match="Mend: "):
        source.read(captured(answer, source=source.form.name, name="answer"))
