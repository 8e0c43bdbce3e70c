"""What can be said of each clause: what series support, and the verdicts, each with its reason."""

from ceaseline.assessment.rules import Comparison, Relevance
from ceaseline.assessment.signals import judge_series
from ceaseline.assessment.verdicts import judge_clauses

__all__ = ["Comparison", "Relevance", "judge_clauses", "judge_series"]
