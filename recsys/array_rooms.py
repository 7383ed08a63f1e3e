"""Where large arrays are made: in memory, or in files of a folder that are memory-mapped."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

from recsys.growing_array import HEADER, GrowingArray
from recsys.large_arrays import header_of


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

    def filled(self, name: str, dtype: np.dtype[Any], pieces: Iterable[NDArray[Any]]) -> NDArray[Any]:
        """Return a new array of which nobody knows the length before.

        Parameters
        ----------
        name : str
            What it is; no other array of the room has that name.
        dtype : dtype
            Type of the numbers.
        pieces : iterable of ndarray of dtype
            What it holds, piece after piece; each is dropped before the next is asked for.

        Returns
        -------
        ndarray of dtype, shape (n,)
            All pieces.
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

    def filled(self, name: str, dtype: np.dtype[Any], pieces: Iterable[NDArray[Any]]) -> NDArray[Any]:  # noqa: ARG002
        """Return a new array of which nobody knows the length before; see :class:`Room`.

        Parameters
        ----------
        name : str
            Not looked at.
        dtype : dtype
            Type of the numbers.
        pieces : iterable of ndarray of dtype
            What it holds.

        Returns
        -------
        ndarray of dtype, shape (n,)
            In memory.
        """
        return np.concatenate([np.empty(0, dtype), *pieces])


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
        kind = np.dtype(dtype)
        header = header_of(kind, length)
        with path.open("xb") as stream:
            stream.write(header)
            stream.flush()
            _reserve(stream.fileno(), len(header) + length * kind.itemsize)
        return np.memmap(path, kind, mode="r+", offset=len(header), shape=(length,))

    def filled(self, name: str, dtype: np.dtype[Any], pieces: Iterable[NDArray[Any]]) -> NDArray[Any]:
        """Return a new array of which nobody knows the length before; see :class:`Room`.

        Parameters
        ----------
        name : str
            Its file is called so.
        dtype : dtype
            Type of the numbers.
        pieces : iterable of ndarray of dtype
            What it holds.

        Returns
        -------
        ndarray of dtype, shape (n,)
            What is written to it is in the file.

        Raises
        ------
        OSError
            If the disk has no room for it.
        """
        path = self.folder / f"{name}.array"
        path.unlink(missing_ok=True)  # whoever has the last one mapped keeps it as it is
        with path.open("xb") as stream:
            growing = GrowingArray(stream, dtype)
            for piece in pieces:
                growing.add(piece)
            growing.finish()
        if not len(growing):  # nothing cannot be mapped
            return np.zeros(0, dtype)
        return np.memmap(path, dtype, mode="r+", offset=HEADER, shape=(len(growing),))


def _reserve(descriptor: int, n_bytes: int) -> None:
    """Take the disk's room at once: a disk that is full later would end the process without a word."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, n_bytes)
    else:
        os.truncate(descriptor, n_bytes)
