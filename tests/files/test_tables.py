"""Tables are read row by row; what is wrong in one row costs no other."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.errors import BadData
from recsys.files import MOST_COLUMNS, column_name, source_of_bytes, table_columns, table_rows


def rows(text: str | bytes, **options: object) -> list[dict[str, str] | None]:
    data = text.encode() if isinstance(text, str) else text
    return [row for row, _ in table_rows(source_of_bytes("t.csv", data), **options)]  # type: ignore[arg-type]


def problems(text: str | bytes) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    found = table_rows(source_of_bytes("t.csv", data))
    return [str(problem) for _, report in found for problem in report.problems]


def test_cells_are_found_by_the_folded_names_of_their_columns() -> None:
    assert rows("Title, Runtime (mins)\nHer,126\n") == [{"title": "Her", "runtime_mins": "126"}]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (" country", "country"),
        ("Your Rating", "your_rating"),
        ("Letterboxd URI", "letterboxd_uri"),
        ("제목", "제목"),
    ],
)
def test_names_of_columns_are_folded(written: str, name: str) -> None:
    assert column_name(written) == name


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_sign_between_cells_is_that_of_the_header(sign: str) -> None:
    assert rows(f"a{sign}b{sign}c\n1{sign}2{sign}3") == [{"a": "1", "b": "2", "c": "3"}]


def test_a_quoted_cell_may_hold_signs_quotes_and_line_breaks() -> None:
    text = 'a,b\n"x, ""y""\nz",2\n3,4\n'
    assert rows(text) == [{"a": 'x, "y"\nz', "b": "2"}, {"a": "3", "b": "4"}]
    assert [report.line for _, report in table_rows(source_of_bytes("t", text.encode()))] == [2, 4]


def test_a_quote_that_is_never_closed_costs_its_own_line_only() -> None:
    text = 'a,b\n1,"never\n2,x\n3,y\n'
    assert rows(text) == [None, {"a": "2", "b": "x"}, {"a": "3", "b": "y"}]
    assert problems(text) == [
        "t.csv:2: a quoted cell that begins in this line is not closed; the line is left out"
    ]


def test_a_file_that_is_cut_off_within_a_cell_says_in_which_line() -> None:
    assert problems('a,b\n1,2\n3,"{""name"": ""Ki')[0].startswith("t.csv:3: a quoted cell")


def test_a_quote_that_is_not_doubled_is_read_and_told() -> None:
    text = 'a,b\n"My "Sassy" Girl",1\n2,3\n'
    assert rows(text)[0] == {"a": 'My Sassy" Girl"', "b": "1"}
    assert problems(text) == ["t.csv:2: a quote within a cell is not doubled; read as well as can be"]


def test_cells_beyond_the_columns_are_told_unless_they_are_blank() -> None:
    assert problems("a,b\n1,2,3\n1,2,,\n") == ["t.csv:2: has 3 cells for 2 columns; left out: ['3']"]


def test_missing_cells_are_told() -> None:
    assert rows("a,b\n1\n") == [{"a": "1"}]
    assert problems("a,b\n1\n") == ["t.csv:2: has 1 cells for 2 columns"]


def test_a_column_that_is_there_twice_is_told() -> None:
    assert rows("a,a\n1,\n2,3\n")[1:] == [{"a": "1"}, {"a": "3"}]
    assert "the column is there twice" in problems("a,a\n1,2\n")[0]


def test_blank_lines_are_no_rows() -> None:
    assert rows("\n\na,b\n\n1,2\n\n") == [{"a": "1", "b": "2"}]


def test_without_quotes_a_quote_is_a_letter() -> None:
    assert rows('a\tb\n"x\ty"\n', quoted=False) == [{"a": '"x', "b": 'y"'}]


def test_a_preamble_is_passed_over_where_the_header_is_known() -> None:
    text = "Letterboxd list export v7\nDate,Name\n2020-01-01,Mine\n\nPosition,Name,Year\n1,Her,2013\n"
    found = rows(text, is_header=lambda names: "position" in names)
    assert found == [{"position": "1", "name": "Her", "year": "2013"}]


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(BadData, match=f"has 1000000 columns, more than {MOST_COLUMNS}"):
        rows(",".join(["c"] * 1_000_000))


def test_a_file_without_a_header_is_refused() -> None:
    with pytest.raises(BadData, match="has no header"):
        rows("")


def test_a_cell_that_would_fill_the_memory_costs_its_own_line_only() -> None:
    text = "a,b\n" + "x" * (2**20 + 1) + ",1\n2,3\n"
    assert rows(text) == [None, {"a": "2", "b": "3"}]
    assert "t.csv:2" in problems(text)[0]


def test_columns_are_told_without_reading_the_table() -> None:
    assert table_columns(source_of_bytes("t.csv", b"\xef\xbb\xbfTitle,Date\nx")) == ("title", "date")
    assert table_columns(source_of_bytes("t.csv", b"")) == ()


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), max_size=6))
def test_what_the_csv_module_writes_is_read_back(table: list[list[str]]) -> None:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *table])
    expected = [dict(zip("abc", (cell.strip() for cell in row), strict=True)) for row in table]
    assert rows(made.getvalue()) == expected


@given(st.binary(max_size=300))
def test_no_bytes_bring_it_down(data: bytes) -> None:
    try:
        found = list(table_rows(source_of_bytes("t.csv", data)))
    except BadData:
        return
    assert all(row is not None or report.problems for row, report in found)


@given(st.text('",\n a;\t|', max_size=60))
def test_every_line_of_a_table_is_a_row_or_a_problem_or_blank(text: str) -> None:
    try:
        found = list(table_rows(source_of_bytes("t.csv", text.encode())))
    except BadData:
        return
    assert all(report.line is not None for _, report in found)
