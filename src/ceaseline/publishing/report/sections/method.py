"""Section 16: how the report came about, what its words mean, and by which rules sides and names are ordered."""

from __future__ import annotations

from collections.abc import Iterator

from ceaseline.publishing.report.fields import columns, words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Section, Sentence, Table
from ceaseline.publishing.report.wording import LEAST_BASE
from ceaseline.publishing.words import VERDICTS
from ceaseline.tables.guarantees import LEVELS
from ceaseline.tables.verdict_parts import ALIKE
from ceaseline.terms import per_cent

_COLUMNS = (("word", "#meta+term", ""), ("means", "#meta+description", ""))


def section(frame: Frame) -> Section:
    """Return the rules that this report keeps, and a glossary: verbs by level, answers, and terms of art."""
    say = frame.say
    glossary = Table(
        "glossary",
        say("method.glossary"),
        say("method.glossary_note"),
        columns(frame, "method", _COLUMNS),
        tuple((words(word), words(means)) for word, means in _glossary(frame)),
    )
    return Section(16, "method", say("contents.method"), tuple(_rules(frame)), (glossary,))


def _rules(frame: Frame) -> Iterator[Sentence]:
    say, chart, material = frame.say, frame.material.chart, frame.material
    yield Sentence(say("method.proposes"))
    yield Sentence(say("method.day", zone=frame.zone, starts=frame.starts))
    yield Sentence(say("method.recorded"))
    yield Sentence(say("method.attributes"))
    yield Sentence(
        say("method.releases", threshold=per_cent(material.threshold))
        if material.releases_sides
        else say("method.releases_none")
    )
    yield Sentence(say("method.zero"))
    yield Sentence(say("method.compares", alike=round(ALIKE * 100), base=LEAST_BASE))
    yield Sentence(say("method.claims"))
    hours = f"{chart.delay.total_seconds() / 3600:g}"
    coarse = say("method.coarse", km2=f"{chart.cell_km2:,.0f}", hours=hours, least=chart.smallest_count)
    yield Sentence(say("method.fine") if frame.restricted else coarse)
    yield Sentence(say("method.order"))
    yield Sentence(say("method.names"))
    if chart.languages:
        yield Sentence(say("method.names_here", languages=", ".join(chart.languages)))
    yield Sentence(say("method.corrected"))


def _glossary(frame: Frame) -> Iterator[tuple[str, str]]:
    for level in LEVELS:
        yield level, frame.say(f"method.level_{level}")
    for _, label, means in VERDICTS.values():
        yield label, means
    told = [key for key in frame.say.entries if key.startswith("glossary.")]
    for key in told:
        yield key.removeprefix("glossary.").replace("_", " "), frame.say(key)
