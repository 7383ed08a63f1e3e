"""What two viewers find in one list, by how their scores become one (docs/decisions/0014-together.md).

Usage: ``python benchmarks/together.py [FOLDER] [--pairs N] [--seed N]``. FOLDER holds ``movies_ml_tmdb``
with ``catalog.jsonl.gz`` and ``ratings.csv.gz``; without one it takes ``../shared/data/eval``. Pairs are
drawn at random, nobody knows who ever watched something together. The profiles are as those of histories.

- Liked by both: five titles that both like are hidden from both profiles, and looked for among all that
  neither has seen; nDCG@10.
- Lower rating: half of the titles that both have rated is hidden and put in order; the lower of the two
  ratings of each of the first five, mean.
- Far from somebody: nothing is hidden; of ten titles shown, the share that scores less than .3 of the
  best that there is for one of the two. Here the model judges itself.

Each way to join is held against the geometric mean, which is what ships, over the same pairs, with
bootstrap 95 % intervals. Viewers return in several pairs, so that true intervals are somewhat wider.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recsys.catalogue import read_catalogue
from recsys.history.profile import DISLIKED, LIKED, MOST_DISLIKES, MOST_LIKES
from recsys.index import NEAREST, TOGETHER, power_mean
from recsys.model import Model
from recsys.query import Blend, Query, Seed
from recsys.question import ask
from training.evaluation import read_judgements
from training.evaluation.bootstrap import difference_interval
from training.evaluation.metrics import ndcg
from training.evaluation.ranked import rank
from training.evaluation.ties import mean_gains
from training.pipeline import train

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "eval"
LIKE, DISLIKE = LIKED * 5.0, DISLIKED * 5.0  # of five stars
FEWEST_TOLD, FEWEST_LIKED, FEWEST_RATED = 10, 10, 24
"""Likes that each profile tells of; titles that both must like; titles that both must have rated."""
N_HIDDEN, K, K_RATED, FAR = 5, 10, 5, 0.3

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two viewers, the first axis of all but rows: ``ratings`` of what is hidden, ``scores`` of all titles.

    ``of_best`` is the score as a share of the best that the viewer has not seen; below 0 counts as 0.
    """

    seen: Rows
    hidden: Rows
    ratings: Floats
    n_likes: Floats
    scores: Floats
    of_best: Floats


@dataclass(frozen=True, slots=True)
class Viewers:
    """A model, and for each viewer the rated rows, ascending, with the ratings."""

    model: Model
    ratings: Mapping[int, tuple[Rows, Floats]]

    def rated(self, user: int, at_least: float) -> Rows:
        """Return what a viewer has rated so high."""
        rows, given = self.ratings[user]
        return rows[given >= at_least]

    def pairs(self, kind: Kind, seed: int) -> Iterator[Pair]:
        """Yield pairs that have enough in common, in random order; a part of that is hidden from both."""
        rng = np.random.default_rng([seed, kind.fewest])
        for users in rng.permutation(list(combinations(sorted(self.ratings), 2))).tolist():
            one, other = (self.rated(user, kind.at_least) for user in users)
            common = np.intersect1d(one, other)
            if len(common) < kind.fewest:
                continue
            hidden = np.sort(rng.choice(common, kind.n_hidden(len(common)), replace=False))
            if min(len(np.setdiff1d(self.rated(user, LIKE), hidden)) for user in users) >= FEWEST_TOLD:
                yield self._pair(users, hidden)

    def _pair(self, users: Sequence[int], hidden: Rows) -> Pair:
        rated = [self.ratings[user] for user in users]
        told = [np.setdiff1d(rows, hidden) for rows, _ in rated]
        queries = [self.query(user, hidden) for user in users]
        scores = np.stack([self.model.index.scores(ask(self.model, query).vector) for query in queries])
        best = [np.delete(own, rows).max() for own, rows in zip(scores, told, strict=True)]
        return Pair(
            seen=np.unique(np.concatenate(told)),
            hidden=hidden,
            ratings=np.stack([given[np.isin(rows, hidden)] for rows, given in rated]),
            n_likes=np.array([float(len(query.like)) for query in queries]),
            scores=scores,
            of_best=np.maximum(scores, 0.0) / np.array(best)[:, None],
        )

    def query(self, user: int, hidden: Rows) -> Query:
        """Return what :mod:`recsys.history.profile` makes of a viewer, told nothing of what is hidden."""
        rows, given = (values[~np.isin(self.ratings[user][0], hidden)] for values in self.ratings[user])
        strongest_first = np.lexsort((rows, -given))
        seeds = [Seed(self.model.names.ids.table[row], is_id=True) for row in rows[strongest_first]]
        n_likes = min((given >= LIKE).sum(), MOST_LIKES)
        n_dislikes = min(((given <= DISLIKE) & (given < given.mean())).sum(), MOST_DISLIKES)
        like, dislike = tuple(seeds[:n_likes]), tuple(seeds[::-1][:n_dislikes])
        return Query(like=like, dislike=dislike, blend=Blend.NEAREST)


@dataclass(frozen=True, slots=True)
class Kind:
    """What two viewers must have in common, how much of it is hidden, and what a list is worth."""

    at_least: float
    fewest: int
    n_hidden: Callable[[int], int]
    figure: Callable[[Pair, Floats], float]


def joined(p: float) -> Callable[[Pair], Floats]:
    """Return the power mean by which the library joins viewers, with another power."""
    return lambda pair: power_mean(pair.of_best, np.ones(len(pair.of_best)), p)


def least(pair: Pair) -> Floats:
    """Return what each title has for the one for whom it has less."""
    return np.asarray(pair.of_best.min(axis=0))


BASE = "geometric (p = 0)"
WAYS: Mapping[str, Callable[[Pair], Floats]] = {
    "average (p = 1)": joined(1),
    "p = .5": joined(0.5),
    BASE: joined(TOGETHER),
    "harmonic (p = -1)": joined(-1),
    "p = -3": joined(-3),
    "least misery": least,
    "average without misery, .3": lambda pair: np.where(least(pair) < FAR, -np.inf, joined(1)(pair)),
    # As near to any of all likes; exact where nothing is disliked.
    "all likes in one profile": lambda pair: power_mean(pair.scores, pair.n_likes, NEAREST),
}


def found_of_both(pair: Pair, scores: Floats) -> float:
    """Return nDCG@10 of what is hidden."""
    ranking = rank(scores, excluded=pair.seen, unit=0)
    shown = ranking.contenders(K)
    gains = mean_gains(ranking.scores[shown], np.isin(shown, pair.hidden).astype(np.float64), k=K)
    return ndcg(gains, np.ones(len(pair.hidden)), k=K)


def lower_rating(pair: Pair, scores: Floats) -> float:
    """Return the lower of both ratings of what is hidden, mean of the first five."""
    first = np.argsort(-scores[pair.hidden], kind="stable")[:K_RATED]
    return float(pair.ratings[:, first].min(axis=0).mean())


def far_from_somebody(pair: Pair, scores: Floats) -> float:
    """Return the share of ten titles shown that are far from one of them."""
    shown = rank(scores, excluded=pair.seen, unit=0).contenders(K)[:K]
    return float((least(pair)[shown] < FAR).sum() / max(len(shown), 1))


KINDS = {
    "liked by both, nDCG@10": Kind(LIKE, FEWEST_LIKED, lambda _: N_HIDDEN, found_of_both),
    "lower rating": Kind(0, FEWEST_RATED, lambda n: n // 2, lower_rating),
    "far from somebody": Kind(0, 0, lambda _: 0, far_from_somebody),
}


def main(arguments: list[str] | None = None) -> None:
    """Train, measure, and print one table in Markdown."""
    parser = ArgumentParser(prog="python benchmarks/together.py")
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--pairs", type=int, default=300, help="pairs of viewers a figure (default 300)")
    parser.add_argument("--seed", type=int, default=0, help="draws other pairs (default 0)")
    asked = parser.parse_args(arguments)
    folder = asked.folder / "movies_ml_tmdb"
    if not folder.is_dir():
        print(f"skipped: {folder} is not there")
        return
    catalogue = read_catalogue([folder / "catalog.jsonl.gz"]).catalogue
    ratings = read_judgements(catalogue, ratings=folder / "ratings.csv.gz").judgements.ratings
    assert ratings is not None
    by_user = {user: (ratings.row[own], ratings.rating[own]) for user, own in ratings.by_user()}
    viewers = Viewers(train(catalogue), by_user)
    print_table({what: measure(viewers, kind, asked.pairs, asked.seed) for what, kind in KINDS.items()})


def measure(viewers: Viewers, kind: Kind, n: int, seed: int) -> Mapping[str, Floats]:
    """Return what the lists of up to n pairs are worth by each way to join."""
    drawn = islice(viewers.pairs(kind, seed), n)
    found = [[kind.figure(pair, join(pair)) for join in WAYS.values()] for pair in drawn]
    assert found, "no two viewers have enough in common"
    return dict(zip(WAYS, np.array(found).T, strict=True))


def print_table(found: Mapping[str, Mapping[str, Floats]]) -> None:
    """Print the mean by each way to join, and how much more it is than by the geometric mean."""
    print("| joined by |", *(f"{what}, {len(by[BASE])} pairs | minus p = 0 |" for what, by in found.items()))
    print("|" + "---|" * (1 + 2 * len(found)))
    for way in WAYS:
        print(f"| {way} |", *(_cells(by[way], by[BASE]) for by in found.values()))


def _cells(ours: Floats, base: Floats) -> str:
    gain = difference_interval(ours, base)
    return f"{ours.mean():.4f} | {gain.value:+.4f} [{gain.low:+.4f}, {gain.high:+.4f}] |"


if __name__ == "__main__":
    main()
