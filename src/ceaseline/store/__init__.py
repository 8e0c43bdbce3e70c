"""The folder of a case on disk: evidence that is never edited, and tables that may be deleted."""

from ceaseline.store.audit import Audit, audited
from ceaseline.store.blobs import hashed
from ceaseline.store.bundles import bundle, opened_checkpoint, receipt
from ceaseline.store.erasing import erase
from ceaseline.store.evidence import Draft, Evidence, Kept
from ceaseline.store.keys import Keys
from ceaseline.store.restrictions import Restriction, note_restriction
from ceaseline.store.rulings import decide, decisions
from ceaseline.store.shelf import Tables, write_whole

__all__ = [
    "Audit",
    "Draft",
    "Evidence",
    "Kept",
    "Keys",
    "Restriction",
    "Tables",
    "audited",
    "bundle",
    "decide",
    "decisions",
    "erase",
    "hashed",
    "note_restriction",
    "opened_checkpoint",
    "receipt",
    "write_whole",
]
