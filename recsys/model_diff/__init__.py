"""Two models asked the same questions: what changes for whom before the newer one is served."""

from recsys.model_diff.lists_compared import PAGES, QueryDiff
from recsys.model_diff.model_diff import ChangedWeight, FailedQuery, ModelDiff, ModelSide, diff
from recsys.model_diff.named_query import SAMPLE, NamedQuery, common_seeds, read_queries
from recsys.model_diff.overlap import overlap, rank_biased_overlap
from recsys.model_diff.title_change import Basis, Cause, TitleChange

__all__ = [
    "PAGES",
    "SAMPLE",
    "Basis",
    "Cause",
    "ChangedWeight",
    "FailedQuery",
    "ModelDiff",
    "ModelSide",
    "NamedQuery",
    "QueryDiff",
    "TitleChange",
    "common_seeds",
    "diff",
    "overlap",
    "rank_biased_overlap",
    "read_queries",
]
