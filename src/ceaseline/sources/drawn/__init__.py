"""What the kinds that read drawings share: GeoJSON opened with limits, days, and where a shape lies."""

from ceaseline.sources.drawn.features import Said, collection, opened, reading
from ceaseline.sources.drawn.form import DrawnForm

__all__ = ["DrawnForm", "Said", "collection", "opened", "reading"]
