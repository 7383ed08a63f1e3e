"""Which release answers: a digest of its code, since another release may word an answer otherwise."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

_PACKAGES = ("recsys", "service")
_WRITTEN = frozenset({".py", ".html", ".json", ".jsonl", ".mo", ".po"})


@cache
def release_digest() -> str:
    """Return a digest of everything but the model that an answer is made of.

    Returns
    -------
    str
        16 hexadecimal digits; the same in every process that runs the same files.
    """
    digest = hashlib.sha256()
    for package in _PACKAGES:
        root = Path(str(files(package)))
        for path in sorted(root.rglob("*")):
            if path.suffix in _WRITTEN:
                content = path.read_bytes()
                digest.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]
