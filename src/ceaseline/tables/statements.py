"""One row for one thing that a text says somebody said, or that the outlet says itself."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import word

ACTS = (
    "statement", "support", "condition", "demand", "question", "promise", "threat",
    "denial", "allegation", "prediction", "thanks", "doubt", "announcement",
)  # fmt: skip


class Statements(dy.Schema):
    """What was said, as one document has it; that it was said is all that it can show."""

    statement_id = dy.String(primary_key=True)
    document = dy.String(nullable=False, metadata={"means": "file name as given"})
    start = dy.Int64(nullable=False, min=0, metadata={"means": "first character of it in the document, from 0"})
    end = dy.Int64(nullable=False, min=1, metadata={"means": "the character after its last"})
    speaker = dy.String(nullable=True, metadata={"means": "null: the text does not name anybody, or not clearly"})
    party = dy.String(
        nullable=True, metadata={"means": "of the speaker, where the text says it and the terms know it"}
    )
    relayed_by = dy.String(nullable=True, metadata={"means": "who told of it, where that is another speaker"})
    form = word("verbatim", "part", "paraphrase", "unmarked")
    voice = word("party", "outlet", "nested")
    act = word(*ACTS)
    polarity = word("affirmed", "denied")
    clauses = dy.String(
        nullable=False, metadata={"means": "ids of clauses, or codes without terms, separated by blanks"}
    )
    quantity_low = dy.Float64(nullable=True)
    quantity_high = dy.Float64(nullable=True)
    unit = dy.String(nullable=True)
    cue = dy.String(
        nullable=True,
        metadata={"means": "the verb as it stands; null under a heading and in an outlet's own voice"},
    )
    rule = dy.String(nullable=False, metadata={"means": "how it was found"})
    layout = word("headline", "subheadline", "heading", "bullet", "quote", "paragraph", "boilerplate")
    named = dy.String(nullable=True, metadata={"means": "the speaker in the words of the text"})
    about = dy.String(nullable=True, metadata={"means": "whom a headline speaks of; it is not their statement"})
    charge = dy.String(
        nullable=True, metadata={"means": "what the verb adds, such as doubting; `plain` where nothing"}
    )
    rhetorical = dy.Bool(nullable=False, metadata={"means": "a question that nobody is expected to answer"})
    quantities = dy.String(
        nullable=False, metadata={"means": "all of them, as `low..high unit`, separated by semicolons"}
    )
    first_day = dy.Date(nullable=True, metadata={"means": "of the days it names"})
    last_day = dy.Date(nullable=True)
    copied_from = dy.String(nullable=True, metadata={"means": "an earlier document's statement in the same words"})
    text = dy.String(
        nullable=False,
        metadata={"means": "as it stands, without a speaker within it"},
    )
    published = dy.Date(nullable=True, metadata={"means": "the document's day; null where nobody says it"})
    source = dy.String(nullable=True, metadata={"means": "of the case; null outside a case, as for `compare`"})
    outlet = dy.String(nullable=True, metadata={"means": "who published it, as people call it"})
    capture_id = dy.String(nullable=True)
    line = dy.Int64(nullable=True, min=1, metadata={"means": "line of the file on which it begins, from 1"})

    @dy.rule()
    def it_has_a_length(cls) -> pl.Expr:
        """It ends after it begins."""
        return pl.col("start") < pl.col("end")

    @dy.rule()
    def a_quantity_is_whole(cls) -> pl.Expr:
        """Low, high and unit are given together, and low is not above high."""
        given = [pl.col(name).is_null() for name in ("quantity_low", "quantity_high", "unit")]
        ordered = (pl.col("quantity_low") <= pl.col("quantity_high")).fill_null(value=True)
        return (given[0] == given[1]) & (given[1] == given[2]) & ordered
