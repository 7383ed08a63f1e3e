"""`recsys neighbours`: the nearest titles of every title, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from recsys.artifact import open_model
from recsys.cli.chosen_model import JsonOption, ModelOption, chosen_model
from recsys.cli.failure import tells_failures
from recsys.cli.progress import progress_bar
from recsys.cli.terminal import stdout, write, write_json
from recsys.errors import QueryError
from recsys.model import Model


@tells_failures
def neighbours(
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Where to write; its name ends in .jsonl.gz.")
    ],
    model: ModelOption = None,
    k: Annotated[int, typer.Option("--k", "-k", min=1, help="How many neighbours a title.")] = 100,
    jobs: Annotated[
        int, typer.Option("--jobs", min=-1, metavar="N", help="Threads; -1 takes all processors.")
    ] = 1,
    as_json: JsonOption = False,
) -> None:
    """The nearest titles of every title by the default weights, relations included, best first."""
    if not out.name.endswith(".jsonl.gz"):
        msg = f"--out {str(out)[:200]!r}: expected a name that ends in .jsonl.gz"
        raise QueryError(msg)
    if jobs == 0:
        msg = "--jobs 0: expected a number of threads, or -1 for all processors"
        raise QueryError(msg)
    # In full: compiled loops read no model of which not every number was checked.
    opened = chosen_model(None) if model is None else open_model(model, verify="full")
    _write(opened, out, k=k, jobs=jobs)
    k = min(k, len(opened) - 1)
    if as_json:
        summary = {"file": str(out), "n_titles": len(opened), "k": k, "version": opened.info.version}
        write_json(summary)
    else:
        write(stdout(), f"Wrote the {k} nearest of each of {len(opened)} titles to {out}")


def _write(model: Model, out: Path, *, k: int, jobs: int) -> None:
    from training.neighbours import write_neighbours

    if not out.parent.is_dir():
        msg = f"--out {str(out)[:200]!r}: there is no folder {str(out.parent)[:200]!r}"
        raise QueryError(msg)
    with progress_bar(len(model)) as bar:
        for done in write_neighbours(model, out, k=k, n_jobs=jobs):
            bar.show(done, "Neighbours")
