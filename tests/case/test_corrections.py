"""What is answered otherwise than it was: superseded, listed as a correction, and readable as it was."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import ceaseline as cl
from builders import at, clause, terms_text
from ceaseline.case import Case
from ceaseline.cli import app
from ceaseline.errors import EvidenceError
from ceaseline.pipeline import Outcome
from ceaseline.publishing import explain
from ceaseline.store import audited, said
from easter import blind_to_hashes, easter

DAY_4, DAY_5, DAY_12, DAY_13 = (at(f"2031-05-{day} 12:00") for day in ("04", "05", "12", "13"))
OVER = {"from": "2031-05-01", "until": "2031-05-04", "zone": "UTC"}
RUNNING = {"from": "2031-05-01", "until": "2031-06-01", "zone": "UTC"}
SOURCES = """
sources:
  - {name: posts, kind: observations, file: inbox/posts/*, role: monitor}
  - {name: press, kind: observations, file: inbox/press/*, role: press}
"""
HEADER = "observation_id,earliest,latest,means,phenomenon,lon,lat,radius_m,text\n"
WORDS = "Smith, a baker, saw it"  # what a file says that may have to be forgotten


def shelling(name: str, day: str) -> str:
    return f'{name},2031-05-{day}T08:00Z,2031-05-{day}T08:00Z,seen,shelling,34.5,12.5,200,"{WORDS}"\n'


def case_of(folder: Path, window: Mapping[str, str] = OVER, names: tuple[str, str] = ("North", "South")) -> Case:
    """Return a case of which a post has reported a shelling of 1 May."""
    case = easter(folder)
    for path in (case / "inbox").iterdir():
        path.unlink()
    parties = {"A": {"name": names[0]}, "B": {"name": names[1]}}
    (case / "case.toml").write_text('[case]\nname = "Late"\n', "utf-8")
    (case / "terms.yaml").write_text(terms_text(clause(window=window), parties=parties), "utf-8")
    (case / "sources.yaml").write_text(SOURCES, "utf-8")
    arrives(case, "posts/first.csv", shelling("p1", "01"))
    return cl.open(case)


def arrives(case: Path, name: str, *rows: str) -> None:
    path = case / "inbox" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEADER + "".join(rows), "utf-8")


def late(folder: Path) -> tuple[Case, Outcome]:
    """Return the case in which a shelling of day 3 surfaced on day 12, and what is answered then."""
    case = case_of(folder)
    case.run(now=DAY_4)
    arrives(case.folder, "posts/late.csv", shelling("p2", "03"))
    return case, case.run(now=DAY_12)


def of_any(outcome: Outcome) -> dict[str, Any]:
    return outcome.verdicts.filter(obligor="any", clock="A").row(0, named=True)


def windows(outcome: Outcome) -> list[dict[str, Any]]:
    """Return the corrections of whole windows on one clock."""
    return outcome.corrections.filter(part="window", clock="A").rows(named=True)


def all_bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def tables_of(case: Case) -> dict[str, bytes]:
    """Return the bytes of all tables; what is only remembered beside them is none."""
    found = all_bytes(case.folder / "tables")
    return {name: content for name, content in found.items() if not name.startswith(".")}


def test_a_late_report_supersedes_what_was_said_without_it(tmp_path: Path) -> None:
    _, outcome = late(tmp_path)
    now = of_any(outcome)
    assert ("violation_established", 2, DAY_12, DAY_4) == (
        now["verdict"],
        now["recorded"],
        now["as_of"],
        now["supersedes"],
    )


def test_the_correction_says_what_was_said_and_what_came_since(tmp_path: Path) -> None:
    _, outcome = late(tmp_path)
    (row,) = windows(outcome)
    assert (1, 2, DAY_4, DAY_12) == (
        row["recorded_before"],
        row["recorded"],
        row["supersedes"],
        row["as_of"],
    )
    assert "Since then came 1 file of posts." == row["reason"]


def test_what_was_known_then_gives_the_very_tables_of_then(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    case.run(now=DAY_4)
    then = tables_of(case)
    arrives(case.folder, "posts/late.csv", shelling("p2", "03"))
    case.run(now=DAY_12)
    assert then != tables_of(case)
    looked_back = case.run(as_of=DAY_4)
    assert then == tables_of(case)
    assert 1 == of_any(looked_back)["recorded"]


def test_looking_back_keeps_nothing_and_the_answer_of_now_comes_back(tmp_path: Path) -> None:
    case, _ = late(tmp_path)
    now, kept = tables_of(case), said(case.evidence)
    case.run(as_of=DAY_4)
    assert kept == said(case.evidence)
    case.run(now=DAY_13)
    assert now == tables_of(case)


def test_the_same_answer_is_kept_once_and_gives_the_same_bytes(tmp_path: Path) -> None:
    case, _ = late(tmp_path)
    before = tables_of(case)
    assert [DAY_4, DAY_12] == [each.as_of for each in said(case.evidence)]
    case.run(now=DAY_13)
    assert before == tables_of(case)
    assert [DAY_4, DAY_12] == [each.as_of for each in said(case.evidence)]


def test_a_correction_stays_listed_when_more_comes_that_changes_nothing(tmp_path: Path) -> None:
    case, first = late(tmp_path)
    arrives(case.folder, "press/note.csv", shelling("n1", "09"))
    second = case.run(now=DAY_13)
    assert windows(first) == windows(second)
    assert DAY_4 == of_any(second)["supersedes"]


def test_an_answer_that_was_never_another_one_supersedes_nothing(tmp_path: Path) -> None:
    _, outcome = late(tmp_path)
    sides = outcome.verdicts.filter(outcome.verdicts["obligor"] != "any")
    assert sides.height == sides["supersedes"].null_count() == 4


def test_a_number_that_grows_while_its_window_runs_is_superseded_and_no_correction(tmp_path: Path) -> None:
    case = case_of(tmp_path, RUNNING)
    case.run(now=DAY_4)
    arrives(case.folder, "posts/second.csv", shelling("p2", "05"))
    outcome = case.run(now=DAY_5)
    assert (2, DAY_4) == (of_any(outcome)["recorded"], of_any(outcome)["supersedes"])
    assert [] == windows(outcome)


def test_a_number_that_falls_is_a_correction_even_while_its_window_runs(tmp_path: Path) -> None:
    case = case_of(tmp_path, RUNNING)
    arrives(case.folder, "posts/second.csv", shelling("p2", "03"))
    first = case.run(now=DAY_4)
    (wrong,) = (each.capture_id for each in case.evidence.captures() if each.name == "second.csv")
    case.decide(wrong, "left_out", reason="Forged.", by="R. One", now=DAY_5)
    second = case.run(now=DAY_5)
    (row,) = windows(second)
    assert (2, 1) == (of_any(first)["recorded"], of_any(second)["recorded"])
    assert (2, 1, "Since then came 1 ruling.") == (row["recorded_before"], row["recorded"], row["reason"])


def test_a_ruling_that_is_overturned_is_a_correction_that_names_both(tmp_path: Path) -> None:
    case = case_of(tmp_path, RUNNING)
    case.run(now=DAY_4)
    one, _ = case.decide("no-fire:any", "cannot_tell", reason="One post.", by="R. One", now=DAY_5)
    (first,) = windows(case.run(now=DAY_5))
    other, _ = case.decide("no-fire:any", "violation_established", reason="Seen.", by="R. Two", now=DAY_12)
    (second,) = windows(case.run(now=DAY_12))
    assert ("violation_established", "cannot_tell") == (first["verdict_before"], first["verdict"])
    assert f"Determined by a person since ({one.id})." == first["reason"]
    assert ("cannot_tell", "violation_established") == (second["verdict_before"], second["verdict"])
    assert f"The ruling {other.id} stands in place of {one.id}." == second["reason"]


def test_an_answer_that_changes_with_a_form_alone_is_said_to(tmp_path: Path) -> None:
    case = case_of(tmp_path, RUNNING)
    case.run(now=DAY_4)
    sources = case.folder / "sources.yaml"
    sources.write_text(sources.read_text("utf-8").replace("role: monitor", "role: instrument"), "utf-8")
    again = cl.open(case.folder)
    (row,) = windows(again.run(now=DAY_5))
    assert ("violation_established", "cannot_tell") == (row["verdict_before"], row["verdict"])
    assert "Since then sources.yaml changed." == row["reason"]
    before = tables_of(again)
    cl.open(case.folder).run(now=DAY_12)
    assert before == tables_of(again)


def test_corrections_head_the_page_and_the_summary(tmp_path: Path) -> None:
    case, outcome = late(tmp_path)
    page = case.report(outcome).decode()
    assert 0 < page.index('id="corrections"') < page.index('id="clauses"')
    assert "violation established, 1 recorded<small>as of 4 May 2031</small>" in page
    done = CliRunner().invoke(app, ["run", "-C", str(case.folder)])
    summary = " ".join(done.stdout.split())
    assert (
        "Corrections: no-fire, the whole window, any side: violation established, 1 recorded (as of 4 May 2031); "
        "now violation established, 2 recorded (as of 12 May 2031). Since then came 1 file of posts. "
    ) in summary
    assert summary.index("Corrections:") < summary.index("no-fire: All")
    told = json.loads(CliRunner().invoke(app, ["run", "-C", str(case.folder), "--json"]).stdout)
    assert [1, 1] == [row["recorded_before"] for row in told["corrections"] if row["part"] == "window"]


def test_a_clause_is_explained_with_what_was_answered_before(tmp_path: Path) -> None:
    case, outcome = late(tmp_path)
    told = dict(explain(case.material(outcome), "no-fire:any"))
    assert (
        "violation established, 1 recorded (as of 4 May 2031); now violation established, 2 recorded (as of 12 May "
        "2031). Since then came 1 file of posts."
    ) == told["answered before for any side, the whole window"]
    assert not any("answered before" in label for label, _ in explain(case.material(outcome), "no-fire:A"))


def test_a_page_without_corrections_has_no_such_part(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    assert 'id="corrections"' not in case.report(case.run(now=DAY_4)).decode()


def test_exchanging_the_parties_names_exchanges_them_in_corrections(tmp_path: Path) -> None:
    pages = []
    for number, names in enumerate((("North", "South"), ("South", "North"))):
        case = case_of(tmp_path / str(number), names=names)
        case.run(now=DAY_4)
        case.decide("no-fire:A", "violation_established", reason="Seen.", by="R. One", now=DAY_5)
        page = case.report(case.run(now=DAY_12)).decode()
        pages.append(page[page.index('id="corrections"') : page.index('id="clauses"')])
    north, south = pages
    assert north.count("North (A)") == south.count("South (A)") == 1
    assert blind_to_hashes(north.replace("North", "South")) == blind_to_hashes(south)


def test_what_was_said_outlives_an_erased_file_and_holds_none_of_its_words(tmp_path: Path) -> None:
    case, _ = late(tmp_path)
    (gone,) = (each.capture_id for each in case.evidence.captures() if each.name == "late.csv")
    case.decide(gone, "erased", reason="A witness asked.", by="R. One", now=DAY_13)
    arrives(case.folder, "posts/late.csv")  # the copy in the inbox goes too
    outcome = case.run(now=DAY_13)
    (row,) = windows(outcome)
    assert (2, 1) == (row["recorded_before"], row["recorded"])
    assert "Since then came 1 file of posts and 1 erasure." == row["reason"]
    for each in said(case.evidence):
        told = gzip.decompress(case.evidence.blobs.read(each.digest)).decode()
        assert "no-fire" in told
        assert "reason" not in json.loads(told)["verdicts"]
        assert WORDS not in told
        assert "late.csv" not in told
        assert gone not in told


def test_what_was_said_is_kept_as_firmly_as_other_evidence(tmp_path: Path) -> None:
    case, _ = late(tmp_path)
    assert () == audited(case.evidence, None, lambda *_: None).wrong
    place = case.evidence.blobs.place(said(case.evidence)[-1].digest)
    place.chmod(0o644)
    place.write_bytes(gzip.compress(b"{}"))
    (wrong,) = audited(case.evidence, None, lambda *_: None).wrong
    assert "the file of what was said" in wrong
    with pytest.raises(EvidenceError, match="its bytes were changed"):
        case.run(now=DAY_13)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", gzip.compress(b"[]"), gzip.compress(b'{"verdicts": 3}')],
    ids=["empty", "not packed", "a list", "no tables"],
)
def test_answers_that_are_none_are_an_error_in_words(tmp_path: Path, content: bytes) -> None:
    case, _ = late(tmp_path)
    first = said(case.evidence)[0]
    body = {"as_of": DAY_13.isoformat(), "entries": 2, "forms": dict(first.state.forms), "version": "9"}
    case.evidence.note_kept("said", "what was said", content, body, DAY_13)
    with pytest.raises(EvidenceError, match="these are no answers"):
        case.run(now=DAY_13)


def test_a_case_without_evidence_says_nothing(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    (case.folder / "inbox" / "posts" / "first.csv").unlink()
    outcome = case.run(now=DAY_4)
    assert (None, 0) == (outcome.as_of, outcome.corrections.height)
    assert [] == said(case.evidence)


def at_noon(day: int) -> datetime:
    return at(f"2031-05-{day:02} 12:00")


def test_an_answer_that_comes_back_supersedes_the_one_between(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    case.run(now=at_noon(4))
    arrives(case.folder, "posts/late.csv", shelling("p2", "03"))
    case.run(now=at_noon(12))
    (wrong,) = (each.capture_id for each in case.evidence.captures() if each.name == "late.csv")
    case.decide(wrong, "left_out", reason="Forged.", by="R. One", now=at_noon(13))
    arrives(case.folder, "press/note.csv", shelling("n1", "09"))
    outcome = case.run(now=at_noon(14))
    assert (1, at_noon(12)) == (of_any(outcome)["recorded"], of_any(outcome)["supersedes"])
    (row,) = windows(outcome)
    assert (2, 1, at_noon(12)) == (row["recorded_before"], row["recorded"], row["supersedes"])
