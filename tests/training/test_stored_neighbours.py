from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from recsys import Model
from recsys.neighbours import NOBODY, StoredNeighbours
from recsys.similarity import scores_between
from recsys.title import Relation, RelationKind
from tests.builders import model_of, title
from training import block_files as module
from training.nearest import NearestByIndex, NeighbourBlock
from training.stored_neighbours import clear_blocks, stored_neighbours

N_TITLES, K = 41, 6


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight titles a file, so that there are six."""
    monkeypatch.setattr(module, "BLOCK", 8)


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """First titles of the blocks that were really looked for."""
    first: list[int] = []
    of = NearestByIndex.of

    def counted(self: NearestByIndex, origins: NDArray[np.int64], k: int) -> NeighbourBlock:
        first.append(int(origins[0]))
        return of(self, origins, k)

    monkeypatch.setattr(NearestByIndex, "of", counted)
    return first


@pytest.fixture(scope="module")
def model() -> Model:
    rng = np.random.default_rng(3)
    names = ("drama", "comedy", "war", "crime")
    return model_of(
        *(
            title(
                f"t{n:02}", genres=tuple(map(str, rng.choice(names, 2))), year=1990 + n % 9, countries=("KR",)
            )
            for n in range(N_TITLES)
        )
    )


@pytest.fixture(scope="module")
def whole(model: Model, tmp_path_factory: pytest.TempPathFactory) -> StoredNeighbours:
    """Found in one run, without any block of another."""
    return stored_neighbours(model, tmp_path_factory.mktemp("whole"), k=K)


class Killed(Exception):
    """What ends a run."""


def killed_after(model: Model, folder: Path, n_blocks: int) -> None:
    done: list[int] = []

    def tell(titles: int) -> None:
        done.append(titles)
        if len(done) == n_blocks:
            raise Killed

    with pytest.raises(Killed):
        stored_neighbours(model, folder, k=K, n_jobs=1, tell=tell)


def assert_same_bytes(one: StoredNeighbours, other: StoredNeighbours) -> None:
    assert (one.rows.dtype.str, one.scores.dtype.str) == ("<i4", "<f8")
    assert one.rows.tobytes() == other.rows.tobytes()
    assert one.scores.tobytes() == other.scores.tobytes()


def files(folder: Path) -> list[Path]:
    (work,) = folder.glob(".neighbours-*")
    return sorted(work.iterdir())


def test_each_title_has_the_best_that_share_a_trait_by_the_reference_score(
    model: Model, whole: StoredNeighbours
) -> None:
    scores = scores_between(model, np.arange(len(model)))
    for row in range(len(model)):
        genres = set(model.title(row).genres)
        shares = [
            n for n in range(len(model)) if n != row and genres & set(model.title(n).genres)
        ]  # a country and a year are no trait
        expected = np.sort(scores[row, shares])[::-1][:K]
        np.testing.assert_allclose(whole.of(row).scores, expected, rtol=1e-12)
        np.testing.assert_allclose(scores[row, whole.of(row).rows], expected, rtol=1e-12)
        assert set(whole.of(row).rows.tolist()) <= set(shares)


@pytest.mark.parametrize("n_blocks", [1, 3, 5])
def test_a_run_that_was_killed_goes_on_where_it_was(
    model: Model, whole: StoredNeighbours, tmp_path: Path, computed: list[int], n_blocks: int
) -> None:
    killed_after(model, tmp_path, n_blocks)
    finished = len(files(tmp_path))
    assert n_blocks <= finished
    computed.clear()
    assert_same_bytes(stored_neighbours(model, tmp_path, k=K), whole)
    assert len(computed) == 6 - finished


def test_threads_change_no_byte(model: Model, whole: StoredNeighbours, tmp_path: Path) -> None:
    assert_same_bytes(stored_neighbours(model, tmp_path, k=K, n_jobs=1), whole)
    clear_blocks(tmp_path)
    assert_same_bytes(stored_neighbours(model, tmp_path, k=K, n_jobs=3), whole)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut off": lambda raw: raw[:-8],
    "longer": lambda raw: raw + bytes(1),
    "one bit": lambda raw: raw[:40] + bytes([raw[40] ^ 1]) + raw[41:],
    "zeros": lambda raw: bytes(len(raw)),
}


@pytest.mark.parametrize("damaged", list(DAMAGES.values()), ids=list(DAMAGES))
def test_a_damaged_block_is_done_again_and_no_other(
    model: Model,
    whole: StoredNeighbours,
    tmp_path: Path,
    computed: list[int],
    damaged: Callable[[bytes], bytes],
) -> None:
    stored_neighbours(model, tmp_path, k=K)
    third = files(tmp_path)[2]
    third.write_bytes(damaged(third.read_bytes()))
    computed.clear()
    assert_same_bytes(stored_neighbours(model, tmp_path, k=K), whole)
    assert computed == [16]


def test_what_a_killed_run_had_half_written_is_no_block(
    model: Model, whole: StoredNeighbours, tmp_path: Path
) -> None:
    stored_neighbours(model, tmp_path, k=K)
    first = files(tmp_path)[0]
    first.rename(first.with_name(f"{first.name}.writing"))
    assert_same_bytes(stored_neighbours(model, tmp_path, k=K), whole)
    assert len(files(tmp_path)) == 6


def test_blocks_of_another_model_and_of_another_k_are_not_taken(
    model: Model, tmp_path: Path, computed: list[int]
) -> None:
    other = replace(model, hubs=model.hubs[::-1].copy())
    for each, k in ((model, K), (other, K), (model, K - 1)):
        computed.clear()
        stored_neighbours(each, tmp_path, k=k)
        assert len(computed) == 6
        assert len(files(tmp_path)) == 6


def test_blocks_are_gone_once_they_are_cleared(model: Model, tmp_path: Path) -> None:
    stored_neighbours(model, tmp_path, k=K)
    clear_blocks(tmp_path)
    assert list(tmp_path.glob(".neighbours-*")) == []


def test_it_is_told_after_each_block_how_many_titles_are_done(model: Model, tmp_path: Path) -> None:
    told: list[int] = []
    stored_neighbours(model, tmp_path, k=K, n_jobs=1, tell=told.append)
    assert told == [8, 16, 24, 32, 40, 41]


def test_a_title_alone_has_no_neighbours(tmp_path: Path) -> None:
    found = stored_neighbours(model_of(title("a", genres=("drama",))), tmp_path, k=K)
    assert (found.k, found.of(0).rows.tolist()) == (0, [])


def test_where_few_share_a_trait_the_other_places_are_left(tmp_path: Path) -> None:
    related = (Relation(RelationKind.SEQUEL, "a"),)
    found = stored_neighbours(
        model_of(
            title("a", genres=("war",), year=2000),
            title("b", genres=("war",), year=2001, relations=related),
            title("c", genres=("drama",), year=2000),
            title("d", year=2000),
        ),
        tmp_path,
        k=2,
    )
    assert found.rows.reshape(4, 2).tolist() == [[1, NOBODY], [0, NOBODY], [NOBODY] * 2, [NOBODY] * 2]
