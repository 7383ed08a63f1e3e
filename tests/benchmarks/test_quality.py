from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

from benchmarks import quality

KINDS = ("sea", "hill", "snow")


def write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines).encode()))


def ids(kind: str) -> list[str]:
    return [f"{kind}-{number}" for number in range(8)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two sets of titles of three kinds; people like those of one kind."""
    rows = [
        json.dumps({"id": id, "title": id, "tags": [kind], "synopsis": f"A tale of the {kind}."})
        for kind in KINDS
        for id in ids(kind)
    ]
    pairs = [f"{one},{other}" for kind in KINDS for one in ids(kind) for other in ids(kind) if one != other]
    for name in (quality.ANIME, quality.FILMS):
        write(tmp_path / name / "catalog.jsonl.gz", rows)
    anime, films = tmp_path / quality.ANIME, tmp_path / quality.FILMS
    write(anime / "pairs.csv.gz", ["source_id,target_id", *pairs])
    write(anime / "siblings.csv.gz", ["id,sibling_id"])
    write(anime / "split.csv.gz", ["source_id,half", *(f"{id},test" for k in KINDS for id in ids(k))])
    labels = ["sea-0,sea-1,1", "sea-0,hill-1,0", "hill-0,hill-1,1", "hill-0,sea-1,0"]
    write(films / "pairs.csv.gz", ["source_id,target_id,weight", *labels])
    ratings = [f"{kind}-lover,{id},5" for kind in KINDS for id in ids(kind)]
    write(films / "ratings.csv.gz", ["user,item,rating", *ratings])
    return tmp_path


def printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str
) -> list[str]:
    monkeypatch.setattr(sys, "argv", ["quality.py", *arguments])
    quality.main()
    return capsys.readouterr().out.splitlines()


def test_folder_that_is_absent_is_said_to_be_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = printed(capsys, monkeypatch, str(tmp_path))
    assert len(lines) == 2
    assert all(line.startswith("skipped: ") for line in lines)


def test_every_measurement_has_its_row(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    heading, rule, *rows = printed(capsys, monkeypatch, "--markdown", str(folder))
    assert heading == "| measured | of | recsys | other | compared |"
    assert rule == "| --- | --- | --- | --- | --- |"
    told = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert [row[1] for row in told] == ["24 sources"] * 4 + ["4 pairs"] + ["3 viewers"] * 4
    assert told[0][2].startswith("1.0000 ")  # all of a kind, and nothing else, is near
    assert told[4][2].startswith("1.0000 ")
    assert [row[0].split("over ")[1] for row in told if "over" in row[0]] == [
        "soup",
        "lucene",
        "one-tfidf",
        "one-tfidf, likes joined alike",
        "one-tfidf",
        "one-tfidf, likes joined alike",
    ]
