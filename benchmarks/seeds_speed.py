"""Ten seeds, three of them disliked, against one seed.

Usage: ``python -m benchmarks.seeds_speed --titles 100000``. The claim is that of the index; the times of
the whole answer, with its reasons, are printed beside it. The lists are compared with those of the
reference, the weighted sum of the single seeds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.claims import report, result
from benchmarks.comparison import assert_same, best
from benchmarks.options import read_options
from benchmarks.questions import K, asker, seed_questions
from benchmarks.sized_model import sized_model
from benchmarks.timing import OURS, Ratio, interleaved
from recsys.index import QueryVector
from recsys.model import Model
from recsys.query import Query, Seed
from recsys.question import ask
from recsys.recommender import Recommender

N_LIKED, N_DISLIKED = 7, 3
N_QUESTIONS = 10
_CHECKED = 3


def main() -> None:
    """Measure both kinds of question."""
    options = read_options(__doc__, rounds=9)
    model = sized_model(options.titles, options.work)
    groups = chosen_groups(model)
    many = {int(group[0]): ask(model, many_seeds(model, group)).vector for group in groups}
    check(model, groups[:_CHECKED], many)
    one = seed_questions(model, groups[:, 0])
    tasks = groups[:, 0].tolist()
    times = interleaved({OURS: asker(model, many), "one": asker(model, one)}, tasks, rounds=options.rounds)
    ratio = Ratio.of(times[OURS].rounds, times["one"].rounds)
    checked = f"{_CHECKED} questions: the same {K} titles as the sum of the reference's scores"
    ours, single = times[OURS].median * 1e3, times["one"].median * 1e3
    report(result("seeds", options.titles, ours, single, ratio, checked=checked), options.work)
    _tell_answers(model, groups, options.rounds)


def _tell_answers(model: Model, groups: NDArray[np.int64], rounds: int) -> None:
    recommend = Recommender(model).recommend
    queries = {int(group[0]): many_seeds(model, group) for group in groups}
    singles = {int(group[0]): Query(like=(_seed(model, int(group[0])),), k=K) for group in groups}
    times = interleaved(
        {OURS: lambda row: recommend(queries[row]), "one": lambda row: recommend(singles[row])},
        groups[:, 0].tolist(),
        rounds=rounds,
    )
    print(
        f"whole answers: ten seeds {times[OURS].median * 1e3:.2f} ms, one {times['one'].median * 1e3:.2f} ms"
    )


def chosen_groups(model: Model) -> NDArray[np.int64]:
    """Return groups of titles, the same ones in every run.

    Parameters
    ----------
    model : Model
        The model.

    Returns
    -------
    ndarray of int64, shape (n, 10)
        Rows; the last three of each group are disliked.
    """
    rng = np.random.default_rng(6)
    rows = rng.choice(len(model), N_QUESTIONS * (N_LIKED + N_DISLIKED), replace=False)
    return rows.reshape(N_QUESTIONS, N_LIKED + N_DISLIKED)


def many_seeds(model: Model, group: NDArray[np.int64]) -> Query:
    """Return the question of a group.

    Parameters
    ----------
    model : Model
        The model.
    group : ndarray of int64, shape (10,)
        Seven liked titles and three disliked ones.

    Returns
    -------
    Query
        By ids.
    """
    seeds = [_seed(model, int(row)) for row in group]
    return Query(like=tuple(seeds[:N_LIKED]), dislike=tuple(seeds[N_LIKED:]), k=K)


def _seed(model: Model, row: int) -> Seed:
    return Seed(model.names.ids.table[row], is_id=True)


def check(model: Model, groups: NDArray[np.int64], questions: dict[int, QueryVector]) -> None:
    """Compare our lists with a plain sum over all titles.

    Parameters
    ----------
    model : Model
        The model.
    groups : ndarray of int64, shape (n, 10)
        The titles of each question.
    questions : dict of int to QueryVector
        The questions, by their first title.

    Raises
    ------
    AssertionError
        If a list differs.
    """
    for group in groups:
        first = int(group[0])
        vector = questions[first]
        scores = reference_scores(model, vector)
        scores[first] = -np.inf
        found = asker(model, {first: vector})(first)
        assert_same(found, *best(scores, K), what=f"ten seeds from row {first}")


def reference_scores(model: Model, vector: QueryVector) -> NDArray[np.float64]:
    """Return the score of every title for a question without dials, by scipy.

    Parameters
    ----------
    model : Model
        The model.
    vector : QueryVector
        Features and years only.

    Returns
    -------
    ndarray of float64, shape (n_titles,)
        In row order.
    """
    from recsys.features import YEAR_SPAN, year_kernel
    from recsys.similarity import matrix

    dense = np.zeros(model.space.n_features)
    dense[vector.columns] = vector.coefficients
    scores = matrix(model) @ dense
    years = np.asarray(model.facets.year, dtype=np.int64)
    kernel = year_kernel(years[:, None] - vector.years[None, :], span=YEAR_SPAN)
    scores = scores + np.where(years != 0, kernel @ vector.year_coefficients, 0.0)
    return np.asarray(np.where(scores > 0, scores * model.hubs.astype(np.float64), scores))


if __name__ == "__main__":
    main()
