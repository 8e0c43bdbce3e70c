"""The mission's own books on the command line: entered, listed, closed, taken back, and as sheets both ways."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

import ceaseline as cl
from builders import terms_text
from ceaseline.cli import app
from ceaseline.pipeline.register_lines import kinds
from ceaseline.sources.registers.workbook import workbook

CASE = '[case]\nname = "Books"\nreporting_day = {zone = "Europe/Berlin"}\n'


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "case.toml").write_text(CASE, "utf-8")
    (tmp_path / "terms.yaml").write_text(terms_text(), "utf-8")
    (tmp_path / "inbox").mkdir()
    return tmp_path


def call(case: Path, *words: str, code: int = 0) -> Result:
    done = CliRunner().invoke(app, ["register", "-C", str(case), *words], catch_exceptions=False)
    assert code == done.exit_code, done.output
    return done


def lines(case: Path, kind: str) -> list[dict[str, object]]:
    return list(json.loads(call(case, kind, "list", "--json").stdout)["lines"])


def test_without_a_kind_all_registers_are_named_with_what_is_in_them(case: Path) -> None:
    call(case, "orders", "add", "party=A", "orders=cease_fire", "issued=2031-05-01T09:00Z")
    told = call(case).stdout
    assert all(re.search(rf"^  {kind} +{int(kind == 'orders')}  ", told, re.MULTILINE) for kind in kinds())


def test_a_line_is_entered_with_an_id_and_on_the_clock_of_the_case(case: Path) -> None:
    call(case, "orders", "add", "party=A", "orders=Cease fire", "issued=2031-05-01 09:00")
    (line,) = lines(case, "orders")
    assert ("orders-0001", "A", "cease_fire") == (line["order_id"], line["party"], line["orders"])
    assert "2031-05-01T07:00:00Z" == line["issued"]


def test_an_id_is_never_given_to_two_things(case: Path) -> None:
    for _ in range(2):
        call(case, "orders", "add", "party=A", "orders=cease_fire", "issued=2031-05-01T09:00Z")
    call(case, "orders", "withdraw", "orders-0002", "--reason", "entered twice")
    call(case, "orders", "add", "party=B", "orders=withdraw", "issued=2031-05-02T09:00Z")
    assert ["orders-0001", "orders-0003"] == [line["order_id"] for line in lines(case, "orders")]


def test_more_can_be_said_of_a_line_and_a_cell_can_be_emptied(case: Path) -> None:
    call(
        case, "orders", "add", "order_id=O", "party=A", "orders=withdraw", "issued=2031-05-01T09:00Z", "receipts=2"
    )
    call(case, "orders", "add", "order_id=O", "addressees=4", "receipts=")
    (line,) = lines(case, "orders")
    assert ("A", 4, None) == (line["party"], line["addressees"], line["receipts"])


def test_closing_says_when_it_ended(case: Path) -> None:
    call(case, "restrictions", "add", "restriction_id=R", "from=2031-05-01T09:00Z", "asset=p", "type=denial")
    assert [None] == [line["until"] for line in lines(case, "restrictions")]
    call(case, "restrictions", "close", "R", "until=2031-05-01T11:00Z")
    assert ["2031-05-01T11:00:00Z"] == [line["until"] for line in lines(case, "restrictions")]


def test_what_comes_to_no_end_says_how_it_is_closed(case: Path) -> None:
    call(case, "complaints", "add", "complaint_id=C", "lodged=2031-05-01T09:00Z")
    told = call(case, "complaints", "close", "C", code=2).stderr
    assert "ceaseline register steps add complaint_id=C state=closed" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("orders", "add", "party=C", "orders=x", "issued=2031-05-01T09:00Z"), "party: unknown-party (found: C)"),
        (("orders", "add", "colour=red"), "colour: is no column of the register"),
        (("orders", "add", "party"), "party is no cell"),
        (("orders", "add"), "There is nothing to enter"),
        (("orders", "close"), "Which line of orders?"),
        (("orders", "close", "O-9"), "No line of orders is called 'O-9'"),
        (("orders", "withdraw", "O-9"), "No line of orders is called 'O-9'"),
        (("orders", "paint"), "Mend: use one of list, add"),
        (("firms",), "No register is called 'firms'"),
        (("order",), "Did you mean 'orders'?"),
        (("orders", "list", "-o", "x.pdf"), "end it in .csv or .xlsx"),
        (("orders", "add", "--file", "no.csv"), "no.csv is not there"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_mend(case: Path, words: tuple[str, ...], said: str) -> None:
    assert said in " ".join(call(case, *words, code=2).stderr.split())


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_register_goes_out_as_a_sheet_and_back_in_without_a_new_entry(case: Path, ending: str) -> None:
    # on 26 October the clocks of this case show 02:30 twice
    call(
        case, "orders", "add", "order_id=O-1", "party=A", "orders=other", "issued=2031-10-26T00:30Z", "office==1+1"
    )
    call(
        case, "orders", "add", "order_id=O-2", "party=B", "orders=other", "issued=2031-10-26T01:30Z", "addressees=7"
    )
    call(case, "orders", "add", "order_id=O-3", "party=B", "orders=other", "issued=2031-07-01T01:30:15Z")
    file = case / f"orders.{ending}"
    call(case, "orders", "list", "-o", str(file))
    before = lines(case, "orders")
    told = json.loads(call(case, "orders", "add", "--file", str(file), "--json").stdout)
    assert [False] * 3 == [entry["is_new"] for entry in told["entries"]]
    assert before == lines(case, "orders")


def test_of_a_sheet_only_what_changed_is_entered_anew(case: Path) -> None:
    for name in ("O-1", "O-2"):
        call(case, "orders", "add", f"order_id={name}", "party=A", "orders=other", "issued=2031-05-01T09:00Z")
    file = case / "orders.csv"
    call(case, "orders", "list", "-o", str(file))
    pl.read_csv(file).with_columns(
        party=pl.when(pl.col("order_id") == "O-2").then(pl.lit("B")).otherwise("party")
    ).write_csv(file)
    told = json.loads(call(case, "orders", "add", "--file", str(file), "--json").stdout)
    assert [("O-1", False), ("O-2", True)] == [(entry["id"], entry["is_new"]) for entry in told["entries"]]


def test_of_a_sheet_with_a_wrong_row_nothing_is_entered(case: Path) -> None:
    (case / "o.csv").write_text("order_id,party,orders,issued\nO-1,A,other,2031-05-01T09:00Z\nO-2,Q,other,now\n")
    told = call(case, "orders", "add", "--file", str(case / "o.csv"), code=2).stderr
    assert "o.csv:3: party: unknown-party" in told
    assert [] == lines(case, "orders")


def test_a_sheet_that_is_too_large_is_refused_unread(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ceaseline.cli.registering._LARGEST", 100)
    (case / "o.csv").write_text("order_id,party,orders,issued\n" + "O-1,A,other,2031-05-01T09:00Z\n" * 9)
    told = call(case, "orders", "add", "--file", str(case / "o.csv"), code=2).stderr
    assert "is larger than 100 bytes" in told


def test_no_cell_of_a_sheet_is_a_formula_and_the_same_lines_give_the_same_bytes(case: Path) -> None:
    source = cl.open(case).registers.named("orders")
    rows = [{"order_id": "=cmd|' /C calc'!A0", "office": "http://example.org", "party": "A"}]
    content = workbook(source, rows, "UTC")
    assert content == workbook(source, rows, "UTC")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert not any(mark in sheet for mark in (b"<f>", b"<hyperlink"))


def test_what_is_entered_is_in_the_tables_of_a_run_with_its_entry(case: Path) -> None:
    call(case, "orders", "add", "order_id=O", "party=A", "orders=cease_fire", "issued=2031-05-01T09:00Z")
    outcome = cl.open(case).run()
    (row,) = outcome.orders.to_dicts()
    (entry,) = (each for each in cl.open(case).evidence.entries() if each.kind == "register")
    assert ("O", "register-orders", entry.id) == (row["order_id"], row["source"], row["capture_id"])
    assert ("register-orders", "monitor") in outcome.sources.select("source", "role").rows()
    assert entry.received == outcome.as_of


def test_what_was_entered_later_was_not_known_then(case: Path) -> None:
    call(case, "orders", "add", "order_id=O", "party=A", "orders=cease_fire", "issued=2031-05-01T09:00Z")
    (entry,) = cl.open(case).evidence.entries()
    assert 0 == cl.open(case).run(as_of=entry.received.replace(year=2000)).orders.height


def test_every_register_gives_a_template_that_it_can_read(case: Path) -> None:
    for kind in kinds():
        file = case / f"{kind}.xlsx"
        call(case, kind, "template", "-o", str(file))
        told = json.loads(call(case, kind, "add", "--file", str(file), "--json").stdout)
        assert [] == told["entries"]
