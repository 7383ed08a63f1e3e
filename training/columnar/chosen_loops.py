"""Which loops read texts: those of Arrow and numpy, or compiled ones where many titles are read.

Both give the same numbers; what is chosen here is only how fast.
"""

from __future__ import annotations

import logging
from types import ModuleType
from typing import Any

import numpy as np

from recsys.arrays import frozen

_log = logging.getLogger(__name__)
_compiled: list[ModuleType] = []
_WORTH = 50_000
"""Titles; fewer are read before the compiled loops are loaded."""


def loops() -> Any | None:
    """Return the compiled loops: the module :mod:`training.columnar.compiled_texts`.

    Returns
    -------
    module or None
        None before :func:`compile_loops` was called, or where that could not be done.
    """
    return _compiled[0] if _compiled else None


def weighing_loops() -> Any | None:
    """Return the compiled loops that weigh: the module :mod:`training.columnar.compiled_blocks`.

    Returns
    -------
    module or None
        None where :func:`loops` gives none.
    """
    return _compiled[1] if _compiled else None


def compile_for(n_titles: int) -> None:
    """Use compiled loops from now on if there are so many titles that it pays.

    Parameters
    ----------
    n_titles : int
        How many are to be read.
    """
    if n_titles >= _WORTH:
        compile_loops()


def compile_loops() -> bool:
    """Return whether compiled loops are used from now on.

    The first call on a machine compiles for some seconds and keeps the result beside the package or in the
    user's cache folder; later ones load that.

    Returns
    -------
    bool
        False where numba is not installed, or neither folder can be written.
    """
    if not _compiled:
        try:
            from training.columnar import compiled_blocks, compiled_texts
        except ImportError:
            return False
        except RuntimeError as error:  # numba finds no folder for what it compiles
            _log.warning("texts are read by uncompiled loops: %s", error)
            return False
        _exercise(compiled_texts)
        _exercise_weighing(compiled_blocks)
        _compiled[:] = [compiled_texts, compiled_blocks]
    return True


def _exercise(compiled: Any) -> None:
    """Call each loop once with the types that it will get."""
    texts, offsets = frozen(np.full(2, ord("a"), np.uint8)), frozen(np.array([0, 2]))
    slots, starts, held = np.zeros(256, np.int64), np.zeros(256, np.int64), np.zeros(3, np.int64)
    pool, codes, indptr = np.zeros(256, np.uint8), np.zeros(2, np.int32), np.zeros(2, np.int64)
    is_true = np.zeros(1, np.bool_)
    compiled.place_again(slots, slots)
    compiled.number_texts(texts, offsets, 0, slots, starts, pool, held, codes[:1])
    table = (slots, starts, pool, held)
    compiled.number_words(texts, offsets, 0, *table[:3], *table, codes, indptr)
    compiled.turn_names(texts, offsets, pool, indptr, is_true)
    beginnings, order = np.zeros(1, np.uint64), np.zeros(1, np.int64)
    compiled.fill_beginnings(texts, offsets, beginnings)
    compiled.sort_alike(texts, offsets, beginnings, order)
    compiled.tally(frozen(np.array([0, 1])), codes[:1], codes[1:].copy(), indptr)
    compiled.mark_repeated(frozen(np.array([0, 1])), frozen(codes[:1]), codes, is_true)


def _exercise_weighing(compiled: Any) -> None:
    indptr, indices, idf = frozen(np.array([0, 1])), frozen(np.zeros(1, np.int32)), frozen(np.ones(1))
    for strengths in (np.ones(1, np.int32), np.ones(1)):
        given = (indptr, indices, frozen(strengths), idf, compiled.VALUE)
        compiled.fill_norms(*given, np.ones(1))
        places, columns, values = np.zeros(1, np.int64), np.zeros(1, np.int32), np.zeros(1, np.float32)
        compiled.fill_rows(*given, frozen(np.ones(1)), 0, 0, places, columns, values)
