"""One file out of a ZIP, as it streams: limits come before anything is unpacked, and hold while it is."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any, BinaryIO, NoReturn

from ceaseline.errors import FileRefused

MAX_BYTES = 2_000_000_000  # unpacked; a year of reports takes a tenth of it
MAX_RATIO = 100  # unpacked to packed: tables of text come to 5 to 20, a bomb to 1,000
_MAX_LISTING = 200_000  # bytes; the entry of one member has at most 46 and three times 65,535
_END, _END_64, _END_LENGTH, _MAX_COMMENT = b"PK\x05\x06", b"PK\x06\x07", 22, 65_535
_ZIPS = (b"PK\x03\x04", _END)
_ENCRYPTED = 0x1
_BEYOND = 65_536  # bytes; zipfile unpacks 4,096 at a time where fewer are asked for
_PLAIN = "unpack it, and give the CSV itself"


def unpacked(stream: BinaryIO) -> BinaryIO:
    """Return the one member of a ZIP, or the stream itself where it is none.

    Args:
        stream: the bytes, at their beginning; it can be sought in.

    Raises:
        FileRefused: no whole ZIP, several members, or one that is or could be too large.
    """
    start = stream.read(4)
    stream.seek(0)
    if start not in _ZIPS:
        return stream
    size = stream.seek(0, io.SEEK_END)
    _refuse_long_listing(stream, size)
    try:
        archive = zipfile.ZipFile(stream)
        member = _only_member(archive, size)
        declared = member.file_size
        member.file_size += _BEYOND  # else unpacking would stop where it says, and what is more not be seen
        return io.BufferedReader(_Counted(archive.open(member), declared))
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError, EOFError) as error:
        _torn(error)


def _refuse_long_listing(stream: BinaryIO, size: int) -> None:
    """Refuse a ZIP whose list of members would fill the memory before its length is known."""
    stream.seek(max(0, size - _END_LENGTH - _MAX_COMMENT - 20))
    tail = stream.read(_END_LENGTH + _MAX_COMMENT + 20)
    stream.seek(0)
    at = tail.rfind(_END)
    end = tail[at : at + _END_LENGTH]
    if at < 0 or len(end) < _END_LENGTH:
        raise FileRefused("The file begins as a ZIP and has no end of one. Mend: fetch it again.")
    if tail[max(0, at - 20) : at].startswith(_END_64):
        raise FileRefused(f"The ZIP is one of the large kind (ZIP64). Mend: {_PLAIN}.")
    if int.from_bytes(end[12:16], "little") > _MAX_LISTING:
        raise FileRefused("The ZIP holds many files. Mend: give one that holds a single CSV.")


def _only_member(archive: zipfile.ZipFile, size: int) -> zipfile.ZipInfo:
    members = archive.infolist()
    if len(members) != 1:
        raise FileRefused(f"The ZIP holds {len(members):,} files. Mend: give one that holds a single CSV.")
    (member,) = members
    if not member.filename.casefold().endswith(".csv"):
        shown = member.filename[:60]
        raise FileRefused(f"The ZIP holds {shown!r}, which is no CSV. Mend: give one that holds a single CSV.")
    if member.flag_bits & _ENCRYPTED:
        raise FileRefused(f"The ZIP is locked with a password. Mend: {_PLAIN}.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FileRefused(f"The ZIP is packed in an unusual way. Mend: {_PLAIN}.")
    if member.file_size > MAX_BYTES:
        raise FileRefused(
            f"Unpacked, the ZIP would have {member.file_size:,} bytes, more than {MAX_BYTES:,}. Mend: {_PLAIN}."
        )
    if member.file_size > MAX_RATIO * size:
        raise FileRefused(
            f"The ZIP would grow to {member.file_size // size:,} times its size, more than {MAX_RATIO}, as what is "
            f"made to fill a disk does. Mend: if you trust it, {_PLAIN}."
        )
    return member


class _Counted(io.RawIOBase):
    """A member being unpacked, which may come to the size it declares and to no other."""

    def __init__(self, member: Any, declared: int) -> None:
        super().__init__()
        self._member, self._declared, self._come = member, declared, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            part = self._member.read(min(len(buffer), self._declared + 1 - self._come))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            _torn(error)
        self._come += len(part)
        if self._come > self._declared or (len(buffer) and not part and self._come != self._declared):
            more = "more" if self._come > self._declared else "less"
            raise FileRefused(
                f"The ZIP holds {more} than the {self._declared:,} bytes it declares; it is damaged, or made to "
                "mislead. Mend: fetch it again."
            )
        buffer[: len(part)] = part
        return len(part)


def _torn(error: Exception) -> NoReturn:
    raise FileRefused(f"The ZIP cannot be unpacked ({str(error)[:100]}). Mend: fetch it again.") from None
