"""Scrapes of MyDramaList, in four shapes of columns, become titles with cast and tags."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from recsys.catalogue.problems import RowReport
from recsys.files import Source, source_of_bytes
from recsys.importers import ImportOptions, importer_named, read_titles
from recsys.importers.mydramalist_words import (
    form_of,
    mended,
    minutes_of,
    part_of,
    synopsis_and_sources,
    tags_of,
)

DATA = Path(__file__).parents[3] / "shared" / "data" / "raw"
IMPORTER = importer_named("mydramalist")
PANASIAN = (
    "Name,category,country,num_episodes,aired,orginal_network,duration,watchers,director,screenwriter,rating,"
    "num_raters,cast_names,genre_names,tag_names,synopsis,url\n"
)
KOREAN = (
    "drama_name,Genres,Tags,Episodes,start airing,end airing,Aired On,Original Network,Duration,score,"
    "Content Rating,Watchers,actors,platforms,imdb_description\n"
)
SHORT = "Title,Genres,Tags,Director,Screenwriter,Actors,url\n"
BY_YEAR = (
    "kdrama_id,drama_name,year,director,screenwriter,country,type,tot_eps,duration,start_dt,end_dt,aired_on,"
    "org_net,content_rt,synopsis,rank,pop\n"
)
CAST = "actor_id,actor_name,drama_name,character_name,role\n"


def source(text: str, name: str = "list.csv") -> Source:
    return source_of_bytes(name, text.encode())


def rows(*sources: Source) -> tuple[list[dict[str, Any]], list[str]]:
    found = list(IMPORTER.rows(sources, ImportOptions()))
    problems = [str(problem) for _, report in found for problem in report.problems]
    return [row for row, _ in found if row is not None], problems


def panasian(**cells: str) -> dict[str, Any]:
    names = PANASIAN.strip().split(",")
    known = {"Name": "Lantern Street", "category": "Drama", "aired": "2019"} | cells
    line = ",".join(f'"{known.get(name, "")}"' for name in names)
    ((row,), problems) = rows(source(PANASIAN + line + "\n"))
    assert problems == []
    return row


@pytest.mark.parametrize("header", [PANASIAN, KOREAN, SHORT, BY_YEAR, CAST])
def test_it_knows_all_its_shapes_by_their_columns(header: str) -> None:
    assert IMPORTER.claims(source(header))


@pytest.mark.parametrize("header", ["title,genres,tags\n", "drama_name,year\n", "", "{"])
def test_it_leaves_other_tables_alone(header: str) -> None:
    assert not IMPORTER.claims(source(header))


def test_padded_lists_between_commas_are_read() -> None:
    row = panasian(genre_names="Thriller,Sci-Fi ", tag_names=" Time Travel,Age Gap [Real Life]  ",
                   director="Oh Na,  Pak Bo", cast_names="Ana Li ,Ben Cho")  # fmt: skip
    assert (row["genres"], row["tags"]) == (["Thriller", "Sci-Fi"], ["Time Travel", "Age Gap [Real Life]"])
    assert row["credits"] == [
        {"person": "Oh Na", "role": "director"},
        {"person": "Pak Bo", "role": "director"},
        {"person": "Ana Li", "role": "actor", "order": 1},
        {"person": "Ben Cho", "role": "actor", "order": 2},
    ]


def test_facts_of_a_drama_are_read() -> None:
    row = panasian(num_episodes="16", duration="1 hr. 10 min.", watchers="32,651", country="South Korea")
    assert {key: row[key] for key in ("id", "year", "form", "episodes", "minutes", "popularity")} == {
        "id": "lantern-street-2019", "year": 2019, "form": "series", "episodes": 16, "minutes": 70,
        "popularity": 32651,
    }  # fmt: skip
    assert row["countries"] == ["KR"]


def test_network_is_neither_studio_nor_country() -> None:
    row = panasian(orginal_network="Netflix tvN")
    assert (row["countries"], row.get("studios"), row["availability"]) == ([], None, [])


def test_lists_of_python_and_years_of_two_digits_are_read() -> None:
    line = (
        "Paper Moon,\"['romance', 'drama']\",\"['rich man ', '(Vote tags)']\",16,10-Sep-18,N/A,"
        '"[\'monday\']","[\'tvN\']",75.0,N/A,15+,"3,156","[\'Ana Li\']","[\'Viki\']",N/A\n'
    )
    ((row,), problems) = rows(source(KOREAN + line))
    assert problems == []
    assert (row["genres"], row["tags"]) == (["romance", "drama"], ["rich man"])
    assert (row["year"], row["releases"], row["minutes"]) == (2018, [{"date": "2018-09-10"}], 75)
    assert (row["availability"], row["synopsis"], row["countries"]) == ([{"service": "Viki"}], "", [])


def test_length_in_seconds_is_told_by_the_columns() -> None:
    line = (
        '1,Blue Door,2023,[\'Oh Na\'],,South Korea,Drama,8,1500,"Aug  2, 2023","Aug  2, 2023",,,,Text,9,9\n'
    )
    ((row,), problems) = rows(source(BY_YEAR + line))
    assert (row["minutes"], row["releases"], problems) == (25, [{"date": "2023-08-02"}], [])


def test_rank_by_popularity_is_no_popularity() -> None:
    ((row,), _) = rows(source(BY_YEAR + "1,Blue Door,2023,,,South Korea,Drama,8,,,,,,,,9,9\n"))
    assert row["popularity"] is None


def test_two_titles_of_one_name_are_told_apart_by_their_pictures() -> None:
    lines = "".join(
        f"Voice,[],[],[],[],[],['https://i.mydramalist.com/{code}_4f.jpg']\n" for code in ("a1", "b2")
    )
    found, _ = rows(source(SHORT + lines))
    assert [row["id"] for row in found] == ["voice", "voice-b2"]


def test_two_spellings_of_one_name_stay_two_titles() -> None:
    lines = "".join(f'"{name}",[],[],8,2022,,,,,,,,[],[],\n' for name in ("Bravo, Life", "Bravo Life"))
    found, _ = rows(source(KOREAN + lines))
    assert [row["id"] for row in found] == ["bravo-life-2022", "bravo-life-2022-2"]


def test_name_without_letters_or_digits_takes_its_id_from_the_picture() -> None:
    found, _ = rows(source(SHORT + "☆,[],[],[],[],[],['https://i.mydramalist.com/a1_4f.jpg']\n"))
    assert [row["id"] for row in found] == ["a1"]


def test_cast_of_a_table_of_its_own_has_main_roles_first() -> None:
    cast = (
        "1,Ben Cho,Blue Door,Guard (Ep. 3-4),Guest Role\n2,Cy Do,Blue Door,Min [a clerk],Support Role\n"
        "3,Ana Li,Blue Door,Han Bo,Main Role\n4,Dee Ko,Blue Door,[Himself],Main Role\n"
    )
    ((row,), problems) = rows(
        source(BY_YEAR + "1,Blue Door,2023,,,,Drama,8,,,,,,,,,\n"), source(CAST + cast, "wiki_actors.csv")
    )
    assert problems == []
    assert [(c["person"], c["character"], c["order"]) for c in row["credits"]] == [
        ("Ana Li", "Han Bo", 1),
        ("Cy Do", "Min [a clerk]", 2),
        ("Ben Cho", "Guard", 3),
    ]


def test_billing_of_the_list_comes_before_that_of_the_table_of_cast() -> None:
    ((row,), _) = rows(
        source(KOREAN + "Blue Door,[],[],8,2022,,,,,,,,\"['Ben Cho']\",[],\n"),
        source(CAST + "1,Ana Li,Blue Door,Han,Main Role\n2,Ben Cho,Blue Door,Guard,Support Role\n"),
    )
    assert [(c["person"], c["character"]) for c in row["credits"]] == [
        ("Ben Cho", "Guard"),
        ("Ana Li", "Han"),
    ]


def test_cast_of_dramas_that_no_list_has_is_told_once() -> None:
    _, problems = rows(
        source(KOREAN + "Blue Door,[],[],8,2022,,,,,,,,[],[],\n"),
        source(CAST + "1,Ana Li,Red Door,Han,Main Role\n2,Ben Cho,Far Shore,Guard,Main Role\n", "cast.csv"),
    )
    assert problems == [
        "cast.csv:2: drama_name: 2 dramas of this cast are in no list that was given, "
        "the first is 'Red Door'; left out"
    ]


def test_cast_alone_gives_titles_with_their_cast() -> None:
    ((row,), problems) = rows(source(CAST + "1,Ana Li,Red Door,Han,Main Role\n"))
    assert problems == []
    assert (row["id"], row["title"], row["credits"][0]["person"]) == ("red-door", "Red Door", "Ana Li")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (",[],[],8,2022,,,,,,,,[],[],", "list.csv:2: : has no name of a drama"),
        ('A,"[\'x",[],8,2022,,,,,,,,[],[],', 'list.csv:2: genres: "[\'x" is neither a list of JSON nor'),
        ("A,[],[],many,2022,,,,,,,,[],[],", "list.csv:2: episodes: 'many' is no whole number"),
        ("A,[],[],8,4/5/19,,,,,,,,[],[],", "list.csv:2: start: '4/5/19' is no date"),
        ("A,[],[],8,2022,,,,long,,,,[],[],", "list.csv:2: duration: 'long' is no length"),
        ("The [email protected],[],[],8,2022,,,,,,,,[],[],", "list.csv:2: title: 'The [email protected]'"),
    ],
)
def test_what_cannot_be_read_is_told_with_line_and_field(line: str, problem: str) -> None:
    _, problems = rows(source(KOREAN + line + "\n"))
    assert problems[0].startswith(problem.replace(": : ", ": "))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("When he혪s gone", "When he’s gone"),
        ("a 혫real혬 story혚", "a “real” story…"),
        ("An Internet Caf챕", "An Internet Café"),
        ("her fianc횄짤e", "her fiancée"),
    ],
)
def test_latin_signs_that_were_read_as_korean_are_mended(text: str, meant: str) -> None:
    assert mended(text) == meant


@pytest.mark.parametrize(
    "text", ["사랑의 불시착", "창", "트랙터는 사랑을 싣고 창", "Café", "plain", "한국 he혪s"]
)
def test_korean_stays_korean(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("45 min.", 45), ("2 hr.", 120), ("75", 75), ("64.0", 64), ("0", None), ("N/A", None)],
)
def test_lengths_are_read_in_all_their_spellings(text: str, minutes: int | None) -> None:
    report = RowReport()
    assert (minutes_of(text, report), report.problems) == (minutes, [])


def test_a_few_seconds_are_a_minute() -> None:
    assert minutes_of("20", RowReport(), in_seconds=True) == 1


@pytest.mark.parametrize("tag", ["(Vote tags)", "(Vote or add tags)", " ( vote tags ) "])
def test_invitation_to_vote_is_no_tag(tag: str) -> None:
    assert tags_of(["Time Travel ", tag, f"Bromance {tag}"]) == ["Time Travel", "Bromance"]


def test_part_is_told_without_episodes() -> None:
    assert (part_of(" Han  Bo (Ep. 1-4)"), part_of("[a clerk]"), part_of("(Ep. 6)")) == (
        "Han Bo",
        "[a clerk]",
        None,
    )


def test_unknown_type_is_told() -> None:
    report = RowReport()
    assert (form_of("TV Show", report), form_of("Opera", report)) == ("series", None)
    assert "'Opera' is none of" in report.problems[0].reason


@pytest.mark.parametrize(
    ("note", "sources"),
    [
        (
            'Adapted from the webtoon "Ink" (잉크) by Na Mi (나미).',
            [{"kind": "webtoon", "name": "Ink", "author": "Na Mi"}],
        ),
        ("Based on a web novel of the same name by Que.", [{"kind": "web-novel", "author": "Que"}]),
        ('Remake of the British TV series "Ink".', [{"kind": "series", "name": "Ink"}]),
        ("Adapted from the novel “Ink”", [{"kind": "novel", "name": "Ink"}]),
    ],
)
def test_note_on_the_original_becomes_a_source(note: str, sources: list[dict[str, str]]) -> None:
    assert synopsis_and_sources(f"A baker bakes. (Source: Bread)~~ {note}") == ("A baker bakes.", sources)


def test_notes_on_versions_go_and_other_notes_stay() -> None:
    text = "A baker bakes.~~ Two versions available: 8 episodes (TV) ~~ Inspired by bread."
    assert synopsis_and_sources(text) == ("A baker bakes.\nInspired by bread.", [])


@pytest.mark.parametrize(
    ("folder", "titles", "problems"),
    [
        ("mydramalist_panasian", 3_577, []),
        ("mydramalist_kdramalist", 1_278, ["drama_name"]),
        ("mydramalist_drama_data", 5_000, []),
        ("kdrama_mdl_2015_2023", 1_752, ["title"]),
    ],
)
def test_scrapes_of_others_are_read_whole(folder: str, titles: int, problems: list[str]) -> None:
    if not (DATA / folder).exists():
        pytest.skip("needs the reference data, which is not part of the project")
    reading = read_titles(DATA / folder)
    assert len(reading.catalogue) == titles
    assert [problem.field for problem in reading.problems] == problems
