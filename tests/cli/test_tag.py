from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from recsys.catalogue import read_catalogue
from recsys.title import ToneBasis
from tests.cli.conftest import Run

GHOSTS = "A ghost haunts the cellar of a house and scares the family."
BAKERS = "A baker kneads bread for a village and falls in love."


@pytest.fixture
def flat(tmp_path: Path) -> Path:
    """Flat rows: half of the titles have tags, the other half none; nothing has tones."""
    rows: list[dict[str, Any]] = []
    for number in range(24):
        tags = {"tags": ["Spooky"]} if number % 2 else {}
        rows.append(
            {
                "id": f"g{number}",
                "title": f"Cellar {number}",
                "genres": ["Horror"],
                "synopsis": GHOSTS,
                **tags,
            }
        )
        tags = {"tags": ["Homely"]} if number % 2 else {}
        rows.append(
            {"id": f"b{number}", "title": f"Loaf {number}", "genres": ["Romance"], "synopsis": BAKERS, **tags}
        )
    path = tmp_path / "flat.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_tags_of_the_catalogue_itself_are_filled_in(run: Run, flat: Path, tmp_path: Path) -> None:
    out = tmp_path / "tagged.jsonl"
    result = run("tag", flat, "--out", out, "--own-tags", "--at-least", "0.5")
    assert result.exit_code == 0, result.output
    titles = read_catalogue(out, strict=True).catalogue.by_id
    assert [tag.name for tag in titles["g0"].inferred_tags] == ["Spooky"]
    assert titles["g1"].inferred_tags == ()
    assert titles["g1"].tags == ("Spooky",)


def test_report_in_json_counts_what_was_written(run: Run, flat: Path, tmp_path: Path) -> None:
    result = run("tag", flat, "--out", tmp_path / "tagged.jsonl", "--own-tags", "--json")
    report = json.loads(result.stdout)
    assert (report["kind"], report["n_titles"], report["n_asked"], report["n_learned_from"]) == (
        "tags",
        48,
        24,
        24,
    )
    assert {word["name"]: word["n_known"] for word in report["words"]} == {"Homely": 12, "Spooky": 12}
    assert 0 <= report["reliability"]["expected_calibration_error"] <= 1


@pytest.mark.slow  # learns from the whole built-in catalogue
def test_tones_are_learned_from_the_built_in_titles(run: Run, flat: Path, tmp_path: Path) -> None:
    out = tmp_path / "tagged.jsonl.gz"
    result = run("tag", flat, "--out", out, "--most", "3")
    assert result.exit_code == 0, result.output
    assert "expected calibration error" in result.stdout
    titles = read_catalogue(out, strict=True).catalogue
    tones = [tone for title in titles for tone in title.tones]
    assert tones
    assert all(tone.basis is ToneBasis.INFERRED and tone.confidence >= 0.5 for tone in tones)
    assert max(len(title.tones) for title in titles) <= 3


def test_the_same_file_gives_the_same_bytes(run: Run, flat: Path, tmp_path: Path) -> None:
    for name in ("one.jsonl", "two.jsonl"):
        assert run("tag", flat, "--out", tmp_path / name, "--own-tags").exit_code == 0
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_without_frequent_tags_there_is_nothing_to_learn_from(
    run: Run, catalogue: Path, tmp_path: Path
) -> None:
    result = run("tag", catalogue, "--out", tmp_path / "tagged.jsonl", "--own-tags")
    assert result.exit_code == 6
    assert "ten titles" in result.stderr
    assert not (tmp_path / "tagged.jsonl").exists()


@pytest.mark.parametrize("out", ["tagged.csv", "nowhere/tagged.jsonl"])
def test_a_file_that_cannot_be_written_is_wrong_usage(run: Run, flat: Path, tmp_path: Path, out: str) -> None:
    result = run("tag", flat, "--out", tmp_path / out)
    assert result.exit_code == 2
    assert "--out" in result.stderr


@pytest.mark.parametrize("name", ["flat.jsonl", "link.jsonl", "hard.jsonl"])
def test_a_file_of_the_catalogue_is_never_written_over(
    run: Run, flat: Path, tmp_path: Path, name: str
) -> None:
    flat.write_text(flat.read_text(encoding="utf-8") + "no row\n", encoding="utf-8")
    (tmp_path / "link.jsonl").symlink_to(flat)
    (tmp_path / "hard.jsonl").hardlink_to(flat)
    before = flat.read_bytes()
    result = run("tag", flat, "--out", tmp_path / name, "--own-tags")
    assert result.exit_code == 2
    assert "write elsewhere" in result.stderr
    assert flat.read_bytes() == before


def test_an_empty_catalogue_is_bad_data(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    assert run("tag", empty, "--out", tmp_path / "tagged.jsonl").exit_code == 6
