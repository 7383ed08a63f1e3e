"""`recsys train CATALOGUE…`: from catalogue files to a published model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer

from recsys.catalogue import Problem, Reading, read_catalogue
from recsys.cli.chosen_model import JsonOption
from recsys.cli.failure import tells_failures
from recsys.cli.progress import progress_bar
from recsys.cli.terminal import clean, say, stdout, write, write_json
from recsys.errors import BadData, QueryError
from recsys.model import Model
from recsys.publication import publish

N_SHOWN = 10

CataloguesArgument = Annotated[
    list[Path],
    typer.Argument(metavar="CATALOGUE...", help="Files of one catalogue: .jsonl or .jsonl.gz."),
]


@tells_failures
def train(
    catalogues: CataloguesArgument,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where to publish, such as artifacts/NAME.")
    ],
    strict: Annotated[
        bool, typer.Option("--strict", help="Publish nothing if any row has a problem.")
    ] = False,
    problems: Annotated[
        Path | None,
        typer.Option("--problems", metavar="FILE", help="Write all problems there, as JSON lines."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Train a model of a catalogue and publish it; equal catalogues give equal bytes."""
    if out.exists() and not out.is_dir():
        msg = f"--out {str(out)[:200]!r} is a file: expected a folder, such as artifacts/NAME"
        raise QueryError(msg)
    started = perf_counter()
    with progress_bar(3) as bar:
        bar.show(0, "Reading")
        reading = read_catalogue(catalogues)
        report_problems(reading, problems)
        if strict and reading.problems:
            msg = f"{_counted(reading.problems)}: nothing was published, as --strict asks"
            raise BadData(msg)
        bar.show(1, f"Training on {len(reading.catalogue)} titles")
        model = _fit(reading)
        bar.show(2, "Publishing")
        published = publish(model, out)
    _report(reading, published, out, as_json=as_json)
    say(f"done in {perf_counter() - started:.1f} s")


def report_problems(reading: Reading, file: Path | None) -> None:
    """Write what is wrong in a catalogue to standard error, and all of it to a file if asked.

    Parameters
    ----------
    reading : Reading
        What was read.
    file : Path or None
        For all problems, as JSON lines.
    """
    for problem in reading.problems[:N_SHOWN]:
        say(str(problem))
    if len(reading.problems) > N_SHOWN:
        hint = f"all are in {file}" if file else "--problems FILE writes all"
        say(f"and {len(reading.problems) - N_SHOWN} more problems; {hint}")
    for notice in reading.notices:
        say(notice)
    if file is not None:
        lines = (json.dumps(asdict(problem), ensure_ascii=False) + "\n" for problem in reading.problems)
        file.write_text("".join(lines), encoding="utf-8")


def _fit(reading: Reading) -> Model:
    from training.pipeline import train as fit

    return fit(reading.catalogue)


def _report(reading: Reading, model: Model, out: Path, *, as_json: bool) -> None:
    if as_json:
        write_json(_document(reading, model, out))
        return
    console = stdout()
    write(console, f"Published version {model.info.version} in {out}", style="bold")
    counts = f"{len(model)} titles, {model.space.n_features} features"
    write(console, f"{counts}, {_counted(reading.problems)} in the catalogue", indent=2)
    write(console, "weights, calibrated on this catalogue:", indent=2)
    for block, weight in sorted(model.info.weights.items(), key=lambda item: (-item[1], item[0])):
        asked = model.info.on_request.get(block)
        note = f"  ({asked:.4f} when a question names one)" if asked else ""
        write(console, f"{weight:8.4f}  {clean(block)}{note}", indent=4)


def _document(reading: Reading, model: Model, out: Path) -> dict[str, Any]:
    return {
        "folder": str(out),
        "version": model.info.version,
        "fingerprint": model.info.fingerprint,
        "n_titles": len(model),
        "n_features": model.space.n_features,
        "weights": dict(model.info.weights),
        "on_request": dict(model.info.on_request),
        "n_problems": len(reading.problems),
        "problems": [asdict(problem) for problem in reading.problems[:N_SHOWN]],
        "notices": list(reading.notices),
    }


def _counted(problems: Sequence[Problem]) -> str:
    return "1 problem" if len(problems) == 1 else f"{len(problems) or 'no'} problems"
