"""Tables of anime from MyAnimeList, with the oddities that such tables have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from recsys.files import source_of_bytes
from recsys.importers import ImportOptions, read_titles
from recsys.importers.myanimelist import MyAnimeListImporter

RAW = Path(__file__).parents[3] / "shared" / "data" / "raw"
OLD = "anime_id,name,genre,type,episodes,rating,members\n"
SEASONS = (
    "mal_id,title,title_english,title_japanese,title_synonyms,year,episodes,type,status,duration,source,"
    "aired_from,studios,producers,genres,genres_count,themes,demographics,members,synopsis_short,url\n"
)
SITE = (
    "MAL_ID,Name,Genres,English name,Japanese name,Other name,Type,Episodes,Aired,Studios,Producers,"
    "Source,Duration,Members\n"
)


def read(table: str) -> tuple[list[Any], list[str]]:
    found = list(MyAnimeListImporter().rows([source_of_bytes("a.csv", table.encode())], ImportOptions()))
    return [row for row, _ in found], [str(p) for _, report in found for p in report.problems]


def season_row(**cells: str) -> str:
    names = SEASONS.strip().split(",")
    given = {"mal_id": "7", "title": "Hoshi", "type": "TV"} | cells
    return SEASONS + ",".join(f'"{given.get(name, "")}"' for name in names) + "\n"


def test_row_of_the_old_table_is_a_title() -> None:
    (row,), problems = read(OLD + '9,Hoshi,"Drama, School",TV,12,8.1,500\n')
    assert problems == []
    assert (row["id"], row["title"], row["genres"]) == ("mal-9", "Hoshi", ["Drama", "School"])
    assert (row["form"], row["medium"], row["episodes"]) == ("series", "animation", 12)
    assert (row["popularity"], row["external_ids"], row["year"]) == (500.0, {"mal": "9"}, None)


def test_entities_in_names_are_undone() -> None:
    (row,), _ = read(OLD + "9,Hoshi&#039;s &amp; Tsuki,Drama,TV,12,8.1,500\n")
    assert row["title"] == "Hoshi's & Tsuki"


def test_unknown_episodes_and_blank_cells_are_no_problem() -> None:
    (row,), problems = read(OLD + "9,Hoshi,,,Unknown,,\n")
    assert problems == []
    assert (row["episodes"], row["form"], row["genres"], row["popularity"]) == (None, None, [], None)


def test_title_may_be_called_unknown() -> None:
    (row,), _ = read(OLD + "9,Unknown,Drama,TV,12,8.1,500\n")
    assert row["title"] == "Unknown"


def test_row_without_number_is_a_problem() -> None:
    rows, problems = read(OLD + ",Hoshi,Drama,TV,12,8.1,500\n")
    assert rows == [None]
    assert problems == ["a.csv:2: mal_id: is missing: expected the number of the anime; it is left out"]


def test_bars_part_the_lists_of_seasonal_tables() -> None:
    text = season_row(
        studios="Kita, Inc.", producers="TV Nord|NHK", genres="Drama|Sci-Fi", genres_count="2",
        themes="School|Space", demographics="Shounen", title_synonyms="[Hoshi] One|Two [HS, 3]",
    )  # fmt: skip
    (row,), problems = read(text)
    assert problems == []
    assert row["studios"] == ["Kita, Inc.", "TV Nord", "NHK"]
    assert (row["genres"], row["tags"]) == (["Drama", "Sci-Fi"], ["School", "Space", "Shounen"])
    assert [alias["name"] for alias in row["aliases"]] == ["[Hoshi] One", "Two [HS, 3]"]


def test_year_is_that_of_the_first_broadcast_rather_than_of_the_season() -> None:
    (row,), _ = read(season_row(year="2006", aired_from="2005-12-10T00:00:00+00:00"))
    assert (row["year"], row["releases"]) == (2005, [{"date": "2005-12-10"}])


def test_english_name_is_the_title_and_the_others_are_kept() -> None:
    (row,), _ = read(season_row(title_english="The Star", title_japanese="星"))
    assert (row["title"], row["original_title"]) == ("The Star", "星")
    assert row["aliases"] == [{"name": "Hoshi", "kind": "romanised"}]


def test_synopsis_that_was_cut_ends_with_its_last_whole_word() -> None:
    cut = ("A girl counts the stars and finds one too many. " * 6)[:200] + "..."
    (row,), _ = read(season_row(synopsis_short=cut))
    assert row["synopsis"].endswith(" …")
    assert not row["synopsis"].endswith("... …")
    assert cut.startswith(row["synopsis"].removesuffix(" …"))


def test_note_that_was_cut_is_no_part_of_the_synopsis() -> None:
    cut = "A girl counts the stars. " * 8
    (row,), _ = read(
        season_row(synopsis_short=(cut[:175] + " (Source: Somebody of Somewhere)")[:200] + "...")
    )
    assert "Source" not in row["synopsis"]


def test_no_country_is_guessed() -> None:
    (row,), _ = read(season_row(title_japanese="星"))
    assert not row.get("countries")
    assert not row.get("languages")


def test_other_tables_of_the_site_are_read_by_their_own_names() -> None:
    (row,), problems = read(
        SITE + '9,Hoshi,"Drama, School",The Star,星,"Star, The",Movie,1,"Aug 3, 2007 to ?",'
        '"None found, add some",TV Nord,Light novel,1 hr. 55 min.,500\n'
    )
    assert problems == []
    assert (row["title"], row["original_title"], row["year"]) == ("The Star", "星", 2007)
    assert [alias["name"] for alias in row["aliases"]] == ["Hoshi", "Star, The"]
    assert (row["form"], row["minutes"], row["studios"]) == ("film", 115, ["TV Nord"])
    assert row["sources"] == [{"kind": "light-novel"}]


def test_lists_may_be_spelled_as_python_does() -> None:
    (row,), problems = read(OLD + "9,Hoshi,\"['Drama', 'School']\",TV,12,8.1,500\n")
    assert (row["genres"], problems) == (["Drama", "School"], [])


def test_list_that_cannot_be_read_is_a_problem_of_its_column() -> None:
    (row,), problems = read(OLD + "9,Hoshi,\"['Drama', 'Sch]\",TV,12,8.1,500\n")
    assert row["genres"] == []
    assert problems == ["a.csv:2: genre: is neither a list of JSON nor one of Python"]


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        (OLD, True),
        (SEASONS, True),
        (SITE, True),
        ("anime_id,title\n", False),
        ("show_id,title,release_year,duration,type\n", False),
        ("id,title,genres\n", False),
        ("", False),
        ('{"mal_id": 1, "url": "https://myanimelist.net/anime/1/A"}', True),
        ('{"mal_id": 1, "url": "https://myanimelist.net/manga/1/A"}', False),
        ('{"shows": [{"ids": {"mal": 1}}]}', False),
    ],
)
def test_only_its_own_files_are_claimed(text: str, is_ours: bool) -> None:
    assert MyAnimeListImporter().claims(source_of_bytes("a", text.encode())) is is_ours


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"\x00" * 50, b"[" * 70_000, b'{"mal_id": 1', b"\x1f\x8b\x08"]
)
def test_damaged_files_are_not_claimed(data: bytes) -> None:
    assert MyAnimeListImporter().claims(source_of_bytes("a", data)) is False


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("mal_cooperunion_anime/anime.csv.gz", 12_294),
        ("mal_cooperunion_anime/anime.parquet", 12_294),
        ("mal_seasonal_catalog/all_anime.csv", 3_931),
        ("mal_seasonal_catalog/jikan_season_json.tar.gz", 3_961),
    ],
)
def test_every_row_of_the_reference_data_is_a_title(path: str, titles: int) -> None:
    if not (RAW / path).exists():
        pytest.skip("needs the reference data, which is not part of the project")
    if path.endswith(".parquet"):
        pytest.importorskip("pyarrow")
    reading = read_titles(RAW / path)
    (counts,) = reading.counts
    assert (counts.format, counts.rows, counts.titles) == ("myanimelist", titles, titles)
    assert reading.problems == ()
    assert len(reading.catalogue) == titles
