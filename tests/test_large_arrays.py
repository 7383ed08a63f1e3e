from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np
import pytest

from recsys.array_rooms import InFolder, InMemory
from recsys.large_arrays import give_away, given_file, let_go


def _resident() -> int:
    """Kilobytes of mapped files that count as memory of this process."""
    fields = Path("/proc/self/status").read_text().split("RssFile:")[1].split()
    return int(fields[0])


@pytest.mark.parametrize("place", ["memory", "folder"])
def test_a_new_array_holds_zeros_and_can_be_written_to(place: str, tmp_path: Path) -> None:
    room = InMemory() if place == "memory" else InFolder(tmp_path)
    array = room.zeros("some.numbers", 1000, np.int32)
    assert array.dtype == np.int32
    assert array.tolist() == [0] * 1000
    array[10:20] = 7
    assert array.sum() == 70


@pytest.mark.skipif(os.name == "nt", reason="a mapped file cannot be replaced")
def test_a_second_array_of_a_name_leaves_the_first_as_it_is(tmp_path: Path) -> None:
    first = InFolder(tmp_path).zeros("numbers", 10, np.int32)
    first[:] = 7
    InFolder(tmp_path).zeros("numbers", 10, np.int32)
    assert first.tolist() == [7] * 10


def test_an_array_of_no_numbers_has_room_in_a_folder(tmp_path: Path) -> None:
    assert InFolder(tmp_path).zeros("nothing", 0, np.float32).shape == (0,)


def test_a_disk_without_room_is_an_error_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r".+"):
        InFolder(tmp_path).zeros("too.large", 2**60, np.uint8)


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="no such call on this system")
def test_the_room_on_the_disk_is_taken_at_once(tmp_path: Path) -> None:
    InFolder(tmp_path).zeros("numbers", 2**20, np.uint8)
    assert (tmp_path / "numbers.array").stat().st_blocks * 512 >= 2**20


def test_what_was_let_go_is_still_there(tmp_path: Path) -> None:
    array = InFolder(tmp_path).zeros("numbers", 100_000, np.int64)
    array[:] = np.arange(100_000)
    view = np.asarray(array)[5:]
    let_go(array, view)
    np.testing.assert_array_equal(view, np.arange(5, 100_000))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells what is resident")
def test_what_was_let_go_counts_no_more_as_memory(tmp_path: Path) -> None:
    array = InFolder(tmp_path).zeros("numbers", 2**24, np.uint8)
    array[:] = 1
    before = _resident()
    let_go(np.asarray(array)[1:])
    assert before - _resident() > 2**13


def test_what_was_written_to_a_private_copy_is_never_lost(tmp_path: Path) -> None:
    np.save(tmp_path / "numbers.npy", np.zeros(10))
    copy = np.load(tmp_path / "numbers.npy", mmap_mode="c")
    copy[:] = 3
    let_go(copy)
    assert copy.sum() == 30


def test_arrays_in_memory_stay_as_they_are() -> None:
    array = np.arange(5)
    let_go(array, array[1:])
    assert array.tolist() == [0, 1, 2, 3, 4]


def test_an_array_in_a_folder_is_a_file_of_numpy(tmp_path: Path) -> None:
    array = InFolder(tmp_path).zeros("numbers", 1000, np.float32)
    array[:] = np.arange(1000)
    np.save(tmp_path / "saved.npy", np.asarray(array))
    assert (tmp_path / "numbers.array").read_bytes() == (tmp_path / "saved.npy").read_bytes()


def test_only_a_folder_that_was_given_away_gives_its_files(tmp_path: Path) -> None:
    array = InFolder(tmp_path).zeros("numbers", 1000, np.float32)
    assert given_file(array) is None
    give_away(tmp_path)
    assert given_file(np.asarray(array)) == tmp_path / "numbers.array"


_NOT_THE_FILE: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "without the first": lambda array: array[1:],
    "without the last": lambda array: array[:-1],
    "every second": lambda array: array[::2],
    "backwards": lambda array: array[::-1],
    "of another type": lambda array: array.view(np.uint32),
    "in memory": np.array,
}


@pytest.mark.parametrize("how", _NOT_THE_FILE)
def test_an_array_that_is_not_all_of_a_file_has_no_file_to_give(how: str, tmp_path: Path) -> None:
    array = InFolder(tmp_path).zeros("numbers", 1000, np.int32)
    give_away(tmp_path)
    assert given_file(_NOT_THE_FILE[how](array)) is None


@pytest.mark.skipif(os.name == "nt", reason="a mapped file cannot be replaced")
@pytest.mark.parametrize("place", [0, 2**24 + 5, -1])
def test_an_array_whose_name_another_one_has_now_has_no_file_to_give(place: int, tmp_path: Path) -> None:
    room, length = InFolder(tmp_path), 2**24 + 10
    first = room.zeros("numbers", length, np.uint8)
    give_away(tmp_path)
    room.zeros("numbers", length, np.uint8)[place] = 1
    assert given_file(first) is None
    assert not first.any()


@pytest.mark.skipif(os.name == "nt", reason="a mapped file cannot be removed")
def test_an_array_whose_file_was_removed_has_no_file_to_give(tmp_path: Path) -> None:
    array = InFolder(tmp_path).zeros("numbers", 10, np.int32)
    give_away(tmp_path)
    (tmp_path / "numbers.array").unlink()
    assert given_file(array) is None


def test_numbers_that_are_none_are_those_of_their_file(tmp_path: Path) -> None:
    array = InFolder(tmp_path).zeros("numbers", 10, np.float32)
    array[:] = np.nan
    give_away(tmp_path)
    assert given_file(array) == tmp_path / "numbers.array"


def test_a_map_that_was_opened_by_text_has_a_file_to_give(tmp_path: Path) -> None:
    np.save(tmp_path / "numbers.npy", np.arange(10))
    give_away(tmp_path)
    array = np.load(str(tmp_path / "numbers.npy"), mmap_mode="r")
    assert given_file(array) == tmp_path / "numbers.npy"


def test_a_map_of_a_file_without_a_name_has_no_file_to_give() -> None:
    with TemporaryFile() as file:
        file.write(np.arange(10).tobytes())
        file.flush()
        assert given_file(np.memmap(file, np.int64, mode="r")) is None


def test_a_private_copy_has_no_file_to_give(tmp_path: Path) -> None:
    np.save(tmp_path / "numbers.npy", np.zeros(10))
    give_away(tmp_path)
    assert given_file(np.load(tmp_path / "numbers.npy", mmap_mode="c")) is None
    assert given_file(np.load(tmp_path / "numbers.npy", mmap_mode="r")) is not None
