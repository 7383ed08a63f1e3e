"""Files of a model that are not those that were published: whatever became of them, they are refused."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from recsys.artifact import is_whole, open_model
from recsys.errors import ArtifactMissing
from tests.faults.report import record
from tests.faults.sampling import some
from tests.faults.scale import IS_SOAK, rounds
from tests.faults.serving import Serving
from tests.faults.tiny_artifact import Published, flipped, is_refused, remove, tiny_model

PAGE = 4096
Place = tuple[int, int]
"""Number of a file among :meth:`Published.files`, and of a bit in it."""
NOT_SUMMED = (0, 1)
"""The pointer and the manifest, which are compared before any other file is looked at."""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The smallest model there is."""
    return Published.of(tiny_model("a"), tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """What is served meanwhile."""
    return Published.of(tiny_model("good", "fine"), tmp_path_factory.mktemp("good"))


@pytest.fixture(scope="module")
def large(builtin_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The built-in model, to be damaged."""
    return Published(builtin_folder).copy(tmp_path_factory.mktemp("large"))


def accepted_flips(folder: Path, places: list[Place]) -> list[Place]:
    """Places where another bit is not noticed by what compares every sum before a model is opened."""
    published = Published(folder)
    files, version = published.files(), published.version
    digest = published.pointer.read_text().split()[1]
    accepted = []
    for number, bit in places:
        path = files[number]
        with flipped(path, bit):
            is_noticed = is_refused(folder) if number in NOT_SUMMED else not is_whole(version, digest)
            if not is_noticed:
                accepted.append((number, bit))
    return accepted


def test_every_flipped_bit_of_the_smallest_model_is_noticed(
    tiny: Published, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sizes = [path.stat().st_size for path in tiny.files()]
    places = [(number, bit) for number, size in enumerate(sizes) for bit in range(8 * size)]
    if IS_SOAK:
        assert not _in_all_cores(tiny, places, tmp_path_factory)
    else:
        rng = np.random.default_rng(0)
        described = [
            (number, int(rng.integers(8 * sizes[number]))) for number in NOT_SUMMED for _ in range(20)
        ]
        assert not accepted_flips(tiny.folder, described + some(places, 20))
    assert not is_refused(tiny.folder)
    record(
        "every single-bit flip of the smallest model",
        f"{len(places):,} bits of {len(sizes)} files, {sum(sizes):,} bytes in all",
        "all refused, the manifest and the pointer file included",
    )


def _in_all_cores(tiny: Published, places: list[Place], factory: pytest.TempPathFactory) -> list[Place]:
    """Accepted places; each process has one core, where the threads that read small files do not wait."""
    cores = sorted(os.sched_getaffinity(0))
    context = multiprocessing.get_context("forkserver")
    accepted = []
    with ProcessPoolExecutor(len(cores), mp_context=context) as pool:
        own = [tiny.copy(factory.mktemp("own")).folder for _ in cores]
        shares = [places[number :: len(cores)] for number in range(len(cores))]
        for found in pool.map(_on_one_core, cores, own, shares):
            accepted += found
    return accepted


def _on_one_core(core: int, folder: Path, places: list[Place]) -> list[Place]:
    os.sched_setaffinity(0, {core})
    return accepted_flips(folder, places)


def test_flipped_bits_of_the_builtin_model_are_refused_and_the_last_good_one_is_served(
    large: Published, good: Published
) -> None:
    n_flips = rounds(usual=8, soak=2_000)
    rng = np.random.default_rng(1)
    files, serving = large.files(), Serving(good, large)
    sizes = np.array([path.stat().st_size for path in files])
    for flip in range(n_flips):
        # One in five in the pointer or the manifest, which are small; the others wherever a bit lies.
        number = int(rng.integers(2)) if flip % 5 == 0 else int(rng.choice(len(files), p=sizes / sizes.sum()))
        with flipped(files[number], int(rng.integers(8 * sizes[number]))):
            assert serving.refusal()
    assert not is_refused(large.folder)
    record(
        "random single-bit flips of the built-in model",
        f"{n_flips:,} of {sizes.sum():,} bytes",
        f"all refused, the last good model served; {serving.slowest:.2f} s of work at most",
    )


def test_every_truncated_file_is_refused(large: Published, good: Published) -> None:
    cuts = [(path, end) for path in large.files() for end in range(0, path.stat().st_size, PAGE)]
    serving, chosen = Serving(good, large), some(cuts, 8)
    for path, end in chosen:
        with shortened(path, end):
            assert serving.refusal()
    assert not is_refused(large.folder)
    record(
        "truncation at each 4 KiB",
        f"{len(chosen):,} lengths of {len(large.files())} files of the built-in model",
        f"all refused, the last good model served; {serving.slowest:.2f} s of work at most",
    )


@contextmanager
def shortened(path: Path, end: int) -> Iterator[None]:
    """A file that ends too early until the end of the block."""
    with path.open("r+b") as stream:
        stream.seek(end)
        rest = stream.read()
        stream.truncate(end)
        try:
            yield
        finally:
            stream.seek(end)
            stream.write(rest)


def test_a_file_that_goes_on_is_refused(tiny: Published) -> None:
    for path in some(tiny.files(), 4):
        with path.open("r+b") as stream:
            size = stream.seek(0, os.SEEK_END)
            stream.write(bytes(PAGE))
            stream.flush()
            assert is_refused(tiny.folder), path.name
            stream.truncate(size)
    assert not is_refused(tiny.folder)


def test_files_that_have_changed_places_are_refused(tiny: Published, good: Published) -> None:
    pairs = [
        (one, other)
        for one, other in combinations(tiny.arrays(), 2)
        if one.stat().st_size == other.stat().st_size and one.read_bytes() != other.read_bytes()
    ]
    chosen, serving = some(pairs, 3), Serving(good, tiny)
    for one, other in chosen:
        exchange(one, other)
        assert serving.refusal()
        exchange(one, other)
    assert not is_refused(tiny.folder)
    record(
        "two files of one size that have changed places",
        f"{len(chosen):,} pairs",
        "all refused, the last good model served",
    )


def exchange(one: Path, other: Path) -> None:
    """Give each of two files the name of the other."""
    aside = one.parent.parent / "aside"
    one.rename(aside)
    other.rename(one)
    aside.rename(other)


def test_any_missing_file_is_refused(tiny: Published, good: Published, tmp_path: Path) -> None:
    chosen, serving = [*tiny.files()[:2], *some(tiny.arrays(), 3)], Serving(good, tiny)
    for path in chosen:
        path.rename(tmp_path / "aside")
        assert serving.refusal()
        (tmp_path / "aside").rename(path)
    record("a file that is missing", f"{len(chosen)} files", "all refused, the last good model served")


EXTRA: dict[str, Callable[[Path], object]] = {
    "x.npy": Path.touch,
    ".hidden": Path.touch,
    "manifest.json.orig": Path.touch,
    "folder.npy": Path.mkdir,
    "nowhere.npy": lambda path: path.symlink_to("nowhere"),
    "up.npy": lambda path: path.symlink_to(".."),
    "pipe.npy": os.mkfifo,
    "hübs.npy": Path.touch,
}


def test_any_extra_file_is_refused(tiny: Published, good: Published) -> None:
    serving = Serving(good, tiny)
    for name, make in EXTRA.items():
        path = tiny.version / name
        make(path)
        assert name in serving.refusal()
        remove(path)
    record("a file too many", f"{len(EXTRA)} kinds", "all refused, the last good model served")


INSTEAD: dict[str, Callable[[Path, Path], object]] = {
    "a link to the very file": lambda path, file: path.symlink_to(file),
    "a link to a device": lambda path, _: path.symlink_to("/dev/zero"),
    "a link to nothing": lambda path, _: path.symlink_to("nowhere"),
    "a link to itself": lambda path, _: path.symlink_to(path),
    "a folder": lambda path, _: path.mkdir(),
    "a link to a folder": lambda path, file: path.symlink_to(file.parent),
    "a pipe that nobody writes to": lambda path, _: os.mkfifo(path),
}


def test_anything_in_the_place_of_a_file_is_refused_even_if_it_leads_to_the_same_bytes(
    tiny: Published, good: Published, tmp_path: Path
) -> None:
    path, serving, aside = tiny.array("hubs"), Serving(good, tiny), tmp_path / "aside"
    path.rename(aside)
    for make in INSTEAD.values():
        make(path, aside)
        assert "hubs" in serving.refusal()
        remove(path)
    aside.rename(path)
    record(
        "links, folders and pipes in the place of a file",
        f"{len(INSTEAD)} kinds",
        "all refused without being opened, the last good model served",
    )


def test_a_linked_version_is_the_published_one_or_refused(tiny: Published, tmp_path: Path) -> None:
    """Whoever publishes elsewhere and links may; every byte is compared with what the pointer says."""
    other = Published.of(tiny_model("b"), tmp_path / "other").version
    version, aside = tiny.version, tmp_path / "aside"
    version.rename(aside)
    version.symlink_to(other)
    assert is_refused(tiny.folder)
    version.unlink()
    version.symlink_to(aside)
    assert not is_refused(tiny.folder)
    version.unlink()
    aside.rename(version)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_a_pointer_that_is_no_file_is_no_pointer(tiny: Published, make: Callable[[Path], object]) -> None:
    raw = tiny.pointer.read_bytes()
    tiny.pointer.unlink()
    make(tiny.pointer)
    with pytest.raises(ArtifactMissing):
        open_model(tiny.folder)
    remove(tiny.pointer)
    tiny.pointer.write_bytes(raw)
