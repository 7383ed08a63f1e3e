"""`recsys merge NAME=FILE…`: several catalogues of the same titles as one, with what differs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from recsys.catalogue import Reading, write_catalogue
from recsys.cli.chosen_model import JsonOption
from recsys.cli.failure import tells_failures
from recsys.cli.import_catalogue import read_any
from recsys.cli.progress import progress_bar
from recsys.cli.terminal import stdout, write, write_json
from recsys.cli.train import N_SHOWN, report_problems
from recsys.errors import QueryError

if TYPE_CHECKING:
    from recsys.merging import Conflict, Doubt, Match, Merged

_ENDINGS = (".gz", ".jsonl", ".json", ".csv", ".tsv", ".zip", ".parquet", ".txt")


@dataclass(frozen=True, slots=True)
class _Account:
    """What was read and what came of it."""

    readings: Mapping[str, Reading]
    merged: Merged
    out: Path

    @property
    def labels(self) -> Mapping[str, str]:
        """Titles as people tell them apart, by id in the merged catalogue."""
        return {id: title.label for id, title in self.merged.catalogue.by_id.items()}

    def joined(self, source: str) -> int:
        """How many titles of a catalogue were joined to one of a catalogue before it."""
        return sum(match.source == source for match in self.merged.matches)


@tells_failures
def merge(
    catalogues: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME=FILE...",
            help="Catalogues of any format in the order in which their values count; files of one name are "
            "read as one catalogue, and a FILE alone is called by its own name.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Where to write the merged catalogue; its name ends in .jsonl or .jsonl.gz.",
        ),
    ],
    conflicts: Annotated[
        Path | None,
        typer.Option(
            "--conflicts",
            metavar="FILE",
            help="Write all conflicts, and all titles that may be one and were left apart, as JSON lines.",
        ),
    ] = None,
    problems: Annotated[
        Path | None,
        typer.Option("--problems", metavar="FILE", help="Write all problems of the files, as JSON lines."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Merge catalogues of the same titles: ids first, then name, year, form and country."""
    from recsys.merging import merge as merge_catalogues

    files = _named(catalogues)
    _check(out, [file for given in files.values() for file in given], (conflicts, problems))
    with progress_bar(len(files) + 1) as bar:
        readings: dict[str, Reading] = {}
        for position, (name, given) in enumerate(files.items()):
            bar.show(position, f"Reading {name}")
            readings[name] = read_any(given)
        bar.show(len(files), "Merging")
        merged = merge_catalogues({name: reading.catalogue for name, reading in readings.items()})
        write_catalogue(merged.catalogue, out)
    report_problems(_together(merged, readings), problems)
    account = _Account(readings, merged, out)
    if conflicts is not None:
        lines = (json.dumps(line, ensure_ascii=False) + "\n" for line in _lines(account))
        conflicts.write_text("".join(lines), encoding="utf-8")
    if as_json:
        write_json(_document(account))
    else:
        _render(stdout(), account, conflicts)


def _named(given: Sequence[str]) -> dict[str, list[Path]]:
    """Read `name=file`, or a file that is called by its own name."""
    files: dict[str, list[Path]] = {}
    for text in given:
        name, sign, file = text.partition("=")
        if not sign or Path(text).exists():
            name, file = _stem(Path(text)), text
        if not name.strip() or not file:
            msg = f"{text[:200]!r}: expected NAME=FILE, as in netflix=netflix_titles.csv, or a FILE alone"
            raise QueryError(msg)
        files.setdefault(name.strip(), []).append(Path(file))
    if len(files) < 2:
        msg = "there is one catalogue to merge, and nothing to merge it with: name two or more"
        raise QueryError(msg)
    return files


def _stem(path: Path) -> str:
    stem = path.name
    while (shorter := Path(stem)).suffix.lower() in _ENDINGS:
        stem = shorter.stem
    return stem


def _check(out: Path, files: Sequence[Path], others: Iterable[Path | None]) -> None:
    if not out.name.endswith((".jsonl", ".jsonl.gz")):
        msg = f"--out {str(out)[:200]!r}: expected a name that ends in .jsonl or .jsonl.gz"
        raise QueryError(msg)
    if not out.parent.is_dir():
        msg = f"--out {str(out)[:200]!r}: there is no folder {str(out.parent)[:200]!r}"
        raise QueryError(msg)
    for target in (out, *others):
        if target is not None and target.exists() and any(f.exists() and f.samefile(target) for f in files):
            msg = f"{str(target)[:200]!r} is one of the catalogues to merge: write elsewhere"
            raise QueryError(msg)


def _together(merged: Merged, readings: Mapping[str, Reading]) -> Reading:
    every = readings.values()
    problems = (problem for reading in every for problem in reading.problems)
    return Reading(
        merged.catalogue, tuple(problems), tuple(notice for reading in every for notice in reading.notices)
    )


def _lines(account: _Account) -> Iterator[dict[str, Any]]:
    yield from (_conflict(account, conflict) for conflict in account.merged.conflicts)
    yield from (_doubt(account, doubt) for doubt in account.merged.doubts)


def _conflict(account: _Account, conflict: Conflict) -> dict[str, Any]:
    said = [{"source": fact.source, "value": fact.value} for fact in conflict.said]
    title = account.merged.catalogue.by_id[conflict.id].title
    return {"kind": "conflict", "id": conflict.id, "title": title, "field": conflict.field, "said": said}


def _doubt(account: _Account, doubt: Doubt) -> dict[str, Any]:
    title = account.merged.catalogue.by_id[doubt.id].title
    return {
        "kind": "doubt",
        "id": doubt.id,
        "title": title,
        "others": list(doubt.others),
        "reason": doubt.reason,
    }


def _match(match: Match) -> dict[str, Any]:
    return {"id": match.id, "source": match.source, "source_id": match.source_id, "by": list(match.by)}


def _document(account: _Account) -> dict[str, Any]:
    merged, readings = account.merged, account.readings
    by_id = sum(match.is_by_id for match in merged.matches)
    return {
        "file": str(account.out),
        "n_titles": len(merged.catalogue),
        "sources": [
            {"name": name, "n_titles": len(reading.catalogue), "n_joined": account.joined(name)}
            for name, reading in readings.items()
        ],
        "n_joined_by_id": by_id,
        "n_joined_by_name": len(merged.matches) - by_id,
        "matches": [_match(match) for match in merged.matches[:N_SHOWN]],
        "n_conflicts": dict(Counter(conflict.field for conflict in merged.conflicts).most_common()),
        "conflicts": [_conflict(account, conflict) for conflict in merged.conflicts[:N_SHOWN]],
        "n_doubts": len(merged.doubts),
        "doubts": [_doubt(account, doubt) for doubt in merged.doubts[:N_SHOWN]],
        "n_renamed": len(merged.renamed),
        "n_problems": sum(len(reading.problems) for reading in readings.values()),
        "notices": [notice for reading in readings.values() for notice in reading.notices],
    }


def _render(console: Console, account: _Account, conflicts: Path | None) -> None:
    merged, labels = account.merged, account.labels
    write(console, f"Wrote {len(merged.catalogue)} titles to {account.out}", style="bold")
    for name, reading in account.readings.items():
        joined = account.joined(name)
        share = f", {joined} of them joined to a title before them" if joined else ""
        write(console, f"{name}: {len(reading.catalogue)} titles{share}", indent=2)
    by_id = [match for match in merged.matches if match.is_by_id]
    by_name = [match for match in merged.matches if not match.is_by_id]
    _section(console, "joined by id", [_told_match(match, labels) for match in by_id])
    _section(console, "joined by name and what goes with it", [_told_match(m, labels) for m in by_name])
    counts = Counter(conflict.field for conflict in merged.conflicts).most_common()
    fields = f" ({', '.join(f'{field} {count}' for field, count in counts)})" if counts else ""
    hint = f"all are in {conflicts}" if conflicts else "--conflicts FILE writes all"
    told = [_told_conflict(conflict, labels) for conflict in merged.conflicts]
    _section(console, f"conflicts{fields}", told, hint)
    doubts = [_told_doubt(doubt, labels) for doubt in merged.doubts]
    _section(console, "in doubt, and left apart", doubts, hint)
    renamed = [f"{old} of {source} is {labels[new]} [{new}]" for source, old, new in merged.renamed]
    if renamed:
        _section(console, "with another id, as theirs was taken", renamed)


def _section(console: Console, heading: str, lines: Sequence[str], hint: str = "") -> None:
    write(console, f"{len(lines)} {heading}", indent=2)
    for line in lines[:N_SHOWN]:
        write(console, line, indent=4)
    if len(lines) > N_SHOWN:
        write(console, f"and {len(lines) - N_SHOWN} more{f'; {hint}' if hint else ''}", indent=4)


def _told_match(match: Match, labels: Mapping[str, str]) -> str:
    return f"{labels[match.id]} [{match.id}] is {match.source_id} of {match.source}: {', '.join(match.by)}"


def _told_conflict(conflict: Conflict, labels: Mapping[str, str]) -> str:
    said = ", ".join(f"{fact.value} ({fact.source})" for fact in conflict.said)
    return f"{labels[conflict.id]} [{conflict.id}]: {conflict.field} is {said}"


def _told_doubt(doubt: Doubt, labels: Mapping[str, str]) -> str:
    others = ", ".join(f"{labels[other]} [{other}]" for other in doubt.others)
    return f"{labels[doubt.id]} [{doubt.id}] and {others}: {doubt.reason}"
