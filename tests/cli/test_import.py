"""`recsys import`: foreign files in, rows of our own out, everything told."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from recsys.catalogue import read_catalogue
from recsys.cli.import_catalogue import FORMATS
from recsys.importers import IMPORTERS
from tests.cli.conftest import Run

NETFLIX = """show_id,type,title,director,cast,country,date_added,release_year,rating,duration,listed_in,description
s1,TV Show,Paper Boats,Kim Haru,"Lee Bom, Sato Ren","South Korea, Japan",,2019,TV-14,1 Season,"Romantic TV Shows, Sorcery",Two letters.
s2,Movie,Night Ferry,,,,,,,,,
,,,,,,,,,,Dramas,
s1,Movie,Paper Boats again,,,,,2019,,90 min,Dramas,
"""  # noqa: E501 - rows as they stand in a file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "netflix_titles.csv"
    path.write_text(NETFLIX, encoding="utf-8")
    return path


def test_a_foreign_file_becomes_a_catalogue_of_our_own(run: Run, file: Path, tmp_path: Path) -> None:
    assert run("import", "auto", file, "--out", tmp_path / "c.jsonl").exit_code == 0
    reading = read_catalogue(tmp_path / "c.jsonl", strict=True)
    (boats, _) = sorted(reading.catalogue, key=lambda title: title.id)
    assert (boats.id, boats.countries, boats.genres) == ("netflix-s1", ("JP", "KR"), ("romance",))
    assert [credit.person for credit in boats.credits] == ["Kim Haru", "Lee Bom", "Sato Ren"]


def test_it_tells_rows_titles_problems_and_what_no_vocabulary_knows(
    run: Run, file: Path, tmp_path: Path
) -> None:
    ended = run("import", "auto", file, "--out", tmp_path / "c.jsonl")
    assert "streaming: 4 rows, 2 titles, 1 repeated, 2 problems" in ended.stdout
    assert "kept as plain tags, as no vocabulary knows them: Sorcery 1" in ended.stdout
    assert "netflix_titles.csv:4: neither show_id nor title" in ended.stderr
    assert "netflix_titles.csv:5: id: 'netflix-s1' is there already" in ended.stderr


def test_all_problems_go_to_a_file(run: Run, file: Path, tmp_path: Path) -> None:
    run("import", "auto", file, "--out", tmp_path / "c.jsonl", "--problems", tmp_path / "p.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "p.jsonl").read_text().splitlines()]
    assert [(one["file"], one["line"]) for one in lines] == [
        ("netflix_titles.csv", 4),
        ("netflix_titles.csv", 5),
    ]


def test_as_json_it_gives_the_same_counts(run: Run, file: Path, tmp_path: Path) -> None:
    ended = run("import", "streaming", file, "--out", tmp_path / "c.jsonl", "--json")
    (counts,) = json.loads(ended.stdout)["formats"]
    assert (counts["rows"], counts["titles"], counts["unmapped"]) == (4, 2, {"Sorcery": 1})


def test_strict_writes_nothing(run: Run, file: Path, tmp_path: Path) -> None:
    ended = run("import", "auto", file, "--out", tmp_path / "c.jsonl", "--strict")
    assert ended.exit_code == 6
    assert sorted(path.name for path in tmp_path.iterdir()) == ["netflix_titles.csv"]


def test_a_packed_file_is_read_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "netflix_titles.csv.gz").write_bytes(gzip.compress(NETFLIX.encode()))
    ended = run("import", "auto", tmp_path / "netflix_titles.csv.gz", "--out", tmp_path / "c.jsonl")
    assert "streaming: 4 rows, 2 titles" in ended.stdout


def test_a_file_of_no_known_format_is_told_with_those_that_are(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Buy milk", encoding="utf-8")
    ended = run("import", "auto", tmp_path / "notes.txt", "--out", tmp_path / "c.jsonl")
    assert ended.exit_code == 6
    assert "no format recognised; expected one of streaming" in ended.stderr


def test_the_formats_that_the_command_names_are_all_there_are() -> None:
    assert FORMATS.split(", ") == [importer.name for importer in IMPORTERS]


def test_a_file_without_titles_writes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "netflix_titles.csv").write_text(NETFLIX.splitlines()[0] + "\n", encoding="utf-8")
    ended = run("import", "auto", tmp_path / "netflix_titles.csv", "--out", tmp_path / "c.jsonl")
    assert (ended.exit_code, (tmp_path / "c.jsonl").exists()) == (6, False)


def test_a_damaged_file_is_told_as_such(run: Run, tmp_path: Path) -> None:
    (tmp_path / "netflix_titles.csv.gz").write_bytes(gzip.compress(NETFLIX.encode())[:30])
    ended = run("import", "auto", tmp_path / "netflix_titles.csv.gz", "--out", tmp_path / "c.jsonl")
    assert (ended.exit_code, "is damaged" in ended.stderr) == (6, True)


def test_a_format_that_does_not_exist_is_told_with_those_that_do(
    run: Run, file: Path, tmp_path: Path
) -> None:
    ended = run("import", "betamax", file, "--out", tmp_path / "c.jsonl")
    assert ended.exit_code == 6
    assert "'betamax' is no format: expected one of streaming" in ended.stderr


def test_a_mapping_without_a_column_is_refused(run: Run, file: Path, tmp_path: Path) -> None:
    ended = run("import", "auto", file, "--out", tmp_path / "c.jsonl", "--map", "genres")
    assert (ended.exit_code, "expected FIELD=COLUMN" in ended.stderr) == (2, True)


def test_training_takes_a_foreign_file_as_it_is(run: Run, file: Path, tmp_path: Path) -> None:
    ended = run("train", file, "--out", tmp_path / "model", "--json")
    document = json.loads(ended.stdout)
    assert (document["n_titles"], document["n_problems"]) == (2, 2)
