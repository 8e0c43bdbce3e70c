"""The terms as a whole, frozen; key names are those of the public form of ``terms.yaml``."""

from __future__ import annotations

from pydantic import Field

from ceaseline.forms import FormPart
from ceaseline.terms.agreement import (
    Agreement,
    Consequence,
    Guarantee,
    Instrument,
    Mechanism,
    Order,
    Party,
    ThirdState,
)
from ceaseline.terms.clause import Clause
from ceaseline.terms.space import LineForm, ZoneForm
from ceaseline.terms.windows import WindowForm
from ceaseline.terms.words import PartyCode


class Terms(FormPart):
    """A ceasefire: who promised what, when, where, and who determines."""

    agreement: Agreement
    parties: dict[PartyCode, Party] = Field(min_length=1)
    third_states: dict[PartyCode, ThirdState] = {}
    mechanism: Mechanism = Mechanism()
    instruments: tuple[Instrument, ...] = ()
    orders: tuple[Order, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    lines: dict[str, LineForm] = {}
    zones: dict[str, ZoneForm] = {}
    clauses: tuple[Clause, ...] = Field(min_length=1)

    def clause(self, clause_id: str) -> Clause | None:
        """Return the clause of that id, or None."""
        return next((clause for clause in self.clauses if clause.id == clause_id), None)

    def disputing(self, clause: Clause) -> list[str]:
        """Return the parties that may count a clause from another moment, as the form names them."""
        return list(dict.fromkeys([*clause.windows_disputed, *self.agreement.windows_disputed]))

    def window_on(self, clause: Clause, clock: str) -> WindowForm | None:
        """Return the window of a clause as the party *clock* counts it; its own goes before the agreement's."""
        own = clause.windows_disputed.get(clock, clause.window)
        return own or self.agreement.windows_disputed.get(clock, self.agreement.window)
