"""How a figure grows with the number of titles, and what it will be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Growth:
    """A power law through measured figures: ``figure = factor · titles^exponent``.

    Parameters
    ----------
    factor : float
        The figure of one title.
    exponent : float
        1 is growth in proportion, less is better.
    last : tuple of (int, float)
        The largest size that was measured, and its figure.
    """

    factor: float
    exponent: float
    last: tuple[int, float]

    @classmethod
    def of(cls, series: Mapping[int, float]) -> Growth:
        """Return the law of a series, by least squares in logarithms of both.

        Parameters
        ----------
        series : mapping of int to float
            Figures above 0 by number of titles, at least two.

        Returns
        -------
        Growth
            The law.
        """
        sizes = sorted(series)
        slope, start = np.polyfit(np.log(sizes), np.log([series[size] for size in sizes]), 1)
        return cls(float(np.exp(start)), float(slope), (sizes[-1], series[sizes[-1]]))

    def at(self, titles: int) -> float:
        """Return what to expect at a size.

        What was measured last counts more than the line: it is carried on from there, and by no exponent
        below 1, since small sizes hold constants that look like slow growth.

        Parameters
        ----------
        titles : int
            The size, not below the largest one that was measured.

        Returns
        -------
        float
            In the unit of the series.
        """
        size, figure = self.last
        return float(figure * (titles / size) ** max(self.exponent, 1.0))
