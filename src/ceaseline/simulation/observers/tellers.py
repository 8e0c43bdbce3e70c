"""People who tell: callers, press, channels, commands, searchers of pictures; and those who copy them."""

from __future__ import annotations

import attrs
import numpy as np
import polars as pl

from ceaseline.sensors import HOLDS_68
from ceaseline.simulation.acts import Acts
from ceaseline.simulation.arrays import DAY, HOUR, NOBODY, SECOND, Bools, Floats, Ints, lognormal
from ceaseline.simulation.course import shifted
from ceaseline.simulation.deeds import DEEDS, PHENOMENA, PHENOMENON, UNIT, UNITS
from ceaseline.simulation.dice import dice
from ceaseline.simulation.papers import pocket_place
from ceaseline.simulation.records import astray, named, pick, records, together, words
from ceaseline.simulation.scenario import Teller
from ceaseline.simulation.world import World

SIDES = ("left", "right")
_MEANS = {"public": "seen", "press": "reported", "osint": "video", "party": "declared"}
# How much people tell of each kind of act, where fire is 1: most know thunder, few see papers. Assumed.
_TOLD = {"thunder": 0.02, "quarry": 0.05, "stubble_fire": 0.1, "exercise": 0.5, "demining": 0.3, "accident": 1.0}
_TOLD |= {"weapon": 0.1, "restriction": 0.05, "jamming": 0.02, "interference": 0.05, "small_arms": 0.7}
_WEIGHT = np.array([_TOLD.get(deed.name, 1.0) for deed in DEEDS])
_NUMBERED = 0.6  # share that gives a number, assumed
_SENTENCES = (
    "{} reported near kilometre {} of the line.",
    "Residents speak of {} near kilometre {}.",
    "Our correspondent writes of {} around kilometre {}.",
    "{} at kilometre {}, details follow.",
)


def tellers(world: World, day: int, done: Acts) -> pl.DataFrame:
    """Return what people tell of the acts of a day, copies and claims of a pocket included."""
    rng = dice(world.seed, "tellers", day)
    parts = [_told(world, day, name, done, rng) for name in world.scenario.tellers]
    return together([*parts, *_pocket(world, day, rng)])


def interest(teller: Teller, side: Ints) -> Floats:
    """Return how much of each side's acts a teller tells: all of those against it, few of its own.

    Examples:
        >>> from ceaseline.simulation import scenario
        >>> camp = scenario("small").tellers["left-press"]
        >>> interest(camp, np.array([0, 1, -1])).tolist()
        [0.05, 1.0, 0.3]
    """
    own = np.full(len(side), -2) if teller.of is None else np.full(len(side), SIDES.index(teller.of))
    weight: Floats = np.where(side == NOBODY, 0.3, np.where(side == own, teller.own_acts, 1.0))
    return weight


def blamed(teller: Teller, side: Ints, rng: np.random.Generator) -> Floats:
    """Return the side each record blames, NaN where it blames none.

    Those of a side blame the other, whoever it was; those of none are right as often as they are, and blame one
    side or the other for what was nobody's.
    """
    n = len(side)
    says, right = rng.random(n) < teller.blames, rng.random(n) < teller.right
    truly = np.where(side == NOBODY, rng.integers(0, 2, n), side)
    if teller.of is None:
        named_side = np.where(right, truly, 1 - truly)
    else:
        other = 1 - SIDES.index(teller.of)
        named_side = np.where(right, other, 1 - other)
    return np.where(says, named_side, np.nan)


def _told(world: World, day: int, name: str, done: Acts, rng: np.random.Generator) -> pl.DataFrame:
    teller, outlets = world.scenario.tellers[name], world.voices.outlets[name]
    loud = np.minimum(0.7 + 0.2 * np.log(done.count), 1.5)  # a burst is told more often than a shot; assumed
    chance = teller.notices * interest(teller, done.side) * _WEIGHT[done.deed] * loud
    act = np.flatnonzero(rng.random(len(done)) < chance)
    outlet = rng.integers(0, len(outlets), len(act))
    lon, lat = world.places(day, done.chainage[act], done.offset[act])
    first = _originals(teller, done.taken(act), (lon, lat), rng).with_columns(
        act=pl.Series(act), source=named(outlets, outlet)
    )
    rumours = _rumours(world, day, teller, done, rng)
    rumours = rumours.with_columns(source=pick(outlets, rumours.height, rng))
    return together([first, _copies(teller, outlets, outlet, first, rng), rumours])


def _rumours(world: World, day: int, teller: Teller, act: Acts, rng: np.random.Generator) -> pl.DataFrame:
    """Return records of fire that never was: at places and times at which there could have been some."""
    fired = np.flatnonzero(np.isfinite(act.from_deg))
    chance = teller.rumours * teller.notices * interest(teller, act.side[fired])
    like = act.taken(fired[rng.random(len(fired)) < chance])
    midnight, n = world.midnight(day), len(like)
    moment = midnight + rng.integers(0, DAY, n)
    never = attrs.evolve(like, chainage=world.near_spots(like.sector, rng), at=moment, until=moment)
    places = world.places(day, never.chainage, never.offset)
    return _originals(teller, never, places, rng)


def _originals(teller: Teller, done: Acts, places: tuple[Floats, Floats], rng: np.random.Generator) -> pl.DataFrame:
    """Return one record of each act, without saying by which outlet."""
    n = len(done)
    sigma_m = 1000.0 * teller.place_km * np.where(rng.random(n) < teller.gross, 10.0, 1.0)
    lon, lat = shifted(*places, *astray(sigma_m, n, rng))
    window = round(teller.window_h * HOUR)
    start = done.at - (rng.random(n) * window).astype(np.int64)
    start += (0.1 * window * rng.standard_normal(n)).astype(np.int64)
    number = np.maximum(np.round(lognormal(rng, done.count * teller.counts, 0.3, n)), 1.0)
    number = np.where(rng.random(n) < _NUMBERED, number, np.nan)
    phenomenon = words("told", PHENOMENA, PHENOMENON[done.deed], rng)
    placed = np.where(np.isfinite(lon), 1000.0 * teller.place_km * HOLDS_68, np.nan)
    return records(
        n,
        means=_MEANS[teller.role],
        phenomenon=phenomenon,
        earliest=start,
        latest=start + window,
        lon=lon,
        lat=lat,
        radius_m=placed,
        quantity_low=number,
        quantity_high=number,
        unit=named(UNITS, np.where(np.isfinite(number), UNIT[done.deed], -1)),
        accused=blamed(teller, done.side, rng),
        text=_sentences(phenomenon, done.chainage, rng),
        received=np.maximum(start + window, done.at)
        + (lognormal(rng, teller.delay_h, 0.7, n) * HOUR).astype(np.int64),
    )


def _copies(
    teller: Teller, outlets: tuple[str, ...], told_by: Ints, frame: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """Return what the other outlets copied: the same, later, under their own name."""
    copied: Bools = rng.random((len(told_by), len(outlets))) < teller.copies
    copied &= told_by[:, None] != np.arange(len(outlets))
    row, outlet = np.nonzero(copied)
    later = (lognormal(rng, 2.0, 0.8, len(row)) * HOUR).astype(np.int64)  # two hours, assumed
    return frame[row].with_columns(
        source=named(outlets, outlet.astype(np.int64)), received=pl.col("received") + pl.Series(later)
    )


def _sentences(phenomenon: pl.Series, chainage: Floats, rng: np.random.Generator) -> pl.Series:
    """Return a sentence for each record; it names no side, so that swapping codes changes none."""
    where = pl.Series(np.round(np.nan_to_num(chainage) / 5.0) * 5.0).cast(pl.Int64)  # rounded to 5 km
    frame = pl.DataFrame({"what": phenomenon.str.replace_all("_", " ", literal=True), "where": where})
    style = pl.Series("style", rng.integers(0, len(_SENTENCES), len(phenomenon)))
    told = [
        pl.when(pl.col("style") == number).then(pl.format(sentence, "what", "where"))
        for number, sentence in enumerate(_SENTENCES)
    ]
    return frame.with_columns(style).select(pl.coalesce(*told).alias("text"))["text"]


def _pocket(world: World, day: int, rng: np.random.Generator) -> list[pl.DataFrame]:
    """Return the claims of one side, for a week, that troops are surrounded; they tell of no act."""
    pocket = world.scenario.pocket
    since = day - world.scenario.days_before - (pocket.first if pocket else 0)
    outlets = [
        source
        for name, teller in world.scenario.tellers.items()
        if pocket and teller.of == pocket.claimed_by and teller.role in ("party", "press")
        for source in world.voices.outlets[name]
    ]
    if pocket is None or not outlets or not 0 <= since < 7:
        return []
    chainage, offset = pocket_place(world, pocket)
    lon, lat = world.places(day, chainage, offset)
    start, n = world.midnight(day), min(3, len(outlets))
    told = records(
        n,
        source=pick(outlets, n, rng),
        means="declared",
        phenomenon="encirclement",
        earliest=start,
        latest=start + 12 * HOUR,
        lon=np.repeat(lon, n),
        lat=np.repeat(lat, n),
        radius_m=1000.0 * pocket.radius_km,
        text="Troops there are said to be surrounded.",
        received=start + 13 * HOUR + rng.integers(0, 6 * HOUR, n) // SECOND * SECOND,
    )
    return [told]
