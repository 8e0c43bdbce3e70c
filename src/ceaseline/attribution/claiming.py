"""From records to claims: who blames whom for which incident, once for each source."""

from __future__ import annotations

from collections.abc import Collection

import attrs
import numpy as np
import polars as pl

from ceaseline.attribution.beliefs import Ints
from ceaseline.attribution.hypotheses import NOTHING, Hypotheses
from ceaseline.attribution.speaking import accusing, camps
from ceaseline.attribution.voices import Voices
from ceaseline.attribution.witnesses import Tellings

DENIES = (NOTHING, "denial")  # phenomena by which a source says that it was not so
_STEPS = 10  # of how surely a record belongs: claims that differ by less are worked out once
# Odds that it belongs, of what people tell beside others: from stated odds, blunted and lessened.
_BLUNTED, _BESIDE = 0.7, 0.3
_LONG, _RUN, _SAME = 10, 3, 0.8  # words of a text, from which such a share of its runs of three is copying
_WORDS = 20  # letters from which on equal wording is copying and no chance


@attrs.frozen(eq=False)
class Claims:
    """One row for each source and incident of which it says whose it was.

    Attributes:
        rows: ``incident``, ``voice``, ``claim`` (numbers) and ``belongs``, the stated chance that it is of
            this incident; in that order.
        copies: ``incident`` and ``voice`` of those left out as they have the words of another.
        notes: ``incident``, ``voice``, ``note``: what was left out, and why.
    """

    rows: pl.DataFrame
    copies: pl.DataFrame
    notes: pl.DataFrame


def records(incidents: pl.DataFrame, members: pl.DataFrame, observations: pl.DataFrame) -> pl.DataFrame:
    """Return the observations with the number of their incident, in the order of their ids, and ``probability``."""
    number = incidents.select("incident_id").sort("incident_id").with_row_index("incident")
    wanted = (
        "observation_id",
        "source",
        "accused",
        "phenomenon",
        "weapon",
        "text",
        "bearing_deg",
        "bearing_sigma_deg",
        "earliest",
    )
    return (
        members.join(number.with_columns(pl.col("incident").cast(pl.Int64)), on="incident_id")
        .drop("incident_id")
        .join(observations.select(wanted), on="observation_id")
    )


def claims(rows: pl.DataFrame, voices: Voices, names: Hypotheses, older: Collection[str] = ()) -> Claims:
    """Return what each source says of each incident; whoever blames two for one says nothing of it.

    Args:
        rows: what :func:`records` gives.
        voices: who speaks.
        names: the hypotheses.
        older: ids of records whose medium is older than the event; they claim nothing.
    """
    codes = {party: place for place, party in enumerate(names.parties)}
    said = (
        pl.when(pl.col("accused").is_not_null())
        .then(pl.col("accused").replace_strict(codes, default=names.sides, return_dtype=pl.Int64))
        .when(pl.col("phenomenon").is_in(DENIES))
        .then(names.sides + 1)
    )
    voice = {source: place for place, source in enumerate(voices.source)}
    told = rows.filter(~pl.col("observation_id").is_in(list(older))) if older else rows
    told = told.select(
        "incident",
        voice=pl.col("source").replace_strict(voice, default=None, return_dtype=pl.Int64).cast(pl.Int64),
        claim=said,
        belongs="probability",
        text="text",
    ).filter(pl.col("claim").is_not_null())
    once = told.group_by("incident", "voice").agg(
        pl.col("claim").min(),
        twice=pl.col("claim").min() != pl.col("claim").max(),
        text=pl.col("text").min(),
        belongs=pl.col("belongs").max(),
    )
    clear = once.filter(~pl.col("twice")).sort("incident", "voice")
    kept = _unlike(clear, voices)
    copies = clear.join(kept, on=["incident", "voice"], how="anti").select("incident", "voice")
    notes = [
        once.filter("twice").select(
            "incident", "voice", note=pl.lit("blames more than one for this, so for nobody")
        ),
        copies.with_columns(note=pl.lit("has the words of another source, so it is no witness of its own")),
    ]
    return Claims(
        kept.select("incident", "voice", "claim", "belongs"),
        copies,
        pl.concat(notes).sort("incident", "voice", "note"),
    )


def belonging(rows: pl.DataFrame, groups: Ints, voices: Voices) -> pl.DataFrame:
    """Return claims with ``tenths``: how surely they are of their incident, once it is known who else tells of it.

    What one group alone tells is what the incident is. Beside others, what people tell of hours and kilometres is
    more often of another happening than is stated; what is certain stays certain.

    Args:
        rows: claims of those that are learned from.
        groups: how many of these have a record of each incident.
        voices: who speaks.
    """
    alone = pl.Series(groups[rows["incident"].to_numpy()] < 2, dtype=pl.Boolean)
    exact = pl.Series(voices.accredited[rows["voice"].to_numpy()], dtype=pl.Boolean)
    stated = pl.col("belongs")
    against = (1 - stated).pow(_BLUNTED)
    beside = _BESIDE * stated.pow(_BLUNTED) / (_BESIDE * stated.pow(_BLUNTED) + against)
    told = pl.when(alone).then(1.0).when(exact).then(stated).otherwise(beside)
    return rows.with_columns(tenths=(told * _STEPS).round().cast(pl.Int64)).filter(pl.col("tenths") > 0)


def tellings(rows: pl.DataFrame, voices: Voices, names: Hypotheses) -> Tellings:
    """Return claims laid out by incident and group, with equal sets of claims worked out once.

    Args:
        rows: ``incident``, ``voice``, ``claim``, ``tenths``, sorted.
        voices: who speaks.
        names: the hypotheses.
    """
    group = voices.group
    step = rows.select(pl.col("claim").max().fill_null(0) + 1).item()
    coded = rows.select(
        "incident",
        group=pl.Series(group[rows["voice"].to_numpy()]),
        code=(pl.col("voice") * step + pl.col("claim")) * (_STEPS + 1) + pl.col("tenths"),
    ).sort("incident", "group", "code")
    entries = coded.group_by("incident", "group", maintain_order=True).agg("code")
    sets = entries.group_by("code", maintain_order=True).agg(pl.col("group").first())
    numbered = sets.with_row_index("pattern").with_columns(pl.col("pattern").cast(pl.Int64))
    which = entries.select("incident", "code").join(
        numbered.select("code", "pattern"), on="code", how="left", maintain_order="left"
    )
    long = numbered.explode("code")
    said, belongs = np.divmod(long["code"].to_numpy(), _STEPS + 1)
    source, claim = np.divmod(said, step)
    of = long["pattern"].to_numpy()
    start = np.searchsorted(of, np.arange(len(sets)))
    return Tellings(
        which["incident"].to_numpy(),
        which["pattern"].to_numpy(),
        sets["group"].to_numpy(),
        start.astype(np.int64),
        of,
        source,
        claim,
        belongs / _STEPS,
        accusing(camps(voices)[sets["group"].to_numpy()], start, of, claim, names.sides),
    )


def _unlike(clear: pl.DataFrame, voices: Voices) -> pl.DataFrame:
    """Return claims without those whose wording another source has for the same incident.

    The accredited is taken for the one that was copied, then whoever is learned from, and then the first by name:
    no account of the public takes away another's word by repeating it. Figures, capitals and marks are no
    difference of wording; and a long text that shares most runs of three words with another is a copy too.
    """
    if clear["text"].null_count() == len(clear):
        return clear
    words = pl.col("text").str.normalize("NFKC").str.to_lowercase().str.replace_all(r"[^\p{L}\p{M}]+", " ")
    worded = clear.with_columns(
        wording=words.str.strip_chars(),
        turn=pl.Series(-voices.accredited.astype(np.int64) - voices.heard)[clear["voice"].to_numpy()],
    )
    long = worded.filter(pl.col("wording").str.len_chars() >= _WORDS).sort("incident", "turn", "voice")
    again = pl.int_range(pl.len()).over("incident", "wording") > 0
    known = pl.Series(voices.heard[long["voice"].to_numpy()], dtype=pl.Boolean)  # the public is one voice anyway
    copies = [long.filter(again).select("incident", "voice"), _alike(long.filter(~again & known))]
    return clear.join(pl.concat(copies), on=["incident", "voice"], how="anti", maintain_order="left")


def _alike(long: pl.DataFrame) -> pl.DataFrame:
    """Return ``incident`` and ``voice`` of claims most of whose runs of three words another of the incident has."""
    words = pl.col("wording").str.split(" ")
    told = long.select("incident", "voice", words=words).with_row_index("turn")
    told = told.filter(pl.col("words").list.len() >= _LONG)
    parts = [pl.col("words").list.slice(step, pl.col("words").list.len() - _RUN + 1) for step in range(_RUN)]
    ended = told.with_columns(part.alias(f"w{step}") for step, part in enumerate(parts))
    runs = ended.drop("words").explode([f"w{step}" for step in range(_RUN)]).unique()
    runs = runs.with_columns(many=pl.len().over("turn"))
    on = ["incident", *(f"w{step}" for step in range(_RUN))]
    shared = runs.join(runs.select("turn", *on, of="many"), on=on, suffix="_first").filter(
        pl.col("turn_first") < pl.col("turn")
    )
    near = shared.group_by("incident", "voice", "turn", "turn_first").agg(
        share=pl.len() / pl.min_horizontal("many", "of").first()
    )
    return near.filter(pl.col("share") >= _SAME).select("incident", "voice").unique()
