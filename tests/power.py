"""Power cuts without pulling a plug: what a program did to its files, and what a disk may have kept of it.

``strace`` records every write, flush and change of a folder. At a cut, what was flushed is there; of what was not,
each sector of 512 bytes survives or not by chance, and of the changes of a folder some first ones do. That is
harsher than most disks, and it is what a disk may do.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs

SECTOR = 512
_CALLS = "openat,write,pwrite64,fsync,fdatasync,ftruncate,rename,unlink,mkdir"
_LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)(?:<(.*)>)?$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_AT = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*)>")


@attrs.frozen
class Act:
    """One thing the program did.

    Attributes:
        kind: write, flush, cut, rename, unlink, create, mkdir or say.
        path: of what.
        other: new name of a rename.
        offset: of a write; length of a cut.
        content: of a write, or what was said.
    """

    kind: str
    path: str
    other: str = ""
    offset: int = 0
    content: bytes = b""


def recorded(script: Path, folder: Path, *words: str) -> list[Act]:
    """Run a Python script and return what it did below *folder*, and what it said on stdout."""
    log = folder.with_name(folder.name + ".strace")
    trace = ["strace", "-f", "-qq", "-y", "-xx", "-s", "1000000", "-e", f"trace={_CALLS}", "-o", str(log)]
    command = [*trace, sys.executable, str(script), str(folder), *words]
    subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return list(_acts(log.read_text("ascii"), str(folder)))


def _acts(log: str, folder: str) -> Iterator[Act]:
    at: dict[str, int] = {}  # where plain writes to a file go on
    for line in log.splitlines():
        found = _LINE.match(line)
        if found is None or found[3].startswith("-"):
            continue
        call, words, result = found[1], found[2], int(found[3])
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(words)]
        handle = _AT.match(words)
        path = bytes.fromhex(handle[2].replace("\\x", "")).decode() if handle else ""
        if call == "write" and handle is not None and handle[1] == "1":
            yield Act("say", "", content=texts[0])
            continue
        names = [text.decode(errors="replace") for text in texts[:2]]
        touched = path or (names[0] if names else "")
        if not touched.startswith(folder):
            continue
        if call == "openat" and "O_CREAT" in words:
            yield Act("create", names[0])
            at[names[0]] = 0
        elif call in ("write", "pwrite64"):
            offset = int(words.rsplit(", ", 1)[1]) if call == "pwrite64" else at.get(path, 0)
            yield Act("write", path, offset=offset, content=texts[0][:result])
            at[path] = offset + result
        elif call in ("fsync", "fdatasync"):
            yield Act("flush", path)
        elif call == "ftruncate":
            yield Act("cut", path, offset=int(words.rsplit(", ", 1)[1]))
        elif call == "rename":
            yield Act("rename", names[0], other=names[1])
        elif call in ("unlink", "mkdir"):
            yield Act(call, names[0])


@attrs.define
class _File:
    """A file as the disk has it, and what was done to it since it was last flushed."""

    kept: bytearray = attrs.field(factory=bytearray)
    pending: list[Act] = attrs.field(factory=list)

    def flush(self) -> None:
        for act in self.pending:
            _apply(self.kept, act)
        self.pending.clear()

    def after_cut(self, dice: random.Random) -> bytes:
        """Return the bytes a disk may give back: of what was not flushed, some sectors, some cuts."""
        found = bytearray(self.kept)
        for act in self.pending:
            for part in _sectors(act):
                if dice.random() < 0.5:
                    _apply(found, part)
        return bytes(found)


def _sectors(act: Act) -> Iterator[Act]:
    if act.kind != "write":
        yield act
        return
    start, end = act.offset, act.offset + len(act.content)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield attrs.evolve(act, offset=start, content=act.content[start - act.offset : stop - act.offset])
        start = stop


def _apply(content: bytearray, act: Act) -> None:
    if act.kind == "cut":
        del content[act.offset :]
        content.extend(bytes(act.offset - len(content)))
        return
    content.extend(bytes(max(0, act.offset - len(content))))
    content[act.offset : act.offset + len(act.content)] = act.content


def image(acts: list[Act], cut: int, root: Path, onto: Path, dice: random.Random) -> list[bytes]:
    """Lay down what a disk may hold after the first *cut* acts; return what had been said by then."""
    files: dict[str, _File] = {}  # by the name the program sees
    pending: dict[str, list[tuple[str, str, _File | None]]] = {}  # changes of each folder since its last flush
    kept: dict[str, _File | None] = {str(root): None}  # names on the disk; None is a folder
    said: list[bytes] = []
    for act in acts[:cut]:
        folder = str(Path(act.path).parent)
        if act.kind == "say":
            said.append(act.content)
        elif act.kind == "create" and act.path not in files:
            files[act.path] = _File()
            pending.setdefault(folder, []).append(("add", act.path, files[act.path]))
        elif act.kind == "mkdir":
            pending.setdefault(folder, []).append(("add", act.path, None))
        elif act.kind in ("write", "cut"):
            files[act.path].pending.append(act)
        elif act.kind == "flush" and act.path in files:
            files[act.path].flush()
        elif act.kind == "flush":
            _settle(kept, pending.pop(act.path, []))
        elif act.kind == "rename":
            files[act.other] = files.pop(act.path)
            # the new name is what has to last; an old one that lasts too is a torn file, and does no harm
            pending.setdefault(str(Path(act.other).parent), []).append(("add", act.other, files[act.other]))
            pending.setdefault(folder, []).append(("drop", act.path, None))
        elif act.kind == "unlink":
            files.pop(act.path, None)
            pending.setdefault(folder, []).append(("drop", act.path, None))
    for changes in pending.values():
        _settle(kept, changes[: dice.randint(0, len(changes))])
    _lay(kept, root, onto, dice)
    return said


def _settle(kept: dict[str, _File | None], changes: list[tuple[str, str, _File | None]]) -> None:
    for what, name, file in changes:
        if what == "add":
            kept[name] = file
        else:
            kept.pop(name, None)


def _lay(kept: dict[str, _File | None], root: Path, onto: Path, dice: random.Random) -> None:
    for name in sorted(kept):
        parents = [str(parent) for parent in Path(name).parents if parent.is_relative_to(root)]
        if any(parent not in kept for parent in parents):
            continue  # its folder never reached the disk
        place = onto / Path(name).relative_to(root)
        file = kept[name]
        if file is None:
            place.mkdir(parents=True, exist_ok=True)
        else:
            place.write_bytes(file.after_cut(dice))
