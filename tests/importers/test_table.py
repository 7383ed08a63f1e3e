"""Tables of one's own: columns named as fields, or mapped to them by their owner."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.errors import BadData
from recsys.files import source_of_bytes
from recsys.importers import IMPORTERS, ImportOptions, importer_named, read_titles

IMPORTER = importer_named("table")


def rows(text: str, columns: dict[str, str] | None = None) -> tuple[list[dict[str, Any]], list[str]]:
    source = source_of_bytes("mine.csv", text.encode())
    found = list(IMPORTER.rows([source], ImportOptions(columns=columns or {})))
    problems = [str(problem) for _, report in found for problem in report.problems]
    return [row for row, _ in found if row is not None], problems


def row(field: str, cell: str) -> dict[str, Any]:
    quoted = cell.replace('"', '""')
    ((found,), problems) = rows(f'id,title,{field}\n1,Paper Moon,"{quoted}"\n')
    assert problems == []
    return found


def problem(field: str, cell: str) -> str:
    quoted = cell.replace('"', '""')
    _, (told,) = rows(f'id,title,{field}\n1,Paper Moon,"{quoted}"\n')
    return told


def test_it_is_asked_last() -> None:
    assert IMPORTERS[-1] is IMPORTER


@pytest.mark.parametrize("text", ["title,genres\n", "id,title\n", "Title;Year\n", "year\ttitle\n"])
def test_it_claims_tables_with_names_of_our_fields(text: str) -> None:
    assert IMPORTER.claims(source_of_bytes("a.csv", text.encode()))


@pytest.mark.parametrize(
    "text", ["title\n", "name,genres\n", '["title","year"]\n', '{"title","year"}\n', "<title,year\n", ""]
)
def test_it_leaves_other_files_alone(text: str) -> None:
    assert not IMPORTER.claims(source_of_bytes("a.csv", text.encode()))


def test_columns_named_as_fields_need_no_mapping() -> None:
    ((found,), problems) = rows(
        'id,title,year,genres,cast\n7,Paper Moon,2019.0,"Drama, Crime","Ana Li, Ben Cho"\n'
    )
    assert problems == []
    assert (found["id"], found["title"], found["year"]) == ("7", "Paper Moon", 2019)
    assert found["genres"] == ["Drama", "Crime"]
    assert [(credit["person"], credit["order"]) for credit in found["credits"]] == [
        ("Ana Li", 1),
        ("Ben Cho", 2),
    ]


def test_columns_are_mapped_as_their_owner_says() -> None:
    ((found,), problems) = rows(
        "Name;Listed In;Regie\nPaper Moon;Drama|Crime, true;Oh Na & Pak Bo\n",
        {"title": "name", "genres": 'Listed In:"|"', "directors": "regie:' & '"},
    )
    assert problems == []
    assert (found["id"], found["genres"]) == ("paper-moon", ["Drama", "Crime, true"])
    assert [credit["person"] for credit in found["credits"]] == ["Oh Na", "Pak Bo"]


@pytest.mark.parametrize("said", ['g:"|"', "g:'|'", "g:|", "G:|"])
def test_separator_may_stand_in_quotes_or_bare(said: str) -> None:
    ((found,), _) = rows("t,g\nPaper Moon,a|b\n", {"title": "t", "genres": said})
    assert found["genres"] == ["a", "b"]


def test_columns_that_nobody_mapped_are_left_out() -> None:
    ((found,), _) = rows("t,notes\nPaper Moon,mine\n", {"title": "t"})
    assert "notes" not in found


def test_columns_that_are_none_of_our_fields_are_kept_where_none_is_mapped() -> None:
    assert row("my_notes", "mine")["my_notes"] == "mine"


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"title": "nix"}, r"mine\.csv has no column 'nix' for title: its columns are t, g"),
        ({"name": "t"}, r"'name' is no field: expected one of aliases, .*, year"),
        ({"genres": "g"}, r"mine\.csv: no column holds the title: map one, as in title=t"),
    ],
)
def test_mapping_that_cannot_be_followed_says_what_can(columns: dict[str, str], told: str) -> None:
    with pytest.raises(BadData, match=told):
        rows("t,g\nPaper Moon,Drama\n", columns)


@pytest.mark.parametrize(
    ("field", "cell", "key", "value"),
    [
        ("genres", "['Drama', 'Crime']", "genres", ["Drama", "Crime"]),
        ("genres", '[{"id": 18, "name": "Drama"}]', "genres", ["Drama"]),
        ("countries", "Japan, South Korea", "countries", ["JP", "KR"]),
        ("countries", '["Japan", "KR"]', "countries", ["JP", "KR"]),
        ("alt_titles", "Mond, aus Papier", "aliases", [{"name": "Mond, aus Papier"}]),
        ("aliases", '[{"name": "Mond", "language": "de"}]', "aliases", [{"name": "Mond", "language": "de"}]),
        ("language", "ko", "languages", ["ko"]),
        ("companies", "A, B", "studios", [{"name": "A"}, {"name": "B"}]),
        ("format", "TV", "form", "series"),
        ("form", "Movie", "form", "film"),
        ("medium", "Live action", "medium", "live-action"),
        ("minutes", "1h 30m", "minutes", 90),
        ("minutes", "45 min", "minutes", 45),
        ("minutes", "45.0", "minutes", 45),
        ("episodes", "0", "episodes", None),
        ("popularity", "1,234", "popularity", 1234.0),
        ("year", "2019-05-01", "year", 2019),
        ("date", "May 1, 2019", "releases", [{"date": "2019-05-01"}]),
        ("source_material", "Manga", "sources", [{"kind": "manga"}]),
        ("services", "Viki, Netflix", "availability", [{"service": "Viki"}, {"service": "Netflix"}]),
        ("imdb", "133093", "external_ids", {"imdb": "tt0133093"}),
        ("tmdb", "603.0", "external_ids", {"tmdb": "603"}),
        ("relations", '[{"kind": "sequel", "id": "b"}]', "relations", [{"kind": "sequel", "id": "b"}]),
        ("external_ids", '{"mal": "1"}', "external_ids", {"mal": "1"}),
        ("synopsis", "A &amp; B", "synopsis", "A & B"),
    ],
)
def test_cells_become_fields(field: str, cell: str, key: str, value: object) -> None:
    assert row(field, cell)[key] == value


@pytest.mark.parametrize("cell", ["", "N/A", "nan", "None", "[]"])
def test_cells_that_say_nothing_are_unknown(cell: str) -> None:
    assert not row("year", cell).keys() & {"year"}


@pytest.mark.parametrize(
    ("field", "cell", "told"),
    [
        ("year", "soon", "mine.csv:2: year: 'soon' is neither a year nor a date"),
        ("date", "4/5/19", "mine.csv:2: date: '4/5/19' is no date such as 2019-12-14"),
        ("countries", "Japan, Narnia", "mine.csv:2: countries: 'Narnia' is no country"),
        ("cast", "Ana Li, 104", "mine.csv:2: cast: '104' is nobody's name"),
        ("minutes", "2 seasons", "mine.csv:2: minutes: '2 seasons' is no whole number"),
        ("popularity", "much", "mine.csv:2: popularity: 'much' is no number"),
        ("genres", "['Drama", 'mine.csv:2: genres: "[\'Drama" is neither a list of JSON nor one of Python'),
        ("tones", '{"id": "cozy"}', 'mine.csv:2: tones: \'{"id": "cozy"}\' is not a list as JSON writes it'),
        ("external_ids", "[1]", "mine.csv:2: external_ids: '[1]' is not an object as JSON writes it"),
        ("imdb", "not an id", "mine.csv:2: imdb: 'not an id' is no id"),
    ],
)
def test_cell_that_cannot_be_read_is_told_with_line_and_field(field: str, cell: str, told: str) -> None:
    assert problem(field, cell) == told


def test_producers_of_a_catalogue_that_tells_sources_are_companies() -> None:
    ((found,), _) = rows("id,title,source_material,producers\n1,Paper Moon,Manga,Big House\n")
    assert (found["studios"], found["credits"]) == ([{"name": "Big House"}], [])


def test_row_without_a_title_is_told() -> None:
    assert rows("id,title,year\n1,,2019\n") == (
        [], ["mine.csv:2: title: is missing, only ['1', '2019']; the row is left out"])  # fmt: skip


def test_row_of_which_no_id_can_be_made_is_told() -> None:
    assert rows("title,year\n☆,\n")[1] == [
        "mine.csv:2: id: none can be made of '☆': give a column of ids; the row is left out"
    ]


def test_parquet_with_lists_and_structures_is_read_as_csv_is(tmp_path: Path) -> None:
    credits = [[{"person": "Ana Li", "role": "actor", "order": 1, "native": None}]]
    table = pa.table({"title": ["Paper Moon"], "genres": [["Drama"]], "credits": credits, "year": [2019.0]})
    pq.write_table(table, tmp_path / "mine.parquet")
    reading = read_titles(tmp_path)
    (title,) = reading.catalogue
    assert (title.id, title.genres, title.year) == ("paper-moon-2019", ("drama",), 2019)
    assert ([credit.person for credit in title.credits], reading.problems) == (["Ana Li"], ())


def test_parquet_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "mine.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(BadData, match=r"mine\.parquet is damaged"):
        read_titles(tmp_path / "mine.parquet")


def test_mapping_chooses_the_table_before_any_format_that_would_claim_it(tmp_path: Path) -> None:
    path = tmp_path / "netflix_titles.csv"
    path.write_text("show_id,title,release_year,duration,labels\ns1,Paper Moon,2019,90 min,Drama/Crime\n")
    assert read_titles(path).counts[0].format == "streaming"
    options = ImportOptions(columns={"id": "show_id", "title": "title", "genres": "labels:/"})
    reading = read_titles(path, options=options)
    assert (reading.counts[0].format, reading.catalogue[0].id) == ("table", "s1")
    assert reading.catalogue[0].genres == ("crime", "drama")


def test_mapping_leaves_files_that_are_no_tables_to_others(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("A list of mine\n")
    (tmp_path / "mine.csv").write_text("t,g\nPaper Moon,Drama\n")
    reading = read_titles(tmp_path, options=ImportOptions(columns={"title": "t"}))
    assert [title.id for title in reading.catalogue] == ["paper-moon"]
    assert reading.notices == (f"{tmp_path.name}/README.md is of no format that is known; not read",)


@given(
    st.dictionaries(st.sampled_from(["genres", "cast", "countries", "year", "credits", "tmdb"]), st.text())
)
def test_whatever_stands_in_cells_is_a_title_or_a_problem(cells: dict[str, str]) -> None:
    buffer = io.BytesIO()
    pq.write_table(
        pa.table({"title": ["Paper Moon"], **{key: [cell] for key, cell in cells.items()}}), buffer
    )
    ((found, report),) = IMPORTER.rows([source_of_bytes("a", buffer.getvalue())], ImportOptions())
    assert found is not None or report.problems
