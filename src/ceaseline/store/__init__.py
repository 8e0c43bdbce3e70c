"""The folder of a case on disk: evidence that is never edited, and tables that may be deleted."""

from ceaseline.store.evidence import Evidence, hashed
from ceaseline.store.shelf import Tables, write_whole

__all__ = ["Evidence", "Tables", "hashed", "write_whole"]
