"""A recommendation engine for viewers: what to watch next, and exactly why.

Everything that answers a question is here; what trains a model stands in :mod:`training`. Each
name is loaded when it is first used, so that a question need not wait for what it does not ask.
"""

import importlib
import typing

if typing.TYPE_CHECKING:
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

_HOMES = {
    "recsys.answer": "Answer Part Reason Result",
    "recsys.artifact": "open_model",
    "recsys.catalogue": "Catalogue load_builtin read_catalogue write_catalogue",
    "recsys.comparison": "Comparison compare",
    "recsys.errors": "Ambiguous ArtifactError BadData NotFound QueryError RecsysError",
    "recsys.filters": "CountryFilter Filters ToneCondition Unknown",
    "recsys.home": "models_home",
    "recsys.model": "Model",
    "recsys.model_diff": "ModelDiff NamedQuery common_seeds diff",
    "recsys.publication": "publish",
    "recsys.query": "Blend Query RelationPolicy Seed similar_to",
    "recsys.query_document": "query_from_json",
    "recsys.recommender": "Recommender",
    "recsys.title": "Title",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

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

if not typing.TYPE_CHECKING:  # to a type checker every other name would seem to exist

    def __getattr__(name):
        """Load a name of ``__all__`` from its home, once."""
        if name not in _HOME_OF:
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        value = globals()[name] = getattr(importlib.import_module(_HOME_OF[name]), name)
        return value

    def __dir__():
        """Return the public names, loaded or not."""
        return sorted(globals().keys() | set(__all__))
