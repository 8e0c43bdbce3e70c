"""One row for one source, what was so, and whom it blamed: how it speaks, as far as its history tells."""

import dataframely as dy


class SourceHabits(dy.Schema):
    """With what chance a source that names anybody names whom, for each thing that may have been so."""

    source = dy.String(primary_key=True)
    hypothesis = dy.String(primary_key=True, metadata={"means": "what was so"})
    claim = dy.String(primary_key=True, metadata={"means": "party blamed, third, or no_event"})
    probability = dy.Float64(nullable=False, min=0, max=1)
    claims = dy.Float64(
        nullable=False, min=0, metadata={"means": "its history: claims expected to be of this kind"}
    )
    group = dy.String(nullable=False, metadata={"means": "independent group it was counted in, declared or found"})
