"""What a file is, by what its bytes are: JSON, a ZIP of tables, a spreadsheet, or a table."""

from __future__ import annotations

from typing import BinaryIO

from ceaseline.errors import FileRefused
from ceaseline.sources.patrol import archive, as_json, as_tables
from ceaseline.sources.patrol.flat import Cells, canonical

MAX_BYTES = 100_000_000


def gathered(stream: BinaryIO, encoding: str) -> list[Cells]:
    """Return the rows of any export of the form, as they are kept.

    Raises:
        FileRefused: the bytes are no such export, or are too many.
    """
    raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise FileRefused(f"The file is larger than {MAX_BYTES:,} bytes. Mend: export it without media.")
    if raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return canonical(as_json.rows(raw))
    if archive.is_workbook(raw):
        return canonical(as_tables.rows(as_tables.sheets(raw)))
    if raw.startswith(b"PK\x03\x04"):
        return canonical(as_tables.rows([as_tables.opened(table, encoding) for table in archive.tables_in(raw)]))
    return canonical(as_tables.rows([as_tables.opened(raw, encoding)]))
