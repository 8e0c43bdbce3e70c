"""How well each region was watched, by week, or by day where there are few; sectors in restricted reports alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceaseline.publishing.coverage import Coverage
from ceaseline.publishing.report.areas import areas, watched
from ceaseline.publishing.report.counting import first_day, spoken_days
from ceaseline.publishing.report.fields import columns, lacking, words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell, Picture, Table
from ceaseline.publishing.report.pictures.matter import Span, Watch
from ceaseline.terms import per_cent
from ceaseline.times import Day
from ceaseline.times import days as reporting_days

NAME = "coverage-by-region"
_MOST_DAYS = 14  # of more, weeks are told
_MOST_WEEKS = 26
_COLUMNS = (
    ("region", "#loc+name", ""),
    ("first", "#date+start", ""),
    ("last", "#date+end", ""),
    ("watched", "#x_coverage", "share of hours"),
    ("sure", "#x_coverage+sure", "share of hours"),
)


def picture(frame: Frame) -> Picture | None:
    """Return the regions by week from the first day of any clause; None where no region is known."""
    spans, names = _spans(frame), [area.name for area in areas(frame)]
    told = [each for span in spans for each in _watches(frame, names, span)]
    if not told or all(each.coverage.watched is None for each in told):
        return None
    from ceaseline.publishing.report.pictures.regions_drawn import drawn  # noqa: PLC0415  Matplotlib loads slowly

    say = frame.say
    known = [each.coverage.watched for each in told if each.coverage.watched is not None]
    title = say("regions.title", days=spoken_days(spans[0].first, spans[-1].last))
    text = say(
        "regions.text", regions=len(names), least=per_cent(min(known)), most=per_cent(max(known)),
        lacking=len(told) - len(known),
    )  # fmt: skip
    return Picture(NAME, title, text, drawn(say, names, spans, told), _table(frame, title, told))


def _spans(frame: Frame) -> list[Span]:
    """Return the days up to the end of the report, or weeks counted back from there."""
    first = first_day(frame)
    begin = frame.begin if first is None else min(first[0], frame.begin)
    every = reporting_days(begin, frame.end, frame.zone, frame.starts)
    long = 1 if len(every) <= _MOST_DAYS else 7
    parts: list[Sequence[Day]] = [every[max(end - long, 0) : end] for end in range(len(every), 0, -long)]
    return [
        Span(part[0].date, part[-1].date, part[0].window.start, part[-1].window.end)
        for part in reversed(parts[:_MOST_WEEKS])
    ]


def _watches(frame: Frame, names: Sequence[str], span: Span) -> Iterator[Watch]:
    found = watched(frame, (span.begin, span.end))
    for name in names:
        own = found.get((name, ""))
        yield Watch(name, span, Coverage() if own is None else own.coverage)


def _table(frame: Frame, title: str, told: Sequence[Watch]) -> Table:
    keys = tuple(f"{name}:any" for name in dict.fromkeys(frame.material.verdict_parts["clause_id"]))
    rows = tuple(
        (
            words(each.region, keys),
            Cell(each.span.first, f"{each.span.first:%Y-%m-%d}", keys),
            Cell(each.span.last, f"{each.span.last:%Y-%m-%d}", keys),
            *(
                lacking(frame, "not_known", keys) if value is None else Cell(round(value, 4), per_cent(value), keys)
                for value in (each.coverage.watched, each.coverage.sure)
            ),
        )
        for each in told
    )
    return Table(NAME, title, frame.say("regions.note"), columns(frame, "regions", _COLUMNS), rows)
