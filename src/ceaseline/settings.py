"""``case.toml``, read once into one frozen object; its parts, never the whole, are handed to the rooms."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator

from ceaseline.assessment import Comparison
from ceaseline.errors import FormError, LedgerError
from ceaseline.forms import FormPart, inside_the_case, read_toml
from ceaseline.ledger import PublicKey
from ceaseline.terms import WindowForm
from ceaseline.times import zone_of


class ReportingDay(FormPart):
    """What "a day" means in reports."""

    zone: str = "UTC"
    starts: str = Field(default="00:00", pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        return zone_of(zone).key


class CaseForm(FormPart):
    """What the case is called, and on which clocks it is shown."""

    name: str = Field(pattern=r"^[^\x00-\x1f]{1,200}$")
    reporting_day: ReportingDay = ReportingDay()
    show_zones: tuple[str, ...] = ()
    simulated: bool = False

    @field_validator("show_zones")
    @classmethod
    def _known_zones(cls, zones: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(zone_of(zone).key for zone in zones)


class Release(FormPart):
    """What may leave, and how surely; defaults are the cautious ones."""

    attribution: Literal["none", "direction", "side"] = "none"
    threshold: float = Field(default=0.95, gt=0.5, le=1)
    cell_km2: float = Field(default=253.0, ge=253)  # no published place is finer than this, whatever a case says
    delay_hours: float = Field(default=24, ge=0)
    smallest_count: int = Field(default=5, ge=1)


class Excluded(WindowForm):
    """A time that is not ordinary, and why; it has an end."""

    until: str
    why: str


class AttributionForm(FormPart):
    """What the case knows that parts the sides: the one party that has a weapon, by weapon."""

    weapons_of: dict[str, str] = {}


class ComparisonForm(FormPart):
    """What a signal is compared with."""

    days_before: int = Field(default=45, ge=0, le=3660)
    days_after: int = Field(default=45, ge=0, le=3660)
    exclude: tuple[Excluded, ...] = ()
    holding_below: float = Field(default=0.8, gt=0, le=1)
    lowest_share: float = Field(default=0.05, gt=0, le=1)
    saturated_share: float = Field(default=0.95, gt=0, le=1)


class VerdictsForm(FormPart):
    """When nothing recorded may be called nothing there; used as soon as coverage is known."""

    hours_watched: float = Field(default=0.80, gt=0, le=1)
    chance_seen: float = Field(default=0.90, gt=0, le=1)


FileName = Annotated[str, AfterValidator(inside_the_case)]
Said = Annotated[str, Field(pattern=r"^[^\x00-\x1f]{1,500}$")]


class BordersForm(FormPart):
    """Borders to draw on the map: whose they are, of which day, and what is said of them."""

    file: FileName
    author: Said
    as_of: date
    note: Said


class MapForm(FormPart):
    """What the map of the case shows beside land, water, lines and counts; nothing by default."""

    gazetteer: FileName | None = None
    languages: tuple[Said, ...] = ()
    borders: BordersForm | None = None
    districts: FileName | None = None


class LineSettings(FormPart):
    """How lines follow from areas: the land, as given, and at which scale lengths are measured."""

    land: tuple[str, ...] = ()
    strip_km: float = Field(default=4.0, gt=0, le=100)
    scale_km: float = Field(default=1.0, ge=0, le=100)
    sector_km: float = Field(default=25.0, gt=0, le=1000)

    @field_validator("land")
    @classmethod
    def _inside_the_case(cls, files: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(inside_the_case(file) for file in files)


class EvidenceForm(FormPart):
    """Who signs for the evidence; the private half of the key lies outside the case."""

    key: str | None = None

    @field_validator("key")
    @classmethod
    def _a_key(cls, key: str | None) -> str | None:
        try:
            return key if key is None else str(PublicKey.parse(key))
        except LedgerError as error:
            msg = f"{error}; copy the line that ceaseline new wrote, or take it out"
            raise ValueError(msg) from None


class Settings(FormPart):
    """All of ``case.toml``."""

    case: CaseForm
    release: Release = Release()
    attribution: AttributionForm = AttributionForm()
    comparison: ComparisonForm = ComparisonForm()
    verdicts: VerdictsForm = VerdictsForm()
    map: MapForm = MapForm()

    line: LineSettings = LineSettings()
    evidence: EvidenceForm = EvidenceForm()

    @property
    def key(self) -> PublicKey | None:
        """The public half of the key that signs for this case; None where nobody does."""
        return None if self.evidence.key is None else PublicKey.parse(self.evidence.key)

    def compared_with(self) -> Comparison:
        """Return what the assessment room needs to know of ``[comparison]``."""
        form = self.comparison
        return Comparison(
            days_before=form.days_before,
            days_after=form.days_after,
            exclude=tuple(excluded.window for excluded in form.exclude if excluded.window is not None),
            holding_below=form.holding_below,
            lowest_share=form.lowest_share,
            saturated_share=form.saturated_share,
        )


def weapons_of(text: str, parties: Collection[str], file: str = "case.toml") -> Mapping[str, str]:
    r"""Return the one party that has a weapon, by weapon.

    Args:
        text: of the form.
        parties: codes of the terms.
        file: its name, for errors.

    Raises:
        FormError: it names a party that the terms do not.

    Examples:
        >>> weapons_of('[case]\nname = "Toy"\n[attribution]\nweapons_of = {howitzer = "A"}', ["A", "B"])
        {'howitzer': 'A'}
    """
    form = read_toml(text, file)
    held = form.read_as(Settings).attribution.weapons_of
    mend = f"use one of {', '.join(parties)}, and leave out what both sides have"
    wrong = [
        form.problem(("attribution", "weapons_of", weapon), "is no party of the terms", mend)
        for weapon, party in held.items()
        if party not in parties
    ]
    if wrong:
        raise FormError(file, wrong)
    return held


def parse(text: str, file: str = "case.toml") -> Settings:
    r"""Return the settings that *text* holds.

    Raises:
        FormError: every problem found; an unknown key is one.

    Examples:
        >>> parse('[case]\nname = "Toy truce"').release.cell_km2
        253.0
    """
    return read_toml(text, file).read_as(Settings)
