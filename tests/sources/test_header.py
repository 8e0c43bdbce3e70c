from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.errors import FileRefused
from ceaseline.sources.delimited import MAX_LINE, Delimited
from ceaseline.sources.header import MAX_COLUMNS, open_delimited


def opened(content: bytes, encoding: str = "utf-8", needed: tuple[str, ...] = ("hour", "value")) -> Delimited:
    return open_delimited(io.BytesIO(content), needed=needed, encoding=encoding)


def spreadsheet() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    return kept.getvalue()


REFUSED = {
    "empty file": (b"", "is empty"),
    "nothing but blank lines": (b"\n \r\n\n", "is empty"),
    "nothing but a byte-order mark": (b"\xef\xbb\xbf\n", "is empty"),
    "web page": (b"<!DOCTYPE html><html><body>hour,value</body></html>", "is a web page"),
    "web page after blanks and a mark": (b"\n\xef\xbb\xbf  <HTML>", "is a web page"),
    "fragment of a web page": (b"<table><tr><td>hour</td></tr></table>", "is a web page"),
    "feed": (b'<?xml version="1.0"?><rss/>', "is a web page"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is a PDF"),
    "spreadsheet": (spreadsheet(), "is a spreadsheet or a zip file"),
    "old spreadsheet": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old spreadsheet"),
    "Parquet": (b"PAR1\x15\x04", "is a Parquet file"),
    "UTF-16, low byte first": ("hour,value\n".encode("utf-16"), "is UTF-16 text"),
    "UTF-16, high byte first": (b"\xfe\xff" + "hour,value\n".encode("utf-16-be"), "is UTF-16 text"),
    "UTF-16 without a mark": ("hour,value\n".encode("utf-16-le"), "zero bytes"),
    "gzip": (gzip.compress(b"hour,value\n"), "is compressed with gzip"),
    "a line without end": (b"hour,value" * MAX_LINE, "longer than"),
    "lines that end as on old machines": (b"hour,value\r2031-05-01T00:00Z,3\r", "carriage return alone"),
    "too many columns": (b"hour,value" + b",x" * MAX_COLUMNS, "columns are more than"),
    "a column there twice": (b"hour,value,note,note\n", "column 'note' is there twice"),
    "a quote open in the header": (b'hour,"value\n', "there is no column 'hour'"),
    "a header that is not UTF-8": ("час,value\n".encode("cp1251"), "the header, is not utf-8"),
}


@pytest.mark.parametrize(("content", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_table_is_refused_with_a_mend(content: bytes, why: str) -> None:
    with pytest.raises(FileRefused, match=why) as refused:
        opened(content)
    assert "Mend: " in str(refused.value)


@pytest.mark.parametrize("header", [b"hour,values\n", b"hour,Value\n", b"hour,VALUE\n", b"hour,vaule\n"])
def test_a_renamed_column_is_named_beside_the_one_it_was(header: bytes) -> None:
    renamed = header.decode().strip().split(",")[1]
    with pytest.raises(FileRefused, match=f"no column 'value' \\(perhaps '{renamed}' is what was 'value'\\)"):
        opened(header)


def test_a_missing_column_like_no_other_is_named_with_the_columns_there_are() -> None:
    with pytest.raises(FileRefused, match=r"no column 'value'; the columns are 'hour', 'region'\. Mend"):
        opened(b"hour,region\n")


def test_a_name_as_long_as_a_page_is_cut_where_it_is_told() -> None:
    with pytest.raises(FileRefused) as refused:
        opened(b"x" * 100_000 + b"\n")
    assert 500 > len(str(refused.value))


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(FileRefused, match="There is no encoding 'klingon'"):
        opened(b"hour,value\n", encoding="klingon")


@pytest.mark.parametrize(("mark", "spoken"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_the_delimiter_is_the_one_that_parts_the_needed_columns(mark: str, spoken: str) -> None:
    file = opened(f"hour{mark}a,b{mark}value\n2031{mark}1,5{mark}3\n".encode())
    assert [["2031", "1,5", "3"]] == next(file.batches()).cells
    assert [f"cells are parted by {spoken}"] == list(file.notes())


def test_a_byte_order_mark_is_no_part_of_the_first_name() -> None:
    assert ("hour", "value") == opened(b"\xef\xbb\xbfhour,value\n").header


def test_blank_lines_before_the_header_are_passed_over_and_counted() -> None:
    batch = next(opened(b"\r\n\nhour,value\n2031,3\n").batches())
    assert [4] == batch.lines


def test_names_lose_blanks_and_the_mark_of_our_own_exports_and_nothing_else() -> None:
    assert ("hour", "value", "=sum", "'s", "") == opened(b" hour ,value,'=sum,'s,\n").header


def test_names_in_quotes_may_hold_the_delimiter() -> None:
    assert ("hour", "value", "acts, all") == opened(b'hour,value,"acts, all"\n').header


@given(st.binary(max_size=300), st.sampled_from(["utf-8", "cp1251", "shift_jis", "gb18030"]))
def test_any_first_bytes_give_a_table_or_a_refusal(content: bytes, encoding: str) -> None:
    found: Delimited | str
    try:
        found = opened(content, encoding=encoding)
    except FileRefused as refused:
        found = str(refused)
    assert "Mend: " in found if isinstance(found, str) else {"hour", "value"} <= set(found.header)
