"""One row for one time that weapons were seen standing somewhere."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word


class Sightings(dy.Schema):
    """Whether a weapon of that class was on record there before, and whether it was seen to be gone later.

    ``first`` on record, ``again``, ``back`` after it was seen to be gone, or ``unclear`` where class or place is
    not known well enough. That it is the same weapon is not said, nor that one nobody looked for is gone.
    """

    incident_id = dy.String(primary_key=True)
    weapon = dy.String(nullable=True, metadata={"means": "class of weapons"})
    first_or_again = word("first", "again", "back", "unclear")
    since = moment(nullable=True, metadata={"means": "when one of its class was first seen there"})
    last_seen_before = moment(nullable=True)
    gone_by = moment(nullable=True, metadata={"means": "first time after it that none was seen there"})

    @dy.rule()
    def what_was_seen_before_was_seen_then(cls) -> pl.Expr:
        """Only what is on record there before has a time before."""
        return pl.col("first_or_again").is_in(["again", "back"]) == pl.col("last_seen_before").is_not_null()
