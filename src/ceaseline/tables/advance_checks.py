"""One row for one record of an advance held against one author's drawings."""

import dataframely as dy

from ceaseline.tables.columns import word


class AdvanceChecks(dy.Schema):
    """Whether an author's drawings support that a party took a place; they prove nothing either way."""

    observation_id = dy.String(primary_key=True)
    source = dy.String(primary_key=True, metadata={"means": "source of the drawings"})
    author = dy.String(nullable=False)
    party = dy.String(nullable=False, metadata={"means": "party said to have advanced"})
    day = dy.Date(nullable=True, metadata={"means": "the drawing that tells; null where there is none"})
    outcome = word("supported", "not_supported", "cannot_tell")
    reason = dy.String(nullable=False, metadata={"means": "a sentence for the reader"})
