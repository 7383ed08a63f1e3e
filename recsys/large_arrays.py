"""Arrays that may be larger than memory: where they are made, and how what was read of them is let go.

A mapped array counts as memory of a process from the first look at it, page by page, though the system
could take each page back at any time; with ten million titles that adds up to more than a machine has.
"""

from __future__ import annotations

import mmap
import os
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray


class Room(Protocol):
    """Gives place to large arrays."""

    def zeros(self, name: str, length: int, dtype: DTypeLike) -> NDArray[Any]:
        """Return a new array of zeros.

        Parameters
        ----------
        name : str
            What it is; no other array of the room has that name.
        length : int
            How many numbers.
        dtype : dtype
            Their type.

        Returns
        -------
        ndarray, shape (length,)
            Can be written to.
        """
        ...


class InMemory:
    """Room in the memory of this process."""

    def zeros(self, name: str, length: int, dtype: DTypeLike) -> NDArray[Any]:  # noqa: ARG002  # asked by name
        """Return a new array of zeros; see :class:`Room`.

        Parameters
        ----------
        name : str
            Not looked at.
        length : int
            How many numbers.
        dtype : dtype
            Their type.

        Returns
        -------
        ndarray, shape (length,)
            In memory.
        """
        return np.zeros(length, dtype)


class InFolder:
    """Room in files of a folder, memory-mapped.

    Parameters
    ----------
    folder : Path
        Where the files are; whoever made it removes it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def zeros(self, name: str, length: int, dtype: DTypeLike) -> NDArray[Any]:
        """Return a new array of zeros; see :class:`Room`.

        Parameters
        ----------
        name : str
            Its file is called so.
        length : int
            How many numbers.
        dtype : dtype
            Their type.

        Returns
        -------
        ndarray, shape (length,)
            What is written to it is in the file.

        Raises
        ------
        OSError
            If the disk has no room for it.
        """
        if not length:  # nothing cannot be mapped
            return np.zeros(0, dtype)
        path = self.folder / f"{name}.array"
        path.unlink(missing_ok=True)  # whoever has the last one mapped keeps it as it is
        with path.open("xb") as stream:
            _reserve(stream.fileno(), length * np.dtype(dtype).itemsize)
        return np.memmap(path, dtype, mode="r+", shape=(length,))


def _reserve(descriptor: int, n_bytes: int) -> None:
    """Take the disk's room at once: a disk that is full later would end the process without a word."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, n_bytes)
    else:
        os.truncate(descriptor, n_bytes)


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
        if mapped is not None and mapped.mode in ("r", "r+", "w+") and hasattr(mmap, "MADV_DONTNEED"):
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
