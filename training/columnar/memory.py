"""Giving memory back: what was freed stays with the process otherwise, and adds up from step to step."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

import pyarrow as pa


def give_back() -> None:
    """Return nothing; give memory that is free to the operating system, as far as its library can.

    Columns are worked on in threads, each of which has a heap of its own, and Arrow has another one. What one
    of them has freed the others cannot use.
    """
    pa.default_memory_pool().release_unused()
    if (trim := _trim()) is not None:
        trim(0)


@cache
def _trim() -> Any | None:
    """``malloc_trim`` of the GNU C library, where that is the one in use."""
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
