"""Who tells: instruments by kind and sector, people by what they are, and accounts somebody pays."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import dataframely as dy
import numpy as np

from ceaseline.simulation.scenario import FABRICATING, Scenario, Side, Teller
from ceaseline.tables import Sources, from_rows
from ceaseline.terms.words import Role

INSTRUMENTS = {  # kinds of asset that record for themselves, and what their source is called and is
    "post": ("posts", "monitor"),
    "patrol": ("patrols", "monitor"),
    "camera": ("cameras", "instrument"),
    "acoustic": ("acoustic", "instrument"),
    "mini_uav": ("mini-uav", "instrument"),
    "long_uav": ("long-uav", "instrument"),
    "satellite_thermal": ("thermal", "instrument"),
}
# Sources of papers and of drawings: name, kind, role, and side.
_PAPERS: tuple[tuple[str, str, Role, Side | None], ...] = (
    ("asset-register", "assets", "monitor", None),
    ("watch-register", "watches", "monitor", None),
    ("restriction-register", "restrictions", "monitor", None),
    ("left-claims", "claims", "party", "left"),
    ("right-claims", "claims", "party", "right"),
    ("relay-1", "claims", "press", None),
    ("relay-2", "claims", "press", None),
    ("observatory-map", "lines", "osint", None),
    ("left-map", "lines", "party", "left"),
    ("right-map", "lines", "party", "right"),
)
_FORMS = {"patrol": "patrol"}  # kinds of asset whose records come in a form of their own
_GRADES = {"monitor": "B2", "instrument": "B2"}  # of our own; all others cannot be judged


@attrs.frozen
class Voices:
    """The sources of a world.

    Attributes:
        table: all of them.
        outlets: sources of each teller.
        accounts: sources of each attacker; empty where it has none of its own.
    """

    table: dy.DataFrame[Sources]
    outlets: dict[str, tuple[str, ...]]
    accounts: dict[str, tuple[str, ...]]


def instrument(kind: str, sector: int) -> str:
    """Return the source that an instrument's records come from.

    Examples:
        >>> instrument("camera", 3)
        'cameras-03'
    """
    return INSTRUMENTS[kind][0] if kind == "satellite_thermal" else f"{INSTRUMENTS[kind][0]}-{sector:02d}"


def voices(scenario: Scenario, rng: np.random.Generator) -> Voices:
    """Return the sources of a world; the names of paid accounts tell nothing of who pays."""
    rows = [
        {**_row(scenario, source, INSTRUMENTS[kind][1], None, source), "kind": _FORMS.get(kind, "observations")}
        for kind in INSTRUMENTS
        for source in sorted({instrument(kind, sector) for sector in range(scenario.sectors)})
    ]
    numbers = iter(rng.permutation(100_000).tolist())
    outlets: dict[str, tuple[str, ...]] = {}
    for name, teller in scenario.tellers.items():
        outlets[name] = _outlets(name, teller, numbers)
        # camps are known to copy each other; a party's channels are not known to be its own
        known = teller.role in ("press", "party")
        rows += [
            _row(scenario, source, teller.role, teller.of if known else None, name if known else source)
            for source in outlets[name]
        ]
    accounts = _accounts(scenario, numbers)
    rows += [_row(scenario, source, "public", None, source) for own in accounts.values() for source in own]
    rows += [{**_row(scenario, source, role, of, source), "kind": kind} for source, kind, role, of in _PAPERS]
    return Voices(from_rows(Sources, sorted(rows, key=lambda row: str(row["source"]))), outlets, accounts)


def _outlets(name: str, teller: Teller, numbers: Iterator[int]) -> tuple[str, ...]:
    """Return the sources of a teller: known ones by its name, accounts by numbers that tell nothing."""
    if teller.outlets == 1:
        return (name,)
    if teller.role == "public":
        return tuple(f"account-{next(numbers):05d}" for _ in range(teller.outlets))
    return tuple(f"{name}-{number:02d}" for number in range(1, teller.outlets + 1))


def _accounts(scenario: Scenario, numbers: Iterator[int]) -> dict[str, tuple[str, ...]]:
    """Return paid accounts; nothing in their names tells them from others."""
    return {
        name: tuple(f"account-{next(numbers):05d}" for _ in range(attacker.accounts))
        for name, attacker in scenario.attackers.items()
        if attacker.does in FABRICATING
    }


def _row(scenario: Scenario, source: str, role: str, of: Side | None, group: str) -> dict[str, object]:
    return {
        "source": source,
        "kind": "observations",
        "role": role,
        "party": None if of is None else scenario.parties[("left", "right").index(of)],
        "group": group,
        "grade": _GRADES.get(role, "F6"),
        "licence": "invented",
        "may_republish": True,
    }
