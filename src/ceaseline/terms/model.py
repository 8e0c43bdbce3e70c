"""The parts of the terms, frozen; key names are those of the public form of ``terms.yaml``."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from ceaseline.forms import FormPart
from ceaseline.times import TimeProblem, Window, moment, zone_of

Status = Literal["question", "demanded", "proposed", "accepted", "agreed", "in_force", "waived"]
Modality = Literal["prohibition", "duty", "ceiling", "permission", "exception", "notification", "procedure"]
Role = Literal["instrument", "monitor", "party", "press", "osint", "public"]
SeenBy = Literal["yes", "partly", "weakly", "claims_only", "none_deployed", "no"]

# What a party is held to. A mere question, demand or proposal has no violations, whoever made it.
BINDING: frozenset[Status] = frozenset({"accepted", "agreed", "in_force"})

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


class WindowForm(FormPart):
    """From when until when, on which clock.

    Examples:
        >>> form = {"from": "2031-05-01 18:00", "until": "2031-05-03 00:00", "zone": "Europe/Berlin"}
        >>> WindowForm.model_validate(form).window.hours
        30.0
    """

    zone: Zone | None = None  # first, because the times cannot be understood without it
    start: str = Field(alias="from")
    until: str

    @field_validator("start", "until")
    @classmethod
    def _one_moment(cls, text: str, info: ValidationInfo) -> str:
        if "zone" in info.data:  # else the zone's own error says enough
            moment(text, info.data["zone"])
        return text

    @model_validator(mode="after")
    def _forward(self) -> WindowForm:
        try:
            _ = self.window
        except TimeProblem:
            msg = f"ends ({self.until}) before it starts ({self.start}); swap them, or correct one"
            raise ValueError(msg) from None
        return self

    @property
    def window(self) -> Window:
        """The window in UTC."""
        return Window(moment(self.start, self.zone), moment(self.until, self.zone))


class Announcement(FormPart):
    """When, on which clock and by whom it was announced."""

    zone: Zone | None = None  # first, as in a window
    at: str
    by: PartyCode | None = None

    @field_validator("at")
    @classmethod
    def _one_moment(cls, text: str, info: ValidationInfo) -> str:
        if "zone" in info.data:
            moment(text, info.data["zone"])
        return text


class Position(FormPart):
    """Who said what of the whole; a statement, never a fact."""

    party: PartyCode
    stance: str
    at: str | None = None


class Agreement(FormPart):
    """What kind of promise it is, and where it stands today."""

    title: str
    type: Literal["unilateral", "bilateral", "multilateral", "reciprocal_declarations"]
    state: Literal[
        "proposed", "accepted", "agreed", "signed", "in_force",
        "suspended", "extended", "expired", "terminated", "disputed",
    ]  # fmt: skip
    announced: Announcement | None = None
    positions: tuple[Position, ...] = ()


class Party(FormPart):
    """A side, by the name it is shown under; codes mean nothing."""

    name: str = Field(min_length=1, max_length=200)
    monitor_names: dict[str, str] = {}


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


class LineForm(FormPart):
    """A line somebody drew: never *the* line."""

    file: str
    author: str
    as_of: str
    error_km: float = Field(ge=0)


class ZoneForm(FormPart):
    """A named area."""

    file: str
    author: str | None = None
    as_of: str | None = None


class Where(FormPart):
    """A zone, or a band along a line with a reference line for each obligor."""

    zone: str | None = None
    line: str | None = None
    within_km: float | None = Field(default=None, gt=0)
    measured_from: dict[PartyCode, str] = {}

    @model_validator(mode="after")
    def _one_place(self) -> Where:
        if (self.zone is None) == (self.line is None):
            raise ValueError("names neither or both of zone and line; give one of them, or write everywhere")
        return self


class Clause(FormPart):
    """One testable promise, or a question or demand that is none yet."""

    id: Identifier
    code: str = Field(pattern=r"^[A-Z][A-Z0-9_]*$")
    text: str = Field(min_length=1)
    modality: Modality
    speech_status: Status | dict[PartyCode, Status]
    raised_by: tuple[PartyCode, ...] = ()
    quoted_text: str | None = None
    interpreted_by: str | None = None
    patterns: tuple[str, ...] = ()
    obligors: tuple[PartyCode, ...] = Field(min_length=1)
    beneficiaries: tuple[PartyCode, ...] = ()
    where: Literal["everywhere"] | Where = "everywhere"
    window: WindowForm | None = None
    windows_disputed: dict[PartyCode, WindowForm] = {}
    exceptions: tuple[dict[str, str | bool | int | float | None], ...] = ()
    verifiable_by: dict[Role, SeenBy] = {}
    mirror: str | None = None

    def status(self, party: str) -> Status:
        """Return how far this clause binds *party*.

        Raises:
            KeyError: the party is no obligor of this clause.
        """
        if party not in self.obligors:
            raise KeyError(party)
        return self.speech_status[party] if isinstance(self.speech_status, dict) else self.speech_status

    def binds(self, party: str) -> bool:
        """Tell whether *party* accepted, agreed or is under this clause."""
        return party in self.obligors and self.status(party) in BINDING

    def window_on(self, clock: str) -> WindowForm | None:
        """Return the window as the party *clock* counts it."""
        return self.windows_disputed.get(clock, self.window)

    @property
    def scope(self) -> str:
        """Where it holds, in one word: ``everywhere``, or the name of its zone or line."""
        if isinstance(self.where, str):
            return self.where
        return self.where.zone or self.where.line or "everywhere"


class Terms(FormPart):
    """A ceasefire: who promised what, when, where, and who determines."""

    agreement: Agreement
    parties: dict[PartyCode, Party] = Field(min_length=1)
    mechanism: Mechanism = Mechanism()
    lines: dict[str, LineForm] = {}
    zones: dict[str, ZoneForm] = {}
    clauses: tuple[Clause, ...] = Field(min_length=1)

    def clause(self, clause_id: str) -> Clause | None:
        """Return the clause of that id, or None."""
        return next((clause for clause in self.clauses if clause.id == clause_id), None)
