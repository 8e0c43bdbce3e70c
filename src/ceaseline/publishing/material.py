"""What a page is made from."""

from __future__ import annotations

from datetime import datetime

import attrs
import dataframely as dy

from ceaseline.publishing.chart import Chart
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
    WeaponChecks,
)
from ceaseline.terms import Terms


@attrs.frozen
class Material:
    """One case, worked out: its terms and the tables a page shows.

    Attributes:
        name: title of the case.
        simulated: whether its world is made up; then every page says so.
        zones: clocks to print beside UTC.
        terms: what was promised, asked or demanded.
        unknown_sectors: sectors that files name and the case does not have, with how many rows name each.
        as_of: when the newest evidence was received, UTC.
        chart: what a map is drawn with, besides the tables.
        releases_sides: whether the case releases whose incidents are, where evidence and people allow it.
        threshold: chance from which on a side may be proposed.
    """

    name: str
    simulated: bool
    zones: tuple[str, ...]
    terms: Terms
    sources: dy.DataFrame[Sources]
    captures: dy.DataFrame[Captures]
    decisions: dy.DataFrame[Decisions]
    observations: dy.DataFrame[Observations]
    areas: dy.DataFrame[Areas]
    lines: dy.DataFrame[Lines]
    line_changes: dy.DataFrame[LineChanges]
    line_pairs: dy.DataFrame[LinePairs]
    advance_checks: dy.DataFrame[AdvanceChecks]
    assets: dy.DataFrame[Assets]
    restrictions: dy.DataFrame[Restrictions]
    watched: dy.DataFrame[Watched]
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
    exception_checks: dy.DataFrame[ExceptionChecks]
    findings: dy.DataFrame[Findings]
    sightings: dy.DataFrame[Sightings]
    weapon_checks: dy.DataFrame[WeaponChecks]
    register_checks: dy.DataFrame[RegisterChecks]
    series: dy.DataFrame[Series]
    signals: dy.DataFrame[Signals]
    verdicts: dy.DataFrame[Verdicts]
    verdict_parts: dy.DataFrame[VerdictParts]
    corrections: dy.DataFrame[Corrections]
    claims: dy.DataFrame[Claims]
    claim_windows: dy.DataFrame[ClaimWindows]
    claim_series: dy.DataFrame[ClaimSeries]
    claim_relays: dy.DataFrame[ClaimRelays]
    statements: dy.DataFrame[Statements]
    allegations: dy.DataFrame[Allegations]
    notices: dy.DataFrame[Notices]
    positions: dy.DataFrame[Positions]
    arithmetic: dict[str, str]
    set_aside: dy.DataFrame[SetAside]
    unknown_sectors: dict[str, int]
    as_of: datetime | None
    chart: Chart
    releases_sides: bool
    threshold: float
