"""All claims about a model, examined one after the other or in threads."""

from __future__ import annotations

from recsys.arrays import NamedArrays
from recsys.errors import ArtifactDamaged
from recsys.examination import Examination
from recsys.integrity import features, titles
from recsys.integrity.claim import Claim, Described, Part
from recsys.integrity.neighbours import neighbours
from recsys.integrity.types import types_of
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
    titles.added,
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
    claims = check_at_once(info, arrays)
    if reads_all:
        with Examination() as examination:
            for claim in claims:
                examination.ask(contradiction(claim), claim.holds)


def check_at_once(info: ModelInfo, arrays: NamedArrays) -> list[Claim]:
    """Return the claims that need reading, after all others were found to hold.

    Parameters
    ----------
    info : ModelInfo
        What the manifest says.
    arrays : mapping of str to ndarray
        Arrays by dotted name; no number is read but ends.

    Returns
    -------
    list of Claim
        To be examined in any order.

    Raises
    ------
    ArtifactDamaged
        If a type, shape or end is impossible; the message names the first array.
    KeyError, TypeError, ValueError
        If something is missing or of another kind altogether.
    """
    for name, array in arrays.items():
        if array.ndim != 1 or array.dtype.str not in types_of(name):
            msg = _message(f"{name} has type {array.dtype.str} and {array.ndim} dimensions")
            raise ArtifactDamaged(msg)
    model, kept = Described(info, arrays), list[Claim]()
    for part in PARTS:
        for claim in part(model):
            if claim.reads_all:
                kept.append(claim)
            elif not claim.holds():
                raise ArtifactDamaged(contradiction(claim))
    return kept


def contradiction(claim: Claim) -> str:
    """Return how a model is refused of which a claim does not hold.

    Parameters
    ----------
    claim : Claim
        The claim.

    Returns
    -------
    str
        A message that names the array or field.
    """
    return _message(claim.name)


def _message(what: str) -> str:
    return f"the model's arrays contradict each other ({what[:80]}): train it again"
