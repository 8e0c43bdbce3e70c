"""The command that makes a world whose truth is known, as a case like any other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ceaseline.cli.outcome import say, say_json, where_option
from ceaseline.errors import InputError


def run_scenarios(*, as_json: bool) -> None:
    """Print the worlds there are, one line each."""
    from ceaseline.simulation import scenario, scenarios

    told = {name: scenario(name).about for name in scenarios()}
    if as_json:
        say_json({"scenarios": [{"name": name, "about": about} for name, about in told.items()]})
        return
    width = max(map(len, told))
    for name, about in told.items():
        say(f"{name:{width}}  {about}", hang=width + 2)
    say("To make one: ceaseline simulate SCENARIO -o CASE")


def run_simulate(
    name: str,
    output: Path | None,
    *,
    seed: int,
    changes: dict[str, Any],
    by_day: bool,
    replace: bool,
    as_json: bool,
) -> None:
    """Make the case, and say what to do with it."""
    from ceaseline.cli.progress import Patience
    from ceaseline.pipeline.simulating import remove_simulated, simulate
    from ceaseline.simulation import scenario, world

    if output is None:
        raise InputError("It is not said where the case goes. Mend: -o CASE, a folder that is not there yet")
    chosen = scenario(name, **changes)
    if output.exists():
        if not replace:
            raise InputError(
                f"{output} is there already; nothing was changed. Mend: choose another name, "
                "or --replace-simulated where it holds a simulated case that may go"
            )
        remove_simulated(output)
    with Patience() as patience:
        made = simulate(world(chosen, seed), output, by_day=by_day, tell=patience)
    if as_json:
        told = {"observations": made.observations, "incidents": made.incidents, "files": made.files}
        parameters = chosen.model_dump(mode="json", by_alias=True)
        say_json({"folder": str(output), "seed": seed, **told, "scenario": parameters})
        return
    say(
        f"{output} is made, and all in it is made up: {name} with seed {seed}, {chosen.days:,} days "
        f"of ceasefire along {chosen.length_km:,g} km."
    )
    say(
        f"{made.files:,} files with {made.observations:,} records tell of {made.incidents:,} things that really "
        f"happened; what those were lies in {output / 'truth'}, and no command but score reads it."
    )
    say(f"Next: ceaseline run{where_option(output)}")
