"""How often a fault is tried: a few times in the ordinary suite, as often as was promised in `make soak`."""

from __future__ import annotations

import os

IS_SOAK = os.environ.get("RECSYS_SOAK") == "1"
"""Whether this is the long run, whose figures stand in docs/reliability.md."""


def rounds(*, usual: int, soak: int) -> int:
    """Return how often to try.

    Parameters
    ----------
    usual : int
        In the ordinary suite.
    soak : int
        In the long run.

    Returns
    -------
    int
        One of the two.
    """
    return soak if IS_SOAK else usual
