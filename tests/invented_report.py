"""Made-up reports: one of a usual day, one whose every word is out to do harm, one of nothing at all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache

import attrs

from ceaseline.publishing.report.model import (
    Cell,
    Column,
    Masthead,
    Picture,
    Report,
    Section,
    Sentence,
    Table,
)

CYRILLIC, HEBREW, ARABIC = "Нижня Долина", "עמק תחתון", "الوادي الأسفل"
GEORGIAN, ARMENIAN, GREEK, CHINESE = "ქვემო ველი", "Ստորին հովիտ", "Κάτω Κοιλάδα", "下谷"
LONG = "Llanfairpwll" * 33 + "gogo"  # 400 characters without a break
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    '"><svg onload=alert(3)>',
    "</style><script>alert(4)</script>",
    "{{ 7 * 7 }}{% raw %}",
    '#eval("1 + 1") #image("x.png") *bold* $x^2$ @ref <label> `code` // note',
    "= Heading",
    '=HYPERLINK("x","y")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\tTab",
    "\x00\x07\x1b[31mred",
    "a\u202eb\u2066c",
    "half \ud800 a letter",
    "two\nlines",
    "]]> --> */ \\ % & 'quoted'",
    "javascript:alert(5)",
    '#panic("run") #{ panic("run") }',
)
_SIX = (
    Column("sector", "Sector", "#loc+name"),
    Column("day", "Day", "#date+occurred"),
    Column("watched", "Hours watched", "#x_coverage", "share"),
    Column("recorded", "Incidents recorded", "#affected", "incidents"),
    Column("level", "Level", "#status+verification"),
    Column("note", "Note"),
)


def usual_report(*, status: str = "draft", restricted: bool = False, simulated: bool = False) -> Report:
    """Return a report of one day with all its sections, with names in seven scripts."""
    return Report(_masthead(status, restricted=restricted, simulated=simulated), (*_first(), *_rest()))


def hostile_report() -> Report:
    """Return the same with harmful text in every field that a person or a file could have filled."""
    report = usual_report(restricted=True, simulated=True)
    worst = " ".join(HOSTILE) + " " + LONG + " " + CYRILLIC + " " + ARABIC
    masthead = attrs.evolve(
        report.masthead,
        case=worst,
        checkpoint=worst,
        corrections=(Sentence(worst, HOSTILE),),
        zones=("Europe/Kyiv",),
    )
    return Report(masthead, tuple(_spoilt(section, worst) for section in report.sections))


def empty_report() -> Report:
    """Return a report of a day without anything: no evidence, no table with a row, sections without a word."""
    masthead = attrs.evolve(_masthead("draft"), cut_off=None, zones=(), corrections=())
    table = Table("T2", "Incidents by sector", "", _SIX, ())
    return Report(
        masthead, (Section(1, "bottom-line", "Bottom line"), Section(3, "sectors", "Sectors", (), (table,)))
    )


def _masthead(status: str, *, restricted: bool = False, simulated: bool = False) -> Masthead:
    return Masthead(
        number="2031-05-03, issue 1",
        case="The ceasefire along the Lower Valley",
        begin=datetime(2031, 5, 2, 21, tzinfo=UTC),
        end=datetime(2031, 5, 3, 21, tzinfo=UTC),
        zones=("Europe/Kyiv",),
        cut_off=datetime(2031, 5, 4, 4, 12, 1, 234567, tzinfo=UTC),
        checkpoint="size 1,204, root 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        version="0.1.0",
        threshold=0.8,
        languages=("en",),
        status=status,
        restricted=restricted,
        simulated=simulated,
        corrections=(
            Sentence("In report 2031-05-02, 14 incidents were recorded in Sector 3; it is 13 now.", ("I-9", "D-1")),
        ),
    )


def _first() -> tuple[Section, ...]:
    sentences = (
        Sentence(
            "27 incidents were recorded, made up of 118 acts of fire, in 61 % of sector-hours.", ("I-1", "I-2")
        ),
        Sentence("19 of them are assessed as violations of NO_FIRE.", tuple(f"I-{n}" for n in range(1, 20))),
        Sentence(
            "In Sector 5 the camera was out of operation from 22:10 to 05:40; no conclusion is drawn.", ("W-5",)
        ),
        Sentence(f"Near {CYRILLIC}, {HEBREW}, {ARABIC}, {GEORGIAN}, {ARMENIAN} and {GREEK} nothing was watched."),
        Sentence("Party A states 1,404 violations by Party B; no part of it is in our counts.", ("C-1",)),
    )
    return (
        Section(1, "bottom-line", "Bottom line", sentences),
        Section(3, "sectors", "Incidents by sector", (), (_sectors(),), (_picture("acts"), _picture("coverage"))),
        Section(4, "observations", "All observations", (), (_observations(),)),
        Section(
            6, "coverage", "Coverage", (Sentence("Hours lost to denial: 4.", ("R-1",)),), (), (_picture("week"),)
        ),
    )


def _rest() -> tuple[Section, ...]:
    why = "No weapons register is kept in this case, so nothing is said of weapons."
    return (
        Section(7, "weapons", "Weapons", (Sentence(why),)),
        Section(15, "maps", "Maps", (), (_cells(),)),
        Section(17, "twin", "Machine-readable twin", (Sentence("The same tables are in files beside this page."),)),
    )


def _sectors() -> Table:
    rows = tuple(
        (
            Cell(name, name),
            Cell(date(2031, 5, 3), "3 May 2031"),
            Cell(share, f"{share:.0%}", ("W-1",)),
            Cell(
                count,
                "n/a: not watched" if count is None else str(count),
                ids,
                "not_watched" if count is None else "",
            ),
            Cell(level, level, ids),
            Cell(note, note),
        )
        for name, share, count, ids, level, note in (
            ("Sector 1", 0.92, 0, (), "", "watched, none recorded"),
            ("Sector 2", 0.61, 14, ("I-1", "I-2"), "verified", ""),
            (CYRILLIC, 0.4, 13, ("I-3",), "corroborated", "partly watched"),
            (f"{ARABIC} 5", 0.0, None, ("W-5",), "", "camera out of operation"),
        )
    )
    return Table("T2", "Incidents by sector, 3 May 2031", "An empty sector is not a quiet one.", _SIX, rows)


def _observations() -> Table:
    titles = (
        "No.",
        "Local time",
        "Observer",
        "Place",
        "Means",
        "Phenomenon",
        "Count",
        "Description",
        "Weapon",
        "Level",
    )
    columns = tuple(Column(f"c{at}", title, "#meta+id" if at == 0 else "") for at, title in enumerate(titles))
    rows = tuple(
        tuple(
            Cell(value, str(value), (f"O-{at}",))
            for value in (
                *(at, "03 May 2031, 06:03 (Europe/Kyiv) = 03:03 UTC", "Camera, Sector 2", CYRILLIC, "camera"),
                *("explosion", 1 + at % 3, "heard and seen, undetermined origin", "mortar, not known", "observed"),
            )
        )
        for at in range(40)
    )
    return Table("T3", "All observations", "", columns, rows)


def _cells() -> Table:
    edges = tuple(
        Column(key, key, f"#geo+{key}", "degrees", shown=False) for key in ("west", "south", "east", "north")
    )
    columns = (Column("cell", "Cell", "#loc+code"), Column("recorded", "Incidents recorded", "#affected"), *edges)
    known = (Cell("812-45", "812-45"), Cell(3, "3", ("I-1",)), *(Cell(at, "") for at in (30.0, 50.0, 30.2, 50.1)))
    no_place = (Cell("none", "no cell"), Cell(1, "1", ("I-2",)), *(Cell(None, "", (), "held_back") for _ in edges))
    return Table("T-cells", "Incidents by cell of 253 km²", "", columns, (known, no_place))


def _picture(name: str) -> Picture:
    columns = (Column("day", "Day", "#date"), Column("recorded", "Acts recorded", "#affected", "acts"))
    counts = (12, 7, None, 14)
    rows = tuple(
        (
            Cell(date(2031, 5, at), f"{at} May"),
            Cell(count, "n/a" if count is None else str(count), ("I-1",), "not_watched" if count is None else ""),
        )
        for at, count in enumerate(counts, start=1)
    )
    table = Table(name, f"Behind the picture {name}", "", columns, rows)
    text = "Recorded acts fall from 12 on 1 May to 7 on 2 May; on 3 May nobody watched; 14 on 4 May."
    return Picture(name, f"Acts recorded by day ({name})", text, _svg(), table)


@lru_cache
def _svg() -> bytes:
    import io

    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    from ceaseline.publishing.plots import STYLE

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7, 2.6), layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.subplots()
        axes.bar([1, 2, 4], [12, 7, 14], color="#5B616B", hatch="//", edgecolor="white")
        axes.text(3, 1, CYRILLIC)
        stream = io.BytesIO()
        figure.savefig(stream, format="svg", metadata={"Date": None})
    return stream.getvalue()


def _spoilt(section: Section, worst: str) -> Section:
    def table(given: Table) -> Table:
        columns = tuple(
            attrs.evolve(column, title=HOSTILE[at], hxl=HOSTILE[at + 1], unit=HOSTILE[at + 2])
            for at, column in enumerate(given.columns)
        )
        rows = tuple(
            tuple(
                cell if isinstance(cell.value, float) else Cell(HOSTILE[(at + up) % len(HOSTILE)], worst, HOSTILE)
                for up, cell in enumerate(row)
            )
            for at, row in enumerate(given.rows[:2])
        )
        return attrs.evolve(given, title=worst, note=worst, columns=columns, rows=rows)

    pictures = tuple(
        attrs.evolve(
            each,
            title=worst,
            text=worst,
            svg=each.svg.replace(b"</svg>", b'<script>alert(6)</script><a href="javascript:alert(7)"/></svg>'),
            table=table(each.table),
        )
        for each in section.pictures
    )
    sentences = tuple(Sentence(worst, HOSTILE) for _ in section.sentences)
    tables = tuple(table(each) for each in section.tables)
    return attrs.evolve(section, title=worst, sentences=sentences, tables=tables, pictures=pictures)
