"""Eight invented titles in two kinds, and what people said of them."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

from recsys.catalogue import Catalogue
from tests.builders import title

SEA: dict[str, Any] = {
    "genres": ("drama",),
    "tags": ("Sea", "Lighthouse Keeper"),
    "countries": ("KR",),
    "year": 2018,
}
HILL: dict[str, Any] = {"genres": ("action",), "tags": ("Smith",), "countries": ("JP",), "year": 2003}

CATALOGUE = Catalogue(
    [
        title("a", **SEA, cast=("Ahn Example",), synopsis="A keeper writes letters.", popularity=50),
        title("b", **SEA, cast=("Ahn Example",), synopsis="Letters are lost at sea.", popularity=40),
        title("c", **SEA, synopsis="The keeper leaves.", popularity=30),
        title("d", **SEA, synopsis="A storm.", popularity=None),
        title("e", **HILL, synopsis="A smith defends a valley.", popularity=20),
        title("f", **HILL, synopsis="A smith forges a hammer.", popularity=10),
        title("g", **HILL, cast=("Bo Example",), synopsis="A hammer is lost."),
        title("h", genres=("comedy",), synopsis=""),
    ]
)


def table(path: Path, *lines: str) -> Path:
    """Write a CSV file; gzipped if its name says so."""
    text = "".join(f"{line}\n" for line in lines).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path
