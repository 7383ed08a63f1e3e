"""A catalogue seen at once: where each title lies on a map, and which titles stand for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.arrays import NamedArrays


@dataclass(frozen=True, slots=True)
class Overview:
    """Places of the titles in the plane, and titles that represent the catalogue.

    Parameters
    ----------
    x, y : ndarray of float32, shape (n_titles,)
        Place of each title, from -1 to 1; similar titles lie together. The axes mean nothing
        by themselves. All NaN where no map was drawn.
    representatives : ndarray of int32, shape (m,)
        Rows of titles that together are similar to as many others as possible, the most
        representative first; at most one of a story world.
    """

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    representatives: NDArray[np.int32]

    @classmethod
    def blank(cls, n_titles: int) -> Overview:
        """Return the overview of a catalogue of which none was made.

        Parameters
        ----------
        n_titles : int
            Number of titles.

        Returns
        -------
        Overview
            No places and no representatives.
        """
        nowhere = np.full(n_titles, np.nan, dtype=np.float32)
        return cls(nowhere, nowhere, np.empty(0, dtype=np.int32))

    @property
    def has_map(self) -> bool:
        """Whether the titles have places; all of them have, or none."""
        return not np.isnan(self.x[:1]).any()

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays by name.

        Returns
        -------
        dict of str to ndarray
            ``x``, ``y`` and ``representatives``.
        """
        return {"x": self.x, "y": self.y, "representatives": self.representatives}

    @classmethod
    def from_arrays(cls, arrays: NamedArrays) -> Overview:
        """Return the overview that :meth:`arrays` described.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            As returned by :meth:`arrays`; may be memory-mapped.

        Returns
        -------
        Overview
            The same overview.
        """
        return cls(arrays["x"], arrays["y"], arrays["representatives"])
