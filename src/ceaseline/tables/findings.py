"""One row for one incident held against one clause on one clock."""

import dataframely as dy

from ceaseline.tables.columns import word


class Findings(dy.Schema):
    """Whether an incident broke a clause, how far that is checked, and whose it was."""

    incident_id = dy.String(primary_key=True)
    clause_id = dy.String(primary_key=True)
    clock = dy.String(primary_key=True)
    outcome = word("violation", "not_violation", "excepted", "indeterminate", "out_of_scope")
    probability = dy.Float64(
        nullable=False, min=0, max=1, metadata={"means": "that it lies in the place and the window of the clause"}
    )
    level = word("alleged", "reported", "detected", "observed", "corroborated", "verified", "determined")
    attributed_to = dy.String(nullable=False, metadata={"means": "party code or undetermined"})
    basis = dy.String(nullable=False)
