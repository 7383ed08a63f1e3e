"""Beginnings of .npy files that no array has, each a way to lead a reader of such files astray."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

_MAGIC = b"\x93NUMPY"
_PLAIN = "{'descr': %s, 'fortran_order': False, 'shape': %s, }\n"
_THREE = bytes(12)


def file_with(header: str, data: bytes = _THREE, version: tuple[int, int] = (1, 0)) -> bytes:
    """A .npy file of a header that may be anything."""
    raw = header.encode("latin-1")
    return _MAGIC + bytes(version) + struct.pack("<H" if version == (1, 0) else "<I", len(raw)) + raw + data


def _array(descr: str, shape: str, data: bytes = _THREE) -> bytes:
    return file_with(_PLAIN % (descr, shape), data)


MISLEADING: dict[str, bytes] = {
    "nothing": b"",
    "only the magic": _MAGIC,
    "a header longer than the file": _MAGIC + b"\x02\x00\xff\xff\xff\xff{",
    "a version that is unheard of": file_with(_PLAIN % ("'<f4'", "(3,)"), version=(9, 9)),
    "a header of 60,000 characters": file_with("#" * 60_000),
    "a header of two million": file_with("#" * 2_000_000, version=(2, 0)),
    "brackets in brackets": file_with("(" * 9_000 + ")" * 9_000),
    "an object in an object": file_with("{'descr':" * 150 + "1" + "}" * 150),
    "keys that are lists": file_with("{[]: 1}\n"),
    "keys of two types": file_with("{1: 1, 'a': 2}\n"),
    "a set": file_with("{1, 2}\n"),
    "more numbers than the file has": _array("'<f4'", f"({10**15},)"),
    "more than can be counted": _array("'<f4'", f"({10**30},)"),
    "fewer than none": _array("'<f4'", "(-3,)"),
    "as many as a truth value": _array("'<f4'", "(True,)"),
    "no whole number": _array("'<f4'", "(3.0,)"),
    "a string of them": _array("'<f4'", "('3',)"),
    "no list of lengths": _array("'<f4'", "3"),
    "two dimensions": _array("'<f4'", "(1, 3)"),
    "the other byte order": _array("'>f4'", "(3,)"),
    "objects in fields": _array("[('a', '|O')]", "(3,)", bytes(24)),
    "a type that is a number": _array("5", "(3,)"),
    "a type of a terabyte": _array("'1000000000000f4'", "(3,)"),
    "strings of a terabyte": _array("'S999999999999'", "(3,)"),
    "items of no bytes": _array("'V0'", "(3,)"),
    "a type that overlaps": _array("{'names': ['a'], 'formats': ['f4'], 'offsets': [1]}", "(3,)"),
    "dates": _array("'<M8[9999999999s]'", "(3,)", bytes(24)),
    "a NUL in the type": _array("'<f4\\x00'", "(3,)"),
    "half a letter": _array("'\\ud800'", "(3,)"),
}
"""What is refused as no array, or as one of another type."""


class Payload:
    """Makes a file when it is unpickled."""

    def __init__(self, proof: Path) -> None:
        self._proof = str(proof)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """What unpickling calls."""
        return open, (self._proof, "w")


def in_disguise(payload: Payload, pickled: bytes) -> dict[str, bytes]:
    """Files that run a payload in a reader who unpickles, or who evaluates what stands in a header."""
    plain, zipped, stream = io.BytesIO(), io.BytesIO(), io.BytesIO()
    objects = np.array([payload, payload, payload], dtype=object)
    np.save(plain, objects, allow_pickle=True)
    np.savez(zipped, hubs=np.zeros(3, dtype=np.float32), more=objects)
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("hubs.npy", plain.getvalue())
    order = f"open({payload._proof!r}, 'w')"
    return {
        "an array of objects": plain.getvalue(),
        "an archive of arrays": zipped.getvalue(),
        "an archive with one of objects": stream.getvalue(),
        "a pickle": pickled,
        "a header that is an expression": file_with(f"{order}\n"),
        "a type that is an expression": _array(order, "(3,)"),
        "an expression within a string": _array(f'"{order}"', "(3,)"),
    }
