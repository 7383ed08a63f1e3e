"""Damage to files, drawn by a number: bytes, cells and JSON values turned into others."""

from __future__ import annotations

import copy
import csv
import io
import json
from random import Random
from typing import Any

# fmt: off
_PIECES: tuple[bytes, ...] = (
    b"", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\n", b"\r\n", b"\t", b" ", b"\xa0",
    b"\xe2\x80\x8b",
    b'"', b'""', b"'", b",", b";", b"|", b":", b"\\", b"\\N", b"\\ud800", b"\\u0000", b"[", b"]", b"{",
    b"}",
    b"<", b">", b"</", b"&", b"&amp;", b"&#0;", b"&#xd800;", b"<!DOCTYPE x [", b"<![CDATA[", b"]]>",
    b"<?xml",
    b"null", b"NaN", b"-1", b"0", b"1e999", b"9" * 30, b"9" * 5000, b"x" * 700, b"(", b")", b"(" * 60,
    b"[" * 60,
    "도깨비".encode(), "é".encode("latin-1"), "\u202e".encode(), "İ".encode(), "²".encode(), "٣".encode(),
    b"0000-00-00", b"2024-13-45", b"99:99", b"N/A", b"nan", b"None", b"true", b"S99E99", b"10/10",
    b"\xf0\x9f",
)
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**70, 1.5, -0.0, 1e308, float("inf"), float("nan"),
    "", " ", "x", "0", "N/A", "null", "\x00", "\ud800", "²", "x" * 600, "9" * 5000, "<b>&amp;</b>",
    "2024-13-45",
    [], [None], [[]], [1, "a"], [{}], {}, {"name": None}, {"name": []}, {"id": {}}, {"results": 3},
    {"nodes": [3]},
)
# fmt: on


def damaged(data: bytes, seed: int) -> bytes:
    """Return a file with one to six faults.

    Parameters
    ----------
    data : bytes
        A sound file.
    seed : int
        The same number gives the same faults.

    Returns
    -------
    bytes
        Never much longer than the file.
    """
    random = Random(seed)  # noqa: S311 - faults need no secret
    for _ in range(random.randint(1, 3)):
        for change in random.choices((_bytes, _json, _cells), weights=(3, 4, 2), k=2):
            data = change(data, random)
    return data[:200_000]


def _bytes(data: bytes, random: Random) -> bytes:
    start = random.randint(0, len(data))
    end = min(len(data), start + random.choice((0, 1, 2, 8, 60)))
    match random.randrange(5):
        case 0:
            return data[:start] + random.choice(_PIECES) + data[end:]
        case 1:
            return data[:start] + data[end:]
        case 2:
            return data[:start] + data[start:end] * 3 + data[end:]
        case 3:
            return data[:start] if random.random() < 0.3 else data
        case _:
            return data[:start] + random.randbytes(2) + data[end:]


def _json(data: bytes, random: Random) -> bytes:
    """Replace one value of a JSON text, or of one of its lines."""
    try:
        return json.dumps(_replaced(json.loads(data), random)).encode(errors="replace")
    except (ValueError, RecursionError):
        pass
    lines = data.split(b"\n")
    place = random.randrange(len(lines))
    try:
        lines[place] = json.dumps(_replaced(json.loads(lines[place]), random)).encode(errors="replace")
    except (ValueError, RecursionError):
        return data
    return b"\n".join(lines)


def _replaced(value: Any, random: Random) -> Any:
    if isinstance(value, dict) and value and random.random() < 0.85:
        key = random.choice(list(value))
        rest = dict(value)
        if random.random() < 0.05:
            del rest[key]
        else:
            rest[key] = _replaced(value[key], random)
        return rest
    if isinstance(value, list) and value and random.random() < 0.85:
        place = random.randrange(len(value))
        return [*value[:place], _replaced(value[place], random), *value[place + 1 :]]
    return copy.deepcopy(random.choice(_VALUES))


def _cells(data: bytes, random: Random) -> bytes:
    """Replace one cell of a table by an odd one."""
    try:
        rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    except (ValueError, csv.Error):
        return data
    if not rows or len(rows) > 500:
        return data
    row = random.choice(rows)
    if row:
        row[random.randrange(len(row))] = random.choice(_PIECES).decode(errors="replace")
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    return made.getvalue().encode(errors="replace")
