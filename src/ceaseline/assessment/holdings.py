"""What visits to sites say of stores and ceilings: counted where somebody looked, and left open where nobody could.

A declaration is a party's claim. Less than declared, or missing, says that and no more: no side is accused by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import attrs
import dataframely as dy
import polars as pl

from ceaseline.assessment.weapons import CEILING, STORED, belongs, known_classes
from ceaseline.tables import Clauses, Inventories, SiteChecks, Sources, WeaponChecks, from_rows
from ceaseline.tables.weapon_checks import ALL_SITES
from ceaseline.terms.codes import class_word

BY_SITE = (STORED, "WITHDRAW_TO_LINE", "DECLARE_INVENTORY")  # codes that what lies at a site has to do with
_LEVELS = ("alleged", "reported", "detected", "observed")
_LEVEL_OF = {"party": "alleged", "instrument": "detected", "monitor": "observed"}
_COUNTED_SINGLY = ("piece", "weapon", "item")

_Declared = dict[tuple[str, str, str], list[dict[str, Any]]]  # by side, site and class, in the order of time


def weapon_checks(
    clauses: dy.DataFrame[Clauses],
    inventories: dy.DataFrame[Inventories],
    site_checks: dy.DataFrame[SiteChecks],
    sources: dy.DataFrame[Sources],
) -> dy.DataFrame[WeaponChecks]:
    """Return what visits say of each clause about stores or numbers, for each side it binds, on each clock.

    Sites are different places, so what was seen at several on one day adds up; at one site several visits of a day
    give a range. Where a visit could not verify a site, no number is made of it, and "within" is not said. What
    parties tell of their sites is taken only where nobody else tells of that class and day.

    Args:
        clauses: the terms laid flat; those that bind somebody are looked at, while they hold.
        inventories: what was declared.
        site_checks: visits; a site and a day without one has no row here.
        sources: whose word the visits are.

    Returns:
        Rows in the order of the clauses, then of days, classes and sites.
    """
    known = known_classes(clauses)
    visits = [_Visit.of(row) for row in _heard(site_checks, sources).iter_rows(named=True)]
    declared: _Declared = {}
    for row in inventories.sort("as_of", "declared").iter_rows(named=True):
        declared.setdefault((row["party"], row["site"], class_word(row["weapon"])), []).append(row)
    asked = clauses.filter("binding", pl.col("code").is_in([*BY_SITE, CEILING])).rows(named=True)
    rows: list[dict[str, Any]] = []
    for clause in asked:
        objects = (clause["objects"] or "").split()
        own = [
            visit
            for visit in visits
            if visit.row["party"] == clause["obligor"]
            and clause["from"] <= visit.row["checked"]
            and (clause["held_until"] is None or visit.row["checked"] < clause["held_until"])
            and belongs(visit.row["weapon"], objects, known)
        ]
        rows += _ceiling(clause, own, declared) if clause["code"] == CEILING else _by_site(clause, own, declared)
    return from_rows(WeaponChecks, rows)


@attrs.frozen
class _Visit:
    row: dict[str, Any]
    day: date
    weapon: str

    @classmethod
    def of(cls, row: dict[str, Any]) -> _Visit:
        return cls(row, row["checked"].date(), class_word(row["weapon"]))


@attrs.frozen
class _Count:
    """What the visits of one day say of one class at one site."""

    visits: Sequence[_Visit]

    def numbers(self, result: str) -> list[int]:
        return [visit.row["count"] for visit in self.visits if visit.row["result"] == result]

    @property
    def least(self) -> int | None:
        return min(self.numbers("seen"), default=None)

    @property
    def most(self) -> int | None:
        """None where not all of it could be seen."""
        return None if self.blind else max(self.numbers("seen"), default=None)

    @property
    def blind(self) -> bool:
        return any(visit.row["result"] == "not_verifiable" for visit in self.visits)

    @property
    def missing(self) -> int | None:
        return max(self.numbers("missing"), default=0) or None

    @property
    def level(self) -> str:
        return _lowest(str(visit.row["level"]) for visit in self.visits)


def _heard(site_checks: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """Return visits with their level, those of parties only where there are no others of that class and day."""
    claimed = pl.col("role") == "party"
    alone = claimed.all().over("party", "weapon", pl.col("checked").dt.date())
    return (
        site_checks.join(sources.select("source", "role"), on="source", maintain_order="left")
        .filter(~claimed | alone)
        .with_columns(level=pl.col("role").replace_strict(_LEVEL_OF, default="reported"))
        .sort("checked", "check_id")
    )


def _by_site(clause: dict[str, Any], visits: Sequence[_Visit], inventories: _Declared) -> Iterator[dict[str, Any]]:
    for (day, weapon, site), own in _grouped(visits):
        count = _Count(own)
        declared = _declared(clause, inventories, day, weapon, site)
        result, missing = _compared(count, declared)
        yield _row(clause, day, own[0].row["weapon"], site, count.level) | {
            "result": result,
            "seen_low": count.least,
            "seen_high": count.most,
            "missing": missing,
            "allowed": None,
            "declared": declared,
            "basis": _told(count, declared, missing),
        }


def _compared(count: _Count, declared: int | None) -> tuple[str, int | None]:
    """Return the word for one site, and how many are missing there."""
    if count.missing is not None:
        return "missing", count.missing
    if count.least is None or count.most is None:
        return ("not_verifiable" if count.blind else "seen"), None
    if declared is None:
        return "seen", None
    if count.most < declared:
        return "less_than_declared", declared - count.most
    return ("more_than_declared" if count.least > declared else "as_declared"), None


def _told(count: _Count, declared: int | None, missing: int | None) -> str:
    parts = [] if count.least is None else [f"{_span(count.least, max(count.numbers('seen')))} seen"]
    if count.blind:
        parts.append("not all of it could be verified" if parts else "could not be verified")
    if declared is None:
        parts.append("nothing is declared for it")
    else:
        parts.append(f"{declared} declared by the side itself, which is its claim")
    if missing is not None:
        parts.append(f"{missing} missing against the declaration, and where they are is not known")
    return "; ".join(parts) + "."


def _ceiling(clause: dict[str, Any], visits: Sequence[_Visit], inventories: _Declared) -> Iterator[dict[str, Any]]:
    allowed = clause["quantity_high"]
    for day in dict.fromkeys(visit.day for visit in visits):
        places = [(key, _Count(own)) for key, own in _grouped([visit for visit in visits if visit.day == day])]
        seen = [count.least for _, count in places if count.least is not None]
        least = sum(seen) if seen else None
        tops = [count.most for _, count in places]
        most = sum(top for top in tops if top is not None) if None not in tops else None
        stated = [_declared(clause, inventories, day, weapon, site) for (_, weapon, site), _ in places]
        known = [number for number in stated if number is not None]
        result, why = _against(clause, least, most)
        unseen = sum(top is None for top in tops)
        level = _lowest(count.level for _, count in places)
        basis = [f"{'none' if least is None else _span(least, most or least)} seen at the sites visited that day"]
        basis += [f"at {unseen} of {len(places)} not all could be verified"] if unseen else []
        basis += [f"{allowed:g} {clause['quantity_unit']} allowed"] if allowed is not None else []
        basis += [why] if why else []
        yield _row(clause, day, (clause["objects"] or "weapons").replace(" ", ", "), ALL_SITES, level) | {
            "result": result,
            "seen_low": least,
            "seen_high": most,
            "missing": None,
            "allowed": allowed,
            "declared": sum(known) if known else None,
            "basis": "; ".join([*basis, "what stands elsewhere is not in it"]) + ".",
        }


def _against(clause: dict[str, Any], least: int | None, most: int | None) -> tuple[str, str]:
    """Return the word for a sum held against a ceiling, and why it is not a harder one."""
    allowed = clause["quantity_high"]
    names = {*_COUNTED_SINGLY, *(class_word(each) for each in (clause["objects"] or "").split())}
    if least is not None and allowed is None:
        found = "seen", "how many are allowed is not said"
    elif least is not None and class_word(clause["quantity_unit"]) not in names:
        found = "seen", "weapons are counted one by one, and the clause counts in something else"
    elif least is not None and least > allowed and clause["scope"] == "everywhere":
        found = "exceeded", ""
    elif least is not None and least > allowed:
        found = "may_be_exceeded", "whether these sites lie in the place of the clause is in no table"
    elif least is None or most is None:
        found = "not_verifiable", ""
    else:
        found = ("may_be_exceeded", "visits of one day differ") if most > allowed else ("within", "")
    return found


def _declared(clause: dict[str, Any], inventories: _Declared, day: date, weapon: str, site: str) -> int | None:
    """Return the last number that a side declared for a site; rows are by time."""
    found = [
        row["count"]
        for row in inventories.get((clause["obligor"], site, weapon), ())
        if row["clause_id"] in (None, clause["clause_id"]) and row["as_of"].date() <= day
    ]
    return found[-1] if found else None


def _grouped(visits: Sequence[_Visit]) -> list[tuple[tuple[date, str, str], list[_Visit]]]:
    groups: dict[tuple[date, str, str], list[_Visit]] = {}
    for visit in visits:
        groups.setdefault((visit.day, visit.weapon, visit.row["site"]), []).append(visit)
    return sorted(groups.items(), key=lambda each: each[0])


def _row(clause: dict[str, Any], day: date, weapon: str, site: str, level: str) -> dict[str, Any]:
    own = {name: clause[name] for name in ("clause_id", "obligor", "clock")}
    return own | {"day": day, "weapon": weapon, "site": site, "level": level}


def _lowest(levels: Iterable[str]) -> str:
    return min(levels, key=_LEVELS.index)


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"
