"""Lists of values, one list a title, drawn for many titles at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from benchmarks.synthetic.curves import Field, Ids, draw, quantiles

_SAME_SIZE = 0.7
"""So many sequels have as many values as their parent: a choice."""


@dataclass(frozen=True, slots=True)
class Lists:
    """A list of values for each of some titles.

    Parameters
    ----------
    starts : ndarray of int64, shape (n_titles + 1,)
        Where each list starts.
    ids : ndarray of int64, shape (n_values,)
        The values by rank, those of one title different, in the order in which they were drawn.
    """

    starts: NDArray[np.int64]
    ids: Ids

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How long each list is."""
        return np.diff(self.starts)

    @property
    def rows(self) -> NDArray[np.int64]:
        """The title of each value."""
        return np.repeat(np.arange(len(self.starts) - 1), self.sizes)

    def firsts(self, otherwise: int) -> Ids:
        """Return the first value of each list.

        Parameters
        ----------
        otherwise : int
            What stands for an empty list.

        Returns
        -------
        ndarray of int64, shape (n_titles,)
            Values.
        """
        found = np.full(len(self.starts) - 1, otherwise, dtype=np.int64)
        filled = self.sizes > 0
        found[filled] = self.ids[self.starts[:-1][filled]]
        return found

    def texts(self, names: Any) -> Any:
        """Return the lists as Arrow knows them.

        Parameters
        ----------
        names : pyarrow.StringArray
            Name of each value.

        Returns
        -------
        pyarrow.ListArray
            One list of texts a title.
        """
        return pa.ListArray.from_arrays(
            pa.array(self.starts.astype(np.int32)), names.take(pa.array(self.ids))
        )


def draw_lists(
    field: Field, groups: NDArray[np.int64], parents: NDArray[np.int64], rng: np.random.Generator
) -> Lists:
    """Return a list for each title: some values of its parent, of its group, and of the whole catalogue.

    Parameters
    ----------
    field : Field
        Which values there are.
    groups : ndarray of int64, shape (n_titles,)
        The theme of each title.
    parents : ndarray of int64, shape (n_titles,)
        The title that each continues, -1 if none; a parent has no parent.
    rng : numpy.random.Generator
        Where chance comes from.

    Returns
    -------
    Lists
        As long as the statistics of the field want them, or shorter where too many draws met.
    """
    known = field.statistics
    n = len(groups)
    sizes = quantiles(known.sizes, n, rng) * (rng.random(n) >= known.missing)
    children = np.flatnonzero((parents >= 0) & (rng.random(n) < _SAME_SIZE))
    sizes[children] = sizes[parents[children]]
    # Half as many draws more than needed on average: what meets is drawn anew.
    n_draws = np.where(sizes > 0, np.ceil(sizes * field.excess * 1.5).astype(np.int64) + 2, 0)
    rows = np.repeat(np.arange(n), n_draws)
    ids = draw(field.cumulated, len(rows), rng)
    themed = np.flatnonzero(rng.random(len(rows)) < known.themed)
    ids[themed] = field.themes[groups[rows[themed]], rng.integers(0, known.choices, len(themed))]
    drawn = _first_distinct(rows, ids, sizes, field.n_values)
    return _with_inheritance(drawn, sizes, parents, known.inherited, field.n_values, rng)


def _with_inheritance(
    drawn: Lists,
    sizes: NDArray[np.int64],
    parents: NDArray[np.int64],
    share: float,
    n_values: int,
    rng: np.random.Generator,
) -> Lists:
    """Put a share of the parent's values before a child's own ones."""
    children = np.flatnonzero(parents >= 0)
    lengths = drawn.sizes[parents[children]]
    heirs = np.repeat(children, lengths)
    inherited = drawn.ids[positions(drawn.starts[parents[children]], lengths)]
    taken = rng.random(len(heirs)) < share
    rows = np.concatenate([heirs[taken], drawn.rows])
    ids = np.concatenate([inherited[taken], drawn.ids])
    order = np.argsort(rows, kind="stable")
    return _first_distinct(rows[order], ids[order], sizes, n_values)


def positions(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the positions of several runs, one run after the other.

    Parameters
    ----------
    starts, lengths : ndarray of int64, shape (n,)
        Where each run starts, and how long it is.

    Returns
    -------
    ndarray of int64, shape (sum of lengths,)
        Positions.
    """
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))


def _first_distinct(rows: NDArray[np.int64], ids: Ids, sizes: NDArray[np.int64], n_values: int) -> Lists:
    """Return at most so many different values a row; rows ascend."""
    _, firsts = np.unique(rows * np.int64(n_values) + ids, return_index=True)
    firsts.sort()
    rows, ids = rows[firsts], ids[firsts]
    starts = np.searchsorted(rows, np.arange(len(sizes) + 1))
    kept = np.arange(len(rows)) - starts[rows] < sizes[rows]
    counts = np.bincount(rows[kept], minlength=len(sizes))
    return Lists(np.concatenate([[0], np.cumsum(counts)]), ids[kept])
