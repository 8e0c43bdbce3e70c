"""Accounts in a case: what sides allege of each other becomes records that stay alleged, and nothing of ours."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from shapely import LineString

import ceaseline as cl
from builders import clause, terms, terms_text
from ceaseline.accounts import Settlement
from ceaseline.case import Case
from ceaseline.pipeline.hearing import hear
from ceaseline.publishing import explain
from ceaseline.publishing.blind_spots import blind_spots
from ceaseline.publishing.positions import position_matrix
from ceaseline.tables import Lines, Positions, from_rows
from easter import NOW
from told import BULLETS, RUNNING

ACCOUNT = """\
The truce holds, barely

7 May 2031

General Ana Ash of {a} said that {b} had shelled the village of Aulis on Tuesday night.

Minister Ivo Oak of {b} denied that his troops had shelled anybody. Oak admitted that {b} had fired on a convoy \
near Brade. Oak announced that a column of {b} will pass Corin on 9 May.
"""
PLACES = "lon,lat,rank,name:en\n30.5,50.5,3,Aulis\n34.0,48.0,3,Aulis\n30.6,50.5,2,Brade\n"
SOURCE = {"kind": "accounts", "role": "press", "zone": "UTC"}


def case(folder: Path, *, a: str = "North", b: str = "South", **outlets: dict[str, Any]) -> Case:
    """Return a case with one account of each outlet; without any, that of one called post."""
    (folder / "inbox").mkdir(parents=True)
    (folder / "inbox" / "places.csv").write_text(PLACES)
    (folder / "case.toml").write_text('[case]\nname = "Toy"\n[map]\ngazetteer = "inbox/places.csv"\n')
    window = {"from": "2031-05-01", "until": "2031-06-01", "zone": "UTC"}
    (folder / "terms.yaml").write_text(terms_text(clause(window=window)))
    entries = [
        SOURCE | {"name": name, "file": f"inbox/{name}.txt"} | changes
        for name, changes in (outlets or {"post": {}}).items()
    ]
    (folder / "sources.yaml").write_text(json.dumps({"sources": entries}))
    for entry in entries:
        (folder / "inbox" / f"{entry['name']}.txt").write_text(ACCOUNT.format(a=a, b=b))
    return cl.open(folder)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return case(tmp_path_factory.mktemp("post") / "case").run(now=NOW)


def test_an_allegation_says_what_whose_by_whom_when_and_in_whose_interest(outcome: Any) -> None:
    told = outcome.allegations.select("alleger", "accused", "phenomenon", "denial", "interest").rows()
    assert ("A", "B", "shelling", False, "self_serving") == told[0]
    assert ("B", "B", "shelling", True, "self_serving") == told[1]
    assert ("B", "B", "shot", False, "against_own_interest") == told[2]
    first = outcome.allegations.row(0, named=True)
    assert ("2031-05-06 18:00", "2031-05-07 06:00") == tuple(
        f"{first[end]:%Y-%m-%d %H:%M}" for end in ("earliest", "latest")
    )


def test_what_is_alleged_is_a_record_of_whoever_alleges_it_and_a_denial_is_none(outcome: Any) -> None:
    told = outcome.observations.select("source", "means", "phenomenon", "accused").rows()
    assert [("post:A", "statement", "shelling", "B"), ("post:B", "statement", "shot", "B")] == told
    voices = outcome.sources.filter(pl.col("source").str.contains(":")).select("role", "party", "group")
    assert [("party", "A", "said by A"), ("party", "B", "said by B")] == voices.rows()


def test_an_allegation_alone_stays_alleged_and_changes_no_verdict(outcome: Any) -> None:
    assert {"alleged"} == set(outcome.findings["level"])
    assert "violation_established" not in set(outcome.verdicts["verdict"])
    assert [0, None] == sorted(set(outcome.verdicts["recorded"]), key=str) or {None} == set(
        outcome.verdicts["recorded"]
    )


def test_without_a_free_licence_the_record_says_it_in_words_of_ours(outcome: Any, tmp_path: Path) -> None:
    assert "North says of South: shelling, Aulis" == outcome.observations["text"][0]
    free = case(tmp_path / "case", post={"may_republish": True}).run(now=NOW)
    assert "that South had shelled the village of Aulis on Tuesday night" == free.observations["text"][0]


def test_of_two_places_of_one_name_both_stay_candidates_and_the_radius_reaches_from_one_to_the_other(
    outcome: Any,
) -> None:
    found = outcome.place_candidates.filter(pl.col("name") == "Aulis")
    assert [(1, 0.5), (2, 0.5)] == found.select("candidate", "probability").rows()
    assert 350_000 < outcome.observations["radius_m"][0] < 400_000
    assert 10_000 == outcome.observations["radius_m"][1]  # near a place of rank 2: 5 km, and 5 km for "near"


def test_how_far_a_place_is_from_the_nearest_line_stands_beside_its_chance(outcome: Any) -> None:
    drawn = [
        {
            "author": author,
            "day": date(2031, 5, 1),
            "left": "A",
            "right": "B",
            "source": "map",
            "capture_id": "0" * 64,
            "line": 1,
            "geometry": LineString([(30 + step / 10, lat) for step in range(11)]).wkb,
            "error_km": 1.0,
            "length_km": 200.0,
            "scale_km": 1.0,
            "schematic": False,
            "may_republish": False,
        }
        for author, lat in (("one", 50.4), ("other", 50.3))
    ]
    heard = hear(
        outcome.statements,
        outcome.allegations,
        Positions.create_empty(),
        sources=outcome.sources.filter(kind="accounts", role="press"),
        terms=terms(),
        settlements=[Settlement(30.5, 50.5, 3, ("Aulis",)), Settlement(30.5, 53.0, 3, ("Aulis",))],
        lines=from_rows(Lines, drawn),
    )
    near, far = heard.candidates.filter(name="Aulis").to_dicts()
    assert near["line_km"] == pytest.approx(11.1, abs=0.2)  # a tenth of a degree
    assert far["line_km"] == pytest.approx(289, abs=2)
    assert near["probability"] == pytest.approx(0.974, abs=0.002)  # exp(-11.1/40) = .758 against the least, .02
    assert 3_000 == heard.observations["radius_m"][0]


def test_what_several_outlets_print_of_one_side_is_the_word_of_one(tmp_path: Path) -> None:
    two = case(tmp_path / "case", post={}, wire={}).run(now=NOW)
    assert ["post:A"] == two.observations.filter(phenomenon="shelling")["source"].to_list()
    told = two.allegations.filter(alleger="A")
    assert ["post/post.txt#2:shelling"] * 2 == told["observation_id"].to_list()


def test_a_word_of_a_side_is_no_source_of_which_no_file_has_come(tmp_path: Path) -> None:
    made = case(tmp_path / "case")
    material = made.material(made.run(now=NOW))
    assert [] == [line for line in blind_spots(material) if "no file has come" in line]
    assert "as printed by post; alleged, and no more" in dict(explain(material, "post:A"))["what it is"]


def test_a_statement_a_position_and_a_denial_can_be_explained_down_to_the_line(tmp_path: Path) -> None:
    made = case(tmp_path / "case")
    (made.folder / "terms.yaml").write_text(terms_text(clause(patterns=["shell*"])))
    material = made.material(made.run(now=NOW))
    said = dict(explain(material, "post/post.txt#2"))
    assert "by Ana Ash for North (A), as post has it" in said["the statement"]
    assert "line 5" in said["rests on post.txt"]
    assert "North (A) on no-fire: statement" in dict(explain(material, "post/post.txt#2:no-fire"))["the position"]
    denied = dict(explain(material, "post/post.txt#3:shelling"))
    assert "South (B) of South (B): shelling, denied" == denied["the allegation"]
    assert "shows nothing of what happened" in denied["what became of it"]


def test_what_is_announced_is_a_notice_with_its_day(outcome: Any) -> None:
    (notice,) = outcome.notices.to_dicts()
    assert ("B", "movement", None) == (notice["party"], notice["subject"], notice["text"])
    assert "2031-05-09" == f"{notice['from']:%Y-%m-%d}"


def test_exchanging_the_sides_in_every_input_exchanges_them_in_every_table(outcome: Any, tmp_path: Path) -> None:
    other = case(tmp_path / "case", a="South", b="North").run(now=NOW)
    for name in ("allegations", "observations", "notices", "positions", "place_candidates", "findings"):
        assert plain(getattr(outcome, name), {"A": "B", "B": "A"}) == plain(getattr(other, name), {}), name


def plain(table: pl.DataFrame, swap: dict[str, str]) -> list[Any]:
    """Return the rows of a table with the sides exchanged, without what names the bytes."""
    sides = [name for name in ("alleger", "accused", "party") if name in table.columns]
    hashed = ("capture_id", "incident_id", "text", "source", "clock")
    rows = table.drop(hashed, strict=False).with_columns(pl.col(sides).replace(swap))
    return sorted(rows.rows(), key=str)


def test_a_total_is_a_claim_and_no_record_and_what_changes_between_outlets_is_told(tmp_path: Path) -> None:
    made = case(tmp_path / "case", post={}, wire={})
    for name, count in (("post", "1,312 attacks"), ("wire", "1,321 attacks")):
        said = f"7 May 2031\n\nGeneral Ana Ash of North said that South made {count} on 6 May.\n"
        (made.folder / "inbox" / f"{name}.txt").write_text(said)
    found = made.run(now=NOW)
    assert 0 == found.observations.height
    assert [1312, 1321] == found.claims["count"].to_list()
    assert [("number_changed", "1,312 attacks in one, 1,321 in the other")] == found.claim_relays.select(
        "mutation", "why"
    ).rows()
    assert "violation_established" not in found.verdicts["verdict"]


# What is no account


BAD: dict[str, bytes] = {
    "empty": b"",
    "html": b"<!DOCTYPE html><html><body><p>We stop.</p></body></html>",
    "pdf": b"%PDF-1.7\n1 0 obj\n",
    "broken lines": b"General Ana Ash of North said that South\nhad shel-\nled the village\nof Aulis.\n",
    "german": b"Der General sagte, dass die andere Seite das Dorf beschossen habe. " * 5,
    "mixed quotes": '“We did not fire," Ash said. \'They did\u2019, "she added. «No», „none“ said Oak.\n'.encode(),
    "left open": b'Ash said: "They shelled us and then they went away and nobody knows.\n\nThe road is shut.\n',
    "five megabytes": b"Ash said that South shelled Aulis. " * 150_000,
    "no text": bytes(range(256)) * 20,
    "one word": b"Ceasefire",
    "nulls": b"Ash said that\x00 South shelled Aulis on Tuesday.",
    "utf-16": "Ash of North said that South shelled Aulis on Tuesday.".encode("utf-16"),
    "form feeds": b"Ash said\x0cthat South\x0bshelled\x85 Aulis.\r\rOak said no.\r\n",
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_what_is_no_account_is_answered_or_set_aside_with_a_mend(content: bytes, tmp_path: Path) -> None:
    made = case(tmp_path / "case")
    (made.folder / "inbox" / "post.txt").write_bytes(content)
    found = made.run(now=NOW)
    assert found.statements.height or "Mend: " in found.set_aside["mend"][0]


def test_two_copies_of_one_text_are_one_account(tmp_path: Path) -> None:
    made = case(tmp_path / "case", post={"file": "inbox/*.txt"})
    for name in ("post.txt", "again.txt"):
        (made.folder / "inbox" / name).write_text(ACCOUNT.format(a="North", b="South"))
    found = made.run(now=NOW)
    assert 1 == found.incidents.filter(phenomenon="shelling").height
    assert [1] == found.incidents.filter(phenomenon="shelling")["groups"].to_list()


def test_a_passage_in_another_language_is_set_aside_and_the_rest_is_read(tmp_path: Path) -> None:
    made = case(tmp_path / "case")
    german = "Der General sagte, dass die andere Seite das Dorf beschossen habe. " * 2
    file = made.folder / "inbox" / "post.txt"
    file.write_text(f"{file.read_text()}\n{german}\n\nAsh said that nobody fired back.\n")
    found = made.run(now=NOW)
    assert [("another-language", 9)] == found.set_aside.select("rule", "line").rows()
    assert 11 == found.statements["line"].max()


def test_exchanging_the_sides_exchanges_them_on_the_page_and_nothing_else(tmp_path: Path) -> None:
    parts = []
    for number, (a, b) in enumerate((("North", "South"), ("South", "North"))):
        made = case(tmp_path / str(number), a=a, b=b)
        page = made.report(made.run(now=NOW)).decode()
        parts.append(page[page.index('<section id="said"') : page.index('<section id="claims"')])
    names = {"North (A)": "South (B)", "South (B)": "North (A)"}
    assert "North (A)" in parts[0]
    assert re.sub(r"North \(A\)|South \(B\)", lambda found: names[found[0]], parts[0]) == parts[1]


def test_two_accounts_of_one_conference_show_where_they_differ_clause_by_clause(tmp_path: Path) -> None:
    post, wire = ({"outlet": outlet, "published": "2031-05-13"} for outlet in ("Morning Post", "Evening Wire"))
    made = case(tmp_path / "case", post=post, wire=wire)
    for name, text in (("post", RUNNING), ("wire", BULLETS)):
        (made.folder / "inbox" / f"{name}.txt").write_text(text)
    open_ = {"speech_status": "question", "window": ...}
    asked = [clause(id="calls", code="NO_MOBILISATION", obligors=["B"], **open_)]
    asked.append(clause(id="orders", code="ISSUE_ORDER", **open_))
    names = {"A": {"name": "Northland"}, "B": {"name": "Southland"}}
    (made.folder / "terms.yaml").write_text(terms_text(*asked, parties=names))
    found = made.run(now=NOW)
    told = found.positions.filter(party="A").select("clause_id", "act", "outlet").rows()
    assert {("calls", "question", "Morning Post"), ("calls", "demand", "Evening Wire")} <= set(told)
    shown = position_matrix(made.material(found))
    assert shown is not None
    calls, orders = shown.rows
    assert ["", "The accounts differ."] == [stance.note for stance in calls.stances[0]]
    assert [""] == [stance.note for stance in orders.stances[0]]
    assert (
        "One-sided: it would bind Southland (B) alone. The same of Northland (A) is not proposed."
        == calls.one_sided
    )
