"""Checkpoints (C2SP tlog-checkpoint) and receipts (C2SP tlog-proof): where a log stood, and what it holds."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable

import attrs

from ceaseline.errors import LedgerError
from ceaseline.ledger.merkle import leaf_hash, root_from_inclusion
from ceaseline.ledger.notes import PrivateKey, PublicKey, open_note

MAX_PROOF = 63  # hashes; a log of 2**63 entries has no longer ones
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
_HASH = re.compile(r"[A-Za-z0-9+/]{43}=")
_RECEIPT = "c2sp.org/tlog-proof@v1"


@attrs.frozen
class Checkpoint:
    """The state of a log.

    Attributes:
        origin: which log.
        size: how many entries it had.
        root: 32 bytes, the hash over all of them.

    Examples:
        >>> Checkpoint.parse(Checkpoint("example.org/log", 3, bytes(32)).text()).size
        3
    """

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{_text(self.root)}\n"

    def signed(self, key: PrivateKey) -> str:
        """Return the checkpoint as a note signed with *key*."""
        return key.sign(self.text())

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Return the checkpoint that the text of a note states; lines after the third are passed over.

        Raises:
            LedgerError: it states none.
        """
        lines = text.split("\n")
        if len(lines) < 4 or not lines[0] or not _NUMBER.fullmatch(lines[1]) or not _HASH.fullmatch(lines[2]):
            raise LedgerError("this is no checkpoint: it should be a name, a number and a hash on three lines")
        return cls(lines[0], int(lines[1]), base64.b64decode(lines[2]))

    @classmethod
    def opened(cls, note: str, keys: Iterable[PublicKey]) -> Checkpoint:
        """Return the checkpoint of a signed note.

        Raises:
            LedgerError: not signed by a known key of that log, or no checkpoint.
        """
        text, signed_by = open_note(note, keys)
        checkpoint = cls.parse(text)
        if checkpoint.origin not in {key.name for key in signed_by}:
            raise LedgerError(f"the log {checkpoint.origin} did not sign this checkpoint itself")
        return checkpoint


@attrs.frozen
class Receipt:
    """That a log holds an entry, to be checked by anybody with the entry and the log's public key.

    Attributes:
        index: place of the entry, from 0.
        proof: hashes from the entry to the root.
        checkpoint: signed note of the log's state.
    """

    index: int
    proof: tuple[bytes, ...]
    checkpoint: str

    def text(self) -> str:
        """Return the receipt as a file."""
        hashes = "".join(f"{_text(step)}\n" for step in self.proof)
        return f"{_RECEIPT}\nindex {self.index}\n{hashes}\n{self.checkpoint}"

    @classmethod
    def parse(cls, text: str) -> Receipt:
        """Return the receipt that a file holds; extra data in it are passed over.

        Raises:
            LedgerError: it holds none.
        """
        head, gap, checkpoint = text.partition("\n\n")
        lines = head.split("\n")
        body = lines[2:] if len(lines) > 1 and lines[1].startswith("extra ") else lines[1:]
        number = body[0].removeprefix("index ") if body else ""
        hashes = body[1:]
        right = bool(gap) and lines[0] == _RECEIPT and body and body[0].startswith("index ")
        if not right or not _NUMBER.fullmatch(number) or not all(_HASH.fullmatch(line) for line in hashes):
            raise LedgerError("this is no receipt: it should begin with c2sp.org/tlog-proof@v1 and an index")
        if len(hashes) > MAX_PROOF:
            raise LedgerError(f"a receipt has at most {MAX_PROOF} hashes")
        return cls(int(number), tuple(base64.b64decode(line) for line in hashes), checkpoint)

    def verify(self, entry: bytes, keys: Iterable[PublicKey]) -> Checkpoint:
        """Return the checkpoint under which *entry* lies in the log.

        Raises:
            LedgerError: the entry is another one, or the receipt was changed.
        """
        checkpoint = Checkpoint.opened(self.checkpoint, keys)
        found = root_from_inclusion(self.index, checkpoint.size, leaf_hash(entry), self.proof)
        if found != checkpoint.root:
            raise LedgerError(f"the log {checkpoint.origin} does not hold this entry at {self.index}")
        return checkpoint


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
