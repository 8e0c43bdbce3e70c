"""The order of the rooms, written once: evidence and forms in, tables out."""

from ceaseline.pipeline.intake import Taken, Tell, take, understand
from ceaseline.pipeline.outcome import CaseForms, Outcome
from ceaseline.pipeline.run import run

__all__ = ["CaseForms", "Outcome", "Taken", "Tell", "run", "take", "understand"]
