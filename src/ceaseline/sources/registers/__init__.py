"""What registers share: declared columns, closed words, rows that contradict each other set aside."""

from ceaseline.sources.registers.columns import FORWARD, Column, Context, Rule
from ceaseline.sources.registers.reading import Rival, overlapping
from ceaseline.sources.registers.source import PlacedRegisterForm, RegisterForm, RegisterSource

__all__ = [
    "FORWARD",
    "Column",
    "Context",
    "PlacedRegisterForm",
    "RegisterForm",
    "RegisterSource",
    "Rival",
    "Rule",
    "overlapping",
]
