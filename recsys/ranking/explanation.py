"""The exact parts of a score: which feature of which seed adds how much."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from recsys.answer import Part
from recsys.arrays import SparseVector
from recsys.catalogue.vocabulary import tone_vocabulary
from recsys.features import FeatureSpace
from recsys.features.tokens import TONE_BLOCKS
from recsys.ranking.compose import ESCAPISM, EVERYBODY, FAME, HUBS, RANK, Evidence
from recsys.ranking.remembered import Remembered
from recsys.ranking.summands import Summands

ENDING = "ending"
"""What a part calls a tone that would give away how a story ends."""
_NAMES: Remembered[int, tuple[str, str]] = Remembered(65_536)
"""Block and token of the columns that were named already, by feature space."""
_DISCREET_NAMES: Remembered[int, tuple[str, str]] = Remembered(65_536)
"""The same without the names of endings."""


@dataclass(frozen=True, slots=True)
class Added:
    """What is added to the score of one title besides its likeness; 0 adds nothing.

    Parameters
    ----------
    escapism, fame : float
        What the two dials add.
    lift : float
        What its places in charts add.
    lift_name : str
        Which places those are.
    """

    escapism: float = 0.0
    fame: float = 0.0
    lift: float = 0.0
    lift_name: str = ""

    def parts(self) -> Iterator[Part]:
        """Yield a part for each that is not 0.

        Yields
        ------
        Part
            Without a seed.
        """
        for block, name, value in (
            (ESCAPISM, "dial", self.escapism),
            (FAME, "dial", self.fame),
            (RANK, self.lift_name, self.lift),
        ):
            if value:
                yield Part(block, name, None, value)


NOTHING_ADDED = Added()


class Explainer:
    """Explains the scores of one question's results, one after the other.

    Parameters
    ----------
    evidence : sequence of Evidence
        As it went into the query vector.
    space : FeatureSpace
        The fitted space.
    weights : mapping of str to float
        Weight by block, and ``year``.
    spoilers : bool
        Whether endings are named.
    """

    def __init__(
        self,
        evidence: Sequence[Evidence],
        space: FeatureSpace,
        weights: Mapping[str, float],
        *,
        spoilers: bool = False,
    ) -> None:
        self.evidence = evidence
        self._space = space
        self._names = (_NAMES if spoilers else _DISCREET_NAMES).of(space)
        self._discreet = not spoilers
        self._summands = Summands(space, weights)
        self._adds_up = all(e.viewer == EVERYBODY and not e.stands_alone for e in evidence)

    def parts(
        self, vector: SparseVector, *, year: int, added: Added = NOTHING_ADDED, hub: float = 1.0
    ) -> tuple[Part, ...]:
        """Return the signed parts of one title's score, largest first.

        Parameters
        ----------
        vector : SparseVector
            The title's features.
        year : int
            The title's year; 0 is unknown.
        added : Added
            What the dials and charts add for this title.
        hub : float
            The title's hub factor; what it adds or takes is a part of its own.

        Returns
        -------
        tuple of Part
            Summands of the score, in double precision.
        """
        candidate = self._summands.with_title(vector, year)
        summed = self.evidence if self._adds_up else candidate.as_summed(self.evidence)
        parts = [part for item in summed for part in candidate.parts(item, self._name)]
        correction = (hub - 1) * max(math.fsum([part.value for part in parts]), 0.0)
        if correction:
            parts.append(Part(HUBS, "near to many" if hub < 1 else "near to few", None, correction))
        parts += added.parts()
        return tuple(sorted(parts, key=_order))

    def _name(self, column: int) -> tuple[str, str]:
        """Block and token of a column; an ending is called so, unless endings may be named."""
        known = self._names.get(column)
        if known is None:
            block, token = self._space.feature(column)
            if self._discreet and block in TONE_BLOCKS and _is_ending(token):
                token = ENDING
            known = self._names[column] = block, token
        return known


def _order(part: Part) -> tuple[float, str, str, str]:
    return -abs(part.value), part.block, part.feature, part.seed or ""


def explain(
    evidence: Sequence[Evidence],
    space: FeatureSpace,
    weights: Mapping[str, float],
    vector: SparseVector,
    *,
    year: int,
    added: Added = NOTHING_ADDED,
    hub: float = 1.0,
    spoilers: bool = False,
) -> tuple[Part, ...]:
    """Return the signed parts of one title's score, largest first.

    Parameters
    ----------
    evidence : sequence of Evidence
        As it went into the query vector.
    space : FeatureSpace
        The fitted space.
    weights : mapping of str to float
        Weight by block, and ``year``.
    vector : SparseVector
        The title's features.
    year : int
        The title's year; 0 is unknown.
    added : Added
        What the dials and charts add for this title.
    hub : float
        The title's hub factor; what it adds or takes is a part of its own.
    spoilers : bool
        Whether endings are named.

    Returns
    -------
    tuple of Part
        Summands of the score, in double precision.
    """
    explainer = Explainer(evidence, space, weights, spoilers=spoilers)
    return explainer.parts(vector, year=year, added=added, hub=hub)


def viewer_sums(
    evidence: Sequence[Evidence],
    space: FeatureSpace,
    weights: Mapping[str, float],
    vector: SparseVector,
    *,
    year: int,
) -> list[float]:
    """Return what a title scores for each of several viewers alone.

    Parameters
    ----------
    evidence : sequence of Evidence
        As it went into the query vector.
    space : FeatureSpace
        The fitted space.
    weights : mapping of str to float
        Weight by block, and ``year``.
    vector : SparseVector
        The title's features.
    year : int
        The title's year; 0 is unknown.

    Returns
    -------
    list of float
        Without hub factors, in the order of the viewers; empty if there are none.
    """
    viewers = sorted({item.viewer for item in evidence} - {EVERYBODY})
    groups = [[replace(e, viewer=EVERYBODY) for e in evidence if e.viewer == one] for one in viewers]
    candidate = Summands(space, weights).with_title(vector, year)
    return [math.fsum(map(candidate.value, candidate.as_summed(group))) for group in groups]


def _is_ending(token: str) -> bool:
    vocabulary = tone_vocabulary()
    entry = vocabulary.get(vocabulary.by_name(token) or token)  # a tag may mean an ending, too
    return entry is not None and entry.spoiler
