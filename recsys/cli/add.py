"""`recsys add FILE…`: titles into a model that is trained already, without training it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer

from recsys.artifact import open_model
from recsys.catalogue import Problem, Reading
from recsys.cli.chosen_model import JsonOption, builtin, builtin_folder
from recsys.cli.failure import tells_failures
from recsys.cli.import_catalogue import EncodingOption, MapOption, import_options, read_any
from recsys.cli.terminal import clean, say, stdout, write, write_json
from recsys.cli.train import N_SHOWN, report_problems
from recsys.errors import BadData
from recsys.title import Title

_FEW = 5


@dataclass(frozen=True, slots=True)
class _Account:
    """What was done, and what the model cannot know of it."""

    added: tuple[Title, ...]
    changed: tuple[Title, ...]
    n_unchanged: int
    unknown: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]
    folder: Path
    before: str
    version: str


@tells_failures
def add(
    catalogues: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Files with the titles: our own .jsonl, or any format that `recsys import` reads.",
        ),
    ],
    model: Annotated[
        Path | None,
        typer.Option(
            "--model",
            metavar="DIR",
            envvar="RECSYS_MODEL",
            help="Folder of a trained model, such as artifacts/NAME; without it the built-in model.",
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Add nothing if any row has a problem.")] = False,
    problems: Annotated[
        Path | None,
        typer.Option("--problems", metavar="FILE", help="Write all problems there, as JSON lines."),
    ] = None,
    columns: MapOption = None,
    encoding: EncodingOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add titles to a trained model, or change those with the same ids; nothing is trained again.

    They are part of the next training too, unless the catalogue is changed at the same place until then.
    """
    started = perf_counter()
    reading = read_any(catalogues, options=import_options(encoding, columns))
    report_problems(reading, problems)
    if strict and reading.problems:
        msg = f"{len(reading.problems)} problems: nothing was added, as --strict asks"
        raise BadData(msg)
    if not len(reading.catalogue):
        msg = "no title could be read, so nothing was added"
        raise BadData(msg)
    if model is None:
        builtin()  # trained first if there is none
    account = _added(reading, builtin_folder() if model is None else model)
    if as_json:
        write_json(_document(account))
    else:
        _report(account)
    say(f"done in {perf_counter() - started:.1f} s")


def _added(reading: Reading, folder: Path) -> _Account:
    from recsys.additions import add_titles
    from recsys.features.encoding import unknown_tokens

    before = open_model(folder, verify="sizes")
    known = {title.id: before.names.row_of_id(title.id) for title in reading.catalogue}
    documents = {id: None if row is None else before.documents[row] for id, row in known.items()}
    after = add_titles(folder, reading.catalogue)
    now = {id: after.documents[after.row(id)] for id in known}
    added = [title for title in reading.catalogue if documents[title.id] is None]
    changed = [title for title in reading.catalogue if documents[title.id] not in (None, now[title.id])]
    news = (*added, *changed)
    return _Account(
        added=tuple(added),
        changed=tuple(changed),
        n_unchanged=len(reading.catalogue) - len(news),
        unknown=unknown_tokens(after.space, news, after.people) if news else {},
        problems=reading.problems,
        notices=reading.notices,
        folder=folder,
        before=before.info.version,
        version=after.info.version,
    )


def _report(account: _Account) -> None:
    console = stdout()
    if account.version == account.before:
        write(console, f"Nothing to add: version {account.version} in {account.folder} has these titles")
        return
    write(console, f"Published version {account.version} in {account.folder}", style="bold")
    unchanged = f", {account.n_unchanged} were there as they are" if account.n_unchanged else ""
    n_added = len(account.added)
    added = "1 title added" if n_added == 1 else f"{n_added} titles added"
    write(console, f"{added}, {len(account.changed)} changed{unchanged}", indent=2)
    for verb, titles in (("added", account.added), ("changed", account.changed)):
        for title in titles[:N_SHOWN]:
            write(console, f"{verb}: {title.label} [{title.id}]", indent=4)
        if len(titles) > N_SHOWN:
            write(console, f"and {len(titles) - N_SHOWN} more {verb}", indent=4)
    if account.unknown:
        write(console, "not known to the model, and without effect until the next training:", indent=2)
    for block, tokens in account.unknown.items():
        write(console, f"{block}: {len(tokens)}, such as {_few(tokens)}", indent=4)


def _few(tokens: Sequence[str]) -> str:
    return ", ".join(clean(token) for token in tokens[:_FEW])


def _document(account: _Account) -> dict[str, Any]:
    return {
        "folder": str(account.folder),
        "version": account.version,
        "before": account.before,
        "added": [title.id for title in account.added],
        "changed": [title.id for title in account.changed],
        "n_unchanged": account.n_unchanged,
        "unknown": {
            block: {"n": len(tokens), "some": list(tokens[:N_SHOWN])}
            for block, tokens in account.unknown.items()
        },
        "n_problems": len(account.problems),
        "notices": list(account.notices),
    }
