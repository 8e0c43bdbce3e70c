"""Which records tell of the same happening, how surely, and what follows from it for place, time and number."""

from ceaseline.fusion.answers import orderly
from ceaseline.fusion.calling import called
from ceaseline.fusion.fuse import Fused, fuse
from ceaseline.fusion.lineage import lineage
from ceaseline.fusion.ruling import Ruling

__all__ = ["Fused", "Ruling", "called", "fuse", "lineage", "orderly"]
