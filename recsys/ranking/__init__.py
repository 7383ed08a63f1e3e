"""From a question to a query vector, and from a score to an order and to reasons."""

from recsys.ranking.compose import (
    ESCAPISM,
    EVERYBODY,
    FAME,
    HUBS,
    MUTED_IN_DISLIKES,
    NOTHING,
    RANK,
    YEAR,
    Evidence,
    column_weights,
    compose,
    normalise,
    without_blocks,
)
from recsys.ranking.diversity import POOL, intra_list_similarity, maximal_marginal_relevance
from recsys.ranking.explanation import ENDING, Added, explain, viewer_sums
from recsys.ranking.learned import LEARNED, SecondStage
from recsys.ranking.policy import barred, one_a_franchise, permitted, versions_of
from recsys.ranking.reasons import reasons, trait_name
from recsys.ranking.relations import SAME_FRANCHISE, RelationGraph, sentence
from recsys.ranking.variety import draw

__all__ = [
    "ENDING",
    "ESCAPISM",
    "EVERYBODY",
    "FAME",
    "HUBS",
    "LEARNED",
    "MUTED_IN_DISLIKES",
    "NOTHING",
    "POOL",
    "RANK",
    "SAME_FRANCHISE",
    "YEAR",
    "Added",
    "Evidence",
    "RelationGraph",
    "SecondStage",
    "barred",
    "column_weights",
    "compose",
    "draw",
    "explain",
    "intra_list_similarity",
    "maximal_marginal_relevance",
    "normalise",
    "one_a_franchise",
    "permitted",
    "reasons",
    "sentence",
    "trait_name",
    "versions_of",
    "viewer_sums",
    "without_blocks",
]
