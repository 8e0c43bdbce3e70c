"""Files on their way in: as they arrive, and as they are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

import attrs


@attrs.frozen
class Arrival:
    """Bytes that have come and are not kept yet.

    Attributes:
        name: file name as given, without folders.
        open: opens the bytes afresh at each call.
    """

    name: str
    open: Callable[[], BinaryIO]


@attrs.frozen
class Capture:
    """Bytes as they came, kept by their hash.

    Attributes:
        capture_id: SHA-256 of the bytes, in hexadecimal.
        source: name of the source they came from.
        name: file name as given.
        received: when they were kept, UTC.
        bytes: how many there are.
        open: opens the kept bytes afresh at each call.
        supersedes: capture ids of older files of that source and name, in whose place this one stands.
    """

    capture_id: str
    source: str
    name: str
    received: datetime
    bytes: int
    open: Callable[[], BinaryIO]
    supersedes: tuple[str, ...] = ()
