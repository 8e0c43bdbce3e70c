"""``lint``: words in an analyst's text that a report would not use, with what to write instead."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs
import polars as pl
import typer

import ceaseline
from ceaseline.case import Case
from ceaseline.cli.outcome import Exit, say, say_json
from ceaseline.errors import FileRefused, InputError, UnknownName
from ceaseline.publishing.report.linting import Known, Remark, lint_text
from ceaseline.publishing.report.vocabulary import vocabulary
from ceaseline.tables.guarantees import LEVELS

_MOST_BYTES = 1_000_000  # of one text
_PIPED = Path("-")


def run_lint(
    files: Sequence[Path], folder: Path | None, *, level: str | None, language: str, as_json: bool
) -> None:
    """Print a line for each word found; exit 1 where there is any.

    Args:
        files: plain texts; ``-`` is standard input.
        folder: of a case, or one inside it; None: only what needs no case is looked for.
        level: of what the texts tell; None: not stated.
        language: of the texts.
        as_json: whether to print one JSON object.
    """
    if level is not None and level not in LEVELS:
        raise UnknownName("level", level, LEVELS)
    words = vocabulary(language)
    known = attrs.evolve(Known() if folder is None else _known(ceaseline.open(folder)), level=level)
    found = [(str(file), remark) for file in files for remark in lint_text(_read(file), known, words)]
    if as_json:
        say_json({"remarks": [{"file": file, **attrs.asdict(remark)} for file, remark in found]})
    else:
        _say(found)
    if found:
        raise typer.Exit(Exit.PROBLEM)


def _say(found: Sequence[tuple[str, Remark]]) -> None:
    for file, remark in found:
        print(remark.sentence(file))
    if not found:
        say("Nothing found that a report would not say. Whether it is so, no linter can tell.")


def _read(file: Path) -> str:
    try:
        raw = sys.stdin.buffer.read(_MOST_BYTES + 1) if file == _PIPED else file.read_bytes()
    except OSError as error:
        raise InputError(
            f"{file}: {error.strerror}. Mend: name a file of plain text, or - for what is piped in"
        ) from None
    if len(raw) > _MOST_BYTES:
        raise FileRefused(f"{file}: has more than {_MOST_BYTES:,} bytes. Mend: give it in parts")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused(f"{file}: is not UTF-8 text. Mend: save it as plain text in UTF-8") from None


def _known(case: Case) -> Known:
    """Return what a case knows: names of sides and places, and whose incidents it releases."""
    parties = {code: (party.name, *party.monitor_names.values()) for code, party in case.terms.parties.items()}
    return Known(
        parties=parties, places=[place.names for place in case.drawings.chart.places], released=_released(case)
    )


def _released(case: Case) -> Mapping[str, str]:
    """Return the party by incident, as the last run of the case has it; none where it releases no sides."""
    if case.settings.release.attribution != "side":
        return {}
    try:
        findings = case.table("findings")
    except InputError:  # nothing was run yet, so nothing is released
        return {}
    own = findings.filter(pl.col("attributed_to").is_in(list(case.terms.parties)))
    return dict(own.select("incident_id", "attributed_to").iter_rows())
