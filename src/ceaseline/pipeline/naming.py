"""Which records each incident that was ever named had: kept in the log, so that an old id still leads somewhere."""

from __future__ import annotations

import gzip
import json
import zlib
from datetime import datetime
from io import BytesIO
from typing import Any

import polars as pl

from ceaseline.errors import EvidenceError
from ceaseline.store import Evidence
from ceaseline.tables.incidents import NAMED, incident_of

_MOST_BYTES = 1 << 30  # of one run's names, unpacked: some thirty million records
_NO_NAMES = (OSError, EOFError, zlib.error, ValueError, TypeError, AttributeError, RecursionError)
_COLUMNS: dict[str, Any] = {
    "run": pl.Int64,
    "named": pl.Datetime("us", "UTC"),
    "incident_id": pl.String,
    "record": pl.String,
}
NONE = pl.DataFrame(schema=_COLUMNS)


def marked(observation_ids: pl.Series) -> pl.DataFrame:
    """Return ``observation_id`` and ``record``: the mark of each, which does not tell what a source called it."""
    marks = [incident_of([each]).removeprefix(NAMED) for each in observation_ids]
    return pl.DataFrame({"observation_id": observation_ids, "record": pl.Series(marks, dtype=pl.String)})


def named(evidence: Evidence, until: datetime | None = None) -> pl.DataFrame:
    """Return ``run``, ``named``, ``incident_id`` and ``record``: what was kept, in order.

    Args:
        evidence: of a case.
        until: leave out what was named after this moment, UTC; None for everything.

    Raises:
        EvidenceError: it cannot be read.
    """
    entries = [
        entry
        for entry in evidence.entries()
        if entry.kind == "named" and (until is None or entry.received <= until)
    ]
    return pl.concat(
        [
            NONE,
            *(
                _read(evidence, entry.body["sha256"]).select(
                    pl.lit(number, dtype=pl.Int64).alias("run"),
                    pl.lit(entry.received, dtype=_COLUMNS["named"]).alias("named"),
                    "incident_id",
                    "record",
                )
                for number, entry in enumerate(entries)
            ),
        ]
    )


def keep(members: pl.DataFrame, evidence: Evidence, now: datetime) -> None:
    """Keep the incidents that were not there before, with their records; nothing where there are none.

    Args:
        members: of a run over all evidence.
        evidence: of the case.
        now: the moment, UTC.

    Raises:
        EvidenceError: it could not be kept.
    """
    before = named(evidence)
    stands = before.filter(pl.col("run") == pl.col("run").max().over("record")).select("record", was="incident_id")
    new = (
        members.join(marked(members["observation_id"]), on="observation_id")
        .join(stands, on="record", how="left")
        .filter((pl.col("incident_id") != pl.col("was")).fill_null(value=True).any().over("incident_id"))
    )
    if not new.is_empty():
        evidence.note_kept("named", "what incidents are called", spelled(new), {}, now)


def spelled(rows: pl.DataFrame) -> bytes:
    """Return incidents and their records as they are kept: packed JSON; the same give the same bytes."""
    short = rows.select(pl.col("incident_id").str.strip_prefix(NAMED), "record").sort("incident_id", "record")
    each = short.group_by("incident_id", maintain_order=True).agg("record")
    return gzip.compress(json.dumps(dict(each.iter_rows()), separators=(",", ":")).encode(), mtime=0)


def parsed(content: bytes) -> pl.DataFrame:
    """Return ``incident_id`` and ``record`` as they were kept.

    Raises:
        ValueError: these are none.
    """
    try:
        with gzip.open(BytesIO(content)) as stream:
            text = stream.read(_MOST_BYTES + 1)
        if len(text) > _MOST_BYTES:
            raise ValueError("too long")
        data = json.loads(text)
        names, records = [NAMED + each for each in data], [list(map(str, each)) for each in data.values()]
    except _NO_NAMES as error:
        raise ValueError(f"these are no names of incidents: {error}") from error
    schema: Any = {"incident_id": pl.String, "record": pl.List(pl.String)}
    return pl.DataFrame({"incident_id": names, "record": records}, schema=schema).explode("record")


def _read(evidence: Evidence, digest: str) -> pl.DataFrame:
    try:
        return parsed(evidence.blobs.read(digest))
    except ValueError as error:
        raise EvidenceError(f"{evidence.blobs.place(digest)}: {error}. Mend: take the file from a copy") from error
