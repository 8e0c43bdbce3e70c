"""Plug-ins are found by name, and a wrong name is answered with the names there are."""

from __future__ import annotations

import sys

import pytest

from ceaseline.errors import UnknownName
from ceaseline.registry import Registry

SOURCES: Registry[object] = Registry("ceaseline.sources", "kind of source")


def test_the_built_in_kinds_of_source_are_listed_in_order() -> None:
    names = SOURCES.names()
    assert sorted(names) == names
    assert {"claims", "series"} <= set(names)


def test_a_name_gives_the_thing_itself() -> None:
    found = SOURCES.get("claims")
    assert sys.modules["ceaseline.sources.claims"].ClaimsSource is found


def test_a_slip_is_answered_with_the_name_that_was_meant() -> None:
    with pytest.raises(UnknownName, match=r"No kind of source is called 'serie'. Did you mean 'series'\?"):
        SOURCES.get("serie")


def test_a_strange_name_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(UnknownName, match=r"There are: .*claims, .*series"):
        SOURCES.get("quartz")


def test_a_group_nobody_fills_is_empty_and_says_so() -> None:
    empty: Registry[object] = Registry("ceaseline.nothing", "nothing")
    assert [] == empty.names()
    with pytest.raises(UnknownName, match="There are: none"):
        empty.get("x")
