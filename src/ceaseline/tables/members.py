"""One row for one observation and the incident it tells of."""

import dataframely as dy


class Members(dy.Schema):
    """Which records tell of which incident, and how surely; no observation is lost or doubled."""

    observation_id = dy.String(primary_key=True)
    incident_id = dy.String(nullable=False)
    probability = dy.Float64(nullable=False, min=0, max=1)
