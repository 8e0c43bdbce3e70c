"""One row for one clause, sector, day and party of a simulated world, and how many acts there really were."""

import dataframely as dy


class TruthRates(dy.Schema):
    """Acts against each clause, whether anybody saw them or not; zero means that there were none."""

    clause_id = dy.String(primary_key=True)
    sector = dy.String(primary_key=True, metadata={"means": "empty for acts that have no place"})
    day = dy.Date(primary_key=True)
    acts_of = dy.String(primary_key=True)
    count = dy.Int64(nullable=False, min=0)
