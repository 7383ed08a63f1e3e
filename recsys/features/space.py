"""The fitted feature space: which column a token has, and how a title becomes a vector.

Both the training and a running service encode with this one piece of code; only the training
fits it (:mod:`recsys.features.vectorizer`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import Csr, SparseVector
from recsys.features.coded_values import CodedValues
from recsys.features.column_idf import ColumnIdf
from recsys.features.spec import BlockSpec
from recsys.features.weighting import pivoted_norms, row_norms, term_weights
from recsys.names import ChosenStrings, StringTable

TokenCounts = Mapping[str, Mapping[str, float]]
"""Strength of each token, by block."""
Terms = StringTable | ChosenStrings
"""Tokens of a block in code-point order: a table of their own, or strings of another one."""


@dataclass(frozen=True, slots=True)
class CountedTokens:
    """Tokens of one block in many titles, with their strengths.

    Parameters
    ----------
    terms : StringTable
        Distinct tokens in code-point order; each is a token of some title.
    rows : Csr
        Strengths above 0 by position of the token in ``terms``, ascending within a title, each once.
    """

    terms: StringTable
    rows: Csr


@dataclass(frozen=True, slots=True)
class FittedBlock:
    """A block with its vocabulary and the constants of its catalogue.

    Parameters
    ----------
    spec : BlockSpec
        The declaration.
    start : int
        First column of the block in the whole space.
    terms : StringTable or ChosenStrings
        Tokens in code-point order; the n-th has column ``start + n``.
    idf : CodedValues, shape (n_terms,)
        Weight of each token within the catalogue; indexed like an array.
    mean_norm : float
        Mean length of the block's rows that are not empty, before normalisation.
    scale : float
        Factor that brings the mean self-similarity of those rows to 1.
    """

    spec: BlockSpec
    start: int
    terms: Terms
    idf: CodedValues
    mean_norm: float
    scale: float

    @property
    def stop(self) -> int:
        """One past the block's last column."""
        return self.start + len(self.terms)

    def column_of(self, token: str) -> int | None:
        """Return the column of a token within the block, None if the catalogue lacks it.

        Parameters
        ----------
        token : str
            The token, as an extractor yields it.

        Returns
        -------
        int or None
            Column, counted from the block's start.
        """
        return self.terms.place_of(token)

    def weigh(self, counts: Csr) -> Csr:
        """Return rows of token strengths as weighted, length-normalised rows.

        Parameters
        ----------
        counts : Csr
            Strengths above 0 by column of the block.

        Returns
        -------
        Csr
            The same places, values as float32.
        """
        raw = term_weights(counts.data.astype(np.float64), self.spec.tf) * self.idf[counts.indices]
        norms = row_norms(counts.indptr, raw)
        divisors = pivoted_norms(norms, pivot=self.spec.pivot, mean=self.mean_norm)
        factor = np.divide(self.scale, divisors, out=np.zeros_like(divisors), where=norms > 0)
        values = raw * np.repeat(factor, np.diff(counts.indptr))
        return Csr(counts.indptr, counts.indices, values.astype(np.float32))


@dataclass(frozen=True)
class FeatureSpace:
    """All blocks side by side.

    Parameters
    ----------
    blocks : tuple of FittedBlock
        In the order of their columns.
    """

    blocks: tuple[FittedBlock, ...]

    @property
    def n_features(self) -> int:
        """Number of columns."""
        return self.blocks[-1].stop if self.blocks else 0

    @cached_property
    def by_name(self) -> dict[str, FittedBlock]:
        """The blocks by name."""
        return {block.spec.name: block for block in self.blocks}

    @cached_property
    def idf(self) -> ColumnIdf:
        """What each column weighs within the catalogue."""
        stops = np.array([block.stop for block in self.blocks], dtype=np.int64)
        return ColumnIdf(stops, tuple(block.idf for block in self.blocks))

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """First column of each block."""
        return np.array([block.start for block in self.blocks], dtype=np.int64)

    def blocks_of(self, columns: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return which block each column belongs to.

        Parameters
        ----------
        columns : ndarray of int32
            Columns of the whole space.

        Returns
        -------
        ndarray of int64
            Positions in ``blocks``.
        """
        # An empty block starts where its successor starts; side="right" then finds the successor.
        return np.searchsorted(self.starts, columns, side="right") - 1

    def feature(self, column: int) -> tuple[str, str]:
        """Return the block's name and the token of a column.

        Parameters
        ----------
        column : int
            Column of the whole space.

        Returns
        -------
        tuple of (str, str)
            Block and token.
        """
        block = self.blocks[int(self.blocks_of(np.array([column], dtype=np.int32))[0])]
        return block.spec.name, block.terms[column - block.start]

    def names(self) -> Iterator[str]:
        """Yield the name of every column, as ``block:token``.

        Yields
        ------
        str
            Names in column order.
        """
        for block in self.blocks:
            yield from (f"{block.spec.name}:{term}" for term in block.terms)

    def encode(self, counts: TokenCounts) -> SparseVector:
        """Return one title's vector; tokens that the training never saw are left out.

        Parameters
        ----------
        counts : mapping of str to mapping of str to float
            Strength of each token, by block.

        Returns
        -------
        SparseVector
            Its features, in the catalogue's own idf and norms.
        """
        pieces = [_encode(block, counts.get(block.spec.name, {})) for block in self.blocks]
        return SparseVector(
            np.concatenate([piece.columns for piece in pieces]) if pieces else np.empty(0, np.int32),
            np.concatenate([piece.values for piece in pieces]) if pieces else np.empty(0, np.float64),
        )


def _encode(block: FittedBlock, tokens: Mapping[str, float]) -> SparseVector:
    found = sorted(
        (column, strength)
        for token, strength in tokens.items()
        if (column := block.column_of(token)) is not None
    )
    columns = np.array([column for column, _ in found], dtype=np.int32)
    strengths = np.array([strength for _, strength in found], dtype=np.float64)
    row = block.weigh(Csr(np.array([0, len(found)], dtype=np.int64), columns, strengths)).row(0)
    return SparseVector((row.columns + block.start).astype(np.int32), row.values)
