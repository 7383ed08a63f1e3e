"""Folders of media centres: made-up NFO files with the oddities of real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from recsys.files import source_of_bytes
from recsys.importers import Imported, read_titles
from recsys.importers.nfo import NfoImporter
from recsys.title import Title

MOVIE = "<movie><title>The Ferry</title><year>1999</year>{}</movie>"
SHOW = "<tvshow><title>Harbour</title>{}</tvshow>"


def read(tmp_path: Path, *texts: str) -> Imported:
    for number, text in enumerate(texts):
        folder = tmp_path / "films" / str(number)
        folder.mkdir(parents=True)
        (folder / "movie.nfo").write_text(text, encoding="utf-8")
    return read_titles([tmp_path / "films"])


def one(tmp_path: Path, text: str) -> Title:
    imported = read(tmp_path, text)
    assert imported.problems == ()
    (title,) = imported.catalogue
    return title


def told(imported: Imported) -> list[str]:
    return [str(problem) for problem in imported.problems]


def test_a_film_has_what_its_file_says(tmp_path: Path) -> None:
    title = one(
        tmp_path,
        """<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>
        <movie><title>The Ferry</title><originaltitle>나룻배</originaltitle><premiered>1999-10-01</premiered>
        <plot>Two &amp; a boat.</plot><runtime>95</runtime><mpaa>PG</mpaa><genre>Drama</genre>
        <genre>Romance</genre><tag>river</tag><country>South Korea</country><country>JP</country>
        <studio>Ferry Films</studio>
        <uniqueid type="imdb" default="true">tt0000001</uniqueid><uniqueid type="tmdb">12</uniqueid>
        <ratings><rating name="imdb"><value>7</value><votes>1,234</votes></rating></ratings></movie>""",
    )
    assert (title.id, title.title, title.original_title) == ("tt0000001", "The Ferry", "나룻배")
    assert (title.year, title.minutes, title.form, title.synopsis) == (1999, 95, "film", "Two & a boat.")
    assert (title.genres, title.tags, title.countries) == (("drama", "romance"), ("river",), ("JP", "KR"))
    assert title.external_ids == {"imdb": "tt0000001", "tmdb": "12"}
    assert [studio.name for studio in title.studios] == ["Ferry Films"]
    assert [release.date.text for release in title.releases] == ["1999-10-01"]
    assert title.popularity == 1234


def test_a_show_is_a_series_with_a_state_and_the_number_of_no_season(tmp_path: Path) -> None:
    title = one(tmp_path, SHOW.format("<status>Continuing</status><season>-1</season><episode>7</episode>"))
    assert (title.form, title.status, title.episodes) == ("series", "airing", None)


def test_an_address_below_the_document_is_passed_over(tmp_path: Path) -> None:
    assert one(tmp_path, MOVIE.format("") + "\nhttps://films.invalid/a?b=1&c=2\n").title == "The Ferry"


def test_several_roots_are_several_titles_on_their_own_lines(tmp_path: Path) -> None:
    declared = '<?xml version="1.0"?>\n'
    texts = declared + MOVIE.format("") + "\n" + declared + SHOW.format("\n<runtime>long</runtime>")
    imported = read(tmp_path, texts)
    assert [title.title for title in imported.catalogue] == ["The Ferry", "Harbour"] or len(
        imported.catalogue
    ) == 2
    assert told(imported) == ["films/0/movie.nfo:4: runtime: 'long' is no number of minutes"]


def test_a_file_that_holds_only_an_address_is_a_problem(tmp_path: Path) -> None:
    imported = read(tmp_path, "https://films.invalid/12\nhttps://films.invalid/13\n", MOVIE.format(""))
    assert "holds only the address 'https://films.invalid/12" in told(imported)[0]


def test_episodes_and_seasons_are_counted_once(tmp_path: Path) -> None:
    episode = "<episodedetails><title>Part</title></episodedetails>"
    imported = read(
        tmp_path, SHOW.format(""), episode + episode, "<season><seasonnumber>1</seasonnumber></season>"
    )
    assert len(imported.catalogue) == 1
    assert told(imported) == [
        "films/1/movie.nfo: 3 episodes and seasons, of which this is the first, are no titles: not read"
    ]


def test_the_cast_follows_the_order_that_is_given(tmp_path: Path) -> None:
    title = one(
        tmp_path,
        MOVIE.format(
            "<actor><name>B B</name><role>Second</role><order>1</order></actor>"
            "<actor><name>A A</name><role>First (voice)</role><order>0</order></actor>"
            "<actor><name>C C</name><role>Himself</role></actor>"
            "<actor><name>D D</name><type>Director</type></actor>"
            "<director>E E</director><credits>F F</credits>"
        ),
    )
    assert [(c.person, c.role, c.character, c.order) for c in title.credits] == [
        ("A A", "voice", "First", 1),
        ("B B", "actor", "Second", 2),
        ("E E", "director", None, None),
        ("F F", "writer", None, None),
        ("D D", "director", None, None),
    ]


def test_older_programs_write_several_values_into_one_element(tmp_path: Path) -> None:
    text = "<genre>Drama / Romance</genre><country>USA / UK</country><credits>A A / B B</credits>"
    title = one(tmp_path, MOVIE.format(text))
    assert (title.genres, title.countries) == (("drama", "romance"), ("GB", "US"))
    assert [credit.person for credit in title.credits] == ["A A", "B B"]


@pytest.mark.parametrize(
    ("text", "id", "external"),
    [
        (MOVIE.format("<id>tt0000009</id>"), "tt0000009", {"imdb": "tt0000009"}),
        (MOVIE.format('<id moviedb="themoviedb">9</id>'), "tmdb-movie-9", {"tmdb": "9"}),
        (SHOW.format("<id>77</id>"), "tvdb-tv-77", {"tvdb": "77"}),
        (SHOW.format("<id>77</id><tmdbid>5</tmdbid>"), "tmdb-tv-5", {"tmdb": "5"}),
        (MOVIE.format('<uniqueid type="AniDB">4</uniqueid>'), "anidb-4", {"anidb": "4"}),
        (MOVIE.format('<uniqueid type="unknown">x</uniqueid>'), "nfo-the-ferry-1999", {}),
        (MOVIE.format("<imdb_id>tt0000008</imdb_id>"), "tt0000008", {"imdb": "tt0000008"}),
    ],
)
def test_ids_are_read_wherever_they_stand(
    tmp_path: Path, text: str, id: str, external: dict[str, str]
) -> None:
    title = one(tmp_path, text)
    assert (title.id, title.external_ids) == (id, external)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<id>12</id>", "id: '12' does not say of which site it is"),
        ("<country>Narnia</country>", "country: 'Narnia' is no country"),
        ("<premiered>soon</premiered>", "premiered: 'soon' is no date such as 2019-12-14"),
        ('<uniqueid type="imdb">12</uniqueid>', "uniqueid: '12' is no id of imdb"),
        ("<status>Perhaps</status>", "status: 'Perhaps' is no status such as Continuing or Ended"),
        ("<director>104</director>", "director: '104' is nobody's name"),
    ],
)
def test_a_fault_in_one_field_is_told_and_the_title_stays(tmp_path: Path, text: str, reason: str) -> None:
    imported = read(tmp_path, MOVIE.format(text))
    assert len(imported.catalogue) == 1
    assert told(imported) == [f"films/0/movie.nfo:1: {reason}"]


@pytest.mark.parametrize(
    ("text", "minutes"), [("95 min", 95), ("1h 35m", 95), ("2 hr. 5 min.", 125), ("0", None), ("", None)]
)
def test_a_length_may_be_written_in_hours(tmp_path: Path, text: str, minutes: int | None) -> None:
    assert one(tmp_path, MOVIE.format(f"<runtime>{text}</runtime>")).minutes == minutes


def test_dates_that_mean_none_are_none(tmp_path: Path) -> None:
    assert one(tmp_path, SHOW.format("<premiered>0001-01-01</premiered><year>0</year>")).year is None


def test_a_cut_file_is_a_problem_of_its_line(tmp_path: Path) -> None:
    imported = read(tmp_path, "<movie>\n<title>The Fer", MOVIE.format(""))
    assert len(imported.catalogue) == 1
    assert told(imported)[0].startswith("films/0/movie.nfo:2: is not XML")


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE movie [<!ENTITY a "aaaa">]><movie><title>&a;</title></movie>'
    imported = read(tmp_path, bomb, MOVIE.format(""))
    assert len(imported.catalogue) == 1
    assert "declares Entit" in told(imported)[0]


def test_only_nfo_files_of_titles_are_claimed() -> None:
    importer = NfoImporter()
    assert importer.claims(source_of_bytes("a/Movie.NFO", MOVIE.format("").encode()))
    for name, data in (
        ("movie.xml", MOVIE.format("").encode()),
        ("release.nfo", "░▒▓ group ▓▒░".encode("cp437", "replace")),
        ("artist.nfo", b"<artist><name>A</name></artist>"),
        ("empty.nfo", b""),
    ):
        assert not importer.claims(source_of_bytes(name, data))
