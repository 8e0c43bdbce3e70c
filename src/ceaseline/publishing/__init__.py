"""What leaves the house: pages made from frozen tables, in words no stronger than the evidence."""

from ceaseline.publishing.clauses import clause_rows
from ceaseline.publishing.explaining import explain
from ceaseline.publishing.material import Material
from ceaseline.publishing.page import render

__all__ = ["Material", "clause_rows", "explain", "render"]
