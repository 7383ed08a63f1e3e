"""`recsys evaluate CATALOGUE…`: how well a model finds what people recommended, called good or liked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from enum import StrEnum
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from recsys.artifact import open_model
from recsys.catalogue import Catalogue, Reading
from recsys.catalogue.problems import shown
from recsys.cli.chosen_model import JsonOption
from recsys.cli.evaluation_tables import render_evaluation
from recsys.cli.failure import tells_failures
from recsys.cli.import_catalogue import read_any
from recsys.cli.progress import progress_bar
from recsys.cli.terminal import say, stdout, write, write_json
from recsys.cli.train import N_SHOWN, CataloguesArgument, report_problems
from recsys.errors import QueryError
from recsys.model import Model

if TYPE_CHECKING:
    from training.evaluation import Evaluation, Judgements, Settings
    from training.evaluation.ratings_task import Hiding

_JUDGEMENTS, _HIDDEN = "What people think", "What is hidden of ratings"
_HELD_OUT = 5


class Half(StrEnum):
    """Which sources of pairs are asked about."""

    TEST = "test"
    DEV = "dev"
    ALL = "all"


def _file(name: str, help: str) -> Any:
    return typer.Option(name, metavar="FILE", help=help, rich_help_panel=_JUDGEMENTS)


@tells_failures
def evaluate(
    catalogues: CataloguesArgument,
    pairs: Annotated[
        Path | None,
        _file("--pairs", "If you liked the source, try the target: source_id,target_id[,weight]."),
    ] = None,
    labels: Annotated[
        Path | None, _file("--labels", "Good and bad pairs: source_id,target_id,label; 1 is good, 0 bad.")
    ] = None,
    ratings: Annotated[
        Path | None, _file("--ratings", "What viewers rated: user,item,rating[,timestamp].")
    ] = None,
    siblings: Annotated[
        Path | None,
        _file(
            "--siblings",
            "Titles of the same series, which are no answers: id,sibling_id; without it those "
            "that the catalogue relates to each other.",
        ),
    ] = None,
    split: Annotated[
        Path | None,
        _file("--split", "Halves of the sources: source_id,half; without it they follow from the ids."),
    ] = None,
    half: Annotated[
        Half, typer.Option("--half", help="Sources of pairs to ask about.", rich_help_panel=_JUDGEMENTS)
    ] = Half.TEST,
    hold_out: Annotated[
        int | None,
        typer.Option(
            "--hold-out",
            min=1,
            help=f"Liked titles hidden of each viewer; {_HELD_OUT} without any of these options.",
            rich_help_panel=_HIDDEN,
        ),
    ] = None,
    leave_one_out: Annotated[
        bool,
        typer.Option(
            "--leave-one-out",
            help="One liked title of each viewer instead, the last one.",
            rich_help_panel=_HIDDEN,
        ),
    ] = False,
    cold_start: Annotated[
        float | None,
        typer.Option(
            "--cold-start",
            metavar="SHARE",
            help="This share of all titles instead, such as 0.2, hidden from every viewer.",
            rich_help_panel=_HIDDEN,
        ),
    ] = None,
    liked: Annotated[
        float | None,
        typer.Option(
            "--liked",
            metavar="RATING",
            help="Ratings from this one on are likes; without it 4 of five stars, and on other "
            "scales the viewer's own mean.",
            rich_help_panel=_HIDDEN,
        ),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(
            "--model", metavar="DIR", help="A trained model of these titles; without it one is trained."
        ),
    ] = None,
    baseline: Annotated[
        list[str] | None,
        typer.Option(
            "--baseline",
            metavar="NAME",
            help="What to compare with: random, popularity, soup, synopsis, one-tfidf, lucene, minilm, "
            "all (without minilm) or none; may be repeated, and is all without it.",
        ),
    ] = None,
    k: Annotated[int, typer.Option("--k", "-k", min=1, max=1000, help="Length of the lists.")] = 10,
    problems: Annotated[
        Path | None,
        typer.Option("--problems", metavar="FILE", help="Write all problems there, as JSON lines."),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help="Write all this to one HTML file, with figures: also what each block gives, what variety "
            "costs, and a map of the titles; needs the extra plots and takes some minutes.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """How well a model finds what people recommended or liked, beside simple methods."""
    if not (pairs or labels or ratings):
        msg = "nothing to measure by: expected at least one of --pairs, --labels and --ratings"
        raise QueryError(msg)
    _check_baselines(baseline or [])
    hiding = _hiding(hold_out, leave_one_out=leave_one_out, cold_start=cold_start, liked=liked)
    if report is not None:
        _check_report(report)
    with progress_bar(2) as bar:
        bar.show(0, "Reading")
        reading: Reading = read_any(catalogues)
        judgements, reading = _judgements(reading, pairs, labels, ratings, siblings, split)
        report_problems(reading, problems)
        bar.show(1, f"Training on {len(reading.catalogue)} titles" if model is None else "Opening the model")
        opened = _fit(reading.catalogue) if model is None else open_model(model, verify="sizes")
    settings = _settings(k, half, hiding)
    found = _measure(reading.catalogue, opened, judgements, baseline, settings)
    if report is not None:
        _write_report(report, reading.catalogue, opened, judgements, found, settings)
    if as_json:
        write_json(_document(reading, found))
    else:
        render_evaluation(stdout(), found)
        write(stdout(), f"{len(reading.problems)} rows or fields of the files could not be used")


def _hiding(
    hold_out: int | None, *, leave_one_out: bool, cold_start: float | None, liked: float | None
) -> Hiding:
    from training.evaluation import ColdStart, HoldOut, LeaveOneOut

    if (hold_out is not None) + leave_one_out + (cold_start is not None) > 1:
        msg = "expected only one of --hold-out, --leave-one-out and --cold-start"
        raise QueryError(msg)
    if cold_start is not None:
        if not 0 < cold_start < 1:
            msg = f"--cold-start {cold_start}: expected a share above 0 and below 1, such as 0.2"
            raise QueryError(msg)
        return ColdStart(cold_start, liked)
    return LeaveOneOut(liked) if leave_one_out else HoldOut(hold_out or _HELD_OUT, liked)


def _judgements(
    reading: Reading,
    pairs: Path | None,
    labels: Path | None,
    ratings: Path | None,
    siblings: Path | None,
    split: Path | None,
) -> tuple[Judgements, Reading]:
    """What people think, and all that was wrong in any of the files."""
    from training.evaluation import read_judgements

    read = read_judgements(
        reading.catalogue, pairs=pairs, labels=labels, ratings=ratings, siblings=siblings, split=split
    )
    return read.judgements, replace(reading, problems=reading.problems + read.problems)


def _fit(catalogue: Catalogue) -> Model:
    from training.pipeline import train

    return train(catalogue)


def _settings(k: int, half: Half, hiding: Hiding) -> Settings:
    from training.evaluation import Settings

    return Settings(k=k, half=half.value, hiding=hiding)


def _measure(
    catalogue: Catalogue,
    model: Model,
    judgements: Judgements,
    baseline: list[str] | None,
    settings: Settings,
) -> Evaluation:
    from training.evaluation import chosen_baselines
    from training.evaluation import evaluate as measure

    names, done = chosen_baselines(baseline or ["all"], catalogue), count()
    given = (judgements.pairs, judgements.labels, judgements.ratings)
    n_steps = len(names) + (1 + len(names)) * sum(one is not None for one in given)
    with progress_bar(n_steps) as bar:
        return measure(
            catalogue,
            model,
            judgements,
            baselines=names,
            settings=settings,
            tell=lambda doing: bar.show(next(done), doing),
        )


def _check_baselines(names: Sequence[str]) -> None:
    """A name that would be refused after minutes of training is refused at once."""
    from training.evaluation import chosen_baselines

    named = chosen_baselines(names, Catalogue([]))
    if "minilm" in named and find_spec("sentence_transformers") is None:
        msg = "--baseline minilm needs a package that is not here: pip install sentence-transformers"
        raise QueryError(msg)


def _check_report(path: Path) -> None:
    """What would fail after minutes of measuring fails at once."""
    from training.evaluation.report import require_matplotlib

    if path.is_dir() or not path.parent.is_dir():
        msg = f"--report {shown(str(path))}: expected a file in a folder that exists, such as report.html"
        raise QueryError(msg)
    require_matplotlib()


def _write_report(
    path: Path,
    catalogue: Catalogue,
    model: Model,
    judgements: Judgements,
    found: Evaluation,
    settings: Settings,
) -> None:
    from training.evaluation.report import contents, n_steps, render

    done = count()
    with progress_bar(n_steps(model, found)) as bar:
        told = contents(
            catalogue,
            model,
            judgements,
            found,
            settings=settings,
            tell=lambda doing: bar.show(next(done), doing),
        )
    path.write_text(render(told), encoding="utf-8")
    say(f"the report is in {path}")


def _document(reading: Reading, found: Evaluation) -> dict[str, Any]:
    return found.to_dict() | {
        "n_problems": len(reading.problems),
        "problems": [asdict(problem) for problem in reading.problems[:N_SHOWN]],
        "notices": list(reading.notices),
    }
