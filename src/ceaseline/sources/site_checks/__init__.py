"""The register of visits to coded sites: stored weapons seen, not verifiable, or missing."""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy
import polars as pl

from ceaseline.sources.registers import Column, RegisterSource, Rule
from ceaseline.sources.registers.columns import code, key, number, party, text, time, weapon, word
from ceaseline.tables import SiteChecks
from ceaseline.tables.site_checks import RESULTS


class SiteChecksSource(RegisterSource):
    """A table of checks; ``check_id``, ``site``, ``party``, ``weapon``, ``checked`` and ``result`` are needed."""

    schema: ClassVar[type[dy.Schema]] = SiteChecks
    columns: ClassVar[tuple[Column, ...]] = (
        key("check_id", "id that never changes"),
        code("site", "code of the site, never its place"),
        party("party", "whose site it is", needed=True),
        weapon(),
        time("checked", "when", needed=True),
        word("result", "what was found", RESULTS),
        number("count", "how many were seen, or are missing", whole=True),
        text("asset", "who or what looked", restricted=True),
        text("reason", "why it could not be verified", restricted=True),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "count",
            "count-unfit",
            "give the count of those seen or missing, and none for what could not be verified",
            (pl.col("result") == "not_verifiable") != pl.col("count").is_null(),
        ),
    )
