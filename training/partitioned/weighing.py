"""The weighted rows of a part over the columns of all parts, and the matrix that they become."""

from __future__ import annotations

from collections.abc import Sequence

from scipy import sparse

from recsys.arrays import Csr
from recsys.features import BlockSpec
from recsys.features.fitting import side_by_side, sorted_rows, weighted
from training.partitioned.gathering import gathered_rows
from training.partitioned.order import Order
from training.partitioned.parts import Part
from training.partitioned.vocabulary import read_space, rows_of
from training.partitioned.work import WorkFolder

_ROWS = "rows"


def weigh_part(part: Part, work: WorkFolder, blocks: tuple[BlockSpec, ...]) -> None:
    """Write the weighted rows of a part.

    Parameters
    ----------
    part : Part
        The part.
    work : WorkFolder
        Where to read and write.
    blocks : tuple of BlockSpec
        Feature blocks.
    """
    space = read_space(work, blocks)
    pieces = [weighted(block, rows_of(part, work, block.spec)) for block in space.blocks]
    work.among_all(part).write_rows(_ROWS, sorted_rows(side_by_side(pieces)))


def merge_rows(parts: Sequence[Part], order: Order, work: WorkFolder) -> None:
    """Write the rows of all parts in the order of the catalogue.

    Parameters
    ----------
    parts : sequence of Part
        All parts, each of them weighed.
    order : Order
        The order of their titles.
    work : WorkFolder
        Where to read and write.
    """
    gathered_rows([work.among_all(part).read_rows(_ROWS) for part in parts], order, work.whole, _ROWS)


def read_matrix(work: WorkFolder, n_features: int) -> sparse.csr_matrix:
    """Return the matrix of all parts.

    Parameters
    ----------
    work : WorkFolder
        Where to read.
    n_features : int
        Number of columns.

    Returns
    -------
    scipy.sparse.csr_matrix of float32, shape (n_titles, n_features)
        Its columns and values are mapped from their files; nobody can write to them.
    """
    rows: Csr = work.whole.read_rows(_ROWS)
    matrix = sparse.csr_matrix((rows.data, rows.indices, rows.indptr), shape=(rows.n_rows, n_features))
    matrix.has_sorted_indices = True
    return matrix
