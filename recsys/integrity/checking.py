"""All claims about a model, examined one after the other or in threads."""

from __future__ import annotations

import os

from recsys.arrays import NamedArrays
from recsys.errors import ArtifactDamaged
from recsys.integrity import features, titles
from recsys.integrity.claim import Claim, Described, Part
from recsys.integrity.neighbours import neighbours
from recsys.integrity.types import type_of
from recsys.model import ModelInfo

PARTS: tuple[Part, ...] = (
    features.n_titles,
    features.blocks,
    features.learned,
    features.matrix,
    features.hubs,
    features.inverted,
    titles.facets,
    titles.relations,
    titles.names,
    titles.external_ids,
    titles.people,
    titles.documents,
    titles.overview,
    neighbours,
)
"""A part that is added to a model is entered here; later ones may rely on the lengths of those before."""


def check_arrays(info: ModelInfo, arrays: NamedArrays, *, reads_all: bool = True) -> None:
    """Refuse arrays that cannot be those of the described model.

    Parameters
    ----------
    info : ModelInfo
        What the manifest says.
    arrays : mapping of str to ndarray
        Arrays by dotted name.
    reads_all : bool
        Whether to look at every number; else only at types, lengths and ends, which takes
        the same time for a thousand titles and for a million.

    Raises
    ------
    ArtifactDamaged
        If a type, shape, range or number is impossible; the message names the first array.
    KeyError, TypeError, ValueError
        If something is missing or of another kind altogether.
    """
    for name, array in arrays.items():
        if array.ndim != 1 or array.dtype.str != type_of(name):
            _refuse(f"{name} has type {array.dtype.str} and {array.ndim} dimensions")
    model, kept = Described(info, arrays), list[Claim]()
    for part in PARTS:
        for claim in part(model):
            if claim.reads_all:
                kept.append(claim)
            elif not claim.holds():
                _refuse(claim.name)
    if reads_all:
        from concurrent.futures import ThreadPoolExecutor  # not for those in a hurry

        with ThreadPoolExecutor(os.cpu_count()) as threads:
            for claim, holds in zip(kept, threads.map(_holds, kept), strict=True):
                if not holds:
                    _refuse(claim.name)


def _holds(claim: Claim) -> bool:
    return claim.holds()


def _refuse(what: str) -> None:
    msg = f"the model's arrays contradict each other ({what[:80]}): train it again"
    raise ArtifactDamaged(msg)
