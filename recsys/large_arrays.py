"""Arrays that may be larger than memory: how what was read of them is let go, and whose file they are.

A mapped array counts as memory of a process from the first look at it, page by page, though the system
could take each page back at any time; with ten million titles that adds up to more than a machine has.
"""

from __future__ import annotations

import mmap
import os
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SHARED = ("r", "r+", "w+")
"""Modes of maps that show what is in their files; a private one may show something else."""
_GIVEN_AWAY = ".given-away"
_SHARED_OUT = ".shared-out"
_AT_ONCE = 2**24
"""Bytes."""


def header_of(dtype: np.dtype[Any], length: int) -> bytes:
    """Return what stands before the numbers of an array in a file of numpy.

    Parameters
    ----------
    dtype : numpy.dtype
        Type of the numbers.
    length : int
        How many there are, in one dimension.

    Returns
    -------
    bytes
        As :func:`numpy.save` writes it.
    """
    header = BytesIO()
    shape = {"descr": np.lib.format.dtype_to_descr(dtype), "fortran_order": False, "shape": (length,)}
    np.lib.format.write_array_header_1_0(header, shape)
    return header.getvalue()


def give_away(folder: Path) -> None:
    """Say that the arrays in the files of a folder are finished by the time that somebody stores them.

    Whoever stores such an array may give its file a second name instead of copying it.

    Parameters
    ----------
    folder : Path
        The folder. A file of it that was replaced is given only if the new one holds the same bytes, and
        has to be finished too.
    """
    (folder / _GIVEN_AWAY).touch()


def share_out(folder: Path) -> None:
    """Say that files of a folder have second names elsewhere: who damages them there damages them here.

    Parameters
    ----------
    folder : Path
        The folder.
    """
    (folder / _SHARED_OUT).touch()


def is_shared_out(folder: Path) -> bool:
    """Return whether :func:`share_out` was called for a folder.

    Parameters
    ----------
    folder : Path
        The folder; it may be absent.

    Returns
    -------
    bool
        Whether what its files hold may have been changed from elsewhere.
    """
    return (folder / _SHARED_OUT).exists()


def given_file(array: NDArray[Any]) -> Path | None:
    """Return the file that holds an array and nothing else, if it was given away.

    All of the file is read, a piece at a time: another one may have taken its name since it was mapped.

    Parameters
    ----------
    array : ndarray, shape (n,)
        Any array.

    Returns
    -------
    Path or None
        Its bytes are those that :func:`numpy.save` writes of the array. None for an array in memory, one
        that is a part of what was mapped, and one of which the file may be changed or has lost its name.
    """
    mapped = _mapped(array)
    # numpy knows the name as a path or as text, or not at all: it depends on how the map was opened.
    if mapped is None or mapped.mode not in _SHARED or mapped.filename is None:
        return None
    path, header = Path(mapped.filename), header_of(array.dtype, len(array))
    if (
        not (path.parent / _GIVEN_AWAY).exists()
        or not array.flags.c_contiguous
        or array.ctypes.data != mapped.ctypes.data
        or mapped.offset != len(header)
    ):
        return None
    if mapped.mode != "r":
        mapped.flush()
    return path if _holds(path, header, array) else None


def _holds(path: Path, header: bytes, array: NDArray[Any]) -> bool:
    """Whether a file holds a header, the numbers of a mapped array and nothing else."""
    numbers = np.asarray(array).view(np.uint8)  # bytes: numbers that are none differ from themselves
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return False
    with stream:
        if os.fstat(stream.fileno()).st_size != len(header) + len(numbers):
            return False
        if stream.read(len(header)) != header:
            return False
        for start in range(0, len(numbers), _AT_ONCE):
            piece = numbers[start : start + _AT_ONCE]
            if not np.array_equal(np.frombuffer(stream.read(len(piece)), np.uint8), piece):
                return False
            let_go(array)
    return True


def let_go(*arrays: NDArray[Any]) -> None:
    """Take the pages of mapped arrays off the memory of this process.

    Nothing is lost: what was written goes to the file, and what is read again is fetched again. Arrays
    in memory stay as they are.

    Parameters
    ----------
    *arrays : ndarray
        Any arrays.
    """
    for array in arrays:
        mapped = _mapped(array)
        # A private mapping would lose what was written to it.
        if mapped is not None and mapped.mode in _SHARED and hasattr(mmap, "MADV_DONTNEED"):
            mapped.base.madvise(mmap.MADV_DONTNEED)


def _mapped(array: NDArray[Any]) -> Any | None:
    """The array over the whole map that an array is a view of, if it is one."""
    base: Any = array
    while isinstance(base, np.ndarray):
        below: Any = base.base
        if isinstance(base, np.memmap) and isinstance(below, mmap.mmap):
            return base
        base = below
    return None
