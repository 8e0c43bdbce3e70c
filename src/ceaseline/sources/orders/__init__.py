"""The register of orders: who ordered what, from when, and who confirmed that they received it."""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy
import polars as pl

from ceaseline.sources.registers import Column, RegisterSource, Rule
from ceaseline.sources.registers.columns import clause, key, number, party, sha256, text, time, word
from ceaseline.tables import Orders
from ceaseline.tables.orders import ORDERED


class OrdersSource(RegisterSource):
    """A table of orders; ``order_id``, ``party``, ``orders`` and ``issued`` are needed."""

    schema: ClassVar[type[dy.Schema]] = Orders
    columns: ClassVar[tuple[Column, ...]] = (
        key("order_id", "id that never changes"),
        party("party", "whose order it is", needed=True),
        word("orders", "what it orders", ORDERED),
        clause("clause_id", "clause it is to carry out"),
        text("office", "who signed, by office and never by name", restricted=True),
        sha256("sha256", "SHA-256 of the text"),
        time("issued", "when it was given", needed=True),
        time("effective", "from when it is in force"),
        time("deposited", "when somebody neutral was given the text"),
        text("deposited_with", "who that is"),
        number("addressees", "how many formations it is addressed to", whole=True),
        number("receipts", "how many of them confirmed its receipt", whole=True),
        time("received", "when the last of these receipts came"),
        text("supersedes", "order_id of the order it stands in place of"),
        time("revoked", "when it was taken back"),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "receipts",
            "too-many-receipts",
            "there are more receipts than addressees; correct one",
            pl.col("receipts") > pl.col("addressees"),
        ),
    )
    ends: ClassVar[str | None] = "revoked"
