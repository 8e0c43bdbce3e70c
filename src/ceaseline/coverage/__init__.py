"""What was really watched, and what could be seen: the watches of assets, less what restricted them.

What is in no watch was not watched. Nothing here says that it was quiet.
"""

from ceaseline.coverage.cutting import cut
from ceaseline.coverage.exposing import Spots, expose
from ceaseline.coverage.unknown import unknown_sectors

__all__ = ["Spots", "cut", "expose", "unknown_sectors"]
