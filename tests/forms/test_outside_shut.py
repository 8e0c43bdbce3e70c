"""The door of the core tests is really shut, and only for what lies outside."""

from __future__ import annotations

import importlib
import os
import socket
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import ceaseline


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text("x", "utf-8")
    return path


def test_reading_a_file_is_caught(note: Path, outside_shut: type[Exception]) -> None:
    with pytest.raises(outside_shut, match=r"note\.txt"):
        note.read_text("utf-8")


def test_writing_a_file_is_caught(note: Path, outside_shut: type[Exception]) -> None:
    with pytest.raises(outside_shut), (note.parent / "new.txt").open("w"):
        pass


def test_the_lowest_way_to_open_a_file_is_caught(note: Path, outside_shut: type[Exception]) -> None:
    with pytest.raises(outside_shut):
        os.open(note, os.O_RDONLY)


def test_reading_an_example_of_the_package_is_caught(outside_shut: type[Exception]) -> None:
    with pytest.raises(outside_shut, match=r"terms\.yaml"):
        (ceaseline.example("easter-truce-2025") / "terms.yaml").read_text("utf-8")


def test_a_connection_is_caught(outside_shut: type[Exception]) -> None:
    with pytest.raises(outside_shut, match="connect"), socket.socket() as line:
        line.connect(("127.0.0.1", 9))


def test_another_program_is_caught(outside_shut: type[Exception]) -> None:
    with pytest.raises(outside_shut, match="Popen"):
        subprocess.run([sys.executable, "-c", "pass"], check=False)


def test_modules_and_time_zones_may_be_loaded(outside_shut: type[Exception]) -> None:
    sys.modules.pop("colorsys", None)  # a small one that nothing else here needs
    importlib.import_module("colorsys")
    assert "Asia/Kathmandu" == ZoneInfo.no_cache("Asia/Kathmandu").key


def test_the_door_is_open_again_afterwards(note: Path) -> None:
    assert "x" == note.read_text("utf-8")
