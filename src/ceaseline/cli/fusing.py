"""The command that puts the records of a file together, without a case."""

from __future__ import annotations

from pathlib import Path

import typer

from ceaseline.cli.outcome import Exit, complain, say, say_json
from ceaseline.cli.progress import Patience
from ceaseline.errors import FileRefused
from ceaseline.pipeline.fusing import FusedFile, fuse_file

_SHOWN = 10  # rows set aside that are told at once; all of them are in the file


def run_fuse(observations: Path, sources: Path | None, output: Path, *, as_json: bool) -> None:
    """Write incidents, members and answers, and print how many; exit 3 where no record can be used."""
    try:
        with Patience() as patience:
            made = fuse_file(observations, sources, output, patience)
    except FileRefused as error:
        complain(str(error))
        raise typer.Exit(Exit.NOTHING_USABLE) from None
    for note in made.notes:
        complain(f"Note: {note}.")
    _complain_aside(made)
    if as_json:
        say_json(_as_data(made))
    elif "incidents" in made.files:
        _say_fused(made, output)
    if "incidents" not in made.files:
        complain(f"{observations} holds no record that can be used; no incidents were written.")
        raise typer.Exit(Exit.NOTHING_USABLE)


def _complain_aside(made: FusedFile) -> None:
    rows = made.set_aside
    for row in rows.head(_SHOWN).iter_rows(named=True):
        shown = "" if row["value"] is None else f" (found: {row['value'][:60]})"
        complain(f"{row['file']}:{row['line']}: {row['field']}: {row['rule']}{shown}. Mend: {row['mend']}")
    if rows.height:
        place = made.files["set_aside"]
        complain(f"{rows.height:,} of {made.counts['seen']:,} rows were set aside: see {place.with_suffix('.*')}.")
    if made.counts["skipped"]:
        complain(f"{made.counts['skipped']:,} rows repeat another to the letter, and count once.")


def _say_fused(made: FusedFile, output: Path) -> None:
    counts = made.counts
    say(
        f"{counts['observations']:,} records tell of {counts['incidents']:,} incidents, of which "
        f"{counts['alone']:,} rest on one record and {counts['of_several_groups']:,} on several independent "
        f"groups; {counts['responses']:,} seem to answer another."
    )
    say(f"{output} holds {', '.join(path.name for path in made.files.values())}.")


def _as_data(made: FusedFile) -> dict[str, object]:
    return {
        "files": {name: str(path) for name, path in made.files.items()},
        "counts": dict(made.counts),
        "notes": list(made.notes),
        "set_aside": made.set_aside.head(_SHOWN).to_dicts(),
    }
