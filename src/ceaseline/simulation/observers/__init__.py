"""Who sees, hears or tells of what happens, each with physics and errors of its own."""

from ceaseline.simulation.observers.near import near
from ceaseline.simulation.observers.satellite import satellite
from ceaseline.simulation.observers.tellers import tellers

__all__ = ["near", "satellite", "tellers"]
