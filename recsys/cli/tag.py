"""`recsys tag CATALOGUE…`: tones or tags for titles that have none, each with its confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from recsys.catalogue import Reading, load_builtin, write_catalogue
from recsys.cli.chosen_model import JsonOption
from recsys.cli.failure import tells_failures
from recsys.cli.import_catalogue import read_any
from recsys.cli.progress import progress_bar
from recsys.cli.terminal import stdout, write, write_json
from recsys.cli.train import CataloguesArgument, report_problems
from recsys.errors import BadData, QueryError

if TYPE_CHECKING:
    from training.tagging import Tagging, WordRecord

_MOST_CONFIDENT = 0.99


@tells_failures
def tag(
    catalogues: CataloguesArgument,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Where to write the whole catalogue, as native rows; its name ends in .jsonl or .jsonl.gz.",
        ),
    ],
    own_tags: Annotated[
        bool,
        typer.Option(
            "--own-tags",
            help="Instead of tones: the catalogue's own tags, for its titles without tags. They count for "
            "likeness, each by its confidence, and never for filters.",
        ),
    ] = False,
    at_least: Annotated[
        float | None,
        typer.Option(
            "--at-least",
            min=0.01,
            max=_MOST_CONFIDENT,
            help="Lowest confidence that is written; without it 0.5 for tones and 0.03 for tags.",
        ),
    ] = None,
    most: Annotated[
        int | None,
        typer.Option(
            "--most",
            min=1,
            help="Highest number a title, the surest first; without it 8 tones or 15 tags.",
        ),
    ] = None,
    problems: Annotated[
        Path | None,
        typer.Option("--problems", metavar="FILE", help="Write all problems there, as JSON lines."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Infer tones for titles that nobody described; what is stated or computed stays as it is."""
    _check(out, catalogues)
    with progress_bar(3) as bar:
        bar.show(0, "Reading")
        reading: Reading = read_any(catalogues)
        report_problems(reading, problems)
        if not len(reading.catalogue):
            msg = "the catalogue has no title that can be used: see its problems with `recsys audit`"
            raise BadData(msg)
        bar.show(1, f"Learning, and guessing for {len(reading.catalogue)} titles")
        tagging = _infer(reading, own_tags=own_tags, at_least=at_least, most=most)
        bar.show(2, "Writing")
        write_catalogue(tagging.catalogue, out)
    if as_json:
        write_json(_document(reading, tagging, out, own_tags=own_tags))
    else:
        _render(stdout(), tagging, out, word="tag" if own_tags else "tone")


def _check(out: Path, catalogues: Sequence[Path]) -> None:
    if not out.name.endswith((".jsonl", ".jsonl.gz")):
        msg = f"--out {str(out)[:200]!r}: expected a name that ends in .jsonl or .jsonl.gz"
        raise QueryError(msg)
    if not out.parent.is_dir():
        msg = f"--out {str(out)[:200]!r}: there is no folder {str(out.parent)[:200]!r}"
        raise QueryError(msg)
    if out.exists() and any(file.exists() and file.samefile(out) for file in catalogues):
        msg = (
            f"--out {str(out)[:200]!r} is a file of the catalogue: write elsewhere, "
            "or its rows that cannot be read would be lost"
        )
        raise QueryError(msg)


def _infer(reading: Reading, *, own_tags: bool, at_least: float | None, most: int | None) -> Tagging:
    from training.tagging import infer_tags, infer_tones

    given: dict[str, Any] = {"at_least": at_least, "most": most}
    chosen = {name: value for name, value in given.items() if value is not None}
    if own_tags:
        tagging = infer_tags(reading.catalogue, **chosen)
        if not tagging.words:
            msg = "--own-tags: no tag stands at ten titles or more, so there is nothing to learn from"
            raise BadData(msg)
        return tagging
    return infer_tones(reading.catalogue, load_builtin(), **chosen)


def _render(console: Console, tagging: Tagging, out: Path, *, word: str) -> None:
    write(console, f"Wrote {len(tagging.catalogue)} titles to {out}", style="bold")
    offered = [record for record in tagging.words if record.is_trusted]
    filled = f"{tagging.n_guesses} inferred {word}s in {tagging.n_filled} of {tagging.n_asked} titles"
    write(console, f"{filled} that were asked about", indent=2)
    learned = f"learned {len(tagging.words)} {word}s from {tagging.n_learned_from} titles"
    write(
        console, f"{learned}; offered are {len(offered)}, from confidence {tagging.at_least:g} on", indent=2
    )
    write(console, "how sure, and how many were right, of titles held out:", indent=2)
    for found in tagging.reliability.bins:
        write(console, f"{found.confidence:6.2f} {found.right:6.2f}  {found.count} guesses", indent=4)
    error = tagging.reliability.expected_calibration_error
    write(console, f"expected calibration error {error:.4f}", indent=2)
    withheld = [record.name for record in tagging.words if not record.is_trusted]
    if withheld:
        write(console, f"not offered, as too few were right: {', '.join(withheld)}", indent=2)


def _document(reading: Reading, tagging: Tagging, out: Path, *, own_tags: bool) -> dict[str, Any]:
    return {
        "file": str(out),
        "kind": "tags" if own_tags else "tones",
        "n_titles": len(tagging.catalogue),
        "n_learned_from": tagging.n_learned_from,
        "n_asked": tagging.n_asked,
        "n_filled": tagging.n_filled,
        "n_guesses": tagging.n_guesses,
        "at_least": tagging.at_least,
        "reliability": asdict(tagging.reliability),
        "words": [_record(record) for record in tagging.words],
        "n_problems": len(reading.problems),
        "notices": list(reading.notices),
    }


def _record(record: WordRecord) -> dict[str, Any]:
    return {
        "name": record.name,
        "n_known": record.n_known,
        "n_offers": record.n_offers,
        "precision": record.precision,
        "offered": record.is_trusted,
    }
