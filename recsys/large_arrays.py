"""Arrays that may be larger than memory: where they are made, and how what was read of them is let go.

A mapped array counts as memory of a process from the first look at it, page by page, though the system
could take each page back at any time; with ten million titles that adds up to more than a machine has.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

_SHARED = ("r", "r+", "w+")
"""Modes of maps that show what is in their files; a private one may show something else."""
_GIVEN_AWAY = ".given-away"
_SHARED_OUT = ".shared-out"
_AT_ONCE = 2**24
"""Bytes."""


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
        path, n_before = self.folder / f"{name}.array", len(header_of(dtype, 0))
        path.unlink(missing_ok=True)  # whoever has the last one mapped keeps it as it is
        length = 0
        with path.open("xb") as stream:
            stream.write(bytes(n_before))
            for piece in pieces:
                stream.write(np.ascontiguousarray(piece, dtype).data)
                length += len(piece)
            header = header_of(dtype, length)
            if len(header) != n_before:  # numpy leaves room for any length
                msg = f"numpy makes a header of {len(header)} bytes where {n_before} are left for it"
                raise RuntimeError(msg)
            stream.seek(0)
            stream.write(header)
        if not length:  # nothing cannot be mapped
            return np.zeros(0, dtype)
        return np.memmap(path, dtype, mode="r+", offset=n_before, shape=(length,))


def _reserve(descriptor: int, n_bytes: int) -> None:
    """Take the disk's room at once: a disk that is full later would end the process without a word."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, n_bytes)
    else:
        os.truncate(descriptor, n_bytes)


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
