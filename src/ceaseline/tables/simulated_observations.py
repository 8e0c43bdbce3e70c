"""One row for one record of a simulated source, with the moment at which it would arrive."""

import dataframely as dy

from ceaseline.tables.columns import moment
from ceaseline.tables.observations import Observations


class SimulatedObservations(Observations):
    """Records as sources would give them, and when; what really happened stands in the tables of the truth."""

    received = moment()
    asset = dy.String(nullable=True, metadata={"means": "asset that recorded it, where an asset did"})
