"""The command that holds a run against the truth of a simulated world."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ceaseline
from ceaseline.cli.outcome import say, say_json
from ceaseline.pipeline.scoring import score_case


def run_score(folder: Path, *, as_json: bool) -> None:
    """Print the scores room by room, and write them into the truth of the case."""
    scores, path = score_case(ceaseline.open(folder).folder)
    rows = scores.to_dicts()
    if as_json:
        say_json({"file": str(path), "scores": rows})
        return
    say("Scores in a world of our own making: a bad one is a fault, a good one proves nothing of a real ceasefire.")
    room = None
    for row in rows:
        if row["room"] != room:
            room = row["room"]
            print(f"\n{room}\n{'':2}{'score':38} {'whose':5} {'value':>9}  {'of':>9}  {'95 % interval':15} part")
        print(_line(row))
    say()
    say(f"{path} has the same. Nothing else that the program does reads truth/.")


def _line(row: dict[str, Any]) -> str:
    ends = "" if row["low"] is None else f"{row['low']:.3f} to {row['high']:.3f}"
    part = "" if row["by"] == "all" else row["by"]
    name = row["score"].replace("_", " ")
    return f"  {name:38} {row['party']:5} {_number(row):>9}  {row['of']:>9,}  {ends:15} {part}".rstrip()


def _number(row: dict[str, Any]) -> str:
    if row["value"] is None:
        return "-"
    if row["unit"] == "count":
        return f"{row['value']:,.1f}".removesuffix(".0")
    return f"{row['value']:.1f} h" if row["unit"] == "hours" else f"{row['value']:.3f}"
