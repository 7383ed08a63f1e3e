"""A store that serves a good model while the files of the next one are damaged."""

from __future__ import annotations

import shutil
from time import process_time

from recsys import Recommender, similar_to
from recsys.errors import ArtifactError
from service.models.model_store import ModelStore
from tests.faults.tiny_artifact import Published

SOON = 1.0
"""Seconds of work within which a model must be refused; others may be at work too."""


class Serving:
    """A service's store that has opened one model, before its folder's pointer came to name the next one."""

    def __init__(self, good: Published, following: Published) -> None:
        shutil.copytree(good.version, following.folder / good.version.name, dirs_exist_ok=True)
        pointer = following.pointer.read_bytes()
        shutil.copy(good.pointer, following.folder)
        self._store = ModelStore(following.folder)
        assert self._store.reload()
        following.pointer.write_bytes(pointer)
        self._good = self._store.current()
        self.slowest = 0.0

    def refusal(self) -> str:
        """What the store says of the model that is named now; that one is not served, the good one is."""
        began = process_time()
        is_served = self._store.reload()
        took = process_time() - began
        self.slowest = max(self.slowest, took)
        assert not is_served, "it is served"
        assert self._store.current() is self._good, "the last good model is gone"
        assert Recommender(self._good).recommend(similar_to("good")).results
        assert isinstance(self._store.failure, ArtifactError)
        assert took < SOON, f"refused after {took:.2f} s of work"
        return str(self._store.failure)
