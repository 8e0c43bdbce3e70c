"""What can be said of each clause: what series support, incidents show and registers allow; and the verdicts."""

from ceaseline.assessment.attributed import attributed, held_back
from ceaseline.assessment.covered import Covered
from ceaseline.assessment.doubts import doubts
from ceaseline.assessment.exceptions import check_exceptions, procedures, weigh
from ceaseline.assessment.findings import find, rests_on_older, tellers, watching
from ceaseline.assessment.holdings import weapon_checks
from ceaseline.assessment.parts import judge_parts
from ceaseline.assessment.recorded import tallies
from ceaseline.assessment.registers import Registers, check_registers
from ceaseline.assessment.rules import Comparison, Grounds, Records, Relevance
from ceaseline.assessment.sightings import sightings
from ceaseline.assessment.signals import judge_series
from ceaseline.assessment.superseding import Said, corrections, superseding
from ceaseline.assessment.unsupported import supported
from ceaseline.assessment.verdicts import judge_clauses
from ceaseline.assessment.watches import Watching

__all__ = [
    "Comparison",
    "Covered",
    "Grounds",
    "Records",
    "Registers",
    "Relevance",
    "Said",
    "Watching",
    "attributed",
    "check_exceptions",
    "check_registers",
    "corrections",
    "doubts",
    "find",
    "held_back",
    "judge_clauses",
    "judge_parts",
    "judge_series",
    "procedures",
    "rests_on_older",
    "sightings",
    "superseding",
    "supported",
    "tallies",
    "tellers",
    "watching",
    "weapon_checks",
    "weigh",
]
