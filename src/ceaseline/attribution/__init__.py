"""Whose an incident was: chances from independent groups of evidence, alike for every side; what may be said."""

from ceaseline.attribution.attributing import Attributed, attribute
from ceaseline.attribution.beliefs import Beliefs
from ceaseline.attribution.calibrating import error, reliability, sets_holding
from ceaseline.attribution.crossing import directions
from ceaseline.attribution.releasing import Policy, expected_wrong, outcome_of

__all__ = [
    "Attributed",
    "Beliefs",
    "Policy",
    "attribute",
    "directions",
    "error",
    "expected_wrong",
    "outcome_of",
    "reliability",
    "sets_holding",
]
