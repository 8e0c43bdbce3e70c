"""One row for one incident, one author's line and one party: where its ground lies, seen from the place."""

import dataframely as dy


class Directions(dy.Schema):
    """Which way each side lies from where something fell, by each author's line; never how far a gun was."""

    incident_id = dy.String(primary_key=True)
    author = dy.String(primary_key=True)
    between = dy.String(primary_key=True, metadata={"means": "the two parties of the line, such as A/B"})
    party = dy.String(primary_key=True)
    toward_deg = dy.Float64(
        nullable=False, min=0, max=360, metadata={"means": "middle of the directions in which its ground lies"}
    )
    arc_deg = dy.Float64(nullable=False, min=0, max=180, metadata={"means": "half width of these directions"})
    distance_km = dy.Float64(nullable=False, min=0, metadata={"means": "of the place from the line"})
    holds = dy.Bool(nullable=True, metadata={"means": "holds the place by this author; null within the errors"})
