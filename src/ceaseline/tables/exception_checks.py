"""One row for one incident, one clause, and one act that the clause allows after all."""

import dataframely as dy

from ceaseline.tables.columns import word

SHOWN = ("shown", "late", "not_shown", "no_register")


class ExceptionChecks(dy.Schema):
    """Whether a register shows that an exception of a clause holds for an incident; never whose fire it was."""

    incident_id = dy.String(primary_key=True)
    clause_id = dy.String(primary_key=True)
    act = dy.String(primary_key=True, metadata={"means": "the act that is allowed after all"})
    shown = word(*SHOWN)
    open = dy.Bool(nullable=False, metadata={"means": "whether the exception may hold although it is not shown"})
    entry = dy.String(nullable=True, metadata={"means": "id of the entry that comes nearest, in its register"})
    party = dy.String(nullable=True, metadata={"means": "whose entry that is; not whose fire it was"})
    basis = dy.String(nullable=False)
