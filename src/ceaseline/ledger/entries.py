"""One entry of the log, and the bytes it is hashed as."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import attrs
import rfc8785

from ceaseline.errors import LedgerError

VERSION = 1
MAX_ENTRY = 65_535  # bytes: the length that C2SP tlog-tiles can hold; blobs lie elsewhere, by their hash
KINDS = frozenset({"capture", "form", "run"})


@attrs.frozen
class Entry:
    """Something that happened to the case, once.

    Attributes:
        kind: what kind of thing; ``capture`` is a file that came, ``form`` a version of a form that people
            wrote, ``run`` a working out with these forms and this version of the program.
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
            data = json.loads(raw)
            received = datetime.fromisoformat(data["received"])
            right = isinstance(data["key"], str) and isinstance(data["body"], dict) and received.tzinfo is not None
            if right and data["v"] == VERSION:
                return cls(data["kind"], data["key"], received, data["body"])
        except (ValueError, KeyError, TypeError, RecursionError):
            pass
        raise LedgerError("these bytes are no entry of this log")
