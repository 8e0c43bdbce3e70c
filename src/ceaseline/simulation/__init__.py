"""A whole ceasefire with known truth: worlds, those who watch and tell in them, and those who deceive.

These are worlds of our own making: what works in them may fail outside, and never the other way round.
"""

from ceaseline.simulation.days import Day, day, days
from ceaseline.simulation.registers import assets, capture_id
from ceaseline.simulation.scenario import Scenario, scenario, scenarios
from ceaseline.simulation.sky import Sky, sky
from ceaseline.simulation.world import World, world

__all__ = [
    "Day",
    "Scenario",
    "Sky",
    "World",
    "assets",
    "capture_id",
    "day",
    "days",
    "scenario",
    "scenarios",
    "sky",
    "world",
]
