"""``compare``: accounts of one event set side by side, from texts alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import typer

import ceaseline
from ceaseline.accounts import Compared, Rules, as_account, compare, language_of, rules_for, statements
from ceaseline.cli.outcome import Exit, complain, say, say_json
from ceaseline.errors import FileRefused, InputError
from ceaseline.publishing.comparing import KINDS, comparison_page
from ceaseline.store import write_whole
from ceaseline.tables.exporting import to_csv
from ceaseline.terms import Terms, parse

_SHOWN = 12  # conflicts on the terminal


def run_compare(files: Sequence[Path], terms: Path | None, output: Path, *, as_json: bool) -> None:
    """Read the accounts, write tables and page, and print what differs.

    Args:
        files: two texts or more.
        terms: a terms file whose clauses and parties are looked for.
        output: folder to write to.
        as_json: whether to print one JSON object.
    """
    if len(files) < 2:
        raise InputError("There is only one text. Mend: give two accounts or more")
    agreed = None if terms is None else parse(_read(terms).decode("utf-8", "replace"), str(terms))
    texts: dict[str, str] = {}
    try:
        for name, path in _named(files).items():
            texts[name] = as_account(_read(path), name)
        rules = rules_for(agreed, language_of(texts))
    except FileRefused as error:
        complain(str(error))
        raise typer.Exit(Exit.NOTHING_USABLE) from None
    compared = set_side_by_side(texts, rules)
    paths = write_comparison(texts, compared, agreed, output)
    if as_json:
        say_json(
            {
                "statements": compared.statements.to_dicts(),
                "account_pairs": compared.pairs.to_dicts(),
                "left_out": {key: list(value) for key, value in compared.left_out.items()},
                "copied": [
                    {"left": left, "right": right, "share": share}
                    for (left, right), share in compared.copied.items()
                ],
                "sources": [list(group) for group in compared.sources],
                "files": [str(path) for path in paths],
            }
        )
        return
    _tell(texts, compared)
    say()
    say(f"Wrote {', '.join(str(path) for path in paths)}.")


def set_side_by_side(texts: Mapping[str, str], rules: Rules) -> Compared:
    """Return what accounts, by their names, say and how they stand to each other."""
    found = pl.concat([statements(name, text, rules) for name, text in texts.items()])
    return compare(found, rules.language, names=[name for names in rules.parties.values() for name in names])


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}. Mend: give a file that is there") from None


def _named(files: Sequence[Path]) -> dict[str, Path]:
    """Return each file under its name; under its path where two have one name."""
    seen = Counter(path.name for path in files)
    named = {path.name if seen[path.name] == 1 else str(path): path for path in files}
    if len(named) < len(files):
        raise InputError("One file is given twice. Mend: give each account once")
    return named


def write_comparison(texts: Mapping[str, str], compared: Compared, terms: Terms | None, output: Path) -> list[Path]:
    """Write tables and page of a comparison into a folder; return the files.

    Args:
        texts: of each document, by its name.
        compared: these texts.
        terms: for the names of the parties; None without.
        output: the folder.
    """
    names: dict[str, str] = {}
    if terms is not None:
        names = {code: side.name for code, side in terms.parties.items()}
        names |= {code: side.name for code, side in terms.third_states.items()}
    page = comparison_page(
        texts,
        compared.statements,
        compared.pairs,
        left_out=compared.left_out,
        copied=compared.copied,
        sources=compared.sources,
        names=names,
        version=ceaseline.__version__,
    )
    made = {
        "statements.csv": to_csv(compared.statements),
        "account_pairs.csv": to_csv(compared.pairs),
        "index.html": page,
    }
    for name, content in made.items():
        write_whole(output / name, content)
    return [output / name for name in made]


def _tell(texts: dict[str, str], compared: Compared) -> None:
    of_speakers = compared.statements.filter(pl.col("voice") != "outlet")
    for name in texts:
        mine = of_speakers.filter(document=name)
        speakers = mine["speaker"].drop_nulls().n_unique()
        say(f"{name}: {_statements(mine.height)} of {speakers:,} {'speaker' if speakers == 1 else 'speakers'}.")
    for group in compared.sources:
        if len(group) > 1:
            share = max(value for pair, value in compared.copied.items() if set(pair) <= set(group))
            say(f"{' and '.join(group)} share {share:.0%} of their own words: they count as one source.")
    rows = {row["statement_id"]: row for row in compared.statements.to_dicts()}
    pairs = compared.pairs.to_dicts()
    conflicts = [pair for pair in pairs if pair["relation"].startswith("conflict") and not pair["repeats"]]
    say()
    say(f"Conflicts: {len(conflicts):,}.")
    for pair in sorted(conflicts, key=lambda each: list(KINDS).index(each["relation"]))[:_SHOWN]:
        say(f"{KINDS[pair['relation']]}: {pair['why']}.", indent=2, hang=2)
        for side in ("left", "right"):
            row = rows[pair[side]]
            who = row["speaker"] or ("its own voice" if row["voice"] == "outlet" else "speaker not clear")
            say(f"{row['document']}, {who}: {row['text']}", indent=4, hang=2)
    if len(conflicts) > _SHOWN:
        say(f"{len(conflicts) - _SHOWN:,} more on the page.", indent=2)
    kinds = Counter(pair["relation"] for pair in pairs)
    said = [
        f"{KINDS[kind].lower()}: {kinds[kind]:,}"
        for kind in ("framing", "same", "partial", "related")
        if kinds[kind]
    ]
    say(f"Without a conflict: {'; '.join(said) or 'none'}.")
    for name in texts:
        own = compared.statements.filter(pl.col("document") == name, pl.col("voice") == "outlet")
        against = own.filter(rule="rebuttal").height
        aside = f", {against:,} against its own source" if against else ""
        say(f"{name} in its own voice: {_statements(own.height)}{aside}.")
    for name in texts:
        missing = sum(name in documents for documents in compared.left_out.values())
        say(f"Not found in {name}: {_statements(missing)} of the others. What is left out is not denied.")


def _statements(count: int) -> str:
    return "1 statement" if count == 1 else f"{count:,} statements"
