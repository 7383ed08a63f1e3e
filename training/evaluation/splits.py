"""What may be looked at while a method is chosen, and what is kept for measuring it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np

from training.evaluation.judgements import Pairs


def half_of(id: str) -> str:
    """Return the half that a source belongs to by its id alone.

    Parameters
    ----------
    id : str
        Id of the source; the same id is in the same half in every catalogue.

    Returns
    -------
    str
        ``dev`` or ``test``.
    """
    return ("dev", "test")[hashlib.sha256(f"half:{id}".encode()).digest()[0] & 1]


def in_half(pairs: Pairs, half: str, *, halves: Mapping[int, str], ids: Sequence[str]) -> Pairs:
    """Return the pairs whose source belongs to a half.

    Parameters
    ----------
    pairs : Pairs
        All pairs.
    half : str
        ``dev``, ``test`` or ``all``.
    halves : mapping of int to str
        Half by row, where a file says it; a source that it does not name is in neither half.
        Empty to split by the ids.
    ids : sequence of str
        Id of each row.

    Returns
    -------
    Pairs
        Those of the half.
    """
    if half == "all":
        return pairs
    sources = np.unique(pairs.source)
    known = halves or {int(row): half_of(ids[row]) for row in sources}
    own = [row for row in sources if known.get(int(row)) == half]
    return pairs.subset(np.isin(pairs.source, own))
