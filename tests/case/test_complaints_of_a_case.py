"""A case with complaints and their steps, from the files to the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import ceaseline as cl
from builders import at, clause, terms_text
from ceaseline.case import Case
from ceaseline.publishing import explain
from ceaseline.publishing.complaints import complaints_and_cases
from ceaseline.tables.exporting import to_csv
from easter import NOW, blind_to_hashes, easter, swap

COMPLAINTS = """complaint_id,complainant,respondent,lodged,channel,clause_id,facts,wanted
k1,PA,PB,2031-04-10T06:00Z,letter,no-fire,Gunner Heron shelled Swan Mere,an apology
k2,PB,PA,2031-04-11T06:00Z,letter,no-fire,Sergeant Gull fired at Swan Mere,
k3,PA,PB,2031-04-12T06:00Z,hotline,no-fire,Mines at Swan Mere,
k4,,PB,2031-04-13T06:00Z,web,,My orchard burnt,money
k5,PA,PB,2031-04-30T06:00Z,hotline,no-fire,Gunner Heron shelled Swan Mere,an apology
k6,PB,,2031-05-01T06:00Z,,,Mines on the road,
"""
STEPS = """step_id,complaint_id,state,at,deadline,ruling,reason,blocked_by
t1,k1,triaged,2031-04-10T08:00Z,,,,
t2,k1,under_inquiry,2031-04-11T08:00Z,,,,
t3,k1,draft,2031-04-20T08:00Z,,,,
t4,k1,comments,2031-05-01T08:00Z,,,,
t5,k2,triaged,2031-04-12T08:00Z,,,,
t6,k2,ruled,2031-04-14T08:00Z,,violation,Sergeant Gull said so,
t7,k3,triaged,2031-04-13T08:00Z,,,,
t8,k3,under_inquiry,2031-04-14T08:00Z,2031-04-30T08:00Z,,waiting for Corporal Rook,mines
t9,k4,ruled,2031-04-15T06:00Z,,closed_no_access,nobody may go to Swan Mere,access
t10,k9,triaged,2031-04-15T06:00Z,,,,
t11,k6,triaged,2031-05-03T06:00Z,,,,
"""
SOURCES = """
sources:
  - {name: book, kind: complaints, file: inbox/complaints.csv, role: monitor}
  - {name: log, kind: steps, file: inbox/steps.csv, role: monitor}
  - {name: posts, kind: observations, file: inbox/observations.csv, role: monitor}
"""
OBSERVATIONS = """observation_id,earliest,latest,phenomenon,lon,lat,radius_m
o1,2031-05-10T08:00Z,2031-05-10T08:01Z,burst,34.5,12.5,300
"""
TERMS = terms_text(
    clause(obligors=["PA", "PB"]),
    parties={"PA": {"name": "Norland"}, "PB": {"name": "Sudland"}},
    mechanism={"right_of_reply_hours": 48},
)
Make = Callable[..., Case]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a case with these complaints and steps; without them where they are None."""

    def made(
        complaints: str | None = COMPLAINTS,
        steps: str | None = STEPS,
        turn: Callable[[str], str] = str,
        name: str = "one",
    ) -> Case:
        folder = easter(tmp_path / name)
        for path in (folder / "inbox").iterdir():
            path.unlink()
        files = {"complaints.csv": complaints, "steps.csv": steps, "observations.csv": OBSERVATIONS}
        texts = {f"inbox/{name}": text for name, text in files.items() if text is not None}
        for file, text in {"terms.yaml": TERMS, "sources.yaml": SOURCES, **texts}.items():
            (folder / file).write_text(turn(text), "utf-8")
        return cl.open(folder)

    return made


def page_of(case: Case) -> str:
    return case.report(case.run(now=NOW)).decode()


def section(page: str) -> str:
    return page.partition('<section id="complaints"')[2].partition("</section>")[0]


def row_of(page: str, case_id: str) -> list[str]:
    """The cells of a row of the table of cases, without marks."""
    (row,) = re.findall(rf'<tr><th scope="row">{case_id}</th>.*?</tr>', page, re.DOTALL)
    return [re.sub(r"<[^>]*>", " ", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]


def test_the_tables_of_a_run_say_where_each_complaint_stands(make: Make) -> None:
    case = make()
    outcome = case.run(now=NOW)
    assert case.table("cases").equals(outcome.cases)
    assert case.table("complaint_days").equals(outcome.complaint_days)
    rows = {row["complaint_id"]: row for row in outcome.cases.iter_rows(named=True)}
    assert ["k1", "k2", "k3", "k4", "k5", "k6"] == list(rows)
    assert ("comments", at("2031-05-03 08:00"), False) == tuple(
        rows["k1"][c] for c in ("state", "deadline", "overdue")
    )
    assert ("under_inquiry", "mines", True) == tuple(rows["k3"][c] for c in ("state", "blocked_by", "overdue"))
    assert ("ruled", "closed_no_access", 2) == tuple(rows["k4"][c] for c in ("state", "ruling", "age_days"))
    assert ("received", 0) == tuple(rows["k6"][c] for c in ("state", "steps"))  # its step is of tomorrow
    assert (
        "ruled violation right after triaged; ruled violation without comments of the parties"
        == rows["k2"]["unfit"]
    )


def test_the_page_shows_open_cases_first_by_deadline_with_what_holds_them_up(make: Make) -> None:
    part = section(page_of(make()))
    assert ["k3", "k1", "k2", "k6", "k5", "k4"] == re.findall(r'<tr><th scope="row">(k\d)</th>', part)
    passed = "2031-04-30 08:00 UTC, passed"
    assert ["Norland (PA)", "Sudland (PB)", "no-fire", "20", "under inquiry", "mines", passed] == row_of(part, "k3")
    assert ["open to comments of the parties", "nothing stated", "2031-05-03 08:00 UTC"] == row_of(part, "k1")[4:]
    unfit = "out of order: ruled violation right after triaged; ruled violation without comments of the parties"
    assert f"ruled a violation {unfit}" == row_of(part, "k2")[4]
    assert "1 case went on out of order" in part
    assert ["somebody who is no party", "Sudland (PB)", "not stated", "2"] == row_of(part, "k4")[:4]
    assert "closed without access, so ended" == row_of(part, "k4")[4]
    assert "nobody named" == row_of(part, "k6")[1]


def test_sums_stand_by_side_with_what_has_no_stated_outcome(make: Make) -> None:
    states = "1 received, 1 under inquiry, 1 open to comments of the parties, 1 ended"
    part = section(page_of(make()))
    assert [
        "4",
        "3",
        f"{states}; of these 1 past their deadline, 1 blocked",
        "1 closed without access, 3 without a stated outcome",
    ] == row_of(part, r"Sudland \(PB\)")
    assert ["1", "1", "1 ruled", "1 a violation"] == row_of(part, r"Norland \(PA\)")
    assert ["1", "1", "1 received", "1 without a stated outcome"] == row_of(part, "nobody named")
    assert "Norland (PA) lodged 3 complaints, of 2 distinct matters." in part
    assert "Those who are no party lodged 1 complaint, of 1 distinct matter." in part
    assert "A complaint is an allegation" in part


def test_a_side_without_a_complaint_has_no_zero(make: Make) -> None:
    part = section(page_of(make(COMPLAINTS.replace("k2,PB,PA", "k2,PB,"))))
    assert ["none on record"] * 4 == row_of(part, r"Norland \(PA\)")
    assert not re.search(r">0<", part)


def test_steps_of_a_complaint_in_no_register_are_told(make: Make) -> None:
    assert "1 step is of complaints that are in no register (k9) and are in no sum." in section(page_of(make()))
    alone = make(None, "".join(STEPS.splitlines(keepends=True)[:3]), name="two")
    assert "2 steps are of complaints that are in no register (k1)" in section(page_of(alone))


def test_no_word_of_a_complaint_and_no_reason_of_a_step_is_on_the_page_or_explained(make: Make) -> None:
    case = make()
    outcome = case.run(now=NOW)
    told = case.report(outcome).decode()
    material = case.material(outcome)
    told += "".join(
        text for name in outcome.cases["complaint_id"] for pair in explain(material, name) for text in pair
    )
    for word in ("Heron", "Gull", "Rook", "Swan Mere", "orchard", "apology", "money", "Mines"):
        assert word not in told, word


def test_explain_leads_through_the_steps_of_a_case_to_its_lines(make: Make) -> None:
    case = make()
    told = dict(explain(case.material(case.run(now=NOW)), "k3"))
    assert (
        "lodged by Norland (PA) against Sudland (PB), under no-fire on 2031-04-12 06:00 UTC"
        == told["the complaint"]
    )
    assert "under inquiry, since 2031-04-14 08:00 UTC; age 20 days" == told["where it stands"]
    assert ("2031-04-30 08:00 UTC, passed", "mines") == (told["deadline"], told["blocked by"])
    step = (
        "under inquiry on 2031-04-14 08:00 UTC; next step due 2031-04-30 08:00 UTC; blocked by mines; with a reason"
    )
    assert told["step t8"].startswith(f"{step}. steps.csv, line 9, SHA-256 ")
    assert told["rests on complaints.csv"].startswith("line 4, SHA-256 ")
    assert "enters no answer and no count" in told["standing"]


def test_explain_says_of_which_matter_a_complaint_is_and_which_step_is_not_known_yet(make: Make) -> None:
    case = make()
    material = case.material(case.run(now=NOW))
    assert "k1" == dict(explain(material, "k5"))["same matter as"]
    assert "later than this is judged from, so not counted" in dict(explain(material, "k6"))["step t11"]
    assert dict(explain(material, "k2"))["out of order"].startswith("ruled violation right after triaged")


def test_flooding_shows_as_flooding_with_the_number_of_matters_and_accuses_nobody(make: Make) -> None:
    rows = [f"f{n:03},PB,PA,2031-05-01T0{n % 9}:00Z,hotline,no-fire,Shots at post {n % 3},\n" for n in range(117)]
    rows += [f"g{n},PB,PA,2031-05-01T10:00Z,hotline,,Word number {'x' * (n + 1)},\n" for n in range(3)]
    part = section(page_of(make(COMPLAINTS + "".join(rows), STEPS)))
    assert (
        "On 2031-05-01: 121 complaints by Sudland (PB), 117 of them about no-fire, of 7 distinct matters; "
        "117 have the same wording, figures apart; on their other days with complaints the median is 1." in part
    )
    shown = re.findall(r'<tr><th scope="row">(\w+)</th>', part)
    assert ["k3", "k1", "k2", "f000", "f001", "f002", "k6", "g0", "g1", "g2", "k5"] == shown[:11]
    assert 50 == len(re.findall(r'data-label="Lodged by"', part))
    assert "76 more are not shown, 75 of them open; all are in tables/cases." in part
    assert not re.search(r"spam|abus|flood|campaign", part, re.IGNORECASE)


def test_a_case_without_complaints_has_no_such_section(make: Make) -> None:
    assert "Complaints and cases" not in page_of(make(None, None))


def test_complaints_change_no_verdict_and_no_count_by_a_byte(make: Make) -> None:
    flood = "".join(f"f{n},PB,PA,2031-05-01T06:00Z,hotline,no-fire,Shots,\n" for n in range(200))
    without, with_them = make(None, None).run(now=NOW), make(COMPLAINTS + flood, STEPS, name="two").run(now=NOW)
    assert 206 == with_them.cases.height
    for table in ("verdicts", "findings", "incidents", "members", "signals", "claims"):
        assert to_csv(without.tables[table]) == to_csv(with_them.tables[table]), table
    assert without.verdicts["recorded"].equals(with_them.verdicts["recorded"])
    assert 1 == without.incidents.height


def test_exchanging_the_parties_in_every_file_exchanges_them_everywhere_and_nothing_else(make: Make) -> None:
    flood = "".join(f"f{n},PA,PB,2031-05-01T06:00Z,hotline,no-fire,Shots {n % 4},\n" for n in range(30))
    one, other = make(COMPLAINTS + flood), make(COMPLAINTS + flood, turn=swap, name="two")
    outcomes = one.run(now=NOW), other.run(now=NOW)
    for table in ("cases", "complaint_days"):
        here, there = (to_csv(outcome.tables[table]).decode() for outcome in outcomes)
        assert swap(here) == there
        assert here != there
    pages = [case.report(outcome).decode() for case, outcome in zip((one, other), outcomes, strict=True)]
    assert swap(blind_to_hashes(pages[0])) == blind_to_hashes(pages[1])
    assert section(pages[0]) != section(pages[1])


def test_markup_in_an_id_is_shown_and_never_run(make: Make) -> None:
    part = section(page_of(make(COMPLAINTS.replace("k5,", "<script>k5</script>,"))))
    assert "&lt;script&gt;k5&lt;/script&gt;" in part
    assert "<script" not in part


def test_without_anything_there_is_nothing_to_tell(make: Make) -> None:
    case = make(None, None)
    assert complaints_and_cases(case.material(case.run(now=NOW))) is None
