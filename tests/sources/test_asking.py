from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from ceaseline.errors import FormError, SourceError
from ceaseline.ledger import PrivateKey
from ceaseline.sources import parse
from ceaseline.sources.asking import checked, dated, name_of
from ceaseline.sources.key_files import read_key
from ceaseline.testing import toy_terms

DAY = date(2031, 5, 2)
NO_ADDRESS = "is no address; write https://HOST/PATH, without blanks and without #"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a.csv",
        "https://example.org:8443/a?b=c&d={day}T23:59:59",
        "https://example.org/{key}/{day}/{yyyymmdd}",
        "https://[2001:db8::1]/x",
        "http://127.0.0.1:8000/x",
        "http://[::1]/x",
        "http://localhost/x",
    ],
)
def test_an_address_that_can_be_asked_is_taken_as_it_is(address: str) -> None:
    assert address == checked(address)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", NO_ADDRESS),
        ("example.org/x", NO_ADDRESS),
        ("https:///x", NO_ADDRESS),
        ("https://example.org/a b", NO_ADDRESS),
        ("https://example.org/a\nb", NO_ADDRESS),
        ("https://example.org\\@127.0.0.1/", NO_ADDRESS),
        ("https://example.org/#x", NO_ADDRESS),
        ("https://example.org:99999/", NO_ADDRESS),
        ("https://[::1/", NO_ADDRESS),
        ("https://example.org/{day", NO_ADDRESS),
        ("https://éxample.org/", NO_ADDRESS),
        ("file:///etc/passwd", NO_ADDRESS),
        ("http://example.org/x", "is not encrypted"),
        ("http://localhost.example.org/x", "is not encrypted"),
        ("http://127.0.0.1.example.org/x", "is not encrypted"),
        ("ftp://example.org/x", "is not encrypted"),
        ("https://me:secret@example.org/x", "holds a name or a password"),
        ("https://{key}.example.org/x", "has a host that is not fixed"),
        ("https://example.org/{month}", "has {month}, which nothing fills; there are {key}, {day} and {yyyymmdd}"),
        ("https://example.org/{}", "has {}, which nothing fills"),
    ],
)
def test_what_nobody_can_be_asked_for_is_told(address: str, said: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  the words are held below
        checked(address)
    assert said in str(caught.value)


def test_a_day_fills_both_spellings_and_leaves_the_key_open() -> None:
    assert "https://x.org/{key}/2031-05-02/20310502" == dated("https://x.org/{key}/{day}/{yyyymmdd}", DAY)


@pytest.mark.parametrize(
    ("address", "day", "name"),
    [
        ("https://x.org/a/b.csv", None, "a-b.csv"),
        ("https://x.org/a/b.csv", DAY, "a-b-2031-05-02.csv"),
        ("https://x.org/api/{key}/SAT/-34.5,12,36,14/1/{day}", DAY, "api-SAT-34.5-12-36-14-1-2031-05-02"),
        ("https://x.org/{day}.csv", DAY, "2031-05-02.csv"),
        ("https://x.org/query?format=xml&from={day}", DAY, "query-2031-05-02"),
        ("https://x.org", None, "file"),
        ("https://x.org/../..", None, "file"),
        ("https://x.org/..%2f..%2fetc/passwd", None, "2f..-2fetc-passwd"),
        ("https://x.org/" + "a" * 300 + ".csv", None, "a" * 100 + ".csv"),
        ("https://x.org/{key}.csv", None, "file.csv"),
    ],
)
def test_a_name_is_safe_and_tells_the_path_and_the_day(address: str, day: date | None, name: str) -> None:
    assert name == name_of(address, day)


def entry(**keys: str) -> str:
    lines = [f"    {key}: '{value}'" for key, value in keys.items()]
    return "\n".join(["sources:", "  - name: fires", "    kind: firms", "    file: inbox/f.csv", *lines])


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"address": "http://example.org/"}, "sources.yaml:5: sources[0].address: is not encrypted (found: http:"),
        (
            {"address": "https://example.org/{key}"},
            "has an address with {key} and no key_file. Mend: name the file",
        ),
        ({"key_file": "~/x.key"}, "sources.yaml:5: sources[0].key_file: has no use, because address: has no {key}"),
        (
            {"address": "https://example.org/{key}", "key_file": "inbox/x.key"},
            "sources.yaml:6: sources[0].key_file: is no path from the root (found: inbox/x.key). Mend: write",
        ),
    ],
)
def test_an_entry_that_cannot_be_asked_is_told_with_line_and_mend(keys: dict[str, str], said: str) -> None:
    with pytest.raises(FormError) as caught:
        parse(entry(**keys), toy_terms())
    assert said in str(caught.value)
    assert 1 == len(caught.value.problems)


def test_a_wrong_address_is_told_alone() -> None:
    with pytest.raises(FormError) as caught:
        parse(entry(address="https://x.org/{kye}", key_file="~/x.key"), toy_terms())
    assert ["sources[0].address"] == [problem.where for problem in caught.value.problems]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "case").mkdir()
    path = tmp_path / "firms.key"
    path.touch(0o600)
    return path


def key_in(place: Path) -> str:
    return read_key(str(place), place.parent / "case", "fires")


def test_a_key_is_the_one_line_of_its_file(place: Path) -> None:
    place.write_text("0123abcd-._~XYZ\n", "ascii")
    assert "0123abcd-._~XYZ" == key_in(place)


def test_a_tilde_is_the_home_of_who_runs_the_program(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(place.parent))
    place.write_text("0123abcd", "ascii")
    assert "0123abcd" == read_key("~/firms.key", place.parent / "case", "fires")


SIGNING = PrivateKey("somebody", bytes(32)).to_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ("short12", "holds no key"),
        ("first-line\nsecond-line", "holds no key"),
        ("has a blank in it", "holds no key"),
        ("ümlauts-are-none", "holds no key"),
        ("a/../../../b/c/d", "holds no key"),
        ("x" * 201, "holds no key"),
        ("x" * 5000, "holds no key"),
        (SIGNING, "holds no key"),
    ],
)
def test_a_file_without_a_key_is_refused_and_not_quoted(place: Path, text: str, said: str) -> None:
    place.write_text(text, "utf-8")
    with pytest.raises(SourceError) as caught:
        key_in(place)
    assert f"fires: the key file {place} {said}. Mend: write one line" in str(caught.value)
    assert not text.strip() or text.strip() not in str(caught.value)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
@pytest.mark.skipif(os.name != "posix", reason="rights of files are told otherwise here")
def test_a_key_that_others_may_touch_is_refused(place: Path, mode: int) -> None:
    place.write_text("0123abcd", "ascii")
    place.chmod(mode)
    with pytest.raises(SourceError, match=r"can be read or changed by others\. Mend: chmod 600") as caught:
        key_in(place)
    assert "0123abcd" not in str(caught.value)


def test_a_key_in_the_case_is_refused_even_through_a_link(place: Path) -> None:
    inside = place.parent / "case" / "x.key"
    inside.touch(0o600)
    inside.write_text("0123abcd", "ascii")
    place.unlink()
    place.symlink_to(inside)
    with pytest.raises(SourceError, match="lies in the case, which is handed over"):
        key_in(place)


def test_a_folder_is_no_key(place: Path) -> None:
    with pytest.raises(SourceError, match="is no file"):
        read_key(str(place.parent), place.parent / "case", "fires")


@pytest.mark.skipif(os.name != "posix", reason="there are no pipes in folders here")
def test_a_pipe_is_no_key_and_nobody_waits_for_it(place: Path) -> None:
    place.unlink()
    os.mkfifo(place, 0o600)
    with pytest.raises(SourceError, match="is no file"):
        key_in(place)


def test_a_key_file_that_is_not_there_is_told(place: Path) -> None:
    place.unlink()
    with pytest.raises(SourceError, match="is not there"):
        key_in(place)
