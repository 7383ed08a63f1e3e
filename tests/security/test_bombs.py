"""Files that are made to fill the memory end in words, within half a gigabyte."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

MOST_MEGABYTES = 500
MIB = 2**20
READ = """
import sys
from recsys.errors import BadData
from recsys.importers import IMPORTERS, TitleStream
from recsys.history import read_history
what, path = sys.argv[1:]
told = 0
try:
    if what == "history":
        told = len(read_history([path]).problems)
    else:
        for title, report in TitleStream([path], format=None if what == "auto" else what):
            told += len(report.problems)
except BadData as error:
    told += 1
    print(str(error)[:300])
# Not from getrusage, which remembers the process that this one was forked from.
(peak,) = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(told, int(peak) // 1024)
"""


def read(what: str, path: Path) -> tuple[int, int, str]:
    """Read a file in a process of its own; return problems, peak megabytes, and what was said."""
    if not Path("/proc/self/status").exists():
        pytest.skip("the memory of a process is read from /proc, which this system has not")
    ended = subprocess.run(
        [sys.executable, "-c", READ, what, str(path)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    told, megabytes = ended.stdout.split()[-2:]
    return int(told), int(megabytes), ended.stdout


def sparse(path: Path, head: bytes, size: int, tail: bytes = b"") -> None:
    """Write a large file that takes no room: between head and tail are zeros."""
    with path.open("wb") as stream:
        stream.write(head)
        stream.seek(size)
        stream.write(tail)


NETFLIX = b"show_id,type,title,director,cast,country,date_added,release_year,rating,duration,listed_in,"
NETFLIX += b"description\n"
MAL = b"<?xml version='1.0'?>\n"


def columns(folder: Path) -> Path:
    path = folder / "netflix_titles.csv"
    names = b"show_id,title,release_year,duration," + b",".join(b"c%d" % n for n in range(1_000_000))
    path.write_bytes(names + b"\n" + b"," * 1_000_000)
    return path


def cell(folder: Path) -> Path:
    path = folder / "netflix_titles.csv"
    sparse(path, NETFLIX + b's1,Movie,"', 2**30, b'"\ns2,Movie,Paper Boats,,,,,2019,,90 min,,\n')
    return path


def quotes(folder: Path) -> Path:
    path = folder / "netflix_titles.csv"
    path.write_bytes(NETFLIX + b's1,Movie,"Paper\n' + b"x\n" * MIB)
    return path


def packed(folder: Path) -> Path:
    path = folder / "netflix_titles.csv.gz"
    with gzip.open(path, "wb", compresslevel=9) as stream:
        stream.write(NETFLIX + b"s1,Movie,")
        for _ in range(600):
            stream.write(bytes(MIB))
    return path


def zipped(folder: Path) -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.csv", "w") as stream:
        stream.write(NETFLIX)
        for _ in range(600):
            stream.write(bytes(MIB))
    return path


def one_text(folder: Path) -> Path:
    path = folder / "jikan.json"
    sparse(path, b'{"data": [{"mal_id": 1, "type": "TV", "source": "x", "title": "', 2**30, b'"}]}')
    return path


def brackets(folder: Path) -> Path:
    path = folder / "jikan.json"
    path.write_bytes(b'{"data": [{"mal_id": 1, "type": "TV", "source": "x", "title": ' + b"[" * (40 * MIB))
    return path


def literal(folder: Path) -> Path:
    path = folder / "drama_data.csv"
    path.write_bytes(b'drama_name,Genres,Tags,Episodes\nBoats,"' + b"[" * 900_000 + b'",,1\n')
    return path


def entities(folder: Path) -> Path:
    path = folder / "list.xml"
    levels = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    path.write_bytes(
        MAL
        + b'<!DOCTYPE m [<!ENTITY a0 "ha">'
        + levels
        + b"]><myanimelist><anime>&a11;</anime></myanimelist>"
    )
    return path


def elements(folder: Path) -> Path:
    path = folder / "list.xml"
    path.write_bytes(MAL + b"<myanimelist><anime>" + b"<a/>" * (8 * MIB))
    return path


BOMBS: tuple[tuple[str, Callable[[Path], Path]], ...] = (
    ("streaming", columns),
    ("streaming", cell),
    ("streaming", quotes),
    ("streaming", packed),
    ("streaming", zipped),
    ("myanimelist", one_text),
    ("myanimelist", brackets),
    ("mydramalist", literal),
    ("history", entities),
    ("history", elements),
    ("history", packed),
)


@pytest.mark.slow
@pytest.mark.parametrize(("what", "make"), BOMBS, ids=[f"{what} {make.__name__}" for what, make in BOMBS])
def test_a_bomb_ends_in_words_and_within_bounds(
    tmp_path: Path, what: str, make: Callable[[Path], Path]
) -> None:
    told, megabytes, words = read(what, make(tmp_path))
    assert told, words
    assert megabytes < MOST_MEGABYTES


def test_what_follows_a_cell_that_fills_the_memory_is_read(tmp_path: Path) -> None:
    path = tmp_path / "netflix_titles.csv"
    sparse(path, NETFLIX + b's1,Movie,"', 64 * MIB, b'"\ns2,Movie,Paper Boats,,,,,2019,,90 min,,\n')
    told, megabytes, words = read("auto", path)
    assert (told, megabytes < MOST_MEGABYTES) == (1, True), words


def test_a_document_cannot_read_files_of_this_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("sesame", encoding="utf-8")
    path = tmp_path / "tvshow.nfo"
    path.write_text(
        f'<!DOCTYPE t [<!ENTITY x SYSTEM "{secret.as_uri()}">]><tvshow><title>&x;</title></tvshow>',
        encoding="utf-8",
    )
    told, _, words = read("nfo", path)
    assert told == 1
    assert "sesame" not in words
