"""The words of ACLED: dates, happenings and kinds of actors."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

DAY_MEND = "write 2031-05-02, 02 May 2031 or 02-05-2031, the day before the month; nothing else is taken for a date"

_MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate(
        (
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ),
        1,
    )
}
# Only where the meaning is plain: what it was, and with what.
_HAPPENINGS: dict[str, tuple[str, str | None]] = {
    "armed clash": ("firefight", None),
    "shelling/artillery/missile attack": ("explosion", "artillery_or_missile"),
    "air/drone strike": ("explosion", "aircraft_or_drone"),
    "remote explosive/landmine/ied": ("explosion", "mine_or_device"),
    "grenade": ("explosion", "grenade"),
    "suicide bomb": ("explosion", "suicide_bomb"),
}
# Known, and kept as they are.
_AS_GIVEN = frozenset(
    {
        "government regains territory",
        "non-state actor overtakes territory",
        "chemical weapon",
        "disrupted weapons use",
        "headquarters or base established",
        "non-violent transfer of territory",
        "agreement",
        "looting/property destruction",
        "attack",
        "abduction/forced disappearance",
        "sexual violence",
    }
)
# Older files give numbers, newer ones words; 0 stands where there is no second actor.
_KINDS = {
    "0": "",
    "1": "state forces",
    "2": "rebel group",
    "3": "political militia",
    "4": "identity militia",
    "5": "rioters",
    "6": "protesters",
    "7": "civilians",
    "8": "external/other forces",
}
_KNOWN_KINDS = frozenset(_KINDS.values())
_ACTORS = "kinds of actors: "


def iso_days(text: pl.Series) -> pl.Series:
    """Return the three forms of dates as YYYY-MM-DD, and null for all others: 05/02/2031 could be two days."""
    cell, spelt = pl.col("text"), pl.col("text").str.extract_groups(r"^([0-9]{2}) ([A-Za-z]+) ([0-9]{4})$").struct
    month = spelt.field("2").str.to_lowercase().replace_strict(_MONTHS, default=None, return_dtype=pl.String)
    day_first = cell.str.extract_groups(r"^([0-9]{2})-([0-9]{2})-([0-9]{4})$").struct
    return (
        pl.DataFrame({"text": text})
        .select(
            pl.coalesce(
                pl.when(cell.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")).then(cell),
                day_first.field("3") + "-" + day_first.field("2") + "-" + day_first.field("1"),
                spelt.field("3") + "-" + month + "-" + spelt.field("1"),
            )
        )
        .to_series()
    )


def happenings(event_type: pl.Series, sub_event_type: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return what happened and with what weapon, in our words where the meaning is plain."""
    low = pl.col("sub").str.to_lowercase()
    plain = {word: ours for word, (ours, _) in _HAPPENINGS.items()}
    weapons = {word: weapon for word, (_, weapon) in _HAPPENINGS.items()}
    found = pl.DataFrame({"type": event_type.replace("", None), "sub": sub_event_type.replace("", None)}).select(
        phenomenon=pl.coalesce(low.replace_strict(plain, default=None, return_dtype=pl.String), "sub", "type"),
        weapon=low.replace_strict(weapons, default=None, return_dtype=pl.String),
    )
    return found["phenomenon"], found["weapon"]


def told(frame: pl.DataFrame) -> pl.Series:
    """Return in a line what the row says beside: its types, the kinds of actors in no order, and who reported it.

    Names of actors and the notes are left out: they may name units and where they stand.
    """
    kinds = [_kind(frame[field]) for field in ("inter1", "inter2")]
    first, second = pl.min_horizontal("a", "b"), pl.max_horizontal("a", "b")  # by the alphabet, not by the file
    actors = pl.DataFrame({"a": kinds[0], "b": kinds[1]}).select(
        pl.when(pl.col("a").is_not_null() & pl.col("b").is_not_null())
        .then(pl.format(_ACTORS + "{}, {}", first, second))
        .otherwise(pl.lit(_ACTORS) + first)
    )
    parts = pl.DataFrame(
        {
            "type": frame["event_type"].replace("", None),
            "sub": frame["sub_event_type"].replace("", None),
            "actors": actors.to_series(),
            "civilians": frame["civilian_targeting"].replace("", None),
            "source": "reported by " + frame["source"].replace("", None),
        }
    )
    return parts.select(pl.concat_str(pl.all(), separator="; ", ignore_nulls=True).replace("", None)).to_series()


def unknown(rows: pl.DataFrame) -> Iterator[str]:
    """Name the words that are not known here, and how often they stand in the rows."""
    ours = {ours for ours, _ in _HAPPENINGS.values()}
    happened = rows["phenomenon"].drop_nulls()
    strange = happened.filter(~happened.is_in(list(ours)) & ~happened.str.to_lowercase().is_in(list(_AS_GIVEN)))
    yield from _named("words not known here, kept as they are", strange)
    kinds = rows["text"].str.extract(f"(?:^|; ){_ACTORS}([^;]*)").drop_nulls().str.split(", ").explode()
    yield from _named("kinds of actors not known here", kinds.filter(~kinds.is_in(list(_KNOWN_KINDS))))


def _named(what: str, words: pl.Series) -> Iterator[str]:
    counts = pl.DataFrame({"word": words}).group_by("word").len().sort("len", "word", descending=[True, False])
    if counts.height:
        yield f"{what}: " + ", ".join(f"{word} ({count:,})" for word, count in counts.head(10).rows())


def _kind(cells: pl.Series) -> pl.Series:
    return cells.replace(_KINDS).str.to_lowercase().replace("", None)
