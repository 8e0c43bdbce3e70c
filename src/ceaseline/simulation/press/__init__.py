"""Invented press conferences, told by several houses, with exactly known truth."""

from ceaseline.simulation.press.conference import Conference, Told, conference
from ceaseline.simulation.press.scores import PressScores, held_against

__all__ = ["Conference", "PressScores", "Told", "conference", "held_against"]
