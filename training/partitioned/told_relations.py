"""What the titles of a part are to others: as the part alone tells it, and as all parts do."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from recsys.names import StringTable
from recsys.title import Relation
from training.columnar.arrow_text import arrow_strings
from training.columnar.ragged import Ragged
from training.columnar.relations import KINDS, RANK
from training.partitioned.work import Arrays


@dataclass(frozen=True, slots=True)
class ToldRelations:
    """Relations of the titles of a part; each is a number that sorts by title, kind and id.

    Parameters
    ----------
    before, after : ndarray of int64, ascending, each once
        Relations as the part alone tells them, and as all parts do.
    ids : pyarrow.Array of large_string
        Ids of related titles, ascending.
    """

    before: NDArray[np.int64]
    after: NDArray[np.int64]
    ids: pa.Array

    @classmethod
    def read(cls, alone: Arrays, among: Arrays, ids: StringTable) -> ToldRelations:
        """Return the relations of a part.

        Parameters
        ----------
        alone : Arrays
            The part, with its facts.
        among : Arrays
            The same part as one of all, with what other titles tell of its own.
        ids : StringTable
            Ids of all titles of the catalogue.

        Returns
        -------
        ToldRelations
            What other titles told of a title is left out of ``after``, unless they are in the catalogue.
        """
        told = alone.read("facts.relations.told")
        rows = Ragged(alone.read("facts.relations.indptr"), np.empty(0, np.int32)).rows
        own = arrow_strings(alone.read_texts("facts.relations.ids"))
        bearers, others = np.unique(among.read("facts.told_back.others"), return_inverse=True)
        theirs = arrow_strings(ids).take(pa.array(bearers))
        known = pc.unique(pa.concat_arrays([own, theirs]))
        known = known.take(pc.sort_indices(known))
        before = _numbers(
            rows,
            alone.read("facts.relations.kinds"),
            _places(own, known)[alone.read("facts.relations.others")],
            len(known),
        )
        back = _numbers(
            among.read("facts.told_back.rows"),
            among.read("facts.told_back.kinds"),
            _places(theirs, known)[others],
            len(known),
        )
        return cls(np.unique(before), np.union1d(before[told], back), known)

    @property
    def changed(self) -> NDArray[np.int64]:
        """Rows whose relations are not the same before and after, ascending."""
        changed = np.setxor1d(self.before, self.after, assume_unique=True)
        return np.unique(changed // (_width(len(self.ids)) * len(KINDS)))

    def of(self, rows: NDArray[np.int64]) -> list[tuple[Relation, ...]]:
        """Return the relations of some titles as all parts tell them.

        Parameters
        ----------
        rows : ndarray of int64
            Rows of the part, ascending.

        Returns
        -------
        list of tuple of Relation
            One tuple a title, sorted by kind and id.
        """
        step = _width(len(self.ids)) * len(KINDS)
        begins, ends = (np.searchsorted(self.after, (rows + more) * step) for more in (0, 1))
        sizes = ends - begins
        places = np.arange(sizes.sum()) + np.repeat(begins - np.cumsum(sizes) + sizes, sizes)
        ranks, others = np.divmod(self.after[places] % step, _width(len(self.ids)))
        kinds, names = np.argsort(RANK)[ranks].tolist(), self.ids.take(pa.array(others)).to_pylist()
        every = iter([Relation(KINDS[kind], id) for kind, id in zip(kinds, names, strict=True)])
        return [tuple(islice(every, size)) for size in sizes.tolist()]


def _numbers(
    rows: NDArray[np.int64], kinds: NDArray[np.int8], others: NDArray[np.int64], n_ids: int
) -> NDArray[np.int64]:
    return (rows * len(KINDS) + RANK[kinds]) * _width(n_ids) + others


def _width(n_ids: int) -> int:
    return max(n_ids, 1)


def _places(texts: pa.Array, among: pa.Array) -> NDArray[np.int64]:
    return np.asarray(pc.index_in(texts, value_set=among)).astype(np.int64)
