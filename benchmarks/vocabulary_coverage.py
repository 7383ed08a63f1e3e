"""How many genres and tags of other sites' catalogues our vocabularies understand, use by use.

Usage: ``python benchmarks/vocabulary_coverage.py [FOLDER] [--most N]``. The folder holds the folders
of the references; without one it takes ``../shared/data/raw``, and where that is absent nothing is
measured. A use is one label of one title. Each counts once, for the first of these that holds:

vocabulary
    The label says a genre or a tone of ours; how many say a tone is printed beside it.
facts
    It says another fact of a title: its medium, its form, or what it was before.
understood
    It is known, and says nothing that our vocabularies hold, such as an audience or the temper of a
    leading figure. It is kept as a tag, and is not counted as mapped.
unmapped
    No table knows it. It is kept as a tag.

``netflixData_CORRUPT_NULLROWS.csv`` and ``all_anime.csv`` repeat other files and are left out.
"""

from __future__ import annotations

import ast
import json
import tarfile
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.factcheck import cells
from recsys.catalogue.labels import DEBRIS, meaning_of

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "raw"
Split = Callable[[str], Iterable[str]]


@dataclass(slots=True)
class Coverage:
    """Uses of the labels of one list, by what is known of them.

    Parameters
    ----------
    labels : int
        How many labels there are.
    vocabulary, tones, facts, understood : int
        Uses, as the text of this module tells them apart; tones are part of the vocabulary.
    unmapped : Counter of str
        Uses of each label that no table knows.
    """

    labels: int = 0
    vocabulary: int = 0
    tones: int = 0
    facts: int = 0
    understood: int = 0
    unmapped: Counter[str] = field(default_factory=Counter)

    @property
    def uses(self) -> int:
        """All uses but those of what is no label."""
        return self.vocabulary + self.facts + self.understood + self.unmapped.total()

    @property
    def mapped(self) -> float:
        """Share of uses that say a genre, a tone or another fact."""
        return (self.vocabulary + self.facts) / self.uses if self.uses else 0.0


def main(arguments: list[str] | None = None) -> int:
    """Print one line for each list of labels, sums, and the most frequent labels not understood.

    Parameters
    ----------
    arguments : list of str or None, default None
        What follows the name of the command; None reads the command line.

    Returns
    -------
    int
        Always 0.
    """
    parser = ArgumentParser(prog="python benchmarks/vocabulary_coverage.py")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--most", type=int, default=8, help="how many unmapped labels are shown (default 8)")
    asked = parser.parse_args(arguments)
    if not asked.folder.is_dir():
        print(f"skipped: there are no reference catalogues at {asked.folder}")
        return 0
    counted = [(name, kind, Counter(labels)) for name, kind, labels in read_labels(asked.folder)]
    print(f"{'':<26}{'kind':<11}{'labels':>7}{'uses':>8}", end="")
    print(f"{'vocabulary':>12}{'(tones)':>9}{'facts':>8}{'understood':>12}{'unmapped':>10}{'mapped':>8}")
    for name, kind, labels in counted:
        found = coverage(labels)
        _print_line(name, kind, found)
        if asked.most and found.unmapped:
            told = (f"{label} {n}" for label, n in found.unmapped.most_common(asked.most))
            print(f"{'':<26}{', '.join(told)}")
    for kind in ("genre", "tag"):
        of_kind = [(name, labels) for name, its, labels in counted if its == kind]
        _print_line("all", kind, coverage(_sum(labels for _, labels in of_kind)))
        asian = _sum(labels for name, labels in of_kind if name.startswith(("MyDramaList", "MyAnimeList")))
        _print_line("MyDramaList, MyAnimeList", kind, coverage(asian))
    return 0


def coverage(labels: Counter[str]) -> Coverage:
    """Return how far the labels of a list are understood.

    Parameters
    ----------
    labels : Counter of str
        How often each label is used.

    Returns
    -------
    Coverage
        Uses by what is known of them; what is no label is left out.
    """
    found = Coverage()
    for label, uses in labels.items():
        meaning = meaning_of(label)
        if meaning is not None and meaning.other == DEBRIS:
            continue
        found.labels += 1
        if meaning is None:
            found.unmapped[label] += uses
        elif meaning.is_of_a_vocabulary:
            found.vocabulary += uses
            found.tones += uses if meaning.tones else 0
        elif meaning.is_another_fact:
            found.facts += uses
        else:
            found.understood += uses
    return found


def read_labels(folder: Path) -> Iterator[tuple[str, str, Iterator[str]]]:
    """Yield every list of labels in the reference catalogues.

    Parameters
    ----------
    folder : Path
        The folder that holds the folders of the references; a file that is not there has no labels.

    Yields
    ------
    tuple of str, str and iterator of str
        Name of the catalogue, ``genre``, ``tag`` or ``mixed``, and one label for each use.
    """
    streaming = folder / "streaming_titles"
    for name, column in (("netflix", "listed_in"), ("disney_plus", "listed_in"), ("hulu", "listed_in")):
        yield name, "genre", _column(streaming / f"{name}_titles.csv", column, _at_commas)
    yield "amazon_prime", "genre", _column(streaming / "amazon_prime_titles.csv", "genre", _at_commas)
    tmdb = folder / "tmdb_5000" / "tmdb_5000_movies.csv"
    yield "TMDB", "genre", _column(tmdb, "genres", _named)
    yield "TMDB", "tag", _column(tmdb, "keywords", _named)
    movielens = folder / "ml-latest-small"
    yield "MovieLens", "genre", _column(movielens / "movies.csv", "genres", _at_bars)
    yield "MovieLens", "tag", _column(movielens / "tags.csv", "tag", _whole)
    jikan = folder / "mal_seasonal_catalog" / "jikan_season_json.tar.gz"
    yield "MyAnimeList", "genre", _jikan(jikan, "genres", "explicit_genres")
    yield "MyAnimeList themes", "tag", _jikan(jikan, "themes")
    yield "MyAnimeList audiences", "tag", _jikan(jikan, "demographics")
    # Of 2017, when genres, themes and audiences were one list.
    old = folder / "mal_cooperunion_anime" / "anime.csv.gz"
    yield "MyAnimeList of 2017", "mixed", _column(old, "genre", _at_commas)
    asian = folder / "mydramalist_panasian" / "mydramalist.csv"
    korean = folder / "mydramalist_kdramalist" / "kdramalist.csv"
    newer = folder / "mydramalist_drama_data" / "drama_data.csv"
    for kind, of_asian, of_others in (("genre", "genre_names", "Genres"), ("tag", "tag_names", "Tags")):
        yield "MyDramaList pan-Asian", kind, _column(asian, of_asian, _at_commas)
        yield "MyDramaList Korean", kind, _column(korean, of_others, _literal)
        yield "MyDramaList 2025", kind, _column(newer, of_others, _literal)


def _column(path: Path, column: str, split: Split) -> Iterator[str]:
    for row in cells.rows(path):
        yield from (name.strip() for name in split(row.get(column, "")) if name.strip())


def _jikan(path: Path, *keys: str) -> Iterator[str]:
    if not path.is_file():
        return
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            season = json.load(stream) if stream is not None else []
            for anime in season if isinstance(season, list) else season.get("data", []):
                for entry in (entry for key in keys for entry in anime.get(key) or ()):
                    yield entry["name"] if isinstance(entry, dict) else entry


def _at_commas(cell: str) -> Iterable[str]:
    return cell.split(",")


def _at_bars(cell: str) -> Iterable[str]:
    return cell.split("|")


def _whole(cell: str) -> Iterable[str]:
    return (cell,)


def _named(cell: str) -> Iterable[str]:
    return [entry["name"] for entry in json.loads(cell)] if cell else []


def _literal(cell: str) -> Iterable[str]:
    return ast.literal_eval(cell) if cell.startswith("[") else []


def _sum(lists: Iterable[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for labels in lists:
        total.update(labels)
    return total


def _print_line(name: str, kind: str, found: Coverage) -> None:
    def share(uses: int) -> str:
        return f"{uses / found.uses:.1%}" if found.uses else "-"

    print(f"{name:<26}{kind:<11}{found.labels:>7}{found.uses:>8}{share(found.vocabulary):>12}", end="")
    print(f"{share(found.tones):>9}{share(found.facts):>8}{share(found.understood):>12}", end="")
    print(f"{share(found.unmapped.total()):>10}{found.mapped:>8.1%}")


if __name__ == "__main__":
    raise SystemExit(main())
