"""Making the compiled loops ready, before anybody waits for them."""

from __future__ import annotations

import hashlib
import logging
import os
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from recsys.array_rooms import InMemory
from recsys.arrays import Csr, SparseVector
from recsys.features import ColumnIdf
from recsys.index.batch import PlainWeights
from recsys.index.chosen_kernels import are_compiled, use_compiled
from recsys.index.exact import ExactIndex
from recsys.index.inverting import inverted_index
from recsys.index.kernels import FEW, Kernels
from recsys.index.packing import pack
from recsys.index.power_mean import NEAREST
from recsys.index.protocol import QueryVector
from recsys.index.scan_plan import ScanPlan

_log = logging.getLogger(__name__)
_compiling = Lock()
_SOURCES = (
    *("compiled_search.py", "compiled_kernels.py", "compiled_scan.py", "compiled_part_scan.py"),
    *("compiled_rows.py", "compiled_unpacking.py", "unpacking.py", "just_in_time.py", "inverted.py"),
    *("scan_units.py", "kernels.py", "upper_halves.py", "../variable_bytes.py"),
)


def compile_kernels() -> bool:
    """Return whether compiled loops are used from now on.

    The first call on a machine compiles for some seconds and keeps the result beside the package or, where
    that cannot be written, in the user's cache folder; later ones load that.

    Returns
    -------
    bool
        False where numba is not installed, or neither folder can be written.
    """
    with _compiling:
        if not are_compiled():
            try:
                _keep_by_digest()
                from recsys.index import compiled_search
                from recsys.index.compiled_kernels import COMPILED
            except ImportError:
                return False
            except RuntimeError as error:  # numba finds no folder for what it compiles
                _log.warning("searches stay uncompiled: %s", error)
                return False
            kernels = replace(COMPILED, searches=compiled_search)
            _exercise(kernels)
            use_compiled(kernels)
    return True


def _keep_by_digest() -> None:
    """Let numba keep what it compiles under a digest of all that goes into it.

    By itself it compiles a function again only when the function's own file has changed, and not
    when another one has whose functions and constants are part of the machine code.
    """
    from numba.core import config as numba_config

    config: Any = numba_config
    if config.CACHE_DIR:  # the user has said where
        return
    here = Path(__file__).parent
    digest = hashlib.sha256(b"".join((here / name).read_bytes() for name in _SOURCES)).hexdigest()[:16]
    for folder in (here / "__pycache__", Path.home() / ".cache" / "recsys"):
        try:
            (folder / f"compiled-{digest}").mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            config.CACHE_DIR = str(folder / f"compiled-{digest}")
            return


def _exercise(kernels: Kernels) -> None:
    """Call each loop once with the types that it will get."""
    n_titles = FEW + 1  # fewer are not scanned
    first, ones = np.zeros(1, dtype=np.int64), np.ones(n_titles, dtype=np.float32)
    plain = Csr(np.arange(n_titles + 1, dtype=np.int64), np.zeros(n_titles, dtype=np.int32), ones)
    rows = pack(plain, ColumnIdf.alike(1), room=InMemory())
    year = np.full(n_titles, 2000, dtype=np.int16)
    inverted = inverted_index(
        rows, 1, year=year, hubs=ones, dials=(ones, ones), room=InMemory(), common=0.0, fewest=0
    )
    column = np.zeros(1, dtype=np.int32)
    vector = QueryVector(column, np.ones(1), year[:1].astype(np.int64), np.ones(1), 0.0, column)
    plan = ScanPlan.of(vector, inverted)
    assert plan is not None  # noqa: S101 - it asks for a feature that is there
    sums = np.empty(inverted.n_positions, dtype=np.uint16)
    kernels.scan(inverted, plan.terms, plan.start, sums)
    means = np.zeros(len(sums), dtype=np.float32)
    kernels.join(sums, 0.0, 1.0, NEAREST, means)
    kernels.close(means, NEAREST, sums)
    kernels.collect(sums, kernels.maxima(sums), 1, 2)
    kernels.unpack(np.asarray(rows.starts[:2], np.int64), rows.entries, rows.ratios, rows.idf)
    kernels.dot(rows, first, SparseVector(column, np.ones(1)))
    kernels.dot_many(rows, first, column, np.ones((1, 1)))
    if kernels.searches is not None:
        index = ExactIndex(rows, inverted, year, ones, ones, ones)
        for n_eligible in (1, n_titles):
            kernels.searches.search(index, vector, 1, np.arange(n_titles) < n_eligible, sharing=True)
        weights = PlainWeights(np.ones(1), np.ones(1, dtype=np.bool_), 1.0)
        kernels.searches.nearest(index, weights, first, 1, sharing=True)
