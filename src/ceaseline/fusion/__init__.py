"""Which records tell of the same happening, how surely, and what follows from it for place, time and number."""

from ceaseline.fusion.answers import answers, orderly
from ceaseline.fusion.asides import asides, asides_told, large, shown_again
from ceaseline.fusion.by_days import Records, by_days
from ceaseline.fusion.calling import called
from ceaseline.fusion.fuse import Fused, fuse
from ceaseline.fusion.lineage import lineage
from ceaseline.fusion.ruling import Ruling

__all__ = [
    "Fused",
    "Records",
    "Ruling",
    "answers",
    "asides",
    "asides_told",
    "by_days",
    "called",
    "fuse",
    "large",
    "lineage",
    "orderly",
    "shown_again",
]
