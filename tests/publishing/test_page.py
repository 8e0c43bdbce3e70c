from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import attrs
import polars as pl
import pytest

import ceaseline as cl
from ceaseline.publishing import Material, clause_rows, explain, render
from ceaseline.publishing.bottom_line import bottom_line
from ceaseline.tables import Claims, Verdicts
from charts import incident, incidents
from easter import NOW, easter


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    case = cl.open(easter(tmp_path_factory.mktemp("easter")))
    return case.material(case.run(now=NOW))


@pytest.fixture(scope="module")
def page(material: Material) -> str:
    return render(material, version="test").decode()


class Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        named = dict(attrs)
        self.links += [value for key in ("src", "href", "xlink:href") if (value := named.get(key))]
        self.ids += [named["id"] or ""] if "id" in named else []


def outline(page: str) -> Outline:
    found = Outline()
    found.feed(page)
    return found


def test_the_page_needs_no_script_and_fetches_nothing(page: str) -> None:
    found = outline(page)
    assert not {"script", "link", "iframe", "img", "object", "embed"} & set(found.tags)
    assert "default-src 'none'" in page
    assert all(link.startswith(("#", "https://", "http://")) for link in found.links)
    assert not re.search(r"@import|url\((?!#)", page)


def test_every_link_within_the_page_leads_somewhere(page: str) -> None:
    found = outline(page)
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)


def test_every_picture_and_table_can_be_read_aloud(page: str) -> None:
    assert page.count("<table") == page.count("<caption")
    assert page.count("<svg") == page.count('role="img" aria-label="')
    assert all('scope="' in head for head in re.findall(r"<th\b[^>]*>", page))
    assert '<html lang="en">' in page


def test_the_same_tables_give_the_same_bytes(material: Material, page: str) -> None:
    assert page == render(material, version="test").decode()


def test_left_out_regions_stand_on_the_page_by_name(page: str) -> None:
    assert "Left out, because always or nearly always full:\n<b>Kharkiv and Dnipropetrovsk</b>" in page


def test_the_arithmetic_and_the_windows_stand_beside_the_claims(page: str) -> None:
    assert "6 + 1,404 + 3,316 + 90 + 19 + 49 + 16 = 4,900: the parts add up to the stated total." in page
    assert "96 + 1,882 + more than 950 leave at most 7 of the stated 2,935 unaccounted for." in page
    assert "speak of different times: 24 hours and 30 hours, of which 24 hours are common" in page


def test_what_could_not_be_seen_names_the_sides_and_gives_no_zero(page: str) -> None:
    assert (
        "no-ground-fire: nothing deployed could see acts of Russia (A) and Ukraine (B). No count is given" in page
    )


def test_markup_in_any_text_is_shown_and_never_run(material: Material) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    claims = material.claims.with_columns(
        item=pl.lit(evil), page=pl.lit('javascript:alert("1")'), stated=pl.lit(evil)
    )
    terms = material.terms.model_copy(
        update={
            "parties": {
                code: party.model_copy(update={"name": evil}) for code, party in material.terms.parties.items()
            }
        }
    )
    changed = attrs.evolve(material, name=evil, terms=terms, claims=Claims.validate(claims))
    page = render(changed, version="test").decode()
    found = outline(page)
    assert not {"script", "img"} & set(found.tags)
    assert not any(link.startswith("javascript") for link in found.links)
    assert "&lt;script&gt;" in page


def test_simulated_cases_say_so_on_top(material: Material, page: str) -> None:
    assert "SIMULATED" not in page
    assert "SIMULATED DATA" in render(attrs.evolve(material, simulated=True), version="test").decode()


def test_which_side_stands_first_alternates(material: Material) -> None:
    firsts = [row.answers[0].who for row in clause_rows(material)]
    assert ["Russia (A)", "Ukraine (B)"] == firsts


def test_clocks_that_agree_are_shown_once_and_clocks_that_differ_each(material: Material) -> None:
    assert [3, 3] == [len(row.answers) for row in clause_rows(material)]
    differing = material.verdicts.with_columns(
        verdict=pl.when((pl.col("clock") == "B") & (pl.col("obligor") == "A"))
        .then(pl.lit("not_in_force"))
        .otherwise("verdict")
    )
    rows = clause_rows(attrs.evolve(material, verdicts=Verdicts.validate(differing)))
    assert [4, 4] == [len(row.answers) for row in rows]
    assert {"Russia (A)", "Ukraine (B)"} == {
        answer.clock for answer in rows[0].answers if answer.who == "Russia (A)"
    }


def test_what_is_said_of_several_sides_alike_stands_once_and_in_the_same_order_of_sentences(
    material: Material,
) -> None:
    one, other = "First there is this. ", "Then there is that. "
    common = "So it was watched for 16 % of the hours. Some of it was lost."
    reason = pl.when(pl.col("obligor") == "any").then(pl.lit(other + common)).otherwise(pl.lit(one + common))
    alike = material.verdicts.with_columns(
        verdict=pl.lit("cannot_tell"), signal=pl.lit("none"), reason=reason, watched_share=pl.lit(None, pl.Float64)
    )
    row = clause_rows(attrs.evolve(material, verdicts=Verdicts.validate(alike)))[0]
    assert ["Russia (A) and Ukraine (B) alike", "any side"] == [answer.who for answer in row.told]
    assert [one.strip(), other.strip()] == [answer.reason for answer in row.told]
    assert common == row.shared
    assert 3 == len(row.answers)
    page = render(attrs.evolve(material, verdicts=Verdicts.validate(alike)), version="test").decode()
    assert len(clause_rows(material)) == page.count(common)


def test_a_reason_that_ends_as_another_begins_keeps_its_first_sentence(material: Material) -> None:
    reason = (
        pl.when(pl.col("obligor") == "any").then(pl.lit("That is so.")).otherwise(pl.lit("Not so. That is so."))
    )
    changed = material.verdicts.with_columns(
        verdict=pl.lit("cannot_tell"), signal=pl.lit("none"), reason=reason, watched_share=pl.lit(None, pl.Float64)
    )
    row = clause_rows(attrs.evolve(material, verdicts=Verdicts.validate(changed)))[0]
    assert ["Not so. That is so.", "That is so."] == [answer.reason for answer in row.told]
    assert "" == row.shared


def test_two_incidents_whose_order_is_not_known_are_told_as_such(material: Material) -> None:
    answers = pl.DataFrame(
        {
            "incident_id": ["i1"],
            "answers": ["i2"],
            "delay_s": [None],
            "basis": ["assessed"],
            "procedure_followed": [None],
        },
        schema_overrides={"delay_s": pl.Float64},
    )
    known = attrs.evolve(material, incidents=incidents(incident(1), incident(2)), responses=answers)  # type: ignore[arg-type]
    for name, label in (("i1", "it seems to answer"), ("i2", "it seems to be answered by")):
        assert "so close in time that which was first is not known" in dict(explain(known, name))[label]


def test_the_bottom_line_says_what_is_supported_claimed_and_unseen(material: Material) -> None:
    lines = bottom_line(material)
    assert "no violation established, 1 cannot tell and 3 not verifiable" in lines[0]
    assert "air-alerts supports that such acts of Russia (A) fell far below the usual" in lines[1]
    assert "is silent on Ukraine (B)" in lines[1]
    assert "counted nowhere" in lines[2]


def test_a_case_without_any_evidence_still_has_a_page(tmp_path: Path) -> None:
    case = cl.open(cl.example("questions-march-2025"))
    page = render(case.material(case.work_out()), version="test").decode()
    assert "no evidence yet" in page
    assert "No series gave a signal" in page


def test_explain_tells_of_a_file_what_was_set_aside(material: Material) -> None:
    capture = material.captures["capture_id"][0]
    told = dict(explain(material, capture[:8]))
    assert "evidence/blobs/" in told["bytes"]
    assert "rows that stand" in told


def test_the_card_of_questions_says_what_the_text_leaves_open_and_what_seeing_would_take(tmp_path: Path) -> None:
    case = cl.open(cl.example("questions-march-2025"))
    asked = case.material(case.work_out())
    truce = cl.open(easter(tmp_path))
    page = truce.report(truce.run(now=NOW), questions=asked).decode()
    card = page[page.index('id="questions"') : page.index('id="truce"')]
    assert "What the text itself leaves open" in card
    assert re.search(r"<b>nobody determines</b> \(1 place\)", card)
    assert "To see it would take published decrees and call-up figures" in card


def test_a_clause_without_an_end_is_shown_with_its_start(tmp_path: Path) -> None:
    folder = easter(tmp_path)
    text = (folder / "terms.yaml").read_text("utf-8")
    (folder / "terms.yaml").write_text(text.replace('until: "2025-04-21 00:00"', "until: null"), "utf-8")
    case = cl.open(folder)
    page = case.report(case.run(now=NOW)).decode()
    assert "from 19 Apr 2025, 15:00 (UTC), no end stated" in page
