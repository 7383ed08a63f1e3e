"""Synthetic catalogues: the statistics that they were fitted to, and the same titles each time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from benchmarks.synthetic import catalogue, write_catalogue, write_parts
from benchmarks.synthetic import statistics as known
from benchmarks.synthetic import words as named
from benchmarks.synthetic.curves import title_shares
from benchmarks.synthetic.fit import BLOCKS, block_measures
from recsys.catalogue.countries import country_code
from recsys.catalogue.vocabulary import genre_ids, tone_vocabulary
from recsys.importers import read_titles
from recsys.names.person_key import person_key

N_TITLES = 2000


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("synthetic") / "catalogue.parquet"
    write_catalogue(path, N_TITLES)
    return path


@pytest.fixture(scope="module")
def columns(path: Path) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = pq.read_table(path).to_pydict()
    return found


def mean_size(lists: list[list[str]]) -> float:
    return sum(map(len, lists)) / len(lists)


def highest_share(lists: list[list[str]]) -> float:
    _, counts = np.unique([value for row in lists for value in row], return_counts=True)
    return float(counts.max() / len(lists))


def test_same_size_and_seed_give_the_same_bytes(path: Path, tmp_path: Path) -> None:
    write_catalogue(tmp_path / "again.parquet", N_TITLES)
    assert (tmp_path / "again.parquet").read_bytes() == path.read_bytes()


def test_another_seed_gives_other_titles(columns: dict[str, list[Any]], tmp_path: Path) -> None:
    write_catalogue(tmp_path / "other.parquet", N_TITLES, seed=8)
    assert pq.read_table(tmp_path / "other.parquet")["title"].to_pylist() != columns["title"]


def test_there_are_as_many_titles_as_asked_for_each_with_an_id_of_its_own(
    columns: dict[str, list[Any]],
) -> None:
    assert len(set(columns["id"])) == N_TITLES


def test_a_catalogue_written_in_many_pieces_has_each_id_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "PIECE", 37)
    write_catalogue(tmp_path / "pieces.parquet", 300)
    file = pq.ParquetFile(tmp_path / "pieces.parquet")
    assert file.num_row_groups == 9
    assert len(set(file.read()["id"].to_pylist())) == 300


def test_no_file_is_left_where_no_title_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 1 title, not 0"):
        write_catalogue(tmp_path / "none.parquet", 0)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("column", "mean", "tolerance"),
    [("genres", 2.49, 0.2), ("tags", 7.65, 0.7), ("countries", 1.18, 0.1), ("cast", 5.74, 0.6),
     ("directors", 0.97, 0.1), ("writers", 0.99, 0.1), ("studios", 2.74, 0.3)],
)  # fmt: skip
def test_titles_have_as_many_values_as_real_ones(
    columns: dict[str, list[Any]], column: str, mean: float, tolerance: float
) -> None:
    assert mean_size(columns[column]) == pytest.approx(mean, abs=tolerance)


@pytest.mark.parametrize(
    ("column", "statistics"),
    [
        ("genres", known.GENRES),
        ("countries", known.COUNTRIES),
        ("cast", known.CAST),
        ("studios", known.STUDIOS),
    ],
)
def test_as_many_titles_say_nothing_as_of_real_ones(
    columns: dict[str, list[Any]], column: str, statistics: known.FieldStatistics
) -> None:
    n_empty = sum(not values for values in columns[column])
    assert n_empty / N_TITLES == pytest.approx(statistics.missing, abs=0.03)


@pytest.mark.parametrize(
    ("column", "share", "tolerance"),
    [("genres", 0.48, 0.08), ("countries", 0.5, 0.08), ("tags", 0.25, 0.1), ("studios", 0.1, 0.07)],
)
def test_the_most_frequent_value_is_as_frequent_as_in_real_catalogues(
    columns: dict[str, list[Any]], column: str, share: float, tolerance: float
) -> None:
    assert highest_share(columns[column]) == pytest.approx(share, abs=tolerance)


def test_synopses_have_as_many_words_as_real_ones(columns: dict[str, list[Any]]) -> None:
    lengths = [len(text.split()) for text in columns["synopsis"] if text]
    assert np.mean(lengths) == pytest.approx(52.2, abs=4)  # 50.2 with those that are missing


def test_years_lie_between_those_of_films_and_of_streaming(columns: dict[str, list[Any]]) -> None:
    years = [year for year in columns["year"] if year]
    assert 2005 <= np.median(years) <= 2016
    assert len(years) / N_TITLES == pytest.approx(1 - known.YEAR_MISSING, abs=0.01)


def test_a_sequel_names_its_parent_and_shares_more_with_it_than_with_a_stranger(
    columns: dict[str, list[Any]],
) -> None:
    place = {id: row for row, id in enumerate(columns["id"])}
    told = [(row, json.loads(text)[0]["id"]) for row, text in enumerate(columns["relations"]) if text]
    tags = [set(values) for values in columns["tags"]]
    with_parent = [len(tags[row] & tags[place[parent]]) for row, parent in told]
    with_next = [len(tags[row] & tags[(row + 1) % N_TITLES]) for row, _ in told]
    assert len(told) / N_TITLES == pytest.approx(0.14, abs=0.03)
    assert np.mean(with_parent) > 5 * np.mean(with_next)


def test_genres_countries_and_tones_are_words_of_the_vocabularies(columns: dict[str, list[Any]]) -> None:
    assert all(genre_ids(name) for row in columns["genres"] for name in row)
    assert all(country_code(name) for row in columns["countries"] for name in row)
    tones = [tone for text in columns["tones"] if text for tone in json.loads(text)]
    assert all(tone["id"] in tone_vocabulary() for tone in tones)
    assert {tone.get("intensity") for tone in tones} == {None, 1, 2, 3}


def test_no_two_people_are_spellings_of_each_other() -> None:
    names = named.people(20_000, first=123_000).to_pylist()
    assert len({person_key(name) for name in names}) == len(names)


def test_invented_words_are_different_and_enough() -> None:
    words = named.words(30_000, np.random.default_rng(1))
    assert len(set(words)) == 30_000


def test_a_larger_catalogue_has_more_people_in_proportion_and_no_more_genres() -> None:
    small, large = (len(title_shares(known.CAST, n)) for n in (1000, 10_000))
    assert large == 10 * small
    assert len(title_shares(known.GENRES, 1000)) == len(title_shares(known.GENRES, 10_000))


def test_the_ordinary_reading_finds_nothing_wrong_with_a_synthetic_catalogue(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "catalogue.parquet", 200)
    read = read_titles([tmp_path / "catalogue.parquet"])
    assert len(read.catalogue) == 200
    assert not list(read.problems)
    measures = block_measures(list(read.catalogue))
    assert 40 < sum(measures[name].mean for name in BLOCKS) < 54


def test_parts_of_a_folder_are_the_titles_of_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "PIECE", 300)
    write_catalogue(tmp_path / "whole.parquet", 1_000)
    write_parts(tmp_path / "parts", 1_000, pieces_a_part=2)
    assert [part.name for part in sorted((tmp_path / "parts").iterdir())] == [
        "part-00000.parquet",
        "part-00001.parquet",
    ]
    assert pq.read_table(tmp_path / "parts").equals(pq.read_table(tmp_path / "whole.parquet"))
