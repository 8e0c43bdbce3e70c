"""The commands for a first day: the demo, the doctor, a new case."""

from __future__ import annotations

import re
import secrets
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import typer

import ceaseline
from ceaseline.cli.outcome import Exit, complain, say, say_json
from ceaseline.errors import InputError, UnknownName
from ceaseline.ledger import PublicKey
from ceaseline.store import Keys, write_whole

if TYPE_CHECKING:
    from ceaseline.pipeline import Tell
    from ceaseline.publishing import MadeUp, ToldTwice

_DEMO = ("easter-truce-2025", "questions-march-2025")
_MADE_UP, _DAY = "simulated", 12  # folder of the made-up case, and how far it has come
_ACCOUNTS = "invented-accounts"
_LITTLE = {"days": 30, "length_km": 2000, "fire": {"rate": 4}}  # so that it takes seconds
_NEEDED = (
    "attrs",
    "cryptography",
    "dataframely",
    "httpx",
    "jinja2",
    "matplotlib",
    "numba",
    "numpy",
    "polars",
    "pydantic",
    "pyproj",
    "pyyaml",
    "rfc8785",
    "rich",
    "scipy",
    "shapely",
    "typer",
    "tzdata",
)
_ROOM_MIB = 500


def run_demo(output: Path, *, as_json: bool) -> None:
    """Copy the examples, work them out, write the page, and say what to look at next."""
    from ceaseline.cli.progress import Patience
    from ceaseline.cli.work import outcome_data, say_outcome

    if output.exists() and any(output.iterdir()) and not (output / _DEMO[0] / "case.toml").is_file():
        raise InputError(f"{output} is there and holds something else. Mend: choose another folder with -o")
    for name in _DEMO:
        if not (output / name).exists():
            shutil.copytree(ceaseline.example(name), output / name)
    truce, asked = (ceaseline.open(output / name) for name in _DEMO)
    with Patience() as patience:
        outcome, questions = truce.run(tell=patience), asked.run(tell=patience)
        made_up = _made_up(output / _MADE_UP, patience)
        accounts = _told_twice(output / _ACCOUNTS)
        page = truce.report(outcome, questions=asked.material(questions), made_up=made_up, accounts=accounts)
    path = output / "report.html"
    write_whole(path, page)
    if as_json:
        say_json({"file": str(path), **outcome_data(outcome)})
        return
    say_outcome(truce, outcome, output / _DEMO[0])
    say()
    say(f"The page: {path.resolve()}")


def _made_up(folder: Path, tell: Tell) -> MadeUp:
    """Make a small world up to a day, run it as any case, and hand over what really happened beside it."""
    from ceaseline.pipeline.simulating import happened, simulate
    from ceaseline.publishing import MadeUp
    from ceaseline.simulation import scenario, world

    made = world(scenario("small", **_LITTLE), seed=1)
    if not folder.exists():
        simulate(made, folder, until=_DAY, tell=tell)
    case = ceaseline.open(folder)
    material = case.material(case.run(tell=tell))
    return MadeUp(material, _DAY, made.days, made.scenario.length_km, happened(made, _DAY))


def _told_twice(folder: Path) -> ToldTwice:
    """Set the two invented accounts side by side, write that beside them, and hand over where they differ."""
    from ceaseline.accounts import rules_for
    from ceaseline.cli.comparing import set_side_by_side, write_comparison
    from ceaseline.publishing.told_twice import told_twice

    if not folder.exists():
        shutil.copytree(Path(ceaseline.__file__).parent / "examples" / "invented-accounts", folder)
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"), reverse=True)}
    compared = set_side_by_side(texts, rules_for())
    write_comparison(texts, compared, None, folder / "compared")
    page = f"{folder.name}/compared/index.html"
    return told_twice(compared.statements, compared.pairs, compared.left_out, page)


def run_doctor(*, as_json: bool) -> None:
    """Print a line for each thing the program needs; exit 1 where one is missing."""
    checks = [_python(), *(_package(name) for name in _NEEDED), _zones(), _letters(), _room(), _examples()]
    if as_json:
        say_json({"checks": [{"what": what, "well": well, "detail": detail} for what, well, detail in checks]})
    else:
        for what, well, detail in checks:
            say(f"{'ok     ' if well else 'MISSING'}  {what}: {detail}")
    if not all(well for _, well, _ in checks):
        complain("Something is missing. Mend: install the package again, or free room.")
        raise typer.Exit(Exit.PROBLEM)


def run_new(folder: Path, example: str, *, as_json: bool) -> None:
    """Copy an example's forms, and say which to fill in first."""
    if folder.exists():
        raise InputError(f"{folder} is there already; nothing was changed. Mend: choose another name")
    try:
        shutil.copytree(ceaseline.example(example), folder)
    except OSError as error:
        raise InputError(f"{folder} cannot be made: {error}") from None
    (folder / "inbox").mkdir(exist_ok=True)
    public = _name_key(folder)
    forms = [str(folder / form) for form in ("terms.yaml", "sources.yaml", "case.toml")]
    if as_json:
        say_json({"folder": str(folder), "forms": forms, "key": str(public)})
        return
    say(f"{folder} is made. Fill in, in this order:")
    for form in forms:
        say(form, indent=2)
    say(f"Then put files into {folder / 'inbox'}. Next: ceaseline check -C {folder}")
    say(f"The key that signs for it is {Keys.of_user().place(public)}: keep a copy of it, and give it to nobody.")


def _name_key(folder: Path) -> PublicKey:
    """Make a signing key for a case, outside it, and write its public half into ``case.toml``."""
    slug = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-") or "case"
    public = Keys.of_user().make(f"{slug}-{secrets.token_hex(4)}", secrets.token_bytes(32))
    form = folder / "case.toml"
    told = (
        "\n[evidence]                      # who signs for it; the private half of the key lies outside the case\n"
    )
    write_whole(form, form.read_bytes() + f'{told}key = "{public}"\n'.encode())
    return public


_Check = tuple[str, bool, str]


def _python() -> _Check:
    found = ".".join(str(part) for part in sys.version_info[:3])
    return "Python 3.11 or later", sys.version_info >= (3, 11), found


def _package(name: str) -> _Check:
    try:
        return name, True, version(name)
    except PackageNotFoundError:
        return name, False, "not installed"


def _zones() -> _Check:
    from ceaseline.times import TimeProblem, moment

    try:
        right = moment("2025-07-01 12:00", "Europe/Berlin").hour == 10  # summer time, two hours ahead
    except TimeProblem as error:
        return "time zones", False, str(error)
    return "time zones", right, "known, with summer time" if right else "summer time is wrong"


def _letters() -> _Check:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    letters = get_font(findfont(FontProperties(family="DejaVu Sans"))).get_charmap()
    missing = [letter for letter in "ҐґЄєІіЇїЁёЎўა" if ord(letter) not in letters]
    return "letters for plots", not missing, "Latin, Cyrillic, Georgian" if not missing else f"lacks {missing}"


def _room() -> _Check:
    free = shutil.disk_usage(Path()).free // 2**20
    return f"{_ROOM_MIB} MiB of free disk", free >= _ROOM_MIB, f"{free:,} MiB"


def _examples() -> _Check:
    try:
        return "examples", True, ", ".join(ceaseline.example(name).name for name in _DEMO)
    except UnknownName as error:
        return "examples", False, str(error)
