from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone

from recsys.artifact import POINTER, current_manifest
from recsys.catalogue import Catalogue
from recsys.errors import BadData
from recsys.features import DEFAULT_BLOCKS
from recsys.model import Model
from recsys.similarity import matrix, scores_between, unscaled_scores_between
from recsys.title import Relation, RelationKind
from tests.builders import model_of, title
from training.backends import JoblibBackend
from training.builtin import NAME, builtin_model
from training.estimator import ContentRecommender
from training.nearest import NearestByIndex
from training.neighbours import all_neighbours, write_neighbours
from training.pipeline import train

TITLES = [
    title("a", genres=("drama",), tones=("grounded",), year=2020),
    title("b", genres=("drama",), year=2021, relations=(Relation(RelationKind.SEQUEL, "a"),)),
    title("c", genres=("comedy",), countries=("KR",)),
    title("d", countries=("KR",)),
]


def test_an_empty_catalogue_is_refused_with_what_to_do() -> None:
    with pytest.raises(BadData, match="recsys audit"):
        train(Catalogue([]))


def test_every_block_has_a_weight_and_those_that_are_off_weigh_nothing() -> None:
    info = model_of(*TITLES).info
    assert set(info.weights) == {spec.name for spec in DEFAULT_BLOCKS} | {"year"}
    assert info.weights["title"] == 0
    assert info.weights["genres"] > 0


def test_a_block_whose_titles_hardly_meet_weighs_more() -> None:
    often = [title(f"t{n}", genres=("drama",), tones=("grounded",)) for n in range(2000)]
    seldom = [title(f"t{n}", genres=("drama",), tones=("grounded",) if n < 2 else ()) for n in range(2000)]
    assert model_of(*seldom).info.weights["tones"] > 2 * model_of(*often).info.weights["tones"]


def test_stated_tones_weigh_more_than_tags_that_say_the_same() -> None:
    names = ["restrained", "intimate", "healing", "grounded", "nostalgic", "dreamlike", "epic", "bleak"]
    several = [[names[(n + k) % 8] for k in range(5)] for n in range(600)]
    stated = [title(f"t{n}", tones=tones) for n, tones in enumerate(several)]
    tagged = [title(f"t{n}", tags=tuple(tones)) for n, tones in enumerate(several)]
    weights = model_of(*stated).info.weights["tones"], model_of(*tagged).info.weights["tones"]
    assert weights[0] > 1.5 * weights[1]


def test_a_block_of_which_nothing_is_known_keeps_the_typical_weight() -> None:
    plain = [title(f"t{n}", genres=("drama",)) for n in range(2000)]
    cast = next(spec for spec in DEFAULT_BLOCKS if spec.name == "cast")
    assert model_of(*plain).info.weights["cast"] == pytest.approx(cast.constant / cast.typical, abs=1e-3)


def test_where_only_the_cast_tells_titles_apart_it_takes_over_what_words_and_crew_do_not_know() -> None:
    bare = [
        title(f"t{n:02}", genres=("drama",), cast=(f"Actor {n % 7}", f"Actor {n % 5}")) for n in range(40)
    ]
    told = [replace(one, synopsis=f"a cook and ghost {n}") for n, one in enumerate(bare)]
    sparse, full = (model_of(*titles).info.weights for titles in (bare, told))
    assert sparse["cast"] > full["cast"] > 0
    assert sparse["genres"] == full["genres"]


def test_a_small_catalogue_stays_near_the_weights_of_those_seen_before() -> None:
    for spec in DEFAULT_BLOCKS:
        if spec.constant and not spec.half_trust:
            weight = model_of(*TITLES).info.weights[spec.name]
            assert weight == pytest.approx(spec.constant / spec.typical, rel=0.1)


def test_neighbours_are_the_best_of_the_reference_scores_relations_included() -> None:
    model = model_of(*TITLES)
    scores = scores_between(model, np.arange(len(model)))
    for found in all_neighbours(model, k=2):
        brute = sorted((-scores[found.row, other], other) for other in range(4) if other != found.row)[:2]
        assert found.rows.tolist() == [other for _, other in brute]
    assert next(iter(all_neighbours(model, k=2))).rows[0] == 1


def test_neighbours_do_not_depend_on_the_number_of_threads() -> None:
    model = model_of(*(title(f"t{n:03d}", genres=("drama",), year=1900 + n % 120) for n in range(600)))
    one = [found.rows.tolist() for found in all_neighbours(model, k=5)]
    assert [found.rows.tolist() for found in all_neighbours(model, k=5, n_jobs=2)] == one


def test_the_file_of_neighbours_has_a_line_a_title_and_equal_bytes_each_time(tmp_path: Path) -> None:
    model = model_of(*TITLES)
    for name in ("one", "two"):
        nearest = NearestByIndex(model, sharing=False)
        write_neighbours(
            model, tmp_path / f"{name}.jsonl.gz", k=3, nearest=nearest, backend=JoblibBackend("threading", 1)
        )
    assert (tmp_path / "one.jsonl.gz").read_bytes() == (tmp_path / "two.jsonl.gz").read_bytes()
    with gzip.open(tmp_path / "one.jsonl.gz", "rt", encoding="utf-8") as stream:
        lines = [json.loads(line) for line in stream]
    assert [line["id"] for line in lines] == ["a", "b", "c", "d"]
    assert lines[0]["neighbours"][0]["id"] == "b"
    scores = [entry["score"] for entry in lines[0]["neighbours"]]
    assert scores == sorted(scores, reverse=True)


def test_the_built_in_model_is_trained_once(builtin: Model, builtin_folder: Path) -> None:
    pointer = (builtin_folder / POINTER).stat().st_mtime_ns
    assert builtin_model(builtin_folder.parent).info == builtin.info
    assert (builtin_folder / POINTER).stat().st_mtime_ns == pointer


def test_a_damaged_built_in_model_is_trained_again(
    builtin: Model, builtin_folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(builtin_folder, tmp_path / NAME)
    (tmp_path / NAME / POINTER).write_text("nonsense")
    assert builtin_model(tmp_path).info.version == builtin.info.version
    assert current_manifest(tmp_path / NAME)


def test_the_model_is_an_estimator_like_any_other() -> None:
    estimator = ContentRecommender()
    assert clone(estimator).get_params() == estimator.get_params()
    scores, rows = estimator.fit(TITLES).kneighbors(2)
    assert rows[0, 0] == 1
    assert (np.diff(scores, axis=1) <= 0).all()


def test_the_weighted_space_of_the_estimator_gives_the_score_without_the_year_and_the_hub_factor() -> None:
    estimator = ContentRecommender().fit(TITLES)
    weighted = estimator.transform(TITLES)
    model = estimator.model_
    years = np.array([2020, 2021])
    year_term = model.info.weights["year"] * np.exp(-abs(years[0] - years[1]) / 8)
    expected = scores_between(model, np.array([0]))[0, 1] / float(model.hubs[1]) - year_term
    assert float((weighted[0] @ weighted[1].T).sum()) == pytest.approx(expected, abs=1e-6)
    assert len(estimator.get_feature_names_out()) == weighted.shape[1]


def test_the_weighted_space_of_the_estimator_knows_no_expected_genres() -> None:
    tagged = [
        title(f"t{n:02}", genres=("crime", "comedy")[n % 2 :][:1], tags=(f"tag {n % 2}",)) for n in range(20)
    ]
    estimator = ContentRecommender().fit(tagged)
    weighted = estimator.transform(tagged)
    block = estimator.model_.space.by_name["expected_genres"]
    rows = matrix(estimator.model_)[:, block.start : block.stop].astype(np.float64)
    learned = estimator.model_.info.weights["expected_genres"] * (rows[0] @ rows[2].T).sum()
    assert learned > 0
    assert weighted[:, block.start : block.stop].nnz == 0
    score = unscaled_scores_between(estimator.model_, np.array([0]), np.array([2])).sum()
    assert float((weighted[0] @ weighted[2].T).sum()) + learned == pytest.approx(score, abs=1e-6)


_PUBLISHES = """
import sys, tempfile
from pathlib import Path
from recsys import load_builtin, publish
from training.pipeline import train
print(publish(train(load_builtin()), Path(tempfile.mkdtemp())).info.version)
"""


def _version_published_with(**environment: str) -> str:
    finished = subprocess.run(
        [sys.executable, "-c", _PUBLISHES],
        env={**os.environ, **environment},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return finished.stdout.strip()


def test_another_processor_and_another_hash_seed_give_the_same_bytes() -> None:
    here = _version_published_with(PYTHONHASHSEED="0")
    # numpy's vectorised functions round differently from one instruction set to another.
    there = _version_published_with(
        PYTHONHASHSEED="1", NPY_DISABLE_CPU_FEATURES="X86_V3 X86_V4 AVX512_ICL AVX512_SPR"
    )
    assert here == there
