"""Reading of reference catalogues: small invented tables with the oddities of the real ones."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from benchmarks.factcheck.references import read_references
from recsys.title import Form, Medium
from tests.benchmarks.tables import write_table


def test_tables_of_dramas_are_read_with_their_faults(tmp_path: Path) -> None:
    row = {"Name": "The King혪s Lamp", "country": "South Korea", "num_episodes": "16", "aired": "2015"}
    row |= {"category": "Drama", "director": " Han Bit Na,  Seo Bit ", "cast_names": "Ga Na Da,Ma Ba Sa"}
    write_table(tmp_path / "mydramalist_panasian" / "mydramalist.csv", [row])
    (found,) = read_references(tmp_path)
    assert found.names == ("The King’s Lamp",)
    assert (found.year, found.countries, found.episodes) == (2015, ("KR",), 16)
    assert found.directors == ("Han Bit Na", "Seo Bit")
    assert (found.kind, found.medium) == (Form.SERIES, Medium.LIVE_ACTION)


def test_two_digit_years_and_list_literals_are_understood(tmp_path: Path) -> None:
    row = {"drama_name": "Lamp", "start airing": "10-Sep-18", "Episodes": "16.0", "actors": "['Ga', 'Ma']"}
    broken = {**row, "drama_name": "Wick", "start airing": "N/A", "Episodes": "N/A", "actors": "['Ga', "}
    write_table(tmp_path / "mydramalist_kdramalist" / "kdramalist.csv", [row, broken])
    lamp_row, wick_row = read_references(tmp_path)
    assert (lamp_row.year, lamp_row.episodes, lamp_row.cast) == (2018, 16, ("Ga", "Ma"))
    assert (wick_row.year, wick_row.episodes, wick_row.cast) == (None, None, ())


def test_actors_are_joined_to_their_dramas(tmp_path: Path) -> None:
    drama = {
        "drama_name": "Lamp",
        "year": "2016",
        "start_dt": "Dec 30, 2015",
        "director": "",
        "type": "Drama",
    }
    write_table(tmp_path / "kdrama_mdl_2015_2023" / "korean_drama.csv", [drama])
    actors = [{"actor_name": "Ga", "drama_name": "Lamp"}, {"actor_name": "Ma", "drama_name": "Wick"}]
    write_table(tmp_path / "kdrama_mdl_2015_2023" / "wiki_actors.csv", actors)
    (found,) = read_references(tmp_path)
    assert (found.cast, found.directors, found.year) == (("Ga",), (), 2015)


def test_year_of_a_series_with_several_seasons_is_not_its_first(tmp_path: Path) -> None:
    row = {"type": "TV Show", "title": "Lamp", "country": ", South Korea, Japan", "director": "104"}
    rows = [
        {**row, "release_year": "2019", "duration": "3 Seasons", "listed_in": "TV Dramas"},
        {**row, "release_year": "2019", "duration": "1 Season", "listed_in": "Anime Series"},
        {**row, "title": "Lamp (2001)", "release_year": "2019", "duration": "3 Seasons", "listed_in": ""},
    ]
    write_table(tmp_path / "streaming_titles" / "netflix_titles.csv", rows)
    found = list(read_references(tmp_path))
    assert [one.year for one in found] == [None, 2019, 2001]
    assert [one.medium for one in found] == [None, Medium.ANIMATION, None]
    assert (found[0].countries, found[0].directors) == (("JP", "KR"), ())


def test_credits_that_are_cut_off_lose_only_their_last_film(tmp_path: Path) -> None:
    films = [{"id": str(number), "title": name} for number, name in ((1, "Lamp"), (2, "Wick"))]
    countries = json.dumps([{"iso_3166_1": "KR"}])
    shared = {"original_title": "", "release_date": "2015-03-01", "production_countries": countries}
    write_table(tmp_path / "tmdb_5000" / "tmdb_5000_movies.csv", [{**film, **shared} for film in films])
    credits = [
        {"movie_id": film["id"], "cast": json.dumps([{"name": "Ga"}]), "crew": json.dumps([])}
        for film in films
    ]
    path = tmp_path / "tmdb_5000" / "tmdb_5000_credits_TRUNCATED.csv"
    write_table(path, credits)
    path.write_text(path.read_text(encoding="utf-8")[:-16], encoding="utf-8")
    whole, cut = read_references(tmp_path)
    assert (whole.cast, cut.cast) == (("Ga",), ())
    assert whole.countries == cut.countries == ("KR",)


def test_article_at_the_end_of_a_film_and_its_other_names_are_understood(tmp_path: Path) -> None:
    rows = [{"title": "Lamp, The (a.k.a. Old Lamp) (Lampe, La) (1995)"}, {"title": "Wick"}]
    write_table(tmp_path / "ml-latest-small" / "movies.csv", rows)
    lamp_row, wick_row = read_references(tmp_path)
    assert (lamp_row.names, lamp_row.year) == (("The Lamp", "Old Lamp", "La Lampe"), 1995)
    assert (wick_row.names, wick_row.year) == (("Wick",), None)


def test_names_of_anime_are_read_in_all_languages(tmp_path: Path) -> None:
    row = {"title": "Ranpu", "title_english": "Lamp", "title_japanese": "ランプ", "title_synonyms": "A|B"}
    row |= {"year": "2016", "aired_from": "2015-12-30T00:00:00", "episodes": "26.0", "type": "TV"}
    write_table(tmp_path / "mal_seasonal_catalog" / "all_anime.csv", [{**row, "is_japanese": "True"}])
    path = tmp_path / "mal_cooperunion_anime" / "anime.csv.gz"
    path.parent.mkdir()
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.write("name,type,episodes\nWick&#039;s,Movie,Unknown\n")
    seasonal, listed = read_references(tmp_path)
    assert seasonal.names == ("Ranpu", "Lamp", "ランプ", "A", "B")
    assert (seasonal.year, seasonal.episodes, seasonal.countries) == (2015, 26, ("JP",))
    assert (listed.names, listed.episodes, listed.kind) == (("Wick's",), None, Form.FILM)


def test_title_in_the_charts_of_many_weeks_is_read_once(tmp_path: Path) -> None:
    week = {"category": "TV (English)", "show_title": "Lamp", "season_title": "N/A"}
    write_table(tmp_path / "netflix_top10" / "all-weeks-global.tsv", [week, week], delimiter="\t")
    assert [one.names for one in read_references(tmp_path)] == [("Lamp",)]


def test_folder_without_any_reference_has_no_titles(tmp_path: Path) -> None:
    assert list(read_references(tmp_path)) == []
