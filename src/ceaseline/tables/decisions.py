"""One row for one ruling of a person."""

import dataframely as dy

from ceaseline.tables.columns import moment, word
from ceaseline.tables.incidents import NAMED

REPORTS = "report-"  # what rulings on reports are about begins with
BY_EACH = (NAMED, REPORTS)  # on these several people rule, each for themselves


class Decisions(dy.Schema):
    """What people determined, each with what was known then; a later one on the same thing supersedes it."""

    decision_id = dy.String(primary_key=True)
    about = dy.String(
        nullable=False,
        metadata={"means": "CLAUSE:OBLIGOR, with @CLOCK for one clock, a SHA-256, an incident, or a report"},
    )
    outcome = dy.String(nullable=False)
    reason = dy.String(nullable=False)
    reviewer = dy.String(nullable=True, metadata={"means": "who ruled; null where the name was erased"})
    affiliation = dy.String(
        nullable=True, metadata={"means": "which organisation the reviewer is of; null where not stated, or erased"}
    )
    decided = moment()
    as_of = moment(nullable=True)
    supersedes = dy.String(nullable=True, metadata={"means": "id of the decision it takes the place of"})
    standing = word("stands", "superseded", "withdrawn")
