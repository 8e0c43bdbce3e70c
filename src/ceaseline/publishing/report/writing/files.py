"""All the files of a report, each with its name: the one door to its forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

import attrs

from ceaseline.errors import UnknownName
from ceaseline.publishing.report.messages import Messages, messages
from ceaseline.publishing.report.model import Cell, Column, Report, Section, Table
from ceaseline.publishing.report.writing.drawing import drawing
from ceaseline.publishing.report.writing.geojson import to_geojson
from ceaseline.publishing.report.writing.html import to_html
from ceaseline.publishing.report.writing.json import to_json
from ceaseline.publishing.report.writing.legible import legible
from ceaseline.publishing.report.writing.pdf import to_pdf
from ceaseline.publishing.report.writing.tables import to_csvs
from ceaseline.publishing.report.writing.xlsx import to_xlsx

FORMS = ("html", "pdf", "csv", "geojson", "json", "xlsx", "svg")
_TWIN = "twin"  # the section that lists the files


def write(report: Report, forms: Iterable[str]) -> dict[str, bytes]:
    """Return the files of a report by name; the bytes of each are the same whatever else is asked for.

    The section on the machine-readable twin gets a table of the files that programs read, each with its SHA-256.

    Args:
        report: as put together.
        forms: of ``FORMS``, or ``all``, which adds ``README.txt`` and ``SHA256SUMS``.

    Raises:
        UnknownName: a form that there is not.
    """
    asked = list(dict.fromkeys(forms))
    for form in asked:
        if form not in FORMS and form != "all":
            raise UnknownName("form", form, [*FORMS, "all"])
    clean = legible(report)
    say = messages(clean.masthead.languages[0])
    twin = _twin(clean)
    whole = _with_list(clean, twin, say)
    files = {
        name: file for form in FORMS if form in asked or "all" in asked for name, file in _of(form, whole, twin)
    }
    if "all" in asked:
        files["README.txt"] = _about(whole, files, say)
        files["SHA256SUMS"] = _sums(files)
    return files


def _twin(report: Report) -> dict[str, bytes]:
    pictures = (picture for section in report.sections for picture in section.pictures)
    return {
        **to_csvs(report),
        "report.geojson": to_geojson(report),
        "report.json": to_json(report),
        "report.xlsx": to_xlsx(report),
        **{f"pictures/{picture.name}.svg": drawing(picture).encode() for picture in pictures},
    }


def _of(form: str, whole: Report, twin: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    if form == "html":
        yield "report.html", to_html(whole)
    if form == "pdf":
        yield "report.pdf", to_pdf(whole)
    yield from ((name, file) for name, file in twin.items() if name.endswith(f".{form}"))


def _with_list(report: Report, twin: dict[str, bytes], say: Messages) -> Report:
    """Return the report with a table of the files of its twin in the section on them, if it has that section."""
    columns = (
        Column("file", say("twin.file"), "#meta+url"),
        Column("holds", say("twin.holds"), "#meta+description"),
        Column("bytes", say("twin.size"), "#meta+size", say("twin.bytes")),
        Column("sha256", say("twin.sha256"), "#meta+hash"),
    )
    rows = tuple(_row(name, say(f"twin.{name.rsplit('.', 1)[1]}"), file) for name, file in twin.items())
    table = Table("files", say("twin.table"), say("twin.note"), columns, rows)

    def listed(section: Section) -> Section:
        return attrs.evolve(section, tables=(*section.tables, table)) if section.key == _TWIN else section

    return attrs.evolve(report, sections=tuple(listed(section) for section in report.sections))


def _row(name: str, holds: str, file: bytes) -> tuple[Cell, ...]:
    digest = sha256(file).hexdigest()
    return Cell(name, name), Cell(holds, holds), Cell(len(file), f"{len(file):,}"), Cell(digest, digest)


def _about(report: Report, files: dict[str, bytes], say: Messages) -> bytes:
    title = say("writing.title", case=report.masthead.case, number=report.masthead.number)
    return "\n\n".join([title, say("writing.readme"), "\n".join(files), ""]).encode()


def _sums(files: dict[str, bytes]) -> bytes:
    """Return the hashes of files in the form that ``sha256sum --check`` reads."""
    return "".join(f"{sha256(file).hexdigest()}  {name}\n" for name, file in files.items()).encode()
