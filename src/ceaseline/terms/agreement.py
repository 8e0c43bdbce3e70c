"""The paper around the clauses: who agreed to what when, who determines, which orders, guarantees and treaties."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ceaseline.forms import FormPart
from ceaseline.terms.windows import Announcement, WindowForm
from ceaseline.terms.words import Identifier, PartyCode, Status


class Position(FormPart):
    """Who said what, of the whole or of one clause; a statement, never a fact."""

    party: str  # a party or a third state
    stance: str
    at: str | None = None
    clause: str | None = None
    conditions: tuple[str, ...] = ()
    source: str | None = None


class ClauseSet(FormPart):
    """One reading of what the ceasefire is: these clauses and no more."""

    name: str
    text: str
    by: tuple[str, ...] = ()
    clauses: tuple[str, ...] = Field(min_length=1)


class Agreement(FormPart):
    """What kind of promise it is, and where it stands today."""

    title: str
    type: Literal["unilateral", "bilateral", "multilateral", "reciprocal_declarations"]
    state: Literal[
        "proposed", "accepted", "agreed", "signed", "in_force",
        "suspended", "extended", "expired", "terminated", "disputed",
    ]  # fmt: skip
    announced: Announcement | None = None
    proposed_by: tuple[str, ...] = ()
    window: WindowForm | None = None
    windows_disputed: dict[PartyCode, WindowForm] = {}
    languages: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
    definitions: tuple[ClauseSet, ...] = ()


class Party(FormPart):
    """A side, by the name it is shown under; codes mean nothing."""

    name: str = Field(min_length=1, max_length=200)
    monitor_names: dict[str, str] = {}


class ThirdState(FormPart):
    """A state that is no side, and that a clause or a paper speaks of."""

    name: str = Field(min_length=1, max_length=200)


class Body(FormPart):
    """Those who determine."""

    name: str
    members: tuple[str, ...] = ()
    quorum: int | None = Field(default=None, ge=1)
    rule: str | None = None


class Mechanism(FormPart):
    """Who determines, and how; what is null is not known or not agreed."""

    body: Body | None = None
    right_of_reply_hours: float | None = Field(default=None, ge=0)
    orders_deposited_with: str | None = None


class Instrument(FormPart):
    """A treaty or paper beside the terms, with the dates on which it came to hold."""

    name: str
    parties: tuple[str, ...] = ()
    signed: str | None = None
    exchanged: str | None = None
    in_force: str | None = None
    relation: str | None = None
    quoted_text: str | None = None


class Order(FormPart):
    """An order to keep the terms: who gave it, to whom, from when, and who has received it."""

    id: Identifier
    by: PartyCode
    authority: str | None = None
    addressees: tuple[str, ...] = ()
    text_hash: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    issued: Announcement | None = None
    effective: Announcement | None = None
    receipts: tuple[str, ...] = ()
    revocable: bool | None = None
    deposited_with: str | None = None
    clauses: tuple[str, ...] = ()


class Guarantee(FormPart):
    """Who stands in for what, and what would call them to it."""

    what: str
    guarantor: str | None = None
    asked_by: tuple[PartyCode, ...] = ()
    asked_of: tuple[PartyCode, ...] = ()
    status: Status = "question"
    trigger: str | None = None
    form: str | None = None


class Consequence(FormPart):
    """What follows a finding, by whom, and who is told."""

    on: str
    type: Literal["none", "protest", "disciplinary", "removal", "compensation", "sanction", "suspension"]
    by: str | None = None
    notified: str | None = None
    clauses: tuple[str, ...] = ()
