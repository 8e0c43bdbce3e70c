"""What stands in a report: its masthead and its sections, in their order."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Masthead, Report, Section, Sentence
from ceaseline.publishing.report.sections import (
    attribution,
    bottom,
    cases,
    civilians,
    claims,
    coverage,
    duties,
    incidents,
    maps,
    method,
    movement,
    observations,
    orders,
    terms,
    twin,
    weapons,
    zones,
)


@attrs.frozen
class Stamp:
    """What a report says of itself, which no table has.

    Attributes:
        number: of the report.
        checkpoint: size and root of the evidence log when the tables were made, in words.
        version: of the program that made them.
        status: ``draft`` or ``released``.
        corrections: to earlier reports, the newest first.
        remarks: what a reader has to know of how it came about; they stand above the bottom line.
    """

    number: str = ""
    checkpoint: str = ""
    version: str = ""
    status: str = "draft"
    corrections: tuple[Sentence, ...] = ()
    remarks: tuple[Sentence, ...] = ()


SectionOf = Callable[[Frame], Section]


def build(frame: Frame, stamp: Stamp = Stamp()) -> Report:
    """Return the report of a time; the same tables give the same report.

    Args:
        frame: what it is made from.
        stamp: what it says of itself.
    """
    sections = [_whole(frame, make(frame)) for make in _SECTIONS]
    first = attrs.evolve(sections[0], sentences=(*stamp.remarks, *sections[0].sentences))
    return Report(_masthead(frame, stamp), (first, *sections[1:]))


def _masthead(frame: Frame, stamp: Stamp) -> Masthead:
    material = frame.material
    return Masthead(
        number=stamp.number,
        case=material.name,
        begin=frame.begin,
        end=frame.end,
        zones=tuple(zone for zone in dict.fromkeys((frame.zone, *material.zones)) if zone != "UTC"),
        cut_off=material.as_of,
        checkpoint=stamp.checkpoint,
        version=stamp.version,
        threshold=material.threshold,
        languages=(frame.say.language,),
        status=stamp.status,
        restricted=frame.restricted,
        simulated=material.simulated,
        corrections=stamp.corrections,
    )


def _whole(frame: Frame, section: Section) -> Section:
    """Return a section; one that has nothing to say says so."""
    if section.sentences or section.tables or section.pictures:
        return section
    return attrs.evolve(section, sentences=(Sentence(frame.say("contents.nothing")),))


_SECTIONS: tuple[SectionOf, ...] = (
    bottom.section,
    terms.section,
    incidents.section,
    observations.section,
    attribution.section,
    coverage.section,
    weapons.section,
    zones.section,
    movement.section,
    claims.section,
    cases.section,
    civilians.section,
    orders.section,
    duties.section,
    maps.section,
    method.section,
    twin.section,
)
