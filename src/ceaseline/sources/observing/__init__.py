"""What all kinds of observations share: places and names of parties, ids given twice, licence on every row."""

from ceaseline.sources.observing.form import ObservingForm
from ceaseline.sources.observing.places import Places, degrees, places
from ceaseline.sources.observing.reading import Understood, optional, read_observations, refuse_unknown_parties
from ceaseline.sources.observing.source import ObservingSource

__all__ = [
    "ObservingForm",
    "ObservingSource",
    "Places",
    "Understood",
    "degrees",
    "optional",
    "places",
    "read_observations",
    "refuse_unknown_parties",
]
