"""Bytes by their hash: written beside their place, flushed, and only then given their name."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, BinaryIO

import attrs

from ceaseline.captures import Arrival
from ceaseline.errors import EvidenceError

_CHUNK = 1 << 20


@attrs.frozen
class Blobs:
    """A folder of kept bytes.

    Attributes:
        folder: ``blobs``; beside it ``torn`` holds what broke off on its way in: it is kept, and never used.
    """

    folder: Path

    def keep(self, arrival: Arrival, unless: Callable[[str], bool] = lambda _: False) -> tuple[str, int]:
        """Copy the bytes to their place; return their SHA-256 in hexadecimal and how many there are.

        When this returns, the bytes are on the disk under their name, and the name is too. Those that lie there
        already are read and not copied again: a case takes in its whole inbox at each run.

        Args:
            arrival: the bytes.
            unless: told the hash, says whether these bytes must not be kept.

        Raises:
            OSError: they could not be written or flushed; nothing has got a name.
            EvidenceError: what lies under that hash already is something else; nothing is repaired silently.
        """
        with arrival.open() as stream:
            digest, size = hashed(stream)
        if self.place(digest).is_file():
            unless(digest)
            _refuse_damage(self.place(digest), digest)
            return digest, size
        torn = self.folder.with_name("torn")
        make_folder(torn)
        with arrival.open() as stream, NamedTemporaryFile(dir=torn, prefix="torn-", delete=False) as copy:
            digest, size = hashed(stream, copy)
            copy.flush()
            os.fsync(copy.fileno())
        place = self.place(digest)
        if unless(digest) or place.is_file():
            Path(copy.name).unlink()
            if place.is_file():
                _refuse_damage(place, digest)
            return digest, size
        make_folder(place.parent)
        Path(copy.name).chmod(0o444)
        Path(copy.name).rename(place)
        flush_folder(place.parent)
        return digest, size

    def place(self, digest: str) -> Path:
        """Return where bytes of that hash lie."""
        return Path(f"{self.folder}/{digest[:2]}/{digest}")  # one step, because verify takes it a million times

    def drop(self, digest: str) -> None:
        """Delete the bytes of that hash, and torn beginnings of them; when this returns they are gone.

        Raises:
            OSError: they could not be deleted.
        """
        place, torn = self.place(digest), self.folder.with_name("torn")
        if place.is_file():
            for beginning in torn.glob("torn-*"):
                if _begins(place, beginning):
                    beginning.unlink()
            place.unlink()
        for folder in (torn, place.parent):  # names too: else a power cut could bring them back
            if folder.is_dir():
                flush_folder(folder)

    def read(self, digest: str) -> bytes:
        """Return the bytes of that hash, having seen that they still have it; for those that fit into memory.

        Raises:
            EvidenceError: they are gone, were changed, or cannot be read.
        """
        try:
            with self.opener(digest)() as stream:
                return stream.read()
        except OSError as error:
            raise _unread(self.place(digest), error) from error

    def opener(self, digest: str) -> partial[BinaryIO]:
        """Return what opens the bytes of that hash, having seen that they still have it."""
        return partial(_open_checked, self.place(digest), digest)

    def damage(self, digest: str) -> str | None:
        """Say what is wrong with the bytes of that hash; None where nothing is."""
        try:
            with self.place(digest).open("rb") as stream:
                found, _ = hashed(stream)
        except FileNotFoundError:
            return "its bytes are gone"
        except OSError as error:
            return f"its bytes cannot be read ({error})"
        return (
            None if found == digest else "its bytes were changed: they no longer have the hash they are kept under"
        )


def hashed(stream: BinaryIO, copy: IO[bytes] | None = None) -> tuple[str, int]:
    """Return the SHA-256 of a stream in hexadecimal and its length, copying it on the way if asked."""
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if copy is not None:
            copy.write(chunk)
    return digest.hexdigest(), size


def _open_checked(path: Path, digest: str) -> BinaryIO:
    _refuse_damage(path, digest)
    try:
        return path.open("rb")
    except OSError as error:
        raise _unread(path, error) from error


def _unread(path: Path, error: OSError) -> EvidenceError:
    return EvidenceError(f"{path}: its bytes cannot be read ({error}). Mend: see that the disk is well, try again")


def _refuse_damage(path: Path, digest: str) -> None:
    damage = Blobs(path.parent.parent).damage(digest)
    if damage is not None:
        raise EvidenceError(f"{path}: {damage}. Mend: take the file from a copy")


def _begins(whole: Path, torn: Path) -> bool:
    with whole.open("rb") as left, torn.open("rb") as right:
        while chunk := right.read(_CHUNK):
            if left.read(len(chunk)) != chunk:
                return False
    return True


def make_folder(folder: Path) -> None:
    """Make a folder whose name is on the disk when this returns, up to the first one that was there."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
