"""What can be said of each clause: what series support, incidents show and registers allow; and the verdicts."""

from ceaseline.assessment.exceptions import check_exceptions, procedures, weigh
from ceaseline.assessment.findings import find, records, tellers, watching
from ceaseline.assessment.rules import Comparison, Records, Registers, Relevance
from ceaseline.assessment.signals import judge_series
from ceaseline.assessment.verdicts import judge_clauses

__all__ = [
    "Comparison",
    "Records",
    "Registers",
    "Relevance",
    "check_exceptions",
    "find",
    "judge_clauses",
    "judge_series",
    "procedures",
    "records",
    "tellers",
    "watching",
    "weigh",
]
