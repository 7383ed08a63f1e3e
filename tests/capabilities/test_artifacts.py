"""C40: the same catalogue gives the same bytes, and another format is refused in words."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from recsys import ArtifactError, Catalogue, Model, open_model, publish, write_catalogue
from recsys.artifact import SCHEMA
from recsys.catalogue import read_catalogue
from recsys.errors import ArtifactFormat
from tests.capabilities.asking import ask
from training.pipeline import train


def test_c40_training_twice_from_one_file_gives_the_same_bytes(fixture_model: Model, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.jsonl"
    write_catalogue([fixture_model.title(row) for row in range(len(fixture_model))], path)
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        publish(train(read_catalogue([path]).catalogue), folder)
    assert _bytes_of(first)
    assert _bytes_of(first) == _bytes_of(second)


def test_c40_the_order_of_the_rows_makes_no_difference(fixture_model: Model, tmp_path: Path) -> None:
    titles = [fixture_model.title(row) for row in range(len(fixture_model))]
    publish(train(Catalogue(titles)), tmp_path / "first")
    publish(train(Catalogue(reversed(titles))), tmp_path / "second")
    assert _bytes_of(tmp_path / "first") == _bytes_of(tmp_path / "second")


def test_c40_a_model_from_disk_answers_as_the_one_in_memory(model: Model, tmp_path: Path) -> None:
    published = publish(model, tmp_path / "model")
    for query in ({"like": ["Kidnap Game"]}, {"text": "a love story in Seoul and Tokyo"}):
        assert ask(published, **query).results == ask(model, **query).results


@pytest.mark.parametrize("schema", [0, 1, SCHEMA - 1, 99])
def test_c40_a_model_of_another_format_is_refused_with_both_numbers(
    fixture_model: Model, tmp_path: Path, schema: int
) -> None:
    publish(fixture_model, tmp_path / "model")
    _rewrite(tmp_path / "model", schema)
    with pytest.raises(
        ArtifactFormat, match=rf"has format {schema}, .* reads format {SCHEMA}: train the model again"
    ):
        open_model(tmp_path / "model")


def test_c40_a_model_of_which_a_byte_changed_is_refused(fixture_model: Model, tmp_path: Path) -> None:
    version = publish(fixture_model, tmp_path / "model").info.version
    path = tmp_path / "model" / version / "facets.year.npy"
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    with pytest.raises(ArtifactError, match=r"facets\.year\.npy is not the file that was published"):
        open_model(tmp_path / "model")


def _bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _rewrite(folder: Path, schema: int) -> None:
    """Make a published model look as another release would have published it."""
    version = (folder / "CURRENT").read_text(encoding="ascii").split()[0]
    manifest = folder / version / "manifest.json"
    document = {**json.loads(manifest.read_text(encoding="utf-8")), "schema": schema}
    manifest.write_text(json.dumps(document), encoding="utf-8")
    digest = hashlib.sha256(manifest.read_bytes()).hexdigest()
    (folder / version).rename(folder / digest[:16])
    (folder / "CURRENT").write_text(f"{digest[:16]} {digest}\n", encoding="ascii")
