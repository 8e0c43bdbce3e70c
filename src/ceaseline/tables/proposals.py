"""One row for one incident: what the rules of release make of its chances; people determine."""

import dataframely as dy


class Proposals(dy.Schema):
    """What the program would say of an incident, and why no more; ``undetermined`` is an answer among equals."""

    incident_id = dy.String(primary_key=True)
    proposal = dy.String(nullable=False, metadata={"means": "a hypothesis of the attributions, or undetermined"})
    probability = dy.Float64(nullable=False, min=0, max=1, metadata={"means": "of the likeliest hypothesis"})
    reason = dy.String(nullable=False, metadata={"means": "a sentence for the reader"})
