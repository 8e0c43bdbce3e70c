from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.sources.delimited import MAX_LINE, MAX_QUOTED_LINES, BadLine, Delimited, ends_inside_quotes
from ceaseline.sources.header import open_delimited

Told = tuple[dict[int, list[str]], dict[int, str]]


def opened(rows: str | bytes, header: str = "a,b,c") -> Delimited:
    content = rows.encode() if isinstance(rows, str) else rows
    return open_delimited(
        io.BytesIO(header.encode() + b"\n" + content), needed=[name for name in header.split(",") if name]
    )


def told(rows: str | bytes, header: str = "a,b,c") -> Told:
    """Return the cells by line, and the rules broken by line."""
    batches = list(opened(rows, header).batches())
    cells = {line: row for batch in batches for line, row in zip(batch.lines, batch.cells, strict=True)}
    return cells, {bad.line: bad.rule for batch in batches for bad in batch.bad}


def bad(rows: str | bytes) -> list[BadLine]:
    return [line for batch in opened(rows).batches() for line in batch.bad]


def test_rows_come_with_the_line_they_begin_on() -> None:
    assert ({2: ["1", "2", "3"], 3: ["4", "5", "6"]}, {}) == told("1,2,3\n4,5,6\n")


def test_lines_may_end_in_carriage_return_and_newline() -> None:
    assert ({2: ["1", "2", "3"], 3: ["4", "5", "6"]}, {}) == told("1,2,3\r\n4,5,6\r\n")


@pytest.mark.parametrize("blank", ["", "   ", ",,", " , , ", ",", ",,,,,", '"",,', "\u00a0,,"])
def test_blank_lines_are_passed_over(blank: str) -> None:
    assert ({2: ["1", "2", "3"], 4: ["4", "5", "6"]}, {}) == told(f"1,2,3\n{blank}\n4,5,6\n")


def test_empty_cells_after_the_last_column_are_no_fault() -> None:
    assert ({2: ["1", "2", "3"], 3: ["4", "5", "6"]}, {}) == told('1,2,3,, ,\n4,5,"6",,\n')


def test_columns_without_a_name_at_the_end_need_not_be_filled() -> None:
    assert ({2: ["1", "2", "", ""], 3: ["4", "5", "6", ""]}, {}) == told("1,2\n4,5,6\n", header="a,b,,")


def test_a_row_with_too_few_or_too_many_cells_costs_itself_alone() -> None:
    assert ({3: ["4", "5", "6"]}, {2: "row-short", 4: "row-long"}) == told("1,2\n4,5,6\n7,8,9,0\n")


def test_a_row_cut_off_by_the_end_of_the_file_says_so() -> None:
    file = opened("1,2,3\n4,5")
    (line,) = next(file.batches()).bad
    assert "the header has 3 cells, this row 2, and the file ends in it; fetch it again" == line.mend
    assert 3 == file.cut_off


def test_only_the_last_row_is_told_to_be_cut_off() -> None:
    first, last = bad('1,2\n4,"5\n6,7')[:2]
    assert "put cells that hold ',' in quotes" in first.mend
    assert "quote-open" == last.rule


def test_a_last_row_without_a_newline_is_kept_and_noted() -> None:
    file = opened("1,2,3\n4,5,6")
    assert [["1", "2", "3"], ["4", "5", "6"]] == next(file.batches()).cells
    assert ["the last line has no end; if the file was cut off, fetch it again"] == list(file.notes())


def test_a_whole_file_has_no_notes() -> None:
    file = opened("1,2,3\n")
    list(file.batches())
    assert [] == list(file.notes())


def test_quoted_cells_may_hold_delimiters_and_doubled_quotes() -> None:
    assert ({2: ["1", 'two, "2"', "3"]}, {}) == told('1,"two, ""2""",3\n')


def test_quoted_cells_may_run_over_several_lines() -> None:
    rows = '1,"first\r\n\nthird, with a comma","3\n"\n4,5,6\n'
    assert ({2: ["1", "first\n\nthird, with a comma", "3\n"], 6: ["4", "5", "6"]}, {}) == told(rows)


def test_a_quote_inside_a_plain_cell_is_a_letter_like_others() -> None:
    assert ({2: ["1", 'a 5" gun', "3"], 3: ["4", 'b"', "6"]}, {}) == told('1,a 5" gun,3\n4,b",6\n')


def test_a_quote_that_never_closes_costs_its_own_line_only() -> None:
    rows = '1,2,3\n4,"5,6\n' + "7,8,9\n" * 3
    assert (
        {2: ["1", "2", "3"], 4: ["7", "8", "9"], 5: ["7", "8", "9"], 6: ["7", "8", "9"]},
        {3: "quote-open"},
    ) == told(rows)


@pytest.mark.parametrize("after", ['"4","5","6"', '4,"5",6', '4,5,"6"', '4,"a ""b""",6', '4,"five\n5",6'])
def test_a_quote_that_never_closes_takes_no_quoted_row_with_it(after: str) -> None:
    cells, rules = told(f'1,"2,3\n{after}\n7,8,9\n')
    assert {2: "quote-open"} == rules
    assert [["7", "8", "9"]] == list(cells.values())[1:]
    assert 2 == len(cells)


def test_an_even_number_of_quotes_can_leave_one_open() -> None:
    assert ({3: ["4", "5", "6"]}, {2: "quote-open"}) == told('a 5" gun,"2,3\n4,5,6\n')


def test_a_quote_left_open_for_more_lines_than_a_cell_has_costs_its_own_line_only() -> None:
    rows = '1,"2,3\n' + "4,5,6\n" * (MAX_QUOTED_LINES + 5) + '7,8,9"\n'
    cells, rules = told(rows)
    assert {2: "quote-open"} == rules
    assert MAX_QUOTED_LINES + 6 == len(cells)


def test_a_cell_may_have_as_many_lines_as_allowed() -> None:
    cells, rules = told('1,"' + "x\n" * MAX_QUOTED_LINES + '",3\n')
    assert {} == rules
    assert ["1", "x\n" * MAX_QUOTED_LINES, "3"] == cells[2]


def test_a_bad_line_inside_a_quoted_cell_is_told_and_not_lost() -> None:
    assert ({5: ["4", "5", "6"]}, {2: "quote-open", 3: "zero-bytes", 4: "row-short"}) == told(
        b'1,"2\nx\0\n3",3\n4,5,6\n'
    )


def test_letters_after_a_closing_quote_are_no_part_of_a_number() -> None:
    assert ({3: ["4", "5", "6"]}, {2: "not-a-row"}) == told('"1"2,2,3\n4,5,6\n')


def test_a_carriage_return_inside_a_row_costs_the_row() -> None:
    assert ({3: ["4", "5", "6"]}, {2: "not-a-row"}) == told("1,2\r,3\n4,5,6\n")


def test_zero_bytes_cost_their_line() -> None:
    (line,) = bad(b"1,2,3\n\0\0\0\n4,5,6\n")
    assert (3, "zero-bytes", "\\0\\0\\0") == (line.line, line.rule, line.text)


def test_bytes_in_another_encoding_cost_their_line_and_are_written_out() -> None:
    (line,) = bad(b"1,2,3\n4,caf\xe9,6\n7,8,9\n")
    assert (3, "encoding", r"4,caf\xe9,6", ["4", r"caf\xe9", "6"]) == (line.line, line.rule, line.text, line.cells)


def test_a_line_longer_than_any_row_costs_itself_alone_and_is_cut() -> None:
    rows = b"1,2,3\n" + b"x" * (3 * MAX_LINE) + b"\n4,5,6\n"
    assert ({2: ["1", "2", "3"], 4: ["4", "5", "6"]}, {3: "line-too-long"}) == told(rows)
    assert [200] == [len(line.text) for line in bad(rows)]


def test_a_file_that_ends_in_a_line_too_long_is_cut_off() -> None:
    file = opened(b"1,2,3\n" + b"x" * (2 * MAX_LINE))
    assert ["line-too-long"] == [line.rule for batch in file.batches() for line in batch.bad]
    assert 3 == file.cut_off


def test_many_open_quotes_are_read_in_one_pass() -> None:
    count = 3_000  # each line opens a quote that the lines after it keep open
    assert ({}, dict.fromkeys(range(2, count + 2), "quote-open")) == told('5",",a\n' * count)


LINES = st.lists(
    st.sampled_from(
        ["1,2,3", '1,"2', '"', '",', '4,"5",6', '"a""b",,', "", ",", '5",",a', "\0", 'x"y,"z,3', "1,2", '"1"2,3,4']
    ),
    max_size=12,
)


@given(LINES, st.integers(1, 30))
def test_how_much_comes_at_a_time_changes_nothing(lines: list[str], size: int) -> None:
    rows = "\n".join(lines)
    batches = list(opened(rows).batches(size))
    cells = {line: row for batch in batches for line, row in zip(batch.lines, batch.cells, strict=True)}
    assert told(rows) == (cells, {line.line: line.rule for batch in batches for line in batch.bad})


@given(LINES)
def test_every_row_has_the_cells_of_the_header_and_every_line_one_fate(lines: list[str]) -> None:
    cells, rules = told("\n".join(lines))
    assert {3} >= {len(row) for row in cells.values()}
    assert not set(cells) & set(rules)


@given(st.lists(st.lists(st.text(alphabet='ab ,;"\n', max_size=4), min_size=3, max_size=3), max_size=6))
def test_what_is_written_in_quotes_is_read_as_it_was(rows: list[list[str]]) -> None:
    quoted = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)
    cells, rules = told(quoted)
    assert ([row for row in rows if any(cell.strip() for cell in row)], {}) == (list(cells.values()), rules)


@given(st.text(alphabet='a",', max_size=12))
def test_a_record_is_open_where_the_strict_reader_of_python_runs_out_of_text(text: str) -> None:
    try:
        next(csv.reader([text], strict=True), None)
        ran_out = False
    except csv.Error as error:
        ran_out = "unexpected end" in str(error)
    assert ran_out == ends_inside_quotes(text, ",")
