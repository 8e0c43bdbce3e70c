"""The commands that show an outsider, or ourselves, that the evidence is what was kept."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typer

import ceaseline
from ceaseline.case import Case
from ceaseline.cli.outcome import Exit, complain, say, say_json
from ceaseline.cli.progress import Patience
from ceaseline.errors import InputError
from ceaseline.ledger import Checkpoint, PrivateKey
from ceaseline.store import Audit, Keys, audited, bundle, opened_checkpoint, receipt, write_whole


def run_verify(folder: Path, since: Path | None, *, as_json: bool) -> None:
    """Print whether the evidence is what was kept, and the checkpoint to keep elsewhere; exit 1 where it is not."""
    case = ceaseline.open(folder)
    public = case.settings.key
    old = None if since is None else opened_checkpoint(_text_of(since), public)
    with Patience() as patience:
        found = audited(case.evidence, old, patience)
    checkpoint = _checkpoint(case, found)
    if as_json:
        say_json({"entries": found.entries, "files": found.blobs, "wrong": found.wrong, "checkpoint": checkpoint})
    else:
        _say_audit(found, checkpoint, old)
    if found.wrong:
        raise typer.Exit(Exit.PROBLEM)


def run_receipt(folder: Path, name: str, output: Path | None, *, as_json: bool) -> None:
    """Print, or write, the receipt of a kept file."""
    case = ceaseline.open(folder)
    told, entry = receipt(case.evidence, name, _signing_key(case))
    if output is not None:
        write_whole(output, told.text().encode())
    if as_json:
        say_json({"index": told.index, "entry": entry.decode(), "receipt": told.text()})
    elif output is not None:
        say(f"{output} shows that entry {told.index} lies in the log.")
    else:
        print(told.text(), end="")


def run_bundle(folder: Path, name: str, output: Path | None, *, to: str, as_json: bool) -> None:
    """Write a kept file with all that lets an outsider check it."""
    case = ceaseline.open(folder)
    key = _signing_key(case)
    content = bundle(case.evidence, name, key, to=to, now=datetime.now(UTC))
    path = output or case.folder / "reports" / f"bundle-{name[:12]}.zip"
    write_whole(path, content)
    if as_json:
        say_json({"file": str(path), "bytes": len(content), "key": str(key.public)})
        return
    say(f"{path} ({len(content):,} bytes). Whoever gets it runs check_bundle.py in it.")
    say("The key to check it with; give it to them some other way:")
    print(f"  {key.public}")


def _signing_key(case: Case) -> PrivateKey:
    public = case.settings.key
    if public is None:
        raise InputError("case.toml names no key under [evidence]. Mend: ceaseline new writes one; copy its line")
    found = Keys.of_user().find(public)
    if found is None:
        place = Keys.of_user().place(public)
        raise InputError(
            f"the private half of {public.name} is not in {place}. Mend: bring it back from a copy; if it is lost, "
            "make a new key and name it in case.toml: what was signed before stays signed"
        )
    return found


def _checkpoint(case: Case, found: Audit) -> str | None:
    """Return the checkpoint of sound evidence, signed where the key is at hand."""
    if found.root is None:
        return None
    public = case.settings.key
    private = None if public is None else Keys.of_user().find(public)
    if private is None:
        return Checkpoint(case.settings.case.name, found.entries, found.root).text()
    return Checkpoint(private.name, found.entries, found.root).signed(private)


def _say_audit(found: Audit, checkpoint: str | None, old: Checkpoint | None) -> None:
    for wrong in found.wrong:
        say(f"DIFFERS: {wrong}.")
    if found.wrong:
        say("What stands before the first difference is as it was kept. Nothing was changed or repaired.")
        say("Mend: bring the evidence folder back from a copy, and verify again.")
        return
    say(f"{found.entries:,} entries and {found.blobs:,} kept files are as they were kept: every hash agrees.")
    if old is not None:
        say(f"The first {old.size:,} entries are those of the checkpoint.")
    say("This shows that nothing was changed since it was kept; it does not show that a report is true.")
    if checkpoint is not None:
        complain("The checkpoint follows; keep it elsewhere, and later compare with --since FILE.")
        print(checkpoint, end="")


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}") from None
