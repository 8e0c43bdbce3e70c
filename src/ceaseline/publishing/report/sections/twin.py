"""Section 17: the same for programs: which files hold it, and by what each of them is known."""

from __future__ import annotations

from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Section, Sentence


def section(frame: Frame) -> Section:
    """Return the words of the section; whoever writes the files adds the list of them, with their hashes."""
    return Section(17, "twin", frame.say("contents.twin"), (Sentence(frame.say("twin.lead")),))
