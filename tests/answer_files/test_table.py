from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.answer import Answer
from recsys.answer_files import COLUMNS, answer_csv
from tests.answer_files.answers import NOTHING_LEFT, answer, result


def rows(given: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer_csv(given)), strict=True))


def test_one_row_has_all_columns() -> None:
    told = result(
        original_title="등불",
        countries=("JP", "KR"),
        score=-0.25,
        reasons=("feels alike: hope", "both from Korea"),
        notes=("not yet released",),
    )
    assert rows(answer(told, liked=("The Lantern", "Home"))) == [
        {
            "rank": "1",
            "id": "t1",
            "title": "Title 1",
            "original_title": "등불",
            "year": "2019",
            "form": "film",
            "medium": "live-action",
            "countries": "JP; KR",
            "score": "-0.250000",
            "reasons": "feels alike: hope; both from Korea",
            "notes": "not yet released",
            "seeds": "the-lantern; home",
        }
    ]


def test_what_is_unknown_is_empty() -> None:
    (row,) = rows(answer(result(year=None, form=None, medium=None, countries=())))
    assert [row[name] for name in ("year", "form", "medium", "countries", "original_title")] == [""] * 5


def test_commas_quotes_and_line_breaks_stay_in_their_cell() -> None:
    (row,) = rows(answer(result(title='He said "no",\nand left')))
    assert row["title"] == 'He said "no", and left'


@pytest.mark.parametrize("title", ["=1+1", "+1", "-30-", "@home", "\t=1", " =1", "＝1"])
def test_a_title_that_a_spreadsheet_would_run_begins_with_an_apostrophe(title: str) -> None:
    (row,) = rows(answer(result(title=title, id=title)))
    assert row["title"] == row["id"] == f"'{title.strip()}"


def test_an_empty_answer_is_a_header() -> None:
    assert answer_csv(NOTHING_LEFT) == ",".join(COLUMNS) + "\n"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=3))
def test_any_title_gives_one_row_of_harmless_cells(titles: list[str]) -> None:
    found = rows(answer(*(result(rank, title=title) for rank, title in enumerate(titles, start=1))))
    assert [row["rank"] for row in found] == [str(rank) for rank in range(1, len(titles) + 1)]
    assert not any(row["title"].lstrip().startswith(("=", "+", "-", "@")) for row in found)
