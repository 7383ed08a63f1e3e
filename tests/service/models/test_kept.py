"""What is kept of replaced models: the last ones, each once, never the one that is served."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from recsys.artifact import MANIFEST
from service.models.kept import KeptModels
from service.models.published_versions import last_written

VERSIONS = "abcde"


def model(version: str) -> Any:
    return SimpleNamespace(info=SimpleNamespace(version=version))


@given(st.lists(st.sampled_from(VERSIONS), min_size=1, max_size=12), st.integers(0, 3))
def test_last_replaced_versions_are_kept_whatever_was_served(served: list[str], most: int) -> None:
    kept, told = KeptModels(Path()), list[int]()
    kept.most = most
    kept.tell(told.append)
    for place, (before, after) in enumerate(pairwise(served), start=1):
        kept.take(model(before), model(after))
        last_first = dict.fromkeys(version for version in served[place - 1 :: -1] if version != after)
        assert {version for version in VERSIONS if kept.find(version)} == {*list(last_first)[:most]}
        assert told[-1] == len(kept) <= most


def test_versions_are_told_the_last_written_first(tmp_path: Path) -> None:
    names = [letter * 16 for letter in "cab"]
    for second, name in enumerate(names):
        (tmp_path / name).mkdir()
        (tmp_path / name / MANIFEST).touch()
        os.utime(tmp_path / name, (second, second))
    (tmp_path / ".writing-x").mkdir()
    (tmp_path / ("d" * 16)).mkdir()  # without a manifest
    (tmp_path / "CURRENT").touch()
    assert last_written(tmp_path, most=9, besides="") == names[::-1]
    assert last_written(tmp_path, most=1, besides=names[-1]) == [names[1]]
