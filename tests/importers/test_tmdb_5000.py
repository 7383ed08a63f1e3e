"""Tables of TMDB with JSON in their cells: films, credits and keywords, joined."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from recsys.files import Source, source_of_bytes
from recsys.importers import ImportOptions, read_titles
from recsys.importers.tmdb_5000 import Tmdb5000Importer

Row = dict[str, Any]

DATA = Path(__file__).parents[3] / "shared" / "data" / "raw" / "tmdb_5000"
FILM = {
    "budget": "1",
    "genres": '[{"id": 18, "name": "Drama"}]',
    "homepage": "",
    "id": "11",
    "keywords": '[{"id": 1, "name": "sea"}]',
    "original_language": "en",
    "original_title": "Salt\u00a0Road",
    "overview": "A road.",
    "popularity": "3.5",
    "production_companies": '[{"name": "North Pictures", "id": 5}]',
    "production_countries": '[{"iso_3166_1": "GB", "name": "x"}, {"iso_3166_1": "FR", "name": "y"}]',
    "release_date": "2007-05-01",
    "runtime": "139.0",
    "status": "Released",
    "title": "Salt\u00a0Road",
}
CAST = (
    '[{"character": "Ada", "id": 1, "name": "Ann Bo", "order": 0}, '
    '{"character": "Himself", "id": 2, "name": "B", "order": 1}]'
)
CREW = '[{"id": 3, "name": "Cy Do", "job": "Director"}, {"id": 4, "name": "E", "job": "Casting"}]'


def table(*rows: dict[str, str], name: str = "films.csv") -> Source:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return source_of_bytes(name, text.getvalue().encode())


def credits(*rows: tuple[str, str, str, str]) -> Source:
    keys = ("movie_id", "title", "cast", "crew")
    return table(*(dict(zip(keys, row, strict=True)) for row in rows), name="credits.csv")


def read(*sources: Source) -> tuple[list[Row], list[str]]:
    results = list(Tmdb5000Importer().rows(sources, ImportOptions()))
    rows = [row for row, _ in results if row is not None]
    return rows, [str(problem) for _, report in results for problem in report.problems]


def people(row: Row) -> list[tuple[str, str]]:
    return [(credit["person"], credit["role"]) for credit in row["credits"]]


def test_film_is_read_out_of_its_cells() -> None:
    (row,), problems = read(table(FILM))
    assert (row["id"], row["title"], row["year"], row["minutes"]) == ("tmdb-movie-11", "Salt Road", 2007, 139)
    assert (row["countries"], row["genres"], row["tags"]) == (["GB", "FR"], ["Drama"], ["sea"])
    assert problems == []


def test_credits_are_joined_whatever_the_order_of_the_files() -> None:
    files = [table(FILM), credits(("11", "Salt Road", CAST, CREW))]
    for sources in (files, files[::-1]):
        (row,), problems = read(*sources)
        assert people(row) == [("Ann Bo", "actor"), ("Cy Do", "director")]
        assert problems == []


def test_credits_alone_are_titles_with_a_cast() -> None:
    (row,), problems = read(credits(("11", "Salt Road", CAST, CREW)))
    assert (row["id"], row["title"], row["form"]) == ("tmdb-movie-11", "Salt Road", "film")
    assert len(people(row)) == 2
    assert problems == []


def test_film_called_unknown_keeps_its_name() -> None:
    (row,), problems = read(table({**FILM, "title": "Unknown", "original_title": "Unknown"}))
    assert (row["title"], problems) == ("Unknown", [])


def test_cell_that_is_cut_off_gives_what_stands_before_the_cut_and_its_line() -> None:
    rows, problems = read(credits(("11", "Salt Road", CAST, CREW), ("12", "Kita", CAST[:90], CREW)))
    assert people(rows[1]) == [("Ann Bo", "actor"), ("Cy Do", "director")]
    assert problems == [
        "credits.csv:3: cast: is neither a list of JSON nor one of Python, from character 63 of 90 on; "
        "its first 1 entries are used"
    ]


def test_file_that_is_cut_off_within_a_cell_tells_the_line() -> None:
    whole = credits(("11", "Salt Road", CAST, CREW), ("12", "Kita", CAST, CREW))
    with whole.open() as handle:
        data = handle.read()
    rows, problems = read(source_of_bytes("credits.csv", data[:-40]))
    assert [row["id"] for row in rows] == ["tmdb-movie-11"]
    assert problems == [
        "credits.csv:3: a quoted cell that begins in this line is not closed; the line is left out"
    ]


def test_empty_cell_where_a_list_belongs_is_told() -> None:
    rows, problems = read(credits(("11", "Salt Road", CAST, "")))
    assert people(rows[0]) == [("Ann Bo", "actor")]
    assert problems == ["credits.csv:2: crew: is empty; expected a list, or [] for none"]


def test_films_without_credits_are_counted_where_the_credits_end() -> None:
    films = table(FILM, {**FILM, "id": "12"}, {**FILM, "id": "13"})
    _, problems = read(films, credits(("11", "Salt Road", CAST, CREW)))
    assert problems == ["credits.csv:2: the credits end here: 2 of 3 films have none"]


def test_credits_without_id_are_joined_by_a_title_that_one_film_bears() -> None:
    rows, problems = read(table(FILM), credits(("", "Salt Road", CAST, CREW)))
    assert len(people(rows[0])) == 2
    assert problems == ["credits.csv:2: movie_id: is missing; joined by its title 'Salt Road' to 11"]


def test_credits_without_id_are_a_title_of_their_own_if_several_films_bear_theirs() -> None:
    rows, problems = read(table(FILM, {**FILM, "id": "12"}), credits(("", "Salt Road", CAST, "[]")))
    assert [(row["id"], len(row["credits"])) for row in rows] == [
        ("salt-road", 1),
        ("tmdb-movie-11", 0),
        ("tmdb-movie-12", 0),
    ]
    assert problems[0] == "credits.csv:2: movie_id: is missing, and 2 films bear its title"


def test_credits_of_no_film_are_told() -> None:
    rows, problems = read(table(FILM), credits(("11", "Salt Road", CAST, CREW), ("99", "Kita", CAST, CREW)))
    assert [row["id"] for row in rows] == ["tmdb-movie-11", "tmdb-movie-99"]
    assert problems == [
        "credits.csv:3: id: there is no film 99 in the files given; only its credits are known"
    ]


def test_credits_that_come_twice_are_told() -> None:
    _, problems = read(table(FILM), credits(("11", "a", CAST, CREW), ("11", "a", CAST, CREW)))
    assert problems == ["credits.csv:3: id: credits of film 11 are there already; the first ones are used"]


def test_cast_of_an_animation_are_voices() -> None:
    film = {**FILM, "genres": '[{"id": 16, "name": "Animation"}]'}
    rows, _ = read(table(film), credits(("11", "Salt Road", CAST, CREW)))
    assert people(rows[0]) == [("Ann Bo", "voice"), ("Cy Do", "director")]


def test_lists_as_python_writes_them_are_read_with_keywords_of_a_third_file() -> None:
    film = {key: value for key, value in FILM.items() if key != "keywords"}
    films = table({**film, "genres": "[{'id': 18, 'name': 'Drama'}]", "imdb_id": "tt1234567"})
    cast = table(
        {"cast": "[{'name': \"Ann O'Bo\", 'character': None}]", "crew": "[]", "id": "11"}, name="c.csv"
    )
    words = table({"id": "11", "keywords": "[{'id': 1, 'name': 'ship'}]"}, name="k.csv")
    (row,), problems = read(films, cast, words)
    assert (people(row), row["tags"], row["genres"]) == ([("Ann O'Bo", "actor")], ["ship"], ["Drama"])
    assert problems == []


def test_lists_of_plain_names_are_read() -> None:
    plain = {
        "genres": "Drama, Crime",
        "keywords": "sea, ship",
        "production_countries": "France, United Kingdom",
    }
    (row,), problems = read(table(FILM | plain))
    assert (row["genres"], row["tags"]) == (["Drama", "Crime"], ["sea", "ship"])
    assert (row["countries"], problems) == (["FR", "GB"], [])


def test_half_of_a_surrogate_pair_never_reaches_a_title() -> None:
    rows, _ = read(table({**FILM, "keywords": '[{"name": "sea \\ud83d"}]'}))
    assert rows[0]["tags"] == ["sea \ufffd"]


def test_its_own_tables_are_claimed() -> None:
    importer = Tmdb5000Importer()
    assert importer.claims(table(FILM))
    assert importer.claims(credits(("1", "a", "[]", "[]")))
    assert importer.claims(table({"id": "1", "keywords": "[]"}))


@pytest.mark.parametrize(
    "header",
    ["id,title,cast", "show_id,title,cast", "id,title,cast,crew,genres", "id,genres,release_date", ""],
)
def test_other_tables_are_not_claimed(header: str) -> None:
    assert not Tmdb5000Importer().claims(source_of_bytes("a.csv", f"{header}\n1,2,3\n".encode()))


def test_rows_become_titles(tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    with table(FILM).open() as handle:
        path.write_bytes(handle.read())
    imported = read_titles(path, strict=True)
    assert [json.dumps(title.countries) for title in imported.catalogue] == ['["FR", "GB"]']


def reference(*names: str) -> list[Path]:
    paths = [DATA / name for name in names]
    if not all(path.exists() for path in paths):
        pytest.skip("needs the reference data, which is not part of the project")
    return paths


def test_every_row_of_the_cut_credits_is_a_title_and_its_faults_are_told_by_line() -> None:
    imported = read_titles(reference("tmdb_5000_credits_TRUNCATED.csv"))
    assert len(imported.catalogue) == 198
    assert [(problem.line, problem.field) for problem in imported.problems] == [
        (30, "crew"),
        (11, "movie_id"),
    ]


@pytest.mark.slow
def test_every_film_of_the_reference_files_is_a_title_and_cut_credits_are_joined() -> None:
    imported = read_titles(reference("tmdb_5000_movies.csv", "tmdb_5000_credits_TRUNCATED.csv"))
    assert len(imported.catalogue) == 4803
    assert sum(len(title.countries) > 1 for title in imported.catalogue) == 1246
    assert sum(bool(title.credits) for title in imported.catalogue) == 198
    assert [(problem.line, problem.field) for problem in imported.problems] == [
        (30, "crew"),
        (11, "movie_id"),
        (199, ""),
    ]
