"""One row for one answer that was another one before."""

import dataframely as dy

from ceaseline.tables.columns import moment, word
from ceaseline.tables.verdicts import WORDS


class Corrections(dy.Schema):
    """What was said before, and what is said now; the former answer stays readable."""

    clause_id = dy.String(primary_key=True)
    obligor = dy.String(primary_key=True)
    scope = dy.String(primary_key=True)
    clock = dy.String(primary_key=True)
    part = dy.String(primary_key=True, metadata={"means": "window, sector, or the reporting day"})
    start = moment(alias="from", nullable=True)
    until = moment(nullable=True)
    day = dy.Date(nullable=True, metadata={"means": "reporting day; null for the whole window"})
    verdict_before = word(*WORDS)
    recorded_before = dy.Int64(nullable=True, min=0)
    verdict = word(*WORDS)
    recorded = dy.Int64(nullable=True, min=0)
    supersedes = moment(metadata={"means": "as_of of the former answer"})
    as_of = moment()
    reason = dy.String(nullable=False, metadata={"means": "what came since, in a sentence"})
