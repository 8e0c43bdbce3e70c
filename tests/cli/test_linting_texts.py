"""``lint`` on the command line: places, reasons, exit codes, and what a case adds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ceaseline.cli import app
from facts import case_of

CLEAN = "On 3 May 2031 the mission recorded 118 acts of fire grouped into 27 incidents.\n"


def lint(*words: str, piped: str | None = None) -> tuple[int, str]:
    found = CliRunner().invoke(app, ["lint", *words], input=piped)
    return found.exit_code, found.output


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "day.txt"
    path.write_text(CLEAN + "Two shells were fired by North; shelling occurred.\n", "utf-8")
    return path


def test_a_text_without_such_words_ends_with_0(tmp_path: Path) -> None:
    (tmp_path / "day.txt").write_text(CLEAN, "utf-8")
    code, output = lint(str(tmp_path / "day.txt"))
    assert (0, True) == (code, output.startswith("Nothing found"))


def test_a_word_is_printed_with_file_line_column_reason_and_mend_and_ends_with_1(text: Path) -> None:
    code, output = lint(str(text))
    assert 1 == code
    assert (
        f"{text}:2:42: occurred: what is counted was recorded; what was not seen is in no number. Write: recorded\n"
        == output
    )


def test_a_case_adds_its_sides(text: Path, tmp_path: Path) -> None:
    case = case_of(tmp_path / "case", sources="  []\n", inbox={})
    code, output = lint(str(text), "-C", str(case.folder))
    assert 1 == code
    assert "2:23: by North: " in output


def test_what_is_piped_in_is_read_and_one_json_object_comes_out() -> None:
    code, output = lint("-", "--json", piped="On 3 May it occurred.")
    (remark,) = json.loads(output)["remarks"]
    assert (1, "-", 1, 13, "occurred") == (code, *(remark[key] for key in ("file", "line", "column", "word")))


def test_a_stated_level_lets_no_stronger_verb_through() -> None:
    code, output = lint("-", "--level", "observed", piped="On 3 May one act was verified.")
    assert (1, True) == (code, "Write: observed, or a weaker verb" in output)
    assert 2 == lint("-", "--level", "sure", piped="")[0]


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"x" * 1_000_001])
def test_what_is_no_text_is_refused_with_a_mend(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "day.txt").write_bytes(raw)
    code, output = lint(str(tmp_path / "day.txt"))
    assert (2, True) == (code, "Mend: " in output)


def test_a_file_that_is_not_there_is_named() -> None:
    code, output = lint("nowhere.txt")
    assert (2, True) == (code, "nowhere.txt: No such file" in output)
