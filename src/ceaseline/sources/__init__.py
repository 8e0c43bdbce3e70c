"""Where evidence comes from: one folder for each kind of source, each with ``fetch`` and ``read``."""

from ceaseline.captures import Arrival, Capture
from ceaseline.sources.discretion import Discreet, discreet
from ceaseline.sources.protocol import Reading, Source, SourceForm, SourceKind, Writes
from ceaseline.sources.shelf import SOURCES, parse, table

__all__ = [
    "SOURCES",
    "Arrival",
    "Capture",
    "Discreet",
    "Reading",
    "Source",
    "SourceForm",
    "SourceKind",
    "Writes",
    "discreet",
    "parse",
    "table",
]
