"""Weapons by class and clause: seen standing, stored and seen, not verifiable, missing; never where one is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import attrs
import polars as pl

from ceaseline.publishing.coverage import coverages
from ceaseline.publishing.material import Material
from ceaseline.publishing.words import number
from ceaseline.tables.weapon_checks import ALL_SITES
from ceaseline.terms import listed, named
from ceaseline.terms.clause import Clause
from ceaseline.terms.codes import class_word
from ceaseline.terms.spelling import alternating

WAIT = timedelta(hours=72)  # before a sighting is told, whatever else the case allows
_NOTHING = "nothing on record"
_SEEN = {
    "first": "seen for the first time",
    "again": "again",
    "back": "back",
    "unclear": "not known whether before",
}


@attrs.frozen
class WeaponRow:
    """One class of weapons and one clause.

    Attributes:
        weapon: the class, in words.
        clause_id: the clause.
        present: what was seen standing and may be an act against the clause.
        watched: how well that was watched for.
        stored: what visits saw at sites, by side.
        not_verifiable: sites that could not be verified, by side.
        missing: what is missing against the side's own declaration.
        means: how the sightings were recorded, with the number of records.
    """

    weapon: str
    clause_id: str
    present: str
    watched: str
    stored: str
    not_verifiable: str
    missing: str
    means: str


@attrs.frozen
class WeaponPart:
    """The rows, and what a reader should know beside them."""

    rows: tuple[WeaponRow, ...]
    notes: tuple[str, ...]


def weapon_part(material: Material) -> WeaponPart | None:
    """Return what is on record of weapons; None where nothing is.

    Which side stands first alternates from row to row. A cell without any record says so, and gives no number.
    """
    if not (material.sightings.height or material.site_checks.height):
        return None
    seen, checks = _seen(material), _checks(material)
    rows: list[WeaponRow] = []
    for clause in material.terms.clauses:
        own_seen, own_checks = (table.filter(pl.col("clause_id") == clause.id) for table in (seen, checks))
        classes = {*own_seen["kind"], *own_checks["kind"]}
        for kind in sorted(classes, key=lambda each: (each is None, each or "")):
            of_kind = pl.col("kind").eq_missing(pl.lit(kind, pl.String))
            row = _Row(material, own_seen.filter(of_kind), own_checks.filter(of_kind), len(rows))
            rows.append(row.told(clause, kind))
    return WeaponPart(tuple(rows), tuple(_notes(material, seen, checks)))


@attrs.frozen
class _Row:
    """What one row is made from: sightings and checks of one class and clause, and how many rows stand above."""

    material: Material
    seen: pl.DataFrame
    checks: pl.DataFrame
    turn: int

    def told(self, clause: Clause, kind: str | None) -> WeaponRow:
        sides = alternating(clause.obligors, self.turn)
        at_sites = self.checks.filter(pl.col("site") != ALL_SITES).height > 0
        return WeaponRow(
            weapon="class not known" if kind is None else kind.replace("_", " "),
            clause_id=clause.id,
            present=_present(self.seen),
            watched=self._watched(clause),
            stored=self._by_side(sides, _stored if at_sites else _against),
            not_verifiable=self._by_side(sides, _unverified) if at_sites else _NOTHING,
            missing=self._by_side(sides, _missing) if at_sites else _NOTHING,
            means=_means(self.material, self.seen),
        )

    def _watched(self, clause: Clause) -> str:
        shares = {
            coverage.told
            for (name, side, _), coverage in coverages(self.material).items()
            if (name, side) == (clause.id, "any")
        }
        return "; ".join(sorted(shares)) or "not known"

    def _by_side(self, sides: Sequence[str], say: Callable[[pl.DataFrame], str]) -> str:
        told = []
        for side in sides:
            own = self.checks.filter(pl.col("obligor") == side)
            told += [f"{named(self.material.terms, side)}: {say(own)}"] if own.height else []
        return "; ".join(told) or _NOTHING


def _seen(material: Material) -> pl.DataFrame:
    """Return sightings old enough to be told, with each clause they are held against."""
    old = pl.lit(value=False) if material.as_of is None else pl.col("latest") <= material.as_of - _wait(material)
    held = material.findings.select("incident_id", "clause_id", "level").unique(maintain_order=True)
    return (
        material.sightings.join(material.incidents.filter(old).select("incident_id"), on="incident_id")
        .join(held, on="incident_id", maintain_order="left")
        .with_columns(_kind())
    )


def _checks(material: Material) -> pl.DataFrame:
    """Return for each clause, side, class and site the newest check; clocks make no difference to what was seen."""
    key = ["clause_id", "obligor", "weapon", "site"]
    newest = material.weapon_checks.sort("day").unique(key, keep="last", maintain_order=True)
    return newest.with_columns(_kind()).sort("clause_id", "site")


def _kind() -> pl.Expr:
    return pl.col("weapon").map_elements(class_word, return_dtype=pl.String).alias("kind")


def _wait(material: Material) -> timedelta:
    return max(WAIT, material.chart.delay)


def _present(seen: pl.DataFrame) -> str:
    known = seen.filter(pl.col("level") != "alleged")
    counts = dict(known["first_or_again"].value_counts().iter_rows())
    parts = [f"{number(counts[word])} {text}" for word, text in _SEEN.items() if word in counts]
    gone = known.filter(pl.col("gone_by").is_not_null()).height
    if gone:
        parts.append(f"{number(gone)} of them seen to be gone since")
    if seen.height > known.height:
        parts.append(f"{number(seen.height - known.height)} only alleged by a side")
    return "; ".join(parts) or _NOTHING


def _stored(checks: pl.DataFrame) -> str:
    looked = checks.filter(pl.col("seen_low").is_not_null())
    if looked.is_empty():
        return _NOTHING
    low = _sum(looked["seen_low"])
    high = _sum(looked.select(pl.col("seen_high").fill_null(pl.col("seen_low"))).to_series())
    least = "" if looked["seen_high"].null_count() == 0 else "at least "
    count = number(low) if low == high else f"{number(low)} to {number(high)}"
    return f"{least}{count} at {_sites(looked.height)}{_claimed(looked)}"


def _unverified(checks: pl.DataFrame) -> str:
    shut = checks.filter(pl.col("result") == "not_verifiable")
    return f"{_sites(shut.height) if shut.height else 'none'} of {number(checks.height)} visited{_claimed(checks)}"


def _missing(checks: pl.DataFrame) -> str:
    stated = checks.filter(pl.col("declared").is_not_null() | pl.col("missing").is_not_null())
    compared = stated.filter(pl.col("result") != "not_verifiable")
    if stated.is_empty():
        return "nothing declared"
    if compared.is_empty():
        return _NOTHING
    missing = _sum(compared["missing"])
    of = f" of {number(_sum(compared['declared']))} declared" if compared["declared"].null_count() == 0 else ""
    return f"{number(missing) if missing else 'none'}{of}{_claimed(compared)}"


def _against(checks: pl.DataFrame) -> str:
    """Return what a day's visits say of a ceiling, with the word for it."""
    row = checks.row(-1, named=True)
    if row["seen_low"] is None:
        return "not verifiable"
    count = f"{number(row['seen_low'])}" if row["seen_high"] == row["seen_low"] else f"at least {row['seen_low']:,}"
    allowed = "" if row["allowed"] is None else f" where {number(row['allowed'])} are allowed"
    word = row["result"].replace("_", " ")
    return f"{count} at the sites visited on {row['day']:%Y-%m-%d}{allowed} ({word}){_claimed(checks)}"


def _claimed(checks: pl.DataFrame) -> str:
    return " (alleged by a side)" if (checks["level"] == "alleged").any() else ""


def _sum(column: pl.Series) -> int:
    total: int = sum(column.drop_nulls().to_list())
    return total


def _sites(count: int) -> str:
    return "1 site" if count == 1 else f"{number(count)} sites"


def _means(material: Material, seen: pl.DataFrame) -> str:
    known = seen.filter(pl.col("level") != "alleged").select("incident_id").unique()
    records = (
        known.join(material.members, on="incident_id")
        .join(material.observations, on="observation_id")
        .with_columns(pl.col("means").fill_null("not stated"))
    )
    counts = records["means"].value_counts().sort(["count", "means"], descending=[True, False])
    return (
        ", ".join(
            f"{means.replace('_', ' ').replace('uav', 'UAV')} {number(count)}"
            for means, count in counts.iter_rows()
        )
        or _NOTHING
    )


def _notes(material: Material, seen: pl.DataFrame, checks: pl.DataFrame) -> Iterator[str]:
    every = material.sightings.join(material.incidents.select("incident_id", "latest"), on="incident_id")
    young = every.height
    if material.as_of is not None:
        young = every.filter(pl.col("latest") > material.as_of - _wait(material)).height
    if young:
        hours = _wait(material).total_seconds() / 3600
        yield f"Not yet told, because {hours:g} hours have not gone by since: {_sightings(young)}."
    free = every.height - young - seen["incident_id"].n_unique()
    if free:
        yield f"Held against no clause, by class, place, time or number: {_sightings(free)}."
    spoken_of = {class_word(word) for words in checks["weapon"] for word in words.split(", ")}
    other = [word for word in material.site_checks["weapon"].unique() if class_word(word) not in spoken_of]
    if other and "weapon" not in spoken_of:
        classes = listed(sorted(word.replace("_", " ") for word in other))
        yield f"Visited, and of classes or times of which no clause in force speaks: {classes}."


def _sightings(count: int) -> str:
    return "1 sighting" if count == 1 else f"{count:,} sightings"
