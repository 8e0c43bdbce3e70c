"""The answers for parts: each day of a clause's window, and each sector over all of it."""

from __future__ import annotations

from datetime import datetime

import dataframely as dy

from ceaseline.assessment.covered import Covered
from ceaseline.tables import Clauses, Findings, Incidents, VerdictParts, from_rows


def judge_parts(
    clauses: dy.DataFrame[Clauses],
    findings: dy.DataFrame[Findings],
    incidents: dy.DataFrame[Incidents],
    covered: Covered,
    *,
    as_of: datetime | None,
) -> dy.DataFrame[VerdictParts]:
    """Return the answers for days and sectors.

    Args:
        clauses: the terms laid flat.
        findings: with whose each incident is, as far as people determined that.
        incidents: when and where each was.
        covered: what could be seen.
        as_of: the moment it is judged from, UTC; None where there is no evidence yet.
    """
    _ = (clauses, findings, incidents, covered, as_of)
    return from_rows(VerdictParts, [])
