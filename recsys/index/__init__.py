"""Exact top-k search over all titles, and the filters that narrow it."""

from recsys.index.exact import ExactIndex, best
from recsys.index.facets import FORMS, MEDIA, SETS, STATUSES, Facets
from recsys.index.filters import Screen, screen, tone_id
from recsys.index.inverted import InvertedIndex
from recsys.index.power_mean import NEAREST, TOGETHER, effective_weights, power_mean
from recsys.index.protocol import NO_LIFTS, Hits, Index, QueryVector
from recsys.index.title_facets import facets_of_titles
from recsys.index.verdict import Verdict
from recsys.index.warming import compile_kernels

__all__ = [
    "FORMS",
    "MEDIA",
    "NEAREST",
    "NO_LIFTS",
    "SETS",
    "STATUSES",
    "TOGETHER",
    "ExactIndex",
    "Facets",
    "Hits",
    "Index",
    "InvertedIndex",
    "QueryVector",
    "Screen",
    "Verdict",
    "best",
    "compile_kernels",
    "effective_weights",
    "facets_of_titles",
    "power_mean",
    "screen",
    "tone_id",
]
