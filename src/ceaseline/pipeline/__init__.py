"""The order of the rooms, written once: evidence and forms in, tables out."""

from ceaseline.pipeline.covering import Cover
from ceaseline.pipeline.intake import Taken, Tell, take, understand
from ceaseline.pipeline.outcome import CaseForms, Outcome
from ceaseline.pipeline.run import cover, run

__all__ = ["CaseForms", "Cover", "Outcome", "Taken", "Tell", "cover", "run", "take", "understand"]
