"""Datasets of IMDb: made-up tables with the oddities of the real ones."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.errors import BadData
from recsys.files import Source, source_of_bytes
from recsys.importers import Imported, ImportOptions, read_titles
from recsys.importers.imdb import ImdbImporter
from recsys.importers.imdb_tables import imdb_table
from recsys.title import Credit, Title

BASICS = "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres"
AKAS = "titleId ordering title region language types attributes isOriginalTitle"
PRINCIPALS = "tconst ordering nconst category job characters"
NAMES = "nconst primaryName birthYear deathYear primaryProfession knownForTitles"
FILM = "tt0000001|movie|The Ferry|Die Fähre|0|1999|\\N|95|Drama,Romance"
SERIES = "tt0000002|tvSeries|Harbour|Harbour|0|2001|2004|\\N|Crime"


def table(name: str, header: str, *lines: str) -> Source:
    """A table whose cells are written with bars."""
    text = "\n".join([header.replace(" ", "\t"), *(line.replace("|", "\t") for line in lines)]) + "\n"
    return source_of_bytes(name, text.encode())


def basics(*lines: str) -> Source:
    return table("title.basics.tsv", BASICS, *lines)


def akas(*lines: str) -> Source:
    return table("title.akas.tsv", AKAS, *lines)


def principals(*lines: str) -> Source:
    return table("title.principals.tsv", PRINCIPALS, *lines)


def people(*names: str) -> Source:
    rows = [f"nm{n:07d}|{name}|\\N|\\N|actor|\\N" for n, name in enumerate(names, start=1)]
    return table("name.basics.tsv", NAMES, *rows)


def read(tmp_path: Path, *sources: Source) -> Imported:
    for source in sources:
        (tmp_path / source.name).write_bytes(source.head(2**24))
    return read_titles([tmp_path])


def one(tmp_path: Path, *sources: Source) -> Title:
    (title,) = read(tmp_path, *sources).catalogue
    return title


def told(imported: Imported) -> list[str]:
    return [str(problem).partition("/")[2] for problem in imported.problems]


def test_a_film_has_what_title_basics_says(tmp_path: Path) -> None:
    title = one(tmp_path, basics(FILM))
    assert (title.id, title.title, title.original_title) == ("tt0000001", "The Ferry", "Die Fähre")
    assert (title.year, title.minutes, title.form) == (1999, 95, "film")
    assert title.genres == ("drama", "romance")
    assert title.external_ids == {"imdb": "tt0000001"}
    assert title.countries == ()


def test_an_original_title_that_is_the_same_is_none(tmp_path: Path) -> None:
    assert one(tmp_path, basics(SERIES)).original_title is None


@pytest.mark.parametrize(
    ("kind", "form"),
    [("movie", "film"), ("tvMovie", "film"), ("video", "film"), ("tvSeries", "series"),
     ("tvMiniSeries", "series"), ("tvSpecial", "special"), ("tvShort", "short"), ("short", "short")],
)  # fmt: skip
def test_type_of_title_becomes_a_form(tmp_path: Path, kind: str, form: str) -> None:
    assert one(tmp_path, basics(FILM.replace("movie", kind))).form == form


def test_episodes_and_games_are_counted_once_a_type_and_are_no_titles(tmp_path: Path) -> None:
    episodes = [f"tt{n:07d}|tvEpisode|Part|Part|0|2000|\\N|\\N|\\N" for n in range(5, 8)]
    imported = read(tmp_path, basics(*episodes, FILM, "tt0000009|videoGame|Play|Play|0|\\N|\\N|\\N|\\N"))
    assert len(imported.catalogue) == 1
    assert told(imported) == [
        "title.basics.tsv: 3 rows of type 'tvEpisode' are left out",
        "title.basics.tsv: 1 rows of type 'videoGame' are left out",
    ]


def test_titles_for_adults_only_are_left_out_and_counted(tmp_path: Path) -> None:
    imported = read(tmp_path, basics(SERIES, FILM.replace("|0|1999", "|1|1999")))
    assert [title.id for title in imported.catalogue] == ["tt0000002"]
    assert told(imported) == ["title.basics.tsv: 1 rows for adults only are left out"]


def test_quotes_are_part_of_a_name(tmp_path: Path) -> None:
    assert one(tmp_path, basics(FILM.replace("The Ferry", '"Ferry'))).title == '"Ferry'


def test_a_series_that_has_ended_is_released_and_counts_the_episodes_of_its_seasons(tmp_path: Path) -> None:
    episodes = table(
        "title.episode.tsv", "tconst parentTconst seasonNumber episodeNumber",
        "tt0000011|tt0000002|1|1", "tt0000012|tt0000002|1|2", "tt0000013|tt0000002|0|1",
        "tt0000014|tt0000002|\\N|\\N",
    )  # fmt: skip
    title = one(tmp_path, basics(SERIES), episodes)
    assert (title.episodes, title.status) == (2, "released")


def test_people_come_from_principals_with_their_names_and_ids(tmp_path: Path) -> None:
    title = one(
        tmp_path,
        basics(FILM),
        principals(
            "tt0000001|3|nm0000003|director|\\N|\\N",
            'tt0000001|2|nm0000002|actress|\\N|["Inga","The Pilot"]',
            'tt0000001|1|nm0000001|actor|\\N|["Olaf"]',
            "tt0000001|4|nm0000003|editor|\\N|\\N",
        ),
        people("Ola Ulv", "Eva Alm", "Jon Ek"),
    )
    assert title.credits == (
        Credit("Ola Ulv", "actor", character="Olaf", order=1, person_id="nm0000001"),  # type: ignore[arg-type]
        Credit("Eva Alm", "actor", character="Inga / The Pilot", order=2, person_id="nm0000002"),  # type: ignore[arg-type]
        Credit("Jon Ek", "director", person_id="nm0000003"),  # type: ignore[arg-type]
    )


def test_those_who_appear_as_themselves_are_no_cast(tmp_path: Path) -> None:
    title = one(
        tmp_path,
        basics(FILM),
        principals(
            'tt0000001|1|nm0000001|self|\\N|["Self - Minister"]',
            "tt0000001|2|nm0000002|archive_footage|\\N|\\N",
            'tt0000001|3|nm0000003|actor|\\N|["Himself"]',
            'tt0000001|4|nm0000004|actor|\\N|["Younger Self"]',
        ),
        people("A B", "C D", "E F", "G H"),
    )
    assert [(credit.person, credit.order) for credit in title.credits] == [("G H", 1)]


def test_a_writer_who_created_the_series_is_its_creator_and_no_writer_besides(tmp_path: Path) -> None:
    title = one(
        tmp_path,
        basics(SERIES),
        principals("tt0000002|1|nm0000001|writer|created by|\\N"),
        table("title.crew.tsv", "tconst directors writers", "tt0000002|\\N|nm0000001,nm0000002"),
        people("A B", "C D"),
    )
    assert [(credit.person, credit.role) for credit in title.credits] == [
        ("A B", "creator"),
        ("C D", "writer"),
    ]


def test_crew_adds_only_who_is_not_there_yet(tmp_path: Path) -> None:
    title = one(
        tmp_path,
        basics(FILM),
        principals("tt0000001|1|nm0000001|director|\\N|\\N"),
        table("title.crew.tsv", "tconst directors writers", "tt0000001|nm0000001,nm0000002|\\N"),
        people("A B", "C D"),
    )
    assert [credit.person for credit in title.credits] == ["A B", "C D"]


def test_people_without_a_name_are_counted_with_the_first_place(tmp_path: Path) -> None:
    lines = [f"tt0000001|{n}|nm0000{n}00|actor|\\N|\\N" for n in range(1, 4)]
    imported = read(tmp_path, basics(FILM), principals(*lines), people("A B"))
    assert told(imported) == [
        "title.principals.tsv: 3 credits are left out, of people without a name in name.basics;"
        " the first is 'nm0000100' in line 2"
    ]


def test_without_name_basics_all_credits_are_counted(tmp_path: Path) -> None:
    imported = read(tmp_path, basics(FILM), principals("tt0000001|1|nm0000001|actor|\\N|\\N"))
    assert "name.basics, which is not there" in told(imported)[0]


def test_characters_that_are_no_list_are_a_problem_and_the_credit_stays(tmp_path: Path) -> None:
    imported = read(
        tmp_path, basics(FILM), principals('tt0000001|1|nm0000001|actor|\\N|["Olaf'), people("A B")
    )
    (title,) = imported.catalogue
    assert [credit.character for credit in title.credits] == [None]
    assert told(imported) == ["title.principals.tsv:2: characters: '[\"Olaf' is no list of JSON"]


def test_other_names_are_aliases_with_their_language(tmp_path: Path) -> None:
    title = one(
        tmp_path,
        basics(FILM),
        akas(
            "tt0000001|1|The Ferry|US|\\N|imdbDisplay|\\N|0",
            "tt0000001|2|Паром|RU|ru|\\N|\\N|0",
            "tt0000001|3|渡船|CN|cmn|\\N|\\N|0",
            "tt0000001|4|Untitled Boat Project|\\N|\\N|working\x02alternative|\\N|0",
            "tt0000001|5|Die Fähre|\\N|\\N|original|\\N|1",
        ),
    )
    assert [(alias.name, alias.language, str(alias.kind)) for alias in title.aliases] == [
        ("渡船", "zh", "other"),
        ("Паром", "ru", "other"),
        ("Untitled Boat Project", None, "working"),
    ]


def test_of_too_many_names_those_in_the_languages_of_most_titles_are_kept(tmp_path: Path) -> None:
    many = [f"tt0000001|{n}|Name {n}|DE|\\N|\\N|\\N|0" for n in range(40)]
    imported = read(tmp_path, basics(FILM), akas(*many, "tt0000001|41|나룻배|KR|ko|\\N|\\N|0"))
    (title,) = imported.catalogue
    assert (len(title.aliases), title.aliases[0].name) == (30, "나룻배")
    assert told(imported) == ["title.akas.tsv: 11 names beyond 30 of one title are left out"]


def test_an_unknown_language_is_a_problem_but_not_a_code_for_own_use(tmp_path: Path) -> None:
    lines = [
        "tt0000001|1|A|\\N|xx1|\\N|\\N|0",
        "tt0000001|2|B|CA|qbp|\\N|\\N|0",
        "tt0000001|3|C|\\N|qzz|\\N|\\N|0",
    ]
    imported = read(tmp_path, basics(FILM), akas(*lines))
    assert told(imported) == [
        "title.akas.tsv:2: language: 'xx1' is no language",
        "title.akas.tsv:4: language: 'qzz' is no language",
    ]
    assert [alias.language for alias in next(iter(imported.catalogue)).aliases] == [None, "fr", None]


def test_votes_are_popularity(tmp_path: Path) -> None:
    ratings = table("title.ratings.tsv", "tconst averageRating numVotes", "tt0000001|7.1|321")
    assert one(tmp_path, basics(FILM), ratings).popularity == 321


def test_a_line_with_too_few_or_too_many_cells_is_a_problem_of_its_line(tmp_path: Path) -> None:
    imported = read(tmp_path, basics("tt0000003|movie|Cut", FILM, SERIES + "|more"))
    assert len(imported.catalogue) == 1
    assert told(imported) == [
        "title.basics.tsv:2: has 3 cells for 9 columns; the line is left out",
        "title.basics.tsv:4: has 10 cells for 9 columns; the line is left out",
    ]


def test_a_line_without_an_id_is_a_problem(tmp_path: Path) -> None:
    imported = read(tmp_path, basics(FILM, FILM.replace("tt0000001", "0000001")))
    assert told(imported) == [
        "title.basics.tsv:3: tconst: '0000001' is no id, such as tt0000001; the line is left out"
    ]


def test_genres_that_slipped_into_the_minutes_are_a_problem_and_the_title_stays(tmp_path: Path) -> None:
    imported = read(tmp_path, basics(FILM.replace("|95|Drama,Romance", "|Reality-TV|\\N")))
    assert len(imported.catalogue) == 1
    assert told(imported) == ["title.basics.tsv:2: runtimeMinutes: 'Reality-TV' is no whole number"]


def test_line_numbers_survive_blank_lines_within_the_rows_of_one_title(tmp_path: Path) -> None:
    lines = ["tt0000001|1|nm0000001|actor|\\N|\\N", "", "tt0000001|2|nm0000001|actor|\\N|oops"]
    imported = read(tmp_path, basics(FILM), principals(*lines), people("A B"))
    assert told(imported) == ["title.principals.tsv:4: characters: 'oops' is no list of JSON"]


def test_a_line_that_is_not_utf8_costs_only_its_own_letters(tmp_path: Path) -> None:
    lines = AKAS.replace(" ", "\t").encode() + b"\ntt0000001\t1\tF\xe4hre\tDE\t\\N\t\\N\t\\N\t0\n"
    lines += "tt0000001\t2\tПаром\tRU\t\\N\t\\N\t\\N\t0\n".encode()
    imported = read(tmp_path, basics(FILM), source_of_bytes("title.akas.tsv", lines))
    assert [alias.name for alias in next(iter(imported.catalogue)).aliases] == ["Fähre", "Паром"]
    assert told(imported) == ["title.akas.tsv:2: is not UTF-8: read as windows-1252"]


def test_windows_line_ends_and_a_missing_last_one_are_understood(tmp_path: Path) -> None:
    data = basics(FILM, SERIES).head(2**20).replace(b"\n", b"\r\n").removesuffix(b"\r\n")
    imported = read(tmp_path, source_of_bytes("title.basics.tsv", data))
    assert [title.genres for title in imported.catalogue] == [("drama", "romance"), ("crime",)]


def test_tables_may_be_gzipped(tmp_path: Path) -> None:
    (tmp_path / "title.basics.tsv.gz").write_bytes(gzip.compress(basics(FILM).head(2**20)))
    assert len(read_titles([tmp_path]).catalogue) == 1


def test_a_table_that_is_cut_off_tells_where_and_keeps_what_was_before(tmp_path: Path) -> None:
    rows = [f"tt{n:07d}|movie|Film {n * 7919}|\\N|0|19{n % 90 + 10}|\\N|{n % 97}1|Drama" for n in range(3000)]
    packed = gzip.compress(basics(*rows).head(2**24))
    (tmp_path / "title.basics.tsv.gz").write_bytes(packed[: len(packed) // 2])
    imported = read_titles([tmp_path])
    assert 0 < len(imported.catalogue) < 3000
    assert "from here on: " in str(imported.problems[0])
    assert (imported.problems[0].line or 0) > len(imported.catalogue)


def test_without_title_basics_every_table_says_what_is_missing(tmp_path: Path) -> None:
    imported = read(tmp_path, people("A B"), akas())
    assert told(imported) == [
        "name.basics.tsv: holds no titles: give title.basics.tsv too",
        "title.akas.tsv: holds no titles: give title.basics.tsv too",
    ]


def test_a_title_that_comes_twice_is_told(tmp_path: Path) -> None:
    imported = read(tmp_path, basics(FILM, FILM))
    assert (len(imported.catalogue), imported.counts[0].repeated) == (1, 1)


def test_other_tables_are_not_claimed() -> None:
    user_csv = source_of_bytes(
        "ratings.csv", b"Const,Your Rating,Date Rated,Title\ntt0000001,8,2001-01-01,A\n"
    )
    twice = table("title.basics.tsv", f"{BASICS} isAdult")
    for source in (user_csv, twice, source_of_bytes("x", b""), source_of_bytes("x", bytes(range(256)))):
        assert not ImdbImporter().claims(source)


def test_a_file_that_is_no_table_is_told_if_the_format_is_forced(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("Hello")
    with_titles = read_titles([tmp_path], format="imdb")
    assert "is no table of IMDb" in told(with_titles)[0]


def test_no_room_for_the_tables_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recsys.importers.imdb_store._TABLES", "CREATE TABLE titles (number INTEGER); BEGIN;")
    with pytest.raises(BadData, match="TMPDIR"):
        read(tmp_path, basics(FILM))


@given(order=st.permutations(range(12)))
def test_rows_in_any_order_give_the_same_titles(order: list[int]) -> None:
    titles = [f"tt{n:07d}|movie|Film {n}|\\N|0|2000|\\N|90|Drama" for n in range(3)]
    cast = [f"tt{n % 3:07d}|{n}|nm{n + 1:07d}|actor|\\N|\\N" for n in range(12)]
    names = people(*(f"Person {n}" for n in range(12)))
    mixed = principals(*(cast[n] for n in order))
    rows = [
        [row for row, _ in ImdbImporter().rows([source, names, basics(*titles)], ImportOptions())]
        for source in (principals(*cast), mixed)
    ]
    assert rows[0] == rows[1]


def test_the_kind_of_a_table_is_read_from_its_columns() -> None:
    found = imdb_table(people("A B"))
    assert found is not None
    assert found.kind == "name.basics"


def test_people_may_be_called_what_means_nothing_elsewhere(tmp_path: Path) -> None:
    cast = principals("tt0000001|1|nm0000001|actor|\\N|\\N", "tt0000001|2|nm0000002|actor|\\N|\\N")
    assert [credit.person for credit in one(tmp_path, basics(FILM), cast, people("Na", "None")).credits] == [
        "Na",
        "None",
    ]
