"""Which records tell of the same happening: a plain rule, and what follows from it for place, time and number."""

from ceaseline.fusion.answers import orderly
from ceaseline.fusion.calling import called
from ceaseline.fusion.fuse import Fused, fuse

__all__ = ["Fused", "called", "fuse", "orderly"]
