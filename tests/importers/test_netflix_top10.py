"""Netflix's weekly charts become one title a name, with its best and its last places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from recsys.files import Source, source_of_bytes
from recsys.importers import ImportOptions, importer_named, read_titles

DATA = Path(__file__).parents[3] / "shared" / "data" / "raw" / "netflix_top10"
IMPORTER = importer_named("netflix-top10")
GLOBAL = "week\tcategory\tweekly_rank\tshow_title\tseason_title\tweekly_hours_viewed\truntime\n"
BY_COUNTRY = "country_name,country_iso2,week,category,weekly_rank,show_title,season_title\n"


def source(*lines: str, header: str = GLOBAL) -> Source:
    return source_of_bytes("charts.tsv", (header + "".join(f"{line}\n" for line in lines)).encode())


def rows(*sources: Source) -> tuple[list[dict[str, Any]], list[str]]:
    found = list(IMPORTER.rows(sources, ImportOptions()))
    problems = [str(problem) for _, report in found for problem in report.problems]
    return [row for row, _ in found if row is not None], problems


def places(row: dict[str, Any]) -> list[tuple[str | None, str, str, int]]:
    return [(rank.get("country"), rank["chart"], rank["week"], rank["rank"]) for rank in row["ranks"]]


@pytest.mark.parametrize("header", [GLOBAL, BY_COUNTRY])
def test_it_knows_both_charts_by_their_columns(header: str) -> None:
    assert IMPORTER.claims(source(header=header))
    assert not IMPORTER.claims(source(header="week\tcategory\tshow_title\n"))


def test_best_and_last_place_of_a_chart_are_kept() -> None:
    ((row,), problems) = rows(
        source(
            "2024-01-21\tTV (English)\t4\tPaper Moon\tPaper Moon: Season 1\t1\t6.5",
            "2024-01-14\tTV (English)\t1\tPaper Moon\tPaper Moon: Season 1\t1\t6.5",
            "2024-01-07\tTV (English)\t1\tPaper Moon\tPaper Moon: Season 1\t1\t6.5",
            "2023-12-31\tTV (English)\t3\tPaper Moon\tPaper Moon: Season 1\t1\t6.5",
        )
    )
    assert problems == []
    assert places(row) == [
        (None, "TV (English)", "2024-01-07", 1),
        (None, "TV (English)", "2024-01-21", 4),
    ]


def test_one_place_that_is_best_and_last_stands_once() -> None:
    ((row,), _) = rows(source("2024-01-07\tFilms (English)\t2\tInk\tN/A\t1\t1.5"))
    assert places(row) == [(None, "Films (English)", "2024-01-07", 2)]


def test_of_two_seasons_in_one_week_the_higher_counts() -> None:
    ((row,), _) = rows(
        source(
            "2024-01-07\tTV (English)\t2\tInk\tInk: Season 2\t1\t6",
            "2024-01-07\tTV (English)\t9\tInk\tInk: Season 1\t1\t6",
        )
    )
    assert places(row) == [(None, "TV (English)", "2024-01-07", 2)]


def test_countries_have_charts_of_their_own() -> None:
    lines = ("South Korea,KR,2022-01-02,TV,2,Ink,Ink: Season 1", "Japan,JP,2022-01-02,TV,5,Ink,Ink: Season 1")
    ((row,), _) = rows(source(*lines, header=BY_COUNTRY))
    assert places(row) == [("JP", "TV", "2022-01-02", 5), ("KR", "TV", "2022-01-02", 2)]
    assert "countries" not in row


def test_film_and_series_of_one_name_are_two_titles() -> None:
    found, _ = rows(
        source(
            "2024-01-07\tFilms (English)\t2\tInk\tN/A\t1\t1.5",
            "2024-01-07\tTV (English)\t2\tInk\tInk: 1\t1\t6",
        )
    )
    assert [(row["id"], row["form"], row["minutes"]) for row in found] == [
        ("netflix-top10-film-ink", "film", 90),
        ("netflix-top10-series-ink", "series", None),
    ]


def test_name_written_in_two_ways_is_one_title() -> None:
    ((row,), _) = rows(
        source(
            "2024-01-07\tFilms (English)\t2\tLong Shot\tN/A\t1\t2",
            "2024-01-14\tFilms (English)\t2\tLong shot\tN/A\t1\t2",
        )
    )
    assert (row["title"], row["aliases"]) == ("Long Shot", [{"name": "Long shot"}])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("2024-01-07\tFilms\t1\t\tN/A\t1\t2", "show_title: is missing"),
        ("2024-01-07\tOpera\t1\tInk\tN/A\t1\t2", "category: 'Opera' is neither Films nor TV"),
        ("7 Jan\tFilms\t1\tInk\tN/A\t1\t2", "week: '7 Jan' is no day such as 2024-01-07"),
        ("2024-01-07\tFilms\t0\tInk\tN/A\t1\t2", "weekly_rank: '0' is no rank from 1 to 100"),
    ],
)
def test_line_that_is_no_place_is_told_and_left_out(line: str, problem: str) -> None:
    assert rows(source(line)) == ([], [f"charts.tsv:2: {problem}; the line is left out"])


def test_unknown_country_does_not_make_a_global_place() -> None:
    lines = rows(source("Narnia,QQ,2022-01-02,TV,2,Ink,Ink: Season 1", header=BY_COUNTRY))
    assert lines == ([], ["charts.tsv:2: country_iso2: 'QQ' is no country; the line is left out"])


def test_charts_of_netflix_are_read_whole() -> None:
    if not DATA.exists():
        pytest.skip("needs the reference data, which is not part of the project")
    reading = read_titles(DATA / "all-weeks-global.tsv")
    assert (len(reading.catalogue), reading.problems) == (3_378, ())


@pytest.mark.slow
def test_charts_of_all_countries_fit_into_rows() -> None:
    if not DATA.exists():
        pytest.skip("needs the reference data, which is not part of the project")
    reading = read_titles(DATA)
    assert (len(reading.catalogue), reading.problems) == (6_175, ())
    assert max(len(title.ranks) for title in reading.catalogue) == 190
