"""How terms are put into words: names, statuses, clocks, kilometres."""

from __future__ import annotations

from collections.abc import Sequence

from ceaseline.terms.clause import Clause
from ceaseline.terms.model import Terms
from ceaseline.terms.space import Where
from ceaseline.terms.windows import WindowForm
from ceaseline.times import spoken, spoken_start

STATUS = {
    "question": "only asked about",
    "demanded": "demanded, not agreed",
    "proposed": "proposed, not agreed",
    "accepted": "accepted",
    "agreed": "agreed",
    "in_force": "in force",
    "waived": "waived",
}
_WHO = {
    "instrument": "instruments",
    "monitor": "monitors",
    "party": "the parties",
    "press": "the press",
    "osint": "open sources",
    "public": "the public",
}
_SEES = {
    "yes": "yes",
    "partly": "partly",
    "weakly": "weakly",
    "claims_only": "claims only",
    "none_deployed": "none deployed",
    "no": "no",
}


def alternating(parties: Sequence[str], turn: int) -> list[str]:
    """Return the parties in the order of the terms, begun with another one at each turn.

    Examples:
        >>> alternating(["A", "B"], 0), alternating(["A", "B"], 1)
        (['A', 'B'], ['B', 'A'])
    """
    shift = turn % len(parties) if parties else 0
    return [*parties[shift:], *parties[:shift]]


def named(terms: Terms, party: str) -> str:
    """Return the name of a party or a third state with its code; other words, such as ``any``, as they are."""
    if party in terms.parties:
        return f"{terms.parties[party].name} ({party})"
    return f"{terms.third_states[party].name} ({party})" if party in terms.third_states else party


def plain(word: str) -> str:
    """Write a word of a file as people do.

    Examples:
        >>> plain("return_fire")
        'return fire'
    """
    return word.replace("_", " ")


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does.

    Examples:
        >>> listed(["a", "b", "c"]), listed(["a"]), listed([])
        ('a, b and c', 'a', '')
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def verifiability(clause: Clause) -> str:
    """Say what can see whether the clause is kept, with the means now there.

    Examples:
        >>> form = {"id": "x", "code": "NO_FIRE", "text": "No fire.", "modality": "prohibition",
        ...         "speech_status": "proposed", "obligors": ["A"], "verifiable_by": {"instrument": "partly"}}
        >>> verifiability(Clause.model_validate(form))
        'instruments: partly'
    """
    parts = [f"{_WHO[role]}: {_SEES[seen]}" for role, seen in clause.verifiable_by.items()]
    return "; ".join(parts) or "not stated"


def kilometres(where: Where) -> str:
    """Say how far a place reaches, for each class of weapons where they differ.

    Examples:
        >>> kilometres(Where(line="contact", within_km={"artillery": 25, "rocket_artillery": 35}))
        '25 km (artillery), 35 km (rocket artillery)'
    """
    if isinstance(where.within_km, dict):
        return ", ".join(f"{width:g} km ({plain(weapon)})" for weapon, width in where.within_km.items())
    return f"{where.within_km:g} km"


def clocks(form: WindowForm, zones: Sequence[str]) -> str:
    """Say a window in UTC, on its own clock and on others."""
    every = dict.fromkeys(["UTC", *([form.zone] if form.zone else []), *zones])
    if form.window is None:
        return " = ".join(f"from {spoken_start(form.begin, zone)}" for zone in every) + ", with no end stated"
    return " = ".join(spoken(form.window, zone) for zone in every)


def per_cent(share: float) -> str:
    """Return a share in words: never all or nothing where it is neither, and never rounded up.

    Examples:
        >>> per_cent(0.799999), per_cent(0.9999), per_cent(0.0001), per_cent(1.0), per_cent(0.0)
        ('79 %', '99 %', 'under 1 %', '100 %', '0 %')
    """
    whole = int(round(share * 100, 6))
    return "under 1 %" if not whole and share > 0 else f"{whole} %"
