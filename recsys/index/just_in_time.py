"""How this library compiles a loop: the only place that knows the compiler."""

from __future__ import annotations

from typing import Any

from numba import njit

compiled: Any = njit(nogil=True, cache=True, error_model="numpy")
"""Decorator: compiled when first called, kept on disk, without the interpreter's lock. Nothing checks
bounds: only indexes whose every number was checked may be given to such a function."""
