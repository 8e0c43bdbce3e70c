"""What a run need not work out again: readings of files, and what follows from the records of one day alone.

Each is remembered under a hash of all that it follows from: bytes, form, terms and program. So what was
remembered is what would be worked out, or it is not found.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

import attrs
import dataframely as dy
import numpy as np
import polars as pl
from dataframely.exc import ValidationError
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ceaseline import tables
from ceaseline.pipeline.intake import Taken, Tell, understand
from ceaseline.sources import Capture, Reading, Source
from ceaseline.store import Shelf
from ceaseline.tables import SetAside
from ceaseline.terms import Terms

_OURS = "ceaseline."  # kinds of source of other packages are read anew: nobody knows when their code changes
_MOST_PARTS = 64
_NO_ENTRY = (
    *(OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError),
    *(ValueError, KeyError, TypeError, AttributeError, RecursionError),
    *(pl.exceptions.PolarsError, ValidationError),
)  # what bytes that are no entry can raise


@attrs.frozen
class Memory:
    """What earlier runs worked out.

    Attributes:
        shelf: where it lies; None where nothing is remembered.
        program: a hash over the program.
    """

    shelf: Shelf | None = None
    program: str = ""

    def taken(self, source: Source, capture: Capture, terms: str, tell: Tell) -> Taken:
        """Return what is read from a file, as :func:`~ceaseline.pipeline.intake.understand` does.

        Args:
            source: whose file it is.
            capture: the file; that its bytes are as they were kept is seen in any case.
            terms: a hash over the terms that the source was set up with.
            tell: told how far the reading has come.

        Raises:
            EvidenceError: its bytes are missing or were changed.
        """
        if self.shelf is None or not type(source).__module__.startswith(_OURS):
            return understand(source, capture, tell=tell)
        name = _name("reading", self.program, terms, *_of(source, capture))
        known = _reading(self.shelf.find(name), source)
        if known is not None:
            capture.open().close()
            tell(capture.name, capture.bytes, capture.bytes)
            return Taken(capture, "known", known, None)
        taken = understand(source, capture, tell=tell)
        if taken.reading is not None:
            self.shelf.put(name, _spelled(taken.reading))
        return taken

    def numbers(
        self, what: str, of: Sequence[bytes], shape: tuple[int, int], make: Callable[[], NDArray[np.float64]]
    ) -> NDArray[np.float64]:
        """Return numbers as *make* gives them.

        Args:
            what: what they are.
            of: all that they follow from, besides the program.
            shape: of what comes out.
            make: works them out.
        """
        if self.shelf is None:
            return make()
        name = _name(what, self.program, *of)
        raw = self.shelf.find(name)
        if raw is not None and len(raw) == shape[0] * shape[1] * np.dtype("<f8").itemsize:
            return np.frombuffer(raw, dtype="<f8").reshape(shape)
        found = make()
        self.shelf.put(name, np.ascontiguousarray(found, dtype="<f8").tobytes())
        return found


FORGETFUL = Memory()


def hashed_terms(terms: Terms) -> str:
    """Return a hash over terms."""
    return sha256(terms.model_dump_json(serialize_as_any=True).encode()).hexdigest()


def locating(memory: Memory) -> Callable[[pl.DataFrame, Sequence[BaseGeometry]], NDArray[np.float64]]:
    """Return what gives the chances that places lie in shapes, as far as these are remembered.

    Returns:
        A function of places (``lon``, ``lat``, ``radius_m``) and shapes; out comes an array (shapes, places).
    """

    def chances(placed: pl.DataFrame, shapes: Sequence[BaseGeometry]) -> NDArray[np.float64]:
        from ceaseline.places.membership import probabilities_inside  # noqa: PLC0415  loads SciPy where needed

        axes = [placed[name].to_numpy() for name in ("lon", "lat", "radius_m")]
        of = [shape.wkb for shape in shapes] + [axis.tobytes() for axis in axes]
        return memory.numbers(
            "chances",
            of,
            (len(shapes), placed.height),
            lambda: np.array([probabilities_inside(shape, *axes) for shape in shapes]),
        )

    return chances


def _name(what: str, *of: str | bytes) -> str:
    """Return the name of an entry: a hash over all that it follows from, each with its length."""
    digest = sha256(what.encode())
    for part in of:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(f"\0{len(raw)}\0".encode() + raw)
    return digest.hexdigest()


def _of(source: Source, capture: Capture) -> list[str]:
    kind = type(source)
    form = source.form.model_dump_json(serialize_as_any=True)
    file = [capture.capture_id, capture.source, capture.name, capture.received.isoformat(), capture.bytes]
    return [f"{kind.__module__}.{kind.__qualname__}", form, json.dumps([*file, *capture.supersedes])]


def _spelled(reading: Reading) -> bytes:
    """Return a reading as an archive of Parquet files, with what is no table beside them."""
    parts: dict[str, pl.DataFrame] = {"rows": reading.rows, "set_aside": reading.set_aside}
    parts |= {f"beside-{number}": rows for number, (_, rows) in enumerate(reading.beside)}
    about = {
        "seen": reading.seen,
        "skipped": reading.skipped,
        "header": reading.header,
        "notes": reading.notes,
        "beside": [schema.__name__ for schema, _ in reading.beside],
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("about"), json.dumps(about))
        for name, rows in parts.items():
            part = io.BytesIO()
            rows.write_parquet(part, compression="uncompressed")
            archive.writestr(zipfile.ZipInfo(name), part.getvalue())
    return buffer.getvalue()


def _reading(raw: bytes | None, source: Source) -> Reading | None:
    """Return the reading that was remembered; None where there is none, or none of this source."""
    if raw is None:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if len(archive.infolist()) > _MOST_PARTS:
                return None
            about = json.loads(archive.read("about"))
            schemas = [_schema(name) for name in about["beside"]]
            beside = [(each, _rows(archive, f"beside-{number}", each)) for number, each in enumerate(schemas)]
            return Reading(
                rows=_rows(archive, "rows", source.schema),
                set_aside=SetAside.validate(_rows(archive, "set_aside", SetAside)),
                seen=int(about["seen"]),
                skipped=int(about["skipped"]),
                header=tuple(str(cell) for cell in about["header"]),
                notes=tuple(str(note) for note in about["notes"]),
                beside=tuple(beside),
            )
    except _NO_ENTRY:
        return None


def _schema(name: Any) -> type[dy.Schema]:
    if name not in tables.__all__ or not name[:1].isupper():
        raise ValueError(f"{name} is no table")
    found: type[dy.Schema] = getattr(tables, name)
    return found


def _rows(archive: zipfile.ZipFile, part: str, schema: type[dy.Schema]) -> pl.DataFrame:
    """Return a table of an archive, having seen that its columns are those of its schema."""
    rows = pl.read_parquet(io.BytesIO(archive.read(part)))
    declared = schema.create_empty().schema
    for name, kind in rows.schema.items():
        if declared.get(name) != kind:
            raise ValueError(f"{name} is no column of {schema.__name__}")
    return rows
