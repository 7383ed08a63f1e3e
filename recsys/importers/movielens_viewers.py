"""What many viewers said, out of files of millions of lines: how often films were rated, which tags fit.

These files are plain numbers between commas; they are counted without being read as tables, which
would take ten times as long.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from recsys.catalogue.problems import RowReport, shown
from recsys.errors import DamagedFile
from recsys.files import Source, column_name
from recsys.files.text import utf8_bytes
from recsys.importers.importer import Row

FITS = 0.7
"""From which relevance on a tag of the genome is taken for one of the film."""

_LONGEST_LINE = 1_000
_MOST_DIGITS = 15
_DELIMITERS = (b"\t", b";", b",")


@dataclass(slots=True)
class FittingTags:
    """Tags of the genome by number, and for each film those that fit it, with their relevance."""

    names: dict[int, str] = field(default_factory=dict)
    by_film: dict[int, list[tuple[int, float]]] = field(default_factory=lambda: defaultdict(list))

    def of(self, film: int, *, without: Collection[str]) -> list[Row]:
        """Return the inferred tags of a film.

        Parameters
        ----------
        film : int
            Its number.
        without : collection of str
            Tags that viewers gave it, which need not be inferred.

        Returns
        -------
        list of dict
            Name and confidence, which is the relevance.
        """
        stated = {tag.casefold() for tag in without}
        fitting = ((self.names.get(tag, ""), fit) for tag, fit in self.by_film.get(film, ()))
        return [
            {"name": name, "confidence": fit}
            for name, fit in fitting
            if name and name.casefold() not in stated
        ]


def count_ratings(source: Source, report: RowReport) -> Counter[int]:
    """Return how often each film was rated.

    Parameters
    ----------
    source : Source
        ``ratings.csv``.
    report : RowReport
        Receives what is wrong.

    Returns
    -------
    Counter of int
        Ratings by the number of the film.
    """
    counts: Counter[bytes] = Counter()
    faults = _Faults(report)
    for line, (film,) in _cells(source, ("movieid",), faults):
        if film in counts or _whole(film) is not None:
            counts[film] += 1
        else:
            faults.add(line, film)
    faults.tell()
    numbers: Counter[int] = Counter()
    for film, count in counts.items():
        numbers[_whole(film) or 0] += count
    return numbers


def read_fitting_tags(source: Source, fitting: FittingTags, report: RowReport) -> set[int]:
    """Return the films that a file of the genome speaks of.

    Parameters
    ----------
    source : Source
        ``genome-scores.csv``.
    fitting : FittingTags
        Receives the tags that fit.
    report : RowReport
        Receives what is wrong.

    Returns
    -------
    set of int
        Numbers of films.
    """
    films: set[bytes] = set()
    faults = _Faults(report)
    for line, (film, tag, relevance) in _cells(source, ("movieid", "tagid", "relevance"), faults):
        try:
            fit = float(relevance)
        except ValueError:
            faults.add(line, relevance)
            continue
        films.add(film)
        if fit >= FITS:
            number, id = _whole(film), _whole(tag)
            if number is None or id is None:
                faults.add(line, film if number is None else tag)
            else:
                fitting.by_film[number].append((id, min(fit, 1.0)))
    faults.tell()
    return {number for film in films if (number := _whole(film)) is not None}


class _Faults:
    """Lines that are no such numbers, told as one problem at the first of them."""

    def __init__(self, report: RowReport) -> None:
        self.report = report
        self._first: tuple[int, bytes] | None = None
        self._count = 0

    def add(self, line: int, cell: bytes) -> None:
        self._first = self._first or (line, cell)
        self._count += 1

    def tell(self) -> None:
        if self._first is not None:
            line, cell = self._first
            given = shown(cell.decode(errors="replace").strip())
            more = f"; so are {self._count - 1} more lines" if self._count > 1 else ""
            self.tell_at(line, f"{given} is no such number: the line is left out{more}")

    def tell_at(self, line: int, reason: str) -> None:
        self.report.line = line
        self.report.add("", reason)


def _cells(source: Source, wanted: Sequence[str], faults: _Faults) -> Iterator[tuple[int, list[bytes]]]:
    """Yield the cells of some columns with the number of their line."""
    number = 0
    places: list[int] = []
    delimiter = b","
    try:
        with utf8_bytes(source) as handle:
            for number, line in enumerate(iter(partial(handle.readline, _LONGEST_LINE), b""), start=1):
                cells = line.split(delimiter)
                if places:
                    try:
                        yield number, [cells[place] for place in places]
                    except IndexError:
                        if line.strip():
                            faults.add(number, line)
                elif line.strip():
                    delimiter = max(_DELIMITERS, key=line.count)
                    columns = [
                        column_name(name) for name in line.decode(errors="replace").split(delimiter.decode())
                    ]
                    places = [columns.index(name) for name in wanted if name in columns]
                    if len(places) < len(wanted):
                        faults.tell_at(number, f"expected the columns {', '.join(wanted)}")
                        return
    except DamagedFile as error:
        faults.tell_at(number + 1, f"from here on: {error}")


def _whole(cell: bytes) -> int | None:
    """Return a number as MovieLens, or a program that saved its file again, writes it: 1, 1.0 or "1"."""
    digits = cell.strip(b'" \r\n').removesuffix(b".0")
    return int(digits) if digits.isdigit() and len(digits) <= _MOST_DIGITS else None
