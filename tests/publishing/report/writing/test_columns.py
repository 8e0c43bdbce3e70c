"""How wide the columns of a table are."""

from __future__ import annotations

import pytest

from ceaseline.publishing.report.model import Cell, Column, Table
from ceaseline.publishing.report.writing.columns import is_figure, is_short, is_wide, points, seen, widths


def table_of(*columns: tuple[str, ...], shown: bool = True) -> Table:
    cells = [[Cell(text, text) for text in column] for column in columns]
    heads = tuple(Column(f"c{at}", "Title", shown=shown) for at, _ in enumerate(columns))
    return Table("T", "Title", "", heads, tuple(zip(*cells, strict=True)))


def test_a_table_whose_texts_fit_in_a_line_needs_no_widths() -> None:
    assert widths(table_of(("a",), ("b",))) is None


def test_each_column_gets_its_longest_word_and_what_is_left_goes_to_those_with_more_to_say() -> None:
    # the longest word of the first is "Title", 5 letters and 2 between; of the second 9 and 2 between. 92 - 7 - 11
    # are left. Whole, the first would need 5 and 6 for a mark, 4 more; the second 199 and 6, 194 more
    text = " ".join(["lettering"] * 20)
    assert [7 + 1, 11 + 73] == widths(table_of(("a",), (text,)))


def test_words_that_do_not_fit_beside_each_other_need_the_longer_side_of_the_paper() -> None:
    word = "undetermined"  # 12 letters and 2 between: 8 columns are 112, 9 are 126
    assert [False, True] == [is_wide(table_of(*[(word,)] * number)) for number in (8, 9)]


def test_letters_get_smaller_before_a_table_is_turned() -> None:
    word = "undetermined"  # 6 columns are 84 of 92; 8 are 112, so 8 points * 92 / 112; 9 lie across the paper
    assert [8.0, 6.6, 6.5] == [points(table_of(*[(word,)] * number)) for number in (6, 8, 9)]


def test_a_column_that_people_do_not_see_takes_no_room() -> None:
    table = table_of(*[("undetermined",)] * 9, shown=False)
    assert [] == seen(table)
    assert not is_wide(table)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [(("2031-05-03", ""), True), (("two words",), False), (("thirteen-long",), False), (("", ""), False)],
)
def test_a_column_of_short_single_words_stays_in_one_line(texts: tuple[str, ...], expected: bool) -> None:
    assert expected == is_short(table_of(texts), 0)


def test_numbers_with_some_missing_are_figures_and_nothing_at_all_is_none() -> None:
    columns = (Column("a", "A"), Column("b", "B"))
    rows = ((Cell(1, "1"), Cell(None, "n/a")), (Cell(None, "n/a"), Cell(None, "n/a")))
    table = Table("T", "T", "", columns, rows)
    assert [True, False] == [is_figure(table, at) for at in (0, 1)]
