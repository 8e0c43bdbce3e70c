"""One row for one source of the case."""

import dataframely as dy

from ceaseline.tables.columns import GRADES, word


class Sources(dy.Schema):
    """Who tells us things, in whose interest, and who copies whom."""

    source = dy.String(primary_key=True)
    kind = dy.String(nullable=False, metadata={"means": "which reader takes its files"})
    role = word("instrument", "monitor", "party", "press", "osint", "public")
    party = dy.String(nullable=True, metadata={"means": "whose interest it has; null where nobody's"})
    group = dy.String(nullable=False, metadata={"means": "sources that copy each other share one"})
    grade = word(*GRADES)
    licence = dy.String(nullable=True)
    may_republish = dy.Bool(nullable=False)
