"""What ties every entry to all before it: the tree, its proofs, signed checkpoints and receipts, as arithmetic."""

from ceaseline.ledger import audit, commitments, merkle
from ceaseline.ledger.checkpoints import Checkpoint, Receipt
from ceaseline.ledger.entries import Entry
from ceaseline.ledger.notes import PrivateKey, PublicKey, open_note

__all__ = [
    "Checkpoint",
    "Entry",
    "PrivateKey",
    "PublicKey",
    "Receipt",
    "audit",
    "commitments",
    "merkle",
    "open_note",
]
