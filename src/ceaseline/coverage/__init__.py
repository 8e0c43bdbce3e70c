"""What was really watched: the watches of assets, less what restricted them.

What is in no watch was not watched. Nothing here says that it was quiet.
"""

from ceaseline.coverage.cutting import cut

__all__ = ["cut"]
