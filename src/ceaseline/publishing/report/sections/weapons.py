"""Section 7: weapons by class and clause, seen where they may not stand, and what visits to stores saw."""

from __future__ import annotations

import attrs
import polars as pl

from ceaseline.publishing.material import Material
from ceaseline.publishing.report.counting import MOST_IDS, waiting
from ceaseline.publishing.report.fields import columns, words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Section, Sentence, Table
from ceaseline.publishing.weapons import weapon_part
from ceaseline.tables import Sightings, SiteChecks, WeaponChecks

_COLUMNS = (
    ("weapon", "#x_weapon+class", ""),
    ("term", "#x_term+id", ""),
    ("present", "#x_present", ""),
    ("watched", "#x_coverage", ""),
    ("stored", "#x_stored", ""),
    ("not_verifiable", "#x_not_verifiable", ""),
    ("missing", "#x_missing", ""),
    ("means", "#x_means", ""),
)


def section(frame: Frame) -> Section:
    """Return table T6 of the sightings and visits of the time of the report."""
    say, own = frame.say, _within(frame)
    part = weapon_part(own)
    title = say("contents.weapons")
    if part is None:
        return Section(7, "weapons", title, (Sentence(say("weapons.none")),))
    rows = []
    for row in part.rows:
        keys = (f"{row.clause_id}:any", *_seen(frame, own, row.clause_id))
        rows.append(
            tuple(
                words(text, keys)
                for text in (
                    row.weapon,
                    row.clause_id,
                    row.present,
                    row.watched,
                    row.stored,
                    row.not_verifiable,
                    row.missing,
                    row.means,
                )
            )
        )
    table = Table("T6", say("weapons.table"), say("weapons.note"), columns(frame, "weapons", _COLUMNS), tuple(rows))
    told = (Sentence(say("weapons.lead")), *(Sentence(note, _visits(frame)) for note in part.notes))
    return Section(7, "weapons", title, told, (table,) if rows else ())


def _within(frame: Frame) -> Material:
    """Return the case with the sightings and the visits of the time of the report alone."""
    material = frame.material
    began = (pl.col("earliest") >= frame.begin) & (pl.col("earliest") < frame.end)
    seen = material.sightings.join(material.incidents.filter(began), on="incident_id", how="semi")
    dates = [each.date for each in frame.days]
    return attrs.evolve(
        material,
        sightings=Sightings.validate(seen),
        site_checks=SiteChecks.validate(
            material.site_checks.filter(pl.col("checked") >= frame.begin, pl.col("checked") < frame.end)
        ),
        weapon_checks=WeaponChecks.validate(material.weapon_checks.filter(pl.col("day").is_in(dates))),
    )


def _seen(frame: Frame, own: Material, clause_id: str) -> tuple[str, ...]:
    """Return the sightings held against a clause that are old enough to be told: all, or the first of very many."""
    held = frame.material.findings.filter(
        pl.col("clause_id") == clause_id, ~pl.col("incident_id").is_in(waiting(frame).implode())
    )
    seen = own.sightings.join(held, on="incident_id", how="semi")["incident_id"]
    return tuple(seen.unique().sort().head(MOST_IDS))


def _visits(frame: Frame) -> tuple[str, ...]:
    return tuple(frame.material.site_checks["capture_id"].unique().sort())
