"""Score what was worked out of a simulated case; the only work that opens its truth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

import dataframely as dy
import polars as pl

from ceaseline.errors import InputError
from ceaseline.scoring import Said, Truth, score
from ceaseline.store import Tables, write_whole
from ceaseline.tables import Attributions, Captures, Findings, Members, Observations, Scores, VerdictParts, Verdicts
from ceaseline.tables.truth_incidents import TruthIncidents
from ceaseline.tables.truth_members import TruthMembers
from ceaseline.tables.truth_rates import TruthRates

S = TypeVar("S", bound=dy.Schema)
TRUTH = "truth"  # the folder of a simulated case that nothing but this reads


def score_case(folder: Path) -> tuple[dy.DataFrame[Scores], Path]:
    """Score the tables of the last run, and write ``truth/scores.json``.

    Args:
        folder: of the case.

    Returns:
        The scores, and the file.

    Raises:
        InputError: the case has no truth, was not run, or the truth speaks of other records.
    """
    if not (folder / TRUTH).is_dir():
        raise InputError(
            f"{folder} has no {TRUTH}/: what really happened is known of simulated cases alone, and nothing else "
            "can be scored. Mend: name a case that ceaseline simulate made"
        )
    said, truth = _said(folder), _truth(folder)
    if (
        said.observations.height
        and not said.observations["observation_id"].is_in(truth.members["observation_id"].implode()).any()
    ):
        raise InputError(
            f"{folder / TRUTH} tells of none of the {said.observations.height:,} observations in tables/. "
            "Mend: is it the truth of this case? If so: ceaseline run"
        )
    scores = score(said, truth)
    path = folder / TRUTH / "scores.json"
    write_whole(path, json.dumps(scores.to_dicts(), ensure_ascii=False, indent=1).encode())
    return scores, path


def _said(folder: Path) -> Said:
    tables = Tables(folder / "tables")
    attributed = (tables.folder / "attributions.parquet").is_file()
    return Said(
        observations=Observations.validate(tables.read("observations")),
        captures=Captures.validate(tables.read("captures")),
        members=Members.validate(tables.read("members")),
        findings=Findings.validate(tables.read("findings")),
        verdicts=Verdicts.validate(tables.read("verdicts")),
        attributions=Attributions.validate(tables.read("attributions")) if attributed else None,
        parts=VerdictParts.validate(tables.read("verdict_parts")),
    )


def _truth(folder: Path) -> Truth:
    return Truth(
        incidents=_known(folder, TruthIncidents),
        members=_known(folder, TruthMembers),
        rates=_known(folder, TruthRates),
    )


def _known(folder: Path, schema: type[S]) -> dy.DataFrame[S]:
    """Return a table of the truth, whose file has its name."""
    path = folder / TRUTH / f"{schema.__module__.rpartition('.')[2]}.parquet"
    try:
        return schema.validate(pl.read_parquet(path))
    except (OSError, pl.exceptions.ComputeError, dy.exc.SchemaError, dy.exc.ValidationError) as error:
        said = str(error).strip().splitlines()[0]
        raise InputError(f"{path} cannot be read: {said}. Mend: ceaseline simulate makes it anew") from None
