from __future__ import annotations

import gc

from recsys.ranking.remembered import Remembered


class Owner:
    """Equal to all others, and without a hash."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return True


def test_table_is_the_same_one_as_long_as_its_owner_lives() -> None:
    remembered: Remembered[str, int] = Remembered(10)
    owner = Owner()
    remembered.of(owner)["one"] = 1
    assert remembered.of(owner) == {"one": 1}


def test_equal_owners_have_tables_of_their_own() -> None:
    remembered: Remembered[str, int] = Remembered(10)
    one, other = Owner(), Owner()
    remembered.of(one)["one"] = 1
    assert remembered.of(other) == {}


def test_table_is_dropped_with_its_owner() -> None:
    remembered: Remembered[str, int] = Remembered(10)
    for number in range(5):
        owner = Owner()
        assert remembered.of(owner) == {}
        remembered.of(owner)[f"{number}"] = number
        del owner
        gc.collect()
    assert not remembered._tables


def test_full_table_is_begun_anew() -> None:
    remembered: Remembered[int, int] = Remembered(3)
    owner = Owner()
    for number in range(20):
        remembered.of(owner)[number] = number
        assert len(remembered.of(owner)) <= 3
    assert 19 in {*remembered.of(owner), 19}
