"""Section 17: the same for programs: which files hold it, and by what each of them is known."""

from __future__ import annotations

from ceaseline.publishing.report.fields import columns, lacking, words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Section, Sentence, Table

_FORMS = ("json", "csv", "xlsx", "geojson", "html", "pdf")
_COLUMNS = (("form", "#meta+format", ""), ("holds", "#meta+description", ""), ("sha256", "#meta+hash", ""))


def section(frame: Frame) -> Section:
    """Return the list of twins; a file cannot hold its own hash, so whoever writes them all fills these in."""
    rows = tuple((words(form), words(frame.say(f"twin.{form}")), lacking(frame, "with_files")) for form in _FORMS)
    table = Table("twins", frame.say("twin.table"), frame.say("twin.note"), columns(frame, "twin", _COLUMNS), rows)
    return Section(17, "twin", frame.say("contents.twin"), (Sentence(frame.say("twin.lead")),), (table,))
