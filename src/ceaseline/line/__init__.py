"""The line of contact: who draws it, where it runs, how long it is, and what its author changed.

A line is its author's, never *the* line. How far places lie from it is in ``line.distance``, which loads a compiler
and is imported by its own name.
"""

from ceaseline.line.advances import check_advances
from ceaseline.line.authors import side_by_side
from ceaseline.line.changes import changes
from ceaseline.line.contact import Ground, contact
from ceaseline.line.drawn import holding, lines_of
from ceaseline.line.measure import area_km2, length_km, sector
from ceaseline.line.placing import place

__all__ = [
    "Ground",
    "area_km2",
    "changes",
    "check_advances",
    "contact",
    "holding",
    "length_km",
    "lines_of",
    "place",
    "sector",
    "side_by_side",
]
