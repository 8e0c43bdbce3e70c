"""All scores of a case of which the truth is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs
import dataframely as dy
import polars as pl

from ceaseline.scoring.attribution import score_attributions, score_findings_of_sides, whose
from ceaseline.scoring.figures import Figure, figure
from ceaseline.scoring.findings import score_findings
from ceaseline.scoring.fusion import score_fusion
from ceaseline.scoring.linking import ALONE
from ceaseline.scoring.plain import plain
from ceaseline.scoring.reference import reference
from ceaseline.scoring.timeliness import score_timeliness
from ceaseline.scoring.verdicts import answers, score_counts, score_days, score_verdicts
from ceaseline.tables import (
    Attributions,
    Captures,
    Findings,
    Members,
    Observations,
    Scores,
    VerdictParts,
    Verdicts,
    from_rows,
)
from ceaseline.tables.truth_incidents import TruthIncidents
from ceaseline.tables.truth_members import TruthMembers
from ceaseline.tables.truth_rates import TruthRates


@attrs.frozen
class Said:
    """What the program says of a case.

    Attributes:
        attributions: None where nothing attributes yet.
        parts: answers by day; None where they are not asked about.
    """

    observations: dy.DataFrame[Observations]
    captures: dy.DataFrame[Captures]
    members: dy.DataFrame[Members]
    findings: dy.DataFrame[Findings]
    verdicts: dy.DataFrame[Verdicts]
    attributions: dy.DataFrame[Attributions] | None = None
    parts: dy.DataFrame[VerdictParts] | None = None


@attrs.frozen
class Truth:
    """What was so."""

    incidents: dy.DataFrame[TruthIncidents]
    members: dy.DataFrame[TruthMembers]
    rates: dy.DataFrame[TruthRates]

    @property
    def parties(self) -> list[str]:
        """Codes of the parties whose acts there are, or could have been, in their order."""
        return sorted({*self.incidents["acts_of"].drop_nulls(), *self.rates["acts_of"]})


def score(said: Said, truth: Truth) -> dy.DataFrame[Scores]:
    """Return every score, room by room.

    Records that tell of nothing are each a happening of their own. Records of which the truth says nothing are
    counted and left out. An incident is whose most of its records tell of.

    Args:
        said: the tables of a run.
        truth: of the same world.

    Returns:
        One row for each figure. Exchanging the codes of two parties in everything given exchanges them in ``party``
        and changes nothing else: see :func:`mirrored`.
    """
    rows = [{"room": room, **each} for room, figures in _rooms(said, truth) for each in figures]
    return from_rows(Scores, rows)


def mirrored(scores: dy.DataFrame[Scores], names: Mapping[str, str]) -> dy.DataFrame[Scores]:
    """Return the scores that the same world has to have when its parties have other names.

    Args:
        scores: of the world.
        names: the new code for each old one.
    """
    swapped = scores.with_columns(
        pl.col("party").replace(names),
        pl.when(pl.col("score") == "true_hypothesis").then(pl.col("by").replace(names)).otherwise("by"),
    )
    return Scores.validate(swapped)


def _rooms(said: Said, truth: Truth) -> Iterator[tuple[str, Iterator[Figure] | list[Figure]]]:
    parties = truth.parties
    records = _records(said, truth)
    known = said.observations.join(records.select("observation_id"), on="observation_id")
    yield (
        "fusion",
        [
            figure(
                "records_without_truth",
                said.observations.height - known.height,
                said.observations.height,
                unit="count",
            )
        ],
    )
    seen = reference(known, truth.incidents, truth.members)
    yield "fusion", score_fusion(records, plain(known), seen, parties)
    truly = whose(records, parties)
    if said.attributions is None:
        yield "attribution", score_findings_of_sides(said.findings, truly, parties)
    else:
        yield "attribution", score_attributions(said.attributions, truly, parties)
    yield "findings", score_findings(said.findings, records, truth.incidents, parties)
    told = answers(said.verdicts, truth.rates, truth.incidents)
    yield "verdicts", score_verdicts(told, parties)
    if said.parts is not None:
        yield "verdicts", score_days(said.parts, truth.rates, parties)
    yield "counts", score_counts(told, parties)
    yield "timeliness", score_timeliness(records, truth.incidents, parties)


def _records(said: Said, truth: Truth) -> pl.DataFrame:
    """Return each record of which the truth is known, with where it was put, where it belongs, and when it came."""
    received = said.captures.group_by("capture_id").agg(pl.col("received").min())
    return (
        said.observations.select("observation_id", "capture_id")
        .join(said.members, on="observation_id")
        .rename({"incident_id": "said"})
        .join(truth.members.rename({"incident_id": "told_of"}), on="observation_id")
        .join(
            truth.incidents.select("incident_id", "hypothesis", "acts_of", "clause_id", "outcome"),
            left_on="told_of",
            right_on="incident_id",
            how="left",
        )
        .join(received, on="capture_id", how="left")
        .with_columns(true=pl.col("told_of").fill_null(pl.lit(ALONE) + pl.col("observation_id")))
        .sort("observation_id")
    )
