"""Titles that come while others are being published are published together."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from recsys.errors import ArtifactBusy, ArtifactDamaged
from recsys.model import Model
from recsys.title import Title
from service.adding import MOST_WAITING, Adding


def title(number: int) -> Title:
    return Title(id=f"title-{number}", title=f"Title {number}")


class Slowly:
    """Publishes when it is let, and keeps what it was given."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.begun, self.release = Event(), Event()
        self.given: list[list[str]] = []

    def __call__(self, titles: Sequence[Title]) -> Model:
        self.given.append([each.id for each in titles])
        self.begun.set()
        assert self.release.wait(10)
        return self.model


def waiting(adding: Adding) -> int:
    return len(adding._waiting)


def test_what_waits_is_published_at_once(model: Model) -> None:
    slowly = Slowly(model)
    adding = Adding(slowly)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(adding.add, title(0))
        assert slowly.begun.wait(10)
        others = [pool.submit(adding.add, title(number)) for number in range(1, 8)]
        while waiting(adding) < 7:
            pass
        slowly.release.set()
        assert [each.result() for each in (first, *others)] == [model] * 8
    assert slowly.given[0] == ["title-0"]
    assert [sorted(ids) for ids in slowly.given[1:]] == [[f"title-{number}" for number in range(1, 8)]]


def test_fault_is_told_to_all_whose_titles_were_in_it(model: Model) -> None:
    def fail(_: Sequence[Title]) -> Model:
        raise ArtifactDamaged("the file is damaged")

    adding = Adding(fail)
    for _ in range(2):
        with pytest.raises(ArtifactDamaged):
            adding.add(title(0))


def test_too_many_are_asked_to_come_again(model: Model) -> None:
    slowly = Slowly(model)
    adding = Adding(slowly)
    with ThreadPoolExecutor(MOST_WAITING + 1) as pool:
        added = [pool.submit(adding.add, title(0))]
        assert slowly.begun.wait(10)
        added += [pool.submit(adding.add, title(number)) for number in range(1, MOST_WAITING + 1)]
        while waiting(adding) < MOST_WAITING:
            pass
        with pytest.raises(ArtifactBusy):
            adding.add(title(99))
        slowly.release.set()
        assert all(each.result() is model for each in added)
