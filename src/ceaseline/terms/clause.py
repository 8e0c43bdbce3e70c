"""One testable promise: what, whose, where, when, how much, but for what, and what can see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field, model_validator

from ceaseline.forms import FormPart
from ceaseline.terms.space import Where
from ceaseline.terms.windows import WindowForm
from ceaseline.terms.words import BINDING, Identifier, Modality, PartyCode, Role, SeenBy, Severity, Status
from ceaseline.times import Window

_PERIODS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


class Quantity(FormPart):
    """How much is owed, or allowed.

    Examples:
        >>> trucks = Quantity.model_validate({"at_least": 600, "unit": "trucks", "per": "day"})
        >>> from ceaseline.times import moment
        >>> trucks.due(Window(moment("2031-05-01", "UTC"), moment("2031-05-11", "UTC")))
        6000.0
    """

    at_least: float | None = Field(default=None, gt=0)
    at_most: float | None = Field(default=None, ge=0)
    unit: str
    of: str | None = None
    per: Literal["hour", "day", "week"] | None = None
    inventory: str | None = None  # where those that are there are declared

    @model_validator(mode="after")
    def _one_bound(self) -> Quantity:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("gives neither or both of at_least and at_most; give one of them")
        return self

    def due(self, window: Window) -> float | None:
        """Return how much is owed over a window; None where it is an upper bound."""
        if self.at_least is None:
            return None
        return self.at_least * (window.length / _PERIODS[self.per] if self.per else 1)

    def compliance(self, done: float, window: Window) -> float | None:
        """Return what was done over what was owed; above 1 where more was done than owed.

        Args:
            done: in the quantity's unit, over the window.
            window: the time asked about.
        """
        due = self.due(window)
        return None if due is None else done / due


class ExceptionForm(FormPart):
    """An act that is allowed after all, and what must come first."""

    act: str
    condition: str | None = Field(default=None, alias="if")
    hours_before: float | None = Field(default=None, ge=0)
    after: tuple[str, ...] = ()  # steps, in this order, before the act
    register_: str | None = Field(default=None, alias="register")  # who keeps the record that they were taken


class Clause(FormPart):
    """One testable promise, or a question or demand that is none yet."""

    id: Identifier
    code: str = Field(pattern=r"^[A-Z][A-Z0-9_]*$")
    text: str = Field(min_length=1)
    modality: Modality
    speech_status: Status | dict[PartyCode, Status]
    raised_by: tuple[str, ...] = ()
    quoted_text: str | None = None
    interpreted_by: str | None = None
    readings: tuple[str, ...] = ()  # other ways to understand the same words
    patterns: tuple[str, ...] = ()
    measure: str | None = None  # what would count as the act, where its name does not say
    objects: tuple[str, ...] = ()  # classes of weapons, or of what is protected
    obligors: tuple[PartyCode, ...] = Field(min_length=1)
    beneficiaries: tuple[PartyCode, ...] = ()
    third_states: tuple[str, ...] = ()
    where: Literal["everywhere"] | Where = "everywhere"
    window: WindowForm | None = None
    windows_disputed: dict[PartyCode, WindowForm] = {}
    before_start: bool = False  # whether it binds before the agreement itself begins
    quantity: Quantity | None = None
    exceptions: tuple[ExceptionForm, ...] = ()
    recipient: str | None = None  # of a notification
    register_: str | None = Field(default=None, alias="register")  # who keeps the record of a procedure
    severity: Severity | None = None
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

    @property
    def scope(self) -> str:
        """Where it holds, in one word: ``everywhere``, or the name of its zone or line."""
        if isinstance(self.where, str):
            return self.where
        return self.where.zone or self.where.line or "everywhere"
