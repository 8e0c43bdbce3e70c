"""Invented press conferences, told by several houses, with exactly known truth."""

from ceaseline.simulation.press.conference import Conference, Told, conference
from ceaseline.simulation.press.matters import VOCABULARIES
from ceaseline.simulation.press.scores import PressScores, held_against
from ceaseline.simulation.press.telling import HOUSES as _STYLES

# Names of the vocabularies and of the house styles, in the order of their making.
WORDS: tuple[str, ...] = tuple(VOCABULARIES)
HOUSES: tuple[str, ...] = tuple(_STYLES)

__all__ = ["HOUSES", "WORDS", "Conference", "PressScores", "Told", "conference", "held_against"]
