"""Pages in a browser: no barrier that axe finds, nothing cut off on a phone, pictures to be looked at.

Only ``make e2e`` runs these. They need a Chromium on the PATH and skip without one; pictures lie in ``e2e/``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import ceaseline
from ceaseline.publishing.report.writing import write
from invented_report import empty_report, hostile_report, usual_report
from told import BULLETS, RUNNING

pytestmark = pytest.mark.e2e
sync_api = pytest.importorskip("playwright.sync_api")

PICTURES = Path(__file__).parents[2] / "e2e"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESKTOP, PHONE, NARROW, PAPER = 1280, 390, 320, 794  # pixels; 320 is what a page has to fit into, 794 is A4


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on the PATH. Mend: install it, such as with apt-get install chromium")
    with sync_api.sync_playwright() as play:
        # a container has no sandbox to give, and these pages are our own
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages by name: reports of invented days and of an example, a case, and a comparison."""
    folder = tmp_path_factory.mktemp("pages")
    reports = {
        "usual": usual_report(restricted=True, simulated=True),
        "hostile": hostile_report(),
        "empty": empty_report(),
    }
    found = {}
    for name, report in reports.items():
        found[name] = folder / f"{name}.html"
        found[name].write_bytes(write(report, ["html"])["report.html"])
    case = Path(shutil.copytree(ceaseline.example("easter-truce-2025"), folder / "case"))
    _run("import", "-C", str(case))
    _run("run", "-C", str(case))
    _run("report", "-C", str(case))
    _run("report", "-C", str(case), "--day", "2025-04-20", "--format", "html,pdf", "-o", str(folder / "truce"))
    (folder / "a.txt").write_text(RUNNING, encoding="utf-8")
    (folder / "b.txt").write_text(BULLETS, encoding="utf-8")
    _run("compare", str(folder / "a.txt"), str(folder / "b.txt"), "-o", str(folder / "compared"))
    found["truce"] = folder / "truce" / "report.html"
    found["case"] = case / "reports" / "report.html"
    found["compared"] = next((folder / "compared").glob("*.html"))
    PICTURES.mkdir(exist_ok=True)
    shutil.copy(folder / "truce" / "report.pdf", PICTURES / "truce.pdf")
    return found


NAMES = ("usual", "hostile", "empty", "truce", "case", "compared")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_axe_finds_no_barrier(browser: Any, pages: dict[str, Path], name: str, width: int) -> None:
    page = _opened(browser, pages[name], width)
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    told = [
        f"{each['id']}: {node['html'][:200]}: {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
    page.close()
    assert not told, "\n".join(told)
    assert len(found["passes"]) > 20


@pytest.mark.parametrize("name", NAMES)
def test_nothing_lies_beside_a_narrow_screen(browser: Any, pages: dict[str, Path], name: str) -> None:
    page = _opened(browser, pages[name], NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert width == NARROW


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_for_nothing_and_says_nothing_to_the_console(
    browser: Any, pages: dict[str, Path], name: str
) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.goto(pages[name].as_uri())
    page.close()
    assert [pages[name].as_uri()] == asked


@pytest.mark.parametrize("name", ["usual", "truce", "case", "compared"])
def test_pictures_of_a_page_are_there_to_be_looked_at(browser: Any, pages: dict[str, Path], name: str) -> None:
    for kind, width in (("desktop", DESKTOP), ("phone", PHONE)):
        page = _opened(browser, pages[name], width)
        page.screenshot(path=PICTURES / f"{name}-{kind}.png", full_page=True)
        page.close()
    page = _opened(browser, pages[name], PAPER, opened=False)
    page.pdf(path=PICTURES / f"{name}-print.pdf", format="A4", prefer_css_page_size=True)
    page.emulate_media(media="print")
    page.evaluate("document.documentElement.style.filter = 'grayscale(1)'")
    page.screenshot(path=PICTURES / f"{name}-grey.png", full_page=True)
    page.close()
    assert {f"{name}-{kind}" for kind in ("desktop", "phone", "print", "grey")} <= {
        each.stem for each in PICTURES.iterdir()
    }


def _opened(browser: Any, path: Path, width: int, *, opened: bool = True) -> Any:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_default_timeout(300_000)  # milliseconds: a long page on a busy machine
    page.goto(path.as_uri())
    if opened:
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    return page


def _run(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "ceaseline", *words], check=True, capture_output=True)
