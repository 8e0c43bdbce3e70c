"""Words that may have to be forgotten: the log holds a salted hash of them, so erasing them leaves it whole.

Without the salt, whoever guesses a name could try it against the hash; with both gone, nobody can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from ceaseline.errors import LedgerError

SALT_BYTES = 32
_FIELD = "commitment"


def opening(words: str, salt: bytes) -> bytes:
    """Return what opens a commitment to *words*: to be kept apart from the log, and deleted to forget them.

    Args:
        words: any text.
        salt: 32 random bytes, never used twice.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    return salt + words.encode()


def committed(opened: bytes) -> dict[str, str]:
    """Return what stands in an entry in place of the words.

    Examples:
        >>> sorted(committed(opening("a name", bytes(32))))
        ['commitment']
    """
    return {_FIELD: sha256(opened).hexdigest()}


def words_of(opened: bytes) -> str:
    """Return the words of an opening.

    Raises:
        LedgerError: it is none.
    """
    try:
        if len(opened) >= SALT_BYTES:
            return opened[SALT_BYTES:].decode()
    except UnicodeDecodeError:
        pass
    raise LedgerError("these bytes open no commitment")


def commitment_in(value: object) -> str | None:
    """Return the hash of a field that holds a commitment; None where it holds something else."""
    found = value.get(_FIELD) if isinstance(value, dict) and len(value) == 1 else None
    return found if isinstance(found, str) else None


def commitments(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the name and the hash of each restricted field of an entry."""
    for name, value in body.items():
        found = commitment_in(value)
        if found is not None:
            yield name, found
