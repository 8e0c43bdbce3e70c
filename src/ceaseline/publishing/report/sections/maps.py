"""Section 15: coverage first, then what was recorded by coarse cell; finer pictures in restricted reports alone."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ceaseline.publishing.map_part import MapPart, map_part
from ceaseline.publishing.material import Material
from ceaseline.publishing.report.coarseness import cells, inside
from ceaseline.publishing.report.counting import acts, when
from ceaseline.publishing.report.excerpt import excerpt
from ceaseline.publishing.report.fields import words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell, Column, Picture, Section, Sentence, Table
from ceaseline.publishing.report.pictures import regions, strip

_EDGES = ("west", "south", "east", "north")


def section(frame: Frame) -> Section:
    """Return how well regions were watched, the map of the time of the report, and how to read both."""
    say = frame.say
    found = map_part(_in_time(frame))
    drawn = (regions.picture(frame), *_map(frame, found), strip.picture(frame))
    pictures = [each for each in drawn if each is not None]
    told = [Sentence(say("maps.lead"))] if pictures else [Sentence(say("maps.none"))]
    return Section(15, "maps", say("contents.maps"), (*told, *_notes(found)), (), tuple(pictures))


def _in_time(frame: Frame) -> Material:
    """Return the case with what is counted in the time of the report, and lines no newer than its last day."""
    lines = frame.material.lines.filter(pl.col("day") <= frame.days[-1].date)
    return excerpt(frame.material, incidents=acts(inside(frame, frame.recorded)), lines=lines)


def _map(frame: Frame, found: MapPart | None) -> Iterator[Picture]:
    if found is None or found.picture is None:
        return
    from ceaseline.publishing.report.pictures.paint import lean  # noqa: PLC0415  Matplotlib loads slowly

    say = frame.say
    title = say("maps.title", when=when(frame))
    yield Picture(
        "map", title, f"{title}. {found.summary}", lean(str(found.picture)).encode(), _table(frame, title)
    )


def _table(frame: Frame, title: str) -> Table:
    say = frame.say
    keys = tuple(f"{name}:any" for name in dict.fromkeys(frame.material.verdict_parts["clause_id"]))
    rows = []
    for each in cells(frame).cells:
        exact = each.shown.replace(",", "")
        told = Cell(int(exact), each.shown, keys) if exact.isdigit() else Cell(None, each.shown, keys, "small")
        edges = (round(getattr(each.box, edge), 4) for edge in _EDGES)
        rows.append((words(each.name, keys), told, *(Cell(edge, f"{edge:g}") for edge in edges)))
    head = (
        Column("cell", say("maps.cell"), "#loc+name"),
        Column("recorded", say("maps.recorded"), "#affected+recorded", "incidents"),
        *(Column(edge, edge, f"#geo+{edge}", "degrees", shown=False) for edge in _EDGES),
    )
    return Table("map", title, say("maps.note"), head, tuple(rows))


def _notes(found: MapPart | None) -> Iterator[Sentence]:
    if found is not None:
        yield from (Sentence(line) for line in (*found.lines, *found.notes))
