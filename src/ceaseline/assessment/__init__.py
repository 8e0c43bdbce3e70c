"""What can be said of each clause: what series support, what incidents show, and the verdicts with reasons."""

from ceaseline.assessment.attributed import attributed
from ceaseline.assessment.findings import find, records, tellers, watching
from ceaseline.assessment.rules import Comparison, Records, Relevance
from ceaseline.assessment.signals import judge_series
from ceaseline.assessment.verdicts import judge_clauses

__all__ = [
    "Comparison",
    "Records",
    "Relevance",
    "attributed",
    "find",
    "judge_clauses",
    "judge_series",
    "records",
    "tellers",
    "watching",
]
