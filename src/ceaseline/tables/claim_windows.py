"""One row for two totals that people are tempted to compare."""

import dataframely as dy


class ClaimWindows(dy.Schema):
    """Whether two claimed totals speak of the same time at all."""

    left = dy.String(primary_key=True, metadata={"means": "claim id"})
    right = dy.String(primary_key=True, metadata={"means": "claim id"})
    left_hours = dy.Float64(nullable=True, min=0)
    right_hours = dy.Float64(nullable=True, min=0)
    shared_hours = dy.Float64(nullable=True, min=0)
    same_window = dy.Bool(nullable=True, metadata={"means": "null where a window was not stated"})
