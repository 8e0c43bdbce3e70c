"""Tables out of a ZIP, as ODK Central exports it: limits come before unpacking, and media stay behind."""

from __future__ import annotations

import io
import zipfile
import zlib

from ceaseline.errors import FileRefused

MAX_TABLE = 100_000_000  # bytes of one table, unpacked
MAX_RATIO = 200  # unpacked to packed; keys that repeat pack well, and what is made to fill a disk comes to 1,000
MAX_MEMBERS = 50_000
_MAX_LISTING = 20_000_000  # bytes
_MOST_TABLES = 10
_END, _END_LENGTH, _MAX_COMMENT = b"PK\x05\x06", 22, 65_535
_ZIP = b"PK\x03\x04"
_XLSX, _ODS = b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_EDGE = 65_536  # bytes at the beginning, and at the end, where the list of members is
_PLAIN = "export it again without media"


def is_workbook(raw: bytes) -> bool:
    """Tell whether a file is a spreadsheet, by the member that each of those that are ZIPs has."""
    return raw.startswith(_ZIP) and (_XLSX in raw[:_EDGE] or _XLSX in raw[-_EDGE:] or raw[30:].startswith(_ODS))


def tables_in(raw: bytes) -> list[bytes]:
    """Return the CSV files in a ZIP, in the order of their names; all others are passed over.

    Raises:
        FileRefused: no whole ZIP, or one that is or could be too large.
    """
    at = raw.rfind(_END, max(0, len(raw) - _END_LENGTH - _MAX_COMMENT))
    if at < 0 or len(raw) < at + _END_LENGTH:
        raise FileRefused("The file begins as a ZIP and has no end of one. Mend: fetch it again.")
    if int.from_bytes(raw[at + 12 : at + 16], "little") > _MAX_LISTING:
        raise FileRefused(f"The ZIP holds too many files. Mend: {_PLAIN}.")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return [_unpacked(archive, member) for member in _wanted(archive)]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        raise FileRefused("The ZIP cannot be unpacked. Mend: fetch it again.") from None


def _wanted(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    members = archive.infolist()
    found = [member for member in members if member.filename.casefold().endswith(".csv")]
    tables = [member for member in found if not member.filename.startswith(("media/", "__MACOSX/"))]
    if len(members) > MAX_MEMBERS or len(tables) > _MOST_TABLES:
        raise FileRefused(f"The ZIP holds too many files. Mend: {_PLAIN}.")
    if not tables:
        raise FileRefused("The ZIP holds no CSV. Mend: export the submissions as CSV, all data.")
    return sorted(tables, key=lambda member: member.filename)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    if member.file_size > MAX_TABLE or member.file_size > MAX_RATIO * max(member.compress_size, 1_000):
        raise FileRefused(
            "A table in the ZIP would be too large, unpacked. Mend: export fewer submissions at a time."
        )
    with archive.open(member) as stream:
        raw = stream.read(member.file_size + 1)
    if len(raw) != member.file_size:
        raise FileRefused("The ZIP holds something else than it declares. Mend: fetch it again.")
    return raw
