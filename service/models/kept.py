"""Models that were replaced, kept for requests that name one of them.

Whoever turns the pages of a list goes on with the version that it began with. A service that has just been
started keeps nothing yet: it opens one of the last published versions when somebody asks for it.
"""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

from recsys.errors import ArtifactDamaged, ArtifactError, ArtifactFormat

if TYPE_CHECKING:
    from recsys.model import Model

_log = logging.getLogger(__name__)

PAUSE = 5.0
"""Seconds between two attempts to open a version after a fault that may pass: each reads every byte."""


class KeptModels:
    """The last models that were replaced, the latest first; the oldest goes when there are too many.

    Those that were opened since somebody named them come last, have as many places more, and make room
    for all others: a model that was never replaced here must not drive out one that was.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``, or the folder of one version.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.most = 0
        self._models: tuple[Model, ...] = ()
        self._unusable: frozenset[str] = frozenset()
        self._fetched: str | None = None
        self._not_before = 0.0
        self._changing = Lock()
        self._tell: Callable[[int], None] = _nothing

    def __len__(self) -> int:
        """Return the number of models."""
        return len(self._models)

    def tell(self, listener: Callable[[int], None]) -> None:
        """Tell somebody how many there are, now and whenever that changes.

        Parameters
        ----------
        listener : callable
            Takes the number.
        """
        self._tell = listener
        listener(len(self))

    def find(self, version: str) -> Model | None:
        """Return the model of a version.

        Parameters
        ----------
        version : str
            Name of the version.

        Returns
        -------
        Model or None
            None if it is not kept.
        """
        return next((model for model in self._models if model.info.version == version), None)

    def take(self, replaced: Model, served: Model) -> None:
        """Keep a model that is replaced.

        Parameters
        ----------
        replaced : Model
            What was served.
        served : Model
            What is served from now on; of the same version if the service was told to read it again.
        """
        with self._changing:
            self._keep([replaced, *self._models], besides=served.info.version, most=self.most)

    def can_fetch(self, version: str, served: str) -> bool:
        """Return whether a version that is not kept should be: one of the last that were published.

        Nothing older is opened: each opening reads every byte, and anybody may name a version.

        Parameters
        ----------
        version : str
            Name of the version.
        served : str
            The version that the folder's pointer names.

        Returns
        -------
        bool
            Whether :meth:`fetch` would open it.
        """
        from service.models.published_versions import (
            last_written,  # loads what computes: not at the beginning
        )

        if not self.most or version in self._unusable:
            return False
        return version in last_written(self.folder, most=self.most, besides=served)

    def fetch(self, version: str, ready: Callable[[Model], Model]) -> None:
        """Open a version in a thread of its own.

        Nothing happens while another one is being opened, nor for :data:`PAUSE` after a fault that may pass.

        Parameters
        ----------
        version : str
            Name of the version.
        ready : callable
            Makes the model one that can be served; if it raises, the model is not kept.
        """
        with self._changing:
            is_too_early = time.monotonic() < self._not_before
            if self._fetched is not None or is_too_early or self.find(version) is not None:
                return
            self._fetched = version
        try:
            Thread(target=self._fetch, args=(version, ready), name="kept model", daemon=True).start()
        except RuntimeError as error:  # the system gives no thread
            self._give_up(version, error)

    def _fetch(self, version: str, ready: Callable[[Model], Model]) -> None:
        from service.models.published_versions import opened

        try:
            model = ready(opened(self.folder, version))
        except Exception as error:  # whatever it was: the model that is served goes on
            self._give_up(version, error)
            return
        with self._changing:
            self._keep([*self._models[: 2 * self.most - 1], model], besides="", most=2 * self.most)
            self._fetched = None
        gc.collect()  # the parts of a model that has made room know each other
        _log.info("answering also by %r", model)

    def _give_up(self, version: str, error: Exception) -> None:
        _log.error("the version %s cannot be kept", version, exc_info=error)
        with self._changing:
            if isinstance(error, ArtifactDamaged | ArtifactFormat) and not may_pass(error):
                self._unusable |= {version}
            else:
                self._not_before = time.monotonic() + PAUSE
            self._fetched = None

    def _keep(self, models: list[Model], *, besides: str, most: int) -> None:
        """Keep the first ones, each version once, but not the version that is served."""
        kept: dict[str, Model] = {}
        for model in models:
            kept.setdefault(model.info.version, model)
        kept.pop(besides, None)
        self._models = tuple(kept.values())[:most]
        self._tell(len(self._models))


def may_pass(error: ArtifactError | OSError) -> bool:
    """Return whether a fault may pass by itself, as those of reading do, and damaged bytes do not.

    Parameters
    ----------
    error : ArtifactError or OSError
        What went wrong.

    Returns
    -------
    bool
        Whether the system said that something cannot be read, or caused this error by saying so.
    """
    return isinstance(error, OSError) or isinstance(error.__cause__, OSError)


def _nothing(_: int) -> None:
    """Do nothing, for whoever wants nothing done."""
