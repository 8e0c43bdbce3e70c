"""The folder of a case on disk: evidence that is never edited, and tables that may be deleted."""

from ceaseline.store.audit import Audit, audited
from ceaseline.store.blobs import hashed
from ceaseline.store.bundles import bundle, opened_checkpoint, receipt
from ceaseline.store.by_day import ByDay
from ceaseline.store.erasing import erase
from ceaseline.store.evidence import Draft, Evidence, Kept
from ceaseline.store.growing import Growing
from ceaseline.store.keys import Keys
from ceaseline.store.memory import Shelf, program, secret
from ceaseline.store.registers import Entered, Line, enter, entered, newest, registers
from ceaseline.store.reports import MODEL, Reports
from ceaseline.store.rulings import decide, decisions
from ceaseline.store.said import Said, State, earlier, extent, known, said, say
from ceaseline.store.shelf import Tables, write_table, write_whole

__all__ = [
    "MODEL",
    "Audit",
    "ByDay",
    "Draft",
    "Entered",
    "Evidence",
    "Growing",
    "Kept",
    "Keys",
    "Line",
    "Reports",
    "Said",
    "Shelf",
    "State",
    "Tables",
    "audited",
    "bundle",
    "decide",
    "decisions",
    "earlier",
    "enter",
    "entered",
    "erase",
    "extent",
    "hashed",
    "known",
    "newest",
    "opened_checkpoint",
    "program",
    "receipt",
    "registers",
    "said",
    "say",
    "secret",
    "write_table",
    "write_whole",
]
