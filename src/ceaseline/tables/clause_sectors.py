"""One row for one sector in which acts of one side against one clause would be seen."""

import dataframely as dy


class ClauseSectors(dy.Schema):
    """Where acts against each clause would be seen."""

    clause_id = dy.String(primary_key=True)
    obligor = dy.String(primary_key=True)
    sector = dy.String(primary_key=True)
    whole = dy.Bool(
        nullable=False,
        metadata={"means": "whether the sectors of this clause are all of the ground on which it can be broken"},
    )
