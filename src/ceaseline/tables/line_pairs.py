"""One row for two authors' lines held against each other."""

import dataframely as dy


class LinePairs(dy.Schema):
    """How far the lines of two authors that hold on the newest day lie apart; neither is the right one."""

    left_author = dy.String(primary_key=True, metadata={"means": "one of the two; left and right mean nothing"})
    left_side = dy.String(primary_key=True, metadata={"means": "the parties that line parts"})
    right_author = dy.String(primary_key=True)
    right_side = dy.String(primary_key=True)
    left_day = dy.Date(nullable=False)
    right_day = dy.Date(nullable=False)
    median_km = dy.Float64(nullable=False, min=0)
    widest_km = dy.Float64(nullable=False, min=0)
    within_errors = dy.Float64(
        nullable=False, min=0, max=1, metadata={"means": "share of both lengths no further apart than both errors"}
    )
