"""One row for one total of a side that goes on counting from the same moment."""

import dataframely as dy

from ceaseline.tables.columns import moment, word


class ClaimSeries(dy.Schema):
    """Successive totals of one claimant, of one accused and item, from one start; claims, and no count of ours."""

    series = dy.String(primary_key=True, metadata={"means": "claim id of its first total"})
    step = dy.Int64(primary_key=True, min=1, metadata={"means": "1 for the total with the earliest end"})
    claim_id = dy.String(nullable=False)
    claimant = dy.String(nullable=False)
    accused = dy.String(nullable=True)
    item = dy.String(nullable=False)
    start = moment(alias="from")
    until = moment()
    count = dy.Int64(nullable=False, min=0)
    at_least = dy.Bool(nullable=False)
    since = moment(metadata={"means": "the end of the total before, or the start"})
    added = dy.Int64(
        nullable=False, metadata={"means": "what this total has more than the one before; negative where it falls"}
    )
    added_is = word("exact", "at_most", "at_least", nullable=True)
    per_hour = dy.Float64(nullable=False, metadata={"means": "what was added, by the hours since"})
