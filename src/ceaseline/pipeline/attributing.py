"""Incidents of a folder attributed, without a case: the room of attribution run alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import attrs
import dataframely as dy
import polars as pl

from ceaseline.attribution import Attributed, Policy, attribute, outcome_of
from ceaseline.captures import Capture
from ceaseline.errors import InputError
from ceaseline.sources.lines import LinesForm, LinesSource
from ceaseline.store.shelf import write_whole
from ceaseline.tables import Incidents, Lines, Members, Observations, Proposals, Sources

S = TypeVar("S", bound=dy.Schema)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a file that is only read was received by nobody
_NO_CAPTURE = "0" * 64
# what the public form of a table need not have
_USUAL: dict[str, Any] = {"kind": "observations", "grade": "F6", "may_republish": False, "line": 1}
_EXTRA = {"kind", "licence", "capture_id", "line", "major_m", "minor_m", "text", "grade", "may_republish", "group"}


@attrs.frozen
class AttributedFolder:
    """What became of a folder.

    Attributes:
        parties: whom lines, sources and records name.
        attributed: the chances.
        proposals: what could be said if sides were released at the usual threshold; it is for people to determine.
        file: what was written.
    """

    parties: tuple[str, ...]
    attributed: Attributed
    proposals: dy.DataFrame[Proposals]
    file: Path


def attribute_folder(folder: Path, line: Path | None, reviewed: Path | None) -> AttributedFolder:
    """Attribute the incidents of a folder, and write ``attributions.parquet`` and ``evidence.parquet`` beside them.

    The parties are those whom the line, ``sources.party`` and ``accused`` name.

    Args:
        folder: with ``incidents``, ``members``, ``observations`` and ``sources`` as Parquet.
        line: GeoJSON of authors' lines; without it bearings part no sides.
        reviewed: CSV with ``incident_id`` and ``hypothesis``.

    Raises:
        InputError: a table is not there, lacks a column or breaks its promise, or names no party.
    """
    incidents = _table(folder / "incidents.parquet", Incidents)
    observations = _table(folder / "observations.parquet", Observations)
    sources = _table(folder / "sources.parquet", Sources)
    members = _table(folder / "members.parquet", Members)
    lines = Lines.create_empty() if line is None else _lines(line)
    parties = sorted({*lines["left"], *lines["right"], *sources["party"], *observations["accused"]} - {None})
    if not parties:
        raise InputError(
            f"{folder}: accused, party: nobody is named. Mend: fill in accused, or party of the sources"
        )
    attributed = attribute(
        incidents,
        members,
        observations,
        sources,
        parties=parties,
        lines=lines,
        reviewed=None if reviewed is None else _reviewed(reviewed),
    )
    evidence = attributed.evidence()
    for name, table in (("attributions", attributed.attributions), ("evidence", evidence)):
        write_whole(folder / f"{name}.parquet", _parquet(table))
    proposals = outcome_of(attributed.attributions, evidence, Policy("side"))
    return AttributedFolder(tuple(parties), attributed, proposals, folder / "attributions.parquet")


def _parquet(table: pl.DataFrame) -> bytes:
    buffer = BytesIO()
    table.write_parquet(buffer)
    return buffer.getvalue()


def _table(path: Path, schema: type[S]) -> dy.DataFrame[S]:
    if not path.is_file():
        raise InputError(f"{path} is not there. Mend: ceaseline fuse writes incidents and members; copy the others")
    try:
        raw = pl.read_parquet(path)
    except (pl.exceptions.ComputeError, OSError) as error:
        raise InputError(f"{path} cannot be read: {error}. Mend: write it as Parquet") from None
    shape = schema.create_empty().schema
    if "group" in shape and "source" in raw.columns and "group" not in raw.columns:
        raw = raw.with_columns(group="source")
    missing = sorted(set(shape) - set(raw.columns) - _EXTRA)
    if missing:
        raise InputError(
            f"{path}: columns: {', '.join(missing)} are missing. Mend: add them, empty where not known"
        )
    usual = {"capture_id": _NO_CAPTURE, **_USUAL}
    filled = raw.with_columns(
        pl.lit(usual.get(name), dtype=kind).alias(name) for name, kind in shape.items() if name not in raw.columns
    )
    try:
        return schema.validate(filled.select(list(shape)), cast=True)
    except (dy.exc.ValidationError, pl.exceptions.InvalidOperationError) as error:
        raise InputError(f"{path}: {error}. Mend: hold the rows to the table {path.stem}") from None


def _lines(path: Path) -> dy.DataFrame[Lines]:
    """Return the lines of a GeoJSON, whoever its sides are."""
    try:
        raw = path.read_bytes()
        features = json.loads(raw).get("features", [])
    except (OSError, ValueError, AttributeError) as error:
        raise InputError(f"{path} cannot be read as GeoJSON: {error}. Mend: give a FeatureCollection") from None
    names = {str(name): str(name) for feature in features for name in _sides(feature)}
    form = LinesForm(name="line", kind="lines", file=path.name, role="osint", author=path.stem)
    capture = Capture(path.name, "line", path.name, _NEVER, path.stat().st_size, lambda: path.open("rb"))
    reading = LinesSource.between(form, names).read(capture)
    for row in reading.set_aside.iter_rows(named=True):
        raise InputError(
            f"{path}:{row['line']}: {row['field']}: {row['rule']} (found: {row['value']}). Mend: {row['mend']}"
        )
    return Lines.validate(reading.rows)


def _sides(feature: Any) -> Iterator[Any]:
    said = feature.get("properties") if isinstance(feature, dict) else None
    for side in ("left", "right"):
        if isinstance(said, dict) and said.get(side):
            yield said[side]


def _reviewed(path: Path) -> pl.DataFrame:
    try:
        table = pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(f"{path} cannot be read: {error}. Mend: a CSV with incident_id and hypothesis") from None
    if not {"incident_id", "hypothesis"} <= set(table.columns):
        raise InputError(f"{path}:1: columns (found: {', '.join(table.columns)}). Mend: incident_id, hypothesis")
    return table
