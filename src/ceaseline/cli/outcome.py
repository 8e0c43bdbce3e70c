"""How a command ends: its exit code, and what it says on the way."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from textwrap import fill, wrap
from typing import Any

import typer

from ceaseline.errors import CeaselineError, EvidenceError

_WIDTH = 100  # columns; wider lines are hard to read
_HELD = "\N{NO-BREAK SPACE}"


class Exit(IntEnum):
    """Exit codes."""

    DONE = 0
    PROBLEM = 1  # check, verify or an audit found a problem
    USAGE = 2
    NOTHING_USABLE = 3
    SET_ASIDE = 4  # from import alone


@contextmanager
def guarded() -> Iterator[None]:
    """Say what went wrong in words; whatever is our own fault still shows its whole trace."""
    try:
        yield
    except EvidenceError as error:
        complain(str(error))
        raise typer.Exit(Exit.PROBLEM) from None
    except CeaselineError as error:
        complain(str(error))
        raise typer.Exit(Exit.USAGE) from None
    except BrokenPipeError:  # whoever read our output has read enough
        sys.stderr.close()
        raise typer.Exit(Exit.DONE) from None


def say(text: str = "", *, indent: int = 0, hang: int = 0) -> None:
    """Print a result on stdout, wrapped for reading."""
    first, later = " " * indent, " " * (indent + hang)
    held = text.replace(" %", f"{_HELD}%")  # a number keeps its sign on its line
    told = fill(held, _WIDTH, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)
    print(told.replace(_HELD, " ") if text else "")


def say_row(start: str, text: str) -> None:
    """Print the last cell of a row after the others, wrapped under itself."""
    width = max(_WIDTH - len(start), 30)  # columns; a narrower cell is a ladder of words
    first, *later = wrap(text, width, break_on_hyphens=False) or [""]
    print("\n".join([start + first, *(" " * len(start) + line for line in later)]))


def where_option(folder: Path) -> str:
    """Return the option that names the case again in a command to copy."""
    return "" if folder == Path() else f" -C {shlex.quote(str(folder))}"


def complain(text: str) -> None:
    """Print a message on stderr."""
    print(text, file=sys.stderr)


def say_json(data: dict[str, Any]) -> None:
    """Print a result on stdout as one JSON object; times as ISO 8601 in UTC."""
    print(json.dumps(data, ensure_ascii=False, indent=1, default=_as_text))


def _as_text(value: Any) -> str:
    return value.isoformat().replace("+00:00", "Z") if hasattr(value, "isoformat") else str(value)
