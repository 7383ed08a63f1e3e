from __future__ import annotations

import pytest

from recsys.engines.keeping import VERSION, encoded_version, superseded

OLD, BEFORE, NOW = (digit * 16 + "-1" for digit in "012")


@pytest.mark.parametrize(
    ("before", "expected"), [(BEFORE, [OLD]), ("", [OLD, BEFORE]), (NOW, [])], ids=["usual", "first", "again"]
)
def test_the_last_two_versions_stay(before: str, expected: list[str]) -> None:
    assert superseded([NOW, OLD, BEFORE, "mine", ".writing-x"], NOW, before) == expected


def test_another_encoding_of_the_same_version_is_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    now = encoded_version("2" * 16)
    monkeypatch.setattr("recsys.engines.keeping.ENCODING", 2)
    other = encoded_version("2" * 16)
    assert other != now
    assert all(VERSION.fullmatch(name) for name in (now, other))
    assert superseded([OLD, now, other], other, now) == [OLD]
