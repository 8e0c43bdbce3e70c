"""What registers show of the exceptions that an incident may fall under."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ceaseline.publishing.material import Material
from ceaseline.terms import named

_FOLLOWED = {
    True: "the steps that the terms ask for are on record",
    False: "an order stands without the attempt that the terms ask for before it",
}


def exceptions_told(material: Material, incident_id: str) -> Iterator[tuple[str, str]]:
    """Say of each exception whether a register shows it, and by which entry of whom; never whose fire it was."""
    own = pl.col("incident_id") == incident_id
    for (followed,) in material.responses.filter(own).select("procedure_followed").drop_nulls().rows():
        yield "what came before it", _FOLLOWED[followed]
    for row in material.exception_checks.filter(own).iter_rows(named=True):
        entry = "" if row["entry"] is None else f", by {row['entry']} of {named(material.terms, row['party'])}"
        shown = row["shown"].replace("_", " ")
        basis = f"{row['basis'][:1].upper()}{row['basis'][1:]}"
        yield f"exception of {row['clause_id']}: {row['act'].replace('_', ' ')}", f"{shown}{entry}. {basis}."
