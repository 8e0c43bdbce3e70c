"""One row for where one side stands on one clause, as one outlet has it."""

import dataframely as dy

from ceaseline.tables.columns import word
from ceaseline.tables.statements import ACTS

POSITIONS = ("proposal", *ACTS)
FORMS = ("verbatim", "part", "paraphrase", "unmarked")
POLARITIES = ("affirmed", "denied")


class Positions(dy.Schema):
    """What sides said of clauses, over time; where two outlets have it, there are two rows."""

    position_id = dy.String(primary_key=True)
    source = dy.String(nullable=False)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)
    party = dy.String(nullable=False, metadata={"means": "code of a party or a third state"})
    clause_id = dy.String(nullable=True, metadata={"means": "null: the terms as a whole"})
    day = dy.Date(nullable=True, metadata={"means": "when it was said, or else published; null: not known"})
    act = word(*POSITIONS)
    polarity = word(*POLARITIES)
    form = word(*FORMS)
    rhetorical = dy.Bool(nullable=False, metadata={"means": "a question that nobody is expected to answer"})
    outlet = dy.String(nullable=False, metadata={"means": "who has it, as people call them"})
    published = dy.Date(nullable=True)
    page = dy.String(nullable=True)
    words = dy.String(
        nullable=True,
        metadata={"means": "what it amounts to; the outlet's own words only where its licence lets them be shown"},
    )
    statement_id = dy.String(nullable=True, metadata={"means": "where it was read from an account; null: by hand"})
