"""The vocabulary linter: what in an analyst's text a report would not say, and what to write instead."""

from ceaseline.publishing.report.linting.rules import Known, Remark, lint_text

__all__ = ["Known", "Remark", "lint_text"]
