"""Feature blocks: what they are, how a title becomes a vector, and what a token weighs."""

from recsys.features.column_idf import ColumnIdf
from recsys.features.space import FeatureSpace, FittedBlock
from recsys.features.spec import (
    DEFAULT_BLOCKS,
    YEAR_CONSTANT,
    YEAR_HALF_TRUST,
    YEAR_SPAN,
    BlockSpec,
    Idf,
    TermFrequency,
)
from recsys.features.weighting import year_kernel, year_nearness

__all__ = [
    "DEFAULT_BLOCKS",
    "YEAR_CONSTANT",
    "YEAR_HALF_TRUST",
    "YEAR_SPAN",
    "BlockSpec",
    "ColumnIdf",
    "FeatureSpace",
    "FittedBlock",
    "Idf",
    "TermFrequency",
    "year_kernel",
    "year_nearness",
]
