"""One row for one area that one author, on one day, says one party holds."""

import dataframely as dy

UNCLEAR = "unclear"  # in place of a party: the author says that nobody can say


class Areas(dy.Schema):
    """Who holds what, according to whom, on which day; never a fact."""

    source = dy.String(primary_key=True)
    day = dy.Date(primary_key=True, metadata={"means": "day whose end it shows"})
    party = dy.String(primary_key=True, metadata={"means": "party code, or unclear where the author cannot say"})
    author = dy.String(nullable=False)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1, metadata={"means": "first feature of the file it stands in, from 1"})
    geometry = dy.Binary(nullable=False, metadata={"means": "polygons as WKB, WGS 84 degrees, repaired"})
    area_km2 = dy.Float64(nullable=False, min=0, metadata={"means": "on the ellipsoid"})
    error_km = dy.Float64(nullable=False, min=0, metadata={"means": "how far the drawing may be off"})
    licence = dy.String(nullable=True)
    may_republish = dy.Bool(nullable=False)
