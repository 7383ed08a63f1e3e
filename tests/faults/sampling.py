"""A few of many cases in the ordinary suite, all of them in the long run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from tests.faults.scale import IS_SOAK

Case = TypeVar("Case")


def some(cases: Sequence[Case], usual: int, seed: int = 0) -> list[Case]:
    """So many of the cases in their order, the same ones in every run; in the long run all of them."""
    if IS_SOAK or usual >= len(cases):
        return list(cases)
    chosen = np.random.default_rng(seed).choice(len(cases), usual, replace=False)
    return [cases[place] for place in sorted(chosen.tolist())]
