"""One row for one incident and one author's line on its day."""

import dataframely as dy


class Placements(dy.Schema):
    """Where incidents lie along each author's line; on which side something fell says nothing of who fired it."""

    incident_id = dy.String(primary_key=True)
    author = dy.String(primary_key=True)
    between = dy.String(primary_key=True, metadata={"means": "the two parties of the line, such as A/B"})
    day = dy.Date(nullable=False, metadata={"means": "of the line that held when the incident began"})
    distance_km = dy.Float64(nullable=False, min=0)
    held_by = dy.String(
        nullable=True,
        metadata={"means": "party that holds that side by this author; null within the errors, or where untold"},
    )
    chainage_km = dy.Float64(nullable=False, min=0, metadata={"means": "along the line of that day"})
    sector = dy.String(nullable=False, metadata={"means": "along the author's first line, which stays the same"})
