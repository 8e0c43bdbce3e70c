"""The order of the rooms, written once: evidence and forms in, tables out."""

from ceaseline.pipeline.intake import Taken, Tell, take, understand
from ceaseline.pipeline.run import CaseForms, Outcome, run

__all__ = ["CaseForms", "Outcome", "Taken", "Tell", "run", "take", "understand"]
