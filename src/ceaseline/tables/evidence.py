"""One row for one thing that speaks for or against a hypothesis on an incident, by one independent group."""

import dataframely as dy

from ceaseline.tables.columns import word

TERMS = ("pattern", "claims", "bearing", "position", "weapon", "notified", "media", "public")


class Evidence(dy.Schema):
    """What each attribution rests on; the values of an incident add up to its chances.

    The chance of a hypothesis is the exponential of the sum of its values, divided by the sum of that over all
    hypotheses. The difference of two hypotheses' values is the log-odds that a row pair adds between them.
    """

    incident_id = dy.String(primary_key=True)
    term = word(*TERMS)
    group = dy.String(primary_key=True, metadata={"means": "term and independent group, such as claims: camp of A"})
    hypothesis = dy.String(primary_key=True)
    log_odds = dy.Float64(nullable=False, metadata={"means": "against the mean of the sides; nats"})
    capped = dy.Bool(nullable=False, metadata={"means": "it would have said more, and is not let"})
    standing = dy.Bool(nullable=False, metadata={"means": "physical, or of an accredited source of no side"})
    basis = dy.String(nullable=False, metadata={"means": "a sentence for the reader"})
