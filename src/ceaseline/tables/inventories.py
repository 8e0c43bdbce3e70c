"""One row for what a party declared to have of one class of weapons at one site."""

import dataframely as dy

from ceaseline.tables.columns import moment


class Inventories(dy.Schema):
    """Declared holdings by coded site; where a site lies is in no table."""

    inventory_id = dy.String(primary_key=True)
    party = dy.String(nullable=False, metadata={"means": "who declared it"})
    site = dy.String(nullable=False, metadata={"means": "code of the site, never its place"})
    weapon = dy.String(nullable=False, metadata={"means": "class of weapons"})
    count = dy.Int64(nullable=False, min=0)
    as_of = moment(metadata={"means": "when there were so many"})
    declared = moment(metadata={"means": "when it was declared"})
    declared_to = dy.String(nullable=True)
    clause_id = dy.String(nullable=True)
    source = dy.String(nullable=False)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)
