"""The forms in which a report is handed out, each from the same words, numbers and pictures."""

from ceaseline.publishing.report.writing.files import FORMS, write

__all__ = ["FORMS", "write"]
