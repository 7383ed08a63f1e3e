"""MovieLens: names taken apart, and what its other files add to a film."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from recsys.files import Source, source_of_bytes
from recsys.importers import ImportOptions, read_titles
from recsys.importers.movielens import MovieLensImporter
from recsys.importers.movielens_names import movielens_name

Row = dict[str, Any]

DATA = Path(__file__).parents[3] / "shared" / "data" / "raw" / "ml-latest-small"
MOVIES = 'movieId,title,genres\n7,"Lamp, The (1995)",Comedy|Children\n8,Kita (2001),(no genres listed)\n'


def file(name: str, text: str) -> Source:
    return source_of_bytes(name, text.encode())


def read(*others: Source, movies: str | None = MOVIES) -> tuple[list[Row], list[str]]:
    sources = [*others, *([file("movies.csv", movies)] if movies else [])]
    results = list(MovieLensImporter().rows(sources, ImportOptions()))
    rows = [row for row, _ in results if row is not None]
    return rows, [str(problem) for _, report in results for problem in report.problems]


@pytest.mark.parametrize(
    ("written", "title", "aliases", "year"),
    [
        ("Lamp, The (1995)", "The Lamp", (), 1995),
        ("Lampe, L' (Lamp, The) (1960)", "L'Lampe", ("The Lamp",), 1960),
        ("Poor Ones, The (Pauvres, Les) (1995)", "The Poor Ones", ("Les Pauvres",), 1995),
        ("Ten (a.k.a. T3n) (1995)", "Ten", ("T3n",), 1995),
        ("Ten (a.k.a 10) (aka Zehn, Die) (X (Y)) (1995)", "Ten", ("10", "Die Zehn", "X (Y)"), 1995),
        ("Lamp, The: A Second Light (2004)", "The Lamp: A Second Light", (), 2004),
        ("Lantern: Or (The Slow Light) (2014)", "Lantern: Or (The Slow Light)", (), 2014),
        ("(500) Lamps of Winter (2009)", "(500) Lamps of Winter", (), 2009),
        ("Border(s) (2007)", "Border(s)", (), 2007),
        ("Lamp (Part 2) (2000)", "Lamp (Part 2)", (), 2000),
        ("One, Two, Three (1961)", "One, Two, Three", (), 1961),
        ("Lamp(1970)", "Lamp", (), 1970),
        ("2012 (2009)", "2012", (), 2009),
        ("(1999)", "(1999)", (), None),
        ("Harbour 5", "Harbour 5", (), None),
        ("Lamp Notes (2006–2007)", "Lamp Notes", (), 2006),
        ("Lamp Notes (1985- ) ", "Lamp Notes", (), 1985),
    ],
)
def test_name_is_taken_apart(written: str, title: str, aliases: tuple[str, ...], year: int | None) -> None:
    name = movielens_name(written)
    assert (name.title, name.aliases, name.year) == (title, aliases, year)


def test_name_that_is_no_name_is_left_as_it_is() -> None:
    assert movielens_name("(a) " * 100_000).aliases == ()


def test_film_gives_name_year_and_genres() -> None:
    rows, problems = read()
    assert [(row["id"], row["title"], row["year"], row["genres"]) for row in rows] == [
        ("movielens-7", "The Lamp", 1995, ["Comedy", "Children"]),
        ("movielens-8", "Kita", 2001, []),
    ]
    assert problems == []


def test_form_is_known_only_of_what_has_one_year() -> None:
    rows, _ = read(movies="movieId,title,genres\n1,A (2001),\n2,B,\n3,C (2001-2003),\n")
    assert [row["form"] for row in rows] == ["film", None, None]


def test_links_give_ids_as_other_sites_write_them() -> None:
    rows, problems = read(file("links.csv", "movieId,imdbId,tmdbId\n7,0012345,862\n8,12345678,\n"))
    assert rows[0]["external_ids"] == {"movielens": "7", "imdb": "tt0012345", "tmdb": "862"}
    assert rows[1]["external_ids"] == {"movielens": "8", "imdb": "tt12345678"}
    assert problems == []


def test_links_that_were_saved_as_decimals_are_understood() -> None:
    rows, _ = read(file("links.csv", "movieId,imdbId,tmdbId\n7.0,12345.0,862.0\n"))
    assert rows[0]["external_ids"] == {"movielens": "7", "imdb": "tt0012345", "tmdb": "862"}


def test_tags_are_tags_also_where_they_name_people() -> None:
    tags = "userId,movieId,tag,timestamp\n1,7,quiet,5\n1,7,Ann Bo,5\n2,7,ann bo,6\n3,7,Ann Bo,6\n"
    rows, problems = read(file("tags.csv", tags))
    assert rows[0]["tags"] == ["Ann Bo", "quiet"]
    assert "credits" not in rows[0]
    assert problems == []


def test_popularity_is_the_number_of_ratings() -> None:
    ratings = "userId,movieId,rating,timestamp\n1,7,4.0,5\n2,7,1.0,5\n3,8.0,3.0,6\n"
    rows, problems = read(file("ratings.csv", ratings))
    assert [row["popularity"] for row in rows] == [2.0, 1.0]
    assert problems == []


def test_popularity_is_unknown_without_ratings() -> None:
    assert read()[0][0]["popularity"] is None


def test_lines_that_are_no_ratings_are_told_at_the_first() -> None:
    ratings = "userId,movieId,rating,timestamp\n1,7,4.0,5\n1,x,4.0,5\n1,7,4.0,5\n1\n"
    rows, problems = read(file("ratings.csv", ratings))
    assert rows[0]["popularity"] == 2.0
    assert problems == ["ratings.csv:3: 'x' is no such number: the line is left out; so are 1 more lines"]


def test_tags_of_the_genome_that_fit_are_inferred_unless_stated() -> None:
    rows, problems = read(
        file("tags.csv", "userId,movieId,tag,timestamp\n1,7,Quiet,5\n"),
        file("genome-tags.csv", "tagId,tag\n1,quiet\n2,slow\n3,loud\n"),
        file("genome-scores.csv", "movieId,tagId,relevance\n7,1,0.9\n7,2,0.75\n7,3,0.2\n"),
    )
    assert rows[0]["tags"] == ["Quiet"]
    assert rows[0]["inferred_tags"] == [{"name": "slow", "confidence": 0.75}]
    assert problems == []


def test_what_is_said_of_films_that_are_not_there_is_told() -> None:
    _, problems = read(file("links.csv", "movieId,imdbId,tmdbId\n7,1,1\n98,1,1\n99,1,1\n"))
    assert problems == ["links.csv: movieid: 2 films, as 98, are not in movies.csv; not read"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ratings.csv", "userId,movieId,rating,timestamp\n1,7,4.0,5\n"),
        ("links.csv", "movieId,imdbId,tmdbId\n7,1,1\n"),
        ("tags.csv", "userId,movieId,tag,timestamp\n1,7,a,5\n"),
        ("genome-scores.csv", "movieId,tagId,relevance\n7,1,0.9\n"),
    ],
)
def test_file_without_names_asks_for_movies(name: str, text: str) -> None:
    rows, problems = read(file(name, text), movies=None)
    assert rows == []
    assert problems == [f"{name}: holds no names of titles: give movies.csv, too"]


@pytest.mark.parametrize(
    "header",
    [
        "movieId,title,genres",
        "movieId,imdbId,tmdbId",
        "userId,movieId,tag,timestamp",
        "userId,movieId,rating,timestamp",
        "tagId,tag",
        "movieId,tagId,relevance",
    ],
)
def test_its_own_tables_are_claimed(header: str) -> None:
    assert MovieLensImporter().claims(file("any.csv", header + "\n1,2,3,4\n"))


@pytest.mark.parametrize("header", ["id,title,genres", "movieId,title,genres,cast", "userId,rating", ""])
def test_other_tables_are_not_claimed(header: str) -> None:
    assert not MovieLensImporter().claims(file("any.csv", header + "\n1,2,3,4\n"))


def test_readme_of_the_folder_is_not_claimed() -> None:
    assert not MovieLensImporter().claims(file("README.txt", "Summary\n=======\n\nmovieId, title, genres\n"))


def test_ratings_that_are_cut_off_tell_the_line(tmp_path: Path) -> None:
    packed = tmp_path / "ratings.csv.gz"
    text = "userId,movieId,rating,timestamp\n" + "".join(
        f"{user},7,4.0,{user * 7}\n" for user in range(50_000)
    )
    data = gzip.compress(text.encode())
    packed.write_bytes(data[: len(data) // 2])
    movies = tmp_path / "movies.csv"
    movies.write_text(MOVIES, encoding="utf-8")
    imported = read_titles([packed, movies])
    assert len(imported.catalogue) == 2
    (problem,) = imported.problems
    assert (problem.file, problem.line is not None and problem.line > 1) == ("ratings.csv", True)


@pytest.mark.slow
def test_every_film_of_the_reference_folder_is_a_title() -> None:
    if not DATA.exists():
        pytest.skip("needs the reference data, which is not part of the project")
    imported = read_titles(DATA)
    titles = list(imported.catalogue)
    assert (len(titles), imported.problems) == (9742, ())
    assert sum(title.popularity or 0 for title in titles) == 100_836
    assert sum(title.year is None for title in titles) == 12
    assert sum("imdb" in title.external_ids for title in titles) == 9742
    assert sum("tmdb" in title.external_ids for title in titles) == 9734
    assert not any(title.title.endswith((", The", ", A", ", La", ", Les")) for title in titles)
