"""Kinds of incident: what it was, and what can be known of it; and how often each kind is nobody's act."""

from __future__ import annotations

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray

from ceaseline.attribution.beliefs import Floats, Ints
from ceaseline.attribution.hypotheses import NOTHING, Hypotheses
from ceaseline.attribution.voices import Voices

# Beliefs, like those of sources: ours, and not measured in a ceasefire.
_OTHERWISE = 0.01  # share of each hypothesis that is no side's, where nothing else is said of it below
_ALONE = {"one": 0.15, "public": 0.15}  # of what one group alone tells, so much never was
_BLAMELESS = 0.08  # of what nobody blames anybody for, so much is an exercise, demining, an accident or nature
_BURNS = 0.5  # and of fires that somebody saw from above
_FIRE = "fire"
_TOLD = {"public": "nobody but the public", "one": "one group alone", "several": "several groups"}


@attrs.frozen(eq=False)
class Kinds:
    """Kinds of incident.

    Attributes:
        names: in words.
        of: number of the kind of each incident; (N,).
        sort: number of the sort of each kind, which says who tells of it and whether anybody is blamed; (K,).
        base: what is believed of the share of each hypothesis, by sort; (H, sorts).
        alone: sorts that fewer than two groups tell of; (sorts,).
        groups: of those that are learned from, how many have a record of each incident; (N,).
    """

    names: tuple[str, ...]
    of: Ints
    sort: Ints
    base: Floats
    alone: NDArray[np.bool_]
    groups: Ints


def kinds(
    phenomena: pl.Series,
    rows: pl.DataFrame,
    copies: pl.DataFrame,
    heard: pl.DataFrame,
    sighted: Ints,
    *,
    voices: Voices,
    names: Hypotheses,
) -> Kinds:
    """Return the kinds: where nobody without an interest can look, other things may happen than where somebody can.

    What one independent group alone tells may never have been; what two tell of hardly. Who only has the words of
    another is no second one. The public is no group of its own here: no number of accounts makes a second witness,
    or takes one away. A direction is of fire, so that somebody is blamed.

    Args:
        phenomena: of each incident, in order.
        rows: records with ``incident`` and ``source``.
        copies: ``incident`` and ``voice`` of claims that have the words of another.
        heard: claims of those that are learned from: ``incident``, ``voice``.
        sighted: incidents with a direction that parts sides.
        voices: who speaks.
        names: the hypotheses.
    """
    many = len(phenomena)
    number = {source: place for place, source in enumerate(voices.source)}
    voice = pl.col("source").replace_strict(number, default=None, return_dtype=pl.Int64)
    told = rows.select("incident", voice=voice).unique().join(copies, on=["incident", "voice"], how="anti")
    told = told.filter(pl.Series(voices.heard[told["voice"].to_numpy()], dtype=pl.Boolean))
    told = told.select("incident", group=pl.Series(voices.group[told["voice"].to_numpy()], dtype=pl.Int64)).unique()
    groups = np.bincount(told["incident"].to_numpy(), minlength=many).astype(np.int64)
    by = heard["voice"].to_numpy()
    blamed = _at(np.concatenate([heard["incident"].to_numpy(), sighted]), many)
    frame = pl.DataFrame(
        {
            "what": phenomena.fill_null("phenomenon not stated"),
            "d": _at(sighted, many),
            "w": _at(heard["incident"].to_numpy()[voices.accredited[by]], many),
            "tellers": pl.Series(np.array(["public", "one", "several"])[np.minimum(groups, 2)], dtype=pl.String),
            "blamed": blamed,
        }
    )
    sorts = frame.select(burns=pl.col("what") == _FIRE, tellers="tellers", blamed="blamed")
    of_sort = sorts.unique().sort("burns", "tellers", "blamed")
    words = frame.select(
        pl.format(
            "{}, told of by {}, {}, with {} and {}",
            "what",
            pl.col("tellers").replace(_TOLD),
            pl.when("blamed").then(pl.lit("somebody blamed")).otherwise(pl.lit("nobody blamed")),
            pl.when("d").then(pl.lit("a direction")).otherwise(pl.lit("no direction")),
            pl.when("w").then(pl.lit("an accredited claim")).otherwise(pl.lit("no accredited claim")),
        ).alias("kind")
    )
    at = sorts.join(of_sort.with_row_index("sort"), on=sorts.columns, how="left", maintain_order="left")["sort"]
    opened = words.with_columns(sort=at.cast(pl.Int64)).unique("kind").sort("kind")
    return Kinds(
        tuple(opened["kind"]),
        opened["kind"].search_sorted(words["kind"]).cast(pl.Int64).to_numpy(),
        opened["sort"].to_numpy(),
        np.array([base(names, *row) for row in of_sort.iter_rows()]).reshape(-1, len(names.names)).T,
        (of_sort["tellers"] != "several").to_numpy(),
        groups,
    )


def base(names: Hypotheses, burns: bool, tellers: str, blamed: bool) -> Floats:
    """Return what is believed of the share of each hypothesis, the sides alike.

    Args:
        names: the hypotheses.
        burns: it is a fire.
        tellers: ``public``, ``one`` or ``several``.
        blamed: somebody that is heard blames somebody, or tells a direction.
    """
    shares = dict.fromkeys(names.names, _OTHERWISE)
    shares[NOTHING] = _ALONE.get(tellers, _OTHERWISE)
    if not blamed and tellers != "public":
        shares["not_hostile"] = _BURNS if burns else _BLAMELESS
    rest = 1 - sum(shares[name] for name in names.names[names.sides :])
    return np.array([rest / names.sides if name in names.parties else shares[name] for name in names.names])


def _at(incident: Ints, many: int) -> NDArray[np.bool_]:
    there = np.zeros(many, dtype=np.bool_)
    there[incident] = True
    return there
