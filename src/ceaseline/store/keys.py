"""Signing keys: outside every case, readable by their owner alone.

A case that is copied, handed over or seized must not carry the power to sign for it. What is lost with a key is
that power, never evidence: old signatures stay valid, and a new key is named in ``case.toml``.
"""

from __future__ import annotations

import os
from pathlib import Path

import attrs

from ceaseline.errors import EvidenceError, LedgerError
from ceaseline.ledger import PrivateKey, PublicKey


@attrs.frozen
class Keys:
    """A folder of private keys.

    Attributes:
        folder: outside every case; made when the first key is.
    """

    folder: Path

    @classmethod
    def of_user(cls) -> Keys:
        """Return the keys of whoever runs the program."""
        return cls(Path.home() / ".config" / "ceaseline" / "keys")

    def make(self, name: str, seed: bytes) -> PublicKey:
        """Make a key, keep its private half, and return the half that may be shown.

        Args:
            name: no blanks, no plus.
            seed: 32 random bytes.

        Raises:
            EvidenceError: it could not be written, or is there already.
        """
        key = PrivateKey(name, seed)
        place = self.place(key.public)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(key.to_text() + "\n")
        except OSError as error:
            msg = f"the signing key {place} could not be written: {error}. Mend: see that the folder can be written"
            raise EvidenceError(msg) from error
        return key.public

    def find(self, public: PublicKey) -> PrivateKey | None:
        """Return the private half of a key, or None where it is not here.

        Raises:
            LedgerError: the file is there and holds another key, or none.
        """
        place = self.place(public)
        if not place.is_file():
            return None
        found = PrivateKey.parse(place.read_text(encoding="utf-8"))
        if found.public != public:
            raise LedgerError(f"{place} does not hold the private half of {public.name}")
        return found

    def place(self, public: PublicKey) -> Path:
        """Return where the private half of a key lies, or would lie."""
        return self.folder / f"{public.id.hex()}.key"
