"""``ceaseline compare``: whatever the files hold, an answer or a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from ceaseline.cli import app
from told import BULLETS, RUNNING

WORDS = "Talks end\n\nMinister Ana Ash said that they stop tonight and that the line is 2,000 km long.\n"


def written(folder: Path, **texts: str | bytes) -> list[str]:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_bytes(text.encode() if isinstance(text, str) else text)
    return [str(folder / f"{name}.txt") for name in texts]


def compared(folder: Path, *options: str, **texts: str | bytes) -> Result:
    return CliRunner().invoke(app, ["compare", *written(folder, **texts), "-o", str(folder / "out"), *options])


def test_two_texts_give_two_tables_and_a_page(tmp_path: Path) -> None:
    result = compared(tmp_path, a=RUNNING, b=BULLETS)
    assert 0 == result.exit_code
    assert {"statements.csv", "account_pairs.csv", "index.html"} == {
        path.name for path in (tmp_path / "out").iterdir()
    }
    pairs = pl.read_csv(tmp_path / "out" / "account_pairs.csv")
    known = set(pl.read_csv(tmp_path / "out" / "statements.csv")["statement_id"])
    assert known >= {*pairs["left"], *pairs["right"]}


def test_the_summary_names_conflicts_with_both_wordings(tmp_path: Path) -> None:
    said = " ".join(compared(tmp_path, a=RUNNING, b=BULLETS).stdout.split())
    assert "Different numbers: 200 to 999 km in one, 2,000 km in the other." in said
    assert "hundreds of kilometres" in said
    assert "What is left out is not denied." in said


def test_json_has_statements_pairs_and_what_is_left_out(tmp_path: Path) -> None:
    data = json.loads(compared(tmp_path, "--json", a=RUNNING, b=BULLETS).stdout)
    assert {"statements", "account_pairs", "left_out", "copied", "sources", "files"} == set(data)
    assert "conflict_speaker" in {pair["relation"] for pair in data["account_pairs"]}


def test_the_page_has_both_texts_whole_and_no_script(tmp_path: Path) -> None:
    compared(tmp_path, a=RUNNING, b=BULLETS)
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "src=" not in page
    assert page.index("Where they conflict") < page.index("What each leaves out") < page.index("The texts")
    assert "The front has hardly moved since March." in page


def test_a_text_cannot_put_markup_into_the_page(tmp_path: Path) -> None:
    compared(tmp_path, a=WORDS.replace("tonight", "<b onclick=x>tonight"), b=WORDS)
    assert "<b onclick" not in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_every_link_of_the_page_leads_somewhere(tmp_path: Path) -> None:
    compared(tmp_path, a=RUNNING, b=BULLETS)
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    targets = {part.partition('"')[0] for part in page.split('href="#')[1:]}
    assert set() == {target for target in targets if f'id="{target}"' not in page}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"<!DOCTYPE html><html><body><p>They stop.</p></body></html>", "is HTML"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PK\x03\x04...", "office document"),
        ("Министр сказал, что огонь прекращён. " * 20, "does not read as English"),
        (
            " ".join(["El ministro dijo que las tropas no avanzan mientras dure la tregua en el frente"] * 5),
            "not read",
        ),
        (b"\xff\xfe\x00", "is not utf-16"),
        (b"caf\xe9 said", "is not utf-8: byte 4"),
        ("word " * 1_000_000, "has 5,000,000 characters"),
        (b"a\x00b", "null characters"),
    ],
    ids=["empty", "blank", "html", "pdf", "office", "russian", "spanish", "utf16", "latin1", "5 MB", "nulls"],
)
def test_a_file_that_is_no_account_is_refused_with_a_sentence(
    tmp_path: Path, content: str | bytes, said: str
) -> None:
    result = compared(tmp_path, a=content, b=WORDS)
    assert 3 == result.exit_code
    assert said in result.stderr
    assert "Mend:" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "content",
    [
        "Talks end\n\n“We stop, Ana Ash said. \"Who pays?” he asked. 'So be it.\n",
        "Minister Ana Ash said that nobody would be mobi-\nlised while the truce\nholds.\n",
        "x",
        "\n\n- \n- .\n- —\n“”\n",
        "﻿Talks\r\n\r\nAna Ash said: “We stop.”\r\n",
        "The " * 200,
        "“" * 300,
    ],
    ids=["unbalanced", "broken lines", "one letter", "marks", "windows", "one word", "only marks"],
)
def test_an_odd_text_is_read_all_the_same(tmp_path: Path, content: str) -> None:
    assert 0 == compared(tmp_path, a=content, b=WORDS).exit_code


def test_two_copies_are_said_to_be_one_source(tmp_path: Path) -> None:
    assert "they count as one source" in " ".join(compared(tmp_path, a=RUNNING, b=RUNNING).stdout.split())


def test_one_text_is_not_enough(tmp_path: Path) -> None:
    result = compared(tmp_path, a=WORDS)
    assert (2, True) == (result.exit_code, "give two accounts or more" in result.stderr)


def test_one_file_given_twice_is_not_two_accounts(tmp_path: Path) -> None:
    (path,) = written(tmp_path, a=WORDS)
    result = CliRunner().invoke(app, ["compare", path, path, "-o", str(tmp_path / "out")])
    assert (2, True) == (result.exit_code, "given twice" in result.stderr)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["compare", str(tmp_path / "a"), str(tmp_path / "b"), "-o", str(tmp_path / "out")]
    )
    assert (2, True) == (result.exit_code, "cannot be read" in result.stderr)


def test_two_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    paths = [*written(tmp_path / "one", a=RUNNING), *written(tmp_path / "two", a=BULLETS)]
    result = CliRunner().invoke(app, ["compare", *paths, "-o", str(tmp_path / "out")])
    assert 0 == result.exit_code
    assert set(paths) == set(pl.read_csv(tmp_path / "out" / "statements.csv")["document"])


def test_terms_give_clauses_and_parties(tmp_path: Path) -> None:
    terms = tmp_path / "terms.yaml"
    terms.write_text(
        "agreement: {title: Toy, type: bilateral, state: proposed}\n"
        "parties: {N: {name: Northland}, S: {name: Southland}}\n"
        "clauses: [{id: who-orders, code: ISSUE_ORDER, text: Orders., modality: procedure, speech_status: question,"
        " obligors: [N, S]}]\n",
        encoding="utf-8",
    )
    data = json.loads(compared(tmp_path, "--json", "--terms", str(terms), a=RUNNING, b=BULLETS).stdout)
    assert {"", "who-orders"} == {row["clauses"] for row in data["statements"]}
    assert {None, "N"} == {row["party"] for row in data["statements"]}


def test_broken_terms_are_named_by_file_and_line(tmp_path: Path) -> None:
    terms = tmp_path / "terms.yaml"
    terms.write_text("agreement: {}\n", encoding="utf-8")
    result = compared(tmp_path, "--terms", str(terms), a=RUNNING, b=BULLETS)
    assert 2 == result.exit_code
    assert "terms.yaml:1" in result.stderr
