"""Small builders: a made-up source, a file given as text or bytes, and what is read from it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import yaml

from ceaseline.sources import Reading, Source, parse
from ceaseline.testing import captured, toy_terms

SERIES = {
    "name": "posts",
    "kind": "series",
    "file": "inbox/posts.csv",
    "role": "monitor",
    "time": {"column": "hour", "bin": "1h"},
    "value": {"unit": "acts"},
}
LONG = {"regions": {"column": "region"}}
CLAIMS = {
    "name": "statements",
    "kind": "claims",
    "file": "inbox/statements.csv",
    "role": "party",
    "columns": {"accused": "accused", "from": "from", "until": "until", "zone": "zone", "at_least": "at_least"},
    "parties": {"Highland command": "A", "Lowland ministry": "B"},
}

Read = Callable[..., Reading]


@cache
def _source(form: str) -> Source:
    (source,) = parse(form, toy_terms())
    return source


def _read(entry: dict[str, Any], content: str | bytes) -> Reading:
    source = _source(yaml.safe_dump({"sources": [entry]}, allow_unicode=True))
    kept = content.encode() if isinstance(content, str) else content
    return source.read(captured(kept, source=source.form.name, name="file.csv"))


@pytest.fixture(scope="session")
def read_series() -> Read:
    """Read a file as a single series of hours, ``hour`` and ``value``; keywords change the entry."""
    return lambda content, **keys: _read(SERIES | keys, content)


@pytest.fixture(scope="session")
def read_long() -> Read:
    """Read a file with the columns ``hour``, ``region`` and ``value``; keywords change the entry."""
    return lambda content, **keys: _read(SERIES | LONG | keys, content)


@pytest.fixture(scope="session")
def read_claims() -> Read:
    """Read a file of claims; keywords change the entry."""
    return lambda content, **keys: _read(CLAIMS | keys, content)


@pytest.fixture(scope="session")
def entry() -> Callable[..., str]:
    """Write a ``sources.yaml`` with one entry: ``entry("series", file="../x")``."""

    def write(like: str, **keys: Any) -> str:
        base = SERIES if like == "series" else CLAIMS
        return yaml.safe_dump({"sources": [base | keys]}, allow_unicode=True, sort_keys=False)

    return write


@pytest.fixture(scope="session")
def read_kind() -> Read:
    """Read a file by any kind of observations: ``read_kind("firms", content)``; keywords change the entry."""
    return lambda kind, content, **keys: _read(
        {"name": "sample", "kind": kind, "file": "inbox/file", "role": "monitor", **keys}, content
    )
