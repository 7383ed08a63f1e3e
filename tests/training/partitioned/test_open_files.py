from __future__ import annotations

import pytest

from recsys.errors import BadData
from training.partitioned.open_files import allow_open_files

resource = pytest.importorskip("resource", reason="needs a system that limits open files")


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[int, int]]:
    """The limits of a small system, as they are and as they are set."""
    held = {"now": (1_024, 4_096)}
    monkeypatch.setattr(resource, "getrlimit", lambda _: held["now"])
    monkeypatch.setattr(resource, "setrlimit", lambda _, pair: held.update(now=pair))
    return held


def test_few_parts_change_nothing(limits: dict[str, tuple[int, int]]) -> None:
    allow_open_files(10)
    assert limits["now"] == (1_024, 4_096)


def test_many_parts_may_open_more_files_than_usual(limits: dict[str, tuple[int, int]]) -> None:
    allow_open_files(200)
    allowed, most = limits["now"]
    assert 200 * 10 < allowed <= most == 4_096


def test_more_parts_than_the_system_allows_are_refused_with_what_to_do(
    limits: dict[str, tuple[int, int]],
) -> None:
    with pytest.raises(BadData, match=r"1000 parts .* fewer and larger parts"):
        allow_open_files(1_000)
