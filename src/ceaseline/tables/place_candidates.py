"""One row for one place that the words of an allegation can mean."""

import dataframely as dy


class PlaceCandidates(dy.Schema):
    """Places of one name, each with the chance that it is meant; they sum to one for each allegation."""

    allegation_id = dy.String(primary_key=True)
    candidate = dy.Int64(primary_key=True, min=1, metadata={"means": "1 for the likeliest"})
    name = dy.String(nullable=False, metadata={"means": "as the text has it"})
    lon = dy.Float64(nullable=False, min=-180, max=180)
    lat = dy.Float64(nullable=False, min=-90, max=90)
    radius_m = dy.Float64(nullable=False, min=0)
    line_km = dy.Float64(
        nullable=True, min=0, metadata={"means": "how far the nearest line of any author is; null: none is drawn"}
    )
    probability = dy.Float64(nullable=False, min=0, max=1)
