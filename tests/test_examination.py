"""What is examined side by side, and which refusal is told."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest

from recsys.errors import ArtifactDamaged
from recsys.examination import Examination

Question = tuple[str, Callable[[], bool]]


def examine(*questions: Question, met: BaseException | None = None) -> None:
    """Ask in a block that ends by itself or with what it met."""
    with Examination() as examination:
        for refusal, holds in questions:
            examination.ask(refusal, holds)
        if met is not None:
            raise met


def yes() -> bool:
    return True


def no() -> bool:
    return False


def fails() -> bool:
    raise OSError(5, "Input/output error")


def test_what_holds_is_accepted() -> None:
    examine(("first", yes), ("second", yes))


def test_the_first_that_was_asked_is_told_although_a_later_one_was_answered_first() -> None:
    later = Event()

    def slow() -> bool:
        later.wait(1)
        return False

    def fast() -> bool:
        later.set()
        return False

    with pytest.raises(ArtifactDamaged, match="asked first"):
        examine(("asked first", slow), ("asked later", fast))


def test_a_refusal_comes_before_what_the_block_met() -> None:
    with pytest.raises(ArtifactDamaged, match="another file") as caught:
        examine(("another file", no), met=ValueError("nonsense in it"))
    assert isinstance(caught.value.__cause__, ValueError)


def test_what_the_block_met_is_raised_where_everything_holds() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        examine(("another file", yes), met=ValueError("nonsense in it"))


def test_what_an_answer_raises_is_raised() -> None:
    with pytest.raises(OSError, match="Input/output"):
        examine(("unread", fails))


def slow_questions(examined: list[str]) -> list[Question]:
    """A thousand of them, which tell when they are examined."""

    def holds() -> bool:
        Event().wait(0.01)
        examined.append("once")
        return True

    return [("never", holds)] * 1_000


def test_somebody_who_ends_the_block_does_not_wait_for_answers() -> None:
    examined: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        examine(*slow_questions(examined), met=KeyboardInterrupt())
    assert len(examined) < 1_000


def test_nothing_more_is_examined_once_a_refusal_is_certain() -> None:
    examined: list[str] = []
    with pytest.raises(ArtifactDamaged, match="at once"):
        examine(("at once", no), *slow_questions(examined))
    assert len(examined) < 1_000
