"""What a feature block is: one field of a title, its term weighting and its length normalisation.

A block is declared, not programmed: :data:`DEFAULT_BLOCKS` is the whole feature design on one
screen. ``docs/decisions/0003-features.md`` says where the numbers come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from recsys.answer import ReasonKind


class TermFrequency(StrEnum):
    """How often a token occurs, as a number."""

    BINARY = "binary"
    VALUE = "value"
    SATURATED = "saturated"


class Idf(StrEnum):
    """How much rarer tokens count for more; the formulas stand in :mod:`recsys.features.weighting`."""

    NONE = "none"
    SMOOTH = "smooth"
    LOG = "log"
    ROOT_LOG = "root-log"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockSpec:
    """One feature block.

    Parameters
    ----------
    name : str
        Name of the block and of the extractor in :mod:`recsys.features.tokens`.
    reason : ReasonKind
        What a shared feature of the block is called when a result is explained.
    tf : TermFrequency
        Weight of a token within a title.
    idf : Idf
        Weight of a token within the catalogue.
    pivot : float
        0 (no length normalisation) to 1 (the plain cosine); see
        :func:`recsys.features.weighting.pivoted_norms`.
    min_df : int
        Tokens of fewer titles are left out.
    constant : float
        What the 20 nearest titles of the block should add to a score, on average; the
        block's weight is this constant over what they are measured to have. 0 turns the
        block off until a query turns it on.
    typical : float
        That measure on catalogues seen before: what a small catalogue is drawn towards.
    half_trust : int
        Number of titles at which the block has half of its weight: in a small catalogue the
        words that two synopses share are mostly chance. 0 trusts it always.
    half_length : float
        Mean number of tokens of a title at which the block has half of its weight: what two short
        texts share is more often chance. 0 trusts every length.
    when_described : float
        What comes on top of the constant where somebody has described every title; of that as
        much as the share of titles that are described (:attr:`recsys.index.Facets.described`),
        and half of it at 500 titles: in a small catalogue every shared tone seems rare.
    is_trait : bool
        Whether sharing this alone is reason enough to show a title.
    is_distinctive : bool
        Whether it holds people and words, which few titles share, and not kinds, which many do.
        Where some of these blocks know little of a catalogue, the others count for more; and who is
        near to many by them is no hub.
    on_request : float
        The constant when a question's own text names something in the block: for one that is
        off, or that is trusted less in a small catalogue.
    """

    name: str
    reason: ReasonKind
    tf: TermFrequency = TermFrequency.BINARY
    idf: Idf = Idf.LOG
    pivot: float = 0.4
    min_df: int = 1
    constant: float = 0.0
    typical: float = 0.5
    half_trust: int = 0
    half_length: float = 0.0
    when_described: float = 0.0
    is_trait: bool = True
    is_distinctive: bool = False
    on_request: float = 0.0

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> BlockSpec:
        """Return the declaration that a manifest holds.

        Parameters
        ----------
        document : mapping
            One entry a field, enums as their text.

        Returns
        -------
        BlockSpec
            The declaration.
        """
        values = dict(document)
        values["reason"] = ReasonKind(values["reason"])
        values["tf"] = TermFrequency(values["tf"])
        values["idf"] = Idf(values["idf"])
        return cls(**values)


DEFAULT_BLOCKS: tuple[BlockSpec, ...] = (
    BlockSpec(name="genres", reason=ReasonKind.GENRE, idf=Idf.ROOT_LOG, constant=0.17, typical=0.9),
    # Two fields, one block: a tag that means a tone is that tone, any other stands for itself.
    # A stated tone is a judgement of the whole title, a tag a keyword: it says half as much.
    BlockSpec(
        name="tones",
        reason=ReasonKind.TONE,
        tf=TermFrequency.VALUE,
        idf=Idf.ROOT_LOG,
        constant=0.15,
        typical=0.35,
        when_described=0.2,
    ),
    BlockSpec(
        name="countries",
        reason=ReasonKind.ORIGIN,
        idf=Idf.ROOT_LOG,
        constant=0.10,
        typical=0.8,
        is_trait=False,
    ),
    BlockSpec(name="cast", reason=ReasonKind.PEOPLE, constant=0.065, typical=0.16, is_distinctive=True),
    BlockSpec(name="creators", reason=ReasonKind.PEOPLE, constant=0.05, typical=0.33, is_distinctive=True),
    BlockSpec(
        name="synopsis",
        reason=ReasonKind.WORDS,
        tf=TermFrequency.SATURATED,
        constant=0.263,
        typical=0.11,
        half_trust=150,
        half_length=30.0,
        on_request=0.165,
        is_distinctive=True,
    ),
    BlockSpec(
        name="studios",
        reason=ReasonKind.STRUCTURE,
        is_trait=False,
        constant=0.035,
        typical=0.35,
        is_distinctive=True,
    ),
    BlockSpec(name="source", reason=ReasonKind.STRUCTURE, is_trait=False, constant=0.03, typical=0.85),
    # Only of stories that do not play in their own year, which counts already.
    BlockSpec(
        name="period",
        reason=ReasonKind.STRUCTURE,
        tf=TermFrequency.VALUE,
        constant=0.05,
        typical=0.7,
        is_trait=False,
        on_request=0.05,
    ),
    # Learned from all other blocks (training/expectation.py), idf and strength included.
    BlockSpec(
        name="expected_genres",
        reason=ReasonKind.GENRE,
        tf=TermFrequency.VALUE,
        idf=Idf.NONE,
        constant=0.1,
        typical=0.9,
        half_trust=2000,
        is_trait=False,
    ),
    # Off by default: no gain was measured, or the gain does not pay for what it breaks.
    BlockSpec(
        name="inferred_tones",
        reason=ReasonKind.TONE,
        tf=TermFrequency.VALUE,
        idf=Idf.ROOT_LOG,
        typical=0.35,
        on_request=0.05,
    ),
    BlockSpec(name="title", reason=ReasonKind.WORDS, pivot=0.7, min_df=2, is_trait=False),
    # A low pivot: who asks for two cities wants both, also of a story that goes on to a third.
    BlockSpec(name="places", reason=ReasonKind.STRUCTURE, pivot=0.2, on_request=0.10),
    BlockSpec(name="languages", reason=ReasonKind.ORIGIN, idf=Idf.ROOT_LOG, is_trait=False),
    BlockSpec(
        name="form",
        reason=ReasonKind.STRUCTURE,
        idf=Idf.ROOT_LOG,
        is_trait=False,
        typical=0.9,
        on_request=0.05,
    ),
)

YEAR_CONSTANT = 0.225
"""The constant of the year term, in the sense of :attr:`BlockSpec.constant`."""

YEAR_HALF_TRUST = 500
"""Number of titles at which the year term has half of its weight; see :attr:`BlockSpec.half_trust`."""

YEAR_SPAN = 8.0
"""Years after which the year term has fallen to 1/e."""
