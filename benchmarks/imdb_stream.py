"""How fast, and in how much memory, a dump of IMDb is read and written as a catalogue.

Usage: ``python benchmarks/imdb_stream.py [--titles 1000000] [--folder FOLDER]``. A dump of made-up titles,
with ten rows of title.principals and one person a title, is written into the folder (default: a
temporary one). Then another process reads it title by title and writes the rows to a file. Memory is
the most that this process held resident, in all.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from recsys.catalogue.row import row_text
from recsys.importers import TitleStream

PRINCIPALS = 10
TYPES = ("movie", "tvSeries", "short", "tvMiniSeries", "tvMovie", "video", "tvSpecial", "tvShort")
GENRES = ("Drama", "Comedy", "Romance", "Thriller", "Animation", "Documentary", "Crime", "Fantasy")
CATEGORIES = (
    "actor",
    "actress",
    "actor",
    "actress",
    "self",
    "director",
    "writer",
    "producer",
    "composer",
    "editor",
)
WORDS = "amber bridge cedar dawn ember frost garden harbor island juniper kite lantern meadow night".split()


def basics(titles: int) -> Iterator[str]:
    """Yield title.basics; every tenth row more is an episode."""
    columns = "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres"
    yield columns.replace(" ", "\t")
    for n in range(titles):
        kind, name = TYPES[n % len(TYPES)], _name(n)
        genres = f"{GENRES[n % 8]},{GENRES[n * 3 % 7]}"
        yield f"tt{n:07d}\t{kind}\t{name}\t{name}\t0\t{1950 + n % 75}\t\\N\t{20 + n % 120}\t{genres}"
        if n % 10 == 0:
            yield f"tt{titles + n:07d}\ttvEpisode\tEpisode {n}\tEpisode {n}\t0\t2001\t\\N\t25\tDrama"


def principals(titles: int) -> Iterator[str]:
    """Yield title.principals."""
    yield "tconst\tordering\tnconst\tcategory\tjob\tcharacters"
    for n in range(titles):
        for place in range(PRINCIPALS):
            category = CATEGORIES[place]
            played = f'["{WORDS[(n + place) % 14].title()}"]' if place < 4 else "\\N"
            yield f"tt{n:07d}\t{place + 1}\tnm{_person(n, place, titles):07d}\t{category}\t\\N\t{played}"


def crew(titles: int) -> Iterator[str]:
    """Yield title.crew."""
    yield "tconst\tdirectors\twriters"
    for n in range(titles):
        director, *writers = (f"nm{_person(n, place, titles):07d}" for place in (5, 6, 11))
        yield f"tt{n:07d}\t{director}\t{','.join(writers)}"


def akas(titles: int) -> Iterator[str]:
    """Yield title.akas, three a title."""
    yield "titleId\tordering\ttitle\tregion\tlanguage\ttypes\tattributes\tisOriginalTitle"
    for n in range(titles):
        yield f"tt{n:07d}\t1\t{_name(n)}\t\\N\t\\N\toriginal\t\\N\t1"
        yield f"tt{n:07d}\t2\t{_name(n + 7)} II\tJP\tja\timdbDisplay\t\\N\t0"
        yield f"tt{n:07d}\t3\t{_name(n + 9)} III\tDE\t\\N\t\\N\t\\N\t0"


def ratings(titles: int) -> Iterator[str]:
    """Yield title.ratings."""
    yield "tconst\taverageRating\tnumVotes"
    for n in range(titles):
        yield f"tt{n:07d}\t{n % 90 / 10 + 1:.1f}\t{n * 7919 % 100003 + 5}"


def people(titles: int) -> Iterator[str]:
    """Yield name.basics, as many people as titles."""
    yield "nconst\tprimaryName\tbirthYear\tdeathYear\tprimaryProfession\tknownForTitles"
    for n in range(titles):
        yield f"nm{n:07d}\t{_name(n * 31)}\t\\N\t\\N\tactor\ttt{n:07d}"


TABLES: dict[str, Callable[[int], Iterator[str]]] = {
    "title.basics.tsv": basics,
    "title.principals.tsv": principals,
    "title.crew.tsv": crew,
    "title.akas.tsv": akas,
    "title.ratings.tsv": ratings,
    "name.basics.tsv": people,
}


def main() -> None:
    """Print the figures of one dump."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--titles", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where the dump is written, and stays")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.read is not None:
        _import(given.read)
        return
    with tempfile.TemporaryDirectory(prefix="recsys-dump-") as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        size = sum(_write(folder / name, table(given.titles)) for name, table in TABLES.items())
        print(
            f"{given.titles:,} titles, {given.titles * PRINCIPALS:,} principals, {size / 1e6:,.0f} MB",
            flush=True,
        )
        subprocess.run([sys.executable, __file__, "--read", str(folder)], check=True)


def _import(folder: Path) -> None:
    stream = TitleStream([folder], format="imdb")
    start = time.perf_counter()
    with tempfile.TemporaryFile("w", encoding="utf-8") as out:
        for title, _ in stream:
            if title is not None:
                out.write(row_text(title) + "\n")
        size = out.tell()
    seconds = time.perf_counter() - start
    (counts,) = stream.counts
    # Linux counts in KiB, macOS in bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(f"{counts.titles:,} titles and {counts.problems:,} problems; {size / 1e6:,.0f} MB written")
    print(f"{seconds:,.1f} s, {counts.titles / seconds:,.0f} titles/s, peak memory {peak / 1e6:,.0f} MB")


def _write(path: Path, lines: Iterator[str]) -> int:
    with path.open("w", encoding="utf-8") as out:
        out.writelines(line + "\n" for line in lines)
    return path.stat().st_size


def _name(n: int) -> str:
    return f"{WORDS[n % 14].title()} {WORDS[n // 14 % 14].title()} {n}"


def _person(n: int, place: int, people: int) -> int:
    """Return somebody; neighbours in the tables are strangers, as in real dumps."""
    return (n * 2_654_435_761 + place * 40_503) % people


if __name__ == "__main__":
    main()
