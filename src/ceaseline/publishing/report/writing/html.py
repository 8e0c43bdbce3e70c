"""A report as one page: self-contained, no script, the same on paper."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from ceaseline.publishing.report.messages import Messages, messages
from ceaseline.publishing.report.model import Picture, Report, Table
from ceaseline.publishing.report.writing.columns import is_figure, is_short, is_small, is_wide, seen
from ceaseline.publishing.report.writing.drawing import drawing
from ceaseline.publishing.report.writing.evidence import marks, numbered
from ceaseline.publishing.report.writing.masthead import banners, facts, foot, period
from ceaseline.publishing.report.writing.scripts import LONG_WORD, runs


def to_html(report: Report) -> bytes:
    """Return a report as UTF-8 HTML; the same report gives the same bytes.

    Each sentence and each cell of a table that rests on something leads by a link to its ids, in a list at the end.

    Args:
        report: its texts legible, see ``legible``.
    """
    say = messages(report.masthead.languages[0])
    page = _environment(say).get_template("report.html.j2")
    return page.render(
        report=report,
        evidence=numbered(report),
        banners=banners(report.masthead, say),
        period=period(report.masthead),
        facts=facts(report.masthead, say),
        style=Markup(_style(report, say)),  # noqa: S704  our own file, with text of others as numbers of letters
    ).encode()


def in_style(text: str) -> str:
    r"""Return a text as a string of CSS in which nothing but letters and digits stands for itself.

    Examples:
        >>> in_style("</a>")
        '"\\00003c\\00002fa\\00003e"'
    """
    return '"' + "".join(each if each.isascii() and each.isalnum() else f"\\{ord(each):06x}" for each in text) + '"'


def marked(text: str) -> Markup:
    """Return a text as HTML, each stretch in another script marked as such and kept apart from its neighbours.

    Examples:
        >>> str(marked("<Κάτω>"))
        '&lt;<bdi lang="und-Grek">Κάτω</bdi>&gt;'
    """
    return Markup("").join(
        _breakable(part)
        if script is None
        else Markup('<bdi lang="und-{}">{}</bdi>').format(script, _breakable(part))
        for part, script in runs(text)
    )


def _breakable(text: str) -> Markup:
    """Return a text as HTML that may break within a word too long for a narrow column."""
    return Markup("<wbr>").join(escape(part) for part in LONG_WORD.sub("\\g<0>\n", text).split("\n"))


def _style(report: Report, say: Messages) -> str:
    head = " · ".join(map(_first_words, banners(report.masthead, say)))
    lines = "\n".join(foot(report.masthead, say))
    boxes = f"@top-center {{ content: {in_style(head)} }} @bottom-left {{ content: {in_style(lines)} }}"
    return _text("report.css") + f"@page {{ {boxes} }}"


def _environment(say: Messages) -> Environment:
    environment = Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        marked=marked, drawing=_drawing, classes=_classes, labels=_labels, first_words=_first_words
    )
    environment.globals.update(say=say, marks=marks, seen=seen, is_small=is_small)
    environment.tests["wide"] = is_wide
    return environment


def _drawing(picture: Picture) -> Markup:
    return Markup(drawing(picture))  # noqa: S704  nothing is left in it that acts


def _classes(table: Table) -> list[str]:
    asked = ((at, is_figure(table, at), is_short(table, at)) for at, _ in seen(table))
    return [" ".join(["figure"] * figure + ["short"] * short) for _, figure, short in asked]


def _labels(table: Table) -> list[str]:
    return [f"{column.title} ({column.unit})" if column.unit else column.title for _, column in seen(table)]


def _first_words(banner: str) -> str:
    return banner.split(":", maxsplit=1)[0].rstrip(".")


def _text(name: str) -> str:
    return (files("ceaseline.publishing.report.writing") / "templates" / name).read_text(encoding="utf-8")
