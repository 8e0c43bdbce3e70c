"""From worked-out cases to one page: self-contained, no script, the same on paper."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from ceaseline.publishing import words
from ceaseline.publishing.access import unequal_access
from ceaseline.publishing.alleged import alleged_counts, told_of_alleged
from ceaseline.publishing.along_line import along_line
from ceaseline.publishing.blind_spots import blind_spots
from ceaseline.publishing.bottom_line import bottom_line
from ceaseline.publishing.claim_series import relay_sentences, series_sentences
from ceaseline.publishing.claims import claim_groups, window_sentences
from ceaseline.publishing.clauses import clause_rows
from ceaseline.publishing.complaints import complaints_and_cases
from ceaseline.publishing.corrections import corrected
from ceaseline.publishing.daily import daily
from ceaseline.publishing.drawings import drawings
from ceaseline.publishing.duties import duties
from ceaseline.publishing.incidents import incident_counts, what_in_words
from ceaseline.publishing.made_up import MadeUp, made_up_rows
from ceaseline.publishing.map_part import map_part
from ceaseline.publishing.material import Material
from ceaseline.publishing.notifications import notified
from ceaseline.publishing.positions import position_matrix
from ceaseline.publishing.questions import left_open, question_rows
from ceaseline.publishing.recorded import recorded
from ceaseline.publishing.said import accusations, announcements
from ceaseline.publishing.series import series_parts
from ceaseline.publishing.told_twice import ToldTwice
from ceaseline.publishing.watching import what_watched
from ceaseline.publishing.weapons import weapon_part
from ceaseline.terms import listed, named, sentences
from ceaseline.times import Window


def render(
    material: Material,
    *,
    excluded: Sequence[Window] = (),
    questions: Material | None = None,
    made_up: MadeUp | None = None,
    accounts: ToldTwice | None = None,
    version: str,
) -> bytes:
    """Return the page of a case as UTF-8 HTML; the same tables give the same bytes.

    Args:
        material: the case.
        excluded: times that signals were not compared with, to be drawn as such.
        questions: a case of questions and demands, to be shown on a card above; the demo has one.
        made_up: a simulated case, to be shown on a card beside; the demo has one.
        accounts: where two accounts differ, to be shown on the card of questions; the demo has them.
        version: of this program, for the foot of the page.
    """
    template = _environment().get_template("page.html.j2")
    return template.render(
        case=material,
        corrections=corrected(material),
        clauses=clause_rows(material),
        unequal=unequal_access(material),
        bottom_line=bottom_line(material),
        verdict_words=words.VERDICTS,
        map=map_part(material),
        parts=series_parts(material, excluded),
        claim_groups=claim_groups(material),
        windows=[*window_sentences(material), *series_sentences(material), *relay_sentences(material)],
        positions=position_matrix(material),
        accusations=accusations(material),
        announcements=announcements(material),
        watching=what_watched(material),
        weapons=weapon_part(material),
        duties=duties(material),
        complaints=complaints_and_cases(material),
        notified=notified(material),
        blind=blind_spots(material),
        recorded=recorded(material),
        drawings=drawings(material),
        incidents=incident_counts(material),
        alleged=[(row, told_of_alleged(row)) for row in alleged_counts(material)],
        daily=daily(material),
        along=along_line(material),
        sentences=list(sentences(material.terms, material.zones)),
        questions=None if questions is None else question_rows(questions),
        left_open=None if questions is None else left_open(questions.terms),
        asked=None if questions is None else questions,
        asked_positions=None if questions is None else position_matrix(questions),
        made_up=made_up,
        accounts=accounts,
        made_up_rows=[] if made_up is None else made_up_rows(made_up),
        style=Markup(_text("page.css")),  # noqa: S704  our own file
        version=version,
    ).encode()


def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        number=words.number, hours=words.hours, moment=words.moment_on, listed=listed, what=what_in_words
    )
    environment.globals["named"] = named
    return environment


def _text(name: str) -> str:
    return (files("ceaseline.publishing") / "templates" / name).read_text(encoding="utf-8")
