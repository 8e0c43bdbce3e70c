"""The folder of a case on disk: evidence that is never edited, and tables that may be deleted."""

from ceaseline.store.audit import Audit, audited
from ceaseline.store.blobs import hashed
from ceaseline.store.bundles import bundle, opened_checkpoint, receipt
from ceaseline.store.evidence import Evidence
from ceaseline.store.keys import Keys
from ceaseline.store.shelf import Tables, write_whole

__all__ = [
    "Audit",
    "Evidence",
    "Keys",
    "Tables",
    "audited",
    "bundle",
    "hashed",
    "opened_checkpoint",
    "receipt",
    "write_whole",
]
