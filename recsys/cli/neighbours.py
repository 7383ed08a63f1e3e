"""`recsys neighbours`: the nearest titles of every title, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recsys.artifact import verified_model
from recsys.cli.chosen_model import JsonOption, ModelOption, builtin_folder, chosen_model, model_folder
from recsys.cli.failure import tells_failures
from recsys.cli.jobs import SchedulerOption, Where, chosen_backend
from recsys.cli.progress import progress_bar
from recsys.cli.terminal import stdout, write, write_json
from recsys.errors import QueryError
from recsys.model import Model
from recsys.stored_version import StoredVersion

if TYPE_CHECKING:
    from training.backends import Backend


@tells_failures
def neighbours(
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Where to write; its name ends in .jsonl.gz.")
    ],
    model: ModelOption = None,
    k: Annotated[int, typer.Option("--k", "-k", min=1, help="How many neighbours a title.")] = 100,
    backend: Annotated[
        Where,
        typer.Option("--backend", help="Threads or processes of this machine, or the workers of a cluster."),
    ] = Where.THREADS,
    scheduler: SchedulerOption = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            min=-1,
            metavar="N",
            help="Threads or processes here, else one; -1 takes all processors.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """The nearest titles of every title by the default weights, relations included, best first.

    What is finished is kept beside FILE until FILE is written: the same command goes on with a run that was
    interrupted.
    """
    if not out.name.endswith(".jsonl.gz"):
        msg = f"--out {str(out)[:200]!r}: expected a name that ends in .jsonl.gz"
        raise QueryError(msg)
    if not out.parent.is_dir():
        msg = f"--out {str(out)[:200]!r}: there is no folder {str(out.parent)[:200]!r}"
        raise QueryError(msg)
    workers = chosen_backend(backend, scheduler, jobs)
    version = _chosen_version(model)
    # In full: compiled loops read no model of which not every number was checked.
    opened = verified_model(version, version.begin_reading())
    _write(opened, version, out, k, workers, in_threads=backend is Where.THREADS)
    k = min(k, len(opened) - 1)
    if as_json:
        summary = {"file": str(out), "n_titles": len(opened), "k": k, "version": opened.info.version}
        write_json(summary)
    else:
        write(stdout(), f"Wrote the {k} nearest of each of {len(opened)} titles to {out}")


def _chosen_version(named: str | None) -> StoredVersion:
    if named is None:
        chosen_model(None)  # trains it if there is none
        return StoredVersion.current(builtin_folder())
    return StoredVersion.current(model_folder(named))


def _write(
    model: Model, version: StoredVersion, out: Path, k: int, workers: Backend, *, in_threads: bool
) -> None:
    from training.nearest import NearestByIndex
    from training.neighbours import write_neighbours
    from training.version_nearest import VersionNearest

    nearest = (
        NearestByIndex(model, sharing=False)
        if in_threads
        else VersionNearest.at(version.folder, sharing=False)
    )
    with progress_bar(len(model)) as bar:
        write_neighbours(model, out, k=k, nearest=nearest, backend=workers, tell=bar.show)
