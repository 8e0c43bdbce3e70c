"""One row for one observation of a simulated world, and what it really told of."""

import dataframely as dy


class TruthMembers(dy.Schema):
    """Which incident each record tells of; null where nothing of the kind happened."""

    observation_id = dy.String(primary_key=True)
    incident_id = dy.String(nullable=True)
