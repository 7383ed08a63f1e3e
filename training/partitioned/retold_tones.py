"""Tones of titles of which other parts tell relations: a remake is one even if only its original says so."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from recsys.features import BlockSpec
from recsys.features.space import CountedTokens
from recsys.features.tokens import EXTRACTORS, TONE_BLOCKS
from recsys.names import PeopleIndex
from training.columnar.arrow_text import arrow_strings
from training.columnar.counted_blocks import Told, counted, of_told, vocabulary
from training.columnar.ragged import Ragged, side_by_side
from training.partitioned.counting import read_counts, write_counts
from training.partitioned.parts import Part
from training.partitioned.retold import retold_rows, stored_titles
from training.partitioned.work import WorkFolder


def count_tones(part: Part, work: WorkFolder, blocks: tuple[BlockSpec, ...]) -> None:
    """Write the counted tokens of a part's blocks of tones, as they are among all parts.

    Parameters
    ----------
    part : Part
        The part.
    work : WorkFolder
        Where to read and write.
    blocks : tuple of BlockSpec
        Feature blocks.
    """
    titles, nobody = stored_titles(part, work, retold_rows(part, work)), PeopleIndex.build(())
    for name in [spec.name for spec in blocks if spec.name in TONE_BLOCKS]:
        told = {row: list(EXTRACTORS[name](title, nobody)) for row, title in titles.items()}
        write_counts(work.among_all(part), name, told_anew(read_counts(work.alone(part), name), told))


def told_anew(counts: CountedTokens, told: Told) -> CountedTokens:
    """Return counted tokens of which some rows are replaced.

    Parameters
    ----------
    counts : CountedTokens
        What was counted.
    told : mapping of int to sequence of (str, float)
        Tokens with strengths of the rows to be replaced, each token once.

    Returns
    -------
    CountedTokens
        The other rows are as they were.
    """
    own = counts.rows
    is_told = np.zeros(own.n_rows, np.bool_)
    is_told[list(told)] = True
    kept = ~np.repeat(is_told, np.diff(own.indptr))
    lists, tokens, strengths = of_told(told, own.n_rows, len(counts.terms))
    known = vocabulary(pa.concat_arrays([arrow_strings(counts.terms), pa.array(tokens, pa.large_string())]))
    together, (ours, theirs) = side_by_side([Ragged(own.indptr, own.indices).only(kept), lists])
    values: NDArray[np.float64] = np.empty(len(together.codes))
    values[ours], values[theirs] = own.data[kept], strengths
    ranks = Ragged(together.indptr, known.ranks[together.codes])
    order = np.argsort((ranks.rows << 32) | ranks.codes, kind="stable")
    return counted(Ragged(ranks.indptr, ranks.codes[order]), values[order], known.terms)
