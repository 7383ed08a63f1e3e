from __future__ import annotations

import pytest

from recsys.engines.keeping import superseded

OLD, BEFORE, NOW = "0" * 16, "1" * 16, "2" * 16


@pytest.mark.parametrize(
    ("before", "expected"), [(BEFORE, [OLD]), ("", [OLD, BEFORE]), (NOW, [])], ids=["usual", "first", "again"]
)
def test_the_last_two_versions_stay(before: str, expected: list[str]) -> None:
    assert superseded([NOW, OLD, BEFORE, "mine", ".writing-x"], NOW, before) == expected
