"""What was worked out before, kept beside the tables so that it need not be worked out again.

Nothing rests on it: it may be deleted, and what is not exactly as this program wrote it for this user is as if it
were not there. Each entry begins with a keyed hash over its name and its bytes, and the key lies outside every
case: so a folder that was handed over cannot bring answers along that nobody worked out here.
"""

from __future__ import annotations

import hmac
import os
import secrets
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import attrs

_SEAL = 32  # bytes of the keyed hash
_MOST_BYTES = 1 << 29  # of one entry
_MATTER = ("polars", "numpy", "shapely", "scipy", "pyproj")  # other versions can give other last digits


@attrs.frozen
class Shelf:
    """A folder of entries, each under the hash of what it was made from.

    Attributes:
        folder: where it lies.
        secret: 32 bytes that seal entries; None where there is no such place, and then nothing is remembered.
        used: the entries that were asked for or put away, with the bytes of new ones.
    """

    folder: Path
    secret: bytes | None
    used: dict[str, bytes | None] = attrs.field(factory=dict)

    def find(self, name: str) -> bytes | None:
        """Return what was put away under a name; None where nothing was, or not by this program for this user."""
        path = self.folder / name
        if self.secret is None:
            return None
        try:
            with path.open("rb") as stream:
                raw = stream.read(_MOST_BYTES + 1)
        except OSError:
            return None
        if len(raw) > _MOST_BYTES or not hmac.compare_digest(raw[:_SEAL], self._seal(name, raw[_SEAL:])):
            return None
        self.used.setdefault(name, None)
        return raw[_SEAL:]

    def put(self, name: str, content: bytes) -> None:
        """Put something away; it lies on the disk when the tables do."""
        if self.secret is not None and len(content) <= _MOST_BYTES - _SEAL:
            self.used[name] = self._seal(name, content) + content

    def _seal(self, name: str, content: bytes) -> bytes:
        return hmac.digest(self.secret or b"", name.encode() + b"\0" + content, "sha256")


def secret(folder: Path, *, make: bool) -> bytes | None:
    """Return the secret of a user that seals what is remembered; None where there is none.

    Args:
        folder: outside every case.
        make: whether to make one where there is none; where that fails there is none.
    """
    path = folder / "memory.secret"
    try:
        if make and not path.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(_SEAL))
        found = path.read_bytes()
    except OSError:
        return None
    return found if len(found) == _SEAL else None


@cache
def program() -> str:
    """Return a hash over this program and the libraries whose numbers it takes: another one remembers nothing."""
    digest = sha256()
    for name, content in _contents(files("ceaseline"), ""):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    digest.update(repr([(name, version(name)) for name in _MATTER]).encode())
    return digest.hexdigest()


def _contents(folder: Traversable, above: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "__pycache__":
            found += _contents(entry, f"{above}{entry.name}/")
        elif entry.is_file() and entry.name.endswith((".py", ".toml", ".csv", ".json", ".yaml", ".yml", ".txt")):
            found.append((above + entry.name, entry.read_bytes()))
    return found
