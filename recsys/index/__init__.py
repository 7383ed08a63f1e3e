"""Exact top-k search over all titles, and the filters that narrow it."""

from recsys.index.facets import FORMS, MEDIA, Facets
from recsys.index.filters import Screen, Verdict, screen, tone_id
from recsys.index.power_mean import effective_weights, power_mean
from recsys.index.protocol import Hits, Index, QueryVector
from recsys.index.scan import ScanIndex, top_k

__all__ = [
    "FORMS",
    "MEDIA",
    "Facets",
    "Hits",
    "Index",
    "QueryVector",
    "ScanIndex",
    "Screen",
    "Verdict",
    "effective_weights",
    "power_mean",
    "screen",
    "tone_id",
    "top_k",
]
