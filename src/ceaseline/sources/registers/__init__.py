"""What registers share: a table with fixed columns, closed words, rows that contradict each other set aside."""

from ceaseline.sources.registers.reading import Rival, given_twice, read_register
from ceaseline.sources.registers.words import closed, moments, names, text

__all__ = ["Rival", "closed", "given_twice", "moments", "names", "read_register", "text"]
