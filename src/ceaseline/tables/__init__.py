"""What each table promises: one file per table that crosses a doorway.

Every arrow between two rooms is one of these. ``validate`` checks the promise and drops
columns that are not declared; what leaves a room has passed it. Tables of the truth of
simulated worlds stand in modules of their own, so that a contract can say who takes them.
"""

from ceaseline.tables.account_pairs import AccountPairs
from ceaseline.tables.advance_checks import AdvanceChecks
from ceaseline.tables.allegations import Allegations
from ceaseline.tables.areas import Areas
from ceaseline.tables.assets import Assets
from ceaseline.tables.attributions import Attributions
from ceaseline.tables.building import from_rows
from ceaseline.tables.calls import Calls
from ceaseline.tables.captures import Captures
from ceaseline.tables.cases import Cases
from ceaseline.tables.claim_relays import ClaimRelays
from ceaseline.tables.claim_series import ClaimSeries
from ceaseline.tables.claim_windows import ClaimWindows
from ceaseline.tables.claims import Claims
from ceaseline.tables.clause_sectors import ClauseSectors
from ceaseline.tables.clauses import Clauses
from ceaseline.tables.complaint_days import ComplaintDays
from ceaseline.tables.complaints import Complaints
from ceaseline.tables.consequences import Consequences
from ceaseline.tables.corrections import Corrections
from ceaseline.tables.counts import Counts
from ceaseline.tables.decisions import Decisions
from ceaseline.tables.directions import Directions
from ceaseline.tables.evidence import Evidence
from ceaseline.tables.exception_checks import ExceptionChecks
from ceaseline.tables.exposure import Exposure
from ceaseline.tables.findings import Findings
from ceaseline.tables.guarantees import Guarantees
from ceaseline.tables.incidents import Incidents
from ceaseline.tables.inventories import Inventories
from ceaseline.tables.line_changes import LineChanges
from ceaseline.tables.line_pairs import LinePairs
from ceaseline.tables.lineage import Lineage
from ceaseline.tables.lines import Lines
from ceaseline.tables.members import Members
from ceaseline.tables.notices import Notices
from ceaseline.tables.notifications import Notifications
from ceaseline.tables.observations import Observations
from ceaseline.tables.orders import Orders
from ceaseline.tables.place_candidates import PlaceCandidates
from ceaseline.tables.placements import Placements
from ceaseline.tables.positions import Positions
from ceaseline.tables.proposals import Proposals
from ceaseline.tables.register_checks import RegisterChecks
from ceaseline.tables.releases import Releases
from ceaseline.tables.responses import Responses
from ceaseline.tables.restrictions import Restrictions
from ceaseline.tables.scores import Scores
from ceaseline.tables.sectors import Sectors
from ceaseline.tables.series import Series
from ceaseline.tables.set_aside import SetAside
from ceaseline.tables.sightings import Sightings
from ceaseline.tables.signals import Signals
from ceaseline.tables.simulated_observations import SimulatedObservations
from ceaseline.tables.site_checks import SiteChecks
from ceaseline.tables.source_habits import SourceHabits
from ceaseline.tables.sources import Sources
from ceaseline.tables.statements import Statements
from ceaseline.tables.steps import Steps
from ceaseline.tables.verdict_parts import VerdictParts
from ceaseline.tables.verdicts import Verdicts
from ceaseline.tables.watched import Watched
from ceaseline.tables.watches import Watches
from ceaseline.tables.weapon_checks import WeaponChecks
from ceaseline.tables.weather import Weather
from ceaseline.tables.whereabouts import Whereabouts

__all__ = [
    "AccountPairs",
    "AdvanceChecks",
    "Allegations",
    "Areas",
    "Assets",
    "Attributions",
    "Calls",
    "Captures",
    "Cases",
    "ClaimRelays",
    "ClaimSeries",
    "ClaimWindows",
    "Claims",
    "ClauseSectors",
    "Clauses",
    "ComplaintDays",
    "Complaints",
    "Consequences",
    "Corrections",
    "Counts",
    "Decisions",
    "Directions",
    "Evidence",
    "ExceptionChecks",
    "Exposure",
    "Findings",
    "Guarantees",
    "Incidents",
    "Inventories",
    "LineChanges",
    "LinePairs",
    "Lineage",
    "Lines",
    "Members",
    "Notices",
    "Notifications",
    "Observations",
    "Orders",
    "PlaceCandidates",
    "Placements",
    "Positions",
    "Proposals",
    "RegisterChecks",
    "Releases",
    "Responses",
    "Restrictions",
    "Scores",
    "Sectors",
    "Series",
    "SetAside",
    "Sightings",
    "Signals",
    "SimulatedObservations",
    "SiteChecks",
    "SourceHabits",
    "Sources",
    "Statements",
    "Steps",
    "VerdictParts",
    "Verdicts",
    "Watched",
    "Watches",
    "WeaponChecks",
    "Weather",
    "Whereabouts",
    "from_rows",
]
