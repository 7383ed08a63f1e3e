from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from recsys.features import DEFAULT_BLOCKS
from recsys.large_arrays import share_out
from tests.faults.scale import rounds
from training.partitioned.parts import Part
from training.partitioned.work import Arrays, WorkFolder

_DTYPES = ("uint8", "int32", "int64", "float32", "float64", "bool")


@settings(max_examples=rounds(usual=25, soak=500))
@given(
    pieces=st.sampled_from(_DTYPES).flatmap(
        lambda kind: st.lists(arrays_of.arrays(kind, st.integers(0, 5)), min_size=1, max_size=4)
    )
)
def test_an_array_that_grew_is_all_of_its_pieces(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[np.ndarray]
) -> None:
    into = Arrays(tmp_path_factory.mktemp("work"))
    with into.appended("numbers", pieces[0].dtype) as growing:
        for piece in pieces:
            growing.add(piece)
    np.testing.assert_array_equal(into.read("numbers"), np.concatenate(pieces))
    assert into.read("numbers").dtype == pieces[0].dtype


def _write_and_fail(into: Arrays) -> None:
    with into.appended("numbers", np.int32) as growing:
        growing.add(np.arange(3, dtype=np.int32))
        raise InterruptedError


def test_nothing_is_there_of_an_array_whose_writer_failed(tmp_path: Path) -> None:
    with pytest.raises(InterruptedError):
        _write_and_fail(Arrays(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_step_is_done_once_it_is_marked(tmp_path: Path) -> None:
    into = Arrays(tmp_path)
    assert not into.is_done("count")
    into.write("numbers", np.arange(3))
    into.mark_done("count")
    assert into.is_done("count")


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_a_step_of_which_a_file_is_not_whole_is_not_done(tmp_path: Path, damage: str) -> None:
    into = Arrays(tmp_path)
    into.write("numbers", np.arange(3))
    into.mark_done("count")
    file = tmp_path / "numbers.npy"
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-1])
    else:
        file.unlink()
    assert not into.is_done("count")


def test_what_is_known_of_a_part_alone_stays_when_another_part_changes(tmp_path: Path) -> None:
    one, two, changed = Part(0, "a", "1"), Part(1, "b", "1"), Part(1, "b", "2")
    before = WorkFolder.of(tmp_path, (one, two), DEFAULT_BLOCKS)
    after = WorkFolder.of(tmp_path, (one, changed), DEFAULT_BLOCKS)
    assert before.alone(one) == after.alone(one)
    assert before.alone(two) != after.alone(changed)
    assert before.among_all(one) != after.among_all(one)
    assert before.whole != after.whole


def test_other_blocks_have_a_folder_of_their_own(tmp_path: Path) -> None:
    part = Part(0, "a", "1")
    one, other = (WorkFolder.of(tmp_path, (part,), blocks) for blocks in (DEFAULT_BLOCKS, DEFAULT_BLOCKS[:1]))
    assert one.alone(part) != other.alone(part)


def test_a_step_that_wrote_into_another_folder_is_not_done_once_a_file_there_is_cut(tmp_path: Path) -> None:
    into, other = Arrays(tmp_path / "whole"), Arrays(tmp_path / "part")
    other.write("numbers", np.arange(3))
    into.mark_done("merge", [other])
    assert into.is_done("merge")
    (tmp_path / "part" / "numbers.npy").write_bytes(b"")
    assert not into.is_done("merge")


def test_work_of_other_code_and_of_parts_as_they_were_is_removed_and_nothing_else(tmp_path: Path) -> None:
    one, two, changed = Part(0, "a", "1"), Part(1, "b", "1"), Part(1, "b", "2")
    (tmp_path / "titles").mkdir()
    others = WorkFolder.of(tmp_path, (one, two), DEFAULT_BLOCKS[:1])
    before = WorkFolder.of(tmp_path, (one, two), DEFAULT_BLOCKS)
    for folder in (others.alone(one), before.alone(one), before.alone(two), before.whole):
        folder.write("numbers", np.arange(3))
    after = WorkFolder.of(tmp_path, (one, changed), DEFAULT_BLOCKS)
    after.whole.write("numbers", np.arange(3))
    after.clear_others((one, changed))
    left = {path.parent for path in tmp_path.rglob("numbers.npy")}
    assert left == {after.alone(one).folder, after.whole.folder}
    assert (tmp_path / "titles").is_dir()
    assert not others.alone(one).folder.parent.exists()


def test_a_step_of_which_an_array_was_dropped_is_still_done_and_the_array_is_gone(tmp_path: Path) -> None:
    into = Arrays(tmp_path)
    into.write("lines.long", np.arange(3))
    into.write("names", np.arange(3))
    into.mark_done("count")
    into.drop("lines.", after="merge")
    assert into.is_done("count")
    assert {path.name for path in tmp_path.glob("*.npy")} == {"names.npy"}


def _dropped(root: Path) -> tuple[WorkFolder, Part]:
    """Work of one part, of which an array was dropped as a step of all parts was done."""
    part = Part(0, "a", "1")
    work = WorkFolder.of(root, (part,), DEFAULT_BLOCKS)
    work.alone(part).write("lines", np.arange(3))
    work.alone(part).mark_done("count")
    work.whole.write("merged", np.arange(3))
    work.whole.mark_done("merge", [work.alone(part)])
    work.alone(part).drop("lines", after="merge")
    return work, part


def test_what_was_dropped_is_not_missed_while_all_that_was_made_of_it_is_there(tmp_path: Path) -> None:
    work, part = _dropped(tmp_path)
    work.clear_torn((part,))
    assert work.whole.is_done("merge")
    assert work.alone(part).is_done("count")


@pytest.mark.parametrize("file", ["whole/merged.npy", "whole/merge.done"])
def test_a_part_is_begun_again_if_what_was_made_of_a_dropped_array_is_lost(tmp_path: Path, file: str) -> None:
    work, part = _dropped(tmp_path)
    (work.whole.folder.parent / file).write_bytes(b"")
    work.clear_torn((part,))
    assert not work.whole.is_done("merge")
    assert not work.alone(part).is_done("count")


def test_all_is_made_anew_where_a_published_model_has_files_of_the_work(tmp_path: Path) -> None:
    work, part = _dropped(tmp_path)
    share_out(work.whole.folder)
    work.clear_torn((part,))
    assert not list(tmp_path.rglob("*.npy"))
    assert not work.whole.is_done("merge")
    assert not work.alone(part).is_done("count")
    work.clear_torn((part,))


def test_work_of_which_removing_was_cut_short_is_not_taken_as_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, part = _dropped(tmp_path)
    share_out(work.whole.folder)
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)
    work.clear_torn((part,))
    assert not work.whole.is_done("merge")
    assert not work.alone(part).is_done("count")


def test_a_step_of_all_parts_is_not_done_if_a_step_before_it_is_done_no_more(tmp_path: Path) -> None:
    into, other = Arrays(tmp_path / "whole"), Arrays(tmp_path / "part")
    other.mark_done("count")
    into.mark_done("merge", [other])
    (tmp_path / "part" / "count.done").unlink()
    assert not into.is_done("merge")


def test_a_step_that_two_workers_have_done_is_done(tmp_path: Path) -> None:
    arrays = Arrays(tmp_path)
    arrays.write("numbers", np.arange(3))
    for _ in range(2):
        arrays.mark_done("step")
        assert arrays.is_done("step")
