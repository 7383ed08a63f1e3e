"""The vocabularies of all parts made one, and the constants of each block: what fitting a block finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from recsys.arrays import Csr
from recsys.features import BlockSpec, FeatureSpace
from recsys.features.coded_values import CodedValues
from recsys.features.fitting import lengths_of, scaled
from recsys.features.space import CountedTokens, FittedBlock
from recsys.features.tokens import TONE_BLOCKS
from recsys.features.weighting import idf_weights
from recsys.large_arrays import let_go
from training.columnar.arrow_text import arrow_strings, string_table
from training.columnar.block_tokens import CREDITED
from training.columnar.counted_blocks import joint_vocabulary
from training.columnar.ragged import Ragged
from training.partitioned.counting import read_counts
from training.partitioned.gathering import gathered_numbers
from training.partitioned.order import Order
from training.partitioned.parts import Part
from training.partitioned.work import WorkFolder

_SCALES = "scales"


def merge_vocabularies(
    parts: Sequence[Part], order: Order, work: WorkFolder, blocks: tuple[BlockSpec, ...]
) -> None:
    """Write the tokens of each block with their idf, and which column each token of each part has.

    Parameters
    ----------
    parts : sequence of Part
        All parts, each of them counted.
    order : Order
        The order of their titles.
    work : WorkFolder
        Where to read and write.
    blocks : tuple of BlockSpec
        Feature blocks.
    """
    kept = order.kept()
    for spec in blocks:
        counts = [counts_of(part, work, spec) for part in parts]
        known = joint_vocabulary([arrow_strings(own.terms) for own in counts])
        ends = np.cumsum([len(own.terms) for own in counts])[:-1]
        ranks = np.split(known.ranks, ends)
        frequency = np.zeros(len(known.terms), np.int64)
        for own, places, mask in zip(counts, ranks, kept, strict=True):
            frequency[places] += _frequency(own, mask)
            let_go(own.rows.indptr, own.rows.indices)
        is_used = frequency >= max(spec.min_df, 1)
        columns = np.where(is_used, np.cumsum(is_used) - 1, -1).astype(np.int32)
        for part, places in zip(parts, ranks, strict=True):
            work.among_all(part).write(f"columns.{spec.name}", columns[places])
        idf = idf_weights(frequency[is_used], n_titles=order.n_titles, kind=spec.idf)
        work.whole.write_texts(f"terms.{spec.name}", string_table(known.terms.filter(pa.array(is_used))))
        for name, array in CodedValues.of(idf).arrays().items():
            work.whole.write(f"idf.{spec.name}.{name}", array)


def measure_part(part: Part, work: WorkFolder, blocks: tuple[BlockSpec, ...]) -> None:
    """Write the lengths of a part's rows in each block, before normalisation.

    Parameters
    ----------
    part : Part
        The part.
    work : WorkFolder
        Where to read and write.
    blocks : tuple of BlockSpec
        Feature blocks.
    """
    for spec in blocks:
        norms = lengths_of(rows_of(part, work, spec), spec, _idf(work, spec))
        work.among_all(part).write(f"norms.{spec.name}", norms)


def merge_scales(
    parts: Sequence[Part], order: Order, work: WorkFolder, blocks: tuple[BlockSpec, ...]
) -> None:
    """Write the mean length and the scale of each block.

    Parameters
    ----------
    parts : sequence of Part
        All parts, each of them measured.
    order : Order
        The order of their titles.
    work : WorkFolder
        Where to read and write.
    blocks : tuple of BlockSpec
        Feature blocks.
    """
    scales = {}
    for spec, start in _starts(work, blocks):
        name = f"norms.{spec.name}"
        # Sums in another order than that of the catalogue end in other bits.
        norms = gathered_numbers([work.among_all(part).read(name) for part in parts], order, work.whole, name)
        terms, idf = work.whole.read_texts(f"terms.{spec.name}"), _idf(work, spec)
        block = scaled(spec, start, terms, idf, norms)
        scales[spec.name] = (block.mean_norm, block.scale)
    work.whole.write_json(_SCALES, scales)


def read_space(work: WorkFolder, blocks: tuple[BlockSpec, ...]) -> FeatureSpace:
    """Return the fitted blocks.

    Parameters
    ----------
    work : WorkFolder
        Where to read.
    blocks : tuple of BlockSpec
        Feature blocks.

    Returns
    -------
    FeatureSpace
        Mapped from its files.
    """
    scales = work.whole.read_json(_SCALES)
    return FeatureSpace(
        tuple(
            FittedBlock(
                spec,
                start,
                work.whole.read_texts(f"terms.{spec.name}"),
                _idf(work, spec),
                *scales[spec.name],
            )
            for spec, start in _starts(work, blocks)
        )
    )


def counts_of(part: Part, work: WorkFolder, spec: BlockSpec) -> CountedTokens:
    """Return what was counted of a block in a part.

    Parameters
    ----------
    part : Part
        The part.
    work : WorkFolder
        Where to read.
    spec : BlockSpec
        The block.

    Returns
    -------
    CountedTokens
        With the part's own vocabulary.
    """
    depends_on_others = spec.name in CREDITED or spec.name in TONE_BLOCKS
    return read_counts(work.among_all(part) if depends_on_others else work.alone(part), spec.name)


def rows_of(part: Part, work: WorkFolder, spec: BlockSpec) -> Csr:
    """Return what was counted of a block in a part, by the columns of the block.

    Parameters
    ----------
    part : Part
        The part.
    work : WorkFolder
        Where to read.
    spec : BlockSpec
        The block.

    Returns
    -------
    Csr
        Strengths, without tokens that too few titles have.
    """
    rows, columns = counts_of(part, work, spec).rows, work.among_all(part).read(f"columns.{spec.name}")
    found = Ragged(rows.indptr, columns[rows.indices])
    kept = found.codes >= 0
    chosen = found.only(kept)
    return Csr(chosen.indptr, chosen.codes, rows.data[kept])


def _frequency(counts: CountedTokens, kept: NDArray[np.bool_]) -> NDArray[np.int64]:
    rows = Ragged(counts.rows.indptr, counts.rows.indices).without_rows(~kept)
    return np.bincount(rows.codes, minlength=len(counts.terms))


def _idf(work: WorkFolder, spec: BlockSpec) -> CodedValues:
    own = f"idf.{spec.name}"
    return CodedValues(work.whole.read(f"{own}.values"), work.whole.read(f"{own}.codes"))


def _starts(work: WorkFolder, blocks: tuple[BlockSpec, ...]) -> Iterator[tuple[BlockSpec, int]]:
    """Each block with its first column."""
    start = 0
    for spec in blocks:
        yield spec, start
        start += len(_idf(work, spec))
