"""The folder of a case on disk: evidence that is never edited, and tables that may be deleted."""

from ceaseline.store.audit import Audit, audited
from ceaseline.store.blobs import hashed
from ceaseline.store.evidence import Evidence
from ceaseline.store.shelf import Tables, write_whole

__all__ = ["Audit", "Evidence", "Tables", "audited", "hashed", "write_whole"]
