"""The catalogue that travels with the package."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache
from importlib.resources import as_file, files

from recsys.catalogue.catalogue import Catalogue
from recsys.catalogue.jsonl import read_catalogue


@cache
def load_builtin() -> Catalogue:
    """Return the built-in catalogue: all rows of the package's own files.

    Returns
    -------
    Catalogue
        The same object at each call.

    Raises
    ------
    BadData
        If any row has a problem, which would be a fault of this package.
    """
    rows = [file for file in files("recsys.catalogue.builtin").iterdir() if file.name.endswith(".jsonl")]
    with ExitStack() as stack:
        paths = sorted(stack.enter_context(as_file(file)) for file in rows)
        return read_catalogue(paths, strict=True).catalogue
