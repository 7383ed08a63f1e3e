"""`recsys diff MODEL_A MODEL_B`: what changes for whom if the second model takes the place of the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from recsys.cli.chosen_model import JsonOption, builtin_folder, chosen_model
from recsys.cli.failure import ExitCode, tells_failures
from recsys.cli.progress import Bar, progress_bar
from recsys.cli.terminal import say, stdout, write, write_json
from recsys.errors import QueryError
from recsys.home import models_home
from recsys.model import Model
from recsys.model_diff import (
    PAGES,
    SAMPLE,
    Basis,
    ChangedWeight,
    FailedQuery,
    ModelDiff,
    ModelSide,
    NamedQuery,
    QueryDiff,
    TitleChange,
    common_seeds,
    read_queries,
)
from recsys.model_diff import diff as diff_models

N_SHOWN = 5
N_IDS = 5
_INDENT = 2
_MODEL = "a folder such as artifacts/NAME, the folder of one of its versions, or the NAME alone."


@tells_failures
def diff(
    model_a: Annotated[str, typer.Argument(metavar="MODEL_A", help=f"The model as it is: {_MODEL}")],
    model_b: Annotated[str, typer.Argument(metavar="MODEL_B", help="The model as it is to be: the same.")],
    queries: Annotated[
        Path | None,
        typer.Option(
            "--queries",
            metavar="FILE",
            help="Questions as JSON lines, each as recommend --query reads it, perhaps with a name; without "
            "it both models are asked what is similar to titles that both know.",
        ),
    ] = None,
    sample: Annotated[
        int | None,
        typer.Option(
            "--sample", min=1, metavar="N", help=f"So many titles, spread evenly; without it {SAMPLE}."
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All titles that both know.")] = False,
    k: Annotated[int, typer.Option("--k", "-k", min=1, max=100, help="How long the lists are.")] = 10,
    show: Annotated[
        int, typer.Option("--show", min=0, metavar="N", help="How many changed questions are told in full.")
    ] = N_SHOWN,
    fail_under: Annotated[
        float | None,
        typer.Option(
            "--fail-under",
            min=0,
            max=1,
            metavar="SHARE",
            help="End with code 6 if the mean overlap is lower.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """What changes from one model to another: titles in, out and moved, overlap and coverage."""
    if (queries is not None) + (sample is not None) + everything > 1:
        msg = "--queries, --sample and --all: expected one of them at most"
        raise QueryError(msg)
    a, b = _opened(model_a), _opened(model_b)
    most = None if everything else sample or SAMPLE
    asked = common_seeds(a, b, most) if queries is None else read_queries(queries)
    with progress_bar(len(asked)) as bar:
        found = diff_models(a, b, _watched(asked, bar), k=k)
    if as_json:
        write_json(found.to_dict())
    else:
        _render(stdout(), found, show)
    overlap = found.mean_overlap
    if overlap is None:
        raise typer.Exit(ExitCode.EMPTY)
    if fail_under is not None and overlap < fail_under:
        say(f"recsys: the mean overlap is {overlap:.4f}, below --fail-under {fail_under}")
        raise typer.Exit(ExitCode.BAD_DATA)


def _opened(named: str) -> Model:
    """The model of a folder; a bare name is that of a folder where models live."""
    folder = Path(named)
    is_bare = folder.name == named and not folder.is_dir()
    if is_bare and named == builtin_folder().name:
        return chosen_model(None)
    inside = models_home() / named
    return chosen_model(inside if is_bare and inside.is_dir() else folder)


def _watched(asked: Sequence[NamedQuery], bar: Bar) -> Iterator[NamedQuery]:
    for done, named in enumerate(asked):
        bar.show(done, "Questions")
        yield named


def _render(console: Console, found: ModelDiff, show: int) -> None:
    is_same = found.a.fingerprint == found.b.fingerprint
    for name, side in (("A", found.a), ("B", found.b)):
        same = ", the same catalogue" if is_same and name == "B" else ""
        version = side.version or "(not published)"
        write(console, f"{name} {version}: {side.n_titles} titles{same}", style="bold")
    write(console)
    for line in _summary(found):
        write(console, line)
    _render_group(console, "default weights that differ", [_weight(weight) for weight in found.weights])
    _render_group(console, "not answered", [_failure(failed) for failed in found.failures])
    changed = found.changed
    for query in changed[:show]:
        _render_query(console, query, found.k)
    if changed[:show]:
        write(console)
        write(
            console, "percent: what the block adds in B less what it adds in A, of the mean score of the list"
        )
    if len(changed) > show:
        write(console, f"{len(changed) - show} more questions changed: --show {len(changed)} tells all")


def _summary(found: ModelDiff) -> Iterator[str]:
    n_changed = len(found.changed)
    n_same = len(found.queries) - n_changed
    yield f"{found.n_queries} questions, lists of {found.k}: {n_same} the same, {n_changed} changed"
    if found.mean_overlap is None or found.mean_rbo is None:
        yield "nothing was compared: neither model answered any question"
    else:
        yield f"mean overlap {found.mean_overlap:.4f}, mean rank-biased overlap {found.mean_rbo:.4f}"
    yield f"titles in any list: {_coverage('A', found.a)}; {_coverage('B', found.b)}"
    for side, ids in (("A", found.only_a), ("B", found.only_b)):
        if ids:
            more = ", …" if len(ids) > N_IDS else ""
            yield f"titles that only {side} has: {len(ids)} ({', '.join(ids[:N_IDS])}{more})"


def _coverage(name: str, side: ModelSide) -> str:
    return f"{name} {side.n_shown} of {side.n_titles} ({side.coverage:.1%})"


def _weight(weight: ChangedWeight) -> str:
    a, b = ("none" if value is None else f"{value:.4f}" for value in (weight.a, weight.b))
    return f"{weight.block}: {a}, now {b}"


def _failure(failed: FailedQuery) -> str:
    whys = (
        f"{side}: {why}" if why else f"{side} answers" for side, why in (("A", failed.a), ("B", failed.b))
    )
    return f"{failed.name}; {'; '.join(whys)}"


def _render_group(console: Console, heading: str, lines: Sequence[str]) -> None:
    if lines:
        write(console)
        write(console, f"{heading} ({len(lines)})", style="bold")
    for line in lines:
        write(console, line, indent=_INDENT)


def _render_query(console: Console, query: QueryDiff, k: int) -> None:
    write(console)
    write(
        console,
        f"{query.name}: overlap {query.overlap:.2f}, rank-biased overlap {query.rbo:.2f}",
        style="bold",
    )
    if query.seeds_a != query.seeds_b:
        a, b = (", ".join(seeds) or "no title" for seeds in (query.seeds_a, query.seeds_b))
        write(console, f"the question means other titles: in A {a}, in B {b}", indent=_INDENT)
    for change in query.came_in:
        write(console, f"in    {change.place_b:>3}  {_told(change, k, 'A', change.place_a)}", indent=_INDENT)
    for change in query.went_out:
        write(console, f"out   {change.place_a:>3}  {_told(change, k, 'B', change.place_b)}", indent=_INDENT)
    moved = [change for change in query.moved if change.order_change]
    for change in moved:
        write(console, f"moved {change.place_b:>3}  {_told(change, k, 'A', change.place_a)}", indent=_INDENT)
    n_pushed = len(query.moved) - len(moved)
    if n_pushed:
        others = "1 other" if n_pushed == 1 else f"{n_pushed} others"
        write(console, f"{others} kept the order and only closed ranks or made room", indent=_INDENT)


def _told(change: TitleChange, k: int, other: str, place: int | None) -> str:
    """A title, its place in the list of the other model, and what moved it."""
    year = f" ({change.year})" if change.year else ""
    if change.missing_in:
        where = f"{other} does not have it"
    elif place is None:
        where = f"not among the first {PAGES * k} of {other}"
    else:
        where = f"{'was' if other == 'A' else 'now'} {place}"
    return f"{change.title}{year}: {where}{_why(change)}"


def _why(change: TitleChange) -> str:
    cause = change.cause
    if change.missing_in == "b":
        return ""
    if cause is None:
        return ", as other titles moved"
    return (
        f", mostly by {cause.block}" if cause.basis is Basis.PARTS else f", {cause.block} {cause.value:+.1%}"
    )
