from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.vocabulary_coverage import coverage, main, read_labels


def test_each_use_counts_once_for_what_is_known_of_it() -> None:
    found = coverage(
        Counter({"Drama": 4, "Slow Burn": 2, "TV Movie": 3, "Seinen": 1, "knitting": 5, "(Vote tags)": 9})
    )
    assert (found.labels, found.uses) == (5, 15)
    assert (found.vocabulary, found.tones, found.facts, found.understood) == (6, 2, 3, 1)
    assert found.unmapped == {"knitting": 5}
    assert found.mapped == pytest.approx(9 / 15)


def test_labels_are_read_use_by_use(tmp_path: Path) -> None:
    folder = tmp_path / "mydramalist_drama_data"
    folder.mkdir()
    (folder / "drama_data.csv").write_text(
        "Title,Genres,Tags\nA,\"['Life', 'Drama']\",\"['Time Skip']\"\nB,['Drama'],N/A\n", encoding="utf-8"
    )
    read = {(name, kind): list(labels) for name, kind, labels in read_labels(tmp_path)}
    assert read["MyDramaList 2025", "genre"] == ["Life", "Drama", "Drama"]
    assert read["MyDramaList 2025", "tag"] == ["Time Skip"]
    assert read["netflix", "genre"] == []


def test_absent_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere")]) == 0
    assert "there are no reference catalogues" in capsys.readouterr().out
