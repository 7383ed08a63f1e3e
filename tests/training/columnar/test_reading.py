from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.features.vectorizer import TitleVectorizer
from recsys.importers import Imported, read_titles
from recsys.title import Relation, RelationKind
from tests.training.columnar.tables import flat_rows, write_table
from tests.training.columnar.titles import titles_of
from training.columnar.arrow_text import NotByColumn
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.reading import can_be_read_by_column, read_columns
from training.columnar.vectorizing import Vectorized, vectorize

_ODD_TEXTS = (
    "", " ", "nan", "N/A", "Unknown", "-", "[]", "x" * 501, "Fast &amp; Furious", "<b>bold</b>", "a  b",
    " led", "zero\u200bwidth", "no\xa0break", "control\x07", "ﬁn", "İstanbul", "Straße", "한국",
    "進撃の巨人", "[odd",
    "Arts", "Entertainment", "and Culture", "Kim, Tae-ri", "O'Hara", "mother's", "naïve  café", "12",
    "2019.0",
)  # fmt: skip
_SYNOPSIS_PARTS = (
    "A detective hunts the ghosts of glass series.", "Two spies\nmeet.", "(Source: AniList)",
    "Source: somewhere",
    "[Written by MAL Rewrite]", "...Read more", "<br>broken", "rock & roll", "é à ü ß", "進撃の巨人 is here",
    "don't",
    "co-operate e-mail", "the of and", "x" * 70, "— somebody", "tab\there", "a\u3000wide blank", "ΣΊΣΥΦΟΣ",
    "\x07bell",
)  # fmt: skip
_TONES: tuple[dict[str, Any], ...] = (
    {"id": "epic"}, {"id": "epic", "intensity": 3}, {"id": "bleak", "state": "no"}, {"id": "Dark"},
    {"id": "nonsense"},
    {"id": "bleak", "basis": "inferred", "confidence": 0.5}, {"id": "remake", "intensity": 1}, {"id": "gore"},
    {"id": "co-production", "state": "no"}, {"id": "epic", "intensity": 9}, {"id": "a}, {b"}, {},
    {"id": None},
)  # fmt: skip
_KINDS = ("sequel", "prequel", "remake", "original", "parent", "other", "nobody")


def _texts(*usual: str) -> st.SearchStrategy[str | None]:
    return st.one_of(st.sampled_from(usual), st.sampled_from((None, *_ODD_TEXTS)), st.text(max_size=8))


def _lists(*usual: str) -> st.SearchStrategy[list[str | None] | None]:
    return st.none() | st.lists(st.sampled_from(usual) | _texts(*usual), max_size=4)


def _cells(*usual: str) -> st.SearchStrategy[str | None]:
    listed = st.lists(st.sampled_from(usual), max_size=3)
    return st.one_of(_texts(*usual), listed.map(", ".join), listed.map(json.dumps), listed.map(str))


_NAMES = (
    "Kim Tae-ri",
    "Tae Ri Kim",
    "KIM Taeri",
    "송강호",
    "Song Kang-ho",
    "Rina",
    "Nari",
    "abab abab",
    "Ann Lee & Co",
)
_relations = st.lists(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(_KINDS), "id": st.sampled_from(("a", "b", "c", "gone", " a"))}
    ),
    max_size=2,
)
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "id": st.sampled_from(("a", "b", "c", "d")) | _texts("e", "f.0", "1.0"),
    "title": st.sampled_from(("The Sea", "Sea Stories", "Moons")) | _texts("The Moon"),
    "original_title": _texts("바다"),
    "year": st.sampled_from((None, 1999, 2001, 2020, 0, 12345)),
    "form": _texts("film", "series", "anime film", "TV"),
    "medium": _texts("animation", "live action"),
    "format": _texts("movie", "anime series"),
    "status": _texts("released", "Upcoming"),
    "minutes": _texts("90", "1h 30m", "0", "soon"),
    "popularity": st.none() | st.floats() | st.sampled_from((1.5, 0.1 + 0.2, -0.0, 1e-7, 1e300)),
    "genres": _lists("Drama", "Sci-Fi & Fantasy", "Animation", "Mecha", "TV Dramas", "Korean Movies"),
    "tags": _lists("heist", "Heists", "gore", "Based on a Novel", "adapted from a manga", "epic",
        "(no genres listed)"),
    "countries": _lists("KR", "South Korea", "Japan", "Atlantis"),
    "languages": _lists("ko", "Japanese", "Klingon"),
    "cast": _lists(*_NAMES),
    "voices": _lists(*_NAMES),
    "directors": _lists(*_NAMES),
    "synopsis": st.none() | st.lists(st.sampled_from(_SYNOPSIS_PARTS), max_size=5).map(" ".join),
    "studios": _lists("Harbour Films", "harbour films", "Lantern"),
    "source_material": _cells("novel", "Light novel", "unknown", "other", "film"),
    "tones": st.none() | st.lists(st.sampled_from(_TONES), max_size=3).map(json.dumps) | _texts("{}", "[1]"),
    "relations": st.none() | _relations.map(json.dumps) | _texts("[]"),
    "imdb": _texts("tt0000001"),
    "shelf": _texts("top", "left"),
}  # fmt: skip
_TEXT_FIELDS = {
    **_FIELDS,
    "genres": _cells("Drama", "Horror", "Animation"),
    "tags": _cells("heist", "epic"),
    "countries": _cells("KR", "Korea, Republic of", "Japan; France", "Atlantis"),
    "cast": _cells(*_NAMES),
    "year": _texts("1999", "2019-12-14", "c. 1990"),
}
_TYPES = {
    **dict.fromkeys(_FIELDS, pa.string()),
    **dict.fromkeys(
        ("genres", "tags", "countries", "languages", "cast", "voices", "directors", "studios"),
        pa.list_(pa.string()),
    ),
    "year": pa.int32(),
    "popularity": pa.float64(),
}


def _tables(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    columns = st.sets(st.sampled_from(sorted(fields)), min_size=2).map(lambda names: names | {"title", "id"})
    return columns.flatmap(
        lambda names: st.lists(
            st.fixed_dictionaries({name: fields[name] for name in fields if name in names}),
            min_size=1,
            max_size=6,
        )
    )


def _check(path: Path) -> None:
    ordinary, columns = read_titles([path]), read_columns(path)
    _assert_same_titles(columns, ordinary)
    _assert_same_matrix(vectorize(columns), ordinary)


def _assert_same_titles(columns: CatalogueColumns, ordinary: Imported) -> None:
    assert titles_of(columns) == list(ordinary.catalogue)
    assert columns.problems == ordinary.problems


def _assert_same_matrix(found: Vectorized, ordinary: Imported) -> None:
    vectorizer = TitleVectorizer()
    matrix = vectorizer.fit_transform(list(ordinary.catalogue))
    for name in ("indptr", "indices", "data"):
        _assert_same(getattr(found.matrix, name), getattr(matrix, name))
    for block, expected in zip(found.space.blocks, vectorizer.space_.blocks, strict=True):
        assert (block.spec, block.start, block.scale) == (expected.spec, expected.start, expected.scale)
        assert block.mean_norm == expected.mean_norm
        assert list(block.terms) == list(expected.terms)
        _assert_same(np.asarray(block.idf), np.asarray(expected.idf))
    people = vectorizer.people_.arrays()
    for name, array in found.people.arrays().items():
        _assert_same(array, people[name])


def _assert_same(found: Any, expected: Any) -> None:
    assert found.dtype == expected.dtype
    assert np.array_equal(found, expected)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("columns")


@pytest.mark.usefixtures("either_way")
@given(rows=_tables(_FIELDS))
def test_reading_by_column_gives_the_titles_problems_and_matrix_of_the_ordinary_way(
    folder: Path, rows: list[dict[str, Any]]
) -> None:
    schema = pa.schema([(name, _TYPES[name]) for name in rows[0]])
    pq.write_table(pa.Table.from_pylist(rows, schema), folder / "lists.parquet")
    _check(folder / "lists.parquet")


@given(rows=_tables(_TEXT_FIELDS))
def test_lists_that_are_written_as_text_are_read_as_in_the_ordinary_way(
    folder: Path, rows: list[dict[str, Any]]
) -> None:
    types = {**dict.fromkeys(_TEXT_FIELDS, pa.string()), **{n: _TYPES[n] for n in ("voices", "popularity")}}
    types |= {name: _TYPES[name] for name in ("languages", "directors", "studios")}
    schema = pa.schema([(name, types[name]) for name in rows[0]])
    pq.write_table(pa.Table.from_pylist(rows, schema), folder / "texts.parquet")
    _check(folder / "texts.parquet")


@pytest.mark.usefixtures("either_way")
def test_a_table_of_lists_has_no_title_that_is_read_by_itself(tmp_path: Path) -> None:
    rows = [{**row, "countries": ["Japan"]} for row in flat_rows(40)]
    path = write_table(tmp_path / "flat.parquet", rows)
    assert read_columns(path).whole == {}
    _check(path)


@pytest.mark.usefixtures("either_way")
def test_row_groups_and_rows_out_of_order_make_no_difference(tmp_path: Path) -> None:
    rows = flat_rows(60)
    order = np.random.default_rng(3).permutation(60)
    table = pa.Table.from_pylist([rows[place] for place in order.tolist()])
    pq.write_table(table, tmp_path / "flat.parquet", row_group_size=7)
    _check(tmp_path / "flat.parquet")


def test_a_relation_that_only_the_other_title_tells_is_told_from_both_sides(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"id": "a", "title": "A", "relations": '[{"kind": "remake", "id": "b"}]'},
        {"id": "b", "title": "B", "relations": None},
    ]
    path = write_table(tmp_path / "two.parquet", rows)
    assert titles_of(read_columns(path))[1].relations == (Relation(RelationKind.ORIGINAL, "a"),)
    _check(path)


def test_people_of_whom_more_is_known_bind_plain_names(tmp_path: Path) -> None:
    credits = [{"person": "Kim Tae-ri", "native": "김태리", "role": "actor"}]
    rows: list[dict[str, Any]] = [
        {"id": "a", "title": "A", "cast": ["Tae Ri Kim"], "credits": None},
        {"id": "b", "title": "B", "cast": [], "credits": json.dumps(credits)},
    ]
    path = write_table(tmp_path / "two.parquet", rows)
    columns = read_columns(path)
    assert list(columns.whole) == [1]
    assert len(vectorize(columns).space.by_name["cast"].terms) == 1
    _check(path)


def test_progress_is_told_in_rows(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    read_columns(
        write_table(tmp_path / "flat.parquet", flat_rows(5)), progress=lambda *rows: told.append(rows)
    )
    assert told[-1] == (5, 5)


@pytest.mark.parametrize(
    "row",
    [
        {"name": "no title", "value": 1},
        {"title": "A", "studios": ["x"], "companies": ["y"]},
        {"title": "A", "source_material": "novel", "producers": ["somebody"]},
    ],
)
def test_what_columns_cannot_say_is_left_to_the_ordinary_way(tmp_path: Path, row: dict[str, Any]) -> None:
    assert not can_be_read_by_column(write_table(tmp_path / "other.parquet", [row]))


def test_what_is_no_table_in_parquet_is_left_to_the_ordinary_way(tmp_path: Path) -> None:
    (tmp_path / "flat.csv").write_text("id,title,year\na,A,1999\n", encoding="utf-8")
    assert not can_be_read_by_column(tmp_path / "flat.csv")
    assert not can_be_read_by_column(tmp_path / "nowhere.parquet")


def test_a_table_of_which_most_rows_are_odd_is_left_to_the_ordinary_way(tmp_path: Path) -> None:
    rows = [{"id": f"t{n}", "title": "A", "imdb": f"tt{n}"} for n in range(3000)]
    with pytest.raises(NotByColumn, match="3000 of its 3000 rows"):
        read_columns(write_table(tmp_path / "ids.parquet", rows))
