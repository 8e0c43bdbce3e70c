"""One row for each side: how many incidents are released as its, and how many of these wrongly, as expected."""

import dataframely as dy


class Releases(dy.Schema):
    """Printed beside any release, for each side separately; it is right on average only where chances are."""

    party = dy.String(primary_key=True)
    released = dy.Int64(nullable=False, min=0, metadata={"means": "incidents released as this side's"})
    expected_wrong = dy.Float64(nullable=False, min=0, metadata={"means": "how many of them are not, as expected"})
