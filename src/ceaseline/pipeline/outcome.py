"""What a run is made from, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import attrs
import dataframely as dy
import polars as pl
from shapely.geometry.base import BaseGeometry

from ceaseline.accounts import Settlement
from ceaseline.line import Ground
from ceaseline.pipeline.locating import Places
from ceaseline.settings import Settings
from ceaseline.sources import Source
from ceaseline.tables import (
    AdvanceChecks,
    Allegations,
    Areas,
    Assets,
    Attributions,
    Calls,
    Captures,
    Cases,
    ClaimRelays,
    Claims,
    ClaimSeries,
    ClaimWindows,
    Clauses,
    ClauseSectors,
    ComplaintDays,
    Complaints,
    Consequences,
    Corrections,
    Counts,
    Decisions,
    Evidence,
    ExceptionChecks,
    Exposure,
    Findings,
    Guarantees,
    Incidents,
    Inventories,
    Lineage,
    LineChanges,
    LinePairs,
    Lines,
    Members,
    Notices,
    Notifications,
    Observations,
    Orders,
    PlaceCandidates,
    Placements,
    Positions,
    Proposals,
    RegisterChecks,
    Releases,
    Responses,
    Restrictions,
    Sectors,
    Series,
    SetAside,
    Sightings,
    Signals,
    SiteChecks,
    Sources,
    Statements,
    Steps,
    VerdictParts,
    Verdicts,
    Watched,
    Watches,
    WeaponChecks,
    Weather,
    Whereabouts,
)
from ceaseline.terms import Terms


@attrs.frozen
class CaseForms:
    """What people wrote: the terms, the sources and the settings, and what they drew.

    Attributes:
        places: where each clause holds for each side, where that is drawn.
        ground: the land whose outline is coast and border, where the settings name it.
        zones: the zones of the terms that are drawn, by name.
        drawn: likewise the lines.
        settlements: those that the case names, by which places in accounts are found.
        weapons_of: the one party that has a weapon, by weapon.
    """

    terms: Terms
    sources: tuple[Source, ...]
    settings: Settings
    places: Places = attrs.field(factory=dict, eq=False)
    ground: Ground | None = None
    zones: Mapping[str, BaseGeometry] = attrs.field(factory=dict, eq=False)
    drawn: Mapping[str, BaseGeometry] = attrs.field(factory=dict, eq=False)
    settlements: tuple[Settlement, ...] = ()
    weapons_of: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen
class Outcome:
    """Everything a run gives.

    Attributes:
        captures: the files as they came; beside them stand the tables of the design, by their names.
        mendable: files of rows set aside, by path below the tables folder.
        as_of: the moment it was judged from, UTC; None where there is no evidence and none was given.
    """

    captures: dy.DataFrame[Captures]
    sources: dy.DataFrame[Sources]
    clauses: dy.DataFrame[Clauses]
    observations: dy.DataFrame[Observations]
    areas: dy.DataFrame[Areas]
    lines: dy.DataFrame[Lines]
    line_changes: dy.DataFrame[LineChanges]
    line_pairs: dy.DataFrame[LinePairs]
    advance_checks: dy.DataFrame[AdvanceChecks]
    assets: dy.DataFrame[Assets]
    watches: dy.DataFrame[Watches]
    restrictions: dy.DataFrame[Restrictions]
    watched: dy.DataFrame[Watched]
    weather: dy.DataFrame[Weather]
    sectors: dy.DataFrame[Sectors]
    clause_sectors: dy.DataFrame[ClauseSectors]
    exposure: dy.DataFrame[Exposure]
    orders: dy.DataFrame[Orders]
    notifications: dy.DataFrame[Notifications]
    calls: dy.DataFrame[Calls]
    consequences: dy.DataFrame[Consequences]
    guarantees: dy.DataFrame[Guarantees]
    inventories: dy.DataFrame[Inventories]
    site_checks: dy.DataFrame[SiteChecks]
    counts: dy.DataFrame[Counts]
    complaints: dy.DataFrame[Complaints]
    steps: dy.DataFrame[Steps]
    cases: dy.DataFrame[Cases]
    complaint_days: dy.DataFrame[ComplaintDays]
    incidents: dy.DataFrame[Incidents]
    members: dy.DataFrame[Members]
    lineage: dy.DataFrame[Lineage]
    responses: dy.DataFrame[Responses]
    placements: dy.DataFrame[Placements]
    attributions: dy.DataFrame[Attributions]
    evidence: dy.DataFrame[Evidence]
    proposals: dy.DataFrame[Proposals]
    releases: dy.DataFrame[Releases]
    series: dy.DataFrame[Series]
    claims: dy.DataFrame[Claims]
    claim_windows: dy.DataFrame[ClaimWindows]
    claim_series: dy.DataFrame[ClaimSeries]
    claim_relays: dy.DataFrame[ClaimRelays]
    statements: dy.DataFrame[Statements]
    allegations: dy.DataFrame[Allegations]
    place_candidates: dy.DataFrame[PlaceCandidates]
    notices: dy.DataFrame[Notices]
    positions: dy.DataFrame[Positions]
    signals: dy.DataFrame[Signals]
    whereabouts: dy.DataFrame[Whereabouts]
    exception_checks: dy.DataFrame[ExceptionChecks]
    findings: dy.DataFrame[Findings]
    sightings: dy.DataFrame[Sightings]
    weapon_checks: dy.DataFrame[WeaponChecks]
    register_checks: dy.DataFrame[RegisterChecks]
    decisions: dy.DataFrame[Decisions]
    verdicts: dy.DataFrame[Verdicts]
    verdict_parts: dy.DataFrame[VerdictParts]
    corrections: dy.DataFrame[Corrections]
    set_aside: dy.DataFrame[SetAside]
    mendable: dict[str, bytes]
    as_of: datetime | None

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """The tables by name, in the order they were worked out."""
        every = attrs.asdict(self, recurse=False)
        return {name: value for name, value in every.items() if isinstance(value, pl.DataFrame)}
