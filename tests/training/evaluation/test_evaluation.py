from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from recsys.catalogue import Catalogue
from recsys.errors import BadData
from tests.builders import model_of, title
from tests.training.evaluation.small import CATALOGUE, table
from training.evaluation import (
    Evaluation,
    HoldOut,
    Judgements,
    ModelScorer,
    Settings,
    evaluate,
    read_judgements,
)
from training.pipeline import train

MODEL = train(CATALOGUE)
ALL = Settings(k=3, half="all", hiding=HoldOut(1))


@pytest.fixture
def judgements(tmp_path: Path) -> Judgements:
    pairs = ("source_id,target_id,weight", "a,b,5", "a,c,1", "b,d,1", "e,f,2", "f,g,1")
    labels = ("source_id,target_id,label", "a,b,1", "a,e,0", "e,f,1", "e,h,0")
    liked = [f"{user},{item},5" for user, items in (("1", "abc"), ("2", "efg")) for item in items]
    return read_judgements(
        CATALOGUE,
        pairs=table(tmp_path / "p.csv", *pairs),
        labels=table(tmp_path / "l.csv", *labels),
        ratings=table(tmp_path / "r.csv", "user,item,rating", *liked, "1,h,1"),
    ).judgements


@pytest.fixture
def found(judgements: Judgements) -> Evaluation:
    return evaluate(CATALOGUE, MODEL, judgements, baselines=("random", "soup"), settings=ALL)


def test_each_kind_of_judgement_has_its_table_with_the_model_first(found: Evaluation) -> None:
    assert [task.kind for task in found.tasks] == ["pairs", "labels", "ratings"]
    for task in found.tasks:
        assert [method.name for method in task.methods] == ["recsys", "random", "soup"]


def test_what_was_used_is_counted(found: Evaluation) -> None:
    counts = {task.kind: (task.n_units, task.n_judgements) for task in found.tasks}
    assert counts == {"pairs": (4, 5), "labels": (4, 4), "ratings": (2, 2)}


def test_model_that_tells_two_kinds_apart_has_the_best_auc(found: Evaluation) -> None:
    assert found.task("labels").method("recsys").figures["auc"].value == 1.0


def test_figures_are_the_means_of_the_single_values(found: Evaluation) -> None:
    for task in (found.task("pairs"), found.task("ratings")):
        for method in task.methods:
            for metric, figure in method.figures.items():
                assert len(method.values[metric]) == task.n_units
                assert figure.value == pytest.approx(method.values[metric].mean())


def test_the_model_is_compared_with_each_baseline_and_not_with_itself(found: Evaluation) -> None:
    task = found.task("pairs")
    ours, soup = task.method("recsys"), task.method("soup")
    assert ours.against == {}
    expected = ours.figures["ndcg"].value - soup.figures["ndcg"].value
    assert soup.against["ndcg"].difference.value == pytest.approx(expected)


def test_borders_and_reasons_are_told_of_lists_for_one_title_only(found: Evaluation) -> None:
    looks = {task.kind: task.methods[0].beyond for task in found.tasks}
    assert looks["pairs"] is not None
    assert looks["pairs"].across_borders is not None
    assert looks["pairs"].explained is not None
    assert looks["labels"] is None
    assert looks["ratings"] is not None
    assert (looks["ratings"].across_borders, looks["ratings"].explained) == (None, None)


def test_everything_can_be_written_as_json(found: Evaluation) -> None:
    document = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert document["k"] == 3
    assert document["tasks"][0]["methods"][2]["against"]["ndcg"]["difference"].keys() == {
        "value",
        "low",
        "high",
    }


def test_the_same_judgements_give_the_same_figures(judgements: Judgements, found: Evaluation) -> None:
    again = evaluate(CATALOGUE, MODEL, judgements, baselines=("random", "soup"), settings=ALL)
    assert again.to_dict() == found.to_dict()


def test_another_method_can_be_measured_beside_the_model(judgements: Judgements) -> None:
    twin = ModelScorer(MODEL, name="twin")
    task = evaluate(CATALOGUE, MODEL, judgements, others=[twin], settings=ALL).task("pairs")
    assert task.method("twin").against["ndcg"].difference.value == 0.0
    np.testing.assert_array_equal(task.methods[0].values["ndcg"], task.method("twin").values["ndcg"])


def test_what_is_being_done_is_told(judgements: Judgements) -> None:
    told: list[str] = []
    evaluate(CATALOGUE, MODEL, judgements, baselines=("soup",), settings=ALL, tell=told.append)
    assert told[:3] == ["Fitting soup", "Pairs: recsys", "Pairs: soup"]


def test_model_of_other_titles_is_refused(judgements: Judgements) -> None:
    with pytest.raises(BadData, match="the model has 1 titles, the catalogue 8"):
        evaluate(CATALOGUE, model_of(title("a")), judgements)


def test_half_without_a_source_is_refused(judgements: Judgements) -> None:
    halves = dict.fromkeys(range(8), "dev")
    asked = Judgements(siblings=judgements.siblings, pairs=judgements.pairs, halves=halves)
    with pytest.raises(BadData, match="half 'test'"):
        evaluate(CATALOGUE, MODEL, asked, settings=Settings())


def test_labels_of_one_kind_are_refused(tmp_path: Path) -> None:
    path = table(tmp_path / "l.csv", "source_id,target_id,label", "a,b,1")
    with pytest.raises(BadData, match="all 1 labels are good"):
        evaluate(CATALOGUE, MODEL, read_judgements(CATALOGUE, labels=path).judgements)


def test_viewers_who_like_too_little_are_refused(judgements: Judgements) -> None:
    asked = Judgements(siblings=judgements.siblings, ratings=judgements.ratings)
    with pytest.raises(BadData, match="5 liked titles held out"):
        evaluate(CATALOGUE, MODEL, asked)


def test_result_that_was_not_measured_is_no_result(found: Evaluation) -> None:
    with pytest.raises(KeyError):
        found.task("views")
    with pytest.raises(KeyError):
        found.task("pairs").method("lucene")


def test_only_other_title_of_a_catalogue_is_always_found(tmp_path: Path) -> None:
    catalogue = Catalogue([title("a"), title("b")])
    path = table(tmp_path / "p.csv", "source_id,target_id", "a,b")
    judgements = read_judgements(catalogue, pairs=path).judgements
    task = evaluate(catalogue, train(catalogue), judgements, baselines=("lucene",), settings=ALL).task(
        "pairs"
    )
    assert task.method("lucene").figures["ndcg"].value == 1.0
