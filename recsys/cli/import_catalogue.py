"""`recsys import FORMAT FILE…`: catalogues of others, written as rows of our own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from recsys.catalogue.problems import Problem
from recsys.catalogue.row import row_text
from recsys.catalogue.whole_file import whole_file
from recsys.cli.chosen_model import JsonOption
from recsys.cli.failure import tells_failures
from recsys.cli.progress import progress_bar
from recsys.cli.terminal import clean, say, stdout, write, write_json
from recsys.errors import BadData, QueryError

if TYPE_CHECKING:
    from recsys.importers import ImportCounts, Imported, ImportOptions

AUTO = "auto"
FORMATS = (
    "streaming, mydramalist, kuryana, netflix-top10, imdb, myanimelist, anilist, anime-offline, tmdb, "
    "tmdb-5000, movielens, nfo, wikidata, table"
)
"""Names of all importers; asking them would load them for every command."""

N_SHOWN = 10
_EVERY = 1_000

EncodingOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Encoding of text that is neither UTF-8 nor marked, such as cp949 or shift_jis.",
    ),
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN[:SEPARATOR]",
        help="For a table of one's own: which column holds a field of a row, and what stands between "
        "the entries of its lists, as in genres=listed_in:','; may be repeated.",
    ),
]


def import_options(encoding: str | None, columns: Sequence[str] | None) -> ImportOptions:
    """Return what ``--encoding`` and ``--map`` say.

    Parameters
    ----------
    encoding : str or None
        Name of an encoding.
    columns : sequence of str or None
        ``field=column`` or ``field=column:separator``.

    Returns
    -------
    ImportOptions
        The same.

    Raises
    ------
    QueryError
        If a mapping has no ``=``.
    """
    from recsys.importers import ImportOptions

    mapping = {}
    for item in columns or ():
        name, sign, column = item.partition("=")
        if not (sign and name.strip() and column.strip()):
            msg = f"--map {item[:80]!r}: expected FIELD=COLUMN, as in genres=listed_in:','"
            raise QueryError(msg)
        mapping[name.strip()] = column.strip()
    return ImportOptions(encoding=encoding, columns=mapping)


def read_any(paths: Sequence[Path], *, options: ImportOptions | None = None) -> Imported:
    """Return the titles of catalogue files of any format.

    Parameters
    ----------
    paths : sequence of Path
        Files, folders or archives.
    options : ImportOptions or None
        What the owner says of them.

    Returns
    -------
    Imported
        As :func:`recsys.importers.read_titles` gives it, which is loaded only now.
    """
    from recsys.importers import read_titles

    return read_titles(paths, options=options)


@tells_failures
def import_(
    format: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help=f"{AUTO}, which recognises each file by its contents, or one of {FORMATS}.",
        ),
    ],
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Files, folders, gzip files, zip and tar archives."),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", metavar="FILE", help="Where to write the rows: a new .jsonl file."),
    ],
    columns: MapOption = None,
    encoding: EncodingOption = None,
    problems: Annotated[
        Path | None,
        typer.Option("--problems", metavar="FILE", help="Write all problems there, as JSON lines."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Write no catalogue if any row has a problem.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Import catalogues of other sites as a catalogue of our own; every row is a title or a problem.

    Titles are written in the order of the files, one after the other, however many there are.
    """
    from recsys.importers import TitleStream

    started = perf_counter()
    chosen = None if format.casefold() == AUTO else format
    stream = TitleStream(files, format=chosen, options=import_options(encoding, columns))
    told: list[Problem] = []
    n_problems = n_titles = 0
    with whole_file(out) as rows, _lines(problems) as faults, progress_bar(0) as bar:
        for title, report in stream:
            if title is not None:
                rows.write(row_text(title).encode() + b"\n")
                n_titles += 1
            for problem in report.problems:
                faults.write(json.dumps(asdict(problem), ensure_ascii=False) + "\n")
                told.extend([problem] if len(told) < N_SHOWN else [])
                n_problems += 1
            if (n_titles + n_problems) % _EVERY == 0:
                bar.show(0, f"{n_titles} titles, {n_problems} problems")
        if not n_titles:
            reason = f": {told[0]}" if told else ""
            msg = f"no title could be read, so nothing was written{reason}"
            raise BadData(msg)
        if strict and n_problems:
            msg = f"{told[0]}; {n_problems} problems in all: nothing was written, as --strict asks"
            raise BadData(msg)
    for problem in told:
        say(str(problem))
    if n_problems > len(told):
        hint = f"all are in {problems}" if problems else "--problems FILE writes all"
        say(f"and {n_problems - len(told)} more problems; {hint}")
    for notice in stream.notices:
        say(notice)
    _report(stream.counts, out, as_json=as_json)
    say(f"done in {perf_counter() - started:.1f} s")


def _report(counts: Sequence[ImportCounts], out: Path, *, as_json: bool) -> None:
    if as_json:
        write_json({"file": str(out), "formats": [_document(one) for one in counts]})
        return
    console = stdout()
    write(console, f"Wrote {sum(one.titles for one in counts)} titles to {out}", style="bold")
    for one in counts:
        repeated = f", {one.repeated} repeated" if one.repeated else ""
        write(
            console,
            f"{one.format}: {one.rows} rows, {one.titles} titles{repeated}, {one.problems} problems",
            indent=2,
        )
        if one.labels:
            known = one.labels - sum(one.unmapped.values())
            share = f"{known / one.labels:.1%}"
            write(console, f"genres and tags: {known} of {one.labels} uses known ({share})", indent=4)
        kept = ", ".join(f"{clean(name)} {n}" for name, n in one.unmapped.most_common(N_SHOWN))
        if kept:
            write(console, f"kept as plain tags, as no vocabulary knows them: {kept}", indent=4)


def _document(counts: ImportCounts) -> dict[str, Any]:
    return {**asdict(counts), "unmapped": dict(counts.unmapped.most_common(1000))}


@contextmanager
def _lines(path: Path | None) -> Iterator[IO[str]]:
    with Path(os.devnull if path is None else path).open("w", encoding="utf-8") as stream:
        yield stream
