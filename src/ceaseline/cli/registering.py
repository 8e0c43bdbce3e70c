"""``register``: the books a mission keeps itself, line by line or by the sheet."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

import ceaseline
from ceaseline.case import Case
from ceaseline.cli.outcome import complain, say, say_json, say_row, where_option
from ceaseline.errors import FileRefused, InputError
from ceaseline.ledger import Entry
from ceaseline.pipeline.register_lines import columns, kinds
from ceaseline.sources.patrol import papers
from ceaseline.sources.registers import RegisterSource
from ceaseline.sources.registers.workbook import workbook
from ceaseline.sources.tabular import open_table
from ceaseline.store import registers, write_whole
from ceaseline.tables.exporting import to_csv

ACTIONS = ("list", "add", "close", "withdraw", "template")
_SHOWN = 60  # characters of a cell in a list
_LARGEST = 50_000_000  # bytes of a sheet; a hundred thousand lines have a fifth of that


def run_register(
    folder: Path,
    kind: str | None,
    action: str,
    words: Sequence[str],
    *,
    file: Path | None,
    output: Path | None,
    reason: str,
    as_json: bool,
) -> None:
    """Do one of ``ACTIONS`` with a register; without a kind, say which registers there are.

    Args:
        folder: of the case.
        kind: of register.
        action: what to do.
        words: an id, and cells as ``COLUMN=VALUE``.
        file: of lines to add, as CSV or XLSX.
        output: where to write to, by its ending.
        reason: why a line is taken back.
        as_json: whether to print one JSON object.
    """
    if (kind, action) == ("patrol", "template"):
        _write_patrol(output, as_json=as_json)
        return
    case = ceaseline.open(folder)
    if kind is None:
        _say_kinds(case, folder, as_json=as_json)
        return
    source = case.registers.named(kind)
    if action not in ACTIONS:
        raise InputError(f"{action} can be done with no register. Mend: use one of {', '.join(ACTIONS)}")
    if action == "list":
        _list(source, case.registers.table(kind), case.registers.zone, output, as_json=as_json)
    elif action == "template":
        path = output or Path(f"{kind}.xlsx")
        _write(path, _sheet(source, [], case.registers.zone, path), as_json=as_json)
    else:
        now = datetime.now(UTC)
        entries = _entered(case, source, action, words, file=file, reason=reason, now=now)
        _say_entries(kind, entries, folder, as_json=as_json)


def _entered(
    case: Case,
    source: RegisterSource,
    action: str,
    words: Sequence[str],
    *,
    file: Path | None,
    reason: str,
    now: datetime,
) -> list[tuple[Entry, bool]]:
    kind = source.form.kind
    if action == "add" and file is not None:
        rows = _rows(file, source)
        return case.registers.add(kind, rows, file=file.name, now=now, whole=True)
    if action == "add" and not words:
        raise InputError("There is nothing to enter. Mend: write COLUMN=VALUE, or --file FILE.csv")
    if action == "add":
        return case.registers.add(kind, [_cells(words)], file=f"register {kind}", now=now)
    if not words:
        raise InputError(f"Which line of {kind}? Mend: give its id; ceaseline register {kind} lists them")
    if action == "close":
        return [case.registers.close(kind, words[0], _cells(words[1:]), now=now)]
    return [case.registers.withdraw(kind, " ".join(words), reason=reason, now=now)]


def _cells(words: Sequence[str]) -> dict[str, str]:
    cells = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise InputError(f"{word} is no cell. Mend: write COLUMN=VALUE, in quotes where there are blanks")
        cells[name.strip()] = value.strip()
    return cells


def _rows(file: Path, source: RegisterSource) -> list[dict[str, str]]:
    """Return the cells of a table, of those columns that the register has."""
    wanted = columns(source)
    needed = [name for column in source.columns if column.needed for name in column.names]
    try:
        if file.stat().st_size > _LARGEST:
            raise InputError(f"{file} is larger than {_LARGEST:,} bytes. Mend: cut it, or import it as a source")
        table = open_table(BytesIO(file.read_bytes()), needed=needed)
        batches = list(table.batches())
    except FileNotFoundError:
        raise InputError(f"{file} is not there. Mend: see how the file is called") from None
    except FileRefused as error:
        raise InputError(f"{file}: {error}") from None
    bad = [line for batch in batches for line in batch.bad]
    if bad:
        raise InputError(f"{file}:{bad[0].line}: {bad[0].rule}. Mend: {bad[0].mend}; nothing was entered")
    return [
        {name: cell.strip() for name, cell in zip(table.header, cells, strict=True) if name in wanted}
        for batch in batches
        for cells in batch.cells
    ]


def _list(source: RegisterSource, table: pl.DataFrame, zone: str, output: Path | None, *, as_json: bool) -> None:
    names = columns(source)
    rows = table.select(*names, pl.col("capture_id").alias("entry"))
    if output is not None:
        _write(output, _sheet(source, rows.to_dicts(), zone, output), as_json=as_json)
    elif as_json:
        say_json({"register": source.form.kind, "lines": rows.to_dicts()})
    elif rows.is_empty():
        say(f"Nothing is entered in {source.form.kind}.")
    else:
        for row in rows.iter_rows(named=True):
            told = [f"{name}={_short(row[name])}" for name in names[1:] if row[name] is not None]
            say_row(f"{row[names[0]]}  ", f"{', '.join(told)} ({row['entry']})")


def _short(value: Any) -> str:
    text = f"{value:%Y-%m-%d %H:%M}Z" if isinstance(value, datetime) else str(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def _sheet(source: RegisterSource, rows: list[dict[str, Any]], zone: str, output: Path) -> bytes:
    if output.suffix.lower() == ".xlsx":
        return workbook(source, rows, zone)
    if output.suffix.lower() == ".csv":
        empty = source.schema.create_empty().select(columns(source))
        return to_csv(pl.DataFrame(rows, schema_overrides=empty.schema) if rows else empty)
    raise InputError(f"{output.name} is no table we can write. Mend: end it in .csv or .xlsx")


def _write(output: Path, content: bytes, *, as_json: bool) -> None:
    write_whole(output, content)
    if as_json:
        say_json({"file": str(output), "bytes": len(content)})
    else:
        say(f"Written: {output}")


def _write_patrol(output: Path | None, *, as_json: bool) -> None:
    """Write the form for patrols and the sheet for those who use none, into a folder."""
    folder = output or Path()
    files = {folder / name: content for name, content in papers().items()}
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in files.items():
        write_whole(file, content)
    if as_json:
        say_json({"files": [str(file) for file in files]})
        return
    for file in files:
        say(f"Written: {file}")


def _say_entries(kind: str, entries: Sequence[tuple[Entry, bool]], folder: Path, *, as_json: bool) -> None:
    if as_json:
        told = [{"id": entry.body["of"], "entry": entry.id, "is_new": is_new} for entry, is_new in entries]
        say_json({"register": kind, "entries": told})
        return
    new = [entry for entry, is_new in entries if is_new]
    for entry in new[:10]:
        what = "taken back" if entry.body["withdrawn"] is not None else "entered"
        again = f", in place of {entry.body['supersedes']}" if entry.body["supersedes"] else ""
        say(f"{entry.body['of']}: {what} as {entry.id}{again}")
    if len(new) > 10:
        say(f"... and {len(new) - 10:,} more")
    if len(new) < len(entries):
        say(f"{len(entries) - len(new):,} stood there already and say nothing new.")
    if new:
        complain(f"The next run takes it in: ceaseline run{where_option(folder)}")


def _say_kinds(case: Case, folder: Path, *, as_json: bool) -> None:
    used = registers(case.evidence)
    counts = {kind: case.registers.table(kind).height if kind in used else 0 for kind in kinds()}
    if as_json:
        say_json({"registers": counts})
        return
    say("Registers, and how many lines are entered in each:")
    width = max(map(len, counts))
    for kind, count in counts.items():
        about = sys.modules[type(case.registers.named(kind)).__module__].__doc__ or ""
        say_row(f"  {kind.ljust(width)}  {count:>6,}  ", about.strip())
    say()
    say(f"Next: ceaseline register{where_option(folder)} orders template -o orders.xlsx")
    say("      ceaseline register patrol template -o FOLDER   (the form for patrols, for ODK and Kobo)")
