"""A world as a form: every number that makes one, with the range in which it makes sense."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from ceaseline.errors import UnknownName
from ceaseline.forms import Data, Form, FormPart, read_toml
from ceaseline.terms.words import Identifier, PartyCode, Role

Side = Literal["left", "right"]


def _within(low: float, high: float) -> AfterValidator:
    def check(value: float) -> float:
        if not low <= value <= high:
            msg = f"lies outside {low:g} to {high:g}; give a number from {low:g} to {high:g}"
            raise ValueError(msg)
        return value

    return AfterValidator(check)


Share = Annotated[float, _within(0, 1)]
Rate = Annotated[float, _within(0, 1000)]  # more than that on 100 km is no war that was ever counted
Kilometres = Annotated[float, _within(0.01, 100)]
Hours = Annotated[float, _within(0.01, 240)]


class Fire(FormPart):
    """How much is fired along the line by both sides together, and when.

    Attributes:
        rate: happenings a day on 100 km before the ceasefire; a burst of many shots is one.
        drop: by how many times it falls when the ceasefire begins.
        weekly_growth: by how many times it then grows in a week, up to the rate before.
        dispersion: k of the negative binomial counts of a sector and day; small is bursty.
        concentration: exponent of the weights of sectors by rank.
        night_share: share of small arms by night.
        answer_minutes: median delay of an answer.
        surges: share of a sector's happenings in a day that fall into three surges of about an hour.
        own_ground: share that takes effect on the ground of the side that fired.
        third: share of fire answering nothing that is neither side's, from the ground of one of them.
    """

    rate: Rate
    drop: Annotated[float, _within(1, 100)]
    weekly_growth: Annotated[float, _within(0.1, 10)]
    dispersion: Annotated[float, _within(0.05, 100)]
    concentration: Annotated[float, _within(0, 4)]
    night_share: Share
    answer_minutes: Annotated[float, _within(0.1, 600)]
    surges: Share
    own_ground: Share
    third: Share


class Behaviour(FormPart):
    """What one side does.

    Attributes:
        fires: its share of the fire that answers nothing.
        answers: chance that it answers fire.
        drones: share of its fire by drones.
        small_arms: share of the rest by small arms.
        assaults: share of its fire that is an attack on the ground.
        exercises, notified, inside: exercises a week on 100 km; shares of them notified, and within the zone.
        weapons: a day on 100 km, found where they may not be.
        advances: a week on 100 km.
        mobilisations, trainings, deliveries, rearmings, regroupings: a week, of the whole side.
        orders: whether it deposits an order to cease fire on the first day.
        withdraws: chance that it takes the order back within 30 days.
        exaggerates: what it claims of the other side, over what it knows.
        sums_wrong: chance that the parts of a statement do not make its total.
    """

    fires: Share
    answers: Annotated[float, _within(0, 0.9)]
    drones: Share
    small_arms: Share
    assaults: Share
    exercises: Rate
    notified: Share
    inside: Share
    weapons: Rate
    advances: Rate
    mobilisations: Rate
    trainings: Rate
    deliveries: Rate
    rearmings: Rate
    regroupings: Rate
    orders: bool
    withdraws: Share
    exaggerates: Annotated[float, _within(0.1, 20)]
    sums_wrong: Share

    @model_validator(mode="after")
    def _no_more_than_all(self) -> Behaviour:
        if self.drones + self.assaults > 1:
            raise ValueError("has drones and assaults that are more than all fire; lower one of the shares")
        return self


class Innocent(FormPart):
    """What looks like fire and is none: a week or a day on 100 km."""

    demining_week: Rate
    accidents_week: Rate
    quarries: Rate
    stubble_fires_day: Rate
    storms: Share


class Weather(FormPart):
    """Share of sectors and days with fog, and of the sky that is covered."""

    fog: Share
    cloud: Share


class Watching(FormPart):
    """Instruments on 100 km of the line, and how they do.

    Attributes:
        posts, patrols, cameras, acoustic, mini_uav, long_uav: how many.
        satellite_looks: passes of thermal satellites a day.
        on_the_left: share that stands on the left side's ground.
        false_alarms: records of nothing, for each record of something.
    """

    posts: Rate
    patrols: Rate
    cameras: Rate
    acoustic: Rate
    mini_uav: Rate
    long_uav: Rate
    satellite_looks: Annotated[int, _within(0, 24)]
    on_the_left: Share
    false_alarms: Share


class Access(FormPart):
    """What keeps instruments from watching: a day on 100 km, and on whose ground."""

    restrictions: Rate
    jamming: Rate
    losses_week: Rate
    failures: Share
    on_the_right: Share


class Teller(FormPart):
    """People who tell of what they saw or heard of.

    Attributes:
        role: as in the table ``sources``.
        of: the side whose interest they have.
        outlets: how many there are; each is a source.
        notices: chance that one of them tells of a happening by the side it is against, or by any.
        own_acts: the same for happenings by its own side, over the above.
        copies: chance that each other outlet copies what one told.
        place_km: error of the place, one sigma of each axis.
        gross: share of places that are quite wrong, by ten times as much.
        window_h: length of the time it gives.
        delay_h: median delay until it tells.
        blames: chance that it says whose it was.
        right: chance that this is right; for tellers of a side, that it is the other side whoever it was.
        counts: what it counts, over what there was.
        rumours: records of what never was, for each of what was.
    """

    role: Role
    of: Side | None = None
    outlets: Annotated[int, _within(1, 200)]
    notices: Share
    own_acts: Share = 1.0
    copies: Share = 0.0
    place_km: Kilometres
    gross: Share = 0.0
    window_h: Hours
    delay_h: Hours
    blames: Share
    right: Share
    counts: Annotated[float, _within(0.1, 100)] = 1.0
    rumours: Share = 0.05


FABRICATING = ("flood", "staged", "recycled", "backdated")  # by accounts of their own, in a side's interest


class Attacker(FormPart):
    """Somebody who spoils the record on purpose, or something that does so by chance.

    Attributes:
        does: which of the ways.
        by: the side in whose interest; None where in nobody's.
        accounts: how many accounts or media.
        reports: of each on a day.
        share: of all records, for what befalls records that are there already.
        first, last: days on which it does so, from 0, the first of the ceasefire.
        honest_days: days before the first on which its accounts tell the truth.
    """

    does: Literal["flood", "staged", "recycled", "spoofed", "backdated", "units", "late", "duplicates"]
    by: Side | None = None
    accounts: Annotated[int, _within(1, 1000)] = 1
    reports: Annotated[int, _within(1, 1000)] = 1
    share: Share = 0.0
    first: Annotated[int, _within(0, 3660)] = 0
    last: Annotated[int, _within(0, 3660)] = 3660
    honest_days: Annotated[int, _within(0, 3660)] = 0

    @model_validator(mode="after")
    def _forward(self) -> Attacker:
        if self.last < self.first:
            raise ValueError("stops before it begins; give a last day that is not before the first")
        if self.does in FABRICATING and self.by is None:
            raise ValueError("fabricates in nobody's interest; give by, left or right")
        return self


class Pocket(FormPart):
    """A claim that troops are surrounded: by whom, on which days, and whether it is so."""

    claimed_by: Side
    first: Annotated[int, _within(0, 3660)]
    true: bool
    radius_km: Kilometres


class Promise(FormPart):
    """A clause of the world: a code of the library, and the sides it binds.

    Attributes:
        code: of the library of codes.
        binds: sides.
        answers_excepted: whether fire that answers is allowed.
    """

    code: str
    binds: tuple[Side, ...] = Field(min_length=1)
    answers_excepted: bool = False


class Scenario(FormPart):
    """A whole ceasefire, before the dice are thrown."""

    name: Identifier
    about: str
    start: date
    days: Annotated[int, _within(1, 3660)]
    days_before: Annotated[int, _within(0, 366)]
    length_km: Annotated[float, _within(10, 5000)]
    sectors: Annotated[int, _within(1, 500)]
    zone_km: Annotated[float, _within(0, 50)]
    parties: tuple[PartyCode, PartyCode]  # of the ground on the left, and on the right, walking along the line
    fire: Fire
    left: Behaviour
    right: Behaviour
    innocent: Innocent
    weather: Weather
    watching: Watching
    access: Access
    pocket: Pocket | None = None
    clauses: dict[Identifier, Promise]
    tellers: dict[Identifier, Teller]
    attackers: dict[Identifier, Attacker] = {}

    @field_validator("parties")
    @classmethod
    def _two(cls, parties: tuple[str, str]) -> tuple[str, str]:
        if parties[0] == parties[1]:
            raise ValueError("names one party twice; give two codes, such as [A, B]")
        return parties

    @property
    def sides(self) -> tuple[Behaviour, Behaviour]:
        """What the left side does, and the right."""
        return self.left, self.right


_SHELF = files(__name__.rpartition(".")[0]) / "scenarios"
# Read once, when the program loads: the core opens no files later.
_FORMS: dict[str, Form] = {
    entry.name.removesuffix(".toml"): read_toml(entry.read_text("utf-8"), entry.name)
    for entry in sorted(_SHELF.iterdir(), key=lambda entry: entry.name)
    if entry.name.endswith(".toml")
}


def scenarios() -> list[str]:
    """Return the names of the worlds there are.

    Examples:
        >>> "small" in scenarios()
        True
    """
    return sorted(_FORMS)


def scenario(name: str, **changes: Any) -> Scenario:
    """Return a named world, changed where you say so.

    Args:
        name: one of :func:`scenarios`.
        changes: keys of the form; of a group, the keys given are changed and the others stay. None takes a key out.

    Raises:
        UnknownName: no world is called so.
        FormError: a key that is none, or a number outside the range in which it makes sense.

    Examples:
        >>> scenario("small", days=2, fire={"drop": 10}).fire.drop
        10.0
    """
    data = _merged(_whole(name), changes)
    return Form(f"{name}.toml", data, {}).read_as(Scenario)


def _whole(name: str) -> dict[str, Data]:
    """Return the form with what it takes from the one it is like."""
    if name not in _FORMS:
        raise UnknownName("scenario", name, _FORMS)
    own = _FORMS[name].data
    form = dict(own) if isinstance(own, dict) else {}
    like = form.pop("like", None)
    return {"name": name, **(form if like is None else _merged(_whole(str(like)), form) | {"name": name})}


def _merged(form: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(form)
    for key, value in changes.items():
        there = merged.get(key)
        merged[key] = _merged(there, value) if isinstance(there, dict) and isinstance(value, Mapping) else value
    return {key: value for key, value in merged.items() if value is not None}
