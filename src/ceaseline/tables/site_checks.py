"""One row for one visit to a coded site, and what was found of one class of weapons."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word

RESULTS = ("seen", "not_verifiable", "missing")


class SiteChecks(dy.Schema):
    """What was seen where weapons are stored, and what could not be verified."""

    check_id = dy.String(primary_key=True)
    site = dy.String(nullable=False, metadata={"means": "code of the site, never its place"})
    party = dy.String(nullable=False, metadata={"means": "whose site it is"})
    weapon = dy.String(nullable=False, metadata={"means": "class of weapons"})
    checked = moment()
    result = word(*RESULTS)
    count = dy.Int64(nullable=True, min=0, metadata={"means": "how many were seen, or are missing"})
    asset = dy.String(nullable=True, metadata={"means": "who or what looked"})
    reason = dy.String(nullable=True, metadata={"means": "why it could not be verified"})
    source = dy.String(nullable=False)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)

    @dy.rule()
    def what_was_not_verified_has_no_count(cls) -> pl.Expr:
        """Only what was looked at is counted."""
        return (pl.col("result") == "not_verifiable") == pl.col("count").is_null()
