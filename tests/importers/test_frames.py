"""Tables in memory become titles, whatever library holds them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from recsys.errors import BadData
from recsys.importers import titles_from_frame


class Frame:
    """As a DataFrame of pandas: names of columns, and rows as tuples."""

    def __init__(self, **columns: list[Any]) -> None:
        self._columns = columns

    @property
    def columns(self) -> list[str]:
        return list(self._columns)

    def itertuples(self, *, index: bool, name: None) -> Iterator[tuple[Any, ...]]:
        assert not index
        assert name is None
        return zip(*self._columns.values(), strict=True)


class PolarsFrame(Frame):
    """As a DataFrame of polars."""

    def iter_rows(self) -> Iterator[tuple[Any, ...]]:
        return self.itertuples(index=False, name=None)


COLUMNS: dict[str, list[Any]] = {
    "id": [1, 2],
    "title": ["Paper Moon", "Ink"],
    "year": [2019.0, float("nan")],
    "genres": [["Drama", "Crime"], None],
    "cast": ["Ana Li, Ben Cho", None],
}


@pytest.mark.parametrize("frame", [Frame(**COLUMNS), PolarsFrame(**COLUMNS), pa.table(COLUMNS)])
def test_frames_of_all_libraries_give_the_same_titles(frame: object) -> None:
    reading = titles_from_frame(frame)
    moon, ink = reading.catalogue
    assert (moon.id, moon.year, moon.genres) == ("1", 2019, ("crime", "drama"))
    assert [credit.person for credit in moon.credits] == ["Ana Li", "Ben Cho"]
    assert (ink.id, ink.year, ink.genres, ink.credits) == ("2", None, (), ())
    assert (reading.problems, reading.counts[0].titles) == ((), 2)


def test_columns_are_mapped() -> None:
    frame = Frame(name=["Paper Moon"], out=[datetime.datetime(2019, 5, 1)], who=["Ana|Ben"])
    (title,) = titles_from_frame(frame, {"title": "name", "date": "out", "writers": "who:|"}).catalogue
    assert (title.id, title.year, str(title.releases[0].date.text)) == ("paper-moon-2019", 2019, "2019-05-01")
    assert [credit.person for credit in title.credits] == ["Ana", "Ben"]


def test_problem_tells_the_row() -> None:
    reading = titles_from_frame(Frame(title=["Ink", "Moon"], year=[2019, "soon"]))
    assert [str(problem) for problem in reading.problems] == [
        "frame:2: year: 'soon' is neither a year nor a date"
    ]


def test_repeated_id_is_told_and_counted() -> None:
    reading = titles_from_frame(Frame(id=["a", "a"], title=["Ink", "Moon"]))
    assert [title.title for title in reading.catalogue] == ["Ink"]
    assert reading.counts[0].repeated == 1
    assert "is there already" in reading.problems[0].reason


def test_table_without_titles_is_refused() -> None:
    with pytest.raises(BadData, match="the table: no column holds the title: map one, as in title=name"):
        titles_from_frame(Frame(name=["Ink"]))


@pytest.mark.parametrize("thing", [3, "title", [{"title": "Ink"}]])
def test_what_is_no_table_is_refused(thing: object) -> None:
    with pytest.raises(BadData, match="is no table: expected a DataFrame"):
        titles_from_frame(thing)


def test_frame_of_pandas_is_read() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is no dependency")
    (title, _) = titles_from_frame(pandas.DataFrame(COLUMNS)).catalogue
    assert (title.id, title.year) == ("1", 2019)
