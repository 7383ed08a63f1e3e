"""How alike two ranked lists are: what they share, and what they share at their top."""

from __future__ import annotations

import math
from collections.abc import Sequence

PERSISTENCE = 0.9
"""The p of rank-biased overlap: a reader goes on from each place to the next with this probability."""


def overlap(a: Sequence[str], b: Sequence[str]) -> float:
    """Return the share of two lists that both have, whatever its order.

    Parameters
    ----------
    a, b : sequence of str
        Ids, each once a list.

    Returns
    -------
    float
        ``|A∩B| / max(|A|, |B|)``, which is ``|A∩B| / k`` where either list is full; 1 for two
        empty lists.
    """
    longest = max(len(a), len(b))
    return len(set(a) & set(b)) / longest if longest else 1.0


def rank_biased_overlap(a: Sequence[str], b: Sequence[str], *, p: float = PERSISTENCE) -> float:
    """Return how alike two ranked lists are, their first places counting most.

    Webber, Moffat and Zobel, "A similarity measure for indefinite rankings", ACM Transactions on
    Information Systems 28(4), 2010, section 4: the extrapolated form for lists of uneven length,
    equation 32. With ``s`` and ``l`` the length of the shorter and of the longer list, and
    ``X(d)`` how many ids are among the first ``d`` of both::

        RBO = (1-p)/p · ( Σ(d=1..l) X(d)/d · p^d  +  Σ(d=s+1..l) X(s)·(d-s)/(s·d) · p^d )
              + ( (X(l)-X(s))/l + X(s)/s ) · p^l

    Parameters
    ----------
    a, b : sequence of str
        Ids, best first, each once a list.
    p : float
        Between 0 and 1, both excluded; at 0.9 the first ten places have 86 % of the weight.

    Returns
    -------
    float
        1 for equal lists, two empty ones among them; 0 for lists that share nothing.
    """
    if list(a) == list(b):
        return 1.0  # which the sum below misses by a rounding
    short, long = sorted((a, b), key=len)
    if not short:
        return 0.0
    shared = _shared(short, long)
    s, n = len(short), len(long)
    at_s, at_n = shared[s - 1], shared[n - 1]
    seen = math.fsum(count / d * p**d for d, count in enumerate(shared, start=1))
    beyond = math.fsum(at_s * (d - s) / (s * d) * p**d for d in range(s + 1, n + 1))
    return (1 - p) / p * (seen + beyond) + ((at_n - at_s) / n + at_s / s) * p**n


def _shared(short: Sequence[str], long: Sequence[str]) -> list[int]:
    """How many ids are among the first 1, 2, … of both, to the end of the longer list."""
    seen_short: set[str] = set()
    seen_long: set[str] = set()
    counts: list[int] = []
    common = 0
    for place, theirs in enumerate(long):
        if place < len(short):
            ours = short[place]
            seen_short.add(ours)
            common += ours in seen_long
        seen_long.add(theirs)
        common += theirs in seen_short
        counts.append(common)
    return counts
