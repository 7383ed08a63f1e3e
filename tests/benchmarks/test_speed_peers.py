"""Peers get the matrix that our score is made of, and other answers are noticed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from starlette.testclient import TestClient

from benchmarks import filter_speed, query_speed, seeds_speed, vectorize_speed
from benchmarks.all_neighbours_speed import SparseDotTopN, check, our_neighbours
from benchmarks.comparison import TOLERANCE, assert_same, best, difference
from benchmarks.http_apps import answers_app, cards_app, ordinary_app
from benchmarks.http_speed import chosen_ids, target
from benchmarks.index_size import bytes_by_part, searched_bytes
from benchmarks.peer_matrix import PeerMatrix, of_one_length, without_year
from benchmarks.questions import K, asker, chosen_rows, seed_questions
from benchmarks.sized_model import catalogue_file
from recsys.index import Hits
from recsys.model import Model
from recsys.question import ask
from recsys.similarity import scores_between
from service.app import create_app
from service.settings import Settings

HITS = Hits(np.array([3, 1, 2]), np.array([0.9, 0.8, 0.7]))


@pytest.fixture(scope="module")
def peers(model: Model) -> PeerMatrix:
    return PeerMatrix.of(model)


def test_product_of_the_peers_rows_and_the_year_term_is_the_score(model: Model, peers: PeerMatrix) -> None:
    rows = chosen_rows(model)
    products = (peers.seeds[rows] @ peers.candidates().T).toarray()
    theirs = products + np.array([peers.year_terms(row) for row in rows.tolist()])
    np.testing.assert_allclose(theirs, scores_between(model, rows), atol=TOLERANCE)


def test_one_more_feature_gives_all_candidates_the_same_length(peers: PeerMatrix) -> None:
    rows, length = of_one_length(peers.candidates())
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1))
    np.testing.assert_allclose(lengths, length, rtol=1e-5)


@pytest.mark.parametrize("peer", [query_speed.scikit_learn, query_speed.scipy])
def test_exact_peers_give_our_list(model: Model, peers: PeerMatrix, peer: query_speed.MakesPeer) -> None:
    rows = chosen_rows(model)
    ours, theirs = asker(model, seed_questions(model, rows)), peer(peers)
    for row in rows.tolist():
        assert_same(ours(row), *theirs(row), what="a test")


def test_approximate_peer_finds_some_of_our_list(model: Model) -> None:
    pytest.importorskip("usearch", reason="usearch is a peer of the benchmarks: pip install 'recsys[bench]'")
    plain = without_year(model)
    rows = chosen_rows(plain)
    ours, theirs = asker(plain, seed_questions(plain, rows)), query_speed.usearch(PeerMatrix.of(plain))
    assert all(len(theirs(row)) == K for row in rows.tolist())
    assert any(np.isin(ours(row).rows, theirs(row)).any() for row in rows.tolist())


def test_filtered_lists_and_lists_of_ten_seeds_are_those_of_the_reference(model: Model) -> None:
    filter_speed.check(model, chosen_rows(model, 3), {0.1: filter_speed.drawn_filter(model, 0.1)})
    groups = seeds_speed.chosen_groups(model)[:3]
    questions = {int(group[0]): ask(model, seeds_speed.many_seeds(model, group)).vector for group in groups}
    seeds_speed.check(model, groups, questions)


def test_sparse_dot_topn_finds_our_neighbours(model: Model) -> None:
    pytest.importorskip(
        "sparse_dot_topn", reason="it is a peer of the benchmarks: pip install 'recsys[bench]'"
    )
    plain = without_year(model)
    _, ours = our_neighbours(plain, len(plain) // 2)
    _, theirs = SparseDotTopN(PeerMatrix.of(plain)).neighbours(np.arange(20))
    assert check(ours, theirs) == 20


def test_equal_lists_do_not_differ() -> None:
    assert difference(HITS, HITS.rows, HITS.scores) == 0


def test_titles_of_the_same_score_may_change_places() -> None:
    assert difference(HITS, np.array([1, 3, 2]), HITS.scores) == 0


def test_a_title_that_is_no_worse_than_our_last_may_take_its_place() -> None:
    assert difference(HITS, np.array([3, 1, 9]), HITS.scores) == 0


def test_another_title_with_a_better_score_is_noticed() -> None:
    with pytest.raises(AssertionError, match="a test: the lists differ by"):
        assert_same(HITS, np.array([3, 9, 2]), HITS.scores, what="a test")


def test_another_score_is_noticed() -> None:
    assert difference(HITS, HITS.rows, HITS.scores + 0.01) == pytest.approx(0.01)


def test_a_shorter_list_is_noticed() -> None:
    assert difference(HITS, HITS.rows[:2], HITS.scores[:2]) == float("inf")


def test_numpy_finds_the_best_in_order() -> None:
    rows, scores = best(np.array([0.1, 0.9, 0.5, 0.7]), 2)
    assert (rows.tolist(), scores.tolist()) == ([1, 3], [0.9, 0.7])


def test_a_model_without_a_weight_of_the_year_keeps_its_arrays(model: Model) -> None:
    plain = without_year(model)
    assert plain.info.weights["year"] == 0
    assert plain.rows is model.rows
    assert replace(plain.info, weights=model.info.weights) == model.info


def test_matrix_and_index_are_counted_without_what_is_shown(model: Model) -> None:
    sizes = bytes_by_part({"rows.data": 4, "rows.indices": 2, "documents.blob": 100})
    assert sizes == {"rows": 6, "documents": 100}
    assert 0 < searched_bytes(model) < sum(array.nbytes for array in model.arrays().values())


def test_the_first_titles_are_vectorised_as_the_ordinary_way_does(work: Path, tmp_path: Path) -> None:
    vectorize_speed.check_bits(catalogue_file(400, work), tmp_path / "first.parquet")


def test_all_ways_of_vectorising_find_the_same_number_of_entries(work: Path) -> None:
    path = catalogue_file(400, work)
    counts = [vectorize_speed.timed(name, path)["counts"] for name in vectorize_speed.CONTESTANTS]
    assert counts[0] == counts[1] == counts[2]


def test_peers_over_http_give_our_document_and_our_titles(model: Model, folder: Path) -> None:
    id, *_ = chosen_ids(model, 3)
    with TestClient(create_app(folder, Settings())) as client:
        ours = client.get(target(id)).json()
    for whole in (ordinary_app(model), answers_app({id: ours})):
        assert TestClient(whole).get(target(id)).json() == ours
    cards = TestClient(cards_app({id: ours})).get(target(id)).json()
    shown = ("id", "title", "year", "score")
    assert [[card[key] for key in shown] for card in cards["results"]] == [
        [found[key] for key in shown] for found in ours["results"]
    ]
    assert json.loads(json.dumps(cards)) == cards
