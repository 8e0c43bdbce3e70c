"""Public addresses as an entry writes them: what may stand there, and what a day makes of one."""

from __future__ import annotations

import re
from datetime import date
from ipaddress import ip_address
from urllib.parse import urlsplit

KEY = "{key}"
_DAY, _DIGITS = "{day}", "{yyyymmdd}"
_HOLE = re.compile(r"\{[^{}]*\}")
_LETTERS = re.compile(r"[A-Za-z0-9._~:/?@!$&'()*+,;=%\[\]-]+")  # of an address, without a fragment
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,7}$")
_LONGEST = 100  # letters of a file name; most file systems take 255 bytes


def checked(address: str) -> str:
    """Return *address* as it is, where somebody may be asked for it.

    Raises:
        ValueError: it is none, is not encrypted, or has a hole that nothing fills; what is wrong; the mend.

    Examples:
        >>> checked("https://example.org/{day}.csv")
        'https://example.org/{day}.csv'
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or port == 0 or not _LETTERS.fullmatch(_HOLE.sub("", address)):
        raise ValueError("is no address; write https://HOST/PATH, without blanks and without #")
    if "@" in parts.netloc:
        raise ValueError("holds a name or a password; write {key} where it belongs, and name the file: key_file:")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_this_computer(host)):
        raise ValueError("is not encrypted; write https://")
    if "{" in parts.netloc:
        raise ValueError("has a host that is not fixed; write {key} and {day} behind it")
    unknown = sorted(set(_HOLE.findall(address)) - {KEY, _DAY, _DIGITS})
    if unknown:
        raise ValueError(f"has {unknown[0]}, which nothing fills; there are {KEY}, {_DAY} and {_DIGITS}")
    return address


def is_this_computer(host: str) -> bool:
    """Tell whether *host* is the computer itself, where nothing goes over a network.

    Examples:
        >>> is_this_computer("127.0.0.1"), is_this_computer("localhost.example.org")
        (True, False)
    """
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def has_day(address: str) -> bool:
    """Tell whether the address is another one for each day."""
    return _DAY in address or _DIGITS in address


def dated(address: str, day: date | None) -> str:
    """Return the address for a day; the hole for the key stays, so that it can be shown.

    Examples:
        >>> dated("https://example.org/{key}/{yyyymmdd}?from={day}", date(2031, 5, 2))
        'https://example.org/{key}/20310502?from=2031-05-02'
    """
    if day is None:
        return address
    return address.replace(_DAY, f"{day:%Y-%m-%d}").replace(_DIGITS, f"{day:%Y%m%d}")


def name_of(address: str, day: date | None) -> str:
    """Return a safe name for the file that comes: the path, without what fills its holes, and the day.

    Examples:
        >>> name_of("https://example.org/files/{key}/events.csv?from={day}", date(2031, 5, 2))
        'files-events-2031-05-02.csv'
        >>> name_of("https://example.org/", None)
        'file'
    """
    path = _HOLE.sub("", urlsplit(address).path).rstrip("/")
    suffix = _SUFFIX.search(path)
    stem = re.sub(r"[^A-Za-z0-9_.]+", "-", path[: suffix.start()] if suffix else path)
    parts = [stem[-_LONGEST:].strip("-."), "" if day is None else f"{day:%Y-%m-%d}"]
    return ("-".join(filter(None, parts)) or "file") + (suffix[0] if suffix else "")
