"""One entry of the log, and the bytes it is hashed as."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, NoReturn

import attrs
import rfc8785

from ceaseline.errors import LedgerError

VERSION = 1
MAX_ENTRY = 65_535  # bytes: the length that C2SP tlog-tiles can hold; blobs lie elsewhere, by their hash

# What each kind says in its body. A field that holds a commitment is restricted: its words lie beside the log.
_LARGEST = 2**53 - 1  # the largest whole number that every reader of JSON has
_SURROGATE = re.compile(rb"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]")  # half a letter, which no entry is spelled with

KINDS = {
    "capture": "a file that came: source, sha256, bytes, name (restricted)",
    "form": "a version of a form that people wrote, terms among them: name, sha256, bytes",
    "run": "a working out: forms (hash by name), version of the program",
    "decision": "a person's ruling: about, outcome, reason, reviewer and affiliation (restricted), supersedes, and "
    "what was known: as_of, entries, root",
    "supersession": "a file in place of older ones of its name: source, by, of (list of SHA-256)",
    "publication": "what was handed over: what, of (SHA-256), to (restricted); of a released report "
    "number, name, sha256, bytes and as_of too",
    "register": "a line of a register: register, of (what it is about), cells, words (restricted cells), "
    "withdrawn, supersedes",
    "said": "what a run answered, where that is other than the last: as_of, name, sha256, bytes, entries (how many "
    "of evidence it was made from), forms (hash by name), version of the program",
    "named": "incidents that were not there in the run before, with marks of their records: name, sha256, bytes",
    "erasure": "what is gone for good: of, erased (hashes), reason, reviewer (restricted)",
}


def _whole(text: str) -> int:
    number = int(text)
    if abs(number) > _LARGEST:
        raise ValueError("too large")
    return number


def _refused(text: str) -> NoReturn:
    raise ValueError(f"{text} is in no entry")


# Made once, because making one takes as long as reading an entry; few entries have digits enough for a closer look.
_LONG = re.compile(rb"[0-9]{16}")
_PLAIN = json.JSONDecoder(parse_float=_refused, parse_constant=_refused)
_CAREFUL = json.JSONDecoder(parse_int=_whole, parse_float=_refused, parse_constant=_refused)


@attrs.frozen
class Entry:
    """Something that happened to the case, once.

    Attributes:
        kind: what kind of thing; one of ``KINDS``.
        key: names the happening, so that the same one delivered again is not a second entry.
        received: when it was taken, UTC.
        body: what there is to say of it: words, whole numbers, truth values, null, lists and mappings.

    Examples:
        >>> entry = Entry("capture", "capture/posts/00", datetime(2031, 5, 1, tzinfo=UTC), {"bytes": 3})
        >>> Entry.parse(entry.to_bytes()) == entry
        True
    """

    kind: str = attrs.field(validator=attrs.validators.in_(KINDS))
    key: str
    received: datetime
    body: Mapping[str, Any]

    @property
    def id(self) -> str:
        """What people call it: the first letter of its kind, and the beginning of the hash of its bytes."""
        return f"{self.kind[0]}-{sha256(self.to_bytes()).hexdigest()[:10]}"

    def to_bytes(self) -> bytes:
        """Return the one spelling of this entry: canonical JSON (RFC 8785).

        Raises:
            LedgerError: it is longer than an entry may be.
        """
        spelled = rfc8785.dumps(
            {
                "v": VERSION,
                "kind": self.kind,
                "key": self.key,
                "received": self.received.astimezone(UTC).isoformat(timespec="microseconds"),
                "body": dict(self.body),
            }
        )
        if len(spelled) > MAX_ENTRY:
            raise LedgerError(f"an entry has at most {MAX_ENTRY:,} bytes; {self.key} would have {len(spelled):,}")
        return spelled

    @classmethod
    def parse(cls, raw: bytes) -> Entry:
        """Return the entry that *raw* spells; that the bytes are the right ones, their hash says.

        Raises:
            LedgerError: it spells none.
        """
        try:
            if b"\\u" in raw and _SURROGATE.search(raw):
                raise ValueError("half a letter")  # noqa: TRY301  said below
            data = (_CAREFUL if _LONG.search(raw) else _PLAIN).decode(raw.decode())
            received = datetime.fromisoformat(data["received"])
            right = isinstance(data["key"], str) and isinstance(data["body"], dict)
            if right and data["v"] == VERSION and received.utcoffset() == timedelta(0):
                return cls(data["kind"], data["key"], received, data["body"])
        except (ValueError, KeyError, TypeError, RecursionError):
            pass
        raise LedgerError("these bytes are no entry of this log")
