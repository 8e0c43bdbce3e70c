"""The register of declared holdings: how many of a class a party says it has at a coded site."""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy

from ceaseline.sources.registers import Column, RegisterSource
from ceaseline.sources.registers.columns import clause, code, key, number, party, text, time, weapon
from ceaseline.tables import Inventories


class InventoriesSource(RegisterSource):
    """A table of inventories; all columns but ``declared_to`` and ``clause_id`` are needed."""

    schema: ClassVar[type[dy.Schema]] = Inventories
    columns: ClassVar[tuple[Column, ...]] = (
        key("inventory_id", "id that never changes"),
        party("party", "who declared it", needed=True),
        code("site", "code of the site, never its place"),
        weapon(),
        number("count", "how many", needed=True, whole=True),
        time("as_of", "when there were so many", needed=True),
        time("declared", "when it was declared", needed=True),
        text("declared_to", "who was told"),
        clause("clause_id", "clause it is declared under"),
    )
