"""Catalogues and models of a size, made once and kept."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from benchmarks.synthetic import write_catalogue
from recsys.artifact import open_model
from recsys.errors import ArtifactError
from recsys.index import compile_kernels
from recsys.model import Model
from recsys.publication import publish
from training.columnar.model import train_columns
from training.columnar.reading import read_columns
from training.stored_neighbours import stored_neighbours

N_NEIGHBOURS = 30
"""Stored with a model for its lists of similar titles."""
MOST_WITH_NEIGHBOURS = 100_000
"""They take minutes at a million; there the questions that need them are not measured."""


def catalogue_file(titles: int, work: Path) -> Path:
    """Return a synthetic catalogue, written if it is not there.

    Parameters
    ----------
    titles : int
        Its size.
    work : Path
        Folder of the benchmarks' files.

    Returns
    -------
    Path
        A Parquet file.
    """
    path = work / f"catalogue-{titles}.parquet"
    if not path.is_file():
        work.mkdir(parents=True, exist_ok=True)
        print(f"writing {path}", flush=True)
        write_catalogue(path, titles)
    return path


def model_folder(titles: int, work: Path) -> Path:
    """Return the folder of a published model of a synthetic catalogue, trained if it is not there.

    Parameters
    ----------
    titles : int
        Size of the catalogue.
    work : Path
        Folder of the benchmarks' files.

    Returns
    -------
    Path
        As :func:`recsys.artifact.open_model` takes it.
    """
    folder = work / f"model-{titles}"
    if not _is_usable(folder):
        catalogue = catalogue_file(titles, work)
        print(f"training {folder}", flush=True)
        model = _trained(catalogue)
        if titles <= MOST_WITH_NEIGHBOURS:
            folder.mkdir(parents=True, exist_ok=True)
            model = replace(model, neighbours=stored_neighbours(model, folder, k=N_NEIGHBOURS))
        publish(model, folder)
    return folder


def sized_model(titles: int, work: Path) -> Model:
    """Return the model of a synthetic catalogue, verified and with compiled loops ready, as a service has it.

    Parameters
    ----------
    titles : int
        Size of the catalogue.
    work : Path
        Folder of the benchmarks' files.

    Returns
    -------
    Model
        Memory-mapped.
    """
    if not compile_kernels():
        print("numba is not installed: plain loops are measured; pip install 'recsys[fast]'", file=sys.stderr)
    return open_model(model_folder(titles, work))


def _is_usable(folder: Path) -> bool:
    """Whether there is a model, and not one of an older format."""
    try:
        open_model(folder, verify="sizes")
    except ArtifactError:
        return False
    return True


def _trained(path: Path) -> Model:
    return train_columns(read_columns(path))
