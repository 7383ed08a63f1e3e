"""Exact top-k search over all titles, and the filters that narrow it."""

from recsys.index.facets import FORMS, MEDIA, SETS, STATUSES, Facets
from recsys.index.filters import Screen, screen, tone_id
from recsys.index.power_mean import NEAREST, TOGETHER, effective_weights, power_mean
from recsys.index.protocol import NO_LIFTS, Hits, Index, QueryVector
from recsys.index.scan import ScanIndex, top_k
from recsys.index.verdict import Verdict

__all__ = [
    "FORMS",
    "MEDIA",
    "NEAREST",
    "NO_LIFTS",
    "SETS",
    "STATUSES",
    "TOGETHER",
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
