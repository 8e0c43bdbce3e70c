"""The closed words of the terms, and what a name must look like."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator

from ceaseline.times import zone_of

Status = Literal["question", "demanded", "proposed", "accepted", "agreed", "in_force", "waived"]
Modality = Literal["prohibition", "duty", "ceiling", "permission", "exception", "notification", "procedure"]
Role = Literal["instrument", "monitor", "party", "press", "osint", "public"]
SeenBy = Literal["yes", "partly", "weakly", "claims_only", "none_deployed", "no"]
Severity = Literal["minor", "serious", "grave"]

# What a party is held to. A mere question, demand or proposal has no violations, whoever made it.
BINDING: frozenset[Status] = frozenset({"accepted", "agreed", "in_force"})

# What can see at least something of an act; claims of the parties verify nothing.
SEES: frozenset[SeenBy] = frozenset({"yes", "partly", "weakly"})

# Words the tables use beside party codes.
RESERVED = frozenset(
    {"any", "all", "both", "third", "not_hostile", "no_event", "undetermined", "none", "everywhere"}
)


def _code(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,15}", text) or text.lower() in RESERVED:
        raise ValueError("cannot be the code of a party; use a short code such as A, B or C")
    return text


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", text):
        raise ValueError("is not an id; use lower-case letters, digits and hyphens, such as no-air-attack")
    return text


def _zone(name: str) -> str:
    return zone_of(name).key


PartyCode = Annotated[str, AfterValidator(_code)]
Identifier = Annotated[str, AfterValidator(_identifier)]
Zone = Annotated[str, AfterValidator(_zone)]
