"""What leaves the house: pages made from frozen tables, in words no stronger than the evidence."""

from ceaseline.publishing.access import unequal_access
from ceaseline.publishing.chart import Borders, Chart
from ceaseline.publishing.clauses import clause_rows
from ceaseline.publishing.corrections import corrected
from ceaseline.publishing.explaining import explain
from ceaseline.publishing.former import lineage_data, now_called
from ceaseline.publishing.gazetteer import parse_gazetteer
from ceaseline.publishing.made_up import MadeUp
from ceaseline.publishing.map_part import map_picture
from ceaseline.publishing.material import Material
from ceaseline.publishing.one_incident import incident_data
from ceaseline.publishing.page import render
from ceaseline.publishing.released import released_told
from ceaseline.publishing.rulings import ruled_in_words
from ceaseline.publishing.told_twice import ToldTwice

__all__ = [
    "Borders",
    "Chart",
    "MadeUp",
    "Material",
    "ToldTwice",
    "clause_rows",
    "corrected",
    "explain",
    "incident_data",
    "lineage_data",
    "map_picture",
    "now_called",
    "parse_gazetteer",
    "released_told",
    "render",
    "ruled_in_words",
    "unequal_access",
]
