"""What can be said of each clause: what series support, what incidents show, and the verdicts with reasons."""

from ceaseline.assessment.attributed import attributed
from ceaseline.assessment.findings import find, records, tellers, watching
from ceaseline.assessment.holdings import weapon_checks
from ceaseline.assessment.registers import Registers, check_registers
from ceaseline.assessment.rules import Comparison, Records, Relevance
from ceaseline.assessment.sightings import sightings
from ceaseline.assessment.signals import judge_series
from ceaseline.assessment.verdicts import judge_clauses
from ceaseline.assessment.watches import Watching

__all__ = [
    "Comparison",
    "Records",
    "Registers",
    "Relevance",
    "Watching",
    "attributed",
    "check_registers",
    "find",
    "judge_clauses",
    "judge_series",
    "records",
    "sightings",
    "tellers",
    "watching",
    "weapon_checks",
]
