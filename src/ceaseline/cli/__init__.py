"""The command line: results on stdout, messages on stderr, and nothing heavy until a command needs it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ceaseline import __version__
from ceaseline.cli.outcome import Exit, guarded

app = typer.Typer(
    name="ceaseline",
    help="Control and verification of a ceasefire: who violated what, how sure, and what could nobody see?\n\n"
    "Begin with: ceaseline demo. Only import --fetch goes over a network.",
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Folder = Annotated[
    Path, typer.Option("-C", "--case", help="Folder of the case, or one inside it.", show_default="this folder")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
HERE = Path()
_DAYS = ["%Y-%m-%d"]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"ceaseline {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
) -> None:
    """Take the options that stand before a command."""
    del version


@app.command()
def demo(
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to write to.")] = Path("ceaseline-demo"),
    as_json: Json = False,
) -> None:
    """Work out a real truce that comes with the program, and write one page to look at."""
    from ceaseline.cli.first_steps import run_demo

    with guarded():
        run_demo(output, as_json=as_json)


@app.command()
def doctor(as_json: Json = False) -> None:
    """See whether this computer has all that the program needs."""
    from ceaseline.cli.first_steps import run_doctor

    with guarded():
        run_doctor(as_json=as_json)


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="Folder to make; it must not be there yet.")],
    example: Annotated[str, typer.Option("--from", help="Which example to begin from.")] = "blank",
    as_json: Json = False,
) -> None:
    """Make a case: three commented forms to fill in, and an inbox."""
    from ceaseline.cli.first_steps import run_new

    with guarded():
        run_new(folder, example, as_json=as_json)


@app.command()
def check(
    case: Folder = HERE,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 where the terms leave anything open.")] = False,
    form: Annotated[bool, typer.Option("--form", help="Print the terms as one form, without comments.")] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of the terms, for editors.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read the terms back, say what they leave open, or what is wrong, where, and how to mend it."""
    from ceaseline.cli.checking import run_check, run_form, run_schema

    with guarded():
        if schema:
            run_schema()
        elif form:
            run_form(case)
        else:
            run_check(case, strict=strict, as_json=as_json)


@app.command(name="import")
def import_(
    files: Annotated[list[Path] | None, typer.Argument(help="Files; none: all that sources.yaml names.")] = None,
    *,
    source: Annotated[str | None, typer.Option("--source", help="Whose files they are.")] = None,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Go outside: fetch from each address: in sources.yaml.")
    ] = False,
    day: Annotated[
        list[datetime] | None,
        typer.Option("--day", metavar="DAY", formats=_DAYS, help="Day to fetch, such as 2031-05-02; repeatable."),
    ] = None,
    first: Annotated[
        datetime | None, typer.Option("--from", metavar="DAY", formats=_DAYS, help="First day to fetch.")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--until", metavar="DAY", formats=_DAYS, help="Last day to fetch.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Read them, and keep nothing.")] = False,
    case: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Keep files as evidence and read them; bad rows are set aside to be mended and fed again."""
    from ceaseline.cli.fetching import wanted_days
    from ceaseline.cli.work import run_import

    with guarded():
        days = wanted_days(day or [], first, last, fetch=fetch)
        run_import(case, files or [], source=source, fetch=days, dry_run=dry_run, as_json=as_json)


@app.command()
def run(
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Count only what was received by then, such as 2025-04-21T00:00Z.")
    ] = None,
    case: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Take in what is new in the inbox, work everything out, and print the verdicts."""
    from ceaseline.cli.work import run_run

    with guarded():
        run_run(case, as_of, as_json=as_json)


@app.command()
def cover(
    folder: Annotated[
        Path | None, typer.Argument(metavar="CASE", help="Folder of the case.", show_default="as -C says")
    ] = None,
    *,
    by_day: Annotated[bool, typer.Option("--by-day", help="Tell each day, not only the whole window.")] = False,
    act: Annotated[
        list[str] | None,
        typer.Option("--act", help="Act to draw, such as shot; repeatable.", show_default="all of the clauses"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FOLDER", help="Write table and strip chart there."),
    ] = None,
    png: Annotated[bool, typer.Option("--png", help="Write the chart as PNG too.")] = False,
    case: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Say how well each clause could be watched, and where nobody watches; not for publication."""
    from ceaseline.cli.covering import run_cover

    with guarded():
        run_cover(folder or case, by_day=by_day, acts=act or [], output=output, png=png, as_json=as_json)


@app.command()
def explain(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="A clause, a claim, a source, or a file by its SHA-256.")
    ],
    case: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Walk from an answer back to the line of the file it rests on."""
    from ceaseline.cli.work import run_explain

    with guarded():
        run_explain(case, name, as_json=as_json)


@app.command()
def decide(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="An answer (CLAUSE:OBLIGOR), an incident, a file by its SHA-256, a decision, or a report.",
        ),
    ],
    *,
    outcome: Annotated[
        str | None, typer.Option("--outcome", help="What you determine; an unknown word lists those there are.")
    ] = None,
    merge: Annotated[
        list[str] | None, typer.Option("--merge", metavar="INCIDENT", help="Another incident that is the same one.")
    ] = None,
    split: Annotated[
        list[str] | None,
        typer.Option(
            "--split", metavar="RECORD", help="A record of it that tells of something else than the rest."
        ),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; it is shown wherever the ruling is.")],
    by: Annotated[str | None, typer.Option("--by", help="Who rules.", show_default="your login name")] = None,
    affiliation: Annotated[
        str | None,
        typer.Option("--affiliation", help="Your organisation; whose an incident is takes two people of two."),
    ] = None,
    sure: Annotated[bool, typer.Option("--yes", help="Erase without asking.")] = False,
    case: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Write down what a person determined; the next run folds it in, and nothing before it is lost."""
    from ceaseline.cli.work import run_decide

    with guarded():
        run_decide(
            case,
            name,
            outcome=outcome,
            merge=merge or (),
            split=split or (),
            reason=reason,
            by=by,
            affiliation=affiliation,
            sure=sure,
            as_json=as_json,
        )


@app.command()
def register(
    kind: Annotated[str | None, typer.Argument(help="Which register; none: say which there are.")] = None,
    action: Annotated[str, typer.Argument(help="list, add, close, withdraw or template.")] = "list",
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[ID] [COLUMN=VALUE]...", help="The line, and what it says.")
    ] = None,
    *,
    file: Annotated[Path | None, typer.Option("--file", help="Lines to add, as CSV or XLSX.")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write a list or template, .csv or .xlsx.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why a line is withdrawn; it stays in the log.")] = "",
    case: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Keep the mission's own books: orders, notifications, restrictions, complaints; each line stays in the log."""
    from ceaseline.cli.registering import run_register

    with guarded():
        run_register(case, kind, action, words or [], file=file, output=output, reason=reason, as_json=as_json)


@app.command()
def report(
    folder: Annotated[
        Path | None, typer.Argument(metavar="CASE", help="Folder of the case.", show_default="as -C says")
    ] = None,
    *,
    day: Annotated[
        datetime | None,
        typer.Option(
            "--day", metavar="DAY", formats=_DAYS, help="Write the report of that day, such as 2031-05-02."
        ),
    ] = None,
    first: Annotated[
        datetime | None, typer.Option("--from", metavar="DAY", formats=_DAYS, help="First day of a longer report.")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", metavar="DAY", formats=_DAYS, help="Last day of it.")
    ] = None,
    forms: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORM,...",
            help="html, pdf, csv, geojson, json, xlsx, svg or all.",
            show_default="html",
        ),
    ] = None,
    restricted: Annotated[
        bool, typer.Option("--restricted", help="Tell what may not be published; the log notes that.")
    ] = False,
    language: Annotated[str, typer.Option("--language", metavar="CODE", help="Of the report.")] = "en",
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="NUMBER|DAY", help="Say what differs from that report, and write none."),
    ] = None,
    number: Annotated[
        str | None, typer.Option("--number", metavar="NUMBER", help="The report that --against is held against.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="File of the page of the case, or folder for the files of a report.",
            show_default="reports/report.html, reports/NUMBER",
        ),
    ] = None,
    map_file: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="Write the map too, as FILE.svg or FILE.png.")
    ] = None,
    case: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Write the page of the case; with --day or --from and --to, the numbered report of that time."""
    from ceaseline.cli.reporting import asked_days, no_time, run_daily, run_difference
    from ceaseline.cli.work import run_report

    with guarded():
        days, place = asked_days(day, first, last), folder or case
        if against is not None:
            run_difference(place, days, number, against, restricted=restricted, as_json=as_json)
        elif days is not None:
            wanted = (forms or "html").split(",")
            run_daily(
                place, days, forms=wanted, output=output, restricted=restricted, language=language, as_json=as_json
            )
        elif forms is not None or restricted or number is not None:
            no_time()
        else:
            run_report(place, output, map_file=map_file, as_json=as_json)


@app.command(name="lint")
def lint_(
    files: Annotated[list[Path], typer.Argument(metavar="TEXT ...", help="Plain text; - reads what is piped in.")],
    *,
    case: Annotated[
        Path | None,
        typer.Option("-C", "--case", help="Case whose sides, places and released answers are known to it."),
    ] = None,
    level: Annotated[
        str | None,
        typer.Option("--level", help="Of what the text tells, such as observed: no stronger verb is let through."),
    ] = None,
    language: Annotated[str, typer.Option("--language", metavar="CODE", help="Of the text.")] = "en",
    as_json: Json = False,
) -> None:
    """Find words in an analyst's text that a report would not use; exit 1 where there are any."""
    from ceaseline.cli.linting import run_lint

    with guarded():
        run_lint(files, case, level=level, language=language, as_json=as_json)


@app.command(name="compare")
def compare_(
    files: Annotated[
        list[Path], typer.Argument(metavar="A.txt B.txt ...", help="Accounts of one event, as plain text.")
    ],
    *,
    terms: Annotated[
        Path | None, typer.Option("--terms", help="Terms whose clauses and parties are looked for.")
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Folder to write to.")],
    as_json: Json = False,
) -> None:
    """Set accounts of one event side by side: who said what, where they conflict, and what each leaves out."""
    from ceaseline.cli.comparing import run_compare

    with guarded():
        run_compare(files, terms, output, as_json=as_json)


@app.command()
def fuse(
    observations: Annotated[Path, typer.Argument(help="Table of observations, as Parquet or CSV.")],
    sources: Annotated[
        Path | None,
        typer.Option("--sources", help="Table of sources.", show_default="each source a group of its own"),
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Folder to write to.")] = Path(
        "fused"
    ),
    as_json: Json = False,
) -> None:
    """Put together which records tell of one happening; needs no case."""
    from ceaseline.cli.fusing import run_fuse

    with guarded():
        run_fuse(observations, sources, output, as_json=as_json)


@app.command()
def attribute(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder with incidents, members, observations and sources.")
    ],
    line: Annotated[
        Path | None, typer.Option("--line", metavar="GEOJSON", help="Authors' lines between the sides.")
    ] = None,
    reviewed: Annotated[
        Path | None, typer.Option("--reviewed", metavar="CSV", help="incident_id, hypothesis: what people found.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say with what chance each incident is whose, and what that rests on; needs no case."""
    from ceaseline.cli.attributing import run_attribute

    with guarded():
        run_attribute(folder, line, reviewed, as_json=as_json)


@app.command()
def score(
    folder: Annotated[
        Path, typer.Argument(metavar="CASE", help="Folder of a simulated case.", show_default="this folder")
    ] = HERE,
    as_json: Json = False,
) -> None:
    """Hold the last run of a simulated case against what was true in its world."""
    from ceaseline.cli.scoring import run_score

    with guarded():
        run_score(folder, as_json=as_json)


@app.command()
def verify(
    folder: Annotated[
        Path, typer.Argument(metavar="CASE", help="Folder of the case.", show_default="this folder")
    ] = HERE,
    since: Annotated[
        Path | None, typer.Option("--since", help="File with an old checkpoint, kept elsewhere, to compare with.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Hold the evidence against its hashes, offline; exit 1 where anything differs."""
    from ceaseline.cli.handing_over import run_verify

    with guarded():
        run_verify(folder, since, as_json=as_json)


@app.command()
def receipt(
    name: Annotated[str, typer.Argument(metavar="ID", help="A kept file by its SHA-256, or its beginning.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File to write, instead of printing.")
    ] = None,
    case: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Give the signed proof that the log holds a file (C2SP tlog-proof)."""
    from ceaseline.cli.handing_over import run_receipt

    with guarded():
        run_receipt(case, name, output, as_json=as_json)


@app.command()
def bundle(
    name: Annotated[str, typer.Argument(metavar="ID", help="A kept file by its SHA-256, or its beginning.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Zip file to write.")] = None,
    to: Annotated[str, typer.Option("--to", help="Who gets it; it stays in the log.")] = "not said",
    case: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Hand a file over: its bytes, its entry, its receipt, and a program that checks them without us."""
    from ceaseline.cli.handing_over import run_bundle

    with guarded():
        run_bundle(case, name, output, to=to, as_json=as_json)


@app.command()
def simulate(
    scenario: Annotated[str | None, typer.Argument(help="Which world; none: say which there are.")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="CASE", help="Folder to make for the case.")
    ] = None,
    *,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same world.")] = 1,
    days: Annotated[int | None, typer.Option("--days", help="How long the ceasefire is.")] = None,
    length_km: Annotated[float | None, typer.Option("--length-km", help="How long the line is.")] = None,
    rate: Annotated[
        float | None, typer.Option("--rate", help="Happenings a day on 100 km before the ceasefire.")
    ] = None,
    by_day: Annotated[
        bool, typer.Option("--by-day", help="Keep each day's mail as of that day, for run --as-of; many files.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace-simulated", help="Delete the folder first, if it holds a simulated case.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make up a whole ceasefire with known truth, as a case like any other."""
    from ceaseline.cli.simulating import run_scenarios, run_simulate

    with guarded():
        if scenario is None:
            run_scenarios(as_json=as_json)
            return
        given = {"days": days, "length_km": length_km, "fire": None if rate is None else {"rate": rate}}
        changes = {key: value for key, value in given.items() if value is not None}
        run_simulate(scenario, output, seed=seed, changes=changes, by_day=by_day, replace=replace, as_json=as_json)


def main() -> None:
    """Run the command line."""
    app()


__all__ = ["Exit", "app", "main"]
