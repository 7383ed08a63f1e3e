"""`recsys train CATALOGUE…`: from catalogue files, and what people said of them, to a published model."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from recsys.artifact import file_sha256
from recsys.catalogue import Problem, Reading
from recsys.cli.catalogue_parts import are_parts, clear_work, teller, whole_location, work_folder
from recsys.cli.chosen_model import JsonOption
from recsys.cli.failure import tells_failures
from recsys.cli.import_catalogue import EncodingOption, MapOption, import_options, read_any
from recsys.cli.jobs import SchedulerOption, Where, chosen_backend
from recsys.cli.progress import Bar, progress_bar
from recsys.cli.terminal import clean, say, stdout, write, write_json
from recsys.errors import BadData, QueryError
from recsys.model import Model

if TYPE_CHECKING:
    from recsys.additions import Folding
    from training.backends import Backend
    from training.evaluation import Judgements

N_SHOWN = 10
_FEEDBACK = "What people said, to learn from: one of them"


class Told(Protocol):
    """Anything that was read and has something to say."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What is worth knowing and not wrong."""


@dataclass(frozen=True, slots=True)
class _Material:
    """A catalogue that was read, and what makes a model of it."""

    n_titles: int
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]
    fit: Callable[[], Model]
    fold: Callable[[Model], Folding]
    """What becomes of titles that were added to the last model; asked when the model is fitted."""


CataloguesArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="CATALOGUE...",
        help="Files of one catalogue: our own .jsonl, or any format that `recsys import` reads.",
    ),
]


CataloguesOrPartsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="CATALOGUE...",
        help="Files of one catalogue: our own .jsonl, or any format that `recsys import` reads. With --jobs: "
        "one folder of Parquet files, or the URL of one, such as s3://bucket/titles.",
    ),
]


def _feedback(name: str, help: str) -> Any:
    return typer.Option(name, metavar="FILE", help=help, rich_help_panel=_FEEDBACK)


@tells_failures
def train(
    catalogues: CataloguesOrPartsArgument,
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
    pairs: Annotated[
        Path | None,
        _feedback("--pairs", "If you liked the source, try the target: source_id,target_id[,weight]."),
    ] = None,
    ratings: Annotated[
        Path | None, _feedback("--ratings", "What viewers rated: user,item,rating[,timestamp].")
    ] = None,
    labels: Annotated[
        Path | None, _feedback("--labels", "Good and bad pairs: source_id,target_id,label; 1 is good, 0 bad.")
    ] = None,
    siblings: Annotated[
        Path | None,
        _feedback(
            "--siblings",
            "Beside them: titles of the same series, from which nothing is learned: id,sibling_id; without "
            "it those that the catalogue relates to each other.",
        ),
    ] = None,
    neighbours: Annotated[
        int,
        typer.Option(
            "--neighbours",
            metavar="K",
            min=0,
            max=1000,
            help="Store the K nearest titles of each, so that plain lists are looked up; 30 are enough for "
            "lists of twenty, 0 stores none. A run that was interrupted goes on where it was.",
        ),
    ] = 0,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            min=-1,
            metavar="N",
            help="Work on the Parquet files of a folder part by part, on N of them at once in processes of "
            "their own; -1 takes all processors. No worker reads more than a part at once, and a run that "
            "was interrupted goes on where it was.",
        ),
    ] = None,
    backend: Annotated[
        Where | None,
        typer.Option(
            "--backend",
            help="Who works on the files of a folder: processes of this machine (loky), or a cluster.",
        ),
    ] = None,
    scheduler: SchedulerOption = None,
    columns: MapOption = None,
    encoding: EncodingOption = None,
    as_json: JsonOption = False,
) -> None:
    """Train a model of a catalogue and publish it; equal catalogues give equal bytes.

    With pairs, ratings or labels it also learns from what people said, where cross-validation
    shows that this helps; the manifest says what was learned, and what it gave. Titles that `recsys add`
    or the service added to the model in DIR are trained with the catalogue, unless it has been changed
    there since.
    """
    given = {"pairs": pairs, "ratings": ratings, "labels": labels}
    n_given = sum(file is not None for file in given.values())
    if n_given > 1 or (siblings is not None and not n_given):
        msg = "expected one of --pairs, --ratings and --labels, and --siblings only beside one of them"
        raise QueryError(msg)
    if out.exists() and not out.is_dir():
        msg = f"--out {str(out)[:200]!r} is a file: expected a folder, such as artifacts/NAME"
        raise QueryError(msg)
    started = perf_counter()
    with ExitStack() as held, progress_bar(3 + n_given) as bar:
        bar.show(0, "Reading")
        judgements = None
        # Who learns from people, or maps columns of their own, has the titles themselves.
        is_plain = not (n_given or encoding or columns)
        paths = [Path(name) for name in catalogues]
        reading: _Material | None
        workers = chosen_backend(backend or Where.LOKY, scheduler, jobs)
        if are_parts(catalogues, jobs, backend, is_plain=is_plain):
            work = held.enter_context(work_folder(out))
            reading = _by_part(whole_location(catalogues[0]), work, out, workers, bar)
        else:
            reading = _by_column(paths, out, bar) if is_plain else None
        if reading is None:
            titles, folding = _with_added(read_any(paths, options=import_options(encoding, columns)), out)
            judgements, titles = _read_feedback(titles, given, siblings)
            reading = _by_title(titles, folding)
        report_problems(reading, problems)
        if strict and reading.problems:
            msg = f"{_counted(reading.problems)}: nothing was published, as --strict asks"
            raise BadData(msg)
        bar.show(1, f"Training on {reading.n_titles} titles")
        model = reading.fit()
        if judgements is not None:
            bar.show(2, "Learning, and measuring it on what was not learned from: some minutes")
            model = _learn(model, judgements, given)
        folding = reading.fold(model)
        published = _publish(model, out, folding, neighbours, bar, 2 + n_given)
    clear_work(out)
    _tell_added(reading, folding)
    _report(reading, published, folding, out, as_json=as_json)
    say(f"done in {perf_counter() - started:.1f} s")


def report_problems(reading: Told, file: Path | None) -> None:
    """Write what is wrong in a catalogue to standard error, and all of it to a file if asked.

    Parameters
    ----------
    reading : Told
        What was read: titles, or columns.
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


def _with_added(reading: Reading, out: Path) -> tuple[Reading, Folding]:
    """A catalogue with the titles that were added to the model that it is to replace."""
    from recsys.additions import folded

    folding = folded(reading.catalogue, out)
    notices = (*reading.notices, *folding.notices)
    return replace(reading, catalogue=folding.catalogue or reading.catalogue, notices=notices), folding


def _by_title(reading: Reading, folding: Folding) -> _Material:
    """Titles that were read one by one."""
    from training.pipeline import train as fit

    catalogue = reading.catalogue
    return _Material(
        len(catalogue), reading.problems, reading.notices, lambda: fit(catalogue), lambda _: folding
    )


def _by_column(catalogues: Sequence[Path], out: Path, bar: Bar) -> _Material | None:
    """The columns of a flat table in Parquet; None for any other file, and for a table that is not flat."""
    if len(catalogues) != 1 or not _can_be_a_table(catalogues[0]):
        return None
    from recsys.additions import carried
    from training.columnar.arrow_text import NotByColumn
    from training.columnar.model import train_columns
    from training.columnar.reading import read_columns

    try:
        columns = read_columns(
            catalogues[0], progress=lambda done, total: bar.show(0, f"Reading {done} of {total} rows")
        )
    except NotByColumn:
        return None
    return _Material(
        len(columns), columns.problems, (), lambda: train_columns(columns), lambda model: carried(model, out)
    )


def _by_part(location: str, work: Path, out: Path, workers: Backend, bar: Bar) -> _Material:
    """Parts of a catalogue, each of which was read."""
    from recsys.additions import carried
    from training.partitioned.model import count_parts, train_counted

    counted = count_parts(location, work=work, backend=workers, tell=teller(bar))
    return _Material(
        len(counted),
        counted.problems(),
        (),
        lambda: train_counted(counted),
        lambda model: carried(model, out),
    )


def _can_be_a_table(path: Path) -> bool:
    """Whether a file begins as Parquet, and can be read; without pyarrow the ordinary reading says so."""
    from recsys.files.parquet import MAGIC

    if not path.is_file() or find_spec("pyarrow") is None:
        return False
    with path.open("rb") as stream:
        return stream.read(len(MAGIC)) == MAGIC


def _read_feedback(
    reading: Reading, given: Mapping[str, Path | None], siblings: Path | None
) -> tuple[Judgements | None, Reading]:
    """What people said, if anything was given, and all that was wrong in any of the files."""
    if not any(given.values()):
        return None, reading
    from training.evaluation import read_judgements

    read = read_judgements(reading.catalogue, siblings=siblings, **given)
    return read.judgements, replace(reading, problems=reading.problems + read.problems)


def _learn(model: Model, judgements: Judgements, given: Mapping[str, Path | None]) -> Model:
    from training.learning import learn

    (file,) = (file for file in given.values() if file is not None)
    return learn(model, judgements, origin={"sha256": file_sha256(file)})


def _publish(model: Model, out: Path, folding: Folding, n_neighbours: int, bar: Bar, step: int) -> Model:
    from recsys.additions import publish_trained

    if not n_neighbours:
        bar.show(step, "Publishing")
        return publish_trained(model, out, folding)
    from training.stored_neighbours import clear_blocks, stored_neighbours

    def tell(n_done: int) -> None:
        bar.show(step, f"Neighbours of {n_done:,} of {len(model):,} titles")

    found = stored_neighbours(model, out, k=n_neighbours, tell=tell)
    complete = replace(model, neighbours=found, stored_index=model.inverted)
    published = publish_trained(complete, out, folding)
    if published.neighbours is None:
        say("no neighbours are stored, as titles were added to the model while or after it was trained")
    clear_blocks(out)  # not before: a run that ends while it publishes need not look for them again
    return published


def _tell_added(reading: _Material, folding: Folding) -> None:
    for notice in folding.notices:
        if notice not in reading.notices:  # those of a catalogue were told when it was read
            say(notice)


def _report(reading: _Material, model: Model, folding: Folding, out: Path, *, as_json: bool) -> None:
    if as_json:
        write_json(_document(reading, model, folding, out))
        return
    console = stdout()
    write(console, f"Published version {model.info.version} in {out}", style="bold")
    counts = f"{len(model)} titles, {model.space.n_features} features"
    write(console, f"{counts}, {_counted(reading.problems)} in the catalogue", indent=2)
    if folding.folded or folding.carried:
        done = f"{len(folding.folded)} titles that had been added were trained with the catalogue"
        kept = f", {len(folding.carried)} were added to the new model" if folding.carried else ""
        write(console, f"{done}{kept}", indent=2)
    write(console, "weights, calibrated on this catalogue:", indent=2)
    for block, weight in sorted(model.info.weights.items(), key=lambda item: (-item[1], item[0])):
        asked = model.info.on_request.get(block)
        note = f"  ({asked:.4f} when a question names one)" if asked else ""
        write(console, f"{weight:8.4f}  {clean(block)}{note}", indent=4)
    for line in _learned_lines(model.info.learned):
        write(console, line, indent=2)


_LEARNED_PARTS = {"block_weights": "factors of the block weights", "second_stage": "second stage"}


def _learned_lines(record: Mapping[str, Any]) -> Iterator[str]:
    if not record:
        return
    origin = record["from"]
    yield f"learned from {origin['n_judgements']} {origin['kind']} of {origin['n_sources']} sources:"
    if "nothing" in record:
        yield f"  nothing: {record['nothing']}"
    for part, name in _LEARNED_PARTS.items():
        found = record.get(part)
        if found is not None and "why" in found:
            yield f"  {name}: not fitted, {found['why']}"
        elif found is not None:
            verdict = "used" if found["is_used"] else "not used: no clear gain"
            yield f"  {name}: {found['measure']} {found['before']:.4f} to {found['after']:.4f}, {verdict}"


def _document(reading: _Material, model: Model, folding: Folding, out: Path) -> dict[str, Any]:
    return {
        "folder": str(out),
        "version": model.info.version,
        "fingerprint": model.info.fingerprint,
        "n_titles": len(model),
        "n_features": model.space.n_features,
        "weights": dict(model.info.weights),
        "on_request": dict(model.info.on_request),
        "learned": dict(model.info.learned),
        "n_problems": len(reading.problems),
        "problems": [asdict(problem) for problem in reading.problems[:N_SHOWN]],
        "n_folded": len(folding.folded),
        "n_carried": len(folding.carried),
        "notices": list(dict.fromkeys((*reading.notices, *folding.notices))),
    }


def _counted(problems: Sequence[Problem]) -> str:
    return "1 problem" if len(problems) == 1 else f"{len(problems) or 'no'} problems"
