"""From a question to a query vector, and from a score to an order and to reasons."""

from recsys.ranking.compose import (
    ESCAPISM,
    HUBS,
    MUTED_IN_DISLIKES,
    NOTHING,
    YEAR,
    Evidence,
    column_weights,
    compose,
    normalise,
    without_blocks,
)
from recsys.ranking.diversity import POOL, intra_list_similarity, maximal_marginal_relevance
from recsys.ranking.explanation import ENDING, explain
from recsys.ranking.learned import LEARNED, SecondStage
from recsys.ranking.policy import one_a_franchise, permitted
from recsys.ranking.reasons import reasons, trait_name
from recsys.ranking.relations import SAME_FRANCHISE, RelationGraph, sentence
from recsys.ranking.variety import draw

__all__ = [
    "ENDING",
    "ESCAPISM",
    "HUBS",
    "LEARNED",
    "MUTED_IN_DISLIKES",
    "NOTHING",
    "POOL",
    "SAME_FRANCHISE",
    "YEAR",
    "Evidence",
    "RelationGraph",
    "SecondStage",
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
    "without_blocks",
]
