"""What `import recsys` offers."""

from __future__ import annotations

import inspect
from types import ModuleType

import pytest

import recsys


@pytest.mark.parametrize("name", recsys.__all__)
def test_exported_name_can_be_imported(name: str) -> None:
    assert hasattr(recsys, name)


@pytest.mark.parametrize("name", [name for name in recsys.__all__ if not name.startswith("__")])
def test_exported_name_is_documented(name: str) -> None:
    exported = getattr(recsys, name)
    # A value such as a tuple has the docstring of its type, which says nothing of it.
    assert callable(exported) or inspect.ismodule(exported)
    assert exported.__doc__


def test_nothing_public_is_left_out_of_the_list() -> None:
    public = {
        name
        for name, value in vars(recsys).items()
        if not name.startswith("_") and not isinstance(value, ModuleType) and name != "annotations"
    }
    assert public <= set(recsys.__all__)


def test_list_has_no_name_twice() -> None:
    assert len(recsys.__all__) == len(set(recsys.__all__))
