"""The head and the foot of a report in words, the same in every form."""

from __future__ import annotations

from collections.abc import Sequence

from ceaseline.publishing.report.messages import Messages
from ceaseline.publishing.report.model import Masthead
from ceaseline.publishing.words import moment_on

_FOOT = 150  # letters that a line at the foot of a page can hold


def banners(masthead: Masthead, say: Messages) -> Sequence[str]:
    """Return what has to stand on every page of a report, the weightiest first."""
    held = {
        "restricted": masthead.restricted,
        "simulated": masthead.simulated,
        "draft": masthead.status != "released",
    }
    return [say(f"masthead.{name}") for name, holds in held.items() if holds]


def period(masthead: Masthead) -> str:
    """Return the time a report is about, on its first clock and in UTC; the end is not included."""
    return " = ".join(_between(masthead, zone) for zone in (*masthead.zones, "UTC"))


def facts(masthead: Masthead, say: Messages) -> Sequence[tuple[str, str]]:
    """Return what a report is of and how far it reaches, each with its name."""
    clocks = [*masthead.zones, "UTC"] if masthead.cut_off is not None else ["UTC"]
    told = {
        "number": masthead.number,
        "period": period(masthead),
        "cut_off": " = ".join(moment_on(masthead.cut_off, zone) for zone in clocks),
        "checkpoint": masthead.checkpoint,
        "version": masthead.version,
        "threshold": f"{masthead.threshold:g}",
        "languages": ", ".join(masthead.languages),
        "status": say(f"writing.{masthead.status}"),
    }
    return [(say(f"writing.{name}"), text) for name, text in told.items()]


def foot(masthead: Masthead, say: Messages) -> Sequence[str]:
    """Return the two sentences at the foot of every page: which report this is, and what evidence it rests on."""
    newest = moment_on(masthead.cut_off, "UTC")
    left = say("writing.foot", number=masthead.number, status=say(f"writing.{masthead.status}"), newest=newest)
    lines = left, say("writing.foot_checkpoint", checkpoint=masthead.checkpoint)
    return [line if len(line) <= _FOOT else f"{line[: _FOOT - 1]}\N{HORIZONTAL ELLIPSIS}" for line in lines]


def _between(masthead: Masthead, zone: str) -> str:
    begin = moment_on(masthead.begin, zone).removesuffix(f" ({zone})")
    return f"{begin} \N{EN DASH} {moment_on(masthead.end, zone)}"
