"""A recommendation engine for viewers: what to watch next, and exactly why.

Everything that answers a question is here; what trains a model stands in :mod:`training`.
"""

from recsys.answer import Answer, Part, Reason, Result
from recsys.artifact import open_model
from recsys.catalogue import Catalogue, load_builtin, read_catalogue, write_catalogue
from recsys.comparison import Comparison, compare
from recsys.errors import Ambiguous, ArtifactError, BadData, NotFound, QueryError, RecsysError
from recsys.filters import CountryFilter, Filters, ToneCondition, Unknown
from recsys.home import models_home
from recsys.model import Model
from recsys.model_diff import ModelDiff, NamedQuery, common_seeds, diff
from recsys.publication import publish
from recsys.query import Blend, Query, RelationPolicy, Seed, similar_to
from recsys.query_document import query_from_json
from recsys.recommender import Recommender
from recsys.title import Title

__all__ = [
    "Ambiguous",
    "Answer",
    "ArtifactError",
    "BadData",
    "Blend",
    "Catalogue",
    "Comparison",
    "CountryFilter",
    "Filters",
    "Model",
    "ModelDiff",
    "NamedQuery",
    "NotFound",
    "Part",
    "Query",
    "QueryError",
    "Reason",
    "Recommender",
    "RecsysError",
    "RelationPolicy",
    "Result",
    "Seed",
    "Title",
    "ToneCondition",
    "Unknown",
    "common_seeds",
    "compare",
    "diff",
    "load_builtin",
    "models_home",
    "open_model",
    "publish",
    "query_from_json",
    "read_catalogue",
    "similar_to",
    "write_catalogue",
]
