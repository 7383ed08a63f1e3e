"""Lists of titles of streaming services become titles with all their countries."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from recsys.files import Source, source_of_bytes
from recsys.importers import Imported, ImportOptions, importer_named, read_titles

DATA = Path(__file__).parents[3] / "shared" / "data" / "raw" / "streaming_titles"
HEADER = (
    "show_id,type,title,director,cast,country,date_added,release_year,rating,duration,listed_in,description\n"
)
IMPORTER = importer_named("streaming")


def table(*rows: str, name: str = "netflix_titles.csv") -> Source:
    return source_of_bytes(name, (HEADER + "".join(f"{row}\n" for row in rows)).encode())


def first(row: str, name: str = "netflix_titles.csv") -> tuple[dict[str, Any], list[str]]:
    ((found, report),) = IMPORTER.rows([table(row, name=name)], ImportOptions())
    assert found is not None
    return found, [str(problem) for problem in report.problems]


def row(**cells: str) -> str:
    names = HEADER.strip().split(",")
    known = {"show_id": "s1", "type": "Movie", "title": "Paper Boats", "release_year": "2019", **cells}
    return ",".join(f'"{known.get(name, "")}"' for name in names)


def test_it_knows_its_files_by_their_columns() -> None:
    assert IMPORTER.claims(table())
    assert not IMPORTER.claims(source_of_bytes("netflix.csv", b"Title,Date\n"))


def test_every_country_of_a_co_production_is_kept() -> None:
    found, problems = first(row(country="South Korea, Japan, Singapore"))
    assert (found["countries"], problems) == (["JP", "KR", "SG"], [])


@pytest.mark.parametrize("text", [", South Korea", "South Korea,", "South Korea, "])
def test_a_stray_comma_is_no_country(text: str) -> None:
    found, problems = first(row(country=text))
    assert (found["countries"], problems) == (["KR"], [])


def test_what_is_no_country_is_told() -> None:
    assert first(row(country="Japan, Narnia"))[1] == ["netflix_titles.csv:2: country: 'Narnia' is no country"]


def test_a_length_in_the_column_of_the_rating_is_a_length() -> None:
    found, problems = first(row(rating="74 min"))
    assert found["minutes"] == 74
    assert problems == ["netflix_titles.csv:2: rating: '74 min' is a length: taken for the duration"]


def test_seasons_are_not_minutes() -> None:
    found, problems = first(row(type="TV Show", duration="2 Seasons"))
    assert (found["form"], "minutes" in found, problems) == ("series", False, [])


def test_a_number_is_nobody() -> None:
    found, problems = first(row(director="104", cast="Kim Haru, Lee Bom"))
    assert [(credit["person"], credit["role"]) for credit in found["credits"]] == [
        ("Kim Haru", "actor"),
        ("Lee Bom", "actor"),
    ]
    assert problems == ["netflix_titles.csv:2: director: '104' is nobody's name"]


def test_a_title_may_be_called_unknown() -> None:
    assert first(row(title="Unknown"))[0]["title"] == "Unknown"


def test_the_service_is_that_of_the_files_name_and_the_day_that_of_the_row() -> None:
    found, _ = first(row(date_added="25-Sep-21"), name="disney_plus_titles.csv")
    assert found["availability"] == [{"service": "Disney+", "date": "2021-09-25"}]
    assert found["id"] == "disney-s1"


def test_genres_of_a_column_that_has_slipped_are_nobodys() -> None:
    rows = [row(show_id=f"s{n}", listed_in="Dramas") for n in range(3)]
    source = table(*rows, *([",,,,,,,,,,Comedies,"] * 10))
    found = list(IMPORTER.rows([source], ImportOptions()))
    assert [one["genres"] for one, _ in found if one] == [[], [], []]
    assert "this column does not belong to the rows" in str(found[3][1].problems[1])


def test_a_row_of_blanks_is_told_with_what_is_left_of_it() -> None:
    source = table(",,,,,,,,,,Dramas,")
    ((found, report),) = IMPORTER.rows([source], ImportOptions())
    assert found is None
    assert str(report.problems[0]) == (
        "netflix_titles.csv:2: neither show_id nor title, only listed_in 'Dramas'; the row is left out"
    )


@cache
def read(path: Path) -> Imported:
    return read_titles(path)


def raw(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip("needs the reference data, which is not part of the project")
    return path


@pytest.mark.parametrize(
    ("name", "rows", "titles"),
    [
        ("netflix_titles.csv", 8_807, 8_807),
        ("disney_plus_titles.csv", 1_444, 1_444),
        ("hulu_titles.csv", 2_219, 2_219),
        ("amazon_prime_titles.csv", 9_668, 9_668),
        ("netflixData_CORRUPT_NULLROWS.csv", 8_807, 5_967),
    ],
)
def test_every_row_of_a_real_file_is_a_title_or_a_problem(name: str, rows: int, titles: int) -> None:
    found = read(raw(name))
    (counts,) = found.counts
    assert (counts.rows, counts.titles, len(found.catalogue)) == (rows, titles, titles)
    lost = {problem.line for problem in found.problems if "left out" in problem.reason}
    assert len(lost) == rows - titles


def test_the_corrupt_file_tells_each_of_its_blank_rows_by_line() -> None:
    path = raw("netflixData_CORRUPT_NULLROWS.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        blank = {reader.line_num for cells in reader if not any(cells[:10])}
    told = {problem.line for problem in read(path).problems if "left out" in problem.reason}
    assert told == blank


def test_all_real_co_productions_keep_all_their_countries() -> None:
    path = raw("netflix_titles.csv")
    titles = read(path).catalogue.by_id
    n_several = n_stray = 0
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for cells in csv.DictReader(stream):
            pieces = cells["country"].split(",")
            named = [piece for piece in pieces if piece.strip()]
            n_several += len(named) > 1
            n_stray += len(named) == 1 < len(pieces)
            assert len(titles[f"netflix-{cells['show_id']}"].countries) == len(named)
    assert (n_several, n_stray) == (1_315, 5)
