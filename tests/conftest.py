"""What all tests share: settled dice, and a door to the outside world that can be shut."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import TZPATH

import pytest
from hypothesis import HealthCheck, settings

import ceaseline

# The same examples every time, so that a red run can be repeated; the door below is only a switch, so it
# does not matter that it is not opened and shut between two examples of one property.
settings.register_profile(
    "ceaseline",
    deadline=None,
    derandomize=True,
    max_examples=30,  # each makes whole tables; @settings on a test asks for more
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("ceaseline")


class OutsideTouched(AssertionError):
    """Code that should be pure reached for a file, the network or another program."""


_PACKAGE = str(Path(ceaseline.__file__).parent)
_MODULES = {".py", ".pyc", ".so"}
# The interpreter with its libraries, and the clocks of the world.
_PROGRAM = tuple({sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"), "/usr/share/zoneinfo", *TZPATH})


class _Door:
    shut = False


def _is_program(path: object) -> bool:
    text = path.decode() if isinstance(path, bytes) else str(path)
    # Numba keeps what it compiled where Python does
    return (
        Path(text).suffix in _MODULES
        or "__pycache__" in text
        or (text.startswith(_PROGRAM) and not text.startswith(_PACKAGE))
    )


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if not _Door.shut:
        return
    if event == "open" and not isinstance(args[0], int) and not _is_program(args[0]):
        raise OutsideTouched(f"opened {args[0]}")
    if event in ("socket.connect", "subprocess.Popen"):
        raise OutsideTouched(event)


sys.addaudithook(_watch)  # hooks cannot be taken out again, so one is put in and switched


@pytest.fixture
def outside_shut() -> Iterator[type[OutsideTouched]]:
    """Fail on any file, connection or program touched from Python; modules and time zones may still be loaded.

    Gives the error that is raised. Polars opens files from Rust, where no hook sees it.
    """
    _Door.shut = True
    yield OutsideTouched
    _Door.shut = False


@pytest.fixture(scope="session", autouse=True)
def _a_home_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the signing keys that tests make out of the home of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        yield


_MEMORY = Path("/dev/shm")  # noqa: S108 - Linux has a disk in memory there; elsewhere any folder does


@pytest.fixture
def folder_in_memory() -> Iterator[Path]:
    """A folder that flushes at once, for tests that make thousands of small stores and do not ask of the disk."""
    usable = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK)
    with TemporaryDirectory(dir=_MEMORY if usable else None) as folder:
        yield Path(folder)
