"""Which loops a search uses: plain ones until compiled ones are ready, so that no question waits.

Both give the same answers to the last bit; what is chosen here is only how fast.
"""

from __future__ import annotations

from threading import Lock

import numpy as np

from recsys.arrays import Csr, SparseVector
from recsys.index.inverted import InvertedIndex
from recsys.index.kernels import PLAIN, Kernels
from recsys.index.power_mean import NEAREST
from recsys.index.protocol import QueryVector
from recsys.index.scan_plan import ScanPlan

_ready: list[Kernels] = []
_compiling = Lock()


def chosen_kernels(*, is_checked: bool) -> Kernels:
    """Return the fastest loops that may be used.

    Parameters
    ----------
    is_checked : bool
        Whether every number of the index was checked; compiled loops trust them.

    Returns
    -------
    Kernels
        Compiled ones after :func:`compile_kernels`.
    """
    return _ready[0] if _ready and is_checked else PLAIN


def compile_kernels() -> bool:
    """Return whether compiled loops are used from now on.

    The first call on a machine compiles for some seconds and keeps the result beside the package, or in
    the user's cache folder; later ones load that.

    Returns
    -------
    bool
        False where numba is not installed.
    """
    with _compiling:
        if not _ready:
            try:
                from recsys.index.compiled_kernels import COMPILED
            except ImportError:
                return False
            _exercise(COMPILED)
            _ready.append(COMPILED)
    return True


def _exercise(kernels: Kernels) -> None:
    """Call each loop once with the types that it will get."""
    one = np.ones(1, dtype=np.float32)
    rows = Csr(np.array([0, 1], dtype=np.int64), np.zeros(1, dtype=np.int32), one)
    year = np.array([2000], dtype=np.int16)
    inverted = InvertedIndex.build(rows, 1, year=year, hubs=one, dials=(one, one), common=0.0)
    column = np.zeros(1, dtype=np.int32)
    vector = QueryVector(column, np.ones(1), year.astype(np.int64), np.ones(1), 0.0, column)
    plan = ScanPlan.of(vector, inverted)
    assert plan is not None  # noqa: S101 - it asks for a feature that is there
    sums = np.empty(inverted.n_positions, dtype=np.uint16)
    kernels.scan(inverted, plan.terms, plan.start, sums)
    means = np.zeros(len(sums), dtype=np.float32)
    kernels.join(sums, 0.0, 1.0, NEAREST, means)
    kernels.close(means, NEAREST, sums)
    kernels.collect(sums, kernels.maxima(sums), 1, 2)
    kernels.dot(rows, np.zeros(1, dtype=np.int64), SparseVector(column, np.ones(1)))
