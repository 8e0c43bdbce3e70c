"""The command that says whose the incidents of a folder are likely to be."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from ceaseline.attribution import expected_wrong
from ceaseline.cli.outcome import complain, say, say_json
from ceaseline.pipeline.attributing import attribute_folder


def run_attribute(folder: Path, line: Path | None, reviewed: Path | None, *, as_json: bool) -> None:
    """Write the chances, and print how many incidents could be said to be whose, and how many not."""
    done = attribute_folder(folder, line, reviewed)
    for warning in done.attributed.warnings:
        complain(f"Note: {warning}")
    wrong = expected_wrong(done.proposals, done.parties)
    counts = dict(done.proposals.group_by("proposal").agg(pl.len()).sort("proposal").iter_rows())
    reasons = done.proposals.group_by("reason").agg(many=pl.len()).sort("many", "reason", descending=[True, False])
    if as_json:
        say_json(
            {
                "file": str(done.file),
                "parties": list(done.parties),
                "incidents": done.proposals.height,
                "proposals": counts,
                "reasons": reasons.to_dicts(),
                "expected_wrong": wrong.to_dicts(),
                "warnings": list(done.attributed.warnings),
            }
        )
        return
    undetermined = counts.get("undetermined", 0)
    say(f"{done.proposals.height:,} incidents; of {undetermined:,} it is undetermined whose they are.")
    for row in reasons.iter_rows(named=True):
        say(f"{row['many']:,}: {row['reason']}", indent=2, hang=2)
    for row in wrong.iter_rows(named=True):
        say(
            f"Party {row['party']}: {row['named']:,} could be proposed to two people, of which "
            f"{row['expected_wrong']:.1f} are expected to be wrong.",
            indent=2,
            hang=2,
        )
    say(f"{done.file} holds the chances; evidence.parquet beside it says what they rest on. Neither is a finding.")
